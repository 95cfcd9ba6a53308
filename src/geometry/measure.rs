//! Lengths and distances on the WGS 84 ellipsoid.
//!
//! In: geometries in degrees. Out: metres or kilometres, as the name says. Must not know: what is measured.

use super::{Coord, Geom, Point};
use geo::line_measures::{Distance, Geodesic, Length};
use geo::{Closest, ClosestPoint, MapCoords};

/// Geodesic length of all lines of `geometry`, metres; points and areas count nothing.
///
/// ```
/// use geo_types::line_string;
/// use planmap::geometry::{Geom, length_m};
/// // 包头 to 呼和浩特, longitude first
/// let line = Geom::LineString(line_string![(x: 109.84, y: 40.66), (x: 111.75, y: 40.84)]);
/// assert!((length_m(&line) - 162_600.0).abs() < 1_000.0);
/// ```
pub fn length_m(geometry: &Geom) -> f64 {
    match geometry {
        Geom::Line(line) => Geodesic.length(line),
        Geom::LineString(line) => Geodesic.length(line),
        Geom::MultiLineString(lines) => Geodesic.length(lines),
        Geom::GeometryCollection(parts) => parts.iter().map(length_m).sum(),
        _ => 0.0,
    }
}

/// Geodesic length in kilometres, rounded to metres; none where nothing is a line.
pub fn drawn_length_km(geometry: &Geom) -> Option<f64> {
    let metres = length_m(geometry);
    (metres > 0.0).then(|| metres.round() / 1000.0)
}

/// Geodesic distance in metres between two points, longitude first.
pub fn distance_m(from: [f64; 2], to: [f64; 2]) -> f64 {
    Geodesic.distance(Point::new(from[0], from[1]), Point::new(to[0], to[1]))
}

/// Geodesic distance in metres from `[lon, lat]` to the nearest point of `geometry`; 0 inside an area, none for an
/// empty geometry. The nearest point is found on a plane that is true at `[lon, lat]`.
pub fn distance_to_m([lon, lat]: [f64; 2], geometry: &Geom) -> Option<f64> {
    let narrow = lat.to_radians().cos().max(0.01);
    let plane = geometry.map_coords(|c| Coord { x: (c.x - lon) * narrow, y: c.y - lat });
    match plane.closest_point(&Point::new(0.0, 0.0)) {
        Closest::Intersection(_) => Some(0.0),
        Closest::SinglePoint(p) => Some(distance_m([lon, lat], [lon + p.x() / narrow, lat + p.y()])),
        Closest::Indeterminate => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::line_string;

    #[test]
    fn the_distance_to_a_line_is_to_its_nearest_point() {
        let line = Geom::LineString(line_string![(x: 110.0, y: 40.0), (x: 112.0, y: 40.0)]);
        let metres = distance_to_m([111.0, 40.1], &line);
        assert!(metres.is_some_and(|m| (m - 11_104.0).abs() < 20.0), "{metres:?}");
    }
}
