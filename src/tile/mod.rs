//! Vector tiles: what of a collection meets a tile, generalised for its zoom, as MVT bytes.
//!
//! In: a catalog, a [`Query`], a tile. Out: bytes, the same for the same input; nothing that meets the tile is left
//! out. Must not know: HTTP.
//!
//! How: coordinates are prepared once as 32-bit integers of the whole world (1 cm), so that a tile needs shifts only;
//! each vertex knows the lowest zoom that needs it, so that neighbours share their edges at every zoom; rings are
//! clipped, rounded, repaired if the rounding broke them, and collapse to something visible when they get too small.

mod cache;
mod clip;
mod draw;
mod encode;
mod grid;
mod prepare;
mod simplify;
mod tilejson;

pub use cache::{Cache, CacheKey, Weighed};
pub use grid::{EXTENT, MAX_ZOOM, TileId};
pub use tilejson::{Tilejson, VectorLayer, tilejson};

use crate::catalog::ColumnKind;
use crate::catalog::{Catalog, Collection, Row, ValueRef};
use crate::error::{Error, Result};
use crate::query::Query;
use draw::Drawn;
use encode::LayerWriter;
use prepare::Shape;
use std::collections::HashMap;

/// The geometries of all collections of a catalog, ready for tiles.
#[derive(Debug)]
pub struct Prepared {
    layers: HashMap<String, Layer>,
}

#[derive(Debug)]
struct Layer {
    /// By position in the collection.
    shapes: Vec<Option<Shape>>,
    /// Positions of the properties that go into tiles.
    columns: Vec<usize>,
}

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

impl Prepared {
    /// Prepares every collection of `catalog`.
    pub fn new(catalog: &dyn Catalog) -> Self {
        let layer =
            |c: &Collection| (c.id.clone(), Layer { shapes: prepare::shapes(c), columns: columns(c) });
        Self { layers: catalog.collections().iter().map(layer).collect() }
    }
}

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
    prepared: &Prepared,
    collections: &[&Collection],
    tile: TileId,
    query: &Query,
) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    for collection in collections {
        encode_layer(catalog, prepared, collection, tile, query, &mut bytes)?;
    }
    Ok((!bytes.is_empty()).then_some(bytes))
}

fn encode_layer(
    catalog: &dyn Catalog,
    prepared: &Prepared,
    collection: &Collection,
    tile: TileId,
    query: &Query,
    out: &mut Vec<u8>,
) -> Result<()> {
    let layer = prepared
        .layers
        .get(&collection.id)
        .ok_or_else(|| Error::Other(format!("collection {} is not prepared for tiles", collection.id)))?;
    let mut writer = LayerWriter::new(&collection.id);
    for row in catalog.select(collection, &query.by_box(tile.bounds_with_buffer()))?.rows {
        let Some(shape) = layer.shapes.get(row.position).and_then(Option::as_ref) else { continue };
        let drawn = draw::draw(shape, tile);
        let drawn = if drawn.is_empty() { draw::rescue(shape, row, tile) } else { drawn };
        if !drawn.is_empty() {
            write_feature(&mut writer, collection, layer, row, &drawn);
        }
    }
    writer.finish(out);
    Ok(())
}

fn write_feature(
    writer: &mut LayerWriter,
    collection: &Collection,
    layer: &Layer,
    row: Row<'_>,
    drawn: &Drawn,
) {
    writer.begin(row.number);
    writer.text("id", row.id());
    for index in &layer.columns {
        let name = &collection.schema.properties[*index].name;
        match row.value(*index) {
            ValueRef::Null => {}
            ValueRef::Boolean(truth) => writer.boolean(name, truth),
            ValueRef::Integer(number) => writer.integer(name, number),
            ValueRef::Number(number) => writer.number(name, number),
            other => {
                if let Some(text) = other.as_scalar_text() {
                    writer.text(name, &text);
                }
            }
        }
    }
    writer.end(drawn);
}
