//! FlatGeobuf tables: geometry with a spatial index and scalar columns.
//!
//! In: columns and rows. Out: bytes, and the rows again. Must not know: what a row means.

use super::ColumnKind;
use crate::error::{Error, Result};
use crate::geometry::{Geom, kind_word};

use flatgeobuf::{
    ColumnType, FallibleStreamingIterator, FgbCrs, FgbReader, FgbWriter, FgbWriterOptions, GeometryType,
};
use geozero::{ColumnValue, FeatureProperties, PropertyProcessor, ToGeo};
use serde_json::{Map, Value};
use std::io::{Read, Seek};
use std::path::Path;

/// A column by name and kind.
pub type Field<'a> = (&'a str, ColumnKind);

/// A row: WGS 84 geometry and one JSON object of properties.
pub type Row = (Geom, Map<String, Value>);

/// A table that is being written, with a spatial index; lists and objects become JSON strings, nulls are left out.
pub struct Table<'a> {
    name: String,
    fields: &'a [Field<'a>],
    writer: FgbWriter<'a>,
}

impl<'a> Table<'a> {
    /// An empty table; `kinds` are the types of the geometries to come.
    ///
    /// # Errors
    /// The table cannot be begun.
    pub fn new(
        name: &str,
        fields: &'a [Field<'a>],
        kinds: impl Iterator<Item = &'static str>,
    ) -> Result<Self> {
        let options = FgbWriterOptions {
            write_index: true,
            detect_type: false,
            promote_to_multi: false,
            crs: FgbCrs { code: 4326, ..FgbCrs::default() },
            ..FgbWriterOptions::default()
        };
        let mut writer = FgbWriter::create_with_options(name, common_type(kinds), options)
            .map_err(|e| failed(name, &e))?;
        for (field, kind) in fields {
            writer.add_column(field, column_type(*kind), |_, _| {});
        }
        Ok(Self { name: name.to_owned(), fields, writer })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The geometry or a value cannot be written.
    pub fn add(&mut self, geometry: Geom, properties: &Map<String, Value>) -> Result<()> {
        let mut outcome = Ok(false);
        self.writer
            .add_feature_geom(geometry, |out| outcome = write_row(out, self.fields, properties))
            .map_err(|e| failed(&self.name, &e))?;
        outcome.map(|_| ()).map_err(|e| failed(&self.name, &e))
    }

    /// Writes the whole table.
    ///
    /// # Errors
    /// The writer refuses.
    pub fn finish(self, out: impl std::io::Write) -> Result<()> {
        self.writer.write(out).map_err(|e| failed(&self.name, &e))
    }
}

fn failed(name: &str, e: &dyn std::fmt::Display) -> Error {
    Error::Other(format!("FlatGeobuf table {name}: {e}"))
}

/// The table `name` of `rows` as FlatGeobuf.
///
/// # Errors
/// A geometry or value cannot be written.
pub fn encode(name: &str, fields: &[Field], rows: &[Row]) -> Result<Vec<u8>> {
    let mut table = Table::new(name, fields, rows.iter().map(|(geometry, _)| kind_word(geometry)))?;
    for (geometry, properties) in rows {
        table.add(geometry.clone(), properties)?;
    }
    let mut bytes = Vec::new();
    table.finish(&mut bytes)?;
    Ok(bytes)
}

/// The type of all geometries, or unknown where they differ.
fn common_type(mut kinds: impl Iterator<Item = &'static str>) -> GeometryType {
    let first = kinds.next();
    match first.filter(|first| kinds.all(|word| word == *first)) {
        Some("Point") => GeometryType::Point,
        Some("MultiPoint") => GeometryType::MultiPoint,
        Some("LineString") => GeometryType::LineString,
        Some("MultiLineString") => GeometryType::MultiLineString,
        Some("Polygon") => GeometryType::Polygon,
        Some("MultiPolygon") => GeometryType::MultiPolygon,
        _ => GeometryType::Unknown,
    }
}

fn column_type(kind: ColumnKind) -> ColumnType {
    match kind {
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Strings | ColumnKind::Json => ColumnType::String,
        ColumnKind::Integer => ColumnType::Long,
        ColumnKind::Number => ColumnType::Double,
        ColumnKind::Boolean => ColumnType::Bool,
    }
}

fn write_row(
    out: &mut impl PropertyProcessor,
    fields: &[Field],
    properties: &Map<String, Value>,
) -> geozero::error::Result<bool> {
    for (index, (name, kind)) in fields.iter().enumerate() {
        match (properties.get(*name), kind) {
            (None | Some(Value::Null), _) => {}
            (Some(value), ColumnKind::Integer) => {
                if let Some(number) = value.as_i64() {
                    out.property(index, name, &ColumnValue::Long(number))?;
                }
            }
            (Some(value), ColumnKind::Number) => {
                if let Some(number) = value.as_f64() {
                    out.property(index, name, &ColumnValue::Double(number))?;
                }
            }
            (Some(Value::Bool(truth)), ColumnKind::Boolean) => {
                out.property(index, name, &ColumnValue::Bool(*truth))?;
            }
            (Some(Value::String(text)), _) => {
                out.property(index, name, &ColumnValue::String(text))?;
            }
            (Some(other), _) => {
                out.property(index, name, &ColumnValue::String(&other.to_string()))?;
            }
        }
    }
    Ok(false)
}

/// Columns and rows of a file.
pub type Decoded = (Vec<(String, ColumnKind)>, Vec<Row>);

/// The rows of a FlatGeobuf file in file order, with its columns.
///
/// # Errors
/// The bytes are not FlatGeobuf, or a feature has no geometry that we know.
pub fn decode(path: &Path, source: impl Read + Seek) -> Result<Decoded> {
    let mut rows = Vec::new();
    let fields = each(path, source, &mut |row| {
        rows.push(row);
        Ok(())
    })?;
    Ok((fields, rows))
}

/// Calls `found` for each row in file order, one at a time; gives the columns.
///
/// # Errors
/// As for [`decode`], or what `found` says.
pub fn each(
    path: &Path,
    source: impl Read + Seek,
    found: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<Vec<(String, ColumnKind)>> {
    let fail = |row: usize, e: String| Error::file(path, format!("feature {row}: {e}"));
    let reader = FgbReader::open(source).map_err(|e| Error::file(path, format!("not FlatGeobuf: {e}")))?;
    let fields = columns(&reader);
    if reader.header().features_count() == 0 && reader.header().index_node_size() > 0 {
        return Ok(fields);
    }
    let mut features = reader.select_all().map_err(|e| Error::file(path, e.to_string()))?;
    let mut row = 1;
    while let Some(feature) = features.next().map_err(|e| fail(row, e.to_string()))? {
        let geometry = feature.to_geo().map_err(|e| fail(row, e.to_string()))?;
        let mut cells = Cells { fields: &fields, map: Map::new() };
        feature.process_properties(&mut cells).map_err(|e| fail(row, e.to_string()))?;
        found((geometry, cells.map))?;
        row += 1;
    }
    Ok(fields)
}

fn columns<R: Read>(reader: &FgbReader<R>) -> Vec<(String, ColumnKind)> {
    let header = reader.header();
    let Some(columns) = header.columns() else { return Vec::new() };
    columns.iter().map(|c| (c.name().to_owned(), kind_of(c.type_()))).collect()
}

fn kind_of(kind: ColumnType) -> ColumnKind {
    match kind {
        ColumnType::Bool => ColumnKind::Boolean,
        ColumnType::Float | ColumnType::Double => ColumnKind::Number,
        ColumnType::Byte
        | ColumnType::UByte
        | ColumnType::Short
        | ColumnType::UShort
        | ColumnType::Int
        | ColumnType::UInt
        | ColumnType::Long
        | ColumnType::ULong => ColumnKind::Integer,
        ColumnType::Json => ColumnKind::Json,
        _ => ColumnKind::Text,
    }
}

struct Cells<'a> {
    fields: &'a [(String, ColumnKind)],
    map: Map<String, Value>,
}

impl PropertyProcessor for Cells<'_> {
    fn property(&mut self, index: usize, name: &str, value: &ColumnValue) -> geozero::error::Result<bool> {
        let json = match value {
            ColumnValue::Byte(v) => (*v).into(),
            ColumnValue::UByte(v) => (*v).into(),
            ColumnValue::Bool(v) => (*v).into(),
            ColumnValue::Short(v) => (*v).into(),
            ColumnValue::UShort(v) => (*v).into(),
            ColumnValue::Int(v) => (*v).into(),
            ColumnValue::UInt(v) => (*v).into(),
            ColumnValue::Long(v) => (*v).into(),
            ColumnValue::ULong(v) => (*v).into(),
            ColumnValue::Float(v) => f64::from(*v).into(),
            ColumnValue::Double(v) => (*v).into(),
            ColumnValue::Json(v) => {
                serde_json::from_str(v).unwrap_or_else(|_| Value::String((*v).to_owned()))
            }
            ColumnValue::String(v) | ColumnValue::DateTime(v) => Value::String((*v).to_owned()),
            ColumnValue::Binary(_) => Value::Null,
        };
        let name = self.fields.get(index).map_or(name, |(n, _)| n.as_str());
        self.map.insert(name.to_owned(), json);
        Ok(false)
    }
}

/// `properties` with every column of `fields` present: JSON strings of lists and objects parsed, nulls put back
/// (a list of strings that is not there is empty).
///
/// # Errors
/// A JSON string is broken.
pub fn complete(
    mut properties: Map<String, Value>,
    fields: &[Field],
) -> serde_json::Result<Map<String, Value>> {
    let mut out = Map::new();
    for (name, kind) in fields {
        let value = match (properties.remove(*name), kind) {
            (Some(Value::String(text)), ColumnKind::Strings | ColumnKind::Json) => {
                serde_json::from_str(&text)?
            }
            (None, ColumnKind::Strings) => Value::Array(Vec::new()),
            (value, _) => value.unwrap_or(Value::Null),
        };
        out.insert((*name).to_owned(), value);
    }
    Ok(out)
}
