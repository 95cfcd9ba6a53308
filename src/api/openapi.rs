//! The API document: kept by hand in `openapi.json`, completed with what the release holds.
//!
//! In: the hand-kept document, the collections. Out: OpenAPI 3.0.3: every path of a collection spelt out per
//! collection, with its queryables as parameters. Must not know: handlers (a test walks the router against it).

use super::collections::property_schema;
use super::problem::Problem;
use super::selection::queryable_parameters;
use crate::catalog::{Catalog, Collection, Property};
use serde_json::{Map, Value, json};

const TEMPLATE: &str = include_str!("openapi.json");
const COLLECTION: &str = "{collectionId}";
/// The one path outside a collection that the queryables of projects select on.
const DRAWN: &str = "/map.svg";

/// The document of the service at `base`.
///
/// # Errors
/// The hand-kept document is broken; a test keeps that from happening.
pub fn document(base: &str, catalog: &dyn Catalog) -> Result<Value, Problem> {
    let mut document: Value = serde_json::from_str(TEMPLATE).map_err(|e| Problem::internal(&e))?;
    document["servers"] = json!([{"url": base}]);
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    document["paths"] = Value::Object(expanded(&paths, catalog));
    Ok(document)
}

fn expanded(paths: &Map<String, Value>, catalog: &dyn Catalog) -> Map<String, Value> {
    let mut out = Map::new();
    for (path, item) in paths {
        if !path.contains(COLLECTION) {
            let projects = catalog.collection("projects").filter(|_| path == DRAWN);
            out.insert(path.clone(), projects.map_or(item.clone(), |c| selecting(item, c)));
            continue;
        }
        let tiles = path.contains("/tiles");
        for collection in catalog.collections().iter().filter(|c| !tiles || c.bounds.is_some()) {
            out.insert(path.replace(COLLECTION, &collection.id), of_collection(path, item, collection));
        }
    }
    out
}

/// `item` with the queryables of `collection` as parameters.
fn selecting(item: &Value, collection: &Collection) -> Value {
    let mut item = item.clone();
    if let Some(parameters) = item["get"]["parameters"].as_array_mut() {
        parameters.extend(queryable_parameters(collection).map(parameter));
    }
    item
}

fn of_collection(path: &str, item: &Value, collection: &Collection) -> Value {
    let mut item = item.clone();
    let get = &mut item["get"];
    let operation = get["operationId"].as_str().unwrap_or_default();
    get["operationId"] = json!(format!("{}.{operation}", collection.id));
    get["summary"] = json!(format!("{}: {}", collection.title, get["summary"].as_str().unwrap_or_default()));
    if let Some(parameters) = get["parameters"].as_array_mut() {
        parameters.retain(|p| p["$ref"] != "#/components/parameters/collectionId");
        if path.ends_with("/items") || path.ends_with("{tileCol}") {
            parameters.extend(queryable_parameters(collection).map(parameter));
        }
    }
    item
}

/// A queryable as a parameter: a list, any of whose values may hold.
fn parameter(property: &Property) -> Value {
    let mut value = property_schema(property);
    if value["type"] == "array" {
        value = value["items"].clone();
    }
    json!({
        "name": property.name, "in": "query", "required": false, "style": "form", "explode": false,
        "description": "Only features with one of these values",
        "schema": {"type": "array", "items": value},
    })
}
