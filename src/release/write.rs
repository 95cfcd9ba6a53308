//! The writer: contents to a folder of files.
//!
//! In: [`Contents`]. Out: the folder, byte-identical when repeated. Must not know: how rows were made.

use super::fgb::{self, Field, Row};
use super::files::{
    ADMIN, ALIASES, FORMAT, FeatureJson, MANIFEST, MENTIONS, PLACES, PLANS, PROJECTS, PROJECTS_FGB, QUALITY,
    SOURCES, TEXTS, UNPLACED,
};
use super::tables::{ADMIN_COLUMNS, Column, PLACE_COLUMNS, PROJECT_COLUMNS};
use super::{ColumnKind, Contents, DECIMALS, Manifest, history, swap};
use crate::error::{Error, Result};
use crate::geometry::{Geom, label_point, oriented, problem, rounded};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes `contents` as the release folder `out`: beside its place, then swapped in whole.
///
/// Coordinates are rounded to [`DECIMALS`], rings follow the right-hand rule, rows are sorted (projects and places by
/// id, units by code), missing label points are added.
///
/// # Errors
/// A geometry is invalid, an id is used twice, `out` holds something else, or the disk refuses. The release that was
/// there stays as it was.
pub fn write(contents: &Contents, out: &Path) -> Result<Manifest> {
    let contents = normalised(contents)?;
    let mut files = files(&contents)?;
    let manifest = Manifest::new(FORMAT, &files, &contents);
    files.push((MANIFEST.to_owned(), pretty(&manifest)?));
    history::remember(out, &manifest.version)?;
    swap::write_folder(out, &files)?;
    Ok(manifest)
}

/// The contents as a reader gives them back: rounded, oriented, sorted.
///
/// # Errors
/// A geometry is invalid.
pub fn normalised(contents: &Contents) -> Result<Contents> {
    let mut c = contents.clone();
    for project in &mut c.projects {
        let Some(geometry) = &project.geometry else { continue };
        let tidy = tidy(geometry, "project", &project.id)?;
        let label = project.properties.label_point.or_else(|| label_point(&tidy));
        project.properties.label_point = label.map(|p| p.map(round));
        project.geometry = Some(tidy);
    }
    for place in &mut c.places {
        place.geometry = tidy(&place.geometry, "place", &place.id)?;
    }
    for unit in &mut c.admin {
        unit.geometry = tidy(&unit.geometry, "unit", &unit.code)?;
    }
    c.projects.sort_by(|a, b| a.id.cmp(&b.id));
    c.places.sort_by(|a, b| a.id.cmp(&b.id));
    c.admin.sort_by(|a, b| a.code.cmp(&b.code));
    c.merged.sort();
    c.removed.sort();
    Ok(c)
}

fn round(degrees: f64) -> f64 {
    let factor = 10f64.powi(DECIMALS);
    (degrees * factor).round() / factor
}

fn tidy(geometry: &Geom, what: &str, id: &str) -> Result<Geom> {
    let tidy = oriented(rounded(geometry, DECIMALS));
    match problem(&tidy) {
        None => Ok(tidy),
        Some(message) => Err(Error::Other(format!("{what} {id}: {message}"))),
    }
}

fn files(c: &Contents) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = vec![
        (PLANS.to_owned(), list(&c.plans)?),
        (MENTIONS.to_owned(), lines(&c.mentions)?),
        (PROJECTS.to_owned(), collection(c)?),
        (PROJECTS_FGB.to_owned(), projects_fgb(c)?),
        (UNPLACED.to_owned(), lines(&c.unplaced)?),
        (PLACES.to_owned(), places_fgb(c)?),
        (ADMIN.to_owned(), admin_fgb(c)?),
        (ALIASES.to_owned(), aliases(c)?),
        (SOURCES.to_owned(), list(&c.sources)?),
        (QUALITY.to_owned(), pretty(&c.quality)?),
    ];
    for text in &c.texts {
        if !file_safe(&text.plan) {
            return Err(Error::Other(format!("plan id \"{}\" cannot name a file", text.plan)));
        }
        files.push((format!("{TEXTS}/{}.txt", text.plan), text.text.clone().into_bytes()));
        files.push((format!("{TEXTS}/{}.headings.json", text.plan), list(&text.headings)?));
    }
    Ok(files)
}

/// Whether `id` is a plain file name on every system.
pub(super) fn file_safe(id: &str) -> bool {
    !id.is_empty()
        && !id.starts_with('.')
        && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Other(format!("cannot be written as JSON: {e}")))
}

fn pretty(value: &impl Serialize) -> Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Error::Other(e.to_string()))?;
    Ok((text + "\n").into_bytes())
}

fn lines<T: Serialize>(rows: &[T]) -> Result<Vec<u8>> {
    let mut out = String::new();
    for row in rows {
        out.push_str(&json(row)?);
        out.push('\n');
    }
    Ok(out.into_bytes())
}

/// A JSON list with one row a line, so that a diff shows rows.
fn list<T: Serialize>(rows: &[T]) -> Result<Vec<u8>> {
    let rows = rows.iter().map(json).collect::<Result<Vec<_>>>()?;
    Ok(format!("[\n{}\n]\n", rows.join(",\n")).into_bytes())
}

fn collection(c: &Contents) -> Result<Vec<u8>> {
    let features = c
        .projects
        .iter()
        .map(|p| json(&FeatureJson::new(&p.id, p.geometry.as_ref(), &p.properties)))
        .collect::<Result<Vec<_>>>()?;
    let features = features.join(",\n");
    Ok(format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{features}\n]}}\n").into_bytes())
}

fn aliases(c: &Contents) -> Result<Vec<u8>> {
    let merged: BTreeMap<_, _> = c.merged.iter().cloned().collect();
    let removed: BTreeMap<_, _> = c.removed.iter().cloned().collect();
    pretty(&serde_json::json!({"merged": merged, "removed": removed}))
}

/// `id` and then `columns` as FlatGeobuf fields.
pub(super) fn with_id(columns: &[Column]) -> Vec<Field<'static>> {
    std::iter::once(("id", ColumnKind::Text)).chain(columns.iter().map(|c| (c.name, c.kind))).collect()
}

fn row(id: &str, geometry: &Geom, properties: serde_json::Result<Value>) -> Result<Row> {
    let properties = properties.map_err(|e| Error::Other(format!("{id}: {e}")))?;
    let mut map = Map::new();
    map.insert("id".to_owned(), Value::String(id.to_owned()));
    if let Value::Object(rest) = properties {
        map.extend(rest);
    }
    Ok((geometry.clone(), map))
}

fn projects_fgb(c: &Contents) -> Result<Vec<u8>> {
    let placed = c.projects.iter().filter_map(|p| Some((p, p.geometry.as_ref()?)));
    let rows = placed
        .map(|(p, g)| row(&p.id, g, serde_json::to_value(&p.properties)))
        .collect::<Result<Vec<_>>>()?;
    fgb::encode("projects", &with_id(PROJECT_COLUMNS), &rows)
}

fn places_fgb(c: &Contents) -> Result<Vec<u8>> {
    let rows =
        c.places.iter().map(|p| row(&p.id, &p.geometry, p.to_properties())).collect::<Result<Vec<_>>>()?;
    fgb::encode("places", &with_id(PLACE_COLUMNS), &rows)
}

fn admin_fgb(c: &Contents) -> Result<Vec<u8>> {
    let rows =
        c.admin.iter().map(|a| row(&a.code, &a.geometry, a.to_properties())).collect::<Result<Vec<_>>>()?;
    fgb::encode("admin", &with_id(ADMIN_COLUMNS), &rows)
}
