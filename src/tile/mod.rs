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
mod cluster;
mod draw;
mod encode;
mod grid;
mod layer;
mod matrix;
mod paths;
mod pyramid;
mod ring;
mod tilejson;

pub use crate::geometry::MAX_ZOOM;
pub use cache::{Cache, CacheKey, Weighed};
pub use grid::{EXTENT, TileId};
pub use layer::{Form, Layer};
pub use matrix::{Matrix, MatrixSet};
pub use pyramid::{Pack, Pyramid};
pub use tilejson::{Tilejson, VectorLayer, tilejson};

use crate::catalog::{Catalog, Collection, ColumnKind};
use crate::error::Result;
use crate::query::Query;

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

/// The collections of the dataset's tiles: those by geometry type and the mentions would draw projects twice.
pub fn dataset(catalog: &dyn Catalog) -> Vec<&Collection> {
    let all = catalog.collections().iter();
    all.filter(|c| c.bounds.is_some() && !c.id.starts_with("projects_") && c.id != "mentions").collect()
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
    form: Form,
) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    for collection in collections {
        let rows = catalog.select(collection, &query.by_box(tile.bounds_with_buffer()))?.rows;
        Layer::new(collection).encode(tile, rows, form, &mut bytes);
    }
    Ok((!bytes.is_empty()).then_some(bytes))
}
