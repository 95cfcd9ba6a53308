//! The release: everything the pipeline found, frozen on disk and versioned by content.
//!
//! In: [`Contents`]. Out: a folder (`mentions.jsonl`, `projects.geojson`, `projects.fgb`, `plans.json`,
//! `unplaced.jsonl`, `manifest.json` and the base data), swapped in whole, and the same [`Contents`] when read.
//! Must not know: how rows were made.

mod rows;
pub use rows::*;
