//! Bodies of requests, within bounds of size and time.
//!
//! In: a body. Out: a typed value, or a problem. Must not know: what it is for.

use super::problem::{ParameterError, Problem};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// Longest body.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(20);

/// The JSON of `body`.
///
/// # Errors
/// It is not JSON of this shape, too long, too slow, or of another media type.
pub async fn json<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Problem> {
    let media = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("application/json");
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if media != "application/json" && !media.ends_with("+json") {
        return Err(Problem::media_type("application/json"));
    }
    let read = tokio::time::timeout(MOST_TIME, to_bytes(body, MOST_BYTES)).await;
    let bytes = read.map_err(|_| Problem::too_slow())?.map_err(|_| Problem::too_large(MOST_BYTES))?;
    serde_json::from_slice(&bytes).map_err(|e| {
        Problem::parameters(vec![ParameterError { parameter: "body".to_owned(), message: e.to_string() }])
    })
}
