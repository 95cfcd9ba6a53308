//! The bytes of a collection: written once, read where they lie.
//!
//! In: features one by one, or a prepared file. Out: ids, geometries, values by position; positions by id and by box.
//! Must not know: queries, tiles, HTTP.
//!
//! One kind of store serves both the release and the files of analysts: the release is written into a vector at start,
//! a prepared file is mapped, and everything that reads features reads one layout. A second kind for small collections
//! (features as structs) would save a release of hundreds of features nothing and would double what must be tested.

mod arena;
mod build;
mod bytes;
mod columns;
mod json;
mod layout;
mod meets;
mod section;
mod tree;
mod write;

pub use arena::{Kind, Path, Role, Shape};
pub use build::{Builder, Facts, rings};
pub use bytes::Bytes;
pub use columns::Words;
pub use json::{number as write_number, string as write_string};
pub use layout::{Header, Source};
pub use tree::Hit;

use super::numbers;
use super::{Feature, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, Junctions, sides, world};
use crate::query::Interval;
use arena::FIXED;
use bytes::{Span, f64_at, i64_at, piece, text, u32_at, u64_at};
use columns::Column;
use std::borrow::Borrow;
use std::path::Path as FilePath;

/// A collection as bytes.
#[derive(Debug)]
pub struct Store {
    bytes: Bytes,
    header: Header,
    columns: Vec<Column>,
    records: Span,
    parts: Span,
    coords: Span,
    bounds: Span,
    world: Span,
    zooms: Span,
    tree: Span,
    order: Span,
    ids: [Span; 2],
    lookup: Span,
    numbers: Span,
    times: Span,
    labels: Span,
    texts: [Span; 2],
}

impl Store {
    /// The store in `bytes`; `path` names it in errors.
    ///
    /// # Errors
    /// Not a store, of another version, or shorter than it says.
    pub fn new(path: &FilePath, bytes: Bytes) -> Result<(Self, Schema)> {
        let (header, spans) = Header::read(path, &bytes)?;
        let schema =
            header.schema().ok_or_else(|| Error::file(path, "names a kind of column that is not known"))?;
        let columns =
            schema.properties.iter().enumerate().map(|(n, p)| Column::new(&spans, n, p.kind)).collect();
        let store = Self {
            columns,
            records: spans.get("records"),
            parts: spans.get("parts"),
            coords: spans.get("coords"),
            bounds: spans.get("bounds"),
            world: spans.get("world"),
            zooms: spans.get("zooms"),
            tree: spans.get("tree"),
            order: spans.get("order"),
            ids: [spans.get("ids.at"), spans.get("ids.of")],
            lookup: spans.get("lookup"),
            numbers: spans.get("numbers"),
            times: spans.get("times"),
            labels: spans.get("labels"),
            texts: [spans.get("texts.at"), spans.get("texts.of")],
            header,
            bytes,
        };
        Ok((store, schema))
    }

    /// A store in memory of `features` in this order.
    ///
    /// # Errors
    /// The features are more than a store can hold.
    pub fn of(schema: &Schema, features: &[impl Borrow<Feature>]) -> Result<Self> {
        let mut facts = Facts::new(schema.properties.len());
        let mut ways = Vec::new();
        for feature in features {
            let feature = feature.borrow();
            facts.see(feature);
            feature.geometry.iter().for_each(|g| build::rings(g, &mut |ring| ways.extend(sides(ring))));
        }
        let mut junctions = Junctions::default();
        junctions.add(&mut ways);
        let mut builder = Builder::in_memory(schema, facts, junctions);
        features.iter().try_for_each(|feature| builder.push(feature.borrow()))?;
        let name = FilePath::new("memory");
        Self::new(name, Bytes::Owned(builder.finish_in_memory()?)).map(|(store, _)| store)
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn fixed(&self) -> bool {
        self.header.fixed
    }

    fn record_bytes(&self) -> &[u8] {
        &self.bytes[self.records.clone()]
    }

    fn part_bytes(&self) -> &[u8] {
        &self.bytes[self.parts.clone()]
    }

    fn coord_bytes(&self) -> &[u8] {
        &self.bytes[self.coords.clone()]
    }

    fn world_bytes(&self) -> &[u8] {
        &self.bytes[self.world.clone()]
    }

    fn zoom_bytes(&self) -> &[u8] {
        &self.bytes[self.zooms.clone()]
    }

    fn bound_bytes(&self) -> &[u8] {
        &self.bytes[self.bounds.clone()]
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.header.features
    }

    /// The id at `position`.
    pub fn id(&self, position: usize) -> &str {
        text(piece(&self.bytes[self.ids[0].clone()], &self.bytes[self.ids[1].clone()], position))
    }

    /// The number at `position`.
    pub fn number(&self, position: usize) -> u64 {
        u64_at(&self.bytes[self.numbers.clone()], position)
    }

    /// The position of `id`.
    pub fn position(&self, id: &str) -> Option<usize> {
        let table = &self.bytes[self.lookup.clone()];
        let slots = table.len() / 4;
        let start = numbers::hash(id, 0) as usize;
        for step in 0..slots {
            let entry = u32_at(table, (start + step) & (slots - 1));
            if entry == 0 {
                return None;
            }
            let position = entry as usize - 1;
            if self.id(position) == id {
                return Some(position);
            }
        }
        None
    }

    /// The geometry at `position`.
    pub fn shape(&self, position: usize) -> Shape<'_> {
        Shape::new(self, position)
    }

    /// Round the geometry at `position`; none if there is none.
    pub fn box_of(&self, position: usize) -> Option<Bounds> {
        if self.shape(position).kind() == Kind::None {
            return None;
        }
        let side = |n: usize| self.number_of(self.bound_bytes(), position * 4 + n);
        let bounds = Bounds::new(side(0), side(1), side(2), side(3));
        (bounds.west <= bounds.east).then_some(bounds)
    }

    /// Appends the box at `position` as JSON.
    pub fn write_box(&self, position: usize, out: &mut Vec<u8>) {
        out.push(b'[');
        for side in 0..4 {
            if side > 0 {
                out.push(b',');
            }
            json::coordinate(self, self.bound_bytes(), position * 4 + side, out);
        }
        out.push(b']');
    }

    /// The time at `position`.
    pub fn time(&self, position: usize) -> Option<Interval> {
        let times = &self.bytes[self.times.clone()];
        if times.is_empty() {
            return None;
        }
        let [start, end] = [0, 1].map(|n| i64_at(times, position * 2 + n));
        let bound = |at: i64| (at != build::OPEN).then_some(at);
        (start != build::TIMELESS).then(|| Interval { start_s: bound(start), end_s: bound(end) })
    }

    /// The point that stands for the feature at `position`.
    pub fn label(&self, position: usize) -> Option<[f64; 2]> {
        let labels = &self.bytes[self.labels.clone()];
        if labels.is_empty() {
            return self.shape(position).to_geometry().as_ref().and_then(crate::geometry::label_point);
        }
        let point = [0, 1].map(|n| f64_at(labels, position * 2 + n));
        (!point[0].is_nan()).then_some(point)
    }

    /// The folded texts at `position`.
    pub fn texts(&self, position: usize) -> &str {
        text(piece(&self.bytes[self.texts[0].clone()], &self.bytes[self.texts[1].clone()], position))
    }

    /// The value of a column at `position`.
    #[inline]
    pub fn value(&self, column: usize, position: usize) -> ValueRef<'_> {
        self.columns[column].value(self, position)
    }

    /// A column of words; none if it is stored otherwise.
    pub fn words(&self, column: usize) -> Option<Words<'_>> {
        Words::new(self, self.columns.get(column)?)
    }

    /// Whether positions follow the tree: what a search finds then comes in the order of the collection.
    pub fn in_order(&self) -> bool {
        self.order.is_empty()
    }

    /// The position of a leaf of the tree.
    #[inline]
    pub fn leaf(&self, leaf: usize) -> usize {
        if self.order.is_empty() { leaf } else { u32_at(&self.bytes[self.order.clone()], leaf) as usize }
    }

    /// Calls `found` for the leaves whose boxes meet a plain box, in the order of the tree.
    pub fn search(&self, wanted: Bounds, found: &mut impl FnMut(Hit)) {
        // Boxes of the tree lie round those of the features: what may meet is rounded outwards, what surely lies inside
        // inwards.
        let [west, south, east, north] = wanted.to_array().map(|v| v * FIXED);
        // One more for the rounding of the product.
        let outer = [west.floor() - 1.0, south.floor() - 1.0, east.ceil() + 1.0, north.ceil() + 1.0];
        let inner = [west.ceil() + 1.0, south.ceil() + 1.0, east.floor() - 1.0, north.floor() - 1.0];
        let [outer, inner] = [outer, inner].map(|sides| sides.map(|v| v as i32));
        tree::Tree::new(&self.bytes[self.tree.clone()], self.header.placed).search(outer, inner, found);
    }
}

/// The Hilbert number of the middle of a box; near things have near numbers.
pub fn near(bounds: Bounds) -> u64 {
    let middle = world((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0);
    crate::geometry::hilbert(middle, 32)
}
