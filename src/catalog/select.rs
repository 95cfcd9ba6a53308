//! What a query selects of a collection.
//!
//! In: a collection, a [`Query`]. Out: a page of positions and an exact count. Must not know: where bytes lie.
//!
//! A box is counted from the tree: whole stretches of it lie inside without being looked at, and only features whose
//! box meets the edge are tested by their geometry. A condition on a column of words is worked out once a word.
//! Conditions without a box look at every feature: a column of a million 16-bit codes is read in a millisecond, which
//! is less than an index over attributes would save for pages that are counted exactly.

use super::predicate::Predicate;
use super::store::{Hit, Words};
use super::{Collection, Row, Schema};
use crate::error::{Error, Result};
use crate::geometry::Bounds;
use crate::query::{Filter, Interval, Query, SortKey};
use crate::search::fold;
use std::cmp::Ordering;
use std::ops::Range;

/// The answer to a query.
pub struct Selection<'a> {
    /// How many features the query selects, all pages together.
    pub matched: usize,
    /// Whether more follow after this page.
    pub more: bool,
    /// The features of this page.
    pub rows: Box<dyn Iterator<Item = Row<'a>> + Send + 'a>,
}

/// What `query` selects of `collection`.
pub fn select<'a>(collection: &'a Collection, query: &Query) -> Result<Selection<'a>> {
    let after = query.after.as_deref().map(|id| position(collection, id)).transpose()?;
    let order = Order::new(&query.sort, &collection.schema)?;
    let mut page = Page::new(after, query.limit);
    if query.selects_everything() && order.keys.is_empty() {
        page.take_all(0..collection.len());
        return Ok(page.selection(collection));
    }
    let test = Test::new(query, collection)?;
    // Where the filter itself is bounded, only the features there are looked at.
    let hint = || query.filter.as_ref().and_then(Filter::boxes);
    let (boxes, by_box) = match query.bbox {
        Some(bbox) => (Some(bbox.plain()), query.by_box),
        None => (hint(), true),
    };
    let comes_in_order = match boxes.as_deref() {
        None => true,
        Some([_]) => collection.store().in_order(),
        Some(_) => false,
    };
    if order.keys.is_empty() && comes_in_order {
        visit(collection, &test, boxes.as_deref(), by_box, &mut page);
        return Ok(page.selection(collection));
    }
    let mut everything = Page::new(None, usize::MAX);
    visit(collection, &test, boxes.as_deref(), by_box, &mut everything);
    Ok(order.page(collection, everything.positions, page))
}

fn position(collection: &Collection, id: &str) -> Result<usize> {
    let known = collection.by_id(id).map(|row| row.position);
    known.ok_or_else(|| {
        Error::parameter("cursor", "the feature it continues after is no longer there: start again")
    })
}

/// Calls `page` for what `test` and the plain boxes select.
fn visit(collection: &Collection, test: &Test<'_>, boxes: Option<&[Bounds]>, by_box: bool, page: &mut Page) {
    let store = collection.store();
    let Some(boxes) = boxes else {
        (0..collection.len()).filter(|p| test.holds(collection.at(*p as u32))).for_each(|p| page.take(p));
        return;
    };
    for wanted in boxes {
        store.search(*wanted, &mut |hit| match hit {
            Hit::Inside(leaves) if test.is_empty() && store.in_order() => page.take_all(leaves),
            Hit::Inside(leaves) => {
                let positions = leaves.map(|leaf| store.leaf(leaf));
                positions.filter(|p| test.holds(collection.at(*p as u32))).for_each(|p| page.take(p));
            }
            Hit::Edge(leaf) => {
                let position = store.leaf(leaf);
                let row = collection.at(position as u32);
                if meets(row, *wanted, by_box) && test.holds(row) {
                    page.take(position);
                }
            }
        });
    }
}

fn meets(row: Row<'_>, wanted: Bounds, by_box: bool) -> bool {
    let Some(own) = row.bounds().filter(|own| wanted.meets(*own)) else { return false };
    by_box || wanted.covers(own) || row.shape().meets(wanted)
}

/// A page while it is collected: the positions after one, and a count of all.
struct Page {
    start: usize,
    limit: usize,
    matched: usize,
    positions: Vec<u32>,
}

impl Page {
    fn new(after: Option<usize>, limit: usize) -> Self {
        Self { start: after.map_or(0, |p| p + 1), limit, matched: 0, positions: Vec::new() }
    }

    /// One more than the page holds tells that more follow.
    fn room(&self) -> usize {
        self.limit.saturating_add(1).saturating_sub(self.positions.len())
    }

    fn take(&mut self, position: usize) {
        self.matched += 1;
        if position >= self.start && self.room() > 0 {
            self.positions.push(position as u32);
        }
    }

    fn take_all(&mut self, positions: Range<usize>) {
        self.matched += positions.len();
        let wanted = positions.start.max(self.start)..positions.end;
        let room = self.room();
        self.positions.extend(wanted.take(room).map(|p| p as u32));
    }

    fn selection(mut self, collection: &Collection) -> Selection<'_> {
        let more = self.positions.len() > self.limit;
        self.positions.truncate(self.limit);
        let rows = self.positions.into_iter().map(|position| collection.at(position));
        Selection { matched: self.matched, more, rows: Box::new(rows) }
    }
}

/// One condition that must hold.
enum Part<'a> {
    /// On a column of words: the answer for each code.
    Words(Words<'a>, Vec<bool>),
    /// Any other.
    Other(Predicate),
}

impl<'a> Part<'a> {
    fn new(filter: &Filter, collection: &'a Collection) -> Result<Self> {
        let predicate = Predicate::new(filter, &collection.schema)?;
        let names = filter.properties();
        let alone = names.first().filter(|_| names.len() == 1 && !filter.is_spatial());
        let column = alone.and_then(|name| collection.schema.index(name));
        let Some(words) = column.and_then(|column| collection.store().words(column)) else {
            return Ok(Self::Other(predicate));
        };
        let holds = |code| {
            words.feature_of(code).is_some_and(|position| predicate.holds(collection.at(position as u32)))
        };
        Ok(Self::Words(words, (0..words.count()).map(holds).collect()))
    }

    #[inline]
    fn holds(&self, row: Row<'_>) -> bool {
        match self {
            Self::Words(words, holds) => holds.get(usize::from(words.code(row.position))) == Some(&true),
            Self::Other(predicate) => predicate.holds(row),
        }
    }
}

/// Everything that a query asks of one feature besides its place.
struct Test<'a> {
    time: Option<Interval>,
    words: Vec<String>,
    parts: Vec<Part<'a>>,
}

impl<'a> Test<'a> {
    fn new(query: &Query, collection: &'a Collection) -> Result<Self> {
        let words = query.text.as_deref().map(fold).unwrap_or_default();
        let parts = match &query.filter {
            Some(Filter::All(parts)) => parts.iter().collect(),
            filter => filter.iter().collect::<Vec<_>>(),
        };
        Ok(Self {
            time: query.datetime,
            words: words.split_whitespace().map(str::to_owned).collect(),
            parts: parts.into_iter().map(|part| Part::new(part, collection)).collect::<Result<_>>()?,
        })
    }

    fn is_empty(&self) -> bool {
        self.time.is_none() && self.words.is_empty() && self.parts.is_empty()
    }

    #[inline]
    fn holds(&self, row: Row<'_>) -> bool {
        let in_time = self.time.is_none_or(|wanted| row.time().is_some_and(|time| time.meets(wanted)));
        in_time
            && self.parts.iter().all(|part| part.holds(row))
            && (self.words.is_empty() || {
                let texts = row.texts();
                self.words.iter().all(|word| texts.contains(word.as_str()))
            })
    }
}

/// The order of an answer.
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

    /// The page `wanted` of these positions, which may stand twice (a box across the 180th meridian).
    fn page<'a>(&self, collection: &'a Collection, mut positions: Vec<u32>, wanted: Page) -> Selection<'a> {
        positions.sort_unstable();
        positions.dedup();
        let matched = positions.len();
        if let Some(last) = wanted.start.checked_sub(1) {
            positions.retain(|p| self.compare(collection, *p, last as u32).is_gt());
        }
        let compare = |a: &u32, b: &u32| self.compare(collection, *a, *b);
        let kept = wanted.limit.saturating_add(1);
        if kept < positions.len() {
            positions.select_nth_unstable_by(kept, compare);
            positions.truncate(kept);
        }
        positions.sort_unstable_by(compare);
        Page { matched, positions, ..wanted }.selection(collection)
    }
}
