//! OGC API Tiles: tilesets, TileJSON, tiles.
//!
//! In: collections, tile coordinates, the same conditions as on items. Out: tiles, already in their encoding and with
//! their ETag; documents. Must not know: how a tile is drawn.

use super::answer::{Answer, Keep};
use super::collections::rel;
use super::compress::{Compressed, compress};
use super::context::Context;
use super::cpu;
use super::links::{JSON, Link, MVT};
use super::problem::Problem;
use super::selection;
use crate::catalog::{Catalog, Collection, check_filter};
use crate::crs::Crs;
use crate::geometry::Bounds;
use crate::query::{Filter, Interval, Query};
use crate::tile::{self, CacheKey, Form, MAX_ZOOM, TileId};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::sync::Arc;

const MATRIX_SET: &str = "WebMercatorQuad";
const MATRIX_SET_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";

/// `GET /collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`
pub async fn collection_tile(
    cx: Context,
    Path((id, set, z, y, x)): Path<(String, String, String, String, String)>,
) -> Result<Response, Problem> {
    let collection = cx.collection(&id)?;
    known_set(&set)?;
    let mut reader = cx.reader();
    let query = selection::conditions(&mut reader, collection);
    let form = form(&mut reader);
    reader.finish()?;
    tile_answer(cx, vec![id], tile_id(&z, &y, &x)?, query, form).await
}

/// `GET /tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`
pub async fn dataset_tile(
    cx: Context,
    Path((set, z, y, x)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    known_set(&set)?;
    let mut reader = cx.reader();
    let collections = reader.parse("collections", |text| chosen(&cx, text));
    let collections = collections.unwrap_or_else(|| dataset(&cx).iter().map(|c| c.id.clone()).collect());
    let crs = reader.parse("filter-crs", |text| Crs::parse("filter-crs", text)).unwrap_or_default();
    let query = Query {
        datetime: reader.parse("datetime", Interval::parse),
        text: selection::text(&mut reader),
        filter: selection::filter(&mut reader, crs, |filter| some_layer_has(&cx, &collections, filter)),
        ..Query::everything()
    };
    let form = form(&mut reader);
    reader.finish()?;
    tile_answer(cx, collections, tile_id(&z, &y, &x)?, query, form).await
}

/// Refuses a filter that no layer can answer, or that a layer with its properties cannot compare.
fn some_layer_has(cx: &Context, layers: &[String], filter: &Filter) -> crate::error::Result<()> {
    let collections: Vec<&Collection> =
        layers.iter().filter_map(|id| cx.snapshot.catalog.collection(id)).collect();
    let mut able = collections.iter().filter(|c| c.schema.can_answer(filter)).peekable();
    match (able.peek(), collections.first()) {
        (None, Some(first)) => check_filter(filter, &first.schema),
        _ => able.try_for_each(|c| check_filter(filter, &c.schema)),
    }
}

/// `f`, which can only be MVT, and `cluster`.
fn form(reader: &mut super::params::Reader<'_>) -> Form {
    if let Some(other) = reader.text("f").filter(|f| *f != "mvt" && *f != "pbf") {
        reader.fail("f", format!("\"{other}\" is not one of: mvt"));
    }
    Form { cluster: reader.flag("cluster") }
}

fn known_set(set: &str) -> Result<(), Problem> {
    if set == MATRIX_SET {
        return Ok(());
    }
    Err(Problem::not_found(format!("there is no tile matrix set \"{set}\"; there is: {MATRIX_SET}")))
}

fn tile_id(z: &str, y: &str, x: &str) -> Result<TileId, Problem> {
    let number = |text: &str| text.parse::<u32>().ok();
    let tile = number(z).zip(number(y)).zip(number(x)).and_then(|((z, y), x)| {
        let z = u8::try_from(z).ok()?;
        TileId::new(z, x, y)
    });
    tile.ok_or_else(|| {
        Problem::not_found(format!(
            "there is no tile {z}/{y}/{x} (matrix/row/column); matrices go from 0 to {MAX_ZOOM}"
        ))
    })
}

fn dataset(cx: &Context) -> Vec<&Collection> {
    tile::dataset(&cx.snapshot.catalog)
}

fn chosen(cx: &Context, text: &str) -> crate::error::Result<Vec<String>> {
    let ids: Vec<String> = text.split(',').map(|id| id.trim().to_owned()).collect();
    match ids.iter().find(|id| cx.snapshot.catalog.collection(id).is_none()) {
        Some(id) => {
            Err(crate::error::Error::parameter("collections", format!("there is no collection \"{id}\"")))
        }
        None => Ok(ids),
    }
}

async fn tile_answer(
    cx: Context,
    layers: Vec<String>,
    tile: TileId,
    query: Query,
    form: Form,
) -> Result<Response, Problem> {
    let key = CacheKey {
        form,
        version: Arc::clone(&cx.snapshot.version),
        layers: layers.join(","),
        tile,
        selection: if query.selects_everything() { String::new() } else { format!("{query:?}") },
        encoding: cx.encoding.word(),
    };
    let site = Arc::clone(&cx.site);
    let build = async {
        let snapshot = Arc::clone(&cx.snapshot);
        let encoding = cx.encoding;
        cpu::run(&cx.site, move || {
            let catalog = &snapshot.catalog;
            let mut bytes = Vec::new();
            for layer in layers.iter().filter_map(|id| catalog.collection(id)) {
                let query = asked_of(layer, &query);
                let tile = tile::encode(catalog, &[layer], tile, &query, form)?;
                bytes.extend(tile.unwrap_or_default());
            }
            Ok((!bytes.is_empty()).then(|| compress(bytes.into(), encoding)))
        })
        .await
    };
    Ok(tile_response(site.tiles.get(&key, build).await?))
}

/// The filter holds for a layer that has all of its properties; another layer is drawn without it, so that the ground
/// under the selected features stays.
fn asked_of<'a>(layer: &Collection, query: &'a Query) -> Cow<'a, Query> {
    match &query.filter {
        Some(filter) if !layer.schema.can_answer(filter) => {
            Cow::Owned(Query { filter: None, ..query.clone() })
        }
        _ => Cow::Borrowed(query),
    }
}

fn tile_response(tile: Option<Compressed>) -> Response {
    let Some(tile) = tile else {
        return Answer::empty(StatusCode::NO_CONTENT).keep(Keep::Minutes).into_response();
    };
    let mut response = Answer::new(MVT, Vec::new()).keep(Keep::Minutes).into_response();
    *response.body_mut() = Body::empty();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MVT));
    response.extensions_mut().insert(tile);
    response
}

/// `GET /collections/{collectionId}/tiles/{tileMatrixSetId}/tilejson.json`
pub async fn collection_tilejson(
    cx: Context,
    Path((id, set)): Path<(String, String)>,
) -> Result<Answer, Problem> {
    known_set(&set)?;
    let collection = cx.collection(&id)?;
    tilejson(&cx, &collection.title, &[collection], &format!("/collections/{id}"))
}

/// `GET /tiles/{tileMatrixSetId}/tilejson.json`
pub async fn dataset_tilejson(cx: Context, Path(set): Path<String>) -> Result<Answer, Problem> {
    known_set(&set)?;
    tilejson(&cx, "planmap", &dataset(&cx), "")
}

fn tilejson(cx: &Context, name: &str, collections: &[&Collection], path: &str) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    let form = Form { cluster: reader.flag("cluster") };
    reader.finish()?;
    let asked = if form.cluster { "?cluster=true" } else { "" };
    let address = cx.url(&format!("{path}/tiles/{MATRIX_SET}/{{z}}/{{y}}/{{x}}{asked}"));
    let snapshot = &cx.snapshot;
    let attribution = snapshot.attribution();
    Answer::json(&tile::tilejson(name, &snapshot.version, collections, address, attribution, form))
}

/// `GET /collections/{collectionId}/tiles`
pub async fn collection_tilesets(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    tilesets(&cx, &collection.title, &[collection], &format!("/collections/{id}"))
}

/// `GET /tiles`
pub async fn dataset_tilesets(cx: Context) -> Result<Answer, Problem> {
    tilesets(&cx, "planmap", &dataset(&cx), "")
}

fn tilesets(cx: &Context, title: &str, collections: &[&Collection], path: &str) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    let set = tileset_document(cx, title, collections, path);
    Answer::json(
        &json!({"links": [cx.link("self", &format!("{path}/tiles"), "Tilesets")], "tilesets": [set]}),
    )
}

/// `GET /collections/{collectionId}/tiles/{tileMatrixSetId}`
pub async fn collection_tileset(
    cx: Context,
    Path((id, set)): Path<(String, String)>,
) -> Result<Answer, Problem> {
    known_set(&set)?;
    let collection = cx.collection(&id)?;
    tileset(&cx, &collection.title, &[collection], &format!("/collections/{id}"))
}

/// `GET /tiles/{tileMatrixSetId}`
pub async fn dataset_tileset(cx: Context, Path(set): Path<String>) -> Result<Answer, Problem> {
    known_set(&set)?;
    tileset(&cx, "planmap", &dataset(&cx), "")
}

fn tileset(cx: &Context, title: &str, collections: &[&Collection], path: &str) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    Answer::json(&tileset_document(cx, title, collections, path))
}

fn tileset_document(cx: &Context, title: &str, collections: &[&Collection], path: &str) -> Value {
    let own = format!("{path}/tiles/{MATRIX_SET}");
    let template = cx.url(&format!("{own}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"));
    let layer = |c: &&Collection| {
        json!({
            "id": c.id, "title": c.title, "dataType": "vector",
            "links": [Link::new("describedby", super::links::SCHEMA, cx.url(&format!("/collections/{}/schema", c.id)))],
        })
    };
    let bounds = collections.iter().filter_map(|c| c.bounds).reduce(Bounds::union);
    let mut document = json!({
        "title": title,
        "dataType": "vector",
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "tileMatrixSetId": MATRIX_SET,
        "tileMatrixSetURI": MATRIX_SET_URI,
        "links": [
            cx.link("self", &own, "This tileset"),
            Link::new("item", MVT, template).titled("Tiles").templated(),
            cx.link(&rel("tiling-scheme"), &format!("/tileMatrixSets/{MATRIX_SET}"), "The tile matrix set"),
            cx.link("describedby", &format!("{own}/tilejson.json"), "TileJSON"),
        ],
        "layers": collections.iter().map(layer).collect::<Vec<_>>(),
        "tileMatrixSetLimits": bounds.map(limits).unwrap_or_default(),
    });
    if let (Some(bounds), Some(map)) = (bounds, document.as_object_mut()) {
        let box_ = json!({"lowerLeft": [bounds.west, bounds.south], "upperRight": [bounds.east, bounds.north],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"});
        map.insert("boundingBox".to_owned(), box_);
    }
    document
}

/// The rows and columns of each matrix that meet `bounds`.
fn limits(bounds: Bounds) -> Vec<Value> {
    let limit = |z: u8| {
        let [west, east, north, south] = TileId::limits(z, bounds);
        json!({"tileMatrix": z.to_string(), "minTileRow": north, "maxTileRow": south,
            "minTileCol": west, "maxTileCol": east})
    };
    (0..=MAX_ZOOM).map(limit).collect()
}

/// `GET /tileMatrixSets`
pub async fn matrix_sets(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    let link = Link::new("self", JSON, cx.url(&format!("/tileMatrixSets/{MATRIX_SET}")));
    Answer::json(&json!({"tileMatrixSets": [
        {"id": MATRIX_SET, "title": "Google Maps compatible", "uri": MATRIX_SET_URI, "links": [link]}]}))
}

/// `GET /tileMatrixSets/{tileMatrixSetId}`
pub async fn matrix_set(cx: Context, Path(set): Path<String>) -> Result<Answer, Problem> {
    known_set(&set)?;
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    const HALF_M: f64 = 20_037_508.342_789_244;
    let matrix = |z: u8| {
        let count = 1u64 << z;
        let cell = 2.0 * HALF_M / (256.0 * count as f64);
        json!({"id": z.to_string(), "scaleDenominator": cell / 0.000_28, "cellSize": cell,
            "cornerOfOrigin": "topLeft", "pointOfOrigin": [-HALF_M, HALF_M],
            "tileWidth": 256, "tileHeight": 256, "matrixWidth": count, "matrixHeight": count})
    };
    Answer::json(&json!({
        "id": MATRIX_SET, "title": "Google Maps compatible", "uri": MATRIX_SET_URI,
        "crs": "http://www.opengis.net/def/crs/EPSG/0/3857",
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": (0..=MAX_ZOOM).map(matrix).collect::<Vec<_>>(),
    }))
}
