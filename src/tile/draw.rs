//! One shape in one tile: simplified, clipped, rounded, valid, never lost.
//!
//! In: a shape in world units. Out: points, lines and rings in tile units. Must not know: properties, bytes.

use super::clip::{P, clip_line, clip_ring, inside};
use super::grid::{EXTENT, TileId};
use super::prepare::{Area, Path, Shape};
use crate::catalog::Row;
use crate::geometry::{LineString, MultiPolygon, Polygon, area_problem, multi_problem};
use geo::{Area as _, ConvexHull, MakeValid, MapCoords};
use geo_types::Coord;

/// Half the side of what an area collapses to, and the length of what a line collapses to (8 units are a pixel).
const SMALL: i64 = 8;

/// What a shape is in a tile; one of the lists is filled, or several for a mixed collection.
#[derive(Debug, Default, PartialEq)]
pub struct Drawn {
    /// Points.
    pub points: Vec<P>,
    /// Lines of at least two points.
    pub lines: Vec<Vec<P>>,
    /// Rings without the repeated point: outer rings have a positive area (clockwise on the screen), each followed by
    /// its holes.
    pub rings: Vec<Vec<P>>,
}

impl Drawn {
    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.lines.is_empty() && self.rings.is_empty()
    }
}

/// What of `shape` is in `tile`.
pub fn draw(shape: &Shape, tile: TileId) -> Drawn {
    draw_to(shape, tile, tile.z)
}

/// A feature that meets the tile although its simplified form does not: without simplification, and as a small mark
/// if even that rounds to nothing.
pub fn rescue(shape: &Shape, row: Row<'_>, tile: TileId) -> Drawn {
    let meets = row.geometry().is_some_and(|g| tile.bounds().meets_geometry(&g));
    if !meets {
        return Drawn::default();
    }
    let exact = draw_to(shape, tile, u8::MAX);
    if !exact.is_empty() {
        return exact;
    }
    let clamp = |p: P| p.map(|v| v.clamp(0, EXTENT));
    let nearest = |path: &Path| {
        let locals = path.points.iter().map(|p| tile.local(*p));
        locals.min_by_key(|p| [0, 1].map(|i| (p[i] - clamp(*p)[i]).abs()).iter().sum::<i64>()).map(clamp)
    };
    let ring = shape.areas.first().and_then(|a| a.rings.first()).and_then(nearest).map(small_square);
    let line = shape.lines.first().and_then(nearest).map(small_line);
    Drawn { rings: ring.into_iter().collect(), lines: line.into_iter().collect(), ..Drawn::default() }
}

fn draw_to(shape: &Shape, tile: TileId, zoom: u8) -> Drawn {
    let mut drawn = Drawn::default();
    drawn.points.extend(shape.points.iter().map(|p| tile.local(*p)).filter(|p| inside(*p)));
    for line in &shape.lines {
        draw_line(line, tile, zoom, &mut drawn.lines);
    }
    for area in &shape.areas {
        draw_area(area, tile, zoom, &mut drawn.rings);
    }
    // Several parts that collapse to the same mark are one.
    drawn.points.dedup();
    drawn.lines.dedup();
    drawn.rings.dedup();
    drawn
}

/// The vertices that `zoom` needs, in tile units, without repeats.
fn vertices(path: &Path, tile: TileId, zoom: u8) -> Vec<P> {
    let needed = path.points.iter().zip(&path.zooms).filter(|(_, z)| **z <= zoom);
    let mut points: Vec<P> = needed.map(|(p, _)| tile.local(*p)).collect();
    points.dedup();
    points
}

fn draw_line(line: &Path, tile: TileId, zoom: u8, out: &mut Vec<Vec<P>>) {
    let points = vertices(line, tile, zoom);
    match points.as_slice() {
        [] => {}
        [only] => out.extend(inside(*only).then(|| small_line(*only))),
        several => out.extend(clip_line(several)),
    }
}

fn small_line([x, y]: P) -> Vec<P> {
    vec![[x - SMALL / 2, y], [x + SMALL / 2, y]]
}

fn small_square([x, y]: P) -> Vec<P> {
    let h = SMALL / 2;
    vec![[x - h, y - h], [x + h, y - h], [x + h, y + h], [x - h, y + h]]
}

/// Twice the area of an open ring; positive is clockwise on the screen.
fn double_area(ring: &[P]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

fn open_ring(path: &Path, tile: TileId, zoom: u8) -> Vec<P> {
    let mut points = vertices(path, tile, zoom);
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    points
}

fn is_flat(ring: &[P]) -> bool {
    ring.len() < 3 || double_area(ring) == 0
}

fn draw_area(area: &Area, tile: TileId, zoom: u8, out: &mut Vec<Vec<P>>) {
    let Some((outer, holes)) = area.rings.split_first() else { return };
    let whole = open_ring(outer, tile, zoom);
    if is_flat(&whole) {
        let middle = outer.points.first().map(|p| tile.local(*p)).filter(|p| inside(*p));
        out.extend(middle.map(small_square));
        return;
    }
    let clipped = clip_ring(&whole);
    if is_flat(&clipped) {
        return;
    }
    let holes: Vec<Vec<P>> =
        holes.iter().map(|h| clip_ring(&open_ring(h, tile, zoom))).filter(|h| !is_flat(h)).collect();
    for polygon in valid(polygon(&clipped, &holes)) {
        push_rings(&polygon, out);
    }
}

fn polygon(outer: &[P], holes: &[Vec<P>]) -> Polygon<f64> {
    let line = |ring: &[P]| -> LineString<f64> {
        ring.iter().map(|p| Coord { x: p[0] as f64, y: p[1] as f64 }).collect()
    };
    Polygon::new(line(outer), holes.iter().map(|h| line(h)).collect())
}

/// `area` as valid areas with whole coordinates. Rounding after a repair can break a ring again: three attempts, then
/// its convex hull.
fn valid(area: Polygon<f64>) -> Vec<Polygon<f64>> {
    let mut parts = MultiPolygon(vec![area]);
    for _ in 0..3 {
        if multi_problem(&parts).is_none() {
            return parts.0;
        }
        let Ok(repaired) = parts.make_valid() else { break };
        parts = repaired.map_coords(|c| Coord { x: c.x.round(), y: c.y.round() });
        parts.0.retain(|p| p.unsigned_area() > 0.0);
    }
    if multi_problem(&parts).is_none() {
        return parts.0;
    }
    vec![parts.convex_hull()].into_iter().filter(|a| area_problem(a).is_none()).collect()
}

fn push_rings(polygon: &Polygon<f64>, out: &mut Vec<Vec<P>>) {
    let ring = |line: &LineString<f64>, positive: bool| {
        let mut points: Vec<P> = line.coords().map(|c| [c.x as i64, c.y as i64]).collect();
        points.pop();
        if (double_area(&points) > 0) != positive {
            points.reverse();
        }
        points
    };
    out.push(ring(polygon.exterior(), true));
    out.extend(polygon.interiors().iter().map(|hole| ring(hole, false)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile::grid::world;
    use crate::tile::simplify::{Junctions, line_zooms, ring_zooms};

    fn area(degrees: &[[f64; 2]]) -> Shape {
        let points: Vec<_> = degrees.iter().map(|[x, y]| world(*x, *y)).collect();
        let zooms = ring_zooms(&points, &Junctions::default());
        Shape { areas: vec![Area { rings: vec![Path { points, zooms }] }], ..Shape::default() }
    }

    fn tile(z: u8, x: u32, y: u32) -> TileId {
        TileId { z, x, y }
    }

    #[test]
    fn a_tiny_area_collapses_to_a_small_square_instead_of_vanishing() {
        let park = area(&[[111.0, 40.0], [111.0001, 40.0], [111.0001, 40.0001], [111.0, 40.0]]);
        let drawn = draw(&park, tile(4, 12, 6));
        assert_eq!(drawn.rings.len(), 1);
        assert_eq!(double_area(&drawn.rings[0]), 2 * SMALL * SMALL);
    }

    #[test]
    fn a_short_line_collapses_to_a_dash() {
        let points = vec![world(111.0, 40.0), world(111.0001, 40.0)];
        let shape = Shape { lines: vec![Path { zooms: line_zooms(&points), points }], ..Shape::default() };
        assert_eq!(draw(&shape, tile(4, 12, 6)).lines[0].len(), 2);
    }

    #[test]
    fn a_comb_cut_by_the_tile_edge_stays_valid_and_is_wound_clockwise() {
        // Teeth across the eastern edge of tile 1/1/0 (longitude 180): cut in the middle of tile 2/2/1 instead.
        let mut ring = vec![[80.0, 10.0], [80.0, 60.0]];
        for tooth in 0..5 {
            let south = 60.0 - 10.0 * f64::from(tooth);
            ring.extend([[100.0, south], [100.0, south - 5.0], [85.0, south - 5.0], [85.0, south - 8.0]]);
        }
        ring.push([80.0, 10.0]);
        let drawn = draw(&area(&ring), tile(2, 2, 1));
        assert!(!drawn.rings.is_empty());
        for ring in &drawn.rings {
            assert!(double_area(ring) > 0);
            assert_eq!(area_problem(&polygon(ring, &[])), None);
        }
    }
}
