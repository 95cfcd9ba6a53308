//! On which bank of a river a line runs, and how far it runs through a lake.
//!
//! In: a line and a river or lake, degrees. Out: metres and counts. Must not know: which river it is.

use super::{Coord, Geom, LineString, MultiLineString, MultiPolygon, distance_m, distance_to_m, length_m};
use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{BooleanOps, BoundingRect, Intersects};

/// A line that keeps this near to a river follows it; what it crosses there is the drawing, not the water, metres.
pub const HUGS_M: f64 = 1_000.0;
/// Between the points at which the distance from the river is taken, metres.
const STEP_M: f64 = 500.0;

/// Metres of `line` inside `water`.
pub fn run_inside_m(line: &LineString<f64>, water: &MultiPolygon<f64>) -> f64 {
    let boxes = line.bounding_rect().zip(water.bounding_rect());
    if !boxes.is_some_and(|(a, b)| a.intersects(&b)) {
        return 0.0;
    }
    length_m(&Geom::MultiLineString(water.clip(&MultiLineString(vec![line.clone()]), false)))
}

/// How often `line` goes over to the other bank of `river`: crossings between which, or before and after which, it leaves
/// the river by more than [`HUGS_M`].
///
/// ```
/// use geo_types::line_string;
/// use planmap::geometry::{MultiLineString, bank_changes};
/// let river = MultiLineString(vec![line_string![(x: 109.0, y: 40.5), (x: 111.0, y: 40.5)]]);
/// let north_to_south = line_string![(x: 110.0, y: 40.7), (x: 110.0, y: 40.3)];
/// assert_eq!(bank_changes(&north_to_south, &river), 1);
/// ```
pub fn bank_changes(line: &LineString<f64>, river: &MultiLineString<f64>) -> usize {
    let pieces = cut(line, river);
    let shape = Geom::MultiLineString(river.clone());
    let leaves = |piece: &Vec<Coord<f64>>| farthest_m(piece, &shape) > HUGS_M;
    let far: Vec<usize> = (0..pieces.len()).filter(|&at| leaves(&pieces[at])).collect();
    // A piece on the other side than the one before: an odd number of crossings between them.
    far.windows(2).filter(|pair| (pair[1] - pair[0]) % 2 == 1).count()
}

/// The line cut wherever it crosses the river.
fn cut(line: &LineString<f64>, river: &MultiLineString<f64>) -> Vec<Vec<Coord<f64>>> {
    let mut pieces: Vec<Vec<Coord<f64>>> = vec![line.0.first().copied().into_iter().collect()];
    for segment in line.lines() {
        for at in crossings(segment, river) {
            if let Some(piece) = pieces.last_mut() {
                piece.push(at);
            }
            pieces.push(vec![at]);
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(segment.end);
        }
    }
    pieces
}

/// Where a segment crosses the river, in the order of the segment.
fn crossings(segment: geo::Line<f64>, river: &MultiLineString<f64>) -> Vec<Coord<f64>> {
    let box_of = segment.bounding_rect();
    let near = river.iter().flat_map(LineString::lines).filter(|l| l.bounding_rect().intersects(&box_of));
    let mut found: Vec<Coord<f64>> = near
        .filter_map(|l| match line_intersection(segment, l) {
            Some(LineIntersection::SinglePoint { intersection, .. }) => Some(intersection),
            _ => None,
        })
        .collect();
    let along = |c: &Coord<f64>| (c.x - segment.start.x).hypot(c.y - segment.start.y);
    found.sort_by(|a, b| along(a).total_cmp(&along(b)));
    found.dedup();
    found
}

fn farthest_m(piece: &[Coord<f64>], river: &Geom) -> f64 {
    let steps = piece.windows(2).flat_map(|pair| between(pair[0], pair[1]));
    steps.filter_map(|c| distance_to_m([c.x, c.y], river)).fold(0.0, f64::max)
}

fn between(a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = Coord<f64>> {
    let steps = (distance_m([a.x, a.y], [b.x, b.y]) / STEP_M).ceil().clamp(1.0, 2_000.0) as u32;
    (0..=steps).map(move |step| a + (b - a) * (f64::from(step) / f64::from(steps)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{line_string, polygon};

    fn river() -> MultiLineString<f64> {
        MultiLineString(vec![line_string![(x: 109.0, y: 40.5), (x: 110.0, y: 40.505), (x: 111.0, y: 40.5)]])
    }

    #[test]
    fn a_line_that_hugs_the_river_stays_on_its_bank() {
        let line = line_string![
            (x: 109.2, y: 40.6), (x: 109.6, y: 40.501), (x: 109.8, y: 40.508), (x: 110.3, y: 40.6)
        ];
        assert_eq!(bank_changes(&line, &river()), 0);
    }

    #[test]
    fn an_excursion_over_the_river_and_back_is_two_changes() {
        let line = line_string![(x: 109.2, y: 40.6), (x: 109.6, y: 40.4), (x: 110.3, y: 40.6)];
        assert_eq!(bank_changes(&line, &river()), 2);
    }

    #[test]
    fn an_end_on_the_river_is_no_change() {
        let line = line_string![(x: 109.2, y: 40.6), (x: 109.6, y: 40.497)];
        assert_eq!(bank_changes(&line, &river()), 0);
    }

    #[test]
    fn a_lake_is_measured_along_the_line() {
        let lake = MultiPolygon(vec![
            polygon![(x: 110.0, y: 40.0), (x: 110.1, y: 40.0), (x: 110.1, y: 40.1), (x: 110.0, y: 40.1)],
        ]);
        let line = line_string![(x: 109.5, y: 40.05), (x: 110.5, y: 40.05)];
        assert!((run_inside_m(&line, &lake) - 8_534.0).abs() < 50.0);
        assert_eq!(run_inside_m(&line_string![(x: 109.5, y: 40.5), (x: 110.5, y: 40.5)], &lake), 0.0);
    }
}
