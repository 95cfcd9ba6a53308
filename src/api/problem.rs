//! Trouble as problem details (RFC 9457): the one place where an error becomes an answer.
//!
//! In: errors. Out: `application/problem+json` with a stable type, every wrong parameter named. Must not know: what was
//! asked for.

use super::context::QUERY_BYTES;
use crate::error::Error;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A wrong parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ParameterError {
    /// Its name.
    pub parameter: String,
    /// What is wrong and what is expected.
    pub message: String,
}

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable kind of problem.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The kind in words.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// This problem in words.
    pub detail: String,
    /// Wrong parameters; empty for other problems.
    pub errors: Vec<ParameterError>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, title, status: status.as_u16(), detail: detail.into(), errors: Vec::new() }
    }

    /// 404.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "urn:planmap:problem:not-found", "Not found", detail)
    }

    /// 410.
    pub fn gone(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "urn:planmap:problem:removed", "Removed", detail)
    }

    /// 413.
    pub fn too_large(most_bytes: usize) -> Self {
        let detail = format!("the body is longer than {most_bytes} bytes, or was cut short");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "urn:planmap:problem:too-large", "Body too large", detail)
    }

    /// 408.
    pub fn too_slow() -> Self {
        let detail = "the body did not arrive in time";
        Self::new(StatusCode::REQUEST_TIMEOUT, "urn:planmap:problem:too-slow", "Body too slow", detail)
    }

    /// 502.
    pub fn bad_gateway(message: &str) -> Self {
        let detail = format!("the basemap service did not give a tile: {message}");
        Self::new(StatusCode::BAD_GATEWAY, "urn:planmap:problem:basemap", "No tile from the basemap", detail)
    }

    /// 503.
    pub fn took_too_long(seconds: u64) -> Self {
        let detail = format!("the answer took longer than {seconds} seconds; ask for less at once");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "urn:planmap:problem:too-long-to-answer",
            "Took too long",
            detail,
        )
    }

    /// 415.
    pub fn media_type(wanted: &str) -> Self {
        let detail = format!("the body must be {wanted}");
        let kind = "urn:planmap:problem:media-type";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, kind, "Unsupported media type", detail)
    }

    /// 405.
    pub fn method() -> Self {
        let detail = "this method is not answered here: GET, HEAD and OPTIONS are, and POST on /screen";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "urn:planmap:problem:method", "Method not allowed", detail)
    }

    /// 414.
    pub fn too_long() -> Self {
        let detail = format!("the query string is longer than {QUERY_BYTES} bytes");
        Self::new(StatusCode::URI_TOO_LONG, "urn:planmap:problem:too-long", "Address too long", detail)
    }

    /// 400 with every wrong parameter.
    pub fn parameters(errors: Vec<ParameterError>) -> Self {
        let detail = match errors.as_slice() {
            [one] => format!("{}: {}", one.parameter, one.message),
            several => {
                let names: Vec<&str> = several.iter().map(|e| e.parameter.as_str()).collect();
                format!("{} parameters are wrong: {}", several.len(), names.join(", "))
            }
        };
        let kind = "urn:planmap:problem:invalid-parameter";
        let problem = Self::new(StatusCode::BAD_REQUEST, kind, "Invalid parameter", detail);
        Self { errors, ..problem }
    }

    /// 500; what happened goes into the log only.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!("{error}");
        let detail = "the server could not answer; the reason is in its log";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "urn:planmap:problem:internal", "Internal error", detail)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Parameter { name, message } => {
                Self::parameters(vec![ParameterError { parameter: name, message }])
            }
            other => Self::internal(&other),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
