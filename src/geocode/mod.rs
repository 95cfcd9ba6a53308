//! Locations: where is a project, how sure is that, and from what.
//!
//! In: projects, their mentions, the gazetteer and the curated alignments, sites and areas. Out: [`Location`].
//! Must not know: HTTP.
//!
//! [`locate`] asks in this order and takes the first answer: a prepared line, a section of one, a prepared site, a prepared outline, the
//! gazetteer entry of the project's own name, a line through the places of its name, a town inside its name, the
//! smallest unit named, the units about which its plan speaks. What none of them answers is unplaced, with the reason.

mod coarse;
mod curated;
mod draw;
mod explain;
mod heading;
mod lines;
mod lists;
mod named;
mod scope;
mod section;
mod touched;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests;

pub use explain::explain_name;

use crate::gazetteer::Gazetteer;
use crate::geometry::Geom;
use crate::mention::Mention;
use crate::project::Project;
use crate::vocabulary::{Grade, PlaceLevel};
use scope::{Meaning, Scope};
use serde::{Deserialize, Serialize};

/// One part of a geometry with its own support.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How well it is supported.
    pub grade: Grade,
    /// How it was made.
    pub method: String,
    /// Source id or citation.
    pub source: String,
    /// Doubt in metres, by the definition of the contract.
    pub uncertainty_m: f64,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceRef {
    /// Id in `geodata/sources.toml`, or the address of a page.
    pub id: String,
    /// Licence as the source states it.
    pub licence: String,
    /// Date of the data or of the page.
    pub date: String,
}

/// A place that was considered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The place: its full name and id.
    pub place: String,
    /// 0.0 to 1.0.
    pub score: f64,
    /// Why it was taken or left.
    pub reason: String,
}

/// A length that somebody published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PublishedLength {
    /// Kilometres.
    pub km: f64,
    /// When it was said.
    pub date: String,
    /// By whom (source id or citation).
    pub source: String,
}

/// A project's location, or the reason why it has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Location {
    /// Null when unplaced.
    pub geometry: Option<Geom>,
    /// Grade of the worst part; null when unplaced.
    pub grade: Option<Grade>,
    /// Size of the unit it stands on.
    pub place_level: Option<PlaceLevel>,
    /// Doubt of the whole, metres.
    pub uncertainty_m: Option<f64>,
    /// How it was made.
    pub method: String,
    /// Per part.
    pub parts: Vec<Part>,
    /// Sources of the geometry.
    pub sources: Vec<SourceRef>,
    /// What was considered.
    pub candidates: Vec<Candidate>,
    /// Six-digit codes of the 盟市 and 旗县 it touches, sorted.
    pub admin: Vec<String>,
    /// Their names, same order.
    pub admin_names: Vec<String>,
    /// Published lengths.
    pub length_published: Vec<PublishedLength>,
    /// English name from a sourced table.
    pub name_en: Option<String>,
    /// Fully qualified resolved toponyms (内蒙古自治区包头市…), in the order of the name.
    pub resolved: Vec<String>,
    /// Why it is unplaced; null when placed.
    pub reason: Option<String>,
    /// What was tried, for the unplaced list.
    pub tried: Vec<String>,
}

/// A step of [`locate`].
type Step = fn(&mut Scope<'_>) -> Option<Location>;

const STEPS: [Step; 9] = [
    curated::alignment,
    section::section,
    curated::site,
    curated::area,
    named::own_name,
    lines::line,
    named::town,
    coarse::units,
    coarse::plan_wide,
];

/// Where `project` is, as well as its wording and the gazetteer can tell. `mentions` are the project's own.
pub fn locate(project: &Project, mentions: &[&Mention], gazetteer: &Gazetteer) -> Location {
    locate_in(project, mentions, gazetteer, &[])
}

/// The same, when it is known about which units its plans speak (`plan_units`, codes): homonyms inside them come
/// first, and a work for which no place at all is named stands on them as a whole.
pub fn locate_in(
    project: &Project,
    mentions: &[&Mention],
    gazetteer: &Gazetteer,
    plan_units: &[String],
) -> Location {
    let mut scope = Scope::new(project, mentions, gazetteer, plan_units);
    let location = match lists::sensitive(&project.name) {
        Some(why) => withheld(&mut scope, why),
        None => STEPS.iter().find_map(|step| step(&mut scope)),
    };
    let mut location = location.unwrap_or_else(|| unplaced(&scope));
    finish(&mut location, scope);
    location
}

/// A sensitive kind: the county, and nothing finer.
fn withheld(scope: &mut Scope<'_>, why: &str) -> Option<Location> {
    let mut location = coarse::units(scope)?;
    location.method = format!("withheld ({why}): placed no finer than the county; {}", location.method);
    Some(location)
}

fn unplaced(scope: &Scope<'_>) -> Location {
    let toponyms = &scope.project.toponyms;
    let reason = if toponyms.is_empty() && scope.project.context.is_empty() {
        "the plan names no place for it: not in its name, its sentence or the headings above".to_string()
    } else {
        let words: Vec<&str> = toponyms.iter().chain(&scope.project.context).map(String::as_str).collect();
        format!("none of the places named for it is in the gazetteer: {}", words.join(", "))
    };
    Location { reason: Some(reason), method: "unplaced".into(), ..Location::default() }
}

fn finish(location: &mut Location, mut scope: Scope<'_>) {
    let gazetteer = scope.gazetteer;
    if location.sources.is_empty() {
        let refs = location.parts.iter().flat_map(|p| p.source.split(", ")).filter(|s| !s.is_empty());
        location.sources = refs.map(|s| draw::source_ref(s, gazetteer)).collect();
    }
    location.sources.sort();
    location.sources.dedup();
    if let (Some(geometry), true) = (&location.geometry, location.admin.is_empty()) {
        location.admin = touched::codes(geometry, gazetteer);
    }
    resolve_again(&mut scope, location);
    let units = gazetteer.units();
    location.admin_names =
        location.admin.iter().filter_map(|c| units.get(c)).map(|u| u.name.clone()).collect();
    location.candidates = scope.candidates;
    location.candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    location.tried = scope.tried;
}

/// Fills `resolved`: now that the place of a site is known, the toponyms of its name are those near it.
fn resolve_again(scope: &mut Scope<'_>, location: &mut Location) {
    if location.resolved.is_empty() {
        location.resolved = lines::resolved(scope);
    }
    if location.resolved.is_empty() {
        if matches!(location.grade, Some(Grade::Exact | Grade::Near)) {
            scope.settle(&location.admin);
        }
        location.resolved = resolved(scope);
    }
}

/// Toponyms of the name, fully qualified.
fn resolved(scope: &Scope<'_>) -> Vec<String> {
    let units = scope.gazetteer.units();
    let full = |meaning: &Meaning<'_>, word: &str| match meaning {
        Meaning::Units(codes) if codes.len() > 1 => word.to_string(),
        Meaning::Units(codes) => codes.iter().map(|c| units.full_name(c)).collect(),
        Meaning::Place(place) => scope.gazetteer.full_name(place),
    };
    scope.named.iter().map(|(word, meaning)| full(meaning, word)).collect()
}
