//! OGC API Features: items and one feature.
//!
//! In: a collection, parameters. Out: GeoJSON, a page or a download. Must not know: how features are found.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::links::{GEOJSON, JSON, Link};
use super::pages;
use super::params::{Form, Reader};
use super::problem::Problem;
use super::selection;
use super::stream::Streamed;
use crate::catalog::{Catalog, Collection, FeatureView, Lookup, Reshape, Row};
use crate::crs::Crs;
use crate::error::Error;
use crate::export::{self, Format, Options};
use crate::geometry::{Datum, Geom};
use crate::query::Query;
use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use serde::Serialize;
use std::sync::OnceLock;

/// Downloads by the word of `f`; GeoJSON itself is a page of features.
pub const DOWNLOADS: &[(&str, Format)] = &[
    ("geojsonseq", Format::GeoJsonSeq),
    ("fgb", Format::FlatGeobuf),
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("shp", Format::Shapefile),
    ("kml", Format::Kml),
    ("gpkg", Format::GeoPackage),
];

const CONTENT_CRS: HeaderName = HeaderName::from_static("content-crs");

/// Where the coordinates of an answer are.
#[derive(Debug, Clone, Copy)]
struct Ground {
    crs: Crs,
    datum: Datum,
}

impl Ground {
    /// `geometry` as the answer shows it; what cannot be shown is kept in `refused`.
    fn reshape(self, geometry: &Geom, refused: &OnceLock<Error>) -> Geom {
        let shifted = self.datum.geometry(geometry);
        self.crs.from_wgs84(&shifted).unwrap_or_else(|e| {
            refused.get_or_init(|| e);
            shifted
        })
    }

    fn is_stored(self) -> bool {
        self.crs == Crs::Crs84 && self.datum == Datum::Wgs84
    }

    /// `Content-Crs`; GCJ-02 has no URI.
    fn header(self, answer: Answer) -> Answer {
        match self.datum {
            Datum::Wgs84 => answer.with(CONTENT_CRS, &format!("<{}>", self.crs.uri())),
            Datum::Gcj02 => answer,
        }
    }
}

/// One feature with links.
#[derive(Serialize)]
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
    let options = options(&mut reader, form);
    let crs = selection::system(&mut reader, "crs", collection);
    if crs != Crs::Crs84 && (matches!(form, Form::File(_)) || options.datum == Datum::Gcj02) {
        reader
            .fail("crs", "only GeoJSON pages in WGS 84 or CGCS2000 can be had in another system than CRS84");
    }
    let ground = Ground { crs, datum: options.datum };
    reader.finish()?;
    if matches!(form, Form::File(_)) && !paged {
        query.limit = usize::MAX;
    }
    let site = std::sync::Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let collection = cx.collection(&id)?;
        match form {
            Form::File(format) => download(&cx, collection, query, format, options),
            Form::Json => page(&cx, collection, &query, false, ground),
            Form::Html => page(&cx, collection, &query, true, ground),
        }
    })
    .await
}

fn page<'a>(
    cx: &'a Context,
    collection: &'a Collection,
    query: &Query,
    html: bool,
    ground: Ground,
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
    let refused = OnceLock::new();
    let reshape = |geometry: &Geom| ground.reshape(geometry, &refused);
    let reshape: Option<Reshape> = if ground.is_stored() { None } else { Some(&reshape) };
    let view = |row: Row<'a>| FeatureView {
        row,
        schema: &collection.schema,
        properties: shown.as_deref(),
        skip_geometry: query.skip_geometry,
        reshape,
    };
    let datum_word = (ground.datum == Datum::Gcj02).then_some("GCJ-02");
    let head = Head { matched, limit: query.limit, datum: datum_word, links };
    let body = feature_collection(&head, rows.iter().copied().map(view))?;
    known(&refused)?;
    let answer = ground.header(Answer::new(GEOJSON, body).with(header::VARY, "accept"));
    if ground.datum == Datum::Wgs84 {
        return Ok(answer);
    }
    let options = Options { lang: None, datum: ground.datum };
    let name = export::file_name(&collection.id, Format::GeoJson, options);
    Ok(answer.with(header::CONTENT_DISPOSITION, &format!("inline; filename=\"{name}\"")))
}

/// Refuses an answer in which a place could not be shown.
fn known(refused: &OnceLock<Error>) -> Result<(), Problem> {
    match refused.get() {
        Some(error) => Err(Error::parameter("crs", error.to_string()).into()),
        None => Ok(()),
    }
}

/// What stands before the features of a page.
struct Head {
    /// How many the query selects, all pages together.
    matched: usize,
    /// The page size that was used: a `limit` above the largest is clamped to it.
    limit: usize,
    /// `GCJ-02` where the coordinates were shifted into it.
    datum: Option<&'static str>,
    /// `self`, `alternate`, `collection`, `next`.
    links: Vec<Link>,
}

/// A page as GeoJSON, written straight from the store.
fn feature_collection<'a>(
    head: &Head,
    features: impl ExactSizeIterator<Item = FeatureView<'a>>,
) -> Result<Vec<u8>, Problem> {
    let returned = features.len();
    let mut out = Vec::with_capacity(512 + returned * 512);
    let counts = format!(
        "{{\"type\":\"FeatureCollection\",\"numberMatched\":{},\"numberReturned\":{returned},\"limit\":{}",
        head.matched, head.limit
    );
    out.extend(counts.as_bytes());
    if let Some(datum) = head.datum {
        out.extend(format!(",\"datum\":\"{datum}\"").as_bytes());
    }
    out.extend(b",\"links\":");
    serde_json::to_writer(&mut out, &head.links).map_err(|e| Problem::internal(&e))?;
    out.extend(b",\"features\":[");
    for (n, feature) in features.enumerate() {
        if n > 0 {
            out.push(b',');
        }
        feature.write_json(&mut out).map_err(|e| Problem::internal(&e))?;
    }
    out.extend(b"]}");
    Ok(out)
}

/// `GET /collections/{collectionId}/items/{featureId}`
pub async fn feature(cx: Context, Path((id, feature_id)): Path<(String, String)>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    let crs = selection::system(&mut reader, "crs", collection);
    reader.finish()?;
    match cx.snapshot.catalog.feature(collection, &feature_id) {
        Lookup::Found(row) => one(&cx, collection, row, form == Form::Html, crs),
        Lookup::Merged(new) => {
            let path = format!("/collections/{id}/items/{}", pages::segment(new));
            let address = cx.elsewhere(&path);
            Ok(Answer::empty(StatusCode::PERMANENT_REDIRECT).with(header::LOCATION, &address))
        }
        Lookup::Removed(reason) => Err(Problem::gone(format!("{feature_id} was removed: {reason}"))),
        Lookup::Unknown => Err(Problem::not_found(format!("there is no feature \"{feature_id}\" in {id}"))),
    }
}

fn one(cx: &Context, collection: &Collection, row: Row<'_>, html: bool, crs: Crs) -> Result<Answer, Problem> {
    let mut links = cx.self_links(GEOJSON, html);
    links.push(Link::new("collection", JSON, cx.url(&format!("/collections/{}", collection.id))));
    if html {
        return Ok(Answer::html(pages::feature(cx, collection, row)).with(header::VARY, "accept"));
    }
    let ground = Ground { crs, datum: Datum::Wgs84 };
    let refused = OnceLock::new();
    let reshape = |geometry: &Geom| ground.reshape(geometry, &refused);
    let view = FeatureView {
        row,
        schema: &collection.schema,
        properties: None,
        skip_geometry: false,
        reshape: if ground.is_stored() { None } else { Some(&reshape) },
    };
    let answer = Answer::json_as(GEOJSON, &OneFeature { feature: view, links })?;
    known(&refused)?;
    Ok(ground.header(answer.with(header::VARY, "accept")))
}

fn download(
    cx: &Context,
    collection: &Collection,
    query: Query,
    format: Format,
    options: Options,
) -> Result<Answer, Problem> {
    // What is wrong with the query must be said before the first byte.
    cx.snapshot.catalog.select(collection, &Query { limit: 1, ..query.clone() })?;
    let name = export::file_name(&collection.id, format, options);
    let seed = format!("{} {} {name} {options:?} {query:?}", env!("CARGO_PKG_VERSION"), cx.snapshot.stamp);
    let (snapshot, id) = (std::sync::Arc::clone(&cx.snapshot), collection.id.clone());
    let encodable = !matches!(format, Format::Xlsx | Format::Shapefile);
    let streamed = Streamed::new(seed, encodable, move |out| {
        let catalog = &snapshot.catalog;
        let Some(collection) = catalog.collection(&id) else { return Ok(()) };
        export::write(format, export::Source { catalog, collection, query: &query, options }, out)
    });
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(Answer::streamed(format.media_type(), streamed).with(header::CONTENT_DISPOSITION, &disposition))
}

/// `lang` and `datum`, which downloads know.
fn options(reader: &mut Reader<'_>, form: Form) -> Options {
    let lang = reader.parse("lang", str::parse);
    let datum: Option<Datum> = reader.parse("datum", str::parse);
    let may = match form {
        Form::Json => true,
        Form::Html => false,
        Form::File(format) => format.may_be_shifted(),
    };
    if datum == Some(Datum::Gcj02) && !may {
        reader.fail("datum", "gcj02 is only possible as geojson, geojsonseq, csv or kml");
    }
    Options { lang, datum: datum.unwrap_or_default() }
}
