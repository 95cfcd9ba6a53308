//! FlatGeobuf with a spatial index.
//!
//! In: a selection. Out: one file; features without geometry are left out, as the format asks. Must not know: HTTP.

use super::{Source, refused};
use crate::catalog::ColumnKind;
use crate::error::Result;
use crate::release::fgb;
use serde_json::{Map, Value};
use std::io::Write;

/// Writes the placed features of `source`.
///
/// # Errors
/// The query names something that is not there, a value cannot be written, or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let properties = &source.collection.schema.properties;
    let mut fields: Vec<fgb::Field> = properties.iter().map(|p| (p.name.as_str(), p.kind)).collect();
    let has_id = source.collection.schema.index("id").is_some();
    if !has_id {
        fields.insert(0, ("id", ColumnKind::Text));
    }
    let kinds = source.rows()?.filter_map(|row| row.geometry().map(|g| crate::geometry::kind_word(&g)));
    let mut table = fgb::Table::new(&source.collection.id, &fields, kinds)?;
    for row in source.rows()? {
        let Some(geometry) = row.geometry() else { continue };
        let mut map = Map::new();
        if !has_id {
            map.insert("id".to_owned(), Value::String(row.id().to_owned()));
        }
        for (index, property) in properties.iter().enumerate() {
            map.insert(property.name.clone(), serde_json::to_value(row.value(index)).map_err(refused)?);
        }
        table.add(geometry.into_owned(), &map)?;
    }
    table.finish(out)
}
