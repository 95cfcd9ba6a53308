//! A filter compiled against a schema: names and types are checked once, not per feature.
//!
//! In: [`Filter`], [`Schema`]. Out: [`Predicate`]. Must not know: where features are stored.
//!
//! Logic has three values, as CQL2 and SQL have it: a comparison with null is unknown, and only what is true is
//! selected.

mod lists;
mod scalar;
mod shapes;
mod times;

use super::{ColumnKind, GeometryKind, Row, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::geometry::SpatialRelation;
use crate::query::{Comparison, Filter, GEOMETRY, ListRelation, Literal, Operand, Pattern, TemporalRelation};
use lists::Members;
use scalar::{Kind, Scalar};
use shapes::Place;
use std::cmp::Ordering;
use times::When;

/// A compiled filter.
#[derive(Debug)]
pub enum Predicate {
    Constant(bool),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    Not(Box<Predicate>),
    Compare(Scalar, Comparison, Scalar),
    Like(Scalar, Pattern),
    Between(Scalar, Scalar, Scalar),
    In(Scalar, Vec<Scalar>),
    IsNull(Scalar),
    NoGeometry,
    Spatial(SpatialRelation, Place, Place),
    Temporal(TemporalRelation, When, When),
    Lists(ListRelation, Members, Members),
}

/// An error of the filter.
fn wrong(message: impl Into<String>) -> Error {
    Error::parameter("filter", message)
}

/// The position and kind of the queryable `name`.
fn column(schema: &Schema, name: &str) -> Result<(usize, ColumnKind)> {
    if let Some(index) = schema.index(name).filter(|i| schema.properties[*i].kind != ColumnKind::Json) {
        return Ok((index, schema.properties[index].kind));
    }
    if name == GEOMETRY && schema.geometry != GeometryKind::None {
        return Err(wrong(format!("\"{GEOMETRY}\" can stand in spatial functions and IS NULL only")));
    }
    let known: Vec<&str> = schema.queryables().map(|p| p.name.as_str()).collect();
    Err(wrong(format!("there is no queryable \"{name}\"; there are: {GEOMETRY} {}", known.join(" "))))
}

impl Predicate {
    /// Compiles `filter`.
    ///
    /// # Errors
    /// It names what the schema does not have, or compares what does not compare.
    pub fn new(filter: &Filter, schema: &Schema) -> Result<Self> {
        let all = |parts: &[Filter]| parts.iter().map(|p| Self::new(p, schema)).collect::<Result<Vec<_>>>();
        Ok(match filter {
            Filter::Constant(truth) => Self::Constant(*truth),
            Filter::All(parts) => Self::All(all(parts)?),
            Filter::Any(parts) => Self::Any(all(parts)?),
            Filter::Not(part) => Self::Not(Box::new(Self::new(part, schema)?)),
            Filter::Compare(a, comparison, b) => {
                let [a, b] = alike([a, b], schema)?;
                Self::Compare(a, *comparison, b)
            }
            Filter::Like(text, pattern) => Self::like(text, pattern, schema)?,
            Filter::Between(value, low, high) => {
                let [value, low, high] = alike([value, low, high], schema)?;
                Self::Between(value, low, high)
            }
            Filter::In(value, list) => Self::one_of(value, list, schema)?,
            Filter::IsNull(Operand::Property(name)) if name == GEOMETRY => Self::NoGeometry,
            Filter::IsNull(value) => Self::IsNull(Scalar::any(value, schema)?),
            Filter::Spatial(relation, a, b) => {
                Self::Spatial(*relation, Place::new(a, schema)?, Place::new(b, schema)?)
            }
            Filter::Temporal(relation, a, b) => {
                Self::Temporal(*relation, When::new(a, schema)?, When::new(b, schema)?)
            }
            Filter::Lists(relation, a, b) => {
                Self::Lists(*relation, Members::new(a, schema)?, Members::new(b, schema)?)
            }
        })
    }

    fn like(text: &Operand, pattern: &Operand, schema: &Schema) -> Result<Self> {
        let (text, kind) = Scalar::new(text, schema)?;
        if kind != Kind::Text {
            return Err(wrong(format!("LIKE compares texts, not {}", kind.words())));
        }
        match Scalar::new(pattern, schema)? {
            (Scalar::Constant(Literal::Text(pattern)), _) => Ok(Self::Like(text, Pattern::new(&pattern))),
            _ => Err(wrong("LIKE takes a quoted pattern")),
        }
    }

    fn one_of(value: &Operand, list: &[Operand], schema: &Schema) -> Result<Self> {
        let mut members = Vec::with_capacity(list.len());
        let mut first = None;
        for member in list {
            let [value, member] = alike([value, member], schema)?;
            first.get_or_insert(value);
            members.push(member);
        }
        match first {
            Some(value) => Ok(Self::In(value, members)),
            None => Ok(Self::In(Scalar::any(value, schema)?, members)),
        }
    }

    /// Whether it is true for a feature.
    pub fn holds(&self, row: Row<'_>) -> bool {
        self.truth(row) == Some(true)
    }

    /// True, false or, for none, unknown.
    fn truth(&self, row: Row<'_>) -> Option<bool> {
        match self {
            Self::Constant(truth) => Some(*truth),
            Self::All(parts) => all(parts.iter().map(|p| p.truth(row))),
            Self::Any(parts) => any(parts.iter().map(|p| p.truth(row))),
            Self::Not(part) => part.truth(row).map(|truth| !truth),
            Self::Compare(a, comparison, b) => compare(a, *comparison, b, row),
            Self::Like(text, pattern) => text.text(row).map(|text| pattern.matches(&text)),
            Self::Between(value, low, high) => all([
                compare(value, Comparison::GreaterOrEqual, low, row),
                compare(value, Comparison::LessOrEqual, high, row),
            ]
            .into_iter()),
            Self::In(value, list) => any(list.iter().map(|m| compare(value, Comparison::Equal, m, row))),
            Self::IsNull(value) => Some(value.is_null(row)),
            Self::NoGeometry => Some(row.bounds().is_none()),
            Self::Spatial(relation, a, b) => shapes::holds(*relation, a, b, row),
            Self::Temporal(relation, a, b) => Some(relation.holds(a.period(row)?, b.period(row)?)),
            Self::Lists(relation, a, b) => lists::holds(*relation, a, b, row),
        }
    }
}

fn alike<const N: usize>(operands: [&Operand; N], schema: &Schema) -> Result<[Scalar; N]> {
    let typed = operands.map(|operand| Scalar::new(operand, schema));
    let mut kinds = Vec::with_capacity(N);
    let mut scalars = Vec::with_capacity(N);
    for one in typed {
        let (scalar, kind) = one?;
        kinds.push(kind);
        scalars.push(scalar);
    }
    let time = kinds.contains(&Kind::Time);
    for (scalar, kind) in scalars.iter_mut().zip(&mut kinds) {
        if time && *kind == Kind::Text {
            *scalar = scalar.to_time()?;
            *kind = Kind::Time;
        }
    }
    if let Some(other) = kinds.iter().find(|kind| **kind != kinds[0]) {
        let (a, b) = (kinds[0].words(), other.words());
        return Err(wrong(format!("{} holds or is {a} and cannot be compared with {b}", operands[0])));
    }
    <[Scalar; N]>::try_from(scalars).map_err(|_| wrong("has the wrong number of operands"))
}

fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut truth = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            None => truth = None,
            Some(true) => {}
        }
    }
    truth
}

fn any(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut truth = Some(false);
    for part in parts {
        match part {
            Some(true) => return Some(true),
            None => truth = None,
            Some(false) => {}
        }
    }
    truth
}

fn compare(a: &Scalar, comparison: Comparison, b: &Scalar, row: Row<'_>) -> Option<bool> {
    a.order(b, row).map(|order| fits(comparison, order))
}

fn fits(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

/// The raw value, without what it stands for in a comparison.
fn is_null(row: Row<'_>, index: usize) -> bool {
    row.value(index) == ValueRef::Null
}
