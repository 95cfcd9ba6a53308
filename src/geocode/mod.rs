//! Locations: where is a project, how sure is that, and from what.
//!
//! In: projects, their mentions, the gazetteer and the curated alignments, sites and areas. Out: [`Location`].
//! Must not know: HTTP.

use crate::geometry::Geom;
use crate::vocabulary::{Grade, PlaceLevel};
use serde::{Deserialize, Serialize};

/// One part of a geometry with its own support.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How well it is supported.
    pub grade: Grade,
    /// How it was made.
    pub method: String,
    /// Source id or citation.
    pub source: String,
    /// Doubt in metres, by the definition of the contract.
    pub uncertainty_m: f64,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceRef {
    /// Id in `geodata/sources.toml`, or the address of a page.
    pub id: String,
    /// Licence as the source states it.
    pub licence: String,
    /// Date of the data or of the page.
    pub date: String,
}

/// A place that was considered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The place: its full name and id.
    pub place: String,
    /// 0.0 to 1.0.
    pub score: f64,
    /// Why it was taken or left.
    pub reason: String,
}

/// A length that somebody published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedLength {
    /// Kilometres.
    pub km: f64,
    /// When it was said.
    pub date: String,
    /// By whom (source id or citation).
    pub source: String,
}

/// A project's location, or the reason why it has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// Null when unplaced.
    pub geometry: Option<Geom>,
    /// Grade of the worst part; null when unplaced.
    pub grade: Option<Grade>,
    /// Size of the unit it stands on.
    pub place_level: Option<PlaceLevel>,
    /// Doubt of the whole, metres.
    pub uncertainty_m: Option<f64>,
    /// How it was made.
    pub method: String,
    /// Per part.
    pub parts: Vec<Part>,
    /// Sources of the geometry.
    pub sources: Vec<SourceRef>,
    /// What was considered.
    pub candidates: Vec<Candidate>,
    /// Six-digit codes of the 盟市 and 旗县 it touches, sorted.
    pub admin: Vec<String>,
    /// Their names, same order.
    pub admin_names: Vec<String>,
    /// Published lengths.
    pub length_published: Vec<PublishedLength>,
    /// English name from a sourced table.
    pub name_en: Option<String>,
    /// Fully qualified resolved toponyms (内蒙古自治区包头市…), in the order of the name.
    pub resolved: Vec<String>,
    /// Why it is unplaced; null when placed.
    pub reason: Option<String>,
    /// What was tried, for the unplaced list.
    pub tried: Vec<String>,
}
