//! Which 盟市 and 旗县 a geometry touches.
//!
//! In: a geometry and the gazetteer. Out: six-digit codes, sorted. Must not know: how the geometry was made.
//!
//! Whole units that stand for a project of which no more is known are named themselves, with the 盟市 above them and
//! without the 旗县 inside them: in which of those it lies is not known.
//! Borders are simplified, so slivers do not count: an area touches a unit of which it covers 2 %, or that covers 2 %
//! of it; a line touches a unit in which it runs for 1 km, or 5 % of its length.

use crate::gazetteer::{Gazetteer, PlaceClass, REGION, Unit, shape};
use crate::geometry::{Geom, LineString, MultiLineString, MultiPolygon};
use geo::{Area, BooleanOps, BoundingRect, Haversine, Intersects, Length};

const SHARE: f64 = 0.02;
const RUN_M: f64 = 1_000.0;

/// Codes of the region's prefectures and counties among whole units: themselves, and what is above them; the region
/// as a whole is its prefectures.
pub fn of_units(codes: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    let units = gazetteer.units();
    let whole = codes.iter().filter(|c| *c == REGION).flat_map(|c| units.children(c));
    let chains = codes.iter().flat_map(|c| units.chain(c));
    let inside =
        whole.chain(chains).filter(|u| u.level != PlaceClass::Province && units.holds(REGION, &u.code));
    let mut found: Vec<String> = inside.map(|u| u.code.clone()).collect();
    found.sort();
    found.dedup();
    found
}

/// Codes of the region's prefectures and counties that `geometry` touches.
pub fn codes(geometry: &Geom, gazetteer: &Gazetteer) -> Vec<String> {
    let Some(bounds) = geometry.bounding_rect() else { return Vec::new() };
    let units = gazetteer.units();
    let near = units.in_box(bounds.min(), bounds.max());
    let counties = near.into_iter().filter(|u| u.level == PlaceClass::County && units.holds(REGION, &u.code));
    let mut codes: Vec<String> = Vec::new();
    for county in counties.filter(|u| touches(geometry, u)) {
        codes.push(county.code.clone());
        codes.push(county.parent.clone());
    }
    codes.sort();
    codes.dedup();
    codes
}

fn touches(geometry: &Geom, unit: &Unit) -> bool {
    match geometry {
        Geom::MultiPolygon(area) => covers(area, &unit.boundary),
        Geom::Polygon(area) => covers(&MultiPolygon(vec![area.clone()]), &unit.boundary),
        Geom::LineString(line) => runs(&MultiLineString(vec![line.clone()]), unit),
        Geom::MultiLineString(lines) => runs(lines, unit),
        other => unit.boundary.intersects(other),
    }
}

fn covers(area: &MultiPolygon<f64>, boundary: &MultiPolygon<f64>) -> bool {
    let common = area.intersection(boundary).unsigned_area();
    common > SHARE * boundary.unsigned_area() || common > SHARE * area.unsigned_area()
}

fn runs(lines: &MultiLineString<f64>, unit: &Unit) -> bool {
    let Geom::MultiLineString(inside) =
        as_many(shape::clip(&Geom::MultiLineString(lines.clone()), &unit.boundary))
    else {
        return false;
    };
    let length_m = |lines: &MultiLineString<f64>| {
        lines.0.iter().map(|l: &LineString<f64>| Haversine.length(l)).sum::<f64>()
    };
    let run = length_m(&inside);
    run > RUN_M || run > 0.05 * length_m(lines)
}

fn as_many(geometry: Geom) -> Geom {
    match geometry {
        Geom::LineString(line) => Geom::MultiLineString(MultiLineString(vec![line])),
        other => other,
    }
}
