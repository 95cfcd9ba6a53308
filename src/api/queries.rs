//! Our own queries: names, what is near, the text of a plan, figures, health.
//!
//! In: parameters. Out: JSON. Must not know: how names are matched.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::problem::Problem;
use super::selection;
use crate::catalog::{Catalog, Found, Near};
use crate::scored::Scored;
use axum::extract::Path;
use serde::Serialize;
use std::sync::Arc;

/// Largest radius of `/nearby`, metres.
const MOST_RADIUS_M: f64 = 500_000.0;

/// The answer of `/search`.
#[derive(Debug, Serialize)]
pub struct SearchAnswer {
    /// What was typed.
    pub q: String,
    /// Best first.
    pub results: Vec<SearchResult>,
}

/// One line of it.
#[derive(Debug, Serialize)]
pub struct SearchResult {
    /// What was found.
    #[serde(flatten)]
    pub found: Found,
    /// 0.0 to 1.0.
    pub score: f64,
}

impl From<Scored<Found>> for SearchResult {
    fn from(hit: Scored<Found>) -> Self {
        Self { found: hit.value, score: (hit.score * 1000.0).round() / 1000.0 }
    }
}

/// `GET /search`: `q` (1 to 200 characters), `limit` (20, at most 100).
pub async fn search(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let q = selection::text(&mut reader);
    if q.is_none() && reader.text("q").is_none() {
        reader.fail("q", "is missing: give a name, pinyin or initials");
    }
    let limit = reader.limit(20, 100);
    reader.only_json();
    reader.finish()?;
    let q = q.unwrap_or_default();
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let results = cx.snapshot.catalog.search(&q, limit).into_iter().map(SearchResult::from).collect();
        Answer::json(&SearchAnswer { q, results })
    })
    .await
}

/// The answer of `/nearby`.
#[derive(Debug, Serialize)]
pub struct NearbyAnswer {
    /// From where, `[lon, lat]`.
    pub from: [f64; 2],
    /// How far, metres.
    pub radius_m: f64,
    /// Nearest first.
    pub results: Vec<NearbyResult>,
}

/// One line of it.
#[derive(Debug, Serialize)]
pub struct NearbyResult {
    /// Project id.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// How well it is placed.
    pub grade: Option<String>,
    /// Geodesic distance to its geometry as drawn, metres; 0 inside an area.
    pub distance_m: f64,
    /// `[lon, lat]`.
    pub label_point: Option<[f64; 2]>,
}

/// `GET /nearby`: `lon` and `lat`, or `project` (from its label point); `radius_m` (10,000, at most 500,000); `limit`.
pub async fn nearby(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let lon = reader.number("lon", -180.0, 180.0);
    let lat = reader.number("lat", -90.0, 90.0);
    let own = reader.text("project").map(str::to_owned);
    let from = match (&own, lon.zip(lat)) {
        (Some(id), None) if reader.text("lon").is_none() && reader.text("lat").is_none() => {
            let label = label_of(&cx, id);
            if label.is_none() {
                reader.fail("project", format!("there is no placed project \"{id}\""));
            }
            label
        }
        (None, Some((lon, lat))) => Some([lon, lat]),
        (Some(_), _) => {
            reader.fail("project", "stands beside lon and lat: give one of both");
            None
        }
        (None, None) => {
            for name in ["lon", "lat"] {
                if reader.text(name).is_none() {
                    reader.fail(name, "is missing: give lon and lat, or project");
                }
            }
            None
        }
    };
    let radius_m = reader.number("radius_m", 0.0, MOST_RADIUS_M).unwrap_or(10_000.0);
    let limit = reader.limit(selection::USUAL_LIMIT, selection::MOST_LIMIT);
    reader.only_json();
    reader.finish()?;
    let from = from.unwrap_or_default();
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let near = cx.snapshot.catalog.nearby(from, radius_m);
        let others = near.iter().filter(|n| Some(n.row.id()) != own.as_deref());
        let results = others.take(limit).map(|n| near_result(&cx, n)).collect();
        Answer::json(&NearbyAnswer { from, radius_m, results })
    })
    .await
}

fn label_of(cx: &Context, id: &str) -> Option<[f64; 2]> {
    cx.snapshot.catalog.collection("projects")?.by_id(id)?.label_point()
}

fn near_result(cx: &Context, near: &Near<'_>) -> NearbyResult {
    let schema = cx.snapshot.catalog.collection("projects").map(|c| &c.schema);
    let row = near.row;
    let text = |name: &str| schema.and_then(|s| row.text(s, name)).map(str::to_owned);
    NearbyResult {
        id: row.id().to_owned(),
        name: text("name"),
        category: text("category"),
        grade: text("grade"),
        distance_m: (near.distance_m * 10.0).round() / 10.0,
        label_point: row.label_point(),
    }
}

/// `GET /plans/{planId}/text`: the document with its mentions; offsets are code points of `text`.
pub async fn plan_text(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    match cx.snapshot.catalog.text(&id) {
        Some(text) => Answer::json(text),
        None => Err(Problem::not_found(format!("there is no plan \"{id}\" with a text"))),
    }
}

/// `GET /quality`: the figures of the release.
pub async fn quality(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    Answer::json(cx.snapshot.catalog.quality())
}

/// The answer of `/health`.
#[derive(Debug, Serialize)]
pub struct Health {
    /// Always `ok`; an answer at all is the news.
    pub status: &'static str,
    /// Version of the release that is served.
    pub release: String,
}

/// `GET /health`
pub async fn health(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    Answer::json(&Health { status: "ok", release: cx.snapshot.version.to_string() })
}
