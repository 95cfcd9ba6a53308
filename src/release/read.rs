//! The reader: a folder of files to contents, or one clear error.
//!
//! In: the folder. Out: [`Contents`] as the writer took them. Must not know: how rows were made.

use super::fgb::{self, Row};
use super::files::{
    ADMIN, ALIASES, FeatureJson, MANIFEST, MENTIONS, PLACES, PLANS, PROJECTS, QUALITY, SOURCES, TEXTS,
    UNPLACED,
};
use super::manifest::{Manifest, read_manifest, sha256};
use super::tables::{ADMIN_COLUMNS, Column, PLACE_COLUMNS};
use super::write::with_id;
use super::{AdminRow, Contents, PlaceRow, ProjectProperties, ProjectRow, TextRow};
use crate::error::{Error, Result};
use crate::geometry::{Geom, outside_world};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// Reads the release in `dir` and checks format, hashes, ids, geometry and bounds.
///
/// # Errors
/// One sentence that names the file, and the line where there are lines.
pub fn read(dir: &Path) -> Result<Contents> {
    let folder = Folder { dir, manifest: read_manifest(dir)? };
    let plans = folder.json(PLANS)?;
    let aliases: Aliases = folder.json(ALIASES)?;
    let contents = Contents {
        texts: folder.texts()?,
        plans,
        mentions: folder.lines(MENTIONS)?,
        projects: folder.projects()?,
        unplaced: folder.lines(UNPLACED)?,
        places: folder.places()?,
        admin: folder.admin()?,
        merged: aliases.merged.into_iter().collect(),
        removed: aliases.removed.into_iter().collect(),
        sources: folder.json(SOURCES)?,
        quality: folder.json(QUALITY)?,
    };
    folder.unique(MENTIONS, contents.mentions.iter().map(|m| m.id.as_str()), 1)?;
    folder.unique(PLANS, contents.plans.iter().map(|p| p.id.as_str()), 2)?;
    Ok(contents)
}

#[derive(Deserialize)]
struct Aliases {
    merged: BTreeMap<String, String>,
    removed: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<FeatureJson<ProjectProperties>>,
}

struct Folder<'a> {
    dir: &'a Path,
    manifest: Manifest,
}

impl Folder<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        let entry = self.manifest.files.get(name).ok_or_else(|| {
            Error::file(&self.path(MANIFEST), format!("does not list {name}: the release is not complete"))
        })?;
        let path = self.path(name);
        let bytes = std::fs::read(&path).map_err(|e| Error::io(&path, e))?;
        if sha256(&bytes) != entry.sha256 {
            let message =
                format!("its SHA-256 is not the one in {MANIFEST}: the file was changed after the build");
            return Err(Error::file(&path, message));
        }
        Ok(bytes)
    }

    fn text(&self, name: &str) -> Result<String> {
        let bytes = self.bytes(name)?;
        String::from_utf8(bytes).map_err(|e| Error::file(&self.path(name), format!("is not UTF-8: {e}")))
    }

    fn json<T: DeserializeOwned>(&self, name: &str) -> Result<T> {
        let text = self.text(name)?;
        serde_json::from_str(&text).map_err(|e| Error::line(&self.path(name), e.line(), e.to_string()))
    }

    fn lines<T: DeserializeOwned>(&self, name: &str) -> Result<Vec<T>> {
        let text = self.text(name)?;
        let parse = |(index, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|e| Error::line(&self.path(name), index + 1, e.to_string()))
        };
        text.lines().enumerate().map(parse).collect()
    }

    fn unique<'b>(&self, name: &str, ids: impl Iterator<Item = &'b str>, first_line: usize) -> Result<()> {
        let mut seen = HashSet::new();
        for (index, id) in ids.enumerate() {
            if !seen.insert(id) {
                return Err(Error::line(
                    &self.path(name),
                    index + first_line,
                    format!("id {id} stands twice"),
                ));
            }
        }
        Ok(())
    }

    fn sound(&self, name: &str, line: usize, id: &str, geometry: &Geom) -> Result<()> {
        // The writer proved the geometry valid, and the checksum proves the file unchanged: what is left to see is
        // that the numbers are where they should be. `planmap check` proves validity again.
        outside_world(geometry)
            .map_or(Ok(()), |message| Err(Error::line(&self.path(name), line, format!("{id}: {message}"))))
    }

    fn projects(&self) -> Result<Vec<ProjectRow>> {
        let collection: Collection = self.json(PROJECTS)?;
        self.unique(PROJECTS, collection.features.iter().map(|f| f.id.as_str()), 2)?;
        let mut rows = Vec::with_capacity(collection.features.len());
        for (index, feature) in collection.features.into_iter().enumerate() {
            let geometry = feature.geometry.map(Geom::from);
            if let Some(geometry) = &geometry {
                self.sound(PROJECTS, index + 2, &feature.id, geometry)?;
            }
            rows.push(ProjectRow { id: feature.id, geometry, properties: feature.properties });
        }
        Ok(rows)
    }

    fn table<T>(
        &self,
        name: &str,
        columns: &[Column],
        make: impl Fn(String, Geom, serde_json::Value) -> serde_json::Result<T>,
    ) -> Result<Vec<T>> {
        let (_, rows) = fgb::decode(&self.path(name), Cursor::new(self.bytes(name)?))?;
        let fields = with_id(columns);
        let fail = |row: usize, e: String| Error::line(&self.path(name), row + 1, e);
        let mut out = Vec::with_capacity(rows.len());
        for (index, (geometry, properties)) in rows.into_iter().enumerate() {
            let row: Row =
                (geometry, fgb::complete(properties, &fields).map_err(|e| fail(index, e.to_string()))?);
            let id = row.1.get("id").and_then(|v| v.as_str()).unwrap_or_default().to_owned();
            self.sound(name, index + 1, &id, &row.0)?;
            out.push(make(id, row.0, row.1.into()).map_err(|e| fail(index, e.to_string()))?);
        }
        Ok(out)
    }

    fn places(&self) -> Result<Vec<PlaceRow>> {
        let mut rows = self.table(PLACES, PLACE_COLUMNS, PlaceRow::from_properties)?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        self.unique(PLACES, rows.iter().map(|p| p.id.as_str()), 1)?;
        Ok(rows)
    }

    fn admin(&self) -> Result<Vec<AdminRow>> {
        let mut rows = self.table(ADMIN, ADMIN_COLUMNS, |_, g, v| AdminRow::from_properties(g, v))?;
        rows.sort_by(|a, b| a.code.cmp(&b.code));
        self.unique(ADMIN, rows.iter().map(|a| a.code.as_str()), 1)?;
        Ok(rows)
    }

    /// The documents, in the order of the plans.
    fn texts(&self) -> Result<Vec<TextRow>> {
        let plans: Vec<super::PlanRow> = self.json(PLANS)?;
        let with_text =
            plans.into_iter().filter(|p| self.manifest.files.contains_key(&format!("{TEXTS}/{}.txt", p.id)));
        with_text
            .map(|plan| {
                Ok(TextRow {
                    text: self.text(&format!("{TEXTS}/{}.txt", plan.id))?,
                    headings: self.json(&format!("{TEXTS}/{}.headings.json", plan.id))?,
                    plan: plan.id,
                })
            })
            .collect()
    }
}
