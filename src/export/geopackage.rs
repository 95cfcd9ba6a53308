//! GeoPackage 1.3 (OGC 12-128r18): a layer per type of geometry, and a table of what has no place.
//!
//! In: a selection. Out: one file, made in a temporary file because the format is a database. Must not know: HTTP.

use super::kinds::{Held, Kind, Parts, survey};
use super::{Source, refused};
use crate::catalog::{ColumnKind, Property, Row, ValueRef};
use crate::error::Result;
use crate::geometry::{Bounds, Geom};
use geozero::{CoordDimensions, ToWkb};
use rusqlite::types::{ToSql, Value};
use rusqlite::{Connection, params_from_iter};
use std::io::Write;

const SRS: i32 = 4326;
/// "GPKG" and version 1.3.0, as the standard wants them in the head of the file.
const APPLICATION_ID: i32 = 0x4750_4B47;
const USER_VERSION: i32 = 10_300;
/// No clock time in answers: the same selection gives the same bytes.
const NO_CLOCK: &str = "1970-01-01T00:00:00.000Z";

const WGS_84: &str = "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],\
                      PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433],AUTHORITY[\"EPSG\",\"4326\"]]";

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
";

/// Writes `source`.
///
/// # Errors
/// The query names something that is not there, or a file or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let file = tempfile::NamedTempFile::new().map_err(refused)?;
    fill(&source, file.path()).map_err(refused)?;
    let mut made = std::fs::File::open(file.path()).map_err(refused)?;
    std::io::copy(&mut made, out).map(|_| ()).map_err(refused)
}

type Outcome<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn fill(source: &Source<'_>, path: &std::path::Path) -> Outcome<()> {
    let mut base = Connection::open(path)?;
    base.pragma_update(None, "journal_mode", "OFF")?;
    base.pragma_update(None, "synchronous", "OFF")?;
    base.pragma_update(None, "application_id", APPLICATION_ID)?;
    base.pragma_update(None, "user_version", USER_VERSION)?;
    let work = base.transaction()?;
    work.execute_batch(TABLES)?;
    work.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84 geodetic', ?1, 'EPSG', ?1, ?2, 'longitude, latitude')",
        (SRS, WGS_84),
    )?;
    let (held, bare) = survey(source.rows()?);
    for (kind, held) in Kind::ALL.into_iter().zip(held) {
        if held.count > 0 {
            layer(&work, source, kind, held)?;
        }
    }
    if bare > 0 {
        unplaced(&work, source)?;
    }
    work.commit()?;
    Ok(())
}

/// The name of a layer: a collection of one type is not named twice.
pub fn layer_name(collection: &str, word: &str) -> String {
    if collection.ends_with(word) { collection.to_owned() } else { format!("{collection}_{word}") }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Columns of a table besides its key and geometry.
fn columns<'a>(source: &Source<'a>) -> Vec<(usize, &'a Property)> {
    let properties = source.collection.schema.properties.iter().enumerate();
    properties.filter(|(_, p)| !["id", "fid", "geom"].contains(&p.name.to_lowercase().as_str())).collect()
}

fn sql_type(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text | ColumnKind::Strings | ColumnKind::Json => "TEXT",
        ColumnKind::Date => "DATE",
        ColumnKind::Integer => "INTEGER",
        ColumnKind::Number => "REAL",
        ColumnKind::Boolean => "BOOLEAN",
    }
}

fn create(base: &Connection, source: &Source<'_>, table: &str, geometry: &str) -> Outcome<String> {
    let columns = columns(source);
    let typed: String =
        columns.iter().map(|(_, p)| format!(", {} {}", quoted(&p.name), sql_type(p.kind))).collect();
    let name = quoted(table);
    base.execute_batch(&format!(
        "CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{geometry}, \"id\" TEXT NOT NULL{typed})"
    ))?;
    let first = if geometry.is_empty() { "" } else { "geom, " };
    let names: String = columns.iter().map(|(_, p)| format!(", {}", quoted(&p.name))).collect();
    let count = columns.len() + 1 + usize::from(!geometry.is_empty());
    let marks = vec!["?"; count].join(", ");
    Ok(format!("INSERT INTO {name} ({first}\"id\"{names}) VALUES ({marks})"))
}

fn values(source: &Source<'_>, row: Row<'_>) -> Vec<Value> {
    let value = |index: usize| match row.value(index) {
        ValueRef::Null => Value::Null,
        ValueRef::Boolean(truth) => Value::Integer(truth.into()),
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Number(number) => Value::Real(number),
        other => Value::Text(other.as_scalar_text().unwrap_or_default().into_owned()),
    };
    let own = columns(source).into_iter().map(|(index, _)| value(index));
    std::iter::once(Value::Text(row.id().to_owned())).chain(own).collect()
}

fn layer(base: &Connection, source: &Source<'_>, kind: Kind, held: Held) -> Outcome<()> {
    let table = layer_name(&source.collection.id, kind.word());
    let type_name = match kind {
        Kind::Points if held.several_points => "MULTIPOINT",
        Kind::Points => "POINT",
        Kind::Lines => "MULTILINESTRING",
        Kind::Areas => "MULTIPOLYGON",
    };
    let insert = create(base, source, &table, &format!(", geom {type_name}"))?;
    let mut insert = base.prepare(&insert)?;
    let mut bounds: Option<Bounds> = None;
    for row in source.rows()? {
        let Some(geometry) = row.geometry() else { continue };
        let parts = Parts::of(&geometry);
        if !parts.has(kind) {
            continue;
        }
        let geometry = parts.geometry(kind, held.several_points);
        bounds = bounds.into_iter().chain(Bounds::of(&geometry)).reduce(Bounds::union);
        let geometry = Value::Blob(blob(&geometry)?);
        insert.execute(params_from_iter(std::iter::once(geometry).chain(values(source, row))))?;
    }
    let [west, south, east, north] = bounds.map(Bounds::to_array).unwrap_or_default();
    let contents: [&dyn ToSql; 8] =
        [&table, &source.collection.title, &NO_CLOCK, &west, &south, &east, &north, &SRS];
    base.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        contents,
    )?;
    base.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        (&table, type_name, SRS),
    )?;
    Ok(())
}

/// A geometry with the head of the format: its reference system and its box.
fn blob(geometry: &Geom) -> Outcome<Vec<u8>> {
    let [west, south, east, north] = Bounds::of(geometry).map(Bounds::to_array).unwrap_or_default();
    let envelope = match geometry {
        Geom::Point(_) => Vec::new(),
        _ => vec![west, east, south, north],
    };
    Ok(geometry.to_gpkg_wkb(CoordDimensions::xy(), Some(SRS), envelope)?)
}

fn unplaced(base: &Connection, source: &Source<'_>) -> Outcome<()> {
    let table = layer_name(&source.collection.id, "unplaced");
    let insert = create(base, source, &table, "")?;
    let mut insert = base.prepare(&insert)?;
    for row in source.rows()?.filter(|row| row.geometry().is_none()) {
        insert.execute(params_from_iter(values(source, row)))?;
    }
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) \
         VALUES (?1, 'attributes', ?1, ?2, ?3)",
        (&table, &source.collection.title, NO_CLOCK),
    )?;
    Ok(())
}
