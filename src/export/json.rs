//! GeoJSON and GeoJSONSeq.
//!
//! In: a selection. Out: one FeatureCollection, or one feature a line; with shifted coordinates a member says so.
//! Must not know: HTTP.

use super::{Datum, Source, refused};
use crate::catalog::{FeatureView, Reshape};
use crate::error::Result;
use crate::geometry::Geom;
use std::io::Write;

/// One FeatureCollection.
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn collection(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",").map_err(refused)?;
    if source.options.datum == Datum::Gcj02 {
        out.write_all(b"\"datum\":\"GCJ-02\",").map_err(refused)?;
    }
    out.write_all(b"\"features\":[\n").map_err(refused)?;
    features(source, out, b",\n")?;
    out.write_all(b"\n]}\n").map_err(refused)
}

/// One feature a line.
///
/// # Errors
/// As for a collection.
pub fn sequence(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    features(source, out, b"\n")?;
    out.write_all(b"\n").map_err(refused)
}

fn features(source: Source<'_>, out: &mut dyn Write, between: &[u8]) -> Result<()> {
    let schema = &source.collection.schema;
    let shown: Option<Vec<usize>> =
        source.query.properties.as_ref().map(|names| names.iter().filter_map(|n| schema.index(n)).collect());
    let datum = source.options.datum;
    let shift = |geometry: &Geom| datum.geometry(geometry);
    let reshape: Option<Reshape> = if datum == Datum::Wgs84 { None } else { Some(&shift) };
    let mut bytes = Vec::new();
    for (n, row) in source.rows()?.enumerate() {
        bytes.clear();
        if n > 0 {
            bytes.extend(between);
        }
        let view = FeatureView {
            row,
            schema,
            properties: shown.as_deref(),
            skip_geometry: source.query.skip_geometry,
            reshape,
        };
        view.write_json(&mut bytes).map_err(refused)?;
        out.write_all(&bytes).map_err(refused)?;
    }
    Ok(())
}
