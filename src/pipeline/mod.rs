//! The pipeline: from documents and geodata to a release, and the same steps for one name or one new document.
//!
//! In: the folders `seeds/` and `geodata/`. Out: the contents of a release, or answers about one text.
//! Must not know: HTTP.

mod add;
mod build;
mod compare;
mod crosses;
mod describe;
mod explain;
mod ingest;
mod known;
mod places;
mod plans;
mod report;
mod rows;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod ingest_tests;

pub use build::{Built, Inputs, build, read_inputs};
pub use compare::{Match, Verdict};
pub use explain::explain;
pub use ingest::{IngestRow, Ingested, Named, Newdoc, Wanted, files, ingest};
pub use plans::Seed;

use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::geocode::{Candidate, explain_name};
use crate::scored::Scored;
use std::path::Path;

/// Everything that a name or phrase may stand for, best first.
///
/// # Errors
/// When the gazetteer cannot be read.
pub fn locate(text: &str, geodata: &Path) -> Result<Vec<Scored<Candidate>>> {
    Ok(explain_name(text, &Gazetteer::load(geodata)?))
}
