//! One collection in memory with its indexes.
//!
//! In: features. Out: selections with an exact count. Must not know: what the features are.

use super::numbers::numbers;
use super::predicate::Predicate;
use super::{Feature, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, Geom};
use crate::query::{Filter, Interval, Query, SortKey};
use crate::search::fold;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

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
    features: Vec<Arc<Feature>>,
    numbers: Vec<u64>,
    by_id: HashMap<String, u32>,
    tree: RTree<Boxed>,
}

/// A feature with its place in the collection.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    feature: &'a Feature,
    /// Position in the collection, from 0.
    pub position: usize,
    /// Number of the feature, below 2^53, unique in the collection and the same in every release.
    pub number: u64,
}

impl<'a> Row<'a> {
    /// Stable id.
    pub fn id(self) -> &'a str {
        &self.feature.id
    }

    /// WGS 84, longitude first; none for a feature without a place.
    pub fn geometry(self) -> Option<Cow<'a, Geom>> {
        self.feature.geometry.as_ref().map(Cow::Borrowed)
    }

    /// Round the geometry.
    pub fn bounds(self) -> Option<Bounds> {
        self.feature.bounds
    }

    /// A point that stands for the geometry, `[lon, lat]`.
    pub fn label_point(self) -> Option<[f64; 2]> {
        self.feature.label_point
    }

    /// When it holds.
    pub fn time(self) -> Option<Interval> {
        self.feature.time
    }

    /// Folded texts for `q`.
    pub fn texts(self) -> &'a str {
        &self.feature.texts
    }

    /// The property at `index` of the schema.
    pub fn value(self, index: usize) -> ValueRef<'a> {
        self.feature.values[index].as_ref()
    }

    /// The text of the property `name`; none if it is null, not text or not there.
    pub fn text(self, schema: &Schema, name: &str) -> Option<&'a str> {
        match self.value(schema.index(name)?) {
            ValueRef::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The answer to a query.
pub struct Selection<'a> {
    /// How many features the query selects, all pages together.
    pub matched: usize,
    /// Whether more follow after this page.
    pub more: bool,
    /// The features of this page.
    pub rows: Box<dyn Iterator<Item = Row<'a>> + Send + 'a>,
}

impl Collection {
    /// A collection of `features` in this order; ids must be unique.
    pub fn new(
        id: &str,
        title: &str,
        description: &str,
        schema: Schema,
        features: Vec<Arc<Feature>>,
    ) -> Self {
        let boxes = features.iter().enumerate().filter_map(|(position, f)| {
            let b = f.bounds?;
            Some(Boxed::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), position as u32))
        });
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            bounds: features.iter().filter_map(|f| f.bounds).reduce(Bounds::union),
            time: features.iter().filter_map(|f| f.time).reduce(hull),
            numbers: numbers(features.iter().map(|f| f.id.as_str())),
            by_id: features.iter().enumerate().map(|(n, f)| (f.id.clone(), n as u32)).collect(),
            tree: RTree::bulk_load(boxes.collect()),
            schema,
            features,
        }
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// The feature at `position`.
    pub fn row(&self, position: usize) -> Option<Row<'_>> {
        let feature = self.features.get(position)?;
        Some(Row { feature, position, number: self.numbers[position] })
    }

    /// The feature of this id.
    pub fn by_id(&self, id: &str) -> Option<Row<'_>> {
        self.row(*self.by_id.get(id)? as usize)
    }

    /// Every feature in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|position| self.row(position))
    }

    /// What `query` selects.
    ///
    /// # Errors
    /// The query names a property or a feature to start after that is not there.
    pub fn select(&self, query: &Query) -> Result<Selection<'_>> {
        let after = query.after.as_deref().map(|id| self.position(id)).transpose()?;
        let order = Order::new(&query.sort, &self.schema)?;
        if query.selects_everything() && order.keys.is_empty() {
            let start = after.map_or(0, |position| position + 1);
            let end = start.saturating_add(query.limit).min(self.len());
            let rows = (start..end).filter_map(|position| self.row(position));
            return Ok(Selection { matched: self.len(), more: end < self.len(), rows: Box::new(rows) });
        }
        let mut positions = self.positions(query)?;
        let matched = positions.len();
        if !order.keys.is_empty() {
            positions.sort_by(|a, b| order.compare(self, *a, *b));
        }
        if let Some(after) = after {
            let start = positions.partition_point(|p| order.compare(self, *p, after as u32).is_le());
            positions.drain(..start);
        }
        let more = positions.len() > query.limit;
        positions.truncate(query.limit);
        let rows = positions.into_iter().filter_map(|position| self.row(position as usize));
        Ok(Selection { matched, more, rows: Box::new(rows) })
    }

    fn at(&self, position: u32) -> Row<'_> {
        let position = position as usize;
        Row { feature: &self.features[position], position, number: self.numbers[position] }
    }

    fn position(&self, id: &str) -> Result<usize> {
        let known = self.by_id.get(id).map(|position| *position as usize);
        known.ok_or_else(|| {
            Error::parameter("cursor", "the feature it continues after is no longer there: start again")
        })
    }

    fn positions(&self, query: &Query) -> Result<Vec<u32>> {
        let test = Test::new(query, &self.schema)?;
        // Where the filter itself is bounded, only the features there are looked at.
        let hint = || query.filter.as_ref().and_then(Filter::boxes);
        let (boxes, by_box) = match query.bbox {
            Some(bbox) => (bbox.plain(), query.by_box),
            None => match hint() {
                Some(boxes) => (boxes, true),
                None => return Ok((0..self.len() as u32).filter(|p| test.holds(self.at(*p))).collect()),
            },
        };
        let mut found = Vec::new();
        for part in boxes {
            let envelope = AABB::from_corners([part.west, part.south], [part.east, part.north]);
            for candidate in self.tree.locate_in_envelope_intersecting(&envelope) {
                let row = self.at(candidate.data);
                let meets = by_box || row.geometry().is_some_and(|g| part.meets_geometry(&g));
                if meets && test.holds(row) {
                    found.push(candidate.data);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

fn hull(a: Interval, b: Interval) -> Interval {
    let both = |a: Option<i64>, b: Option<i64>, pick: fn(i64, i64) -> i64| a.zip(b).map(|(a, b)| pick(a, b));
    Interval { start_s: both(a.start_s, b.start_s, i64::min), end_s: both(a.end_s, b.end_s, i64::max) }
}

/// Everything that a query asks of one feature besides its place.
struct Test {
    time: Option<Interval>,
    words: Vec<String>,
    predicate: Option<Predicate>,
}

impl Test {
    fn new(query: &Query, schema: &Schema) -> Result<Self> {
        let words = query.text.as_deref().map(fold).unwrap_or_default();
        Ok(Self {
            time: query.datetime,
            words: words.split_whitespace().map(str::to_owned).collect(),
            predicate: query.filter.as_ref().map(|f| Predicate::new(f, schema)).transpose()?,
        })
    }

    fn holds(&self, row: Row<'_>) -> bool {
        let in_time = self.time.is_none_or(|wanted| row.time().is_some_and(|time| time.meets(wanted)));
        in_time
            && self.predicate.as_ref().is_none_or(|p| p.holds(row))
            && self.words.iter().all(|word| row.texts().contains(word.as_str()))
    }
}

struct Order {
    keys: Vec<(usize, bool)>,
}

impl Order {
    fn new(sort: &[SortKey], schema: &Schema) -> Result<Self> {
        let key = |k: &SortKey| {
            let index = schema.index(&k.property).ok_or_else(|| {
                Error::parameter("sortby", format!("there is no property \"{}\"", k.property))
            })?;
            Ok((index, k.descending))
        };
        Ok(Self { keys: sort.iter().map(key).collect::<Result<_>>()? })
    }

    fn compare(&self, collection: &Collection, a: u32, b: u32) -> Ordering {
        let (left, right) = (collection.at(a), collection.at(b));
        let by_keys = self.keys.iter().map(|(index, descending)| {
            let order = left.value(*index).order(right.value(*index));
            if *descending { order.reverse() } else { order }
        });
        by_keys.fold(Ordering::Equal, Ordering::then).then(a.cmp(&b))
    }
}
