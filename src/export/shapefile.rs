//! Shapefiles: a zip with one per type of geometry, and a table of what has no place.
//!
//! In: a selection. Out: `.shp .shx .dbf .prj .cpg` per type in UTF-8, `fields.txt` with what each ten-character name
//! stands for, `…_unplaced.csv`. A text of more than 254 bytes does not fit a dBASE field: it is cut at a character and
//! ends with `…`; `fields.txt` says how many were. Files are made in temporary ones. Must not know: HTTP.

use super::fields::{heading, short_names};
use super::geopackage::layer_name;
use super::kinds::{Held, Kind, Parts, survey};
use super::{Lang, Source, refused, table};
use crate::catalog::{ColumnKind, Row, ValueRef};
use crate::error::{Error, Result};
use crate::query::Query;
use dbase::{FieldName, FieldValue, Record, TableWriterBuilder, Unicode};
use shapefile::{Multipoint, Point, Polygon, Polyline, ShapeWriter};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};

/// Longest text of a dBASE field, bytes.
const MOST_BYTES: usize = 254;
/// Largest dBASE table that every program reads.
const MOST_TABLE_BYTES: u64 = 2_000_000_000;
const PROJECTION: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
                          PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

type Zip<'a> = ZipWriter<StreamWriter<&'a mut dyn Write>>;

/// One column of the attribute table.
struct Column {
    /// Position in the schema; none: the id.
    index: Option<usize>,
    short: String,
    kind: ColumnKind,
    /// Bytes of its longest text.
    width: u8,
    /// Texts that were cut.
    cut: usize,
}

/// Writes `source`.
///
/// # Errors
/// The query names something that is not there, a table grows too large, or a file or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let mut zip: Zip<'_> = ZipWriter::new_stream(out);
    let columns = columns(&source)?;
    let (held, bare) = survey(source.rows()?);
    for (kind, held) in Kind::ALL.into_iter().zip(held) {
        if held.count > 0 {
            layer(&source, kind, held, &columns, &mut zip)?;
        }
    }
    entry(&mut zip, "fields.txt")?;
    zip.write_all(legend(&source, &columns).as_bytes()).map_err(refused)?;
    if bare > 0 {
        entry(&mut zip, &format!("{}.csv", layer_name(&source.collection.id, "unplaced")))?;
        unplaced(&source, &mut zip)?;
    }
    zip.finish().map(|_| ()).map_err(refused)
}

/// Begins a file of the archive; its time is the format's first, as answers carry no clock time.
fn entry(zip: &mut Zip<'_>, name: &str) -> Result<()> {
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).large_file(true);
    zip.start_file(name, options).map_err(refused)
}

fn columns(source: &Source<'_>) -> Result<Vec<Column>> {
    let schema = &source.collection.schema;
    let new = |index, short: &str, kind| Column { index, short: short.to_owned(), kind, width: 1, cut: 0 };
    let mut columns = vec![new(None, "id", ColumnKind::Text)];
    for (index, (property, short)) in schema.properties.iter().zip(short_names(schema)).enumerate() {
        if property.name != "id" {
            columns.push(new(Some(index), &short, property.kind));
        }
    }
    for row in source.rows()? {
        for column in &mut columns {
            let bytes = text(row, column).len();
            column.width = column.width.max(bytes.min(MOST_BYTES) as u8);
            column.cut += usize::from(bytes > MOST_BYTES);
        }
    }
    Ok(columns)
}

fn text(row: Row<'_>, column: &Column) -> String {
    match column.index {
        None => row.id().to_owned(),
        Some(index) => row.value(index).as_scalar_text().unwrap_or_default().into_owned(),
    }
}

/// `text` in at most 254 bytes, cut at a character.
fn fitting(text: String) -> String {
    if text.len() <= MOST_BYTES {
        return text;
    }
    let room = MOST_BYTES - "…".len();
    let mut kept: String = text
        .chars()
        .scan(0, |used, c| {
            *used += c.len_utf8();
            (*used <= room).then_some(c)
        })
        .collect();
    kept.push('…');
    kept
}

fn name(column: &Column) -> Result<FieldName> {
    FieldName::try_from(column.short.as_str()).map_err(refused)
}

fn table_writer<W: Write + Seek>(columns: &[Column], out: W) -> Result<dbase::TableWriter<W>> {
    let mut builder = TableWriterBuilder::with_encoding(Unicode);
    for column in columns {
        let name = name(column)?;
        builder = match column.kind {
            ColumnKind::Integer => builder.add_numeric_field(name, 18, 0),
            ColumnKind::Number => builder.add_numeric_field(name, 20, 8),
            ColumnKind::Boolean => builder.add_logical_field(name),
            _ => builder.add_character_field(name, column.width),
        };
    }
    Ok(builder.build_with_dest(out))
}

fn record(row: Row<'_>, columns: &[Column]) -> Record {
    let mut record = Record::default();
    for column in columns {
        let value = column.index.map_or(ValueRef::Text(row.id()), |index| row.value(index));
        let value = match (column.kind, value) {
            (ColumnKind::Integer | ColumnKind::Number, ValueRef::Integer(n)) => {
                FieldValue::Numeric(Some(n as f64))
            }
            (ColumnKind::Integer | ColumnKind::Number, ValueRef::Number(n)) => FieldValue::Numeric(Some(n)),
            (ColumnKind::Integer | ColumnKind::Number, _) => FieldValue::Numeric(None),
            (ColumnKind::Boolean, ValueRef::Boolean(truth)) => FieldValue::Logical(Some(truth)),
            (ColumnKind::Boolean, _) => FieldValue::Logical(None),
            (_, ValueRef::Null) => FieldValue::Character(None),
            (_, other) => {
                FieldValue::Character(Some(fitting(other.as_scalar_text().unwrap_or_default().into_owned())))
            }
        };
        record.insert(column.short.clone(), value);
    }
    record
}

fn layer(source: &Source<'_>, kind: Kind, held: Held, columns: &[Column], zip: &mut Zip<'_>) -> Result<()> {
    let width: u64 = columns.iter().map(|c| u64::from(c.width)).sum();
    if width * held.count as u64 > MOST_TABLE_BYTES {
        let message = "shp cannot hold so large an attribute table: narrow the selection or take gpkg or fgb";
        return Err(Error::parameter("f", message));
    }
    let [mut shp, mut shx, mut dbf] = [temporary()?, temporary()?, temporary()?];
    let mut shapes = ShapeWriter::with_shx(BufWriter::new(&mut shp), BufWriter::new(&mut shx));
    let mut table = table_writer(columns, BufWriter::new(&mut dbf))?;
    for row in source.rows()? {
        let Some(geometry) = row.geometry() else { continue };
        let parts = Parts::of(&geometry);
        if parts.has(kind) {
            shape(&mut shapes, parts, kind, held)?;
            table.write_record(&record(row, columns)).map_err(refused)?;
        }
    }
    shapes.finalize().map_err(refused)?;
    table.finalize().map_err(refused)?;
    drop((shapes, table));
    let stem = layer_name(&source.collection.id, kind.word());
    for (extension, file) in [("shp", &mut shp), ("shx", &mut shx), ("dbf", &mut dbf)] {
        entry(zip, &format!("{stem}.{extension}"))?;
        file.seek(SeekFrom::Start(0)).map_err(refused)?;
        std::io::copy(file, zip).map_err(refused)?;
    }
    for (extension, text) in [("prj", PROJECTION), ("cpg", "UTF-8")] {
        entry(zip, &format!("{stem}.{extension}"))?;
        zip.write_all(text.as_bytes()).map_err(refused)?;
    }
    Ok(())
}

fn temporary() -> Result<File> {
    tempfile::tempfile().map_err(refused)
}

fn shape<W: Write + Seek>(out: &mut ShapeWriter<W>, parts: Parts, kind: Kind, held: Held) -> Result<()> {
    let done = match (kind, parts.geometry(kind, held.several_points)) {
        (_, crate::geometry::Geometry::Point(point)) => out.write_shape(&Point::from(point)),
        (_, crate::geometry::Geometry::MultiPoint(points)) => out.write_shape(&Multipoint::from(points)),
        (_, crate::geometry::Geometry::MultiLineString(lines)) => out.write_shape(&Polyline::from(lines)),
        (_, crate::geometry::Geometry::MultiPolygon(areas)) => out.write_shape(&Polygon::from(areas)),
        _ => Ok(()),
    };
    done.map_err(refused)
}

/// What each short name stands for.
fn legend(source: &Source<'_>, columns: &[Column]) -> String {
    let mut out = String::from("field\tproperty\t名称\tmeaning\tcut\n");
    for column in columns {
        let property = column.index.map_or("id", |i| source.collection.schema.properties[i].name.as_str());
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| heading(Some(lang), property));
        out.push_str(&format!("{}\t{property}\t{zh}\t{en}\t{}\n", column.short, column.cut));
    }
    out
}

fn unplaced(source: &Source<'_>, out: &mut dyn Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(table::headings(source.collection, source.options)).map_err(refused)?;
    let query = Query { skip_geometry: true, ..source.query.clone() };
    for row in source.catalog.select(source.collection, &query)?.rows.filter(|r| r.geometry().is_none()) {
        writer.write_record(table::record(source.collection, row, source.options)).map_err(refused)?;
    }
    writer.flush().map_err(refused)
}
