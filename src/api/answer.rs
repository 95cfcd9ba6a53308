//! A finished answer before it gets its encoding and ETag.
//!
//! In: bytes or a serialisable value. Out: a response. Must not know: what was asked for.

use super::problem::Problem;
use super::stream::Streamed;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// How long an answer stays good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Until the next look: the ETag is asked for each time.
    Check,
    /// Five minutes, then the ETag is asked for.
    Minutes,
    /// For ever: the name changes with the content.
    Always,
}

impl Keep {
    /// The header `Cache-Control`.
    pub fn header(self) -> &'static str {
        match self {
            Self::Check => "no-cache",
            Self::Minutes => "public, max-age=300",
            Self::Always => "public, max-age=31536000, immutable",
        }
    }
}

/// A finished answer.
#[derive(Clone)]
pub struct Answer {
    status: StatusCode,
    media: String,
    body: Vec<u8>,
    keep: Keep,
    headers: Vec<(HeaderName, HeaderValue)>,
    streamed: Option<Streamed>,
}

impl Answer {
    /// Bytes of a media type.
    pub fn new(media: impl Into<String>, body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::OK,
            media: media.into(),
            body,
            keep: Keep::Check,
            headers: Vec::new(),
            streamed: None,
        }
    }

    /// Bytes of a media type that are written while they are sent.
    pub fn streamed(media: impl Into<String>, streamed: Streamed) -> Self {
        Self { streamed: Some(streamed), ..Self::new(media, Vec::new()) }
    }

    /// `value` as JSON of the media type `media`.
    ///
    /// # Errors
    /// The value cannot be serialised.
    pub fn json_as(media: &str, value: &impl Serialize) -> Result<Self, Problem> {
        serde_json::to_vec(value).map(|body| Self::new(media, body)).map_err(|e| Problem::internal(&e))
    }

    /// `value` as `application/json`.
    ///
    /// # Errors
    /// The value cannot be serialised.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        Self::json_as("application/json", value)
    }

    /// An HTML page.
    pub fn html(text: String) -> Self {
        Self::new("text/html; charset=utf-8", text.into_bytes())
    }

    /// An empty answer.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, ..Self::new(String::new(), Vec::new()) }
    }

    /// With another time to keep.
    pub fn keep(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// With another header; one that cannot be sent is left out.
    pub fn with(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Ok(media) = HeaderValue::from_str(&self.media)
            && !self.media.is_empty()
        {
            headers.insert(header::CONTENT_TYPE, media);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.keep.header()));
        for (name, value) in self.headers {
            headers.append(name, value);
        }
        if let Some(streamed) = self.streamed {
            response.extensions_mut().insert(streamed);
        }
        response
    }
}
