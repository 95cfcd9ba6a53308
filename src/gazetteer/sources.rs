//! The table of sources: from where a row comes and under what licence.
//!
//! In: `geodata/sources.toml`. Out: [`Sources`]. Must not know: what the sources say.

use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// One source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Short slug, referred to everywhere.
    pub id: String,
    /// Title.
    pub title: String,
    /// Package and version, or address of a page.
    pub origin: String,
    /// Licence as the source states it.
    pub licence: String,
    /// What a map must print; may be empty.
    #[serde(default)]
    pub credit: String,
    /// Date of the data, or the day the page was read.
    pub date: String,
    /// `WGS84` or `CGCS2000`.
    pub datum: String,
    /// Anything else.
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    source: Vec<Source>,
}

/// All sources by id.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    rows: BTreeMap<String, Source>,
}

impl Sources {
    /// Reads `path`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        Self::parse(path, &text)
    }

    /// The same, from text.
    pub fn parse(path: &Path, text: &str) -> Result<Self> {
        let file: File = toml::from_str(text).map_err(|e| Error::file(path, e.to_string()))?;
        let mut rows = BTreeMap::new();
        for source in file.source {
            if !matches!(source.datum.as_str(), "WGS84" | "CGCS2000") {
                let message =
                    format!("source {}: datum \"{}\" is not WGS84 or CGCS2000", source.id, source.datum);
                return Err(Error::file(path, message));
            }
            if let Some(twice) = rows.insert(source.id.clone(), source) {
                return Err(Error::file(path, format!("source {} is there twice", twice.id)));
            }
        }
        Ok(Self { rows })
    }

    /// The source of a reference, which is `id`, `id:row` or the address of a page.
    pub fn get(&self, reference: &str) -> Option<&Source> {
        self.rows.get(reference.split(':').next().unwrap_or(reference))
    }

    /// Nothing when `reference` is known or the address of a page; else what is wrong.
    pub fn check(&self, reference: &str) -> std::result::Result<(), String> {
        if reference.starts_with("https://")
            || reference.starts_with("http://")
            || self.get(reference).is_some()
        {
            return Ok(());
        }
        Err(format!("source \"{reference}\" is not an id of sources.toml nor the address of a page"))
    }

    /// All sources by id.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.rows.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "[[source]]\nid='a'\ntitle='A'\norigin='x'\nlicence='MIT'\ndate='2020'\ndatum='WGS84'\n";

    #[test]
    fn a_reference_may_carry_a_row() {
        let sources = Sources::parse(Path::new("s.toml"), TEXT).unwrap_or_default();
        assert!(sources.check("a:17").is_ok());
        assert!(sources.check("https://example.org/p").is_ok());
        assert!(sources.check("b").is_err_and(|m| m.contains("\"b\"")));
    }

    #[test]
    fn a_shifted_datum_is_refused() {
        let text = TEXT.replace("WGS84", "GCJ02");
        assert!(Sources::parse(Path::new("s.toml"), &text).is_err());
    }
}
