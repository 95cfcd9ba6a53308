//! What became of the projects since an earlier release.

use crate::fixture;
use crate::service::Service;
use axum::http::StatusCode;
use planmap::api::refresh;
use planmap::release::{self, Contents, KEPT};
use serde_json::{Value, json};
use std::fs;

/// Another release in the place of the one that is served.
fn replace(service: &Service, change: impl FnOnce(&mut Contents)) -> String {
    let mut contents = fixture::contents();
    change(&mut contents);
    let manifest = release::write(&contents, &service.dir.path().join("release")).expect("write");
    refresh(&service.site).expect("refresh");
    manifest.version
}

async fn version(service: &Service) -> String {
    service.json("/health").await["release"].as_str().expect("version").to_owned()
}

#[tokio::test]
async fn added_changed_merged_and_removed_projects_are_told() {
    let service = Service::new();
    let first = version(&service).await;
    let second = replace(&service, |c| {
        let airport = c.projects.iter_mut().find(|p| p.id == "airport-aozhen").expect("airport");
        airport.properties.uncertainty_m = Some(150.0);
        airport.geometry = Some(planmap::geometry::Geom::Point((110.06, 40.03).into()));
        let mut other = airport.clone();
        other.id = "airport-beicheng".into();
        c.projects.push(other);
        c.projects.retain(|p| p.id != "road-s99" && p.id != "water-heihu");
        c.merged.push(("road-s99".into(), "rail-aozhen-beicheng".into()));
        c.removed.push(("water-heihu".into(), "named by mistake".into()));
    });
    let told = service.json(&format!("/changes?since={first}")).await;
    assert_eq!(told["since"], Value::String(first));
    assert_eq!(told["release"], Value::String(second.clone()));
    assert_eq!(told["added"], json!(["airport-beicheng"]));
    assert_eq!(told["changed"], json!([{"id": "airport-aozhen", "fields": ["uncertainty_m", "geometry"]}]));
    assert_eq!(told["merged"], json!([{"from": "road-s99", "to": "rail-aozhen-beicheng"}]));
    assert_eq!(told["removed"], json!([{"id": "water-heihu", "reason": "named by mistake"}]));
    let same = service.json(&format!("/changes?since={second}")).await;
    assert_eq!((&same["added"], &same["changed"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn an_unknown_release_is_refused_with_the_known_ones() {
    let service = Service::new();
    let first = version(&service).await;
    let unknown = service.get("/changes?since=0123").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    assert!(unknown.json()["detail"].as_str().expect("detail").contains(&first));
    assert_eq!(service.get("/changes").await.json()["errors"][0]["parameter"], "since");
}

#[tokio::test]
async fn the_history_is_bounded_and_leaves_the_bytes_of_the_release_alone() {
    let service = Service::new();
    let first = version(&service).await;
    let folder = service.dir.path().join("release.history");
    assert!(!folder.exists(), "a first release has no history");
    let again = replace(&service, |_| {});
    assert_eq!(again, first);
    assert!(!folder.exists(), "the same release again leaves no trace");
    for n in 0..KEPT + 2 {
        replace(&service, |c| c.plans[0].title = format!("敖镇发展规划（第{n}稿）"));
    }
    assert_eq!(fs::read_dir(&folder).expect("history").count(), KEPT);
    // The first is forgotten, and the same contents have the same version whatever came between.
    assert_eq!(service.get(&format!("/changes?since={first}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(replace(&service, |_| {}), first);
}
