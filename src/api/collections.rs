//! Collections: list, description, schema, queryables.
//!
//! In: the catalog. Out: the documents of OGC API Features Parts 1, 3 and 5. Must not know: features.

use super::answer::Answer;
use super::context::Context;
use super::links::{GEOJSON, HTML, JSON, Link, SCHEMA};
use super::pages;
use super::params::Form;
use super::problem::Problem;
use crate::catalog::{Catalog, Collection, ColumnKind, GeometryKind, Property};
use crate::crs::Crs;
use axum::extract::Path;
use axum::http::header;
use serde::Serialize;
use serde_json::{Map, Value, json};

const GREGORIAN: &str = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian";

/// The description of one collection.
#[derive(Debug, Serialize)]
pub struct Description {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Credit that a map must print; empty if none.
    pub attribution: String,
    /// Spatial and temporal extent.
    pub extent: Value,
    /// Always `feature`.
    #[serde(rename = "itemType")]
    pub item_type: &'static str,
    /// Reference systems of answers.
    pub crs: Vec<String>,
    /// Reference system of storage.
    #[serde(rename = "storageCrs")]
    pub storage_crs: String,
    /// Whether it never leaves by exports or the dataset's tiles.
    pub private: bool,
    /// Number of features.
    #[serde(rename = "itemCount")]
    pub item_count: usize,
    /// Items, schema, queryables, tiles.
    pub links: Vec<Link>,
}

/// `GET /collections`
pub async fn list(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    reader.finish()?;
    if form == Form::Html {
        return Ok(Answer::html(pages::collections(&cx)).with(header::VARY, "accept"));
    }
    let all: Vec<Description> =
        cx.snapshot.catalog.collections().iter().map(|c| describe(&cx, c, false)).collect();
    let body = json!({"links": cx.self_links(JSON, false), "collections": all});
    Ok(Answer::json(&body)?.with(header::VARY, "accept"))
}

/// `GET /collections/{collectionId}`
pub async fn one(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let mut reader = cx.reader();
    let form = reader.form(cx.wants_html, &[]);
    reader.finish()?;
    if form == Form::Html {
        return Ok(Answer::html(pages::collection(&cx, collection)).with(header::VARY, "accept"));
    }
    Ok(Answer::json(&describe(&cx, collection, true))?.with(header::VARY, "accept"))
}

fn describe(cx: &Context, collection: &Collection, own: bool) -> Description {
    let path = format!("/collections/{}", collection.id);
    let mut links = if own {
        cx.self_links(JSON, false)
    } else {
        vec![
            cx.link("self", &path, &collection.title),
            Link::new("alternate", HTML, cx.url(&format!("{path}?f=html"))),
        ]
    };
    links.extend([
        Link::new("items", GEOJSON, cx.url(&format!("{path}/items"))).titled("Features as GeoJSON"),
        Link::new("items", HTML, cx.url(&format!("{path}/items?f=html"))).titled("Features as a page"),
        Link::new("describedby", SCHEMA, cx.url(&format!("{path}/schema"))).titled("Schema"),
        Link::new(&rel("queryables"), SCHEMA, cx.url(&format!("{path}/queryables"))).titled("Queryables"),
        Link::new("enclosure", "application/vnd.flatgeobuf", cx.url(&format!("{path}/items?f=fgb")))
            .titled("The whole collection as FlatGeobuf"),
    ]);
    if collection.bounds.is_some() {
        links.push(
            Link::new(&rel("tilesets-vector"), JSON, cx.url(&format!("{path}/tiles"))).titled("Vector tiles"),
        );
    }
    Description {
        id: collection.id.clone(),
        title: collection.title.clone(),
        description: collection.description.clone(),
        attribution: cx.snapshot.attribution(),
        extent: extent(collection),
        item_type: "feature",
        crs: systems(collection).map(Crs::uri).collect(),
        storage_crs: Crs::Crs84.uri(),
        private: cx.site.options.is_private(&collection.id),
        item_count: collection.len(),
        links,
    }
}

/// The reference systems that `collection` is served in.
pub fn systems(collection: &Collection) -> impl Iterator<Item = Crs> {
    Crs::serving(collection.schema.geometry != GeometryKind::None, collection.bounds)
}

/// A relation of OGC.
pub fn rel(name: &str) -> String {
    format!("http://www.opengis.net/def/rel/ogc/1.0/{name}")
}

fn extent(collection: &Collection) -> Value {
    let mut extent = Map::new();
    if let Some(bounds) = collection.bounds {
        extent.insert("spatial".to_owned(), json!({"bbox": [bounds.to_array()], "crs": Crs::Crs84.uri()}));
    }
    if let Some(time) = collection.time {
        let interval = [time.start_s.map(instant), time.end_s.map(instant)];
        extent.insert("temporal".to_owned(), json!({"interval": [interval], "trs": GREGORIAN}));
    }
    Value::Object(extent)
}

/// RFC 3339 in UTC.
fn instant(second: i64) -> String {
    let (days, rest) = (second.div_euclid(86_400), second.rem_euclid(86_400));
    let (shifted, rest_s) = (days + 719_468, rest);
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest_s / 3600, rest_s / 60 % 60, rest_s % 60)
}

/// `GET /collections/{collectionId}/schema`
pub async fn schema(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let properties: Vec<&Property> = collection.schema.properties.iter().collect();
    json_schema(&cx, collection, &properties)
}

/// `GET /collections/{collectionId}/queryables`
pub async fn queryables(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let collection = cx.collection(&id)?;
    let properties: Vec<&Property> = collection.schema.queryables().collect();
    json_schema(&cx, collection, &properties)
}

fn json_schema(cx: &Context, collection: &Collection, properties: &[&Property]) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let _only = reader.form(false, &[]);
    reader.finish()?;
    let mut all: Map<String, Value> =
        properties.iter().map(|p| (p.name.clone(), property_schema(p))).collect();
    if let Some(geometry) = geometry_format(collection.schema.geometry) {
        all.insert("geometry".to_owned(), json!({"x-ogc-role": "primary-geometry", "format": geometry}));
    }
    let body = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": cx.url(&cx.path),
        "type": "object",
        "title": collection.title,
        "description": format!("{} A property without a value is null.", collection.description),
        "properties": all,
        "additionalProperties": false,
    });
    Answer::json_as(SCHEMA, &body)
}

fn geometry_format(kind: GeometryKind) -> Option<&'static str> {
    match kind {
        GeometryKind::None => None,
        GeometryKind::Points => Some("geometry-point-or-multipoint"),
        GeometryKind::Lines => Some("geometry-linestring-or-multilinestring"),
        GeometryKind::Areas => Some("geometry-polygon-or-multipolygon"),
        GeometryKind::Any => Some("geometry-any"),
    }
}

/// What a property is to a feature, by the words of OGC API Features Part 5.
fn role(property: &Property) -> Option<&'static str> {
    match (property.name.as_str(), property.kind) {
        ("id", _) => Some("id"),
        ("date" | "plan_date", ColumnKind::Date) => Some("primary-instant"),
        ("first_date", ColumnKind::Date) => Some("primary-interval-start"),
        _ => None,
    }
}

/// JSON Schema of the values of `property`.
pub fn property_schema(property: &Property) -> Value {
    let mut schema = match property.kind {
        ColumnKind::Text => json!({"type": "string"}),
        ColumnKind::Date => json!({"type": "string", "format": "date"}),
        ColumnKind::Integer => json!({"type": "integer"}),
        ColumnKind::Number => json!({"type": "number"}),
        ColumnKind::Boolean => json!({"type": "boolean"}),
        ColumnKind::Strings => json!({"type": "array", "items": {"type": "string"}}),
        ColumnKind::Json => json!({}),
    };
    if let Some(map) = schema.as_object_mut() {
        map.insert("title".to_owned(), json!(property.name));
        if !property.words.is_empty() {
            map.insert("enum".to_owned(), json!(property.words));
        }
        if let Some(role) = role(property) {
            map.insert("x-ogc-role".to_owned(), json!(role));
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_they_are_read() {
        for text in
            ["2013-05-23T00:00:00Z", "2000-02-29T23:59:59Z", "1969-12-31T12:00:01Z", "2026-03-01T00:00:00Z"]
        {
            let second = crate::query::Interval::parse(text).ok().and_then(|i| i.start_s);
            assert_eq!(second.map(instant).as_deref(), Some(text));
        }
    }
}
