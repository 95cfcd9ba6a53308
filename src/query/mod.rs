//! What a caller wants of one collection, as one value.
//!
//! In: pieces of a request, already text by text. Out: [`Query`], the same for items, tiles, counts and downloads.
//! Must not know: storage, HTTP.

mod cql2;
mod filter;
mod pattern;
mod sort;
mod temporal;
mod time;

pub use self::cql2::{Language, parse as parse_filter};
pub use filter::{
    Arithmetic, Comparison, End, Filter, Folding, GEOMETRY, List, ListRelation, Literal, Operand, Shape,
    Times,
};
pub use pattern::Pattern;
pub use sort::{SortKey, parse_sort};
pub use temporal::{Period, Span, TemporalRelation};
pub use time::{Interval, day};

use crate::crs::{self, Crs, Place};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, SpatialRelation, problem};

/// A selection of features of one collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Features whose geometry meets this box (degrees, WGS 84; may cross the 180th meridian).
    pub bbox: Option<Bounds>,
    /// The box of the geometry is enough: for callers that clip the geometry themselves.
    pub by_box: bool,
    /// Features whose time meets this interval.
    pub datetime: Option<Interval>,
    /// Features whose texts hold every word of it.
    pub text: Option<String>,
    /// Features for which it is true.
    pub filter: Option<Filter>,
    /// Only these properties in the answer; every property if none.
    pub properties: Option<Vec<String>>,
    /// Leaves the geometry out of the answer.
    pub skip_geometry: bool,
    /// Order, first key first; ties and no keys: the order of the collection.
    pub sort: Vec<SortKey>,
    /// Starts after the feature of this id.
    pub after: Option<String>,
    /// At most so many features in the answer.
    pub limit: usize,
}

impl Query {
    /// Everything of a collection, in one answer.
    pub fn everything() -> Self {
        Self {
            bbox: None,
            by_box: false,
            datetime: None,
            text: None,
            filter: None,
            properties: None,
            skip_geometry: false,
            sort: Vec::new(),
            after: None,
            limit: usize::MAX,
        }
    }

    /// The same selection of features whose boxes meet `bbox`, without paging and order.
    pub fn by_box(&self, bbox: Bounds) -> Self {
        Self {
            bbox: Some(bbox),
            by_box: true,
            sort: Vec::new(),
            after: None,
            limit: usize::MAX,
            ..self.clone()
        }
    }

    /// Whether features are selected at all (paging and form of the answer do not count).
    pub fn selects_everything(&self) -> bool {
        self.bbox.is_none() && self.datetime.is_none() && self.text.is_none() && self.filter.is_none()
    }

    /// Only features that meet `place`.
    pub fn within(&mut self, place: Place) {
        match place {
            Place::Box(bounds) => self.bbox = Some(bounds),
            Place::Area(area) => {
                self.and(Filter::Spatial(SpatialRelation::Intersects, Shape::Own, Shape::Fixed(area)));
            }
        }
    }

    /// Adds a condition that must hold as well.
    pub fn and(&mut self, filter: Filter) {
        self.filter = Some(match self.filter.take() {
            None => filter,
            Some(Filter::All(mut parts)) => {
                parts.push(filter);
                Filter::All(parts)
            }
            Some(one) => Filter::All(vec![one, filter]),
        });
    }
}

/// A box from `west,south,east,north` (or with heights, which are left out), degrees, longitude first.
///
/// # Errors
/// Not four or six numbers, outside the world, south above north.
pub fn parse_bbox(text: &str) -> Result<Bounds> {
    match crs::parse_bbox(text, Crs::Crs84)? {
        Place::Box(bounds) => Ok(bounds),
        Place::Area(_) => Err(Error::parameter("bbox", "is not a box of degrees")),
    }
}

/// `filter`, whose shapes are written in `crs`, with shapes in WGS 84, longitude first.
///
/// # Errors
/// A shape lies outside what the system can show, or is invalid.
pub fn located(mut filter: Filter, crs: Crs) -> Result<Filter> {
    filter.change_shapes(&mut |shape| {
        let wrong = |message: String| Error::parameter("filter", message);
        match shape {
            Shape::Own => return Ok(()),
            Shape::Fixed(geometry) => {
                let there = crs.to_wgs84(geometry).map_err(|e| wrong(e.to_string()))?;
                problem(&there).map_or(Ok(()), |message| Err(wrong(message)))?;
                *geometry = there;
            }
            Shape::Box(corners) => {
                *shape = match crs.place(*corners).map_err(wrong)? {
                    Place::Box(bounds) => Shape::Box(bounds),
                    Place::Area(area) => Shape::Fixed(area),
                }
            }
        }
        Ok(())
    })?;
    Ok(filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_read_longitude_first() {
        assert_eq!(parse_bbox("110,39.5,112,41").ok(), Some(Bounds::new(110.0, 39.5, 112.0, 41.0)));
        assert_eq!(parse_bbox("110,39.5,0,112,41,9").ok(), Some(Bounds::new(110.0, 39.5, 112.0, 41.0)));
    }

    #[test]
    fn a_wrong_box_says_what_is_wrong() {
        for (text, word) in [
            ("1,2,3", "3 numbers"),
            ("a,b,c,d", "not a list"),
            ("40,110,41,112", "longitude first"),
            ("0,9,1,8", "above"),
        ] {
            assert!(parse_bbox(text).is_err_and(|e| e.to_string().contains(word)), "{text}");
        }
    }
}
