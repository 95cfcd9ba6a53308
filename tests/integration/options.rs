//! What the options of `serve` change: private files, origins, proxies, figures, an office's own tiles.

use crate::service::Service;
use axum::http::{HeaderValue, StatusCode};
use http_body_util::BodyExt;
use planmap::api::{Options, metrics_router};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

const LINE: &str = r#"{"type":"Feature","id":"r1","geometry":{"type":"Polygon","coordinates":[[[110,40],[110.2,40],[110.2,40.2],[110,40.2],[110,40]]]},"properties":{"name":"红线一"}}"#;

/// A service with one private file, which goes with its folder.
fn private() -> (Service, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("tempdir");
    let path = dir.path().join("redlines.geojsonl");
    std::fs::write(&path, LINE).expect("write");
    let options = Options { private_collections: vec![("redlines".into(), path)], ..Options::default() };
    (Service::of(&[("wells", LINE)], options), dir)
}

#[tokio::test]
async fn a_private_file_is_served_and_screened_and_never_part_of_the_dataset() {
    let (service, _folder) = private();
    assert_eq!(service.json("/collections/redlines").await["private"], true);
    assert_eq!(service.json("/collections/wells").await["private"], false);
    assert_eq!(service.json("/collections/redlines/items").await["numberMatched"], 1);
    let body = json!({"geometry": {"type": "Point", "coordinates": [110.1, 40.1]}}).to_string();
    let found = service.post("/screen", &body).await.json();
    let of: Vec<&str> = found["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter_map(|r| r["collection"].as_str())
        .collect();
    assert!(of.contains(&"redlines") && of.contains(&"wells"), "{found}");
    let tilejson = service.json("/tiles/WebMercatorQuad/tilejson.json").await.to_string();
    assert!(tilejson.contains("wells") && !tilejson.contains("redlines"));
    let tile = service.get("/tiles/WebMercatorQuad/0/0/0").await;
    let holds = |words: &[u8]| tile.body.windows(words.len()).any(|w| w == words);
    assert!(holds(b"wells") && !holds(b"redlines"));
    let asked = service.get("/tiles/WebMercatorQuad/0/0/0?collections=redlines").await;
    assert_eq!(asked.json()["errors"][0]["parameter"], "collections");
}

#[tokio::test]
async fn only_the_given_origins_may_ask_and_errors_say_so_too() {
    let origins = ["https://gov.example", "http://10.0.0.7:8080"].map(HeaderValue::from_static);
    let service = Service::of(&[], Options { cors_origins: origins.into(), ..Options::default() });
    let allowed = |answer: &crate::service::Answer| answer.header("access-control-allow-origin").to_owned();
    for path in ["/health", "/nowhere", "/search"] {
        let own = service.send("GET", path, &[("origin", "https://gov.example")]).await;
        assert_eq!(allowed(&own), "https://gov.example", "{path}");
        let foreign = service.send("GET", path, &[("origin", "https://other.example")]).await;
        assert_eq!(allowed(&foreign), "", "{path}");
    }
    let asked = |origin| {
        [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ]
    };
    let preflight = service.send("OPTIONS", "/screen", &asked("http://10.0.0.7:8080")).await;
    assert_eq!((preflight.status, allowed(&preflight)), (StatusCode::OK, "http://10.0.0.7:8080".to_owned()));
    assert!(preflight.header("access-control-allow-methods").contains("POST"));
    assert_eq!(allowed(&service.send("OPTIONS", "/screen", &asked("https://other.example")).await), "");
    let open = Service::new();
    let refused = open.send("POST", "/screen", &[("origin", "https://any.example")]).await;
    assert_eq!((refused.status, allowed(&refused)), (StatusCode::BAD_REQUEST, "*".to_owned()));
}

#[tokio::test]
async fn links_lead_back_through_every_kind_of_proxy() {
    let plain = Service::new();
    let fixed = Service::of(
        &[],
        Options { base_url: Some("https://fixed.example/map/".into()), ..Options::default() },
    );
    let forwarded =
        [("forwarded", "for=10.1.1.1;host=gov.example;proto=https"), ("x-forwarded-prefix", "/map")];
    let x = [
        ("x-forwarded-host", "gov.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-prefix", "/map/"),
    ];
    for (service, headers, base) in [
        (&plain, &[][..], "http://planmap.test"),
        (&plain, &forwarded[..], "https://gov.example/map"),
        (&plain, &x[..], "https://gov.example/map"),
        (&fixed, &x[..], "https://fixed.example/map"),
    ] {
        for path in [
            "/?f=json",
            "/collections/projects/items?limit=1",
            "/collections/projects/tiles/WebMercatorQuad/tilejson.json",
        ] {
            let text =
                String::from_utf8(service.send("GET", path, headers).await.body.to_vec()).expect("utf-8");
            assert!(text.contains(&format!("\"{base}/")), "{path}: {base} not in {text}");
            let ours = text.matches("://planmap.test").count()
                + text.matches("://gov.example").count()
                + text.matches("://fixed.example").count();
            assert_eq!(text.matches(base).count(), ours, "{path}: every address of ours begins with {base}");
        }
        let merged = service.send("GET", "/collections/projects/items/rail-aobei", headers).await;
        assert_eq!(merged.status, StatusCode::PERMANENT_REDIRECT);
        assert_eq!(
            merged.header("location"),
            format!("{base}/collections/projects/items/rail-aozhen-beicheng")
        );
        let picture = service.send("GET", "/map.svg", headers).await;
        let text = String::from_utf8(picture.body.to_vec()).expect("utf-8");
        assert!(text.contains(&format!("href=\"{base}/?project=")), "{base}");
    }
}

#[tokio::test]
async fn every_new_answer_has_a_strong_tag_per_encoding_and_is_not_sent_twice() {
    let service = Service::new();
    let version = service.json("/health").await["release"].as_str().expect("version").to_owned();
    let since = format!("/changes?since={version}");
    for path in ["/diff?from=plan-a&to=plan-b", "/map.svg", since.as_str()] {
        let mut tags = std::collections::BTreeSet::new();
        for encoding in ["br", "gzip", "zstd", "identity"] {
            let answer = service.send("GET", path, &[("accept-encoding", encoding)]).await;
            let tag = answer.header("etag").to_owned();
            assert!(tag.starts_with('"'), "{path}: {tag}");
            let again = [("accept-encoding", encoding), ("if-none-match", tag.as_str())];
            let second = service.send("GET", path, &again).await;
            assert_eq!(
                (second.status, second.body.len()),
                (StatusCode::NOT_MODIFIED, 0),
                "{path} {encoding}"
            );
            let head = service.send("HEAD", path, &[("accept-encoding", encoding)]).await;
            assert_eq!((head.header("etag"), head.body.len()), (tag.as_str(), 0), "{path} {encoding}");
            assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
            assert!(answer.headers.get_all("vary").iter().any(|v| v == "accept-encoding"), "{path}");
            tags.insert(tag);
        }
        // The short answer of /changes is not worth an encoding.
        assert!(tags.len() == 4 || path == since, "{path}: {tags:?}");
    }
}

#[tokio::test]
async fn figures_are_on_an_address_of_their_own() {
    let service = Service::new();
    service.get("/health").await;
    assert_eq!(service.get("/metrics").await.status, StatusCode::NOT_FOUND);
    let request = axum::http::Request::get("/metrics").body(axum::body::Body::empty()).expect("request");
    let answer = metrics_router(Arc::clone(&service.site)).oneshot(request).await.expect("answer");
    let text = answer.into_body().collect().await.expect("body").to_bytes();
    let text = String::from_utf8(text.to_vec()).expect("utf-8");
    assert!(text.contains("planmap_requests_total{group=\"health\",status=\"200\"} 1"), "{text}");
    assert!(text.contains("planmap_requests_total{group=\"page\",status=\"404\"} 1"), "{text}");
    let other = axum::http::Request::get("/health").body(axum::body::Body::empty()).expect("request");
    let answer = metrics_router(Arc::clone(&service.site)).oneshot(other).await.expect("answer");
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

/// An office's tile service: one answer per first part of the path; it notes what it was asked for.
fn office() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("bind");
    let address = listener.local_addr().expect("address").to_string();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap_or(0);
            let path =
                String::from_utf8_lossy(&request[..length]).split(' ').nth(1).unwrap_or_default().to_owned();
            notes.lock().expect("notes").push(path.clone());
            let head = |status: &str, length: usize, more: &str| {
                format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{more}\r\n")
            };
            let (head, body) = match path.split('/').nth(1).unwrap_or_default() {
                "good" => {
                    (head("200 OK", 12, "content-type: text/html\r\n"), b"\x89PNG\r\n\x1a\nabcd".to_vec())
                }
                "page" => (head("200 OK", 6, "content-type: image/png\r\n"), b"<html>".to_vec()),
                "huge" => (head("200 OK", 2_000_000, ""), [b"\x89PNG".to_vec(), vec![0; 1_999_996]].concat()),
                "away" => (head("302 Found", 0, "location: /good/1/1/1\r\n"), vec![]),
                _ => (head("500 Broken", 0, ""), vec![]),
            };
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    (address, asked)
}

#[tokio::test]
async fn an_offices_tiles_come_through_our_address_within_bounds() {
    let (address, asked) = office();
    let of = |path: &str| {
        let basemap_url = Some(format!("http://{address}/{path}/{{z}}/{{x}}/{{y}}"));
        Service::of(&[], Options { basemap_url, ..Options::default() })
    };
    let good = of("good");
    let tile = good.get("/basemap/3/5/2").await;
    assert_eq!((tile.status, tile.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(&tile.body[..4], b"\x89PNG");
    let tag = tile.header("etag").to_owned();
    let again = good.send("GET", "/basemap/3/5/2", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(asked.lock().expect("notes").first().map(String::as_str), Some("/good/3/5/2"));
    for path in ["/basemap/3/8/0", "/basemap/23/0/0", "/basemap/3/x/0", "/basemap/3/-1/0"] {
        assert_eq!(good.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for wrong in ["page", "huge", "away", "broken"] {
        let answer = of(wrong).get("/basemap/3/5/2").await;
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY, "{wrong}");
        assert_eq!(answer.json()["type"], "urn:planmap:problem:basemap");
    }
    let notes = asked.lock().expect("notes").clone();
    assert!(!notes.contains(&"/good/1/1/1".to_owned()), "a redirect is not followed: {notes:?}");
    assert_eq!(Service::new().get("/basemap/3/5/2").await.status, StatusCode::NOT_FOUND, "off by default");
}
