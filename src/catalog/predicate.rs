//! A filter compiled against a schema: property names become positions once, not per feature.
//!
//! In: [`Filter`], [`Schema`]. Out: [`Predicate`]. Must not know: where features are stored.

use super::{Row, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::query::{Comparison, Filter, Literal};

/// A compiled filter.
#[derive(Debug)]
pub enum Predicate {
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
    Compare(usize, Comparison, Literal),
    In(usize, Vec<Literal>),
    IsNull(usize),
}

impl Predicate {
    /// Compiles `filter`.
    pub fn new(filter: &Filter, schema: &Schema) -> Result<Self> {
        let all = |parts: &[Filter]| parts.iter().map(|p| Self::new(p, schema)).collect::<Result<Vec<_>>>();
        let index = |name: &str| {
            schema
                .index(name)
                .ok_or_else(|| Error::parameter("filter", format!("there is no property \"{name}\"")))
        };
        Ok(match filter {
            Filter::All(parts) => Self::All(all(parts)?),
            Filter::Any(parts) => Self::Any(all(parts)?),
            Filter::Not(part) => Self::Not(Box::new(Self::new(part, schema)?)),
            Filter::Compare { property, comparison, literal } => {
                Self::Compare(index(property)?, *comparison, literal.clone())
            }
            Filter::In { property, literals } => Self::In(index(property)?, literals.clone()),
            Filter::IsNull { property } => Self::IsNull(index(property)?),
        })
    }

    /// The conditions that must all hold.
    pub fn into_parts(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts.into_iter().flat_map(Self::into_parts).collect(),
            other => vec![other],
        }
    }

    /// Appends the position of every property that it looks at.
    pub fn columns(&self, out: &mut Vec<usize>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|p| p.columns(out)),
            Self::Not(part) => part.columns(out),
            Self::Compare(index, ..) | Self::In(index, _) | Self::IsNull(index) => out.push(*index),
        }
    }

    /// Whether it holds for a feature.
    pub fn holds(&self, row: Row<'_>) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|p| p.holds(row)),
            Self::Any(parts) => parts.iter().any(|p| p.holds(row)),
            Self::Not(part) => !part.holds(row),
            Self::Compare(index, comparison, literal) => row.value(*index).compares(*comparison, literal),
            Self::In(index, literals) => {
                literals.iter().any(|literal| row.value(*index).compares(Comparison::Equal, literal))
            }
            Self::IsNull(index) => row.value(*index) == ValueRef::Null,
        }
    }
}
