//! Positions against places and lines marked by hand.
//!
//! `places.csv`: `name` (a wording of the project), `category`, `lon`, `lat` (of the place, or of one point that the line
//! must pass), `tolerance_km`, `county` (six digits, may be empty), `source`. A line has several rows.

use super::mentions::ByName;
use crate::error::{Error, Result};
use crate::geometry::{self, Geom};
use crate::release::{Contents, ProjectRow};
use crate::vocabulary::{Category, Grade};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Figures of positions.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PlaceFigures {
    /// Rows of the truth.
    pub rows: usize,
    /// Rows whose project was found and placed.
    pub placed: usize,
    /// Of the rows placed better than `area` (and zones, whose outline is judged): errors and calibration.
    pub judged: Group,
    /// The same by grade.
    pub by_grade: Vec<(Grade, Group)>,
    /// The same by category.
    pub by_category: Vec<(Category, Group)>,
    /// Wordings of which no project was found.
    pub missing: Vec<String>,
    /// Worst errors outside the tolerance.
    pub worst: Vec<Miss>,
    /// Errors larger than the stated doubt, worst first.
    pub uncovered: Vec<Miss>,
}

/// Errors and calibration of some rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Group {
    /// Rows.
    pub rows: usize,
    /// Of those within their tolerance.
    pub within: usize,
    /// Of those inside the stated doubt.
    pub covered: usize,
    /// Of those that do not contradict the stated doubt: for a line the truth says only that it passes within
    /// `tolerance_km` of the point (the seat of a county stands for its station), so that much of an error proves nothing.
    pub not_contradicted: usize,
    /// Median error in kilometres.
    pub median_km: f64,
    /// 90th percentile of the error in kilometres.
    pub p90_km: f64,
    /// Median of the stated doubt in kilometres.
    pub doubt_km: f64,
}

/// One row that was missed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Miss {
    /// Wording.
    pub name: String,
    /// How its project is placed.
    pub grade: Grade,
    /// Error in kilometres.
    pub error_km: f64,
    /// Stated doubt in kilometres.
    pub doubt_km: f64,
}

/// A row against the project that it names.
#[derive(Debug, Clone)]
struct Judged {
    miss: Miss,
    category: Category,
    within: bool,
    /// What the truth itself leaves open, kilometres.
    open_km: f64,
}

impl Judged {
    fn covered(&self) -> bool {
        self.miss.error_km <= self.miss.doubt_km
    }
}

impl Group {
    fn of<'a>(rows: impl Iterator<Item = &'a Judged> + Clone) -> Self {
        let sorted = |value: fn(&Miss) -> f64| {
            let mut values: Vec<f64> = rows.clone().map(|row| value(&row.miss)).collect();
            values.sort_by(f64::total_cmp);
            values
        };
        let (errors, doubts) = (sorted(|m| m.error_km), sorted(|m| m.doubt_km));
        Self {
            rows: errors.len(),
            within: rows.clone().filter(|row| row.within).count(),
            not_contradicted: rows
                .clone()
                .filter(|row| row.miss.error_km <= row.miss.doubt_km + row.open_km)
                .count(),
            covered: rows.filter(|row| row.covered()).count(),
            median_km: quantile(&errors, 50),
            p90_km: quantile(&errors, 90),
            doubt_km: quantile(&doubts, 50),
        }
    }
}

#[derive(Deserialize)]
struct Row {
    name: String,
    category: Category,
    lon: f64,
    lat: f64,
    tolerance_km: f64,
}

/// Evaluates `places.csv`; `None` when there is none.
pub fn evaluate(contents: &Contents, path: &Path, names: &ByName) -> Result<Option<PlaceFigures>> {
    if !path.exists() {
        return Ok(None);
    }
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(path)
        .map_err(|e| Error::file(path, e.to_string()))?;
    let mut figures = PlaceFigures::default();
    let mut judged: Vec<Judged> = Vec::new();
    for row in reader.deserialize::<Row>() {
        let row = row.map_err(|e| {
            let line = e.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
            Error::line(path, line, e.to_string())
        })?;
        figures.rows += 1;
        let Some(project) = find(contents, &row, names) else {
            if !figures.missing.contains(&row.name) {
                figures.missing.push(row.name.clone());
            }
            continue;
        };
        figures.placed += usize::from(project.geometry.is_some());
        judged.extend(judge(&row, project));
    }
    figures.fill(&judged);
    Ok(Some(figures))
}

/// How many misses outside their tolerance are told.
const WORST: usize = 12;

impl PlaceFigures {
    fn fill(&mut self, judged: &[Judged]) {
        self.judged = Group::of(judged.iter());
        let of_grade = |grade| Group::of(judged.iter().filter(move |row| row.miss.grade == grade));
        let of_category = |category| Group::of(judged.iter().filter(move |row| row.category == category));
        self.by_grade = Grade::ALL.iter().map(|g| (*g, of_grade(*g))).collect();
        self.by_category = Category::ALL.iter().map(|c| (*c, of_category(*c))).collect();
        self.by_grade.retain(|(_, group)| group.rows > 0);
        self.by_category.retain(|(_, group)| group.rows > 0);
        self.worst = misses(judged, |row| !row.within);
        self.worst.truncate(WORST);
        self.uncovered = misses(judged, |row| !row.covered());
    }
}

fn misses(judged: &[Judged], missed: impl Fn(&Judged) -> bool) -> Vec<Miss> {
    let mut found: Vec<Miss> = judged.iter().filter(|row| missed(row)).map(|row| row.miss.clone()).collect();
    found.sort_by(|a, b| b.error_km.total_cmp(&a.error_km));
    found
}

/// Nothing for a project without a place, or for which only a whole unit stands.
fn judge(row: &Row, project: &ProjectRow) -> Option<Judged> {
    let (geometry, grade) = (project.geometry.as_ref()?, project.properties.grade?);
    let error_km = geometry::distance_to_m([row.lon, row.lat], geometry)? / 1_000.0;
    if grade == Grade::Area && project.properties.category != Category::Ecology {
        return None;
    }
    let doubt_km = project.properties.uncertainty_m.unwrap_or(0.0) / 1_000.0;
    let tenth = |km: f64| (km * 100.0).round() / 100.0;
    let miss = Miss { name: row.name.clone(), grade, error_km: tenth(error_km), doubt_km };
    let line = matches!(geometry, Geom::LineString(_) | Geom::MultiLineString(_));
    let open_km = if line { row.tolerance_km } else { 0.0 };
    Some(Judged { miss, category: row.category, within: error_km <= row.tolerance_km, open_km })
}

fn quantile(sorted: &[f64], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |v| (v * 100.0).round() / 100.0)
}

fn find<'a>(contents: &'a Contents, row: &Row, names: &ByName) -> Option<&'a ProjectRow> {
    if let Some(id) = names.get(&(row.category, row.name.clone())) {
        return contents.projects.iter().find(|p| p.id == *id);
    }
    let folded = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = folded(&row.name);
    let same = |p: &&ProjectRow| {
        let properties = &p.properties;
        properties.category == row.category
            && (folded(&properties.name) == wanted
                || properties.short_name.as_deref().is_some_and(|s| folded(s) == wanted)
                || properties.aliases.iter().any(|a| folded(a) == wanted))
    };
    contents.projects.iter().find(same)
}
