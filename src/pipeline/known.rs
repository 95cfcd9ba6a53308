//! What is known today of a project (`geodata/register/known_status.csv`): never mixed with what the plans say.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One row: a state with its date and citable page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Project id.
    pub project: String,
    /// State in words.
    pub state: String,
    /// Date of the state or of the page.
    pub date: String,
    /// Who says so (a government, an operator, state media).
    pub source: String,
    /// Address of the page.
    pub url: String,
    /// Title of the page.
    pub title: String,
}

/// Reads the file; a missing file holds nothing. The newest row of a project counts.
///
/// # Errors
/// A line that does not parse, or a row without page, is named.
pub fn read(path: &Path) -> Result<BTreeMap<String, Known>> {
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    if !path.exists() {
        return Ok(known);
    }
    let mut reader = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(path)
        .map_err(|e| Error::file(path, e.to_string()))?;
    for row in reader.deserialize::<Known>() {
        let row = row.map_err(|e| {
            let line = e.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
            Error::line(path, line, e.to_string())
        })?;
        if row.url.is_empty() || row.date.is_empty() {
            return Err(Error::file(path, format!("the row of {} has no page or no date", row.project)));
        }
        let newer = known.get(&row.project).is_none_or(|k| k.date < row.date);
        if newer {
            known.insert(row.project.clone(), row);
        }
    }
    Ok(known)
}
