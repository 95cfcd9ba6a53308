//! Temporal conditions.
//!
//! In: times and a schema. Out: a period per feature. Must not know: how periods are related.

use super::scalar::{Kind, Scalar};
use super::wrong;
use crate::catalog::{Row, Schema};
use crate::error::Result;
use crate::query::{End, Operand, Period, Times};

/// One side of a temporal relation.
#[derive(Debug)]
pub enum When {
    One(Scalar),
    Interval(Option<Scalar>, Option<Scalar>),
}

impl When {
    /// Compiles `times`.
    pub fn new(times: &Times, schema: &Schema) -> Result<Self> {
        let end = |end: &End| match end {
            End::Open => Ok(None),
            End::At(operand) => time(operand, schema).map(Some),
        };
        match times {
            Times::One(operand) => time(operand, schema).map(Self::One),
            Times::Interval(start, stop) => Ok(Self::Interval(end(start)?, end(stop)?)),
        }
    }

    /// The period of a feature; none where an end is null.
    pub fn period(&self, row: Row<'_>) -> Option<Period> {
        let end = |scalar: &Option<Scalar>| match scalar {
            None => Some(None),
            Some(scalar) => scalar.span(row).map(Some),
        };
        match self {
            Self::One(scalar) => scalar.span(row).map(Period::of),
            Self::Interval(start, stop) => Some(Period { start: end(start)?, end: end(stop)? }),
        }
    }
}

fn time(operand: &Operand, schema: &Schema) -> Result<Scalar> {
    match Scalar::new(operand, schema)? {
        (scalar, Kind::Time) => Ok(scalar),
        (scalar, Kind::Text) => scalar.to_time(),
        (_, kind) => Err(wrong(format!("{operand} is {}: a temporal function takes times", kind.words()))),
    }
}
