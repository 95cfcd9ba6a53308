//! The release: everything the pipeline found, frozen on disk and versioned by content.
//!
//! In: [`Contents`]. Out: a folder (`mentions.jsonl`, `projects.geojson`, `projects.fgb`, `plans.json`,
//! `unplaced.jsonl`, `manifest.json` and the base data), swapped in whole, and the same [`Contents`] when read.
//! Must not know: how rows were made.

mod check;
pub mod fgb;
mod files;
mod ground;
mod history;
mod manifest;
mod read;
mod rows;
mod site_like;
mod stage;
mod sums;
mod swap;
mod tables;
mod write;

pub use check::{Issue, check};
pub use files::{FORMAT, FeatureJson};
pub use history::{Digest, KEPT, history};
pub use manifest::{FileEntry, Manifest, read_manifest};
pub use read::read;
pub use rows::*;
pub use site_like::{SiteShare, is_site_like, site_share};
pub use stage::{Wording, is_list_heading, stage};
pub use sums::{ChapterSum, SumRow, chapters, sums};
pub use tables::{
    ADMIN_COLUMNS, Column, ColumnKind, MENTION_COLUMNS, PLACE_COLUMNS, PLAN_COLUMNS, PROJECT_COLUMNS,
};
pub use write::{normalised, write};

/// Decimals of a degree that a release keeps (0.000001 degrees is 0.1 m).
pub const DECIMALS: i32 = 6;
