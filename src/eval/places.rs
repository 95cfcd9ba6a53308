//! Positions against places and lines marked by hand.
//!
//! `places.csv`: `name` (a wording of the project), `category`, `lon`, `lat` (of the place, or of one point that the line
//! must pass), `tolerance_km`, `county` (six digits, may be empty), `source`. A line has several rows.

use super::mentions::ByName;
use crate::error::{Error, Result};
use crate::geometry;
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
    /// Of the rows placed better than `area`: those within their tolerance.
    pub within: usize,
    /// Rows placed better than `area`.
    pub judged: usize,
    /// Of the judged rows: those inside the stated doubt.
    pub covered: usize,
    /// Median error of the judged rows in kilometres.
    pub median_km: f64,
    /// 90th percentile of the error in kilometres.
    pub p90_km: f64,
    /// By grade: rows, within tolerance, inside the stated doubt.
    pub by_grade: Vec<(Grade, usize, usize, usize)>,
    /// By category: rows, within tolerance.
    pub by_category: Vec<(Category, usize, usize)>,
    /// Wordings of which no project was found.
    pub missing: Vec<String>,
    /// Worst errors: wording, kilometres, stated doubt in kilometres.
    pub worst: Vec<(String, f64, f64)>,
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
    let mut errors: Vec<f64> = Vec::new();
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
        judge(&mut figures, &mut errors, &row, project);
    }
    errors.sort_by(f64::total_cmp);
    figures.median_km = quantile(&errors, 50);
    figures.p90_km = quantile(&errors, 90);
    figures.worst.sort_by(|a, b| b.1.total_cmp(&a.1));
    figures.worst.truncate(12);
    Ok(Some(figures))
}

fn judge(figures: &mut PlaceFigures, errors: &mut Vec<f64>, row: &Row, project: &ProjectRow) {
    let (Some(geometry), Some(grade)) = (&project.geometry, project.properties.grade) else { return };
    let Some(error_m) = geometry::distance_to_m([row.lon, row.lat], geometry) else { return };
    figures.placed += 1;
    if grade == Grade::Area && project.properties.category != Category::Ecology {
        return;
    }
    let error_km = error_m / 1000.0;
    let doubt_km = project.properties.uncertainty_m.unwrap_or(0.0) / 1000.0;
    let within = error_km <= row.tolerance_km;
    let covered = error_km <= doubt_km;
    figures.judged += 1;
    figures.within += usize::from(within);
    figures.covered += usize::from(covered);
    errors.push(error_km);
    if !within {
        figures.worst.push((
            row.name.clone(),
            (error_km * 10.0).round() / 10.0,
            (doubt_km * 10.0).round() / 10.0,
        ));
    }
    match figures.by_grade.iter_mut().find(|g| g.0 == grade) {
        Some(g) => *g = (grade, g.1 + 1, g.2 + usize::from(within), g.3 + usize::from(covered)),
        None => figures.by_grade.push((grade, 1, usize::from(within), usize::from(covered))),
    }
    let category = row.category;
    match figures.by_category.iter_mut().find(|c| c.0 == category) {
        Some(c) => *c = (category, c.1 + 1, c.2 + usize::from(within)),
        None => figures.by_category.push((category, 1, usize::from(within))),
    }
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
