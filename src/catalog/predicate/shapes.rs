//! Spatial conditions.
//!
//! In: a shape and a schema. Out: a geometry per feature. Must not know: how the relation is found out.

use super::wrong;
use crate::catalog::{GeometryKind, Row, Schema};
use crate::error::Result;
use crate::geometry::{Geom, SpatialRelation};
use crate::query::Shape;
use std::borrow::Cow;

/// One side of a spatial relation.
#[derive(Debug)]
pub enum Place {
    Own,
    Fixed(Geom),
}

impl Place {
    /// Compiles `shape`.
    pub fn new(shape: &Shape, schema: &Schema) -> Result<Self> {
        match shape.geometry() {
            Some(geometry) => Ok(Self::Fixed(geometry)),
            None if schema.geometry == GeometryKind::None => {
                Err(wrong("the features of this collection have no geometry"))
            }
            None => Ok(Self::Own),
        }
    }

    fn of<'a>(&'a self, row: Row<'a>) -> Option<Cow<'a, Geom>> {
        match self {
            Self::Own => row.geometry(),
            Self::Fixed(geometry) => Some(Cow::Borrowed(geometry)),
        }
    }
}

/// Whether the relation holds for a feature; unknown if it has no geometry.
pub fn holds(relation: SpatialRelation, a: &Place, b: &Place, row: Row<'_>) -> Option<bool> {
    let (a, b) = (a.of(row)?, b.of(row)?);
    Some(relation.holds(a.as_ref(), b.as_ref()))
}
