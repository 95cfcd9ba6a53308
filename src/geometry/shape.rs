//! Form: rounding, orientation, validity, simplification.
//!
//! In and out: geometries in degrees, longitude first. Must not know: what they stand for.

use super::Geom;
use super::validity::{area_problem, multi_problem};
use geo::orient::Direction;
use geo::{CoordsIter, MapCoords, Orient, RemoveRepeatedPoints, Simplify, Validation};
use geo_types::Coord;

/// The GeoJSON word for the type of `geometry`.
pub fn kind_word(geometry: &Geom) -> &'static str {
    match geometry {
        Geom::Point(_) => "Point",
        Geom::MultiPoint(_) => "MultiPoint",
        Geom::Line(_) | Geom::LineString(_) => "LineString",
        Geom::MultiLineString(_) => "MultiLineString",
        Geom::Polygon(_) | Geom::Rect(_) | Geom::Triangle(_) => "Polygon",
        Geom::MultiPolygon(_) => "MultiPolygon",
        Geom::GeometryCollection(_) => "GeometryCollection",
    }
}

/// `geometry` with coordinates rounded to `decimals` and repeated points taken out.
pub fn rounded(geometry: &Geom, decimals: i32) -> Geom {
    let factor = 10f64.powi(decimals);
    let round = |v: f64| (v * factor).round() / factor + 0.0;
    let exact = geometry.map_coords(|c| Coord { x: round(c.x), y: round(c.y) });
    let distinct = exact.remove_repeated_points();
    let same = distinct.coords_count() == exact.coords_count();
    if same || problem(&distinct).is_some() { exact } else { distinct }
}

/// Outer rings anticlockwise, holes clockwise (right-hand rule of GeoJSON).
pub fn oriented(geometry: Geom) -> Geom {
    match geometry {
        Geom::Polygon(area) => Geom::Polygon(area.orient(Direction::Default)),
        Geom::MultiPolygon(areas) => Geom::MultiPolygon(areas.orient(Direction::Default)),
        other => other,
    }
}

/// A coordinate that lies outside the world (swapped axes are named); none if all are inside.
pub fn outside_world(geometry: &Geom) -> Option<String> {
    let c = geometry.coords_iter().find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0))?;
    let swapped = c.x.abs() <= 90.0 && c.y.abs() <= 180.0;
    let hint = if swapped { ": longitude and latitude seem to be swapped" } else { "" };
    Some(format!("coordinate {}, {} lies outside the world{hint}", c.x, c.y))
}

/// What is wrong with `geometry`: empty, a coordinate outside the world (swapped axes are named), an invalid ring.
/// None if nothing is.
pub fn problem(geometry: &Geom) -> Option<String> {
    if geometry.coords_count() == 0 {
        return Some("the geometry is empty".to_owned());
    }
    if let Some(message) = outside_world(geometry) {
        return Some(message);
    }
    let message = match geometry {
        Geom::Polygon(area) => area_problem(area),
        Geom::MultiPolygon(areas) => multi_problem(areas),
        Geom::GeometryCollection(parts) => return parts.iter().find_map(problem),
        other => other.check_validation().err().map(|e| e.to_string()),
    };
    message.map(|m| format!("the geometry is invalid: {m}"))
}

/// `geometry` simplified so that no point moves by more than `tolerance_deg` degrees; left as it is where that would
/// make it invalid.
pub fn simplified(geometry: &Geom, tolerance_deg: f64) -> Geom {
    let simple = match geometry {
        Geom::LineString(g) => Geom::LineString(g.simplify(tolerance_deg)),
        Geom::MultiLineString(g) => Geom::MultiLineString(g.simplify(tolerance_deg)),
        Geom::Polygon(g) => Geom::Polygon(g.simplify(tolerance_deg)),
        Geom::MultiPolygon(g) => Geom::MultiPolygon(g.simplify(tolerance_deg)),
        other => other.clone(),
    };
    if problem(&simple).is_none() { simple } else { geometry.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{line_string, point, polygon};

    #[test]
    fn swapped_axes_are_named() {
        let message = problem(&Geom::Point(point!(x: 40.48, y: 111.57)));
        assert!(message.is_some_and(|m| m.contains("swapped")));
    }

    #[test]
    fn a_bow_tie_is_invalid() {
        let area = polygon![(x: 0., y: 0.), (x: 2., y: 2.), (x: 2., y: 0.), (x: 0., y: 2.)];
        assert!(problem(&Geom::Polygon(area)).is_some());
    }

    #[test]
    fn rounding_drops_repeated_points() {
        let line = line_string![(x: 1.000_000_01, y: 0.), (x: 1., y: 0.), (x: 2., y: 0.)];
        assert_eq!(rounded(&Geom::LineString(line), 6).coords_count(), 2);
    }
}
