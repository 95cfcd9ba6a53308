//! Figures of the running service in Prometheus' text format, on an address of its own.
//!
//! In: one call a request. Out: text. Must not know: what was asked for; a path counts by its first segment only.

use super::site::Site;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the classes of duration, seconds.
const BOUNDS_S: [f64; 9] = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// The first segments that are told apart; every other is `page`.
const GROUPS: [&str; 17] = [
    "api",
    "basemap",
    "changes",
    "collections",
    "conformance",
    "diff",
    "health",
    "map.svg",
    "nearby",
    "plans",
    "quality",
    "screen",
    "search",
    "styles",
    "tileMatrixSets",
    "tiles",
    "assets",
];

#[derive(Debug, Default, Clone)]
struct Durations {
    counts: [u64; BOUNDS_S.len()],
    number: u64,
    sum_s: f64,
}

/// Figures since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(&'static str, u16), u64>>,
    durations: Mutex<BTreeMap<&'static str, Durations>>,
    running: AtomicI64,
}

/// Counts a request as running while it lives.
#[derive(Debug)]
pub struct Running<'a>(&'a Metrics);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.running.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// A request begins.
    pub fn begin(&self) -> Running<'_> {
        self.running.fetch_add(1, Ordering::Relaxed);
        Running(self)
    }

    /// A request was answered.
    pub fn record(&self, path: &str, status: u16, duration: Duration) {
        let group = group(path);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((group, status)).or_default() += 1;
        drop(requests);
        let mut durations = self.durations.lock().unwrap_or_else(PoisonError::into_inner);
        let own = durations.entry(group).or_default();
        let seconds = duration.as_secs_f64();
        own.number += 1;
        own.sum_s += seconds;
        for (bound, count) in BOUNDS_S.iter().zip(&mut own.counts) {
            *count += u64::from(seconds <= *bound);
        }
    }

    fn text(&self, release: &str) -> String {
        let mut out = String::new();
        let _ = writeln!(out, "# HELP planmap_release_info Version of the release that is served.");
        let _ = writeln!(
            out,
            "# TYPE planmap_release_info gauge\nplanmap_release_info{{version=\"{release}\"}} 1"
        );
        let _ = writeln!(out, "# HELP planmap_requests_running Requests that are being answered.");
        let running = self.running.load(Ordering::Relaxed);
        let _ = writeln!(out, "# TYPE planmap_requests_running gauge\nplanmap_requests_running {running}");
        let _ = writeln!(out, "# HELP planmap_requests_total Requests answered.");
        let _ = writeln!(out, "# TYPE planmap_requests_total counter");
        for ((group, status), count) in self.requests.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = writeln!(out, "planmap_requests_total{{group=\"{group}\",status=\"{status}\"}} {count}");
        }
        self.histogram(&mut out);
        out
    }

    fn histogram(&self, out: &mut String) {
        let name = "planmap_request_duration_seconds";
        let _ = writeln!(out, "# HELP {name} Time from request to answer.\n# TYPE {name} histogram");
        for (group, own) in self.durations.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            for (bound, count) in BOUNDS_S.iter().zip(own.counts) {
                let _ = writeln!(out, "{name}_bucket{{group=\"{group}\",le=\"{bound}\"}} {count}");
            }
            let _ = writeln!(out, "{name}_bucket{{group=\"{group}\",le=\"+Inf\"}} {}", own.number);
            let _ = writeln!(out, "{name}_sum{{group=\"{group}\"}} {:.6}", own.sum_s);
            let _ = writeln!(out, "{name}_count{{group=\"{group}\"}} {}", own.number);
        }
    }
}

fn group(path: &str) -> &'static str {
    let first = path.split('/').nth(1).unwrap_or_default();
    GROUPS.into_iter().find(|g| *g == first).unwrap_or("page")
}

/// The service of the figures: `GET /metrics` and nothing else.
pub fn router(site: Arc<Site>) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(site)
}

async fn metrics(State(site): State<Arc<Site>>) -> Response {
    let text = site.metrics.text(&site.snapshot().version);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_first_segment_and_status() {
        let metrics = Metrics::default();
        metrics.record("/collections/projects/items", 200, Duration::from_millis(3));
        metrics.record("/collections/x", 404, Duration::from_secs(60));
        metrics.record("/whatever/anyone/asks", 404, Duration::from_millis(1));
        let text = metrics.text("abc");
        assert!(text.contains("planmap_requests_total{group=\"collections\",status=\"404\"} 1"));
        assert!(text.contains("planmap_requests_total{group=\"page\",status=\"404\"} 1"));
        assert!(
            text.contains("planmap_request_duration_seconds_bucket{group=\"collections\",le=\"0.005\"} 1")
        );
        assert!(
            text.contains("planmap_request_duration_seconds_bucket{group=\"collections\",le=\"+Inf\"} 2")
        );
        assert!(text.contains("planmap_release_info{version=\"abc\"} 1"));
    }
}
