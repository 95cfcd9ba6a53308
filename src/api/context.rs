//! What every handler knows of its request.
//!
//! In: the head of a request. Out: [`Context`]. Must not know: what is asked for.

use super::base::base;
use super::compress::{Encoding, quality};
use super::finish::accepted;
use super::links::{HTML, JSON, Link};
use super::params::Reader;
use super::problem::Problem;
use super::site::{Site, Snapshot};
use crate::catalog::{Catalog, Collection};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::http::request::Parts;
use std::sync::Arc;

/// Longest query string.
pub const QUERY_BYTES: usize = 32 * 1024;

/// A request, seen by a handler.
#[derive(Debug, Clone)]
pub struct Context {
    /// Shared state.
    pub site: Arc<Site>,
    /// The release that answers this request.
    pub snapshot: Arc<Snapshot>,
    /// Address of the service, without a slash at the end.
    pub base: String,
    /// Path of the request.
    pub path: String,
    /// Decoded parameters in order.
    pub query: Vec<(String, String)>,
    /// Content encoding of the answer.
    pub encoding: Encoding,
    /// `Accept` prefers HTML.
    pub wants_html: bool,
}

impl FromRequestParts<Arc<Site>> for Context {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.len() > QUERY_BYTES {
            return Err(Problem::too_long());
        }
        Ok(Self {
            site: Arc::clone(site),
            snapshot: site.snapshot(),
            base: base(site.options.base_url.as_deref(), &parts.headers),
            path: parts.uri.path().to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            encoding: accepted(&parts.headers),
            wants_html: prefers_html(&parts.headers),
        })
    }
}

fn prefers_html(headers: &HeaderMap) -> bool {
    let accept: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|v| v.to_str().ok()).collect();
    let accept = accept.join(",");
    let weight = |wanted: &dyn Fn(&str) -> bool| {
        let weights = accept.split(',').filter_map(|part| {
            let (name, rest) = part.split_once(';').unwrap_or((part, ""));
            wanted(name.trim()).then(|| quality(rest))
        });
        weights.fold(0.0, f64::max)
    };
    let html = weight(&|name| name == "text/html");
    html > 0.0 && html >= weight(&|name| name.ends_with("json"))
}

impl Context {
    /// Reads the parameters.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.query)
    }

    /// The collection `id`.
    ///
    /// # Errors
    /// There is none.
    pub fn collection(&self, id: &str) -> Result<&Collection, Problem> {
        self.snapshot.catalog.collection(id).ok_or_else(|| {
            let known: Vec<&str> =
                self.snapshot.catalog.collections().iter().map(|c| c.id.as_str()).collect();
            Problem::not_found(format!("there is no collection \"{id}\"; there are: {}", known.join(" ")))
        })
    }

    /// An absolute address.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The address of this request with `name` set to `value`, or taken out.
    pub fn url_with(&self, name: &str, value: Option<&str>) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let kept = self.query.iter().filter(|(key, _)| key != name).map(|(k, v)| (k.as_str(), v.as_str()));
        out.extend_pairs(kept.chain(value.map(|v| (name, v))));
        let query = out.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{}{mark}{query}", self.base, self.path)
    }

    /// The address of `path` with the parameters of this request.
    pub fn elsewhere(&self, path: &str) -> String {
        Self { path: path.to_owned(), ..self.clone() }.url_with("", None)
    }

    /// The links to this answer as `media` and as a page.
    pub fn self_links(&self, media: &str, html: bool) -> Vec<Link> {
        let (own, other) = if html { ("alternate", "self") } else { ("self", "alternate") };
        let json = Link::new(own, media, self.url_with("f", Some("json"))).titled("This document as JSON");
        let page = Link::new(other, HTML, self.url_with("f", Some("html"))).titled("This document as a page");
        if html { vec![page, json] } else { vec![json, page] }
    }

    /// A link to JSON under `path`.
    pub fn link(&self, rel: &str, path: &str, title: &str) -> Link {
        Link::new(rel, JSON, self.url(path)).titled(title)
    }
}
