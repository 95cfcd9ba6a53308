//! TileJSON 3: what a set of tiles holds.
//!
//! In: collections, the address of a tile. Out: [`Tilejson`]. Must not know: HTTP.

use super::{Form, columns};
use crate::catalog::Collection;
use crate::catalog::ColumnKind;
use crate::geometry::{Bounds, MAX_ZOOM};
use serde::Serialize;
use std::collections::BTreeMap;

/// The document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tilejson {
    /// `3.0.0`.
    pub tilejson: &'static str,
    /// Title.
    pub name: String,
    /// What the tiles are and what was generalised.
    pub description: String,
    /// Version of the release.
    pub version: String,
    /// What a map must print.
    pub attribution: String,
    /// Always `xyz`: rows from the north.
    pub scheme: &'static str,
    /// Address with `{z}`, `{y}`, `{x}`.
    pub tiles: Vec<String>,
    /// Lowest zoom.
    pub minzoom: u8,
    /// Highest zoom that is served.
    pub maxzoom: u8,
    /// `[west, south, east, north]`.
    pub bounds: [f64; 4],
    /// `[lon, lat, zoom]`.
    pub center: [f64; 3],
    /// One a collection.
    pub vector_layers: Vec<VectorLayer>,
}

/// One layer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VectorLayer {
    /// Id of the collection.
    pub id: String,
    /// What it is.
    pub description: String,
    /// Lowest zoom.
    pub minzoom: u8,
    /// Highest zoom.
    pub maxzoom: u8,
    /// Property name to type.
    pub fields: BTreeMap<String, &'static str>,
}

const GENERALISED: &str = "Every feature is in the tiles of every zoom. Lines and areas are simplified to three eighths \
    of a pixel; what becomes smaller than a pixel is drawn as one pixel.";

const CLUSTERED: &str = " Points within a square of 64 pixels are one point with cluster = true and their number as \
    point_count; every point is counted in one tile of a zoom.";

/// The document for `collections`, whose tiles are at `address`.
pub fn tilejson(
    name: &str,
    version: &str,
    collections: &[&Collection],
    address: String,
    attribution: String,
    form: Form,
) -> Tilejson {
    let bounds = collections.iter().filter_map(|c| c.bounds).reduce(Bounds::union);
    let bounds = bounds.unwrap_or(Bounds::new(-180.0, -85.0511, 180.0, 85.0511));
    let middle = |a: f64, b: f64| ((a + b) / 2.0 * 1e4).round() / 1e4;
    let zoom = (360.0 / (bounds.east - bounds.west).max(0.01)).log2().floor().clamp(0.0, 12.0);
    Tilejson {
        tilejson: "3.0.0",
        name: name.to_owned(),
        description: format!("{GENERALISED}{}", if form.cluster { CLUSTERED } else { "" }),
        version: format!("1.0.0+{version}"),
        attribution,
        scheme: "xyz",
        tiles: vec![address],
        minzoom: 0,
        maxzoom: MAX_ZOOM,
        bounds: bounds.to_array(),
        center: [middle(bounds.west, bounds.east), middle(bounds.south, bounds.north), zoom],
        vector_layers: collections.iter().map(|c| layer(c, form)).collect(),
    }
}

fn layer(collection: &Collection, form: Form) -> VectorLayer {
    let field = |index: usize| {
        let p = &collection.schema.properties[index];
        let kind = match p.kind {
            ColumnKind::Boolean => "Boolean",
            ColumnKind::Integer | ColumnKind::Number => "Number",
            _ => "String",
        };
        (p.name.clone(), kind)
    };
    let clusters = [("cluster", "Boolean"), ("point_count", "Number")];
    let clusters = clusters.into_iter().filter(|_| form.cluster);
    let added = std::iter::once(("id", "String")).chain(clusters).map(|(name, kind)| (name.to_owned(), kind));
    VectorLayer {
        id: collection.id.clone(),
        description: collection.title.clone(),
        minzoom: 0,
        maxzoom: MAX_ZOOM,
        fields: columns(collection).into_iter().map(field).chain(added).collect(),
    }
}
