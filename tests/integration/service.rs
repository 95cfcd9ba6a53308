//! The service on the invented release, asked in the process itself.

use crate::fixture;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use planmap::api::{Options, Site, router};
use planmap::release;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// A service; its folder goes when it goes.
pub struct Service {
    pub dir: TempDir,
    pub site: Arc<Site>,
    router: Router,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Service {
    /// The invented release, with files of an analyst.
    pub fn with(collections: &[(&str, &str)], tile_cache_mb: usize) -> Self {
        Self::of(collections, Options { tile_cache_mb, ..Options::default() })
    }

    /// The invented release, with files of an analyst and options.
    pub fn of(collections: &[(&str, &str)], options: Options) -> Self {
        let dir = tempfile::tempdir().expect("tempdir");
        let data = dir.path().join("release");
        release::write(&fixture::contents(), &data).expect("write");
        let save = |(name, text): &(&str, &str)| -> (String, PathBuf) {
            let path = dir.path().join(format!("{name}.geojsonl"));
            std::fs::write(&path, text).expect("write");
            ((*name).to_owned(), path)
        };
        let collections = collections.iter().map(save).collect();
        let options = Options { data, collections, ..options };
        let site = Arc::new(Site::open(options).expect("open"));
        Self { router: router(Arc::clone(&site)), site, dir }
    }

    /// The invented release, its map reviewed under this number.
    pub fn approved(number: &str) -> Self {
        Self::of(&[], Options { map_approval: Some(number.to_owned()), ..Options::default() })
    }

    /// The invented release alone.
    pub fn new() -> Self {
        Self::with(&[], 16)
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send_body(method, path, headers, "").await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.send_body("POST", path, &[("content-type", "application/json")], body).await
    }

    pub async fn send_body(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "planmap.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("request");
        let response = self.router.clone().oneshot(request).await.expect("answer");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[]).await
    }

    /// The JSON of a good answer.
    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("json")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|v| v.to_str().expect("text")).unwrap_or_default()
    }
}
