//! The catalog: collections of features that answer a [`Query`] with an exact count and an iterator.
//!
//! In: a release (and files of an analyst). Out: features, names, texts, figures, whatever stores them: [`Catalog`] is
//! what a later engine implements too. Must not know: documents, the gazetteer.

mod collection;
mod columns;
mod embedded;
mod feature;
mod file;
mod fill;
mod names;
mod numbers;
mod predicate;
mod prepare;
mod quality;
mod schema;
mod select;
mod source;
mod spool;
mod store;
mod text;
mod value;

pub use collection::{Collection, Row};
pub use embedded::Embedded;
pub use feature::{Feature, FeatureView, Reshape};
pub use file::{open_collection, prepared_path, read_collection};
pub use names::{Found, FoundKind};
pub use prepare::{Progress, Report, prepare};
pub use quality::{CategoryRow, Quality};
pub use schema::{GeometryKind, Property, Schema};
pub use select::Selection;
pub use store::{Kind, Path, Role, Shape, Source, Words};
pub use text::{PlanText, TextMention};
pub use value::{Json, Strings, Value, ValueRef};

pub use crate::release::{ColumnKind, SourceInfo};

use crate::error::Result;
use crate::query::{Filter, Query};
use crate::scored::Scored;

/// Whether `filter` can be asked of a collection of this schema.
///
/// # Errors
/// It names what the schema does not have, or compares what does not compare: parameter `filter`.
pub fn check_filter(filter: &Filter, schema: &Schema) -> Result<()> {
    predicate::Predicate::new(filter, schema).map(drop)
}

/// What became of an id.
#[derive(Debug)]
pub enum Lookup<'a> {
    /// It is there.
    Found(Row<'a>),
    /// It was merged into this id.
    Merged(&'a str),
    /// It was removed, for this reason.
    Removed(&'a str),
    /// It never was.
    Unknown,
}

/// A feature near a place.
#[derive(Debug)]
pub struct Near<'a> {
    /// The feature.
    pub row: Row<'a>,
    /// Geodesic distance to its geometry, metres; 0 inside an area.
    pub distance_m: f64,
}

/// What a map of the catalog must print.
pub fn attribution(catalog: &dyn Catalog) -> String {
    let mut credits: Vec<&str> =
        catalog.sources().iter().map(|s| s.credit.as_str()).filter(|c| !c.is_empty()).collect();
    credits.sort_unstable();
    credits.dedup();
    credits.join(" · ")
}

/// A store of collections.
pub trait Catalog: Send + Sync {
    /// Version of the release by content.
    fn version(&self) -> &str;
    /// Every collection, in the order of the service.
    fn collections(&self) -> &[Collection];
    /// One collection.
    fn collection(&self, id: &str) -> Option<&Collection> {
        self.collections().iter().find(|c| c.id == id)
    }
    /// The features of `collection` that `query` selects.
    ///
    /// # Errors
    /// The query names a property or a cursor that the collection does not have.
    fn select<'a>(&'a self, collection: &'a Collection, query: &Query) -> Result<Selection<'a>>;
    /// What became of `id` in `collection`.
    fn feature<'a>(&'a self, collection: &'a Collection, id: &str) -> Lookup<'a>;
    /// Projects and places by name, best first.
    fn search(&self, text: &str, limit: usize) -> Vec<Scored<Found>>;
    /// Placed projects within `radius_m` metres of `[lon, lat]`, nearest first.
    fn nearby(&self, at: [f64; 2], radius_m: f64) -> Vec<Near<'_>>;
    /// The document of a plan with its mentions.
    fn text(&self, plan: &str) -> Option<&PlanText>;
    /// Figures of the release.
    fn quality(&self) -> &Quality;
    /// Sources and licences.
    fn sources(&self) -> &[SourceInfo];
}
