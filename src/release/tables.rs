//! The columns of each table, in the order of the data contract, and the rows that live only in FlatGeobuf.
//!
//! In: rows. Out: names, types and property objects. Must not know: what a row means.

use super::{AdminRow, PlaceRow};
use crate::geometry::Geom;
use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// A string.
    Text,
    /// `YYYY-MM-DD`.
    Date,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A list of strings (a JSON string where a format holds scalars only).
    Strings,
    /// Any other list or object (a JSON string where a format holds scalars only).
    Json,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Field name of the contract.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
}

const fn column(name: &'static str, kind: ColumnKind) -> Column {
    Column { name, kind }
}

use ColumnKind::{Date, Integer, Json, Number, Strings, Text};

/// Properties of a project.
pub const PROJECT_COLUMNS: &[Column] = &[
    column("name", Text),
    column("short_name", Text),
    column("name_en", Text),
    column("pinyin", Text),
    column("aliases", Strings),
    column("category", Text),
    column("kind", Text),
    column("zone_kind", Text),
    column("status", Text),
    column("work", Text),
    column("status_history", Json),
    column("plans", Strings),
    column("first_date", Date),
    column("last_date", Date),
    column("horizon_end", Integer),
    column("known_status", Text),
    column("known_date", Text),
    column("known_source", Text),
    column("quantities", Json),
    column("admin", Strings),
    column("admin_names", Strings),
    column("responsible", Json),
    column("relations", Json),
    column("grade", Text),
    column("place_level", Text),
    column("uncertainty_m", Number),
    column("method", Text),
    column("parts", Json),
    column("sources", Json),
    column("candidates", Json),
    column("length_published", Json),
    column("length_drawn_km", Number),
    column("mention_count", Integer),
    column("label_point", Json),
    column("unplaced_reason", Text),
];

/// Properties of a mention.
pub const MENTION_COLUMNS: &[Column] = &[
    column("plan", Text),
    column("file", Text),
    column("start", Integer),
    column("end", Integer),
    column("quote", Text),
    column("reading", Text),
    column("repairs", Json),
    column("sentence_start", Integer),
    column("sentence_end", Integer),
    column("sentence", Text),
    column("heading", Strings),
    column("name", Text),
    column("project", Text),
    column("category", Text),
    column("kind", Text),
    column("status", Text),
    column("work", Text),
    column("status_text", Text),
    column("target_year", Integer),
    column("toponyms", Strings),
    column("quantities", Json),
    column("responsible", Json),
    column("rule", Text),
];

/// Properties of a plan.
pub const PLAN_COLUMNS: &[Column] = &[
    column("title", Text),
    column("number", Text),
    column("issuer", Text),
    column("date", Date),
    column("horizon_start", Integer),
    column("horizon_end", Integer),
    column("file", Text),
    column("sha256", Text),
    column("type", Text),
    column("level", Text),
    column("scope", Json),
    column("implements", Strings),
    column("repeals", Strings),
    column("disclosure", Text),
    column("source", Text),
];

/// Properties of a place.
pub const PLACE_COLUMNS: &[Column] = &[
    column("name", Text),
    column("name_en", Text),
    column("aliases", Strings),
    column("class", Text),
    column("admin", Text),
    column("admin_names", Strings),
    column("rank", Integer),
    column("uncertainty_m", Number),
    column("source", Text),
    column("licence", Text),
];

/// Properties of an administrative unit.
pub const ADMIN_COLUMNS: &[Column] = &[
    column("code", Text),
    column("name", Text),
    column("short_name", Text),
    column("name_en", Text),
    column("aliases", Strings),
    column("level", Text),
    column("parent", Text),
    column("source", Text),
];

#[derive(Serialize, Deserialize)]
struct PlaceProperties {
    name: String,
    name_en: Option<String>,
    aliases: Vec<String>,
    class: String,
    admin: String,
    admin_names: Vec<String>,
    rank: u8,
    uncertainty_m: f64,
    source: String,
    licence: String,
}

#[derive(Serialize, Deserialize)]
struct AdminProperties {
    code: String,
    name: String,
    short_name: String,
    name_en: Option<String>,
    aliases: Vec<String>,
    level: String,
    parent: String,
    source: String,
}

impl PlaceRow {
    /// The properties as [`PLACE_COLUMNS`] names them.
    ///
    /// # Errors
    /// A number is not finite.
    pub fn to_properties(&self) -> serde_json::Result<serde_json::Value> {
        let row = self.clone();
        serde_json::to_value(PlaceProperties {
            name: row.name,
            name_en: row.name_en,
            aliases: row.aliases,
            class: row.class,
            admin: row.admin,
            admin_names: row.admin_names,
            rank: row.rank,
            uncertainty_m: row.uncertainty_m,
            source: row.source,
            licence: row.licence,
        })
    }

    pub(super) fn from_properties(
        id: String,
        geometry: Geom,
        value: serde_json::Value,
    ) -> serde_json::Result<Self> {
        let p: PlaceProperties = serde_json::from_value(value)?;
        Ok(Self {
            id,
            name: p.name,
            name_en: p.name_en,
            aliases: p.aliases,
            class: p.class,
            admin: p.admin,
            admin_names: p.admin_names,
            rank: p.rank,
            uncertainty_m: p.uncertainty_m,
            source: p.source,
            licence: p.licence,
            geometry,
        })
    }
}

impl AdminRow {
    /// The properties as [`ADMIN_COLUMNS`] names them.
    ///
    /// # Errors
    /// None in practice: every field is a string.
    pub fn to_properties(&self) -> serde_json::Result<serde_json::Value> {
        let row = self.clone();
        serde_json::to_value(AdminProperties {
            code: row.code,
            name: row.name,
            short_name: row.short_name,
            name_en: row.name_en,
            aliases: row.aliases,
            level: row.level,
            parent: row.parent,
            source: row.source,
        })
    }

    pub(super) fn from_properties(geometry: Geom, value: serde_json::Value) -> serde_json::Result<Self> {
        let p: AdminProperties = serde_json::from_value(value)?;
        Ok(Self {
            code: p.code,
            name: p.name,
            short_name: p.short_name,
            name_en: p.name_en,
            aliases: p.aliases,
            level: p.level,
            parent: p.parent,
            source: p.source,
            geometry,
        })
    }
}
