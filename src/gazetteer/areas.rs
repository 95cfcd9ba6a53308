//! Outlines of deserts, plains, river corridors and other zones, drawn by hand with a source for their extent.
//!
//! In: `curated/areas/*.toml`. Out: [`Area`]. Must not know: projects.

use crate::error::{Error, Result};
use crate::gazetteer::admin::Units;
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::curated::{OneOrMany, doubt, point, read_all};
use crate::gazetteer::key::Key;
use crate::gazetteer::shape;
use crate::gazetteer::sources::Sources;
use crate::geometry::{Geom, LineString, MultiLineString, MultiPolygon};
use serde::Deserialize;
use std::path::Path;

/// One zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// `area-<file name>`.
    pub id: String,
    /// As plans write it; the first is the fullest.
    pub names: Vec<String>,
    /// Their keys.
    pub keys: Vec<Key>,
    /// What it is.
    pub class: PlaceClass,
    /// 自然地理区域, 治理工程区, 法定区域.
    pub zone_kind: String,
    /// 95 % of the true outline lies within this of the drawn one, metres.
    pub uncertainty_m: f64,
    /// How it was drawn.
    pub method: String,
    /// Source id.
    pub source: String,
    /// What the sources say about its extent.
    pub sources_text: Vec<String>,
    /// Outline or line, degrees; valid by OGC rules.
    pub geometry: Geom,
    /// Codes, when it is made of whole units.
    pub units: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    names: Vec<String>,
    class: String,
    zone_kind: String,
    geometry: String,
    uncertainty_m: f64,
    method: String,
    source: String,
    #[serde(default)]
    sources_text: Vec<String>,
    #[serde(default)]
    clip: OneOrMany,
    #[serde(default)]
    admin: OneOrMany,
    #[serde(default)]
    buffer_m: Option<f64>,
    #[serde(default)]
    rings: Vec<Vec<[f64; 2]>>,
}

const ZONE_KINDS: [&str; 3] = ["自然地理区域", "治理工程区", "法定区域"];

/// Reads every file of `dir`.
pub fn read(dir: &Path, units: &Units, sources: &Sources) -> Result<Vec<Area>> {
    read_all::<File>(dir)?.into_iter().map(|(path, file)| area(&path, file, units, sources)).collect()
}

fn area(path: &Path, file: File, units: &Units, sources: &Sources) -> Result<Area> {
    let wrong = |message: String| Error::file(path, message);
    if file.names.is_empty() {
        return Err(wrong("names is empty".into()));
    }
    if !ZONE_KINDS.contains(&file.zone_kind.as_str()) {
        return Err(wrong(format!(
            "zone_kind \"{}\" is not one of: {}",
            file.zone_kind,
            ZONE_KINDS.join(" ")
        )));
    }
    sources.check(&file.source).map_err(wrong)?;
    let codes: Vec<String> = file.admin.clone().list();
    let codes: Vec<String> =
        codes.into_iter().map(|code| units.resolve(&code).map_or(code, |u| u.code.clone())).collect();
    let clip = file.clip.clone().list();
    if let Some(code) = codes.iter().chain(&clip).find(|code| units.get(code).is_none()) {
        return Err(wrong(format!("code \"{code}\" is not in admin.fgb")));
    }
    let class = file.class.parse().map_err(|e: Error| wrong(e.to_string()))?;
    let geometry = clipped(outline(path, &file, &codes, units)?, &clip, units);
    if shape::is_empty(&geometry) {
        return Err(wrong("nothing is left of the outline".into()));
    }
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Area {
        id: format!("area-{stem}"),
        class,
        zone_kind: file.zone_kind,
        uncertainty_m: doubt(path, "area", file.uncertainty_m)?,
        method: file.method,
        source: file.source,
        sources_text: file.sources_text,
        geometry,
        units: codes,
        keys: Key::all(&file.names),
        names: file.names,
    })
}

fn outline(path: &Path, file: &File, codes: &[String], units: &Units) -> Result<Geom> {
    let mut rings = Vec::new();
    for (number, ring) in file.rings.iter().enumerate() {
        let what = format!("rings, list {}", number + 1);
        let points = ring.iter().map(|pair| point(path, &what, *pair)).collect::<Result<Vec<_>>>()?;
        rings.push(LineString::from(points));
    }
    let drawn = match (file.geometry.as_str(), file.buffer_m) {
        ("polygon", _) => shape::polygons_from_rings(rings),
        ("line", None) if rings.iter().all(|r| r.0.len() > 1) && !rings.is_empty() => {
            return Ok(shape::line(MultiLineString(rings)));
        }
        ("line", Some(width)) if width > 0.0 => shape::corridor(&MultiLineString(rings), width),
        ("line", _) => {
            return Err(Error::file(path, "a line needs lists of at least two points".to_string()));
        }
        (other, _) => {
            let message = format!("geometry \"{other}\" is not polygon or line");
            return Err(Error::file(path, message));
        }
    };
    let whole: Vec<&MultiPolygon<f64>> =
        codes.iter().filter_map(|c| units.get(c)).map(|u| &u.boundary).collect();
    let parts: Vec<&MultiPolygon<f64>> = std::iter::once(&drawn).chain(whole).collect();
    Ok(Geom::MultiPolygon(shape::union(&parts)))
}

fn clipped(geometry: Geom, clip: &[String], units: &Units) -> Geom {
    let limits: Vec<&MultiPolygon<f64>> =
        clip.iter().filter_map(|c| units.get(c)).map(|u| &u.boundary).collect();
    if limits.is_empty() {
        return geometry;
    }
    shape::clip(&geometry, &shape::union(&limits))
}
