//! The landing page, conformance, the API document, styles.
//!
//! In: the catalog. Out: documents that lead to everything else. Must not know: features.

use super::answer::Answer;
use super::assets;
use super::collections::rel;
use super::context::Context;
use super::links::{HTML, JSON, Link, OPENAPI};
use super::openapi;
use super::pages;
use super::params::Form;
use super::problem::Problem;
use crate::style;
use axum::extract::Path;
use axum::http::header;
use serde_json::json;

/// Requirement classes that the service meets.
pub const CONFORMS_TO: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/accent-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/array-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
];

/// `GET /`: the map for people, links for programs.
pub async fn landing(cx: Context) -> Result<Answer, Problem> {
    // The page keeps its own state in the query; only a program's request is checked.
    let asked = cx.query.iter().find(|(key, _)| key == "f").map(|(_, value)| value.as_str());
    if asked == Some("html") || (asked.is_none() && cx.wants_html) {
        return Ok(assets::index()
            .unwrap_or_else(|| Answer::html(pages::landing(&cx)))
            .with(header::VARY, "accept"));
    }
    let mut reader = cx.reader();
    reader.form(false, &[]);
    reader.finish()?;
    let mut links = cx.self_links(JSON, false);
    links.extend([
        Link::new("service-desc", OPENAPI, cx.url("/api")).titled("The API, OpenAPI 3.0"),
        Link::new("service-doc", HTML, cx.url("/api?f=html")).titled("The API as a page"),
        cx.link("conformance", "/conformance", "Conformance"),
        cx.link("data", "/collections", "Collections"),
        cx.link(&rel("tilesets-vector"), "/tiles", "Vector tiles of the whole dataset"),
        cx.link(&rel("styles"), "/styles", "Map styles"),
        cx.link("search", "/search?q=", "Search by name"),
        cx.link("describedby", "/quality", "Figures of the release"),
    ]);
    if cx.site.basemap.is_some() {
        let tiles = Link::new("tiles", "image/*", cx.url("/basemap/{z}/{x}/{y}"));
        links.push(tiles.titled("Basemap of the office, Web Mercator").templated());
    }
    let body = json!({
        "title": "planmap",
        "description": "What government plans say will be built or protected, and where: projects and ecological \
                        zones with the sentences that name them.",
        "attribution": cx.snapshot.attribution(),
        "release": &*cx.snapshot.version,
        "links": links,
    });
    Ok(Answer::json(&body)?.with(header::VARY, "accept"))
}

/// `GET /conformance`
pub async fn conformance(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    reader.finish()?;
    if form == Form::Html {
        return Ok(Answer::html(pages::conformance(&cx, CONFORMS_TO)).with(header::VARY, "accept"));
    }
    Ok(Answer::json(&json!({"conformsTo": CONFORMS_TO}))?.with(header::VARY, "accept"))
}

/// `GET /api`: OpenAPI 3.0.3, or the same as a page.
pub async fn api(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    reader.finish()?;
    let document = openapi::document(&cx.base, &cx.snapshot.catalog)?;
    if form == Form::Html {
        return Ok(Answer::html(pages::api(&cx, &document)).with(header::VARY, "accept"));
    }
    Ok(Answer::json_as(OPENAPI, &document)?.with(header::VARY, "accept"))
}

/// `GET /styles`
pub async fn styles(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    let link = Link::new("stylesheet", "application/vnd.mapbox.style+json", cx.url("/styles/default"));
    Answer::json(&json!({"default": "default", "styles": [
        {"id": "default", "title": "Projects by category", "links": [link]}]}))
}

/// `GET /styles/{styleId}`: a MapLibre style.
pub async fn style(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    if id != "default" {
        return Err(Problem::not_found(format!("there is no style \"{id}\"; there is: default")));
    }
    Answer::json_as("application/vnd.mapbox.style+json", &style::style(&cx.base, &cx.snapshot.attribution())?)
}
