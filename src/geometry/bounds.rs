//! Boxes in degrees, longitude first.
//!
//! In: geometries, four numbers. Out: boxes and whether things meet them. Must not know: where a box came from.

use super::{Geom, LineString, Polygon};
use geo::{BoundingRect, Intersects};
use geo_types::{Coord, Rect};

/// A box in degrees; `west > east` means that it crosses the 180th meridian.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Least longitude (or the western side of a box across the 180th meridian).
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Bounds {
    /// A box from west, south, east, north in degrees.
    pub fn new(west: f64, south: f64, east: f64, north: f64) -> Self {
        Self { west, south, east, north }
    }

    /// The box round `geometry`; none for an empty geometry.
    pub fn of(geometry: &Geom) -> Option<Self> {
        let rect = geometry.bounding_rect()?;
        Some(Self::new(rect.min().x, rect.min().y, rect.max().x, rect.max().y))
    }

    /// The smallest box round both (neither across the 180th meridian).
    pub fn union(self, other: Self) -> Self {
        Self::new(
            self.west.min(other.west),
            self.south.min(other.south),
            self.east.max(other.east),
            self.north.max(other.north),
        )
    }

    /// This plain box made wider by `metres` on every side, or a little more.
    pub fn grown(self, metres: f64) -> Self {
        // A degree of latitude is at least 110.5 km long.
        let high = metres / 110_500.0;
        let far = (self.south.abs().max(self.north.abs()) + high).min(89.0).to_radians().cos();
        let wide = high / far;
        Self::new(self.west - wide, self.south - high, self.east + wide, self.north + high)
    }

    /// `[west, south, east, north]`.
    pub fn to_array(self) -> [f64; 4] {
        [self.west, self.south, self.east, self.north]
    }

    /// The same box as one or, across the 180th meridian, two plain boxes.
    pub fn plain(self) -> Vec<Self> {
        if self.west <= self.east {
            return vec![self];
        }
        vec![Self { east: 180.0, ..self }, Self { west: -180.0, ..self }]
    }

    /// Whether the two plain boxes share a point.
    pub fn meets(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    /// Whether `inner` lies wholly inside this plain box.
    pub fn covers(self, inner: Self) -> bool {
        self.west <= inner.west
            && self.east >= inner.east
            && self.south <= inner.south
            && self.north >= inner.north
    }

    /// Whether `geometry` itself (not only its box) shares a point with this plain box.
    pub fn meets_geometry(self, geometry: &Geom) -> bool {
        let Some(outer) = Self::of(geometry) else { return false };
        if !self.meets(outer) {
            return false;
        }
        if self.covers(outer) {
            return true;
        }
        match geometry {
            Geom::Point(_) => true,
            _ => self.polygon().intersects(geometry),
        }
    }

    /// The box as a geometry: an area, two areas across the 180th meridian, a line or a point where it is flat.
    pub fn geometry(self) -> Geom {
        let (a, b) = (Coord { x: self.west, y: self.south }, Coord { x: self.east, y: self.north });
        match (self.west == self.east, self.south == self.north) {
            (true, true) => Geom::Point(a.into()),
            (true, false) | (false, true) if self.west <= self.east => {
                Geom::LineString(LineString::new(vec![a, b]))
            }
            _ => match self.plain().as_slice() {
                [one] => Geom::Polygon(one.polygon()),
                several => Geom::MultiPolygon(several.iter().map(|b| b.polygon()).collect()),
            },
        }
    }

    fn polygon(self) -> Polygon<f64> {
        Rect::new(Coord { x: self.west, y: self.south }, Coord { x: self.east, y: self.north }).to_polygon()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{line_string, point, polygon};

    #[test]
    fn a_box_across_the_antimeridian_is_two_plain_boxes() {
        let boxes = Bounds::new(170.0, -10.0, -170.0, 10.0).plain();
        assert_eq!(boxes, [Bounds::new(170.0, -10.0, 180.0, 10.0), Bounds::new(-180.0, -10.0, -170.0, 10.0)]);
    }

    #[test]
    fn a_diagonal_line_does_not_meet_a_box_in_the_corner_of_its_own_box() {
        let line = Geom::LineString(line_string![(x: 109.0, y: 40.0), (x: 111.0, y: 42.0)]);
        assert!(!Bounds::new(110.5, 40.0, 111.0, 40.4).meets_geometry(&line));
        assert!(Bounds::new(109.9, 40.8, 110.1, 41.2).meets_geometry(&line));
    }

    #[test]
    fn a_box_inside_an_area_meets_it_and_a_box_in_its_hole_does_not() {
        let area = Geom::Polygon(polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
            interiors: [[(x: 3., y: 3.), (x: 3., y: 6.), (x: 6., y: 6.), (x: 6., y: 3.)]],
        ));
        assert!(Bounds::new(1.0, 1.0, 2.0, 2.0).meets_geometry(&area));
        assert!(!Bounds::new(4.0, 4.0, 5.0, 5.0).meets_geometry(&area));
    }

    #[test]
    fn a_grown_box_holds_everything_within_the_metres() {
        let grown = Bounds::new(111.0, 40.0, 112.0, 41.0).grown(10_000.0);
        // Ten kilometres are 0.1178 degrees of longitude at 41 degrees, 0.09 degrees of latitude.
        assert!(grown.west <= 111.0 - 0.1178 && grown.west > 110.87);
        assert!(grown.north >= 41.09 && grown.north < 41.1);
    }

    #[test]
    fn a_point_on_the_edge_meets_the_box() {
        assert!(
            Bounds::new(111.5, 40.0, 112.0, 41.0).meets_geometry(&Geom::Point(point!(x: 111.5, y: 40.5)))
        );
    }
}
