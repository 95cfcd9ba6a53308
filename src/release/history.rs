//! What earlier releases held, kept beside the release and never in it: the same inputs still give the same bytes.
//!
//! In: a release folder that is about to be replaced. Out: `<release>.history/<number>-<version>.json`, one [`Digest`] a
//! replaced release, the last [`KEPT`] of them; no clock time. Must not know: what changed (a reader compares).

use super::files::PROJECTS;
use super::manifest::{read_manifest, sha256};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many replaced releases are remembered.
pub const KEPT: usize = 20;
/// Hexadecimal digits of a value's hash.
const DIGITS: usize = 12;
/// The field that stands for the geometry.
const GEOMETRY: &str = "geometry";

/// The projects of a release, each field as a short hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Version of the release.
    pub version: String,
    /// Fields in the order of the hashes.
    pub fields: Vec<String>,
    /// Project ids with the hashes of their fields, one after another.
    pub projects: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    id: String,
    geometry: Value,
    properties: BTreeMap<String, Value>,
}

impl Digest {
    /// The digest of the release in `dir`.
    ///
    /// # Errors
    /// There is no release, or its projects cannot be read.
    pub fn of(dir: &Path) -> Result<Self> {
        let version = read_manifest(dir)?.version;
        let path = dir.join(PROJECTS);
        let text = fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
        let all: Collection =
            serde_json::from_str(&text).map_err(|e| Error::line(&path, e.line(), e.to_string()))?;
        let mut fields: Vec<String> =
            all.features.iter().flat_map(|f| f.properties.keys().cloned()).collect();
        fields.sort_unstable();
        fields.dedup();
        let projects = all.features.iter().map(|f| (f.id.clone(), hashes(f, &fields))).collect();
        fields.push(GEOMETRY.to_owned());
        Ok(Self { version, fields, projects })
    }

    /// The hash of `field` of a project; none if there is no such project or field.
    pub fn hash(&self, project: &str, field: &str) -> Option<&str> {
        let position = self.fields.iter().position(|f| f == field)?;
        self.projects.get(project)?.get(position * DIGITS..(position + 1) * DIGITS)
    }
}

fn hashes(feature: &Feature, fields: &[String]) -> String {
    let hash = |value: &Value| sha256(value.to_string().as_bytes()).chars().take(DIGITS).collect::<String>();
    let properties = fields.iter().map(|f| hash(feature.properties.get(f).unwrap_or(&Value::Null)));
    properties.chain([hash(&feature.geometry)]).collect()
}

/// The folder of the history of the release `dir`.
fn folder(dir: &Path) -> Option<PathBuf> {
    let name = dir.file_name()?;
    Some(dir.with_file_name(format!("{}.history", name.to_string_lossy())))
}

/// Number and path of each remembered release, oldest first.
fn remembered(folder: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    let mut found: Vec<(u64, PathBuf)> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .filter_map(|path| {
            let number = path.file_stem()?.to_string_lossy().split('-').next()?.parse().ok()?;
            Some((number, path))
        })
        .collect();
    found.sort();
    found
}

/// Remembers the release in `dir`, which `next` is about to replace; the oldest ones beyond [`KEPT`] are forgotten. A
/// folder without a release that can be read, and the same release again, leave no trace.
///
/// # Errors
/// The disk refuses.
pub(super) fn remember(dir: &Path, next: &str) -> Result<()> {
    let (Ok(digest), Some(folder)) = (Digest::of(dir), folder(dir)) else { return Ok(()) };
    if digest.version == next {
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(|e| Error::io(&folder, e))?;
    let mut known = remembered(&folder);
    let own = format!("-{}.json", digest.version);
    let (again, others): (Vec<_>, Vec<_>) =
        known.drain(..).partition(|(_, path)| path.to_string_lossy().ends_with(&own));
    let number = again.iter().chain(&others).map(|(n, _)| *n).max().unwrap_or(0) + 1;
    let path = folder.join(format!("{number:06}{own}"));
    let text = serde_json::to_string(&digest).map_err(|e| Error::Other(e.to_string()))?;
    fs::write(&path, text).map_err(|e| Error::io(&path, e))?;
    let excess = (others.len() + 1).saturating_sub(KEPT);
    for (_, old) in again.iter().chain(others.iter().take(excess)) {
        fs::remove_file(old).map_err(|e| Error::io(old, e))?;
    }
    Ok(())
}

/// The remembered releases of `dir`, oldest first; one that cannot be read is left out.
pub fn history(dir: &Path) -> Vec<Digest> {
    let all = folder(dir).map(|f| remembered(&f)).unwrap_or_default();
    let read = |path: &Path| serde_json::from_str(&fs::read_to_string(path).ok()?).ok();
    all.iter().filter_map(|(_, path)| read(path)).collect()
}
