//! The row types of a release, field by field as the data contract names them.
//!
//! In and out: serde. Must not know: how a row was made. Every field is always present; null when unknown.

use crate::geometry::Geom;
use crate::vocabulary::{Category, Grade, PlaceLevel, RelationType, Role, Status, Work};
use serde::{Deserialize, Serialize};

/// One plan (`plans.json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanRow {
    /// Id (`hbew-2021`).
    pub id: String,
    /// Title as on the document.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Who issued it.
    pub issuer: String,
    /// Date of issue, `YYYY-MM-DD`.
    pub date: String,
    /// First year it plans for.
    pub horizon_start: Option<i32>,
    /// Last year it plans for.
    pub horizon_end: Option<i32>,
    /// File name in `seeds/`.
    pub file: String,
    /// Of the file's bytes.
    pub sha256: String,
    /// 纲要, 规划, 实施方案, 分工方案, 政策措施.
    #[serde(rename = "type")]
    pub kind: String,
    /// 自治区级 and so on.
    pub level: String,
    /// Region and fields it speaks about.
    pub scope: Scope,
    /// Plans that it carries out.
    pub implements: Vec<String>,
    /// Plans that it repeals.
    pub repeals: Vec<String>,
    /// `public on-request internal draft`.
    pub disclosure: String,
    /// Where it was had from.
    pub source: String,
}

/// What a plan speaks about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Six-digit codes of the units covered.
    pub adcodes: Vec<String>,
    /// Categories covered.
    pub fields: Vec<Category>,
}

/// A mended character run of a mention.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepairRow {
    /// Code point in `reading`.
    pub at: usize,
    /// What was put there; empty when something was taken out.
    pub text: String,
    /// First code point of its place in the raw file.
    pub from_start: usize,
    /// One past the last.
    pub from_end: usize,
    /// Why.
    pub why: String,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantityRow {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// What it measures.
    pub of: String,
    /// The text it was read from.
    pub text: String,
    /// First code point in the raw file.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Plan; only inside a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// Mention; only inside a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mention: Option<String>,
}

/// A responsible body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsibleRow {
    /// Name at the time of the plan.
    pub name: String,
    /// Its part.
    pub role: Role,
    /// Name today where it differs.
    pub name_today: Option<String>,
    /// Words of the plan.
    pub text: String,
}

/// One line of `mentions.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MentionRow {
    /// Id (`<plan>-<start>`; stable while the file is).
    pub id: String,
    /// Plan id.
    pub plan: String,
    /// File in `seeds/`.
    pub file: String,
    /// Code points of the raw file: `text[start:end] == quote`.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Raw characters.
    pub quote: String,
    /// Mended text.
    pub reading: String,
    /// What was mended.
    pub repairs: Vec<RepairRow>,
    /// Sentence or list entry, raw code points.
    pub sentence_start: usize,
    /// One past the last.
    pub sentence_end: usize,
    /// The sentence, mended.
    pub sentence: String,
    /// Headings above, outermost first.
    pub heading: Vec<String>,
    /// Completed name.
    pub name: String,
    /// Project id.
    pub project: String,
    /// Category.
    pub category: Category,
    /// Finer word.
    pub kind: Option<String>,
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// Words of the plan.
    pub status_text: String,
    /// Target year.
    pub target_year: Option<i32>,
    /// Fully qualified toponyms.
    pub toponyms: Vec<String>,
    /// Figures.
    pub quantities: Vec<QuantityRow>,
    /// Bodies.
    pub responsible: Vec<ResponsibleRow>,
    /// The rule that found it.
    pub rule: String,
}

/// The stage of a project in one plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusRow {
    /// Plan id.
    pub plan: String,
    /// Its date.
    pub date: String,
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// Words of the plan.
    pub status_text: String,
    /// Mention id.
    pub mention: String,
}

/// A tie to another project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationRow {
    /// How.
    #[serde(rename = "type")]
    pub kind: RelationType,
    /// The other's id.
    pub project: String,
}

/// One part of a geometry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartRow {
    /// Grade.
    pub grade: Grade,
    /// How it was made.
    pub method: String,
    /// From what.
    pub source: String,
    /// Doubt in metres.
    pub uncertainty_m: f64,
}

/// A source of the geometry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Id in sources.toml or address.
    pub id: String,
    /// Licence.
    pub licence: String,
    /// Date.
    pub date: String,
}

/// A place that was considered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateRow {
    /// Place.
    pub place: String,
    /// 0.0 to 1.0.
    pub score: f64,
    /// Why taken or left.
    pub reason: String,
}

/// A published length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LengthRow {
    /// Kilometres.
    pub km: f64,
    /// When.
    pub date: String,
    /// By whom.
    pub source: String,
}

/// The properties of one feature of `projects.geojson`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectProperties {
    /// Fullest name.
    pub name: String,
    /// Short name in use.
    pub short_name: Option<String>,
    /// English name from a sourced table.
    pub name_en: Option<String>,
    /// Pinyin of the name, syllables separated by spaces.
    pub pinyin: String,
    /// Other wordings.
    pub aliases: Vec<String>,
    /// Category.
    pub category: Category,
    /// Finer word.
    pub kind: Option<String>,
    /// 自然地理区域, 治理工程区, 法定区域; only for ecology.
    pub zone_kind: Option<String>,
    /// Of the latest plan.
    pub status: Status,
    /// Of the latest plan.
    pub work: Work,
    /// One row a plan and wording, oldest first.
    pub status_history: Vec<StatusRow>,
    /// Plan ids by date.
    pub plans: Vec<String>,
    /// Date of the first plan naming it.
    pub first_date: String,
    /// Date of the last.
    pub last_date: String,
    /// Latest horizon of the plans naming it.
    pub horizon_end: Option<i32>,
    /// State known today, never mixed with the plans'.
    pub known_status: Option<String>,
    /// Its date.
    pub known_date: Option<String>,
    /// Its page.
    pub known_source: Option<String>,
    /// Figures with plan and mention.
    pub quantities: Vec<QuantityRow>,
    /// Codes of 盟市 and 旗县 it touches.
    pub admin: Vec<String>,
    /// Their names.
    pub admin_names: Vec<String>,
    /// Bodies.
    pub responsible: Vec<ResponsibleRow>,
    /// Ties.
    pub relations: Vec<RelationRow>,
    /// Null when unplaced.
    pub grade: Option<Grade>,
    /// Null when unplaced.
    pub place_level: Option<PlaceLevel>,
    /// Null when unplaced.
    pub uncertainty_m: Option<f64>,
    /// How the geometry was made.
    pub method: Option<String>,
    /// Per part.
    pub parts: Vec<PartRow>,
    /// Sources of the geometry.
    pub sources: Vec<SourceRow>,
    /// Considered places.
    pub candidates: Vec<CandidateRow>,
    /// Published lengths.
    pub length_published: Vec<LengthRow>,
    /// Geodesic length of the drawn line.
    pub length_drawn_km: Option<f64>,
    /// Number of mentions.
    pub mention_count: usize,
    /// One point per feature: inside areas, on lines; null when unplaced.
    pub label_point: Option<[f64; 2]>,
    /// Why it has no place; null when placed.
    pub unplaced_reason: Option<String>,
}

/// One project.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectRow {
    /// Stable id.
    pub id: String,
    /// Null when unplaced.
    pub geometry: Option<Geom>,
    /// The rest.
    pub properties: ProjectProperties,
}

/// One line of `unplaced.jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnplacedRow {
    /// Project id.
    pub project: String,
    /// Mention ids.
    pub mentions: Vec<String>,
    /// Why.
    pub reason: String,
    /// What was tried.
    pub tried: Vec<String>,
}

/// One gazetteer entry that the release carries for finding and for the base map.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRow {
    /// Id.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name, where a source has one.
    pub name_en: Option<String>,
    /// Other names (short, former, variants).
    pub aliases: Vec<String>,
    /// `city county_seat town … river lake desert`.
    pub class: String,
    /// Six-digit code of the unit it lies in; empty abroad.
    pub admin: String,
    /// Its full name chain (内蒙古自治区 呼和浩特市 托克托县).
    pub admin_names: Vec<String>,
    /// 1 most important to 6, for labels.
    pub rank: u8,
    /// Doubt in metres.
    pub uncertainty_m: f64,
    /// Source id.
    pub source: String,
    /// Licence of the source.
    pub licence: String,
    /// Point, line or area.
    pub geometry: Geom,
}

/// One administrative unit.
#[derive(Debug, Clone, PartialEq)]
pub struct AdminRow {
    /// Six digits.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// English name, where a source has one.
    pub name_en: Option<String>,
    /// Other names (former, variants).
    pub aliases: Vec<String>,
    /// `province prefecture county`.
    pub level: String,
    /// Code of the parent.
    pub parent: String,
    /// Source id.
    pub source: String,
    /// Boundary.
    pub geometry: Geom,
}

/// A heading of a plan's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingRow {
    /// 1 outermost.
    pub level: u8,
    /// Text, mended.
    pub text: String,
    /// Raw code points.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// A plan's document: raw text as received, decoded, and its headings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextRow {
    /// Plan id.
    pub plan: String,
    /// The file as received, decoded as UTF-8, changed in nothing.
    pub text: String,
    /// Headings in order.
    pub headings: Vec<HeadingRow>,
}

/// Everything that a release holds, as the writer takes it and the reader gives it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contents {
    /// By date.
    pub plans: Vec<PlanRow>,
    /// By plan date, then start.
    pub mentions: Vec<MentionRow>,
    /// By id.
    pub projects: Vec<ProjectRow>,
    /// Projects without a place.
    pub unplaced: Vec<UnplacedRow>,
    /// Gazetteer entries shown or found.
    pub places: Vec<PlaceRow>,
    /// Boundaries.
    pub admin: Vec<AdminRow>,
    /// Documents.
    pub texts: Vec<TextRow>,
    /// Ids merged into others (old, new).
    pub merged: Vec<(String, String)>,
    /// Ids removed, with the reason.
    pub removed: Vec<(String, String)>,
    /// Sources and licences, as `geodata/sources.toml` has them: id, title, licence, credit, date.
    pub sources: Vec<SourceInfo>,
    /// Quality figures of the release (null until `eval` has been run on the same inputs).
    pub quality: Option<serde_json::Value>,
}

/// A row of the table of sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Licence as stated by the source.
    pub licence: String,
    /// What a map must print.
    pub credit: String,
    /// Date of the data.
    pub date: String,
}
