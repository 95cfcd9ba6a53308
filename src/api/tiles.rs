//! OGC API Tiles: tilesets, TileJSON, tiles.
//!
//! In: collections, tile coordinates, the same conditions as on items. Out: tiles, already in their encoding and with
//! their ETag; documents. Must not know: how a tile is drawn.

use super::answer::{Answer, Keep};
use super::collections::rel;
use super::compress::{Compressed, compress_tile};
use super::context::Context;
use super::cpu;
use super::links::{Link, MVT};
use super::problem::Problem;
use super::selection;
use crate::catalog::{Catalog, Collection, check_filter};
use crate::crs::Crs;
use crate::geometry::Bounds;
use crate::query::{Filter, Interval, Query};
use crate::tile::{self, CacheKey, Form, MatrixSet, TileId};
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::sync::Arc;

/// The set that TileJSON can describe.
const TILEJSON_SET: MatrixSet = MatrixSet::WebMercatorQuad;

/// `GET /collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`
pub async fn collection_tile(
    cx: Context,
    Path((id, set, z, y, x)): Path<(String, String, String, String, String)>,
) -> Result<Response, Problem> {
    let collection = cx.collection(&id)?;
    let set = known_set(&set)?;
    let mut reader = cx.reader();
    let query = selection::conditions(&mut reader, collection);
    let form = form(&mut reader);
    reader.finish()?;
    tile_answer(cx, vec![id], tile_id(set, &z, &y, &x)?, query, form).await
}

/// `GET /tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}`
pub async fn dataset_tile(
    cx: Context,
    Path((set, z, y, x)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let set = known_set(&set)?;
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
    tile_answer(cx, collections, tile_id(set, &z, &y, &x)?, query, form).await
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

/// The tile matrix set `id`.
///
/// # Errors
/// There is none.
pub fn known_set(id: &str) -> Result<MatrixSet, Problem> {
    MatrixSet::by_id(id).ok_or_else(|| {
        let known: Vec<&str> = MatrixSet::ALL.iter().map(|set| set.id()).collect();
        Problem::not_found(format!("there is no tile matrix set \"{id}\"; there are: {}", known.join(" ")))
    })
}

fn tile_id(set: MatrixSet, z: &str, y: &str, x: &str) -> Result<TileId, Problem> {
    let number = |text: &str| text.parse::<u32>().ok();
    let tile = number(z).zip(number(y)).zip(number(x)).and_then(|((z, y), x)| {
        let z = u8::try_from(z).ok()?;
        TileId::of(set, z, x, y)
    });
    tile.ok_or_else(|| {
        Problem::not_found(format!(
            "there is no tile {z}/{y}/{x} (matrix/row/column) in {}; matrices go from 0 to {}",
            set.id(),
            set.max_zoom()
        ))
    })
}

/// The collections of the dataset's tiles, without private ones.
fn dataset(cx: &Context) -> Vec<&Collection> {
    let all = tile::dataset(&cx.snapshot.catalog).into_iter();
    all.filter(|c| !cx.site.options.is_private(&c.id)).collect()
}

fn chosen(cx: &Context, text: &str) -> crate::error::Result<Vec<String>> {
    let ids: Vec<String> = text.split(',').map(|id| id.trim().to_owned()).collect();
    match ids.iter().find(|id| cx.snapshot.catalog.collection(id).is_none()) {
        Some(id) => {
            Err(crate::error::Error::parameter("collections", format!("there is no collection \"{id}\"")))
        }
        None => match ids.iter().find(|id| cx.site.options.is_private(id)) {
            Some(id) => Err(crate::error::Error::parameter(
                "collections",
                format!("\"{id}\" is private and never part of the dataset's tiles"),
            )),
            None => Ok(ids),
        },
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
            Ok((!bytes.is_empty()).then(|| compress_tile(bytes.into(), encoding)))
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
    tilejson_set(&set)?;
    let collection = cx.collection(&id)?;
    tilejson(&cx, &collection.title, &[collection], &format!("/collections/{id}"))
}

/// `GET /tiles/{tileMatrixSetId}/tilejson.json`
pub async fn dataset_tilejson(cx: Context, Path(set): Path<String>) -> Result<Answer, Problem> {
    tilejson_set(&set)?;
    tilejson(&cx, "planmap", &dataset(&cx), "")
}

/// TileJSON knows Web Mercator only.
fn tilejson_set(id: &str) -> Result<(), Problem> {
    match known_set(id)? {
        TILEJSON_SET => Ok(()),
        other => Err(Problem::not_found(format!(
            "TileJSON cannot describe {}: read the tileset document",
            other.id()
        ))),
    }
}

fn tilejson(cx: &Context, name: &str, collections: &[&Collection], path: &str) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    let form = Form { cluster: reader.flag("cluster") };
    reader.finish()?;
    let asked = if form.cluster { "?cluster=true" } else { "" };
    let address = cx.url(&format!("{path}/tiles/{}/{{z}}/{{y}}/{{x}}{asked}", TILEJSON_SET.id()));
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
    let sets: Vec<Value> =
        MatrixSet::ALL.iter().map(|set| tileset_document(cx, *set, title, collections, path)).collect();
    Answer::json(&json!({"links": [cx.link("self", &format!("{path}/tiles"), "Tilesets")], "tilesets": sets}))
}

/// `GET /collections/{collectionId}/tiles/{tileMatrixSetId}`
pub async fn collection_tileset(
    cx: Context,
    Path((id, set)): Path<(String, String)>,
) -> Result<Answer, Problem> {
    let set = known_set(&set)?;
    let collection = cx.collection(&id)?;
    tileset(&cx, set, &collection.title, &[collection], &format!("/collections/{id}"))
}

/// `GET /tiles/{tileMatrixSetId}`
pub async fn dataset_tileset(cx: Context, Path(set): Path<String>) -> Result<Answer, Problem> {
    let set = known_set(&set)?;
    tileset(&cx, set, "planmap", &dataset(&cx), "")
}

fn tileset(
    cx: &Context,
    set: MatrixSet,
    title: &str,
    collections: &[&Collection],
    path: &str,
) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    Answer::json(&tileset_document(cx, set, title, collections, path))
}

fn tileset_document(
    cx: &Context,
    set: MatrixSet,
    title: &str,
    collections: &[&Collection],
    path: &str,
) -> Value {
    let own = format!("{path}/tiles/{}", set.id());
    let template = cx.url(&format!("{own}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"));
    let layer = |c: &&Collection| {
        json!({
            "id": c.id, "title": c.title, "dataType": "vector",
            "links": [Link::new("describedby", super::links::SCHEMA, cx.url(&format!("/collections/{}/schema", c.id)))],
        })
    };
    let bounds = collections.iter().filter_map(|c| c.bounds).reduce(Bounds::union);
    let mut links = vec![
        cx.link("self", &own, "This tileset"),
        Link::new("item", MVT, template).titled("Tiles").templated(),
        cx.link(&rel("tiling-scheme"), &format!("/tileMatrixSets/{}", set.id()), "The tile matrix set"),
    ];
    if set == TILEJSON_SET {
        links.push(cx.link("describedby", &format!("{own}/tilejson.json"), "TileJSON"));
    }
    let mut document = json!({
        "title": title,
        "dataType": "vector",
        "crs": set.crs(),
        "tileMatrixSetId": set.id(),
        "tileMatrixSetURI": set.uri(),
        "links": links,
        "layers": collections.iter().map(layer).collect::<Vec<_>>(),
        "tileMatrixSetLimits": bounds.map(|b| limits(set, b)).unwrap_or_default(),
    });
    if let (Some(bounds), Some(map)) = (bounds, document.as_object_mut()) {
        let box_ = json!({"lowerLeft": [bounds.west, bounds.south], "upperRight": [bounds.east, bounds.north],
            "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"});
        map.insert("boundingBox".to_owned(), box_);
    }
    document
}

/// The rows and columns of each matrix that meet `bounds`.
fn limits(set: MatrixSet, bounds: Bounds) -> Vec<Value> {
    let limit = |z: u8| {
        let [west, east, north, south] = TileId::limits(set, z, bounds);
        json!({"tileMatrix": z.to_string(), "minTileRow": north, "maxTileRow": south,
            "minTileCol": west, "maxTileCol": east})
    };
    (0..=set.max_zoom()).map(limit).collect()
}
