//! What every answer gets at the end: ETag and 304, encoding, Vary; HEAD is GET without the body.
//!
//! In: a request and the answer of a handler. Out: the answer as sent. Must not know: what was asked for.

use super::compress::{Compressed, Encoding, compress, etag, worth};
use super::problem::Problem;
use super::site::Site;
use super::stream::{self, Streamed};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An answer that is not there by then is given up.
const MOST_TIME: Duration = Duration::from_secs(60);
/// Bodies longer than this are hashed and encoded off the async threads.
const LONG_BYTES: usize = 16 * 1024;

/// The layer round all routes.
pub async fn finish(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let head = method == Method::HEAD;
    if head {
        *request.method_mut() = Method::GET;
    }
    let mut headers = request.headers().clone();
    if *request.method() == Method::POST {
        // What was asked for stands in the body: an ETag of another answer says nothing.
        headers.remove(header::IF_NONE_MATCH);
    }
    let running = site.metrics.begin();
    let answered = tokio::time::timeout(MOST_TIME, next.run(request)).await;
    let response = answered.unwrap_or_else(|_| Problem::took_too_long(MOST_TIME.as_secs()).into_response());
    let mut response =
        sent(&site, &headers, response, head).await.unwrap_or_else(IntoResponse::into_response);
    vary(response.headers_mut());
    if head {
        without_body(&mut response);
    }
    drop(running);
    let (status, duration) = (response.status().as_u16(), started.elapsed());
    site.metrics.record(&path, status, duration);
    let duration_ms = duration.as_secs_f64() * 1000.0;
    tracing::info!(target: "planmap::access", "{method} {path} {status} {duration_ms:.1} ms");
    response
}

async fn sent(
    site: &Arc<Site>,
    asked: &HeaderMap,
    response: Response,
    head: bool,
) -> Result<Response, Problem> {
    let (mut parts, body) = response.into_parts();
    if parts.status != StatusCode::OK {
        return Ok(Response::from_parts(parts, body));
    }
    if let Some(streamed) = parts.extensions.remove::<Streamed>() {
        return stream::answer(site, asked, parts, &streamed, head);
    }
    let encoding = accepted(asked);
    let ready = match parts.extensions.remove::<Compressed>() {
        Some(ready) => ready,
        None => {
            let bytes = to_bytes(body, usize::MAX).await.map_err(|e| Problem::internal(&e))?;
            let tag = etag(&bytes, worth(&bytes, encoding));
            if matches(asked, &tag) {
                return Ok(not_modified(parts.headers, &tag));
            }
            match site.bodies.get(&tag) {
                Some(kept) => kept,
                None if bytes.len() < LONG_BYTES => compress(bytes, encoding),
                None => {
                    let made = super::cpu::run(site, move || Ok(compress(bytes, encoding))).await?;
                    site.bodies.keep(made.clone());
                    made
                }
            }
        }
    };
    if matches(asked, &ready.etag) {
        return Ok(not_modified(parts.headers, &ready.etag));
    }
    if ready.encoding != Encoding::Identity {
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(ready.encoding.word()));
    }
    tag(&mut parts.headers, &ready.etag);
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(ready.bytes.len()));
    Ok(Response::from_parts(parts, Body::from(ready.bytes)))
}

/// The encoding that the request asks for.
pub fn accepted(asked: &HeaderMap) -> Encoding {
    let all: Vec<&str> =
        asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok()).collect();
    Encoding::negotiate(&all.join(","))
}

/// Whether the request knows the answer of this ETag already.
pub fn matches(asked: &HeaderMap, tag: &str) -> bool {
    let named = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    named.flat_map(|v| v.split(',')).map(str::trim).any(|v| v == "*" || v.trim_start_matches("W/") == tag)
}

/// Puts the ETag in.
pub fn tag(headers: &mut HeaderMap, etag: &str) {
    if let Ok(value) = HeaderValue::from_str(etag) {
        headers.insert(header::ETAG, value);
    }
}

/// The answer to one who knows it already.
pub fn not_modified(mut headers: HeaderMap, etag: &str) -> Response {
    headers.remove(header::CONTENT_TYPE);
    headers.remove(header::CONTENT_LENGTH);
    tag(&mut headers, etag);
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.headers_mut() = headers;
    response
}

fn vary(headers: &mut HeaderMap) {
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
}

fn without_body(response: &mut Response) {
    *response.body_mut() = Body::empty();
}
