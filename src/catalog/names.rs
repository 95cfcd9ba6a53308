//! Projects, places and units by name.
//!
//! In: rows of a release. Out: [`Found`] values, ranked. Must not know: how names are matched.

use crate::geometry::{Bounds, label_point};
use crate::release::{AdminRow, Contents, PlaceRow, ProjectRow};
use crate::scored::Scored;
use crate::search::{Entry, Index};
use serde::Serialize;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FoundKind {
    /// A project.
    Project,
    /// A place or an administrative unit.
    Place,
}

/// One line of a search answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Project or place.
    #[serde(rename = "type")]
    pub found: FoundKind,
    /// Id in its collection (`adm-<code>` for a unit).
    pub id: String,
    /// Full name.
    pub name: String,
    /// The name that matched.
    pub matched: String,
    /// Code points of `matched`, `[start, end)`.
    pub highlight: Vec<[usize; 2]>,
    /// Category of a project.
    pub category: Option<&'static str>,
    /// Class of a place, level of a unit.
    pub class: Option<String>,
    /// Finer word of a project.
    pub kind: Option<String>,
    /// Units it lies in or touches.
    pub admin_names: Vec<String>,
    /// `[lon, lat]`.
    pub label_point: Option<[f64; 2]>,
    /// `[west, south, east, north]`.
    pub bbox: Option<[f64; 4]>,
}

/// The names of a release.
#[derive(Debug, Default)]
pub struct Names {
    rows: Vec<Found>,
    index: Index,
}

impl Names {
    /// Every project, place and unit of `contents`.
    pub fn new(contents: &Contents) -> Self {
        let projects = contents.projects.iter().map(project);
        let units = contents.admin.iter().map(|unit| self::unit(unit, contents));
        let places = contents.places.iter().filter(|p| !p.name.is_empty()).map(place);
        let (rows, entries): (Vec<_>, Vec<_>) = projects.chain(units).chain(places).unzip();
        Self { rows, index: Index::new(entries) }
    }

    /// The best `limit` for what a person typed.
    pub fn find(&self, text: &str, limit: usize) -> Vec<Scored<Found>> {
        let hits = self.index.find(text, limit).into_iter();
        hits.filter_map(|hit| {
            let mut found = self.rows.get(hit.value.entry)?.clone();
            found.matched = hit.value.matched;
            found.highlight = hit.value.highlight.iter().map(|r| [r.start, r.end]).collect();
            Some(Scored::new(hit.score, found))
        })
        .collect()
    }
}

fn names(first: &str, others: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all = vec![first.to_owned()];
    for name in others {
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

fn found(kind: FoundKind, id: String, name: &str) -> Found {
    Found {
        found: kind,
        id,
        name: name.to_owned(),
        matched: String::new(),
        highlight: Vec::new(),
        category: None,
        class: None,
        kind: None,
        admin_names: Vec::new(),
        label_point: None,
        bbox: None,
    }
}

fn project(row: &ProjectRow) -> (Found, Entry) {
    let p = &row.properties;
    let others = p.short_name.iter().chain(&p.name_en).chain(&p.aliases).cloned();
    let entry = Entry {
        names: names(&p.name, others),
        weight: 0.03 + 0.02 * (p.mention_count.min(20) as f64 / 20.0),
    };
    let found = Found {
        category: Some(p.category.word()),
        kind: p.kind.clone(),
        admin_names: p.admin_names.clone(),
        label_point: p.label_point,
        bbox: row.geometry.as_ref().and_then(Bounds::of).map(Bounds::to_array),
        ..found(FoundKind::Project, row.id.clone(), &p.name)
    };
    (found, entry)
}

fn place(row: &PlaceRow) -> (Found, Entry) {
    let others = row.aliases.iter().chain(&row.name_en).cloned();
    let weight = 0.004 * f64::from(6u8.saturating_sub(row.rank));
    let found = Found {
        class: Some(row.class.clone()),
        admin_names: row.admin_names.clone(),
        label_point: label_point(&row.geometry),
        bbox: Bounds::of(&row.geometry).map(Bounds::to_array),
        ..found(FoundKind::Place, row.id.clone(), &row.name)
    };
    (found, Entry { names: names(&row.name, others), weight })
}

fn unit(row: &AdminRow, contents: &Contents) -> (Found, Entry) {
    let parent = contents.admin.iter().find(|a| a.code == row.parent);
    let others = std::iter::once(&row.short_name).chain(&row.aliases).chain(&row.name_en).cloned();
    let found = Found {
        class: Some(row.level.clone()),
        admin_names: parent.into_iter().chain([row]).map(|a| a.name.clone()).collect(),
        label_point: label_point(&row.geometry),
        bbox: Bounds::of(&row.geometry).map(Bounds::to_array),
        ..found(FoundKind::Place, format!("adm-{}", row.code), &row.name)
    };
    (found, Entry { names: names(&row.name, others), weight: 0.022 })
}
