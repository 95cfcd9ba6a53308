//! Properties of judging: wherever within its doubt a thing is moved, the verdict holds.

use super::judge::{Certainty, Ground, Meaning, Thing};
use super::offset::{distance, offset};
use super::plane::{Plane, Shape};
use crate::geometry::{Geom, LineString, MultiLineString, MultiPolygon, Polygon};
use geo::line_measures::{Euclidean, Length};
use geo::{Area, BooleanOps, Translate};
use geo_types::{Coord, Point};
use proptest::prelude::*;

/// A star-shaped ring round a point, metres.
fn ring(x: f64, y: f64, radii: &[f64]) -> LineString<f64> {
    let corner = |(n, radius): (usize, &f64)| {
        let angle = n as f64 / radii.len() as f64 * std::f64::consts::TAU;
        Coord { x: x + radius * angle.cos(), y: y + radius * angle.sin() }
    };
    radii.iter().enumerate().map(corner).collect()
}

fn area(x: f64, y: f64, radii: &[f64]) -> Shape {
    Shape::of_areas(MultiPolygon(vec![Polygon::new(ring(x, y, radii), vec![])]))
}

fn line(corners: &[(f64, f64)]) -> Shape {
    let line = corners.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
    Shape { lines: MultiLineString(vec![line]), ..Shape::of_areas(MultiPolygon(vec![])) }
}

fn moved(shape: &Shape, dx: f64, dy: f64) -> Shape {
    Shape {
        points: shape.points.translate(dx, dy),
        lines: shape.lines.translate(dx, dy),
        areas: shape.areas.translate(dx, dy),
    }
}

fn plane() -> Plane {
    Plane::round(&Geom::Point(Point::new(111.0, 40.5))).expect("a point has a middle")
}

fn radii() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(2_000.0..20_000.0, 5..12)
}

fn corners() -> impl Strategy<Value = Vec<(f64, f64)>> {
    proptest::collection::vec((-30_000.0..30_000.0, -30_000.0..30_000.0), 2..6)
}

/// A thing: a point, a line or a zone.
fn thing() -> impl Strategy<Value = Shape> {
    prop_oneof![
        (-25_000.0..25_000.0, -25_000.0..25_000.0).prop_map(|(x, y)| Shape {
            points: Point::new(x, y).into(),
            ..Shape::of_areas(MultiPolygon(vec![]))
        }),
        corners().prop_map(|c| line(&c)),
        (-25_000.0..25_000.0, -25_000.0..25_000.0, radii()).prop_map(|(x, y, r)| area(x, y, &r)),
    ]
}

fn ground() -> impl Strategy<Value = Shape> {
    prop_oneof![radii().prop_map(|r| area(0.0, 0.0, &r)), corners().prop_map(|c| line(&c))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_verdict_holds_wherever_within_its_doubt_the_thing_lies(
        ground in ground(), shape in thing(), doubt_m in 0.0..6_000.0, reach_m in prop_oneof![Just(0.0), 0.0..8_000.0],
        angle in 0.0..std::f64::consts::TAU, part in 0.0..1.0,
    ) {
        let truth = moved(&shape, doubt_m * part * angle.cos(), doubt_m * part * angle.sin());
        let mut asked = Ground::new(plane(), ground.clone(), reach_m);
        let verdict = asked.judge(&Thing { shape, meaning: Meaning::Itself, doubt_m });
        let apart_m = distance(&ground, &truth).expect("both have parts");
        match verdict {
            None => prop_assert!(apart_m > reach_m - 1e-6, "not possible, and yet {apart_m} m apart"),
            Some(verdict) => {
                if verdict.certainty == Certainty::Certainly {
                    prop_assert!(apart_m <= reach_m + 1e-6, "certain, and yet {apart_m} m apart");
                }
                prop_assert!(verdict.distance_m.min <= apart_m + 1e-6 && apart_m <= verdict.distance_m.max + 1e-6);
                for range in [verdict.length_m, verdict.area_m2].into_iter().flatten() {
                    prop_assert!(range.min <= range.max);
                }
                let inside = offset(&ground, reach_m);
                if let Some(range) = verdict.length_m.filter(|_| truth.areas.0.is_empty()) {
                    let length_m = Euclidean.length(&inside.clip(&truth.lines, false));
                    prop_assert!(length_m <= range.max * 1.001 + 1.0, "{length_m} m, {range:?}");
                }
                if let Some(range) = verdict.area_m2 {
                    let area_m2 = inside.intersection(&truth.areas).unsigned_area();
                    prop_assert!(range.min <= area_m2 * 1.002 + 100.0, "{area_m2} m2, {range:?}");
                    prop_assert!(area_m2 <= range.max * 1.002 + 100.0, "{area_m2} m2, {range:?}");
                }
            }
        }
    }

    #[test]
    fn more_doubt_never_makes_a_thing_more_certain_or_a_range_narrower(
        ground in ground(), shape in thing(), doubt_m in 0.0..6_000.0, reach_m in prop_oneof![Just(0.0), 0.0..8_000.0],
    ) {
        let of = |doubt_m: f64| {
            let thing = Thing { shape: shape.clone(), meaning: Meaning::Itself, doubt_m };
            Ground::new(plane(), ground.clone(), reach_m).judge(&thing)
        };
        if let Some(sure) = of(doubt_m) {
            let doubtful = of(doubt_m * 1.5).expect("what may touch still may");
            prop_assert!(sure.certainty <= doubtful.certainty);
            if let (Some(a), Some(b)) = (sure.length_m, doubtful.length_m) {
                prop_assert!(b.min <= a.min * 1.001 + 1.0 && a.max <= b.max * 1.001 + 1.0, "{a:?} {b:?}");
            }
        }
    }
}
