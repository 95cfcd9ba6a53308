//! OGC API Features: items and one feature.
//!
//! In: a collection, parameters. Out: GeoJSON, a page or a download. Must not know: how features are found.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::links::{GEOJSON, JSON, Link};
use super::pages;
use super::params::Form;
use super::problem::Problem;
use super::selection;
use crate::catalog::{Catalog, Collection, FeatureView, Lookup, Row};
use crate::export::{self, Format};
use crate::query::Query;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use serde::Serialize;

/// Downloads by the word of `f`.
pub const DOWNLOADS: &[(&str, Format)] =
    &[("geojsonseq", Format::GeoJsonSeq), ("fgb", Format::FlatGeobuf), ("csv", Format::Csv)];

const CONTENT_CRS: HeaderName = HeaderName::from_static("content-crs");
const CRS84: &str = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>";

/// One feature with links.
#[derive(Debug, Serialize)]
struct OneFeature<'a> {
    #[serde(flatten)]
    feature: FeatureView<'a>,
    links: Vec<Link>,
}

/// `GET /collections/{collectionId}/items`
pub async fn items(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let mut reader = cx.reader();
    let mut query = selection::items(&mut reader, collection);
    let form = reader.form(cx.wants_html, DOWNLOADS);
    let paged = reader.text("limit").is_some();
    reader.finish()?;
    if matches!(form, Form::File(_)) && !paged {
        query.limit = usize::MAX;
    }
    let site = std::sync::Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let collection = cx.collection(&id)?;
        match form {
            Form::File(format) => download(&cx, collection, &query, format),
            Form::Json => page(&cx, collection, &query, false),
            Form::Html => page(&cx, collection, &query, true),
        }
    })
    .await
}

fn page<'a>(
    cx: &'a Context,
    collection: &'a Collection,
    query: &Query,
    html: bool,
) -> Result<Answer, Problem> {
    let selection = cx.snapshot.catalog.select(collection, query)?;
    let (matched, more) = (selection.matched, selection.more);
    let rows: Vec<Row> = selection.rows.collect();
    let mut links = cx.self_links(GEOJSON, html);
    links.push(cx.link("collection", &format!("/collections/{}", collection.id), &collection.title));
    if let Some(last) = rows.last().filter(|_| more) {
        let cursor = selection::cursor_after(last.id());
        let media = if html { super::links::HTML } else { GEOJSON };
        links.push(Link::new("next", media, cx.url_with("cursor", Some(&cursor))).titled("Next page"));
    }
    if html {
        return Ok(
            Answer::html(pages::items(cx, collection, &rows, matched, &links)).with(header::VARY, "accept")
        );
    }
    let shown: Option<Vec<usize>> = query
        .properties
        .as_ref()
        .map(|names| names.iter().filter_map(|name| collection.schema.index(name)).collect());
    let view = |row: &Row<'a>| FeatureView {
        row: *row,
        schema: &collection.schema,
        properties: shown.as_deref(),
        skip_geometry: query.skip_geometry,
    };
    let body = feature_collection(matched, query.limit, &links, rows.iter().map(view))?;
    Ok(Answer::new(GEOJSON, body).with(CONTENT_CRS, CRS84).with(header::VARY, "accept"))
}

/// A page as GeoJSON, written straight from the store: `numberMatched` counts all pages together; `limit` is the page
/// size that was used (one above the largest is clamped to it).
fn feature_collection<'a>(
    matched: usize,
    limit: usize,
    links: &[Link],
    features: impl ExactSizeIterator<Item = FeatureView<'a>>,
) -> Result<Vec<u8>, Problem> {
    let returned = features.len();
    let mut out = Vec::with_capacity(512 + returned * 512);
    let head = format!(
        "{{\"type\":\"FeatureCollection\",\"numberMatched\":{matched},\"numberReturned\":{returned},\"limit\":{limit},\"links\":"
    );
    out.extend(head.as_bytes());
    serde_json::to_writer(&mut out, links).map_err(|e| Problem::internal(&e))?;
    out.extend(b",\"features\":[");
    for (n, feature) in features.enumerate() {
        if n > 0 {
            out.push(b',');
        }
        feature.write_json(&mut out);
    }
    out.extend(b"]}");
    Ok(out)
}

/// `GET /collections/{collectionId}/items/{featureId}`
pub async fn feature(cx: Context, Path((id, feature_id)): Path<(String, String)>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    reader.finish()?;
    match cx.snapshot.catalog.feature(collection, &feature_id) {
        Lookup::Found(row) => one(&cx, collection, row, form == Form::Html),
        Lookup::Merged(new) => {
            let address = cx.url(&format!("/collections/{id}/items/{}", pages::segment(new)));
            Ok(Answer::empty(StatusCode::PERMANENT_REDIRECT).with(header::LOCATION, &address))
        }
        Lookup::Removed(reason) => Err(Problem::gone(format!("{feature_id} was removed: {reason}"))),
        Lookup::Unknown => Err(Problem::not_found(format!("there is no feature \"{feature_id}\" in {id}"))),
    }
}

fn one(cx: &Context, collection: &Collection, row: Row<'_>, html: bool) -> Result<Answer, Problem> {
    let mut links = cx.self_links(GEOJSON, html);
    links.push(Link::new("collection", JSON, cx.url(&format!("/collections/{}", collection.id))));
    if html {
        return Ok(Answer::html(pages::feature(cx, collection, row)).with(header::VARY, "accept"));
    }
    let view = FeatureView { row, schema: &collection.schema, properties: None, skip_geometry: false };
    let body = OneFeature { feature: view, links };
    Ok(Answer::json_as(GEOJSON, &body)?.with(CONTENT_CRS, CRS84).with(header::VARY, "accept"))
}

fn download(cx: &Context, collection: &Collection, query: &Query, format: Format) -> Result<Answer, Problem> {
    let mut body = Vec::new();
    export::write(format, &cx.snapshot.catalog, collection, query, &mut body)?;
    let extension = DOWNLOADS.iter().find(|(_, f)| *f == format).map_or("bin", |(word, _)| word);
    let name = format!("attachment; filename=\"{}.{extension}\"", collection.id);
    Ok(Answer::new(format.media_type(), body).with(header::CONTENT_DISPOSITION, &name))
}
