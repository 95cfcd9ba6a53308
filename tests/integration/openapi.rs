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
        if path.starts_with("/basemap") {
            // No office, no tiles: tests/integration/options.rs has an office.
            continue;
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

#[tokio::test]
async fn every_path_declares_exactly_the_parameters_that_it_knows() {
    let service = Service::new();
    let document = service.json("/api").await;
    let mut wrong = vec![];
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(parameters) = item["get"]["parameters"].as_array() else { continue };
        let resolved = parameters.iter().map(|p| match p["$ref"].as_str() {
            Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("parameter"),
            None => p,
        });
        let declared: BTreeSet<&str> =
            resolved.filter(|p| p["in"] == "query").filter_map(|p| p["name"].as_str()).collect();
        let mut example = path.clone();
        for (name, value) in [
            ("{featureId}", "any"),
            ("{planId}", "plan-a"),
            ("{tileMatrixSetId}", "WebMercatorQuad"),
            ("{tileMatrix}", "0"),
            ("{tileRow}", "0"),
            ("{tileCol}", "0"),
            ("{styleId}", "default"),
        ] {
            example = example.replace(name, value);
        }
        let answer = service.get(&format!("{example}?nobody-knows-it=1")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{example}");
        let problem = answer.json();
        let mut errors = problem["errors"].as_array().expect("errors").iter();
        let unknown = errors.find(|e| e["parameter"] == "nobody-knows-it").expect("unknown");
        let message = unknown["message"].as_str().expect("message");
        let known = message.split("there are: ").nth(1).unwrap_or_default();
        let known: BTreeSet<&str> = known.split(' ').filter(|name| !name.is_empty()).collect();
        if known != declared {
            wrong.push(format!("{path}: knows {known:?}, declares {declared:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
