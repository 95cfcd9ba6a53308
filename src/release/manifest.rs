//! The manifest: what a release folder holds, with hashes, counts and sums.
//!
//! In: files as bytes, [`Contents`]. Out: [`Manifest`]. Must not know: the clock.

use super::Contents;
use super::files::MANIFEST;
use super::sums::{ChapterSum, SumRow, chapters, sums};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// One file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size.
    pub bytes: u64,
}

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`](super::FORMAT).
    pub format: u32,
    /// Hash of the contents: equal inputs give an equal version.
    pub version: String,
    /// Every other file by its name in the folder.
    pub files: BTreeMap<String, FileEntry>,
    /// Rows by kind.
    pub counts: BTreeMap<String, usize>,
    /// Per plan.
    pub sums: Vec<SumRow>,
    /// Per chapter of each plan.
    #[serde(default)]
    pub chapters: Vec<ChapterSum>,
}

impl Manifest {
    /// The manifest of `files` (name, bytes) that hold `contents`.
    pub fn new(format: u32, files: &[(String, Vec<u8>)], contents: &Contents) -> Self {
        let entries: BTreeMap<String, FileEntry> = files
            .iter()
            .map(|(name, bytes)| {
                (name.clone(), FileEntry { sha256: sha256(bytes), bytes: bytes.len() as u64 })
            })
            .collect();
        let listing: String = entries.iter().map(|(name, e)| format!("{name} {}\n", e.sha256)).collect();
        let version = sha256(format!("{format}\n{listing}").as_bytes()).chars().take(16).collect();
        let (counts, sums, chapters) = (counts(contents), sums(contents), chapters(contents));
        Self { format, version, files: entries, counts, sums, chapters }
    }
}

/// SHA-256 of `bytes`, lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn counts(contents: &Contents) -> BTreeMap<String, usize> {
    let placed = contents.projects.iter().filter(|p| p.geometry.is_some()).count();
    [
        ("plans", contents.plans.len()),
        ("mentions", contents.mentions.len()),
        ("projects", contents.projects.len()),
        ("placed", placed),
        ("unplaced", contents.projects.len() - placed),
        ("places", contents.places.len()),
        ("admin", contents.admin.len()),
    ]
    .map(|(name, count)| (name.to_owned(), count))
    .into()
}

/// Reads the manifest of the release in `dir`.
///
/// # Errors
/// The file is missing, is not a manifest, or has another format.
pub fn read_manifest(dir: &Path) -> Result<Manifest> {
    let path = dir.join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            Error::file(dir, format!("no release here ({MANIFEST} is missing): run `planmap build` first"))
        }
        _ => Error::io(&path, e),
    })?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|e| Error::line(&path, e.line(), e.to_string()))?;
    if manifest.format != super::FORMAT {
        let found = manifest.format;
        return Err(Error::file(
            &path,
            format!("format {found}, this program reads format {}", super::FORMAT),
        ));
    }
    Ok(manifest)
}
