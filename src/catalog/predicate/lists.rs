//! Conditions on lists, which count as sets.
//!
//! In: a list and a schema. Out: members per feature. Must not know: what they mean.

use super::{column, wrong};
use crate::catalog::{ColumnKind, Row, Schema, ValueRef};
use crate::error::Result;
use crate::query::{List, ListRelation, Literal};

/// One side of a relation of lists.
#[derive(Debug)]
pub enum Members {
    Column(usize),
    Fixed(Vec<Literal>),
}

impl Members {
    /// Compiles `list`.
    pub fn new(list: &List, schema: &Schema) -> Result<Self> {
        match list {
            List::Literals(literals) => Ok(Self::Fixed(literals.clone())),
            List::Property(name) => match column(schema, name)? {
                (index, ColumnKind::Strings) => Ok(Self::Column(index)),
                _ => Err(wrong(format!("\"{name}\" is not a list: compare it as in {name} = …"))),
            },
        }
    }

    /// The members for a feature; none for null.
    fn of<'a>(&'a self, row: Row<'a>) -> Option<Vec<Member<'a>>> {
        match self {
            Self::Fixed(literals) => Some(literals.iter().map(Member::of).collect()),
            Self::Column(index) => match row.value(*index) {
                ValueRef::Strings(list) => Some(list.iter().map(Member::Text).collect()),
                _ => None,
            },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Member<'a> {
    Text(&'a str),
    Other(&'a Literal),
}

impl<'a> Member<'a> {
    fn of(literal: &'a Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text),
            other => Self::Other(other),
        }
    }
}

/// Whether the relation holds for a feature; unknown where a list is null.
pub fn holds(relation: ListRelation, a: &Members, b: &Members, row: Row<'_>) -> Option<bool> {
    let (a, b) = (a.of(row)?, b.of(row)?);
    let has_all = |whole: &[Member], part: &[Member]| part.iter().all(|m| whole.contains(m));
    Some(match relation {
        ListRelation::Equals => has_all(&a, &b) && has_all(&b, &a),
        ListRelation::Contains => has_all(&a, &b),
        ListRelation::ContainedBy => has_all(&b, &a),
        ListRelation::Overlaps => a.iter().any(|m| b.contains(m)),
    })
}
