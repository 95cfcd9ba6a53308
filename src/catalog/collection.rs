//! One collection with its indexes.
//!
//! In: a store. Out: selections with an exact count. Must not know: what the features are, where the bytes lie.

use super::select::{self, Selection};
use super::store::{Shape, Source, Store};
use super::{Feature, Schema, ValueRef};
use crate::error::Result;
use crate::geometry::{Bounds, Geom};
use crate::query::{Interval, Query};
use std::borrow::{Borrow, Cow};

/// A collection: its description, its features in order and their indexes.
#[derive(Debug)]
pub struct Collection {
    /// Id in addresses; also the name of the tile layer.
    pub id: String,
    /// Short title.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Its properties.
    pub schema: Schema,
    /// Round all geometries, degrees; none if there are none.
    pub bounds: Option<Bounds>,
    /// Round all times; none if there are none.
    pub time: Option<Interval>,
    store: Store,
}

/// A feature with its place in the collection.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    store: &'a Store,
    /// Position in the collection, from 0.
    pub position: usize,
}

impl<'a> Row<'a> {
    /// Stable id.
    pub fn id(self) -> &'a str {
        self.store.id(self.position)
    }

    /// Number of the feature, below 2^53, unique in the collection; in a release the same in every other release, in a
    /// file its place.
    pub fn number(self) -> u64 {
        self.store.number(self.position)
    }

    /// WGS 84, longitude first; none for a feature without a place.
    pub fn geometry(self) -> Option<Cow<'a, Geom>> {
        self.shape().to_geometry().map(Cow::Owned)
    }

    /// The geometry where it lies.
    pub fn shape(self) -> Shape<'a> {
        self.store.shape(self.position)
    }

    /// Round the geometry.
    pub fn bounds(self) -> Option<Bounds> {
        self.store.box_of(self.position)
    }

    /// Appends the box as JSON.
    pub fn write_box(self, out: &mut Vec<u8>) {
        self.store.write_box(self.position, out);
    }

    /// A point that stands for the geometry, `[lon, lat]`.
    pub fn label_point(self) -> Option<[f64; 2]> {
        self.store.label(self.position)
    }

    /// When it holds.
    pub fn time(self) -> Option<Interval> {
        self.store.time(self.position)
    }

    /// Folded texts for `q`.
    pub fn texts(self) -> &'a str {
        self.store.texts(self.position)
    }

    /// The property at `index` of the schema.
    pub fn value(self, index: usize) -> ValueRef<'a> {
        self.store.value(index, self.position)
    }

    /// The text of the property `name`; none if it is null, not text or not there.
    pub fn text(self, schema: &Schema, name: &str) -> Option<&'a str> {
        match self.value(schema.index(name)?) {
            ValueRef::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl Collection {
    /// A collection of `features` in this order; ids must be unique.
    ///
    /// # Errors
    /// The features are more than a store can hold.
    pub fn new(
        id: &str,
        title: &str,
        description: &str,
        schema: Schema,
        features: &[impl Borrow<Feature>],
    ) -> Result<Self> {
        let store = Store::of(&schema, features)?;
        Ok(Self::of_store(id, title, description, schema, store))
    }

    /// A collection of a store that has been opened.
    pub fn of_store(id: &str, title: &str, description: &str, schema: Schema, store: Store) -> Self {
        let header = store.header();
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            schema,
            bounds: header.bounds.map(|[west, south, east, north]| Bounds::new(west, south, east, north)),
            time: header.time.map(|[start_s, end_s]| Interval { start_s, end_s }),
            store,
        }
    }

    /// The file it was prepared from; none for a collection of the release.
    pub fn source(&self) -> Option<&Source> {
        self.store.header().source.as_ref()
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The feature at `position`.
    pub fn row(&self, position: usize) -> Option<Row<'_>> {
        (position < self.len()).then_some(Row { store: &self.store, position })
    }

    /// The feature of this id.
    pub fn by_id(&self, id: &str) -> Option<Row<'_>> {
        self.row(self.store.position(id)?)
    }

    /// Every feature in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|position| self.at(position as u32))
    }

    /// What `query` selects.
    ///
    /// # Errors
    /// The query names a property or a feature to start after that is not there.
    pub fn select(&self, query: &Query) -> Result<Selection<'_>> {
        select::select(self, query)
    }

    /// The feature at a position that is known to exist.
    pub fn at(&self, position: u32) -> Row<'_> {
        Row { store: &self.store, position: position as usize }
    }

    /// Its bytes.
    pub fn store(&self) -> &Store {
        &self.store
    }
}
