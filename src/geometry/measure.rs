//! Lengths and distances on the WGS 84 ellipsoid.
//!
//! In: geometries in degrees. Out: metres or kilometres, as the name says. Must not know: what is measured.

use super::{Geom, Point};
use geo::line_measures::{Distance, Geodesic, Length};

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
