//! The files of a release, each by the constant that names it.
//!
//! In: nothing. Out: names and the shape of one GeoJSON feature. Must not know: what rows mean.

use crate::geometry::{Geom, GeometryJson};
use serde::{Deserialize, Serialize};

/// Format of the folder; a reader refuses any other.
pub const FORMAT: u32 = 1;

/// `{format, version, files, counts, sums}`; written last, no clock time.
pub const MANIFEST: &str = "manifest.json";
/// One [`MentionRow`](super::MentionRow) a line.
pub const MENTIONS: &str = "mentions.jsonl";
/// FeatureCollection of every project, one feature a line, unplaced ones with geometry null.
pub const PROJECTS: &str = "projects.geojson";
/// The placed projects with a spatial index; lists and objects are JSON strings.
pub const PROJECTS_FGB: &str = "projects.fgb";
/// List of [`PlanRow`](super::PlanRow).
pub const PLANS: &str = "plans.json";
/// One [`UnplacedRow`](super::UnplacedRow) a line.
pub const UNPLACED: &str = "unplaced.jsonl";
/// Gazetteer entries: points, lines, areas.
pub const PLACES: &str = "places.fgb";
/// Boundaries.
pub const ADMIN: &str = "admin.fgb";
/// `{merged: {old: new}, removed: {id: reason}}`.
pub const ALIASES: &str = "aliases.json";
/// List of [`SourceInfo`](super::SourceInfo).
pub const SOURCES: &str = "sources.json";
/// Figures of `eval`, or null.
pub const QUALITY: &str = "quality.json";
/// Folder of the documents: `<plan>.txt` raw, `<plan>.headings.json`.
pub const TEXTS: &str = "texts";

/// One GeoJSON feature with typed properties.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureJson<P> {
    /// Always `Feature`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Stable id.
    pub id: String,
    /// `[west, south, east, north]` in degrees; left out where there is no geometry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bbox: Option<[f64; 4]>,
    /// WGS 84, longitude first; null when unplaced.
    pub geometry: Option<GeometryJson>,
    /// The rest.
    pub properties: P,
}

impl<P> FeatureJson<P> {
    /// A feature of `geometry` (degrees) with its box.
    pub fn new(id: &str, geometry: Option<&Geom>, properties: P) -> Self {
        Self {
            kind: "Feature".to_owned(),
            id: id.to_owned(),
            bbox: geometry.and_then(crate::geometry::Bounds::of).map(|b| b.to_array()),
            geometry: geometry.map(GeometryJson::from),
            properties,
        }
    }
}
