//! Lines kept by hand: railways, roads, pipelines and water lines as waypoints with a source each.
//!
//! In: `curated/alignments/*.toml`. Out: [`Alignment`]. Must not know: projects. The doubt of a part and of the line comes
//! from `doubt` beside this file; a part may state a wider one, never a narrower.

use crate::error::{Error, Result};
use crate::gazetteer::curated::{doubt as metres_of, point, read_all};
use crate::gazetteer::datum::metres;
use crate::gazetteer::doubt::{self, Gap};
use crate::gazetteer::key::Key;
use crate::gazetteer::sources::Sources;
use crate::geometry::{Coord, Geom, LineString, length_m};
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
    /// How far the axis may pass from it, metres.
    pub radius_m: f64,
}

/// One stretch with its own support.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Grade.
    pub grade: Grade,
    /// 95 % of the true axis lies at least within this, by the person who drew it, metres; 0 where the model says all.
    pub stated_m: f64,
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

    /// 95 % of the true axis lies within this of the drawn line, metres; `share` is that of the whole line.
    pub fn uncertainty_m(&self, share: f64) -> f64 {
        doubt::of_gaps(&self.gaps(share))
    }

    fn gaps(&self, share: f64) -> Vec<Gap> {
        let share = if self.grade == Grade::Schematic { doubt::WANDER_ENDS } else { share };
        let gap = |pair: &[Waypoint]| {
            let radius_m = pair.iter().map(|w| w.radius_m).fold(0.0, f64::max);
            let gap = Gap::new(metres(pair[0].point, pair[1].point), radius_m, share);
            Gap { limit_m: gap.limit_m.max(self.stated_m), ..gap }
        };
        self.waypoints.windows(2).map(gap).collect()
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

/// A line that is better than schematic is as long as published to within this share.
pub const LENGTH_TOLERANCE: f64 = 0.1;

impl Alignment {
    /// As drawn, metres on the ellipsoid.
    pub fn drawn_m(&self) -> f64 {
        self.stretches.iter().map(|s| length_m(&Geom::LineString(s.line()))).sum()
    }

    /// Published length over drawn length, for the published length that fits best.
    pub fn stretch(&self) -> Option<f64> {
        let drawn_m = self.drawn_m();
        let ratios = self.published.iter().map(|p| p.km * 1_000.0 / drawn_m);
        ratios.min_by(|a, b| (1.0 - 1.0 / a).abs().total_cmp(&(1.0 - 1.0 / b).abs()))
    }

    /// Does the drawn line contradict every published length? Never where none is published.
    pub fn length_contradicts(&self) -> bool {
        self.stretch().is_some_and(|stretch| (1.0 / stretch - 1.0).abs() > LENGTH_TOLERANCE)
    }

    /// The share of a gap by which this line may wander.
    pub fn wander(&self) -> f64 {
        let whole = self.stretches.iter().all(|s| s.grade != Grade::Schematic);
        let stretch = self.stretch().filter(|_| whole && !self.length_contradicts());
        stretch.map_or(doubt::WANDER, doubt::share_of_length)
    }

    /// 95 % of the true axis of the whole line lies within this, metres.
    pub fn uncertainty_m(&self) -> f64 {
        let share = self.wander();
        doubt::of_gaps(&self.stretches.iter().flat_map(|s| s.gaps(share)).collect::<Vec<_>>())
    }
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
    uncertainty_m: Option<f64>,
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
    radius_m: Option<f64>,
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
        stated_m: part.uncertainty_m.map_or(Ok(0.0), |m| metres_of(path, &what, m))?,
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
    let radius_m = match row.radius_m {
        Some(stated) => metres_of(path, what, stated)?,
        None => doubt::radius_m(&row.name, &row.source),
    };
    let point = point(path, what, [row.lon, row.lat])?;
    Ok(Waypoint { point, name: row.name, source: row.source, radius_m })
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
