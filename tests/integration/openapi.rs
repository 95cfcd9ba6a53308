//! The API document is true: it names every route and nothing else, and every path it names answers.

use crate::service::Service;
use axum::http::StatusCode;
use serde_json::Value;
use std::collections::BTreeSet;

const ROUTES: &str = include_str!("../../src/api/routes.rs");
const TEMPLATE: &str = include_str!("../../src/api/openapi.json");

/// A body that every POST of the document takes.
const POSTED: &str = r#"{"project": "airport-aozhen", "distance_m": 5000}"#;

/// The paths given to `.route(` in the one file of routes.
fn routes() -> BTreeSet<String> {
    let calls = ROUTES.split(".route(").skip(1);
    calls.filter_map(|rest| rest.split('"').nth(1)).map(str::to_owned).collect()
}

#[test]
fn the_hand_kept_document_names_every_route_and_nothing_else() {
    let document: Value = serde_json::from_str(TEMPLATE).expect("json");
    let named: BTreeSet<String> = document["paths"].as_object().expect("paths").keys().cloned().collect();
    assert_eq!(named, routes());
}

#[tokio::test]
async fn every_path_of_the_document_answers_with_a_declared_status_and_type() {
    let service = Service::new();
    let document = service.json("/api").await;
    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(document["servers"][0]["url"], "http://planmap.test");
    for (path, item) in document["paths"].as_object().expect("paths") {
        let first = |id: &str| match id {
            "mentions" => "plan-a-16",
            "plans" => "plan-a",
            "places" => "aozhen",
            "admin" => "990101",
            "projects_points" => "airport-aozhen",
            "projects_areas" => "ecology-chuisha",
            _ => "rail-aozhen-beicheng",
        };
        let collection = path.split('/').nth(2).unwrap_or_default();
        let mut example = path.replace("{featureId}", first(collection)).replace("{planId}", "plan-a");
        for (name, value) in [
            ("{tileMatrixSetId}", "WebMercatorQuad"),
            ("{tileMatrix}", "0"),
            ("{tileRow}", "0"),
            ("{tileCol}", "0"),
            ("{styleId}", "default"),
        ] {
            example = example.replace(name, value);
        }
        match example.as_str() {
            "/search" => example.push_str("?q=bao"),
            "/changes" => {
                let version = service.json("/health").await["release"].as_str().expect("version").to_owned();
                example.push_str(&format!("?since={version}"));
            }
            "/diff" => example.push_str("?from=plan-a&to=plan-b"),
            "/nearby" => example.push_str("?lon=110&lat=40"),
            _ => {}
        }
        let (answer, operation) = match item.get("post") {
            Some(post) => (service.post(&example, POSTED).await, post),
            None => (service.get(&example).await, &item["get"]),
        };
        assert_eq!(answer.status, StatusCode::OK, "{example}");
        let content = operation["responses"]["200"]["content"].as_object().expect("content");
        let media = answer.header("content-type");
        assert!(content.keys().any(|m| media.starts_with(m.as_str())), "{example}: {media} is not declared");
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_inside_the_document() {
    let service = Service::new();
    let document = service.json("/api").await;
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                if let Some(reference) = map.get("$ref") {
                    let pointer = reference.as_str().and_then(|r| r.strip_prefix('#')).expect("local");
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                }
                open.extend(map.values());
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
}

#[tokio::test]
async fn every_declared_parameter_is_accepted_and_operation_ids_are_unique() {
    let service = Service::new();
    let document = service.json("/api").await;
    let mut ids = BTreeSet::new();
    for item in document["paths"].as_object().expect("paths").values() {
        let operation = item.get("post").unwrap_or(&item["get"]);
        let id = operation["operationId"].as_str().expect("operationId");
        assert!(ids.insert(id.to_owned()), "{id} stands twice");
    }
    let items = &document["paths"]["/collections/projects/items"]["get"]["parameters"];
    let names: Vec<&str> =
        items.as_array().expect("list").iter().filter_map(|p| p["name"].as_str()).collect();
    assert!(names.contains(&"category") && names.contains(&"plans"));
}
