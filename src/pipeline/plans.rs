//! `seeds/plans.toml`: which documents are plans, and what is known of each.

use crate::error::{Error, Result};
use crate::release::{PlanRow, Scope};
use crate::vocabulary::Category;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    plan: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    title: String,
    number: Option<String>,
    issuer: String,
    date: String,
    horizon_start: Option<i32>,
    horizon_end: Option<i32>,
    file: String,
    sha256: String,
    #[serde(rename = "type")]
    kind: String,
    level: String,
    scope: ScopeEntry,
    implements: Vec<String>,
    repeals: Vec<String>,
    disclosure: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeEntry {
    adcodes: Vec<String>,
    fields: Vec<Category>,
}

/// Words that `disclosure` may be.
const DISCLOSURES: [&str; 4] = ["public", "on-request", "internal", "draft"];

/// A plan with the bytes of its document.
pub struct Seed {
    /// What is known of it.
    pub plan: PlanRow,
    /// The file as received.
    pub bytes: Vec<u8>,
}

/// Reads every plan of a folder, oldest first.
///
/// # Errors
/// A missing or unreadable file, a wrong line, an id or date out of shape, a checksum that does not fit: each names the
/// file (and line) at fault.
pub fn read(seeds: &Path) -> Result<Vec<Seed>> {
    let path = seeds.join("plans.toml");
    let text = std::fs::read_to_string(&path).map_err(|e| Error::io(&path, e))?;
    let file: File = toml::from_str(&text).map_err(|e| {
        let line = e.span().map_or(1, |s| text.bytes().take(s.start).filter(|b| *b == b'\n').count() + 1);
        Error::line(&path, line, e.message().to_string())
    })?;
    let mut seeds_read = Vec::new();
    for entry in file.plan {
        check(&path, &entry)?;
        if seeds_read.iter().any(|s: &Seed| s.plan.id == entry.id) {
            return Err(Error::file(&path, format!("plan id \"{}\" stands twice", entry.id)));
        }
        seeds_read.push(read_one(seeds, entry)?);
    }
    seeds_read.sort_by(|a, b| (&a.plan.date, &a.plan.id).cmp(&(&b.plan.date, &b.plan.id)));
    Ok(seeds_read)
}

fn check(path: &Path, entry: &Entry) -> Result<()> {
    let id_ok = !entry.id.is_empty()
        && entry.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let shape: Vec<bool> = entry
        .date
        .chars()
        .enumerate()
        .map(|(i, c)| if i == 4 || i == 7 { c == '-' } else { c.is_ascii_digit() })
        .collect();
    let wrong = if !id_ok {
        Some(format!("id \"{}\" may hold a-z, 0-9 and - only", entry.id))
    } else if shape.len() != 10 || shape.contains(&false) {
        Some(format!("plan {}: date \"{}\" is not YYYY-MM-DD", entry.id, entry.date))
    } else if !DISCLOSURES.contains(&entry.disclosure.as_str()) {
        Some(format!(
            "plan {}: disclosure \"{}\" is not one of: {}",
            entry.id,
            entry.disclosure,
            DISCLOSURES.join(" ")
        ))
    } else if entry.file.contains(['/', '\\']) {
        Some(format!("plan {}: file \"{}\" must lie in the folder itself", entry.id, entry.file))
    } else {
        None
    };
    wrong.map_or(Ok(()), |message| Err(Error::file(path, message)))
}

fn read_one(seeds: &Path, entry: Entry) -> Result<Seed> {
    let file = seeds.join(&entry.file);
    let bytes = std::fs::read(&file).map_err(|e| Error::io(&file, e))?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    if sha256 != entry.sha256 {
        return Err(Error::file(
            &file,
            format!("its sha256 is {sha256}, plans.toml says {}: the document was changed", entry.sha256),
        ));
    }
    let plan = PlanRow {
        id: entry.id,
        title: entry.title,
        number: entry.number,
        issuer: entry.issuer,
        date: entry.date,
        horizon_start: entry.horizon_start,
        horizon_end: entry.horizon_end,
        file: entry.file,
        sha256,
        kind: entry.kind,
        level: entry.level,
        scope: Scope { adcodes: entry.scope.adcodes, fields: entry.scope.fields },
        implements: entry.implements,
        repeals: entry.repeals,
        disclosure: entry.disclosure,
        source: entry.source,
    };
    Ok(Seed { plan, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_document_is_named() {
        let dir = std::env::temp_dir().join(format!("planmap-plans-{}", std::process::id()));
        let _ = std::fs::create_dir_all(&dir);
        let text = "[[plan]]\nid = \"a\"\ntitle = \"t\"\nissuer = \"i\"\ndate = \"2021-01-01\"\nfile = \"gone.txt\"\nsha256 = \"\"\ntype = \"规划\"\nlevel = \"市\"\nscope = { adcodes = [], fields = [] }\nimplements = []\nrepeals = []\ndisclosure = \"public\"\nsource = \"invented\"\n";
        let _ = std::fs::write(dir.join("plans.toml"), text);
        let message = read(&dir).err().map(|e| e.to_string());
        let _ = std::fs::remove_dir_all(&dir);
        assert!(message.is_some_and(|m| m.contains("gone.txt")));
    }
}
