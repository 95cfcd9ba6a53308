//! Exact tests of sides against boxes.
//!
//! In: sides and boxes in degrees. Out: truth, without rounding (adaptive orientation tests). Must not know: stores.

use crate::geometry::Bounds;
use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::Coord;

type C = Coord<f64>;

/// Whether the side from `a` to `b` shares a point with the plain box.
pub fn side_meets(a: C, b: C, wanted: Bounds) -> bool {
    let apart = a.x.max(b.x) < wanted.west
        || wanted.east < a.x.min(b.x)
        || a.y.max(b.y) < wanted.south
        || wanted.north < a.y.min(b.y);
    if apart {
        return false;
    }
    let corners = [
        (wanted.west, wanted.south),
        (wanted.east, wanted.south),
        (wanted.east, wanted.north),
        (wanted.west, wanted.north),
    ];
    // The boxes overlap: they share a point unless all corners lie strictly on one side of the line.
    let mut sides = corners.into_iter().map(|(x, y)| RobustKernel::orient2d(a, b, C { x, y }));
    let Some(first) = sides.next() else { return false };
    first == Orientation::Collinear || sides.any(|side| side != first)
}

/// Whether the side from `a` to `b` crosses the ray from `p` to the east.
pub fn passes_right_of(a: C, b: C, p: C) -> bool {
    if (a.y > p.y) == (b.y > p.y) {
        return false;
    }
    let up = b.y > a.y;
    (RobustKernel::orient2d(a, b, p) == Orientation::CounterClockwise) == up
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Feature, GeometryKind, Schema, store::Store};
    use crate::geometry::{Geom, LineString, Polygon};

    #[test]
    fn it_agrees_with_geo_on_many_random_lines_and_areas() {
        let mut seed = 11u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((seed >> 33) % below) as f64
        };
        let schema = Schema { properties: vec![], geometry: GeometryKind::Any, temporal: false };
        for round in 0..4000 {
            let points: Vec<C> = (0..4).map(|_| C { x: random(12), y: random(12) }).collect();
            let line = LineString::new(points);
            let geometry = match round % 2 {
                0 => Geom::LineString(line),
                // Even-odd and geo agree on rings that do not cross themselves: triangles.
                _ => Geom::Polygon(Polygon::new(line.0.into_iter().take(3).collect(), vec![])),
            };
            let (x, y) = (random(12), random(12));
            let wanted = Bounds::new(x, y, x + random(5), y + random(5));
            let feature = Feature::new("a".into(), Some(geometry.clone()), serde_json::Map::new(), &schema);
            let store = Store::of(&schema, &[&feature]).expect("store");
            assert_eq!(
                store.shape(0).meets(wanted),
                wanted.meets_geometry(&geometry),
                "{geometry:?} {wanted:?}"
            );
        }
    }
}
