//! Mentions: which works and zones does a plan name, with exact spans.
//!
//! In: a document (cleaned text with its map back to the raw file) and word lists. Out: [`Mention`] values in text
//! order. Must not know: where anything is; a toponym here is a string as written.

use crate::vocabulary::{Category, Role, Status, Work};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// The form in space that the wording promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A thing at one place.
    Site,
    /// A thing between places, named in order (ends first and last, towns passed between).
    Line {
        /// Stops as written, in order; at least one.
        stops: Vec<String>,
    },
    /// A zone, region or river.
    Zone,
}

/// A figure that the plan gives for a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, in `unit`.
    pub value: f64,
    /// The unit as written, completed (公里, 万立方米/年, 万千瓦).
    pub unit: String,
    /// What it measures, in words of the plan or of the lexicon (长度, 取水量, 装机).
    pub of: String,
    /// The text it was read from, mended.
    pub text: String,
    /// First code point in the raw file.
    pub start: usize,
    /// One past the last code point in the raw file.
    pub end: usize,
}

/// A body made responsible for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Full name at the time of the plan.
    pub name: String,
    /// Its part.
    pub role: Role,
    /// The same body's name today, null if it is the same or not known.
    pub name_today: Option<String>,
    /// The words of the plan.
    pub text: String,
}

/// A character of `reading` that did not stand where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Where in `reading` (code points).
    pub at: usize,
    /// What was put there; empty when something was taken out.
    pub text: String,
    /// First code point of its place in the raw file.
    pub from_start: usize,
    /// One past the last.
    pub from_end: usize,
    /// Why: `displaced_digits`, `page_mark`, `line_break`, `bookmark`.
    pub why: String,
}

/// One place in one plan that names one project.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Id of the plan.
    pub plan: String,
    /// Raw code-point span of the quote.
    pub span: Range<usize>,
    /// The raw characters of the span.
    pub quote: String,
    /// The quote, mended.
    pub reading: String,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// Raw span of the whole sentence or list entry.
    pub sentence: Range<usize>,
    /// Headings above it, outermost first.
    pub heading: Vec<String>,
    /// Completed name (包头机场, 包头至银川高速铁路).
    pub name: String,
    /// What it is.
    pub category: Category,
    /// The finer word, if clear.
    pub kind: Option<String>,
    /// For ecology: natural region, treatment works or statutory area.
    pub zone_kind: Option<String>,
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// The plan's own words for it.
    pub status_text: String,
    /// Year of the target, if the plan gives one.
    pub target_year: Option<i32>,
    /// Toponyms inside the name, as written, in order.
    pub toponyms: Vec<String>,
    /// Toponyms that govern the sentence or entry (subject, heading), nearest first; not part of the name.
    pub context: Vec<String>,
    /// Road code (S27), if any.
    pub code: Option<String>,
    /// Form in space.
    pub shape: Shape,
    /// Figures tied to it.
    pub quantities: Vec<Quantity>,
    /// Bodies made responsible for it.
    pub responsible: Vec<Responsible>,
    /// The rule that found it.
    pub rule: String,
}
