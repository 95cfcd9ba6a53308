//! Selections as files: GeoJSON, GeoJSONSeq, FlatGeobuf, CSV, XLSX, shapefile, KML, GeoPackage.
//!
//! In: a collection, a [`Query`], [`Options`]. Out: bytes into a writer, row by row; formats that must go back to
//! their beginning work in a temporary file, so that memory stays flat. The same selection gives the same bytes.
//! Must not know: HTTP.

mod archive;
mod fields;
mod flatgeobuf;
mod geopackage;
mod grid;
mod json;
mod kinds;
mod kml;
mod office;
mod shapefile;
mod sheet;
mod table;

pub use archive::{About, Told, Written, gzip, pmtiles};

use crate::catalog::{Catalog, Collection};
use crate::error::{Error, Result};
pub use crate::geometry::Datum;
use crate::query::Query;
pub use crate::style::Lang;
pub use grid::{Cell, Table, table_csv, table_xlsx};
use std::io::Write;
use std::str::FromStr;

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
    /// A workbook: for projects as an office makes it, for others one plain sheet.
    Xlsx,
    /// A zip of shapefiles, one per type of geometry, and a table of what has none.
    Shapefile,
    /// Placemarks with their properties.
    Kml,
    /// A GeoPackage with a layer per type of geometry.
    GeoPackage,
}

impl Format {
    /// Every format by its word.
    pub const ALL: &'static [(&'static str, Format)] = &[
        ("geojson", Self::GeoJson),
        ("geojsonseq", Self::GeoJsonSeq),
        ("fgb", Self::FlatGeobuf),
        ("csv", Self::Csv),
        ("xlsx", Self::Xlsx),
        ("shp", Self::Shapefile),
        ("kml", Self::Kml),
        ("gpkg", Self::GeoPackage),
    ];

    /// Its word in addresses and commands.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, format)| *format == self).map_or("", |(word, _)| word)
    }

    /// The end of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::GeoJsonSeq => "geojsonl",
            Self::Shapefile => "zip",
            other => other.word(),
        }
    }

    /// Media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::GeoJsonSeq => "application/geo+json-seq",
            Self::FlatGeobuf => "application/vnd.flatgeobuf",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Shapefile => "application/zip",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::GeoPackage => "application/geopackage+sqlite3",
        }
    }

    /// Whether it can carry shifted coordinates: only formats that people read, and that can say so inside.
    pub fn may_be_shifted(self) -> bool {
        matches!(self, Self::GeoJson | Self::GeoJsonSeq | Self::Csv | Self::Kml)
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

/// How a selection is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Language of headings and words in tables; none: the names of the data contract.
    pub lang: Option<Lang>,
    /// Datum of the coordinates.
    pub datum: Datum,
}

/// What is written: a selection of a collection.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// Where it lies.
    pub catalog: &'a dyn Catalog,
    /// The collection.
    pub collection: &'a Collection,
    /// What of it.
    pub query: &'a Query,
    /// How.
    pub options: Options,
}

impl<'a> Source<'a> {
    fn rows(&self) -> Result<Box<dyn Iterator<Item = crate::catalog::Row<'a>> + Send + 'a>> {
        Ok(self.catalog.select(self.collection, self.query)?.rows)
    }
}

/// Writes `source` as `format`.
///
/// # Errors
/// The query names something that is not there, the format cannot hold the selection, or the writer refuses.
pub fn write(format: Format, source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    if source.options.datum != Datum::Wgs84 && !format.may_be_shifted() {
        let message = format!("is not possible as {}: use geojson, geojsonseq, csv or kml", format.word());
        return Err(Error::parameter("datum", message));
    }
    match format {
        Format::GeoJson => json::collection(source, out),
        Format::GeoJsonSeq => json::sequence(source, out),
        Format::FlatGeobuf => flatgeobuf::write(source, out),
        Format::Csv => table::csv(source, out),
        Format::Xlsx if source.collection.id.starts_with("projects") => office::write(source, out),
        Format::Xlsx => sheet::write(source, out),
        Format::Shapefile => shapefile::write(source, out),
        Format::Kml => kml::write(source, out),
        Format::GeoPackage => geopackage::write(source, out),
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
    options: Options,
    out: &mut dyn Write,
) -> Result<()> {
    write(format, Source { catalog, collection, query: &Query::everything(), options }, out)
}

/// The name of the file that holds a selection of `collection`.
pub fn file_name(collection: &str, format: Format, options: Options) -> String {
    let datum = if options.datum == Datum::Gcj02 { "-gcj02" } else { "" };
    format!("{collection}{datum}.{}", format.extension())
}

fn refused(e: impl std::fmt::Display) -> Error {
    Error::Other(format!("cannot write: {e}"))
}
