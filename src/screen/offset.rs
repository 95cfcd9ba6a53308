//! Shapes made wider or narrower, and distances between shapes; metres on a plane.
//!
//! In: shapes. Out: areas, distances. Must not know: what the shapes are.

use super::plane::Shape;
use crate::geometry::{Geom, MultiLineString, MultiPolygon};
use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::line_measures::{Distance, Euclidean};
use geo::{Area, BooleanOps, Buffer, Intersects, Simplify, unary_union};

/// Angle of the pieces of an arc, radians: a circle is too small by an eighth of a per cent of its radius.
const ARC: f64 = 0.1;
/// An outline is simplified by this part of an offset first; the offset is made longer by as much.
const SIMPLER: f64 = 0.005;

/// Everything within `reach_m` of `shape`; for a negative reach, everything inside its areas that is at least so far
/// from their edge.
pub fn offset(shape: &Shape, reach_m: f64) -> MultiPolygon<f64> {
    if reach_m > 0.0 {
        return wider(shape, reach_m);
    }
    if reach_m == 0.0 { shape.areas.clone() } else { narrower(&shape.areas, -reach_m) }
}

fn style(distance_m: f64) -> BufferStyle<f64> {
    BufferStyle::new(distance_m).line_join(LineJoin::Round(ARC)).line_cap(LineCap::Round(ARC))
}

fn wider(shape: &Shape, reach_m: f64) -> MultiPolygon<f64> {
    let slack = reach_m * SIMPLER;
    let style = style(reach_m + slack);
    let lines = shape.lines.simplify(slack).buffer_with_style(style.clone());
    let edges = MultiLineString(rings(&shape.areas).simplify(slack).0).buffer_with_style(style.clone());
    let points = shape.points.buffer_with_style(style);
    // An area made wider is the area and all that is near its edge: that holds however its edge is folded.
    unary_union([&shape.areas, &edges, &lines, &points])
}

fn narrower(areas: &MultiPolygon<f64>, depth_m: f64) -> MultiPolygon<f64> {
    let slack = depth_m * SIMPLER;
    let edges = rings(areas).simplify(slack).buffer_with_style(style(depth_m + slack));
    areas.difference(&edges)
}

/// The edges of `areas`.
pub fn rings(areas: &MultiPolygon<f64>) -> MultiLineString<f64> {
    let all = areas.iter().flat_map(|a| std::iter::once(a.exterior()).chain(a.interiors()));
    MultiLineString(all.cloned().collect())
}

/// The least distance between two shapes; none if one is empty.
pub fn distance(a: &Shape, b: &Shape) -> Option<f64> {
    let (left, right) = (a.parts(), b.parts());
    let pairs = left.iter().flat_map(|x| right.iter().map(move |y| Euclidean.distance(x, y)));
    pairs.reduce(f64::min)
}

/// How far inside the areas of `ground` the shape's deepest point lies; none if no point of it lies inside.
pub fn depth(ground: &Shape, point: &geo_types::Point<f64>) -> Option<f64> {
    let inside = ground.areas.intersects(point);
    let edge = Geom::MultiLineString(rings(&ground.areas));
    inside.then(|| Euclidean.distance(&Geom::Point(*point), &edge))
}

/// The greatest distance from a point of `shape` to `ground`, or a little more: outlines are taken a fiftieth of their
/// size simpler, which is added.
pub fn farthest(ground: &Shape, shape: &Shape) -> f64 {
    use geo::{BoundingRect, CoordsIter};
    let parts = ground.parts();
    let to = |c| {
        let point = Geom::Point(geo_types::Point(c));
        parts.iter().map(|part| Euclidean.distance(&point, part)).fold(f64::INFINITY, f64::min)
    };
    let edges = MultiLineString([rings(&shape.areas).0, shape.lines.0.clone()].concat());
    let slack = edges.bounding_rect().map_or(0.0, |b| b.width().hypot(b.height()) / 50.0);
    let corners = edges.simplify(slack).coords_iter().chain(shape.points.coords_iter()).collect::<Vec<_>>();
    corners.into_iter().map(to).fold(0.0, f64::max) + slack
}

/// Whether `areas` hold the whole of `shape`.
pub fn holds(areas: &MultiPolygon<f64>, shape: &Shape) -> bool {
    use geo::line_measures::Length;
    let rest_m2 = shape.areas.difference(areas).unsigned_area();
    let rest_m: f64 = Euclidean.length(&areas.clip(&shape.lines, true));
    let points = shape.points.iter().all(|p| areas.intersects(p));
    points && rest_m < 1.0 && rest_m2 <= shape.areas.unsigned_area() * 1e-6
}
