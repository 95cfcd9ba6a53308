//! Does one line cross another wherever within its doubt the other lies?
//!
//! The true line runs from end to end inside the band round the drawn one. Whatever enters the band on one side and
//! leaves it on the other crosses the true line, if it does not pass round an end.

use super::plane::Shape;
use crate::geometry::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use geo::line_intersection::line_intersection;
use geo::line_measures::{Distance, Euclidean};
use geo::{BooleanOps, Intersects};

/// Whether `lines` cross one of `drawn` for certain, each of which may lie `doubt_m` to either side.
pub fn crosses_for_certain(lines: &MultiLineString<f64>, drawn: &MultiLineString<f64>, doubt_m: f64) -> bool {
    drawn.iter().filter(|line| line.intersects(lines)).any(|line| {
        let alone = Shape {
            points: MultiPoint(Vec::new()),
            lines: MultiLineString(vec![line.clone()]),
            areas: MultiPolygon(Vec::new()),
        };
        let band = super::offset::offset(&alone, doubt_m);
        let pieces = band.clip(lines, false);
        pieces.iter().any(|piece| passes_through(piece, line, doubt_m))
    })
}

fn passes_through(piece: &LineString<f64>, line: &LineString<f64>, doubt_m: f64) -> bool {
    let (Some(first), Some(last)) = (piece.0.first(), piece.0.last()) else { return false };
    let leaves = |c: &Coord<f64>| Euclidean.distance(&Point(*c), line) >= doubt_m * 0.99;
    // The true line ends within its doubt of the drawn end: what comes nearer may pass round it.
    let ends = [line.0.first(), line.0.last()];
    let clear = ends.iter().flatten().all(|end| Euclidean.distance(&Point(**end), piece) > doubt_m);
    clear && leaves(first) && leaves(last) && crossings(piece, line) % 2 == 1
}

fn crossings(a: &LineString<f64>, b: &LineString<f64>) -> usize {
    a.lines().map(|x| b.lines().filter(|y| line_intersection(x, *y).is_some()).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::line_string;

    fn one(line: LineString<f64>) -> MultiLineString<f64> {
        MultiLineString(vec![line])
    }

    #[test]
    fn a_line_right_across_the_band_crosses_for_certain() {
        let drawn = one(line_string![(x: 0., y: 0.), (x: 10_000., y: 0.)]);
        let across = one(line_string![(x: 5_000., y: -3_000.), (x: 5_500., y: 3_000.)]);
        assert!(crosses_for_certain(&across, &drawn, 1_000.0));
        let stops_inside = one(line_string![(x: 5_000., y: -3_000.), (x: 5_500., y: 500.)]);
        assert!(!crosses_for_certain(&stops_inside, &drawn, 1_000.0));
        let round_the_end = one(line_string![(x: 9_500., y: -3_000.), (x: 9_500., y: 3_000.)]);
        assert!(!crosses_for_certain(&round_the_end, &drawn, 1_000.0));
        let in_and_out =
            one(line_string![(x: 4_000., y: -3_000.), (x: 5_000., y: 400.), (x: 6_000., y: -3_000.)]);
        assert!(!crosses_for_certain(&in_and_out, &drawn, 1_000.0));
    }
}
