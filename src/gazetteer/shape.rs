//! Operations on outlines that keep them valid by OGC rules (unions and intersections are made by those rules; what
//! is drawn by hand is checked and mended, which costs the square of its size).
//!
//! In and out: geometries in degrees, longitude first. Must not know: what they stand for.

use crate::geometry::{Coord, Geom, LineString, MultiLineString, MultiPolygon, Polygon};
use geo::orient::Direction;
use geo::{Area, BooleanOps, BoundingRect, Contains, MakeValid, Orient, Simplify, Validation, unary_union};
use std::cmp::Ordering;

/// Metres of one degree of latitude on the sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// Is there nothing in it?
pub fn is_empty(geometry: &Geom) -> bool {
    geometry.bounding_rect().is_none()
}

/// Rings as polygons: a ring inside another is its hole, any other stands for itself.
pub fn polygons_from_rings(rings: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    let mut outer: Vec<Polygon<f64>> = Vec::new();
    for ring in rings.into_iter().filter(|r| r.0.len() > 2) {
        let candidate = Polygon::new(ring.clone(), vec![]);
        match outer.iter_mut().find(|p| p.contains(&candidate)) {
            Some(around) => around.interiors_push(ring),
            None => outer.push(candidate),
        }
    }
    valid(MultiPolygon(outer))
}

/// The same outline, valid, outer rings counter-clockwise (a union counts turns, so the sense matters).
pub fn valid(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let shape = shape.orient(Direction::Default);
    if shape.is_valid() {
        return shape;
    }
    let mended = shape.make_valid().unwrap_or(shape);
    if mended.is_valid() { in_order(mended) } else { joined(&mended.0) }
}

/// The union of outlines; slivers under a hectare, left by borders that do not quite meet, are dropped.
pub fn union(shapes: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    without_slivers(match shapes {
        [one] => (*one).clone(),
        many => in_order(unary_union(many.iter().copied())),
    })
}

fn joined(pieces: &[Polygon<f64>]) -> MultiPolygon<f64> {
    in_order(unary_union(pieces))
}

/// The same outline in an order of its own: each ring from its smallest corner, holes and polygons by their first
/// corner. Set operations give their rings in another order each time, and equal inputs have to give equal bytes.
fn in_order(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut polygons: Vec<Polygon<f64>> = shape.0.into_iter().map(rings_in_order).collect();
    polygons.sort_by(|a, b| compare_rings(a.exterior(), b.exterior()));
    MultiPolygon(polygons)
}

fn rings_in_order(polygon: Polygon<f64>) -> Polygon<f64> {
    let (outer, holes) = polygon.into_inner();
    let mut holes: Vec<LineString<f64>> = holes.into_iter().map(from_smallest_corner).collect();
    holes.sort_by(compare_rings);
    Polygon::new(from_smallest_corner(outer), holes)
}

fn from_smallest_corner(mut ring: LineString<f64>) -> LineString<f64> {
    ring.0.pop();
    if let Some(smallest) = (0..ring.0.len()).min_by(|&a, &b| compare_corners(&ring.0[a], &ring.0[b])) {
        ring.0.rotate_left(smallest);
    }
    ring.close();
    ring
}

fn compare_rings(a: &LineString<f64>, b: &LineString<f64>) -> Ordering {
    let unequal = a.0.iter().zip(&b.0).map(|(a, b)| compare_corners(a, b)).find(|order| order.is_ne());
    unequal.unwrap_or_else(|| a.0.len().cmp(&b.0.len()))
}

fn compare_corners(a: &Coord<f64>, b: &Coord<f64>) -> Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

fn without_slivers(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let hectare = 10_000.0 / (METRES_PER_DEGREE * METRES_PER_DEGREE);
    let polygons = shape.0.into_iter().filter(|p| p.unsigned_area() > hectare).map(|polygon| {
        let (outer, holes) = polygon.into_inner();
        let large = |hole: &LineString<f64>| Polygon::new(hole.clone(), vec![]).unsigned_area() > hectare;
        Polygon::new(outer, holes.into_iter().filter(large).collect())
    });
    MultiPolygon(polygons.collect())
}

/// What of `geometry` lies inside `limit`. Points are kept as they are.
pub fn clip(geometry: &Geom, limit: &MultiPolygon<f64>) -> Geom {
    match geometry {
        Geom::MultiPolygon(shape) => Geom::MultiPolygon(without_slivers(in_order(shape.intersection(limit)))),
        Geom::Polygon(shape) => Geom::MultiPolygon(without_slivers(in_order(shape.intersection(limit)))),
        Geom::LineString(shape) => line(limit.clip(&MultiLineString(vec![shape.clone()]), false)),
        Geom::MultiLineString(shape) => line(limit.clip(shape, false)),
        other => other.clone(),
    }
}

/// One line where it is one, else several.
pub fn line(lines: MultiLineString<f64>) -> Geom {
    match lines.0.as_slice() {
        [one] => Geom::LineString(one.clone()),
        _ => Geom::MultiLineString(lines),
    }
}

/// Fewer points, none further than about `tolerance_m` from the old outline; where thinning made lines cross, they are
/// joined anew by OGC rules.
pub fn simplify(shape: &MultiPolygon<f64>, tolerance_m: f64) -> MultiPolygon<f64> {
    let thin = shape.0.iter().map(|p| p.simplify(tolerance_m / METRES_PER_DEGREE)).filter(has_area);
    let thin = without_slivers(joined(&thin.collect::<Vec<_>>()));
    if thin.0.is_empty() { shape.clone() } else { thin }
}

fn has_area(polygon: &Polygon<f64>) -> bool {
    polygon.exterior().0.len() > 3 && polygon.unsigned_area() > 0.0
}

/// The land within `half_width_m` of lines: a box round each segment with an octagon at each joint, joined.
pub fn corridor(lines: &MultiLineString<f64>, half_width_m: f64) -> MultiPolygon<f64> {
    let mut pieces = Vec::new();
    for line in &lines.0 {
        pieces.extend(line.coords().map(|c| disc(*c, half_width_m)));
        pieces.extend(line.lines().filter_map(|l| segment_box(l.start, l.end, half_width_m)));
    }
    joined(&pieces)
}

/// A regular polygon of 16 corners round a point, `radius_m` to its corners.
pub fn disc(centre: Coord<f64>, radius_m: f64) -> Polygon<f64> {
    let degrees = radius_m / METRES_PER_DEGREE;
    let stretch = centre.y.to_radians().cos().max(0.1);
    let corner = |step: u32| {
        let angle = f64::from(step) * std::f64::consts::TAU / 16.0;
        Coord { x: centre.x + degrees * angle.cos() / stretch, y: centre.y + degrees * angle.sin() }
    };
    Polygon::new((0..16).map(corner).collect(), vec![])
}

fn segment_box(a: Coord<f64>, b: Coord<f64>, half_width_m: f64) -> Option<Polygon<f64>> {
    let stretch = ((a.y + b.y) / 2.0).to_radians().cos().max(0.1);
    let (dx, dy) = ((b.x - a.x) * stretch, b.y - a.y);
    let length = dx.hypot(dy);
    if length == 0.0 {
        return None;
    }
    let degrees = half_width_m / METRES_PER_DEGREE;
    let (nx, ny) = (-dy / length * degrees / stretch, dx / length * degrees);
    let corners = [(a.x - nx, a.y - ny), (b.x - nx, b.y - ny), (b.x + nx, b.y + ny), (a.x + nx, a.y + ny)];
    Some(Polygon::new(corners.map(|(x, y)| Coord { x, y }).to_vec().into(), vec![]))
}

/// Centre and radius in metres of a circle round all points, within a few parts in a thousand of the smallest one.
pub fn circle_round(geometry: &Geom) -> Option<(Coord<f64>, f64)> {
    use geo::{ConvexHull, CoordsIter};
    let hull = geometry.convex_hull();
    let points: Vec<Coord<f64>> = hull.exterior_coords_iter().collect();
    let mut centre = geometry.bounding_rect()?.center();
    let far = |from: Coord<f64>| {
        let distances = points.iter().map(|p| (super::datum::metres(from, *p), *p));
        distances.max_by(|a, b| a.0.total_cmp(&b.0))
    };
    for step in 2..120 {
        let (_, outermost) = far(centre)?;
        centre = centre + (outermost - centre) / f64::from(step);
    }
    far(centre).map(|(radius, _)| (centre, radius))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests {
    use super::*;
    use geo::{Distance, Euclidean, polygon};

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        let p = polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)];
        MultiPolygon(vec![p])
    }

    #[test]
    fn a_union_has_one_order_whatever_the_order_of_its_pieces() {
        let pieces: Vec<MultiPolygon<f64>> =
            (0..6u8).map(|n| square(110.0 + f64::from(n) * 0.75, 40.0 + f64::from(n % 2), 0.9)).collect();
        let forth = union(&pieces.iter().collect::<Vec<_>>());
        let back = union(&pieces.iter().rev().collect::<Vec<_>>());
        assert_eq!(forth, back);
        let first = forth.0[0].exterior().0[0];
        assert!(forth.0.iter().flat_map(|p| &p.exterior().0).all(|c| compare_corners(&first, c).is_le()));
    }

    #[test]
    fn a_ring_inside_another_is_a_hole_and_one_beside_it_is_not() {
        let ring = |s: MultiPolygon<f64>| s.0[0].exterior().clone();
        let shape = polygons_from_rings(vec![
            ring(square(110.0, 40.0, 1.0)),
            ring(square(110.4, 40.4, 0.2)),
            ring(square(112.0, 40.0, 1.0)),
        ]);
        assert_eq!((shape.0.len(), shape.0[0].interiors().len()), (2, 1));
    }

    #[test]
    fn neighbours_join_to_one_valid_outline() {
        let shape = union(&[&square(110.0, 40.0, 1.0), &square(111.0, 40.0, 1.0)]);
        assert!(shape.is_valid() && shape.0.len() == 1);
        assert!((shape.unsigned_area() - 2.0).abs() < 1e-6);
    }

    #[test]
    fn a_bow_tie_is_mended() {
        let bow =
            polygon![(x: 110.0, y: 40.0), (x: 111.0, y: 41.0), (x: 111.0, y: 40.0), (x: 110.0, y: 41.0)];
        assert!(valid(MultiPolygon(vec![bow])).is_valid());
    }

    #[test]
    fn a_corridor_keeps_its_width_across_the_line() {
        let line = LineString::from(vec![(110.0, 40.0), (111.0, 40.0), (111.5, 40.5)]);
        let shape = corridor(&MultiLineString(vec![line]), 10_000.0);
        assert!(shape.is_valid());
        let above = geo::Point::new(110.5, 40.0 + 10_000.0 / METRES_PER_DEGREE + 0.01);
        assert!((Euclidean.distance(&above, &shape) - 0.01).abs() < 1e-3);
    }

    #[test]
    fn the_circle_round_a_square_has_half_its_diagonal() {
        let (centre, radius) = circle_round(&Geom::MultiPolygon(square(110.0, 40.0, 1.0))).unwrap();
        let corner = super::super::datum::metres(Coord { x: 110.0, y: 40.0 }, Coord { x: 111.0, y: 41.0 });
        assert!((centre.x - 110.5).abs() < 0.02 && (radius / (corner / 2.0) - 1.0).abs() < 0.02, "{radius}");
    }
}
