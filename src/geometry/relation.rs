//! How two geometries lie to each other, by the DE-9IM model.
//!
//! In: two geometries in the same plane. Out: whether a relation holds. Must not know: what they stand for.

use super::{Bounds, Geom};
use geo::{Intersects, Relate};

/// A relation of Simple Features.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpatialRelation {
    /// They share a point.
    Intersects,
    /// They share no point.
    Disjoint,
    /// The second lies in the first, and their interiors meet.
    Contains,
    /// The first lies in the second, and their interiors meet.
    Within,
    /// They share points of their boundaries only.
    Touches,
    /// Their interiors meet, in fewer dimensions than the larger has, and neither holds the other.
    Crosses,
    /// They share a part of their own dimension, and each has something of its own.
    Overlaps,
    /// They are the same set of points.
    Equals,
}

impl SpatialRelation {
    /// Whether it can hold only where the two share a point.
    pub fn needs_a_common_point(self) -> bool {
        self != Self::Disjoint
    }

    /// Whether it holds between `a` and `b`.
    pub fn holds(self, a: &Geom, b: &Geom) -> bool {
        let boxes = Bounds::of(a).zip(Bounds::of(b));
        if !boxes.is_some_and(|(a, b)| a.meets(b)) {
            return self == Self::Disjoint;
        }
        match self {
            Self::Intersects => return a.intersects(b),
            Self::Disjoint => return !a.intersects(b),
            _ => {}
        }
        let matrix = a.relate(b);
        match self {
            Self::Intersects => matrix.is_intersects(),
            Self::Disjoint => matrix.is_disjoint(),
            Self::Contains => matrix.is_contains(),
            Self::Within => matrix.is_within(),
            Self::Touches => matrix.is_touches(),
            Self::Crosses => matrix.is_crosses(),
            Self::Overlaps => matrix.is_overlaps(),
            Self::Equals => matrix.is_equal_topo(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{line_string, point, polygon};

    fn square(west: f64, side: f64) -> Geom {
        let east = west + side;
        Geom::Polygon(polygon![(x: west, y: 0.), (x: east, y: 0.), (x: east, y: side), (x: west, y: side)])
    }

    #[test]
    fn squares_that_share_an_edge_touch_and_do_not_overlap() {
        use SpatialRelation as R;
        let holds = |a: &Geom, b: &Geom| {
            [R::Intersects, R::Touches, R::Overlaps, R::Contains, R::Within, R::Equals, R::Disjoint]
                .map(|r| r.holds(a, b))
        };
        let (a, b) = (square(0., 2.), square(2., 2.));
        assert_eq!(holds(&a, &b), [true, true, false, false, false, false, false]);
        assert_eq!(holds(&a, &square(1., 2.)), [true, false, true, false, false, false, false]);
        assert_eq!(holds(&a, &square(0.5, 1.)), [true, false, false, true, false, false, false]);
        assert_eq!(holds(&a, &a), [true, false, false, true, true, true, false]);
        assert_eq!(holds(&a, &square(9., 1.)), [false, false, false, false, false, false, true]);
    }

    #[test]
    fn a_line_crosses_an_area_and_a_point_on_its_edge_touches() {
        let line = Geom::LineString(line_string![(x: -1., y: 1.), (x: 3., y: 1.)]);
        assert!(SpatialRelation::Crosses.holds(&line, &square(0., 2.)));
        assert!(SpatialRelation::Touches.holds(&square(0., 2.), &Geom::Point(point!(x: 0., y: 1.))));
    }
}
