//! Lines kept by hand: railways, roads, pipelines and water lines as waypoints with a source each.
//!
//! In: `curated/alignments/*.toml`. Out: [`Alignment`]. Must not know: projects.

use crate::error::{Error, Result};
use crate::gazetteer::curated::{doubt, point, read_all};
use crate::gazetteer::key::Key;
use crate::gazetteer::sources::Sources;
use crate::geometry::{Coord, LineString};
use crate::vocabulary::{Category, Grade};
use serde::Deserialize;
use std::path::Path;

/// A length that somebody published.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Published {
    /// Kilometres.
    pub km: f64,
    /// When it was said.
    pub date: String,
    /// Source id or citation.
    #[serde(default)]
    pub source: String,
    /// Address of the page.
    #[serde(default)]
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Anything else (which stretch it is).
    #[serde(default)]
    pub note: String,
}

/// One point on a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Waypoint {
    /// Its name.
    pub name: String,
    /// Degrees.
    pub point: Coord<f64>,
    /// Source id or address.
    pub source: String,
}

/// One stretch with its own support.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Grade.
    pub grade: Grade,
    /// 95 % of the true axis lies within this of the drawn line, metres.
    pub uncertainty_m: f64,
    /// How it was made.
    pub method: String,
    /// Source id or address.
    pub source: String,
    /// In order; at least two.
    pub waypoints: Vec<Waypoint>,
}

impl Stretch {
    /// As drawn, degrees.
    pub fn line(&self) -> LineString<f64> {
        self.waypoints.iter().map(|w| w.point).collect()
    }
}

/// One line project.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// `line-<file name>`.
    pub id: String,
    /// As plans write it; the first is the fullest.
    pub names: Vec<String>,
    /// Their keys.
    pub keys: Vec<Key>,
    /// Road codes.
    pub codes: Vec<String>,
    /// What it is.
    pub category: Category,
    /// The finer word.
    pub kind: String,
    /// English name.
    pub name_en: Option<String>,
    /// What was done and what is doubtful.
    pub note: String,
    /// Published lengths.
    pub published: Vec<Published>,
    /// In order along the line.
    pub stretches: Vec<Stretch>,
}

#[derive(Deserialize)]
struct File {
    names: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    category: Category,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    published: Vec<Published>,
    #[serde(default)]
    parts: Vec<PartFile>,
}

#[derive(Deserialize)]
struct PartFile {
    grade: Grade,
    uncertainty_m: f64,
    method: String,
    source: String,
    waypoints: Vec<WaypointFile>,
}

#[derive(Deserialize)]
struct WaypointFile {
    #[serde(default)]
    name: String,
    lon: f64,
    lat: f64,
    #[serde(default)]
    source: String,
}

/// Reads every file of `dir`.
pub fn read(dir: &Path, sources: &Sources) -> Result<Vec<Alignment>> {
    read_all::<File>(dir)?.into_iter().map(|(path, file)| alignment(&path, file, sources)).collect()
}

fn alignment(path: &Path, file: File, sources: &Sources) -> Result<Alignment> {
    if file.names.is_empty() || file.parts.is_empty() {
        return Err(Error::file(path, "a line needs names and at least one [[parts]] table"));
    }
    if let Some(bad) = file.published.iter().find(|p| !(p.km.is_finite() && p.km > 0.0)) {
        return Err(Error::file(path, format!("published: km {} is not a length above 0", bad.km)));
    }
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let parts = file.parts.into_iter().enumerate();
    Ok(Alignment {
        id: format!("line-{stem}"),
        keys: Key::all(&file.names),
        names: file.names,
        codes: file.codes,
        category: file.category,
        kind: file.kind,
        name_en: Some(file.name_en).filter(|n| !n.is_empty()),
        note: file.note,
        published: file.published,
        stretches: parts.map(|(i, part)| stretch(path, i + 1, part, sources)).collect::<Result<_>>()?,
    })
}

fn stretch(path: &Path, number: usize, part: PartFile, sources: &Sources) -> Result<Stretch> {
    let what = format!("parts, table {number}");
    if part.grade == Grade::Area || part.waypoints.len() < 2 {
        let message = format!("{what}: needs grade exact, near or schematic and at least two waypoints");
        return Err(Error::file(path, message));
    }
    sources.check(&part.source).map_err(|why| Error::file(path, format!("{what}: {why}")))?;
    let waypoints = part.waypoints.into_iter().enumerate();
    Ok(Stretch {
        grade: part.grade,
        uncertainty_m: doubt(path, &what, part.uncertainty_m)?,
        method: part.method,
        source: part.source,
        waypoints: waypoints
            .map(|(i, w)| waypoint(path, &format!("{what}, waypoint {} {}", i + 1, w.name), w, sources))
            .collect::<Result<_>>()?,
    })
}

fn waypoint(path: &Path, what: &str, row: WaypointFile, sources: &Sources) -> Result<Waypoint> {
    if !row.source.is_empty() {
        sources.check(&row.source).map_err(|why| Error::file(path, format!("{what}: {why}")))?;
    }
    Ok(Waypoint { point: point(path, what, [row.lon, row.lat])?, name: row.name, source: row.source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(part: &str) -> Result<Vec<Alignment>> {
        let dir = tempfile::tempdir().map_err(|e| Error::Other(e.to_string()))?;
        let text = format!(
            "names=['甲至乙铁路']\ncategory='rail'\n[[parts]]\ngrade='near'\nuncertainty_m=900\nmethod='m'\nsource='https://a.b'\n{part}"
        );
        std::fs::write(dir.path().join("x.toml"), text).map_err(|e| Error::Other(e.to_string()))?;
        read(dir.path(), &Sources::default())
    }

    #[test]
    fn a_line_is_read_in_order() {
        let read = load("waypoints=[{name='甲',lon=110.0,lat=40.0},{name='乙',lon=111.0,lat=40.5}]");
        assert!(read.is_ok_and(|a| a[0].stretches[0].line().0[1].x == 111.0));
    }

    #[test]
    fn a_swapped_waypoint_is_named() {
        let read = load("waypoints=[{name='甲',lon=40.0,lat=110.0},{name='乙',lon=111.0,lat=40.5}]");
        assert!(read.is_err_and(|e| e.to_string().contains("甲") && e.to_string().contains("swapped")));
    }
}
