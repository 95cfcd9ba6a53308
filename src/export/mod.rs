//! Whole collections as files: GeoJSON, GeoJSONSeq, FlatGeobuf, CSV.
//!
//! In: a collection, a [`Query`]. Out: bytes into a writer, row by row where the format allows it. Must not know: HTTP.

mod table;

use crate::catalog::{Catalog, Collection, FeatureView};
use crate::error::{Error, Result};
use crate::query::Query;
use crate::release::fgb;
use serde_json::{Map, Value};
use std::io::Write;
use std::str::FromStr;

pub use table::csv;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One FeatureCollection.
    GeoJson,
    /// One feature a line.
    GeoJsonSeq,
    /// FlatGeobuf with a spatial index; features without geometry are left out.
    FlatGeobuf,
    /// A table; lists and objects as JSON strings, label point as `lon`, `lat`.
    Csv,
}

impl Format {
    /// Every format by its word.
    pub const ALL: &'static [(&'static str, Format)] = &[
        ("geojson", Self::GeoJson),
        ("geojsonseq", Self::GeoJsonSeq),
        ("fgb", Self::FlatGeobuf),
        ("csv", Self::Csv),
    ];

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::FlatGeobuf => "application/vnd.flatgeobuf",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        let found = Self::ALL.iter().find(|(name, _)| *name == word).map(|(_, format)| *format);
        found.ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|(name, _)| *name).collect();
            Error::parameter("format", format!("\"{word}\" is not one of: {}", words.join(" ")))
        })
    }
}

/// Writes the features of `collection` that `query` selects.
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn write(
    format: Format,
    catalog: &dyn Catalog,
    collection: &Collection,
    query: &Query,
    out: &mut dyn Write,
) -> Result<()> {
    match format {
        Format::GeoJson => geojson(catalog, collection, query, out),
        Format::GeoJsonSeq => sequence(catalog, collection, query, out),
        Format::FlatGeobuf => flatgeobuf(catalog, collection, query, out),
        Format::Csv => csv(catalog, collection, query, out),
    }
}

/// Writes every feature of `collection`.
///
/// # Errors
/// As for a selection.
pub fn write_whole(
    format: Format,
    catalog: &dyn Catalog,
    collection: &Collection,
    out: &mut dyn Write,
) -> Result<()> {
    write(format, catalog, collection, &Query::everything(), out)
}

fn refused(e: impl std::fmt::Display) -> Error {
    Error::Other(format!("cannot write: {e}"))
}

fn geojson(catalog: &dyn Catalog, collection: &Collection, query: &Query, out: &mut dyn Write) -> Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n").map_err(refused)?;
    features(catalog, collection, query, out, b",\n")?;
    out.write_all(b"\n]}\n").map_err(refused)
}

fn sequence(
    catalog: &dyn Catalog,
    collection: &Collection,
    query: &Query,
    out: &mut dyn Write,
) -> Result<()> {
    features(catalog, collection, query, out, b"\n")?;
    out.write_all(b"\n").map_err(refused)
}

fn features(
    catalog: &dyn Catalog,
    collection: &Collection,
    query: &Query,
    out: &mut dyn Write,
    between: &[u8],
) -> Result<()> {
    let mut bytes = Vec::new();
    for (n, row) in catalog.select(collection, query)?.rows.enumerate() {
        bytes.clear();
        if n > 0 {
            bytes.extend(between);
        }
        let view = FeatureView {
            row,
            schema: &collection.schema,
            properties: None,
            skip_geometry: query.skip_geometry,
        };
        view.write_json(&mut bytes);
        out.write_all(&bytes).map_err(refused)?;
    }
    Ok(())
}

fn flatgeobuf(
    catalog: &dyn Catalog,
    collection: &Collection,
    query: &Query,
    out: &mut dyn Write,
) -> Result<()> {
    let properties = &collection.schema.properties;
    let mut fields: Vec<fgb::Field> = properties.iter().map(|p| (p.name.as_str(), p.kind)).collect();
    let has_id = collection.schema.index("id").is_some();
    if !has_id {
        fields.insert(0, ("id", crate::catalog::ColumnKind::Text));
    }
    let mut rows = Vec::new();
    for row in catalog.select(collection, query)?.rows {
        let Some(geometry) = row.geometry() else { continue };
        let mut map = Map::new();
        if !has_id {
            map.insert("id".to_owned(), Value::String(row.id().to_owned()));
        }
        for (index, property) in properties.iter().enumerate() {
            map.insert(property.name.clone(), serde_json::to_value(row.value(index)).map_err(refused)?);
        }
        rows.push((geometry.into_owned(), map));
    }
    let bytes = fgb::encode(&collection.id, &fields, &rows)?;
    out.write_all(&bytes).map_err(refused)
}
