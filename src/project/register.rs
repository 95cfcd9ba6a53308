//! The register of ids (`geodata/register/ids.csv`) and the steward's corrections (`corrections.toml`).

use crate::error::{Error, Result};
use crate::vocabulary::Category;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One row of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdRow {
    /// Stable id: category, a hyphen, a short ASCII slug.
    pub id: String,
    /// Category when it was minted.
    pub category: Category,
    /// Canonical key of the wording.
    pub key: String,
    /// Name when it was minted, for the reader of the file.
    pub name: String,
}

/// All ids that were ever minted.
#[derive(Debug, Clone, Default)]
pub struct Register {
    rows: Vec<IdRow>,
    by_key: BTreeMap<String, String>,
    ids: BTreeSet<String>,
}

impl Register {
    /// Reads `ids.csv`; a missing file is an empty register.
    ///
    /// # Errors
    /// A line that does not parse, an id that is not ASCII lower case, or a key that stands twice is named with its line.
    pub fn read(path: &Path) -> Result<Self> {
        let mut register = Self::default();
        if !path.exists() {
            return Ok(register);
        }
        let mut reader = csv::Reader::from_path(path).map_err(|e| Error::file(path, e.to_string()))?;
        for (index, row) in reader.deserialize::<IdRow>().enumerate() {
            let row = row.map_err(|e| Error::line(path, index + 2, e.to_string()))?;
            if !row.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                return Err(Error::line(
                    path,
                    index + 2,
                    format!("id \"{}\" holds more than a-z, 0-9 and -", row.id),
                ));
            }
            if let Some(other) = register.by_key.get(&row.key) {
                return Err(Error::line(
                    path,
                    index + 2,
                    format!("key \"{}\" already belongs to {other}", row.key),
                ));
            }
            register.push(row);
        }
        Ok(register)
    }

    fn push(&mut self, row: IdRow) {
        self.by_key.insert(row.key.clone(), row.id.clone());
        self.ids.insert(row.id.clone());
        self.rows.push(row);
    }

    /// The id of the first of `keys` that the register knows.
    pub fn id_of(&self, keys: &[String]) -> Option<&str> {
        keys.iter().find_map(|k| self.by_key.get(k)).map(String::as_str)
    }

    /// The id for a thing: the one registered under any of its keys, else a new one; every key is registered.
    pub fn id_for(
        &mut self,
        category: Category,
        keys: &[String],
        name: &str,
        taken: &BTreeSet<String>,
    ) -> String {
        let known = keys.iter().filter_map(|k| self.by_key.get(k)).find(|id| !taken.contains(*id)).cloned();
        let id = known.unwrap_or_else(|| self.mint(category, name));
        for key in keys {
            if !self.by_key.contains_key(key) {
                self.push(IdRow { id: id.clone(), category, key: key.clone(), name: name.to_string() });
            }
        }
        self.ids.insert(id.clone());
        id
    }

    fn mint(&self, category: Category, name: &str) -> String {
        let slug = format!("{category}-{}", slug(name));
        if !self.ids.contains(&slug) {
            return slug;
        }
        (2..).map(|n| format!("{slug}-{n}")).find(|id| !self.ids.contains(id)).unwrap_or(slug)
    }

    /// The register as CSV, rows by id, then key.
    ///
    /// # Errors
    /// When a row cannot be written.
    pub fn to_csv(&self) -> Result<String> {
        let mut rows = self.rows.clone();
        rows.sort_by(|a, b| (&a.id, &a.key).cmp(&(&b.id, &b.key)));
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.serialize(row).map_err(|e| Error::Other(format!("ids.csv: {e}")))?;
        }
        let bytes = writer.into_inner().map_err(|e| Error::Other(format!("ids.csv: {e}")))?;
        String::from_utf8(bytes).map_err(|e| Error::Other(format!("ids.csv: {e}")))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Has it no rows?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Pinyin without tones, words joined, at most 48 characters.
fn slug(name: &str) -> String {
    use pinyin::ToPinyin;
    let mut slug = String::new();
    for c in name.chars() {
        if let Some(syllable) = c.to_pinyin() {
            slug.push_str(syllable.plain());
        } else if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let short: String = slug.replace('ü', "v").chars().filter(char::is_ascii).take(48).collect();
    short.trim_matches('-').to_string()
}

/// Decisions of the steward that survive every build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Corrections {
    /// Wordings that name no project.
    pub not_a_project: Vec<NotAProject>,
    /// Ids that are one thing.
    pub merge: Vec<Merge>,
    /// Ids that are two things for good reason, although their keys agree.
    pub rename: Vec<Rename>,
    /// Ties that the texts do not show.
    pub relation: Vec<RelationRow>,
    /// Ids that were given up.
    pub removed: Vec<Removed>,
}

/// A wording that is no project.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAProject {
    /// Plan id; empty for every plan.
    #[serde(default)]
    pub plan: String,
    /// The quote.
    pub quote: String,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: String,
}

/// Two keys that are one thing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Key of the thing that stays.
    pub into: String,
    /// Key of the wording that joins it.
    pub key: String,
    /// Why, with a citable page where the texts do not say it.
    pub reason: String,
    /// When it was decided.
    pub date: String,
}

/// A better name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rename {
    /// Project id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short_name: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: String,
}

/// A tie between projects.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationRow {
    /// Id of the one.
    pub from: String,
    /// How.
    #[serde(rename = "type")]
    pub kind: String,
    /// Id of the other.
    pub to: String,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: String,
}

/// An id that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removed {
    /// The id.
    pub project: String,
    /// Id that took its place, if any.
    pub into: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub date: String,
}

impl Corrections {
    /// Reads `corrections.toml`; a missing file holds no corrections.
    ///
    /// # Errors
    /// A file that does not parse is named with the line.
    pub fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        toml::from_str(&text).map_err(|e| {
            let line = e.span().map_or(1, |s| text.bytes().take(s.start).filter(|b| *b == b'\n').count() + 1);
            Error::line(path, line, e.message().to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_minted_once_and_found_again_by_any_key() {
        let mut register = Register::default();
        let taken = BTreeSet::new();
        let keys = ["rail:包头-银川".to_string()];
        let id = register.id_for(Category::Rail, &keys, "包头至银川", &taken);
        assert_eq!(id, "rail-baotouzhiyinchuan");
        let more = ["rail:包头-银川".to_string(), "rail:包头-乌海-银川".to_string()];
        assert_eq!(register.id_for(Category::Rail, &more, "包银高铁", &taken), id);
        assert_eq!(register.id_of(&["rail:包头-乌海-银川".to_string()]), Some(id.as_str()));
    }
}
