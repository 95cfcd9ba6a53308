//! Whether and how much a thing on the map and the ground that is screened touch, with the doubt of both.
//!
//! In: shapes in metres. Out: [`Verdict`]. Must not know: where things come from.

use super::crossing::crosses_for_certain;
use super::offset::{depth, distance, farthest, holds, offset, rings};
use super::plane::{Plane, Shape};
use crate::geometry::MultiPolygon;
use geo::{BooleanOps, Intersects};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Whether the thing touches whatever its doubt, or may touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Wherever within its doubt it lies.
    Certainly,
    /// Somewhere within its doubt.
    Possibly,
}

/// A figure over the doubt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// With the doubt taken off.
    pub min: f64,
    /// With the doubt added.
    pub max: f64,
}

impl Range {
    fn new(min: f64, max: f64) -> Self {
        Self { min, max: max.max(min) }
    }

    /// Rounded to a tenth.
    pub fn rounded(self) -> Self {
        let tenth = |v: f64| (v * 10.0).round() / 10.0;
        Self { min: tenth(self.min), max: tenth(self.max) }
    }
}

/// Why a length or an area cannot be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unmeasured {
    /// A unit stands for the thing.
    StandsFor,
    /// A unit stands for the project that is screened.
    GroundStandsFor,
    /// The band of a schematic line is wider than the ground.
    BandWiderThanGround,
    /// The doubt is wider than the zone.
    DoubtWiderThanZone,
}

/// What a thing's geometry says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The thing itself, to its doubt.
    Itself,
    /// A line joined from known places.
    Schematic,
    /// A unit in which it lies.
    StandsFor,
}

/// A thing.
#[derive(Debug)]
pub struct Thing {
    /// Where it is drawn.
    pub shape: Shape,
    /// What that means.
    pub meaning: Meaning,
    /// Doubt, metres; of a unit that stands for a thing there is none.
    pub doubt_m: f64,
}

/// The ground that is screened.
#[derive(Debug)]
pub struct Ground {
    /// The plane of all shapes.
    pub plane: Plane,
    /// As drawn.
    pub shape: Shape,
    /// How far round it counts as well, metres.
    pub reach_m: f64,
    /// Doubt of the ground itself, metres (of the project that is screened).
    pub doubt_m: f64,
    /// Whether the ground is a unit that stands for a project.
    pub stands_for: bool,
    offsets: HashMap<u64, Arc<MultiPolygon<f64>>>,
}

/// How thing and ground touch.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Certain or possible.
    pub certainty: Certainty,
    /// From the ground as drawn to the thing, metres.
    pub distance_m: Range,
    /// Length inside, metres: of a line inside the ground, or of the screened line inside a zone.
    pub length_m: Option<Range>,
    /// Area of a zone inside the ground, square metres.
    pub area_m2: Option<Range>,
    /// Why there is neither.
    pub unmeasured: Option<Unmeasured>,
}

impl Ground {
    /// The ground of `shape` and all within `reach_m` of it.
    pub fn new(plane: Plane, shape: Shape, reach_m: f64) -> Self {
        Self { plane, shape, reach_m, doubt_m: 0.0, stands_for: false, offsets: HashMap::new() }
    }

    /// The ground made wider by `by_m` (narrower where that is negative).
    pub fn offset(&mut self, by_m: f64) -> Arc<MultiPolygon<f64>> {
        let reach_m = self.reach_m + by_m;
        let made = || Arc::new(offset(&self.shape, reach_m));
        Arc::clone(self.offsets.entry(reach_m.to_bits()).or_insert_with(made))
    }

    /// Area of the ground and of what lies within its reach, square metres.
    pub fn whole_m2(&mut self) -> f64 {
        let whole = self.offset(0.0);
        self.plane.area_m2(&whole)
    }

    fn is_area(&self) -> bool {
        self.reach_m > 0.0 || !self.shape.areas.0.is_empty()
    }

    /// How `thing` touches the ground; none if it does not.
    pub fn judge(&mut self, thing: &Thing) -> Option<Verdict> {
        let apart_m = distance(&self.shape, &thing.shape)?;
        let doubt_m = thing.doubt_m + self.doubt_m;
        if apart_m > self.reach_m + doubt_m {
            return None;
        }
        let certain = !self.stands_for && self.certain(thing, apart_m, doubt_m);
        let farthest_m = match thing.meaning {
            Meaning::StandsFor => farthest(&self.shape, &thing.shape) + self.doubt_m,
            _ => apart_m + doubt_m,
        };
        let mut verdict = Verdict {
            certainty: if certain { Certainty::Certainly } else { Certainty::Possibly },
            distance_m: Range::new((apart_m - doubt_m).max(0.0), farthest_m),
            length_m: None,
            area_m2: None,
            unmeasured: None,
        };
        match (thing.meaning, self.stands_for) {
            (Meaning::StandsFor, _) => verdict.unmeasured = Some(Unmeasured::StandsFor),
            (_, true) => verdict.unmeasured = Some(Unmeasured::GroundStandsFor),
            _ => self.measure(thing, &mut verdict),
        }
        Some(verdict)
    }

    fn certain(&mut self, thing: &Thing, apart_m: f64, doubt_m: f64) -> bool {
        if thing.meaning == Meaning::StandsFor {
            return self.is_area() && holds(&self.offset(-self.doubt_m), &thing.shape);
        }
        let spare_m = self.reach_m - doubt_m;
        if spare_m >= 0.0 && apart_m <= spare_m {
            return true;
        }
        if spare_m < 0.0 && self.deep_enough(thing, doubt_m) {
            return true;
        }
        if !thing.shape.areas.0.is_empty() {
            let core = Shape::of_areas(offset(&thing.shape, -thing.doubt_m));
            return self.meets_core(&core);
        }
        self.reach_m == 0.0 && crosses_for_certain(&self.shape.lines, &thing.shape.lines, doubt_m)
    }

    /// Whether some point of the thing (of a zone, of its outline) lies inside the ground, as far from its edge as the
    /// doubt.
    fn deep_enough(&mut self, thing: &Thing, doubt_m: f64) -> bool {
        let needed_m = doubt_m - self.reach_m;
        if thing.shape.points.iter().any(|p| depth(&self.shape, p).is_some_and(|m| m >= needed_m)) {
            return true;
        }
        let inner = self.offset(-doubt_m);
        !inner.0.is_empty()
            && (inner.intersects(&thing.shape.lines) || inner.intersects(&rings(&thing.shape.areas)))
    }

    /// Whether what is surely inside a zone meets what surely is ground.
    fn meets_core(&mut self, core: &Shape) -> bool {
        let spare_m = self.reach_m - self.doubt_m;
        if spare_m >= 0.0 {
            return distance(&self.shape, core).is_some_and(|m| m <= spare_m);
        }
        if self.offset(-self.doubt_m).intersects(&core.areas) {
            return true;
        }
        let deeper = offset(core, spare_m);
        deeper.intersects(&self.shape.lines) || self.shape.points.iter().any(|p| deeper.intersects(p))
    }

    fn measure(&mut self, thing: &Thing, verdict: &mut Verdict) {
        if !thing.shape.areas.0.is_empty() {
            self.measure_zone(thing, verdict);
        } else if !thing.shape.lines.0.is_empty() && self.is_area() {
            self.measure_course(thing, verdict);
        }
    }

    fn measure_course(&mut self, thing: &Thing, verdict: &mut Verdict) {
        let doubt_m = thing.doubt_m + self.doubt_m;
        let (inner, outer) = (self.offset(-doubt_m), self.offset(doubt_m));
        if inner.0.is_empty() && thing.meaning == Meaning::Schematic {
            verdict.unmeasured = Some(Unmeasured::BandWiderThanGround);
            return;
        }
        let length_m =
            |areas: &MultiPolygon<f64>| self.plane.length_m(&areas.clip(&thing.shape.lines, false));
        verdict.length_m = Some(Range::new(length_m(&inner), length_m(&outer)));
    }

    fn measure_zone(&mut self, thing: &Thing, verdict: &mut Verdict) {
        let core = offset(&thing.shape, -thing.doubt_m);
        if core.0.is_empty() {
            verdict.unmeasured = Some(Unmeasured::DoubtWiderThanZone);
            return;
        }
        let whole = offset(&thing.shape, thing.doubt_m);
        if self.is_area() {
            let (inner, outer) = (self.offset(-self.doubt_m), self.offset(self.doubt_m));
            let area_m2 =
                |a: &MultiPolygon<f64>, b: &MultiPolygon<f64>| self.plane.area_m2(&a.intersection(b));
            verdict.area_m2 = Some(Range::new(area_m2(&core, &inner), area_m2(&whole, &outer)));
        } else if !self.shape.lines.0.is_empty() {
            let narrow = offset(&Shape::of_areas(core), -self.doubt_m);
            let wide = offset(&Shape::of_areas(whole), self.doubt_m);
            let length_m =
                |areas: &MultiPolygon<f64>| self.plane.length_m(&areas.clip(&self.shape.lines, false));
            verdict.length_m = Some(Range::new(length_m(&narrow), length_m(&wide)));
        }
    }
}
