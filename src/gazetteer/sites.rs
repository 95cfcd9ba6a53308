//! Points of single projects, kept by hand with the page that gives them.
//!
//! In: `curated/sites.csv`. Out: [`Site`]. Must not know: projects.

use crate::error::Result;
use crate::gazetteer::admin::Units;
use crate::gazetteer::key::Key;
use crate::gazetteer::sources::Sources;
use crate::gazetteer::table::{Row, Table};
use crate::geometry::Coord;
use crate::vocabulary::{Category, Grade};
use std::path::Path;

/// The point of one project.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// `site-<line of the table>`.
    pub id: String,
    /// As plans write it.
    pub names: Vec<String>,
    /// Their keys.
    pub keys: Vec<Key>,
    /// What it is.
    pub category: Category,
    /// Degrees.
    pub point: Coord<f64>,
    /// Exact or near.
    pub grade: Grade,
    /// 95 of 100, metres.
    pub uncertainty_m: f64,
    /// Code of its 旗县; may be empty.
    pub admin: String,
    /// Source id.
    pub source: String,
    /// Address of the page.
    pub source_url: String,
    /// Its title.
    pub source_title: String,
    /// Its date.
    pub source_date: String,
    /// Anything else.
    pub note: String,
}

const COLUMNS: [&str; 9] =
    ["names", "category", "lon", "lat", "grade", "uncertainty_m", "admin", "source", "source_url"];

/// Reads `path`; nothing when it is not there.
pub fn read(path: &Path, units: &Units, sources: &Sources) -> Result<Vec<Site>> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let table = Table::read(path, &COLUMNS)?;
    table.rows().enumerate().map(|(i, row)| site(i + 1, &row, units, sources)).collect()
}

fn site(number: usize, row: &Row<'_>, units: &Units, sources: &Sources) -> Result<Site> {
    let names = row.list("names");
    if names.is_empty() {
        return Err(row.error("names is empty"));
    }
    let grade: Grade = row.cell("grade").parse().map_err(|e| row.error(format!("{e}")))?;
    if !matches!(grade, Grade::Exact | Grade::Near) {
        return Err(row.error("grade of a site is exact or near"));
    }
    let admin = row.code("admin")?;
    if !admin.is_empty() && units.get(&admin).is_none() {
        return Err(row.error(format!("admin {admin} is not in admin.fgb")));
    }
    let source = row.need("source")?;
    sources.check(&source).map_err(|why| row.error(why))?;
    Ok(Site {
        id: format!("site-{number}"),
        keys: Key::all(&names),
        names,
        category: row.cell("category").parse().map_err(|e| row.error(format!("{e}")))?,
        point: row.point()?,
        grade,
        uncertainty_m: row.metres("uncertainty_m")?,
        admin,
        source,
        source_url: row.cell("source_url").to_string(),
        source_title: row.cell("source_title").to_string(),
        source_date: row.cell("source_date").to_string(),
        note: row.cell("note").to_string(),
    })
}
