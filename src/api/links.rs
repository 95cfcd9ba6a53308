//! Links, by the words of OGC and IANA.
//!
//! In: addresses. Out: [`Link`] values. Must not know: what they lead to.

use serde::Serialize;

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Address, absolute.
    pub href: String,
    /// Relation.
    pub rel: String,
    /// Media type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub media: Option<String>,
    /// What it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether `href` is a URI template.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub templated: bool,
}

/// Media type of GeoJSON.
pub const GEOJSON: &str = "application/geo+json";
/// Media type of JSON.
pub const JSON: &str = "application/json";
/// Media type of HTML.
pub const HTML: &str = "text/html";
/// Media type of vector tiles.
pub const MVT: &str = "application/vnd.mapbox-vector-tile";
/// Media type of JSON Schema.
pub const SCHEMA: &str = "application/schema+json";
/// Media type of OpenAPI 3.0.
pub const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

impl Link {
    /// A link with its media type.
    pub fn new(rel: &str, media: &str, href: String) -> Self {
        Self { href, rel: rel.to_owned(), media: Some(media.to_owned()), title: None, templated: false }
    }

    /// With a title.
    pub fn titled(self, title: &str) -> Self {
        Self { title: Some(title.to_owned()), ..self }
    }

    /// With an address that is a template.
    pub fn templated(self) -> Self {
        Self { templated: true, ..self }
    }
}
