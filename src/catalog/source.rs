//! The features of an analyst's file, one at a time: FlatGeobuf, GeoJSON or GeoJSONSeq.
//!
//! In: a path. Out: [`Raw`] features in file order, without the file in memory. Must not know: what becomes of them.

use crate::error::{Error, Result};
use crate::geometry::{Geom, GeometryJson};
use crate::release::{ColumnKind, fgb};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A feature as the file has it.
#[derive(Debug)]
pub struct Raw {
    /// GeoJSON's own id.
    pub id: Option<String>,
    /// WGS 84, longitude first.
    pub geometry: Option<Geom>,
    /// In the order of the file.
    pub properties: Map<String, Value>,
}

#[derive(Deserialize)]
struct RawFeature {
    id: Option<Value>,
    geometry: Option<GeometryJson>,
    properties: Option<Map<String, Value>>,
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

/// An id as text; none for what cannot be one.
pub fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What takes each feature.
pub type Taker<'f> = &'f mut dyn FnMut(Raw) -> Result<()>;

/// Calls `found` for each feature; gives the columns where the file says them.
///
/// # Errors
/// The file is missing, of no known kind or broken; or what `found` says.
pub fn each(path: &Path, found: Taker<'_>) -> Result<Option<Vec<(String, ColumnKind)>>> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let source = || File::open(path).map(BufReader::new).map_err(|e| Error::io(path, e));
    match extension.as_str() {
        "fgb" => {
            let mut row =
                |(geometry, properties)| found(Raw { id: None, geometry: Some(geometry), properties });
            fgb::each(path, source()?, &mut row).map(Some)
        }
        "geojson" | "json" => geojson(path, source()?, found).map(|()| None),
        "geojsonl" | "geojsons" | "geojsonseq" | "jsonl" | "ndjson" => {
            sequence(path, source()?, found).map(|()| None)
        }
        _ => Err(Error::file(path, "unknown kind of file: .fgb, .geojson, .json, .geojsonl expected")),
    }
}

fn sequence(path: &Path, source: BufReader<File>, found: Taker<'_>) -> Result<()> {
    for (index, line) in source.lines().enumerate() {
        let line = line.map_err(|e| Error::io(path, e))?;
        let text = line.trim_start_matches('\u{1e}').trim();
        if !text.is_empty() {
            let feature: RawFeature =
                serde_json::from_str(text).map_err(|e| Error::line(path, index + 1, e.to_string()))?;
            found(feature.into())?;
        }
    }
    Ok(())
}

fn geojson(path: &Path, source: BufReader<File>, found: Taker<'_>) -> Result<()> {
    let mut stopped = None;
    let mut reader = serde_json::Deserializer::from_reader(source);
    let read = Document { found, stopped: &mut stopped }.deserialize(&mut reader).and_then(|()| reader.end());
    match (stopped, read) {
        (Some(error), _) => Err(error),
        (None, Err(e)) => Err(Error::line(path, e.line(), format!("not a GeoJSON FeatureCollection: {e}"))),
        (None, Ok(())) => Ok(()),
    }
}

/// A FeatureCollection, whose features are taken one by one.
struct Document<'f, 's> {
    found: Taker<'f>,
    stopped: &'s mut Option<Error>,
}

impl<'de> DeserializeSeed<'de> for Document<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with features")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> std::result::Result<(), A::Error> {
        let mut there = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                there = true;
                map.next_value_seed(Features(&mut self))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        if there { Ok(()) } else { Err(A::Error::custom("there are no features")) }
    }
}

struct Features<'d, 'f, 's>(&'d mut Document<'f, 's>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while let Some(feature) = list.next_element::<RawFeature>()? {
            if let Err(error) = (self.0.found)(feature.into()) {
                *self.0.stopped = Some(error);
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
