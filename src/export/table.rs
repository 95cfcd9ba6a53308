//! Collections as tables.
//!
//! In: a collection, a query. Out: CSV. Must not know: HTTP.

use super::refused;
use crate::catalog::{Catalog, Collection, Row};
use crate::error::Result;
use crate::query::Query;
use std::io::Write;

/// CSV in UTF-8 with a header: id, every property, `lon` and `lat` of the label point (degrees, WGS 84).
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn csv(catalog: &dyn Catalog, collection: &Collection, query: &Query, out: &mut dyn Write) -> Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let names = collection.schema.properties.iter().map(|p| p.name.as_str()).filter(|name| *name != "id");
    writer.write_record(std::iter::once("id").chain(names).chain(["lon", "lat"])).map_err(refused)?;
    for row in catalog.select(collection, query)?.rows {
        writer.write_record(record(collection, row)).map_err(refused)?;
    }
    writer.flush().map_err(refused)
}

fn record(collection: &Collection, row: Row<'_>) -> Vec<String> {
    let properties = collection.schema.properties.iter().enumerate();
    let cells = properties
        .filter(|(_, p)| p.name != "id")
        .map(|(index, _)| row.value(index).as_scalar_text().unwrap_or_default().into_owned());
    let label = row.label_point().map(|p| p.map(|v| v.to_string())).unwrap_or_default();
    std::iter::once(row.id().to_owned()).chain(cells).chain(label).collect()
}
