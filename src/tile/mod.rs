//! Vector tiles: what of a collection meets a tile, generalised for its zoom, as MVT bytes.
//!
//! In: a catalog, a [`Query`], a tile. Out: bytes, the same for the same input; nothing that meets the tile is left
//! out. Must not know: HTTP.
//!
//! How: coordinates lie ready as 32-bit integers of the whole world (1 cm), so that a tile needs shifts only; each vertex
//! knows the lowest zoom that needs it, so that neighbours share their edges at every zoom; rings are clipped, rounded,
//! repaired if the rounding broke them, and collapse to something visible when they get too small. One buffer for the
//! points, one for the bytes of a layer: nothing is allocated for a feature. A word of a dictionary is written once a
//! tile and found again by its code, without hashing.

mod cache;
mod clip;
mod draw;
mod encode;
mod grid;
mod matrix;
mod paths;
mod ring;
mod tilejson;

pub use crate::geometry::MAX_ZOOM;
pub use cache::{Cache, CacheKey, Weighed};
pub use grid::{EXTENT, TileId};
pub use matrix::{Matrix, MatrixSet};
pub use tilejson::{Tilejson, VectorLayer, tilejson};

use crate::catalog::{Catalog, Collection, ColumnKind, Row, ValueRef, Words};
use crate::error::Result;
use crate::query::Query;
use draw::Drawn;
use encode::LayerWriter;

/// Properties of the contract that go into tiles, by collection; other collections carry every scalar and list.
const TILE_PROPERTIES: &[(&str, &[&str])] = &[
    (
        "projects",
        &[
            "name",
            "short_name",
            "category",
            "kind",
            "zone_kind",
            "status",
            "work",
            "grade",
            "place_level",
            "uncertainty_m",
            "mention_count",
            "first_date",
            "last_date",
            "horizon_end",
            "plans",
            "admin",
        ],
    ),
    (
        "mentions",
        &["plan", "project", "name", "category", "kind", "status", "work", "plan_date", "start", "end"],
    ),
    ("places", &["name", "name_en", "class", "admin", "rank"]),
    ("admin", &["code", "name", "short_name", "name_en", "level", "parent"]),
];

/// Positions of the properties of `collection` that its tiles carry.
pub fn columns(collection: &Collection) -> Vec<usize> {
    let base = if collection.id.starts_with("projects_") { "projects" } else { collection.id.as_str() };
    let wanted = TILE_PROPERTIES.iter().find(|(id, _)| *id == base).map(|(_, names)| *names);
    let properties = collection.schema.properties.iter().enumerate();
    // The id is written for every feature anyway.
    let carried = properties.filter(|(_, p)| p.name != "id").filter(|(_, p)| match wanted {
        Some(names) => names.contains(&p.name.as_str()),
        None => p.kind != ColumnKind::Json,
    });
    carried.map(|(index, _)| index).collect()
}

/// The tile `tile` of `collections`, one layer each, of the features that `query` selects; none if it is empty.
///
/// # Errors
/// The query names a property that a collection does not have.
pub fn encode(
    catalog: &dyn Catalog,
    collections: &[&Collection],
    tile: TileId,
    query: &Query,
) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    for collection in collections {
        let rows = catalog.select(collection, &query.by_box(tile.bounds_with_buffer()))?.rows;
        encode_layer(collection, tile, rows, &mut bytes);
    }
    Ok((!bytes.is_empty()).then_some(bytes))
}

/// Appends the layer of `rows` of a collection.
pub fn encode_layer<'a>(
    collection: &'a Collection,
    tile: TileId,
    rows: impl Iterator<Item = Row<'a>>,
    out: &mut Vec<u8>,
) {
    let columns = columns(collection);
    let names = columns.iter().map(|index| collection.schema.properties[*index].name.as_str());
    let mut writer = LayerWriter::new(&collection.id, std::iter::once("id").chain(names).collect());
    let columns: Vec<_> = columns.into_iter().map(|index| (index, collection.store().words(index))).collect();
    let mut drawn = Drawn::default();
    for row in rows {
        if drawn.draw(row.shape(), tile) {
            write_properties(&mut writer, &columns, row);
            writer.end(&drawn);
        }
    }
    writer.finish(out);
}

fn write_properties<'a>(writer: &mut LayerWriter<'_>, columns: &[(usize, Option<Words<'a>>)], row: Row<'a>) {
    writer.begin(row.number());
    writer.text(0, row.id());
    for (n, (index, words)) in columns.iter().enumerate() {
        let slot = n + 1;
        if let Some(words) = words {
            let code = words.code(row.position);
            if code > 0 {
                writer.word(slot, code, || words.value(code).as_scalar_text().unwrap_or_default());
            }
            continue;
        }
        match row.value(*index) {
            ValueRef::Null => {}
            ValueRef::Boolean(truth) => writer.boolean(slot, truth),
            ValueRef::Integer(number) => writer.integer(slot, number),
            ValueRef::Number(number) => writer.number(slot, number),
            other => writer.text(slot, &other.as_scalar_text().unwrap_or_default()),
        }
    }
}
