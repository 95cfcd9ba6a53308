//! What the service answers.

use crate::service::Service;
use axum::http::StatusCode;
use serde_json::Value;

/// Snapshots live in `tests/snapshots`.
macro_rules! snapshot {
    ($name:literal, $value:expr) => {
        let value = $value;
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false}, {
            insta::assert_json_snapshot!($name, value);
        });
    };
}

fn ids(page: &Value) -> Vec<&str> {
    page["features"].as_array().expect("features").iter().map(|f| f["id"].as_str().expect("id")).collect()
}

fn next(page: &Value) -> Option<String> {
    let links = page["links"].as_array()?;
    let next = links.iter().find(|l| l["rel"] == "next")?["href"].as_str()?;
    Some(next.trim_start_matches("http://planmap.test").to_owned())
}

/// The version of the release changes with every change of the fixture.
fn masked(mut answer: Value, member: &str) -> Value {
    answer[member] = "[version]".into();
    answer
}

#[tokio::test]
async fn the_landing_page_is_links_for_programs_and_a_page_for_people() {
    let service = Service::new();
    snapshot!("landing", masked(service.json("/").await, "release"));
    let page = service.send("GET", "/", &[("accept", "text/html,application/xhtml+xml,*/*;q=0.8")]).await;
    assert!(page.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn one_project_in_full() {
    let service = Service::new();
    let answer = service.get("/collections/projects/items/rail-aozhen-beicheng").await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    assert_eq!(answer.header("content-crs"), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
    snapshot!("project", answer.json());
}

#[tokio::test]
async fn a_collection_and_its_schema() {
    let service = Service::new();
    snapshot!("collection", service.json("/collections/projects").await);
    snapshot!("queryables", service.json("/collections/projects/queryables").await);
    let all = service.json("/collections").await;
    let names: Vec<&str> =
        all["collections"].as_array().expect("list").iter().filter_map(|c| c["id"].as_str()).collect();
    assert_eq!(
        names,
        [
            "projects",
            "projects_points",
            "projects_lines",
            "projects_areas",
            "mentions",
            "plans",
            "places",
            "admin"
        ]
    );
}

#[tokio::test]
async fn following_the_next_links_gives_every_feature_once() {
    let service = Service::new();
    let mut path = "/collections/projects/items?limit=2&sortby=-mention_count".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = service.json(&path).await;
        assert_eq!(page["numberMatched"], 7);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        match next(&page) {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    assert_eq!(seen[0], "rail-aozhen-beicheng");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 7);
}

#[tokio::test]
async fn parameters_select_and_shape_the_answer() {
    let service = Service::new();
    let page = service.json("/collections/projects/items?category=rail,road&bbox=110,39,111,41").await;
    assert_eq!(ids(&page), ["rail-aozhen-beicheng", "road-s99"]);
    let page = service.json("/collections/projects/items?q=abgt&properties=id,name&skipGeometry=true").await;
    assert_eq!(page["features"][0]["geometry"], Value::Null);
    assert_eq!(page["features"][0]["bbox"][0], 110.0);
    let properties = page["features"][0]["properties"].as_object().expect("object");
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["id", "name"]);
    let page = service.json("/collections/mentions/items?project=rail-aozhen-beicheng&limit=99999").await;
    assert_eq!((page["numberMatched"].as_u64(), page["limit"].as_u64()), (Some(2), Some(10_000)));
    assert_eq!(page["features"][1]["properties"]["plan_title"], "敖镇实施方案");
    let page = service.json("/collections/plans/items?datetime=2022-01-01/..").await;
    assert_eq!(ids(&page), ["plan-b"]);
    assert_eq!(page["features"][0]["properties"]["mention_count"], 4);
}

#[tokio::test]
async fn every_wrong_parameter_is_named_at_once() {
    let service = Service::new();
    let path =
        "/collections/projects/items?bbox=1,2,3&limit=0&datetime=soon&category=trains&colour=red&sortby=size";
    let answer = service.get(path).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    snapshot!("wrong-parameters", answer.json());
}

#[tokio::test]
async fn what_is_not_there_is_said_plainly() {
    let service = Service::new();
    for path in [
        "/collections/roads",
        "/collections/projects/items/x",
        "/nothing",
        "/plans/x/text",
        "/styles/x",
        "/collections/projects/tiles/Other/0/0/0",
        "/collections/projects/tiles/WebMercatorQuad/3/8/0",
        "/collections/projects/tiles/WebMercatorQuad/15/0/0",
        "/collections/projects/tiles/WebMercatorQuad/0/2147483647/2147483647",
    ] {
        let answer = service.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.json()["status"], 404, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }
    let answer = service.send("POST", "/collections", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn merged_ids_lead_on_and_removed_ids_are_gone() {
    let service = Service::new();
    let answer = service.get("/collections/projects/items/rail-aobei").await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT);
    assert_eq!(
        answer.header("location"),
        "http://planmap.test/collections/projects/items/rail-aozhen-beicheng"
    );
    let answer = service.get("/collections/projects/items/road-s98").await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.json()["detail"].as_str().expect("text").contains("named by mistake"));
}

#[tokio::test]
async fn each_encoding_has_its_etag_and_is_not_sent_twice() {
    let service = Service::new();
    let path = "/collections/projects/items";
    let mut tags = Vec::new();
    for encoding in ["br", "gzip", "zstd", "identity"] {
        let answer = service.send("GET", path, &[("accept-encoding", encoding)]).await;
        let expected = if encoding == "identity" { "" } else { encoding };
        assert_eq!(answer.header("content-encoding"), expected);
        assert!(answer.header("vary").contains("accept") && !answer.header("etag").starts_with("W/"));
        let tag = answer.header("etag").to_owned();
        let again =
            service.send("GET", path, &[("accept-encoding", encoding), ("if-none-match", &tag)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
        assert_eq!(again.header("etag"), tag);
        tags.push(tag);
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[tokio::test]
async fn head_is_get_without_the_body_and_preflight_is_answered() {
    let service = Service::new();
    let get = service.get("/collections").await;
    let head = service.send("HEAD", "/collections", &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert_eq!(head.header("etag"), get.header("etag"));
    let asked = [("origin", "https://other.test"), ("access-control-request-method", "GET")];
    let preflight = service.send("OPTIONS", "/collections", &asked).await;
    assert_eq!(preflight.status, StatusCode::OK);
    assert!(preflight.header("access-control-allow-methods").contains("GET"));
}

#[tokio::test]
async fn search_by_pinyin() {
    let service = Service::new();
    let mut answer = service.json("/search?q=abgt&limit=3").await;
    answer["results"].as_array_mut().expect("results").truncate(1);
    snapshot!("search", answer);
    let answer = service.get("/search?limit=101").await;
    assert_eq!(answer.json()["errors"][0]["parameter"], "q");
}

#[tokio::test]
async fn near_a_point_and_near_a_project() {
    let service = Service::new();
    let answer = service.json("/nearby?lon=112.5&lat=40.5&radius_m=6000").await;
    assert_eq!(answer["results"][0]["id"], "water-heihu");
    assert!((answer["results"][0]["distance_m"].as_f64().expect("metres") - 5552.0).abs() < 5.0);
    let answer = service.json("/nearby?project=airport-aozhen&radius_m=100").await;
    assert_eq!(answer["results"].as_array().expect("results").len(), 1);
    let wrong = service.get("/nearby?lon=200&radius_m=-1").await.json();
    let named: Vec<&str> =
        wrong["errors"].as_array().expect("errors").iter().filter_map(|e| e["parameter"].as_str()).collect();
    assert_eq!(named, ["lon", "lat", "radius_m"]);
}

#[tokio::test]
async fn the_text_of_a_plan_has_its_mentions_in_code_points() {
    let service = Service::new();
    let answer = service.json("/plans/plan-a/text").await;
    let text: Vec<char> = answer["text"].as_str().expect("text").chars().collect();
    for mention in answer["mentions"].as_array().expect("mentions") {
        let at = |name: &str| mention[name].as_u64().expect("offset") as usize;
        let quote: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(mention["name"], quote);
    }
    assert_eq!(answer["headings"][0]["text"], "敖镇发展规划");
}

#[tokio::test]
async fn figures_style_and_tilejson() {
    let service = Service::new();
    snapshot!("quality", masked(service.json("/quality").await, "release"));
    let path = "/collections/projects/tiles/WebMercatorQuad/tilejson.json";
    snapshot!("tilejson", masked(service.json(path).await, "version"));
    assert_eq!(service.json("/styles/default").await["version"], 8);
    snapshot!("tileset", service.json("/collections/admin/tiles/WebMercatorQuad").await);
}

#[tokio::test]
async fn links_are_right_behind_a_proxy_with_a_prefix() {
    let service = Service::new();
    let headers =
        [("x-forwarded-host", "gov.test"), ("x-forwarded-proto", "https"), ("x-forwarded-prefix", "/map")];
    let answer = service.send("GET", "/collections/projects", &headers).await.json();
    let links = answer["links"].as_array().expect("links");
    assert!(links.iter().all(|l| l["href"].as_str().is_some_and(|h| h.starts_with("https://gov.test/map/"))));
}

#[tokio::test]
async fn downloads_hold_the_same_features() {
    let service = Service::new();
    let csv = service.get("/collections/projects/items?f=csv&category=rail,airport").await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"projects.csv\"");
    let text = String::from_utf8(csv.body.to_vec()).expect("utf-8");
    assert_eq!(text.lines().count(), 3);
    assert!(text.starts_with("id,name,"));
    let sequence = service.get("/collections/projects/items?f=geojsonseq").await;
    assert_eq!(sequence.body.split(|b| *b == b'\n').filter(|l| !l.is_empty()).count(), 7);
    let fgb = service.get("/collections/projects/items?f=fgb").await;
    assert!(fgb.body.starts_with(b"fgb\x03"));
}

#[tokio::test]
async fn a_file_of_an_analyst_is_served_like_everything_else() {
    let line = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[110.5,40.5]},"properties":{"fid":5,"depth":2.5,"ok":true}}"#;
    let service = Service::with(&[("wells", line)], 0);
    let page = service.json("/collections/wells/items?depth=2.5&ok=true&bbox=110,40,111,41").await;
    assert_eq!(ids(&page), ["5"]);
    let tile = service.get("/collections/wells/tiles/WebMercatorQuad/0/0/0?ok=true").await;
    assert_eq!(tile.status, StatusCode::OK);
    let empty = service.get("/collections/wells/tiles/WebMercatorQuad/0/0/0?ok=false").await;
    assert_eq!(empty.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn pages_are_plain_html_and_escape_what_they_show() {
    let line = r#"{"type":"Feature","geometry":null,"properties":{"name":"<script>x</script>"}}"#;
    let service = Service::with(&[("own", line)], 0);
    for path in
        ["/collections", "/collections/own", "/collections/own/items", "/collections/own/items/1", "/api"]
    {
        let answer = service.get(&format!("{path}?f=html")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let text = String::from_utf8(answer.body.to_vec()).expect("utf-8");
        assert!(text.starts_with("<!doctype html>") && !text.contains("<script"), "{path}");
    }
}
