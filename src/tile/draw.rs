//! One shape in one tile: simplified, clipped, rounded, valid, never lost.
//!
//! In: a shape in world units. Out: points, lines and rings in tile units. Must not know: properties, bytes.

use super::clip::{Cover, WHOLE, clip_line, clip_ring, cover, inside};
use super::grid::{EXTENT, TileId};
use super::paths::{P, Paths};
use super::ring::is_simple;
use crate::catalog::{Path, Role, Shape};
use crate::geometry::{LineString, MultiPolygon, Polygon, WorldPoint, area_problem, multi_problem};
use geo::algorithm::bool_ops::unary_union;
use geo::{Area as _, BoundingRect, ConvexHull, Intersects, MakeValid, MapCoords};
use geo_types::Coord;

/// Half the side of what an area collapses to, and the length of what a line collapses to (8 units are a pixel).
const SMALL: i64 = 8;

/// What a shape is in a tile; one of the lists is filled, or several for a mixed collection. Made for one feature after
/// the other, so that its memory is used again.
#[derive(Debug, Default)]
pub struct Drawn {
    /// Points.
    pub points: Vec<P>,
    /// Lines of at least two points.
    pub lines: Paths,
    /// Rings without the repeated point: outer rings have a positive area (clockwise on the screen), each followed by
    /// its holes.
    pub rings: Paths,
    /// Areas before they are known to be valid: an outer ring and holes each.
    areas: Vec<Vec<Vec<P>>>,
    buffer: Vec<P>,
}

impl Drawn {
    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.lines.is_empty() && self.rings.is_empty()
    }

    fn clear(&mut self) {
        self.points.clear();
        self.lines.clear();
        self.rings.clear();
        self.areas.clear();
    }

    /// Draws what of `shape` is in `tile`; whether that is anything. A shape that meets the tile although its simplified
    /// form does not is drawn without simplification, and as a small mark if even that rounds to nothing.
    pub fn draw(&mut self, shape: Shape<'_>, tile: TileId) -> bool {
        self.clear();
        if let Some(point) = shape.point() {
            let at = tile.local(point);
            if inside(at) {
                self.points.push(at);
            }
            return !self.points.is_empty();
        }
        self.draw_to(shape, tile, tile.detail());
        if self.is_empty() && shape.meets(tile.bounds()) {
            self.draw_to(shape, tile, u8::MAX);
            if self.is_empty() {
                self.mark(shape, tile);
            }
        }
        !self.is_empty()
    }

    fn draw_to(&mut self, shape: Shape<'_>, tile: TileId, zoom: u8) {
        shape.paths(|path| match path.role {
            Role::Points => {
                self.points.extend(path.world().map(|p| tile.local(p)).filter(|p| inside(*p)));
            }
            Role::Line => self.line(&path, tile, zoom),
            Role::Outer => self.outer(&path, tile, zoom),
            Role::Hole => self.hole(&path, tile, zoom),
        });
        // Several points that collapse to the same are one.
        self.points.dedup();
        self.close_areas();
    }

    /// A small mark where the shape is nearest to the tile.
    fn mark(&mut self, shape: Shape<'_>, tile: TileId) {
        let clamp = |p: P| p.map(|v| v.clamp(0, EXTENT));
        let away = |p: &P| [0, 1].map(|i| (p[i] - clamp(*p)[i]).abs()).iter().sum::<i64>();
        let mut nearest: Option<(P, Role)> = None;
        shape.paths(|path| {
            for at in path.world().map(|p| tile.local(p)) {
                if nearest.is_none_or(|(best, _)| away(&at) < away(&best)) {
                    nearest = Some((at, path.role));
                }
            }
        });
        match nearest.map(|(at, role)| (clamp(at), role)) {
            Some((at, Role::Outer | Role::Hole)) => self.rings.push(small_square(at)),
            Some((at, Role::Line)) => self.lines.push(small_line(at)),
            Some((at, Role::Points)) => self.points.push(at),
            None => {}
        }
    }

    /// The vertices that `zoom` needs, in tile units, without repeats, in the buffer.
    fn vertices(&mut self, path: &Path<'_>, tile: TileId, zoom: u8) {
        self.buffer.clear();
        let mut add = |p: WorldPoint| {
            let at = tile.local(p);
            if self.buffer.last() != Some(&at) {
                self.buffer.push(at);
            }
        };
        if zoom == u8::MAX { path.world().for_each(&mut add) } else { path.needed(zoom).for_each(&mut add) }
    }

    fn line(&mut self, path: &Path<'_>, tile: TileId, zoom: u8) {
        self.vertices(path, tile, zoom);
        match self.buffer.as_slice() {
            [] => {}
            [only] => {
                if inside(*only) {
                    self.lines.push(small_line(*only));
                }
            }
            several => clip_line(several, &mut self.lines),
        }
    }

    fn ring(&mut self, path: &Path<'_>, tile: TileId, zoom: u8) {
        self.vertices(path, tile, zoom);
        if self.buffer.len() > 1 && self.buffer.first() == self.buffer.last() {
            self.buffer.pop();
        }
    }

    fn outer(&mut self, path: &Path<'_>, tile: TileId, zoom: u8) {
        self.ring(path, tile, zoom);
        // An area that is nothing here is an empty one, so that its holes have a place to be left out of.
        let mut rings = Vec::new();
        if is_flat(&self.buffer) {
            let middle = path.first().map(|p| tile.local(p)).filter(|p| inside(*p));
            rings.extend(middle.map(|at| small_square(at).to_vec()));
        } else {
            self.clip();
            if !is_flat(&self.buffer) {
                rings.push(self.buffer.clone());
            }
        }
        self.areas.push(rings);
    }

    fn hole(&mut self, path: &Path<'_>, tile: TileId, zoom: u8) {
        if self.areas.last().is_none_or(Vec::is_empty) {
            return;
        }
        self.ring(path, tile, zoom);
        self.clip();
        if !is_flat(&self.buffer)
            && let Some(area) = self.areas.last_mut()
        {
            area.push(self.buffer.clone());
        }
    }

    fn clip(&mut self) {
        if self.buffer.iter().all(|p| inside(*p)) {
            return;
        }
        match cover(&self.buffer) {
            Cover::Crosses => clip_ring(&mut self.buffer),
            Cover::Whole => self.buffer.splice(.., WHOLE).for_each(drop),
            Cover::Nothing => self.buffer.clear(),
        }
    }

    /// Whether the shape covers the whole buffered tile: then it is the same in every tile inside.
    pub fn is_full(&self) -> bool {
        self.points.is_empty() && self.lines.is_empty() && self.rings.iter().eq([&WHOLE[..]])
    }

    /// One point instead of what was drawn.
    pub fn put_point(&mut self, at: P) {
        self.clear();
        self.points.push(at);
    }

    /// Areas become rings, valid together.
    fn close_areas(&mut self) {
        self.areas.retain(|area| !area.is_empty());
        self.areas.dedup();
        if let [area] = self.areas.as_slice()
            && let [ring] = area.as_slice()
            && is_simple(ring)
        {
            return match double_area(ring) > 0 {
                true => self.rings.push(ring.iter().copied()),
                false => self.rings.push(ring.iter().rev().copied()),
            };
        }
        if self.areas.is_empty() {
            return;
        }
        let areas: Vec<Polygon<f64>> = self.areas.iter().map(|area| polygon(area)).collect();
        let mut valid: Vec<Vec<Vec<P>>> = valid(areas).iter().map(rings_of).collect();
        valid.sort();
        valid.into_iter().flatten().for_each(|ring| self.rings.push(ring));
    }
}

fn small_line([x, y]: P) -> [P; 2] {
    [[x - SMALL / 2, y], [x + SMALL / 2, y]]
}

fn small_square([x, y]: P) -> [P; 4] {
    let h = SMALL / 2;
    [[x - h, y - h], [x + h, y - h], [x + h, y + h], [x - h, y + h]]
}

/// Twice the area of an open ring; positive is clockwise on the screen.
fn double_area(ring: &[P]) -> i64 {
    let Some(mut before) = ring.last() else { return 0 };
    let mut sum = 0;
    for p in ring {
        sum += before[0] * p[1] - p[0] * before[1];
        before = p;
    }
    sum
}

fn is_flat(ring: &[P]) -> bool {
    ring.len() < 3 || double_area(ring) == 0
}

fn polygon(rings: &[Vec<P>]) -> Polygon<f64> {
    let mut lines = rings.iter().map(|ring| -> LineString<f64> {
        ring.iter().map(|p| Coord { x: p[0] as f64, y: p[1] as f64 }).collect()
    });
    let outer = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, lines.collect())
}

/// The areas as valid ones with whole coordinates. Rounding after a repair can break a ring again: three attempts, then
/// the convex hull.
fn valid(areas: Vec<Polygon<f64>>) -> Vec<Polygon<f64>> {
    let mut parts = MultiPolygon(areas);
    for round in 0..3 {
        // Areas may cross in their corners alone, which the check does not see: what lies close is joined first.
        let is_apart = round > 0 || !boxes_meet(&parts.0);
        if is_apart && multi_problem(&parts).is_none() {
            return parts.0;
        }
        let Ok(repaired) = repaired(&parts) else { break };
        parts = repaired.map_coords(|c| Coord { x: c.x.round(), y: c.y.round() });
        parts.0.retain(|p| p.unsigned_area() > 0.0);
    }
    if multi_problem(&parts).is_none() {
        return parts.0;
    }
    vec![parts.convex_hull()].into_iter().filter(|a| area_problem(a).is_none()).collect()
}

/// Each area is repaired for itself first; several are joined then.
fn repaired(parts: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, ()> {
    let each = parts.iter().map(|part| match area_problem(part) {
        None => Ok(MultiPolygon(vec![part.clone()])),
        Some(_) => MultiPolygon(vec![part.clone()]).make_valid().map_err(|_| ()),
    });
    let each: MultiPolygon<f64> = each.collect::<Result<Vec<_>, ()>>()?.into_iter().flatten().collect();
    Ok(if parts.0.len() > 1 { unary_union(each.iter()) } else { each })
}

/// Whether the boxes of two areas share a point.
fn boxes_meet(areas: &[Polygon<f64>]) -> bool {
    let boxes: Vec<_> = areas.iter().filter_map(BoundingRect::bounding_rect).collect();
    boxes.iter().enumerate().any(|(n, a)| boxes[n + 1..].iter().any(|b| a.intersects(b)))
}

/// An outer ring and its holes, each open, wound and turned to start with its least point, in an order of their own:
/// the repair gives its rings in a different order every time.
fn rings_of(area: &Polygon<f64>) -> Vec<Vec<P>> {
    let ring = |line: &LineString<f64>, positive: bool| {
        let mut points: Vec<P> = line.coords().map(|c| [c.x as i64, c.y as i64]).collect();
        points.pop();
        if (double_area(&points) > 0) != positive {
            points.reverse();
        }
        let least = points.iter().enumerate().min_by_key(|(_, p)| **p).map_or(0, |(n, _)| n);
        points.rotate_left(least);
        points
    };
    let mut rings = vec![ring(area.exterior(), true)];
    rings.extend(area.interiors().iter().map(|hole| ring(hole, false)));
    rings[1..].sort();
    rings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Collection, Feature, GeometryKind, Schema};
    use crate::geometry::{Geom, Point};
    use geo_types::MultiPoint;

    fn collection(geometry: Geom) -> Collection {
        let schema = Schema { properties: vec![], geometry: GeometryKind::Any, temporal: false };
        let feature = Feature::new("a".into(), Some(geometry), serde_json::Map::new(), &schema);
        Collection::new("c", "", "", schema, &[feature]).expect("collection")
    }

    fn line(degrees: &[[f64; 2]]) -> LineString<f64> {
        degrees.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect()
    }

    fn area(degrees: &[[f64; 2]]) -> Geom {
        Geom::Polygon(Polygon::new(line(degrees), vec![]))
    }

    fn drawn(geometry: Geom, (z, x, y): (u8, u32, u32)) -> Drawn {
        let mut drawn = Drawn::default();
        let collection = collection(geometry);
        drawn.draw(collection.row(0).expect("row").shape(), TileId::new(z, x, y).expect("a tile"));
        drawn
    }

    #[test]
    fn a_tiny_area_collapses_to_a_small_square_instead_of_vanishing() {
        let park = area(&[[111.0, 40.0], [111.0001, 40.0], [111.0001, 40.0001], [111.0, 40.0]]);
        let drawn = drawn(park, (4, 12, 6));
        assert_eq!(drawn.rings.iter().count(), 1);
        assert_eq!(drawn.rings.iter().map(double_area).sum::<i64>(), 2 * SMALL * SMALL);
    }

    #[test]
    fn a_short_line_collapses_to_a_dash() {
        let drawn = drawn(Geom::LineString(line(&[[111.0, 40.0], [111.0001, 40.0]])), (4, 12, 6));
        assert_eq!(drawn.lines.iter().map(<[P]>::len).collect::<Vec<_>>(), [2]);
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
        let drawn = drawn(area(&ring), (2, 2, 1));
        assert!(!drawn.rings.is_empty());
        for ring in drawn.rings.iter() {
            assert!(double_area(ring) > 0);
            assert_eq!(area_problem(&polygon(&[ring.to_vec()])), None);
        }
    }

    #[test]
    fn an_area_that_must_be_repaired_is_the_same_every_time() {
        // The hole touches the outer ring after rounding.
        let outer = line(&[[107.0, 40.0], [109.0, 39.8], [109.5, 40.5], [108.0, 41.0], [107.0, 40.0]]);
        let hole = line(&[[108.0, 40.2], [108.2, 40.5], [108.5, 40.3], [108.0, 40.2]]);
        let area = Geom::Polygon(Polygon::new(outer, vec![hole]));
        for z in 0..8 {
            let [x, _, y, _] = TileId::limits(
                crate::tile::MatrixSet::WebMercatorQuad,
                z,
                crate::geometry::Bounds::new(108.0, 40.4, 108.0, 40.4),
            );
            let first = drawn(area.clone(), (z, x, y)).rings;
            assert!((0..20).all(|_| drawn(area.clone(), (z, x, y)).rings == first), "zoom {z}");
        }
    }

    #[test]
    fn areas_of_one_feature_that_meet_after_rounding_are_joined() {
        let square = |west: f64| {
            line(&[[west, 40.0], [west + 0.1, 40.0], [west + 0.1, 40.1], [west, 40.1], [west, 40.0]])
        };
        let two = [111.0, 111.1002].map(|west| Polygon::new(square(west), vec![]));
        let drawn = drawn(Geom::MultiPolygon(MultiPolygon(two.to_vec())), (6, 51, 24));
        assert_eq!(drawn.rings.iter().count(), 1, "{drawn:?}");
    }

    #[test]
    fn several_points_of_one_feature_are_one_where_they_fall_together() {
        let near = MultiPoint(vec![Point::new(111.0, 40.0), Point::new(111.00001, 40.0)]);
        assert_eq!(drawn(Geom::MultiPoint(near), (4, 12, 6)).points.len(), 1);
    }
}
