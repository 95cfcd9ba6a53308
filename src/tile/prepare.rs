//! Geometries made ready for tiles, once per release.
//!
//! In: a collection. Out: shapes in world units with the zoom that needs each vertex. Must not know: tiles.

use super::grid::{WorldPoint, world};
use super::simplify::{Junctions, line_zooms, ring_zooms};
use crate::catalog::Collection;
use crate::geometry::{Geom, LineString, Polygon};

/// A line or a closed ring (first point repeated at the end) with the zoom that needs each vertex.
#[derive(Debug, Default)]
pub struct Path {
    /// World units.
    pub points: Vec<WorldPoint>,
    /// Lowest zoom per vertex.
    pub zooms: Vec<u8>,
}

/// The rings of one area: the outer one first.
#[derive(Debug, Default)]
pub struct Area {
    /// Outer ring, then holes.
    pub rings: Vec<Path>,
}

/// A geometry ready for tiles; a collection of several types keeps each in its own list.
#[derive(Debug, Default)]
pub struct Shape {
    /// Points.
    pub points: Vec<WorldPoint>,
    /// Lines.
    pub lines: Vec<Path>,
    /// Areas.
    pub areas: Vec<Area>,
}

/// The shapes of `collection`, by position.
pub fn shapes(collection: &Collection) -> Vec<Option<Shape>> {
    let mut shapes: Vec<Option<Shape>> =
        collection.rows().map(|row| row.geometry().as_deref().map(shape)).collect();
    let mut junctions = Junctions::default();
    for ring in rings(&mut shapes) {
        junctions.add_ring(&ring.points);
    }
    for ring in rings(&mut shapes) {
        ring.zooms = ring_zooms(&ring.points, &junctions);
    }
    shapes
}

fn rings(shapes: &mut [Option<Shape>]) -> impl Iterator<Item = &mut Path> {
    shapes.iter_mut().flatten().flat_map(|s| &mut s.areas).flat_map(|a| &mut a.rings)
}

fn shape(geometry: &Geom) -> Shape {
    let mut shape = Shape::default();
    add(&mut shape, geometry);
    shape
}

fn add(shape: &mut Shape, geometry: &Geom) {
    match geometry {
        Geom::Point(p) => shape.points.push(world(p.x(), p.y())),
        Geom::MultiPoint(points) => shape.points.extend(points.iter().map(|p| world(p.x(), p.y()))),
        Geom::Line(line) => add(shape, &Geom::LineString(LineString::from(*line))),
        Geom::LineString(line) => shape.lines.push(path(line)),
        Geom::MultiLineString(lines) => shape.lines.extend(lines.iter().map(path)),
        Geom::Polygon(area) => shape.areas.push(self::area(area)),
        Geom::MultiPolygon(areas) => shape.areas.extend(areas.iter().map(self::area)),
        Geom::GeometryCollection(parts) => parts.iter().for_each(|part| add(shape, part)),
        Geom::Rect(rect) => shape.areas.push(area(&rect.to_polygon())),
        Geom::Triangle(triangle) => shape.areas.push(area(&triangle.to_polygon())),
    }
}

fn points(line: &LineString<f64>) -> Vec<WorldPoint> {
    let mut points: Vec<WorldPoint> = line.coords().map(|c| world(c.x, c.y)).collect();
    points.dedup();
    points
}

fn path(line: &LineString<f64>) -> Path {
    let points = points(line);
    Path { zooms: line_zooms(&points), points }
}

/// Zooms of rings need all neighbours: they are filled in afterwards.
fn area(area: &Polygon<f64>) -> Area {
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    Area { rings: rings.map(|ring| Path { points: points(ring), zooms: Vec::new() }).collect() }
}
