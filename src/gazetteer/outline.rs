//! Outlines of whole units, joined and simplified once each.
//!
//! In: codes of units. Out: [`Outline`]. Must not know: for what it stands.

use crate::gazetteer::admin::Units;
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::{Gazetteer, shape};
use crate::geometry::{Geom, MultiPolygon};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Units as one outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Joined and simplified, degrees.
    pub shape: MultiPolygon<f64>,
    /// Radius of the circle round it, metres.
    pub radius_m: f64,
    /// Level of the largest of them.
    pub level: PlaceClass,
    /// Source of their boundaries.
    pub source: String,
}

/// Outlines made so far.
#[derive(Debug, Default)]
pub struct Cache(Mutex<BTreeMap<String, Option<Arc<Outline>>>>);

impl Gazetteer {
    /// The outline of the units of `codes`; none when none of them is known.
    pub fn outline(&self, codes: &[String]) -> Option<Arc<Outline>> {
        let key = codes.join(" ");
        let mut cache = self.outlines.0.lock().unwrap_or_else(PoisonError::into_inner);
        cache.entry(key).or_insert_with(|| outline(codes, &self.units).map(Arc::new)).clone()
    }
}

fn outline(codes: &[String], units: &Units) -> Option<Outline> {
    let units: Vec<_> = codes.iter().filter_map(|c| units.get(c)).collect();
    let level = units.iter().map(|u| u.level).min()?;
    let boundaries: Vec<&MultiPolygon<f64>> = units.iter().map(|u| &u.boundary).collect();
    let shape = shape::simplify(&shape::union(&boundaries), tolerance_m(level));
    let (_, radius_m) = shape::circle_round(&Geom::MultiPolygon(shape.clone()))?;
    let source = units.first().map(|u| u.source.clone()).unwrap_or_default();
    Some(Outline { shape, radius_m: radius_m.round(), level, source })
}

/// How far a simplified boundary may leave the true one, metres: little beside the doubt of a project that is known
/// only to the unit (its radius, tens of kilometres), and small enough to keep hundreds of them.
fn tolerance_m(level: PlaceClass) -> f64 {
    match level {
        PlaceClass::Province => 2000.0,
        PlaceClass::Prefecture => 1000.0,
        _ => 500.0,
    }
}
