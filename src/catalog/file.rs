//! A file of an analyst as a collection: FlatGeobuf, GeoJSON or GeoJSONSeq.
//!
//! In: a path. Out: [`Collection`]. Feature id: GeoJSON's own, else a unique property `id` or `fid`, else the row
//! number from 1. Must not know: what the features are.

use super::{Collection, Feature, GeometryKind, Property, Schema};
use crate::error::{Error, Result};
use crate::geometry::{Geom, GeometryJson, outside_world};
use crate::release::{ColumnKind, fgb};
use crate::search::fold;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

#[derive(Deserialize)]
struct RawFeature {
    id: Option<Value>,
    geometry: Option<GeometryJson>,
    properties: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct RawCollection {
    features: Vec<RawFeature>,
}

struct Raw {
    id: Option<String>,
    geometry: Option<Geom>,
    properties: Map<String, Value>,
}

/// Reads the file at `path` as the collection `name`.
///
/// # Errors
/// The name cannot stand in an address; the file is missing or of no known kind, is broken, has an id twice or
/// coordinates outside the world (it must be WGS 84, longitude first).
pub fn read_collection(name: &str, path: &Path) -> Result<Collection> {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !plain {
        let message = format!("\"{name}\" is not a name: letters, digits, _ and - are");
        return Err(Error::parameter("--collection", message));
    }
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let (columns, rows) = match extension.as_str() {
        "fgb" => flatgeobuf(path)?,
        "geojson" | "json" => with_columns(geojson(path)?),
        "geojsonl" | "geojsons" | "geojsonseq" | "jsonl" | "ndjson" => with_columns(sequence(path)?),
        _ => {
            return Err(Error::file(path, "unknown kind of file: .fgb, .geojson, .json, .geojsonl expected"));
        }
    };
    let ids = ids(path, &rows)?;
    let properties =
        columns.into_iter().map(|(name, kind)| Property { name, kind, words: Vec::new() }).collect();
    let schema = Schema { properties, geometry: GeometryKind::Any, temporal: false };
    let mut features = Vec::with_capacity(rows.len());
    for (row, id) in rows.into_iter().zip(ids) {
        if let Some(message) = row.geometry.as_ref().and_then(outside_world) {
            return Err(Error::file(path, format!("feature {id}: {message}")));
        }
        let texts: Vec<String> = row.properties.values().filter_map(Value::as_str).map(fold).collect();
        let mut feature = Feature::new(id, row.geometry, row.properties, &schema);
        feature.texts = texts.join("\n");
        features.push(Arc::new(feature));
    }
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Collection::new(name, name, &format!("Features of the file {file}."), schema, features))
}

type Rows = (Vec<(String, ColumnKind)>, Vec<Raw>);

fn open(path: &Path) -> Result<BufReader<File>> {
    File::open(path).map(BufReader::new).map_err(|e| Error::io(path, e))
}

fn flatgeobuf(path: &Path) -> Result<Rows> {
    let (columns, rows) = fgb::decode(path, open(path)?)?;
    let rows = rows.into_iter().map(|(g, properties)| Raw { id: None, geometry: Some(g), properties });
    Ok((columns, rows.collect()))
}

fn geojson(path: &Path) -> Result<Vec<Raw>> {
    let collection: RawCollection = serde_json::from_reader(open(path)?)
        .map_err(|e| Error::line(path, e.line(), format!("not a GeoJSON FeatureCollection: {e}")))?;
    Ok(collection.features.into_iter().map(Raw::from).collect())
}

fn sequence(path: &Path) -> Result<Vec<Raw>> {
    let mut rows = Vec::new();
    for (index, line) in open(path)?.lines().enumerate() {
        let line = line.map_err(|e| Error::io(path, e))?;
        let text = line.trim_start_matches('\u{1e}').trim();
        if !text.is_empty() {
            let feature: RawFeature =
                serde_json::from_str(text).map_err(|e| Error::line(path, index + 1, e.to_string()))?;
            rows.push(feature.into());
        }
    }
    Ok(rows)
}

impl From<RawFeature> for Raw {
    fn from(raw: RawFeature) -> Self {
        Self {
            id: raw.id.as_ref().and_then(id_text),
            geometry: raw.geometry.map(Geom::from),
            properties: raw.properties.unwrap_or_default(),
        }
    }
}

fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// GeoJSON has no columns: every name that occurs, in order of first sight, with the narrowest kind that fits all.
fn with_columns(rows: Vec<Raw>) -> Rows {
    let mut columns: Map<String, Value> = Map::new();
    let mut kinds: Vec<Option<ColumnKind>> = Vec::new();
    for (name, value) in rows.iter().flat_map(|row| &row.properties) {
        let index = match columns.get(name).and_then(Value::as_u64) {
            Some(index) => index as usize,
            None => {
                columns.insert(name.clone(), kinds.len().into());
                kinds.push(None);
                kinds.len() - 1
            }
        };
        kinds[index] = widened(kinds[index], value);
    }
    let named = columns.into_iter().map(|(name, _)| name);
    (named.zip(kinds.into_iter().map(|k| k.unwrap_or(ColumnKind::Text))).collect(), rows)
}

fn widened(kind: Option<ColumnKind>, value: &Value) -> Option<ColumnKind> {
    let own = match value {
        Value::Null => return kind,
        Value::Bool(_) => ColumnKind::Boolean,
        Value::Number(n) if n.is_i64() => ColumnKind::Integer,
        Value::Number(_) => ColumnKind::Number,
        Value::String(_) => ColumnKind::Text,
        Value::Array(list) if list.iter().all(Value::is_string) => ColumnKind::Strings,
        _ => ColumnKind::Json,
    };
    match (kind, own) {
        (None, own) => Some(own),
        (Some(kind), own) if kind == own => Some(own),
        (Some(ColumnKind::Integer | ColumnKind::Number), ColumnKind::Integer | ColumnKind::Number) => {
            Some(ColumnKind::Number)
        }
        (Some(ColumnKind::Strings | ColumnKind::Json), ColumnKind::Strings | ColumnKind::Json) => {
            Some(ColumnKind::Json)
        }
        _ => Some(ColumnKind::Text),
    }
}

fn ids(path: &Path, rows: &[Raw]) -> Result<Vec<String>> {
    if rows.iter().all(|row| row.id.is_some()) && !rows.is_empty() {
        let mut seen = HashSet::new();
        if let Some(twice) = rows.iter().filter_map(|row| row.id.as_deref()).find(|id| !seen.insert(*id)) {
            return Err(Error::file(path, format!("the feature id {twice} stands twice")));
        }
        return Ok(rows.iter().filter_map(|row| row.id.clone()).collect());
    }
    for name in ["id", "fid"] {
        let found: Option<Vec<String>> =
            rows.iter().map(|row| row.properties.get(name).and_then(id_text)).collect();
        if let Some(found) = found.filter(|ids| ids.iter().collect::<HashSet<_>>().len() == ids.len()) {
            return Ok(found);
        }
    }
    Ok((1..=rows.len()).map(|n| n.to_string()).collect())
}
