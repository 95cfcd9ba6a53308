//! Geometries where they lie.
//!
//! In: a store, a position. Out: paths in world units with the zoom that needs each vertex (for tiles), exact degrees
//! (for answers), whether a box meets the geometry. Nothing is copied but where a [`Geom`] is asked for. Must not know:
//! properties, tiles.

use super::Store;
use super::bytes::{f64_at, i32_at, u32_at};
use crate::geometry::{
    Bounds, Geom, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, WorldPoint,
};
use geo_types::{Coord, GeometryCollection};
use std::ops::Range;

/// Degrees in the last place of a fixed coordinate.
pub const FIXED: f64 = 1e7;

/// The type of a geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Kind {
    /// No geometry.
    None,
    /// One point.
    Point,
    /// Points.
    MultiPoint,
    /// One line.
    Line,
    /// Lines.
    MultiLine,
    /// One area.
    Area,
    /// Areas.
    MultiArea,
    /// A mixture.
    Mixed,
}

impl Kind {
    /// The type that was written as `number`.
    pub fn new(number: u32) -> Self {
        use Kind::{Area, Line, Mixed, MultiArea, MultiLine, MultiPoint, None, Point};
        let all = [None, Point, MultiPoint, Line, MultiLine, Area, MultiArea, Mixed];
        all.get(number as usize).copied().unwrap_or(None)
    }
}

/// What a path of a geometry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Single points.
    Points,
    /// A line.
    Line,
    /// The outer ring of an area; first point repeated at the end.
    Outer,
    /// A hole of the area before it.
    Hole,
}

/// A geometry in a store.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    store: &'a Store,
    kind: Kind,
    first: u32,
    count: u32,
    parts: u32,
}

/// One path of a geometry.
#[derive(Debug, Clone)]
pub struct Path<'a> {
    store: &'a Store,
    /// What it is.
    pub role: Role,
    vertices: Range<usize>,
}

impl<'a> Path<'a> {
    /// Number of vertices.
    pub fn len(&self) -> usize {
        self.vertices.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.vertices.is_empty()
    }

    /// The first vertex in world units.
    pub fn first(&self) -> Option<WorldPoint> {
        (!self.vertices.is_empty()).then(|| self.store.world(self.vertices.start))
    }

    /// Every vertex in world units.
    pub fn world(&self) -> impl Iterator<Item = WorldPoint> + use<'a> {
        let bytes = self.store.world_bytes().get(self.vertices.start * 8..self.vertices.end * 8);
        bytes.unwrap_or_default().chunks_exact(8).map(|b| [u32_at(b, 0), u32_at(b, 1)])
    }

    /// The vertices that `zoom` needs, in world units.
    pub fn needed(&self, zoom: u8) -> impl Iterator<Item = WorldPoint> + use<'a> {
        let zooms = self.store.zoom_bytes().get(self.vertices.clone()).unwrap_or_default();
        self.world().zip(zooms).filter(move |(_, z)| **z <= zoom).map(|(p, _)| p)
    }

    fn degrees(&self) -> impl Iterator<Item = Coord<f64>> + use<'a> {
        let store = self.store;
        self.vertices.clone().map(move |v| store.degrees(v))
    }
}

/// Reads `parts` and vertices in the order in which they were written.
struct Cursor<'a> {
    store: &'a Store,
    word: usize,
    vertex: usize,
}

impl<'a> Cursor<'a> {
    fn word(&mut self) -> usize {
        self.word += 1;
        u32_at(self.store.part_bytes(), self.word - 1) as usize
    }

    fn path(&mut self, role: Role, count: usize) -> Path<'a> {
        let vertices = self.vertex..self.vertex + count;
        self.vertex += count;
        Path { store: self.store, role, vertices }
    }

    fn rings(&mut self, found: &mut dyn FnMut(Path<'a>)) {
        for ring in 0..self.word() {
            let count = self.word();
            found(self.path(if ring == 0 { Role::Outer } else { Role::Hole }, count));
        }
    }

    /// Every path of a geometry of `kind`.
    fn paths(&mut self, kind: Kind, count: usize, found: &mut dyn FnMut(Path<'a>)) {
        match kind {
            Kind::None => {}
            Kind::Point | Kind::MultiPoint => found(self.path(Role::Points, count)),
            Kind::Line => found(self.path(Role::Line, count)),
            Kind::MultiLine => (0..self.word()).for_each(|_| {
                let count = self.word();
                found(self.path(Role::Line, count));
            }),
            Kind::Area => self.rings(found),
            Kind::MultiArea => (0..self.word()).for_each(|_| self.rings(found)),
            Kind::Mixed => (0..self.word()).for_each(|_| {
                let (kind, count) = (Kind::new(self.word() as u32), self.word());
                self.paths(kind, count, found);
            }),
        }
    }

    fn line(&mut self, count: usize) -> LineString<f64> {
        self.path(Role::Line, count).degrees().collect()
    }

    fn area(&mut self) -> Polygon<f64> {
        let mut rings = (0..self.word()).map(|_| {
            let count = self.word();
            self.line(count)
        });
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outer, rings.collect())
    }

    fn geometry(&mut self, kind: Kind, count: usize) -> Option<Geom> {
        Some(match kind {
            Kind::None => return None,
            Kind::Point => Geom::Point(Point(self.path(Role::Points, count).degrees().next()?)),
            Kind::MultiPoint => {
                Geom::MultiPoint(MultiPoint(self.path(Role::Points, count).degrees().map(Point).collect()))
            }
            Kind::Line => Geom::LineString(self.line(count)),
            Kind::MultiLine => {
                let lines = (0..self.word()).map(|_| {
                    let count = self.word();
                    self.line(count)
                });
                Geom::MultiLineString(MultiLineString(lines.collect()))
            }
            Kind::Area => Geom::Polygon(self.area()),
            Kind::MultiArea => {
                Geom::MultiPolygon(MultiPolygon((0..self.word()).map(|_| self.area()).collect()))
            }
            Kind::Mixed => {
                let members = (0..self.word()).filter_map(|_| {
                    let (kind, count) = (Kind::new(self.word() as u32), self.word());
                    self.geometry(kind, count)
                });
                Geom::GeometryCollection(GeometryCollection(members.collect()))
            }
        })
    }
}

impl<'a> Shape<'a> {
    /// The geometry at `position`.
    pub(super) fn new(store: &'a Store, position: usize) -> Self {
        let word = |n: usize| u32_at(store.record_bytes(), position * 4 + n);
        Self { store, first: word(0), count: word(1), parts: word(2), kind: Kind::new(word(3)) }
    }

    /// Its type.
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// The point that it is, in world units; none for any other geometry.
    pub fn point(self) -> Option<WorldPoint> {
        (self.kind == Kind::Point).then(|| self.store.world(self.first as usize))
    }

    fn cursor(self) -> Cursor<'a> {
        Cursor { store: self.store, word: self.parts as usize, vertex: self.first as usize }
    }

    /// Calls `found` for every path, parts of a mixture one after the other.
    pub fn paths(self, mut found: impl FnMut(Path<'a>)) {
        self.cursor().paths(self.kind, self.count as usize, &mut found);
    }

    /// In degrees, as it came in.
    pub fn to_geometry(self) -> Option<Geom> {
        self.cursor().geometry(self.kind, self.count as usize)
    }

    /// Whether the geometry itself (not only its box) shares a point with a plain box.
    pub fn meets(self, wanted: Bounds) -> bool {
        let (mut meets, mut inside) = (false, false);
        let corner = Coord { x: wanted.west, y: wanted.south };
        self.paths(|path| {
            if meets {
                return;
            }
            if path.role == Role::Outer {
                meets = inside;
                inside = false;
            }
            let area = matches!(path.role, Role::Outer | Role::Hole);
            let mut before: Option<Coord<f64>> = None;
            for c in path.degrees() {
                let within =
                    wanted.west <= c.x && c.x <= wanted.east && wanted.south <= c.y && c.y <= wanted.north;
                meets |= within;
                if let Some(from) = before.filter(|_| path.role != Role::Points) {
                    meets |= super::meets::side_meets(from, c, wanted);
                    inside ^= area && super::meets::passes_right_of(from, c, corner);
                }
                if meets {
                    return;
                }
                before = Some(c);
            }
        });
        meets || inside
    }

    /// Appends the GeoJSON geometry.
    pub fn write_json(self, out: &mut Vec<u8>) {
        super::json::geometry(self, out);
    }
}

/// For the JSON writer: the pieces of a geometry in order.
pub(super) struct Pieces<'a>(Cursor<'a>);

impl<'a> Pieces<'a> {
    /// At the start of `shape`.
    pub fn new(shape: Shape<'a>) -> (Self, Kind, usize) {
        (Self(shape.cursor()), shape.kind, shape.count as usize)
    }

    /// The next word.
    pub fn word(&mut self) -> usize {
        self.0.word()
    }

    /// The next `count` vertices.
    pub fn vertices(&mut self, count: usize) -> Range<usize> {
        self.0.path(Role::Points, count).vertices
    }

    /// The store.
    pub fn store(&self) -> &'a Store {
        self.0.store
    }
}

impl Store {
    pub(super) fn world(&self, vertex: usize) -> WorldPoint {
        [u32_at(self.world_bytes(), vertex * 2), u32_at(self.world_bytes(), vertex * 2 + 1)]
    }

    pub(super) fn degrees(&self, vertex: usize) -> Coord<f64> {
        let at = |n: usize| self.number_of(self.coord_bytes(), vertex * 2 + n);
        Coord { x: at(0), y: at(1) }
    }

    /// A coordinate of `coords` or `bounds`.
    pub(super) fn number_of(&self, bytes: &[u8], index: usize) -> f64 {
        if self.fixed() { f64::from(i32_at(bytes, index)) / FIXED } else { f64_at(bytes, index) }
    }
}
