//! A file of an analyst made into a prepared collection, once.
//!
//! In: a file. Out: another beside it that opens in no time: ids, columns, an R-tree, geometry for tiles. It is written
//! under another name and renamed when whole, and stamped with the checksum of its source. Must not know: collections
//! of the release.
//!
//! Two passes with a spool on disk between them: the first learns what must be known of all features (kinds of the
//! columns, ids, the order along the Hilbert curve), the second writes. In memory are some tens of bytes a feature.
//!
//! The features of a prepared file stand in the order of the Hilbert curve, those without a place at the end: what is
//! near lies together in the file, and a page over a box comes in the order in which the tree finds it.

use super::columns::Columns;
use super::numbers::hash;
use super::source::{self, Raw, id_text};
use super::spool::{Place, Spool};
use super::store::{Builder, Facts, Source, near};
use super::{Feature, GeometryKind, Property, Schema};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, Geom, Junctions, Side, outside_world, sides};
use crate::search::fold;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Sides of rings that are compared at a time, to find where ways meet.
const SIDES: usize = 4 << 20;
/// Features between two reports.
const REPORT: usize = 10_000;

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is done now.
    pub step: &'static str,
    /// Features done.
    pub done: usize,
    /// All features; none while they are counted.
    pub all: Option<usize>,
}

/// What is told of the work.
pub type Report<'r> = &'r mut dyn FnMut(Progress);

/// The stamp of a file as it is now; `known` saves the checksum where length and time are the same.
///
/// # Errors
/// The file cannot be read.
pub fn stamp(path: &Path, known: Option<&Source>) -> Result<Source> {
    let failed = |e| Error::io(path, e);
    let about = std::fs::metadata(path).map_err(failed)?;
    let changed = about.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    let changed_ns = changed.map_or(0, |d| d.as_nanos() as u64);
    if let Some(known) = known.filter(|k| k.bytes == about.len() && k.changed_ns == changed_ns) {
        return Ok(known.clone());
    }
    let mut file = File::open(path).map_err(failed)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut buffer).map_err(failed)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    let sha256 = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok(Source { sha256, bytes: about.len(), changed_ns })
}

/// A folder that goes when the work ends, however it ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(target: &Path) -> Result<Self> {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let path = target.with_file_name(name);
        std::fs::create_dir_all(&path).map_err(|e| Error::io(&path, e))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is no reason to fail after the work is done.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Prepares the file `path` as `target`.
///
/// # Errors
/// The file is missing or of no known kind, is broken, has an id twice or coordinates outside the world (it must be
/// WGS 84, longitude first); or `target` cannot be written.
pub fn prepare(path: &Path, target: &Path, report: Report<'_>) -> Result<()> {
    let source = stamp(path, None)?;
    let scratch = Scratch::new(target)?;
    let mut first = First::new(Spool::new(&scratch.0)?, path);
    let said = source::each(path, &mut |raw| first.take(&raw, &mut *report))?;
    let mut second = first.finish(said)?;
    let junctions = second.junctions(report)?;
    let whole = scratch.0.join("whole");
    let failed = |e| Error::io(&whole, e);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&whole).map_err(failed)?);
    second.write(&scratch.0, source.clone(), junctions, report, &mut out)?;
    out.into_inner().map_err(|e| failed(e.into_error()))?.sync_all().map_err(failed)?;
    if stamp(path, Some(&source))? != source {
        return Err(Error::file(path, "was changed while it was read"));
    }
    std::fs::rename(&whole, target).map_err(|e| Error::io(target, e))
}

/// An id that is not used as it stands, as long as it may be one.
struct Ids {
    own: Option<HashSet<u64>>,
    twice: Option<String>,
    named: Vec<(&'static str, HashSet<u64>)>,
}

impl Ids {
    fn see(&mut self, raw: &Raw) {
        match (&raw.id, &mut self.own) {
            (Some(id), Some(seen)) => {
                if !seen.insert(hash(id, 0)) && self.twice.is_none() {
                    self.twice = Some(id.clone());
                }
            }
            (None, own) => *own = None,
            (Some(_), None) => {}
        }
        self.named.retain_mut(|(name, seen)| {
            raw.properties.get(*name).and_then(id_text).is_some_and(|id| seen.insert(hash(&id, 0)))
        });
    }
}

/// What the first pass learns.
struct First<'p> {
    path: &'p Path,
    spool: Spool,
    places: Vec<(u64, u32, Place)>,
    columns: Columns,
    facts: Facts,
    ids: Ids,
}

impl<'p> First<'p> {
    fn new(spool: Spool, path: &'p Path) -> Self {
        let ids = Ids {
            own: Some(HashSet::new()),
            twice: None,
            named: vec![("id", HashSet::new()), ("fid", HashSet::new())],
        };
        Self { path, spool, places: Vec::new(), columns: Columns::default(), facts: Facts::new(0), ids }
    }

    fn take(&mut self, raw: &Raw, report: Report<'_>) -> Result<()> {
        let row = self.places.len() + 1;
        if let Some(message) = raw.geometry.as_ref().and_then(outside_world) {
            let id = raw.id.clone().unwrap_or_else(|| row.to_string());
            return Err(Error::file(self.path, format!("feature {id}: {message}")));
        }
        self.ids.see(raw);
        raw.geometry.iter().for_each(|g| self.facts.see_geometry(g));
        let (facts, mut texts) = (&mut self.facts, false);
        self.columns.see(&raw.properties, |column, value| match value {
            Value::Null => {}
            Value::String(text) => {
                texts = true;
                facts.see_word(column, text);
            }
            other => facts.see_word(column, &other.to_string()),
        });
        if texts {
            self.facts.see_texts();
        }
        let key = raw.geometry.as_ref().and_then(Bounds::of).map_or(u64::MAX, near);
        let number = u32::try_from(row).map_err(|_| Error::file(self.path, "has too many features"))?;
        self.places.push((key, number, self.spool.push(raw)?));
        if row.is_multiple_of(REPORT) {
            report(Progress { step: "reading", done: row, all: None });
        }
        Ok(())
    }

    fn finish(mut self, said: Option<Vec<(String, crate::release::ColumnKind)>>) -> Result<Second> {
        self.spool.flush()?;
        let own = self.ids.own.is_some() && !self.places.is_empty();
        if let Some(twice) = self.ids.twice.filter(|_| own) {
            return Err(Error::file(self.path, format!("the feature id {twice} stands twice")));
        }
        let named = self.ids.named.first().map(|(name, _)| *name);
        let seen: Vec<String> = said.iter().flatten().map(|(name, _)| name.clone()).collect();
        let places_of: Vec<Option<usize>> = seen.iter().map(|name| self.columns.position(name)).collect();
        let facts = if said.is_some() { self.facts.arranged(&places_of) } else { self.facts };
        let columns = self.columns.finish(said);
        let property = |(name, kind)| Property { name, kind, words: Vec::new() };
        let properties = columns.into_iter().map(property).collect();
        self.places.sort_unstable_by_key(|(key, number, _)| (*key, *number));
        Ok(Second {
            spool: self.spool,
            places: self.places,
            schema: Schema { properties, geometry: GeometryKind::Any, temporal: false },
            facts,
            own,
            named,
        })
    }
}

/// What the second pass works with.
struct Second {
    spool: Spool,
    places: Vec<(u64, u32, Place)>,
    schema: Schema,
    facts: Facts,
    own: bool,
    named: Option<&'static str>,
}

impl Second {
    /// Where ways meet, found in rounds over a part of all points each, so that memory stays bounded.
    fn junctions(&mut self, report: Report<'_>) -> Result<Junctions> {
        let (mut junctions, mut ways) = (Junctions::default(), Vec::new());
        let (mut round, mut rounds) = (0, 1);
        while round < rounds {
            let all = self.sides(round, rounds, &mut ways)?;
            rounds = rounds.max(all.div_ceil(SIDES) as u64);
            report(Progress {
                step: "finding shared edges",
                done: round as usize + 1,
                all: Some(rounds as usize),
            });
            if ways.len() <= SIDES * 2 {
                junctions.add(&mut ways);
                round += 1;
            } else {
                // The first look counted too many: again, in parts.
                ways.clear();
            }
        }
        Ok(junctions)
    }

    /// The sides at the points of one round; gives the number of all sides.
    fn sides(&mut self, round: u64, rounds: u64, ways: &mut Vec<Side>) -> Result<usize> {
        let mut all = 0;
        for (_, _, place) in &self.places {
            let Some(geometry) = self.spool.geometry(*place)? else { continue };
            super::store::rings(&geometry, &mut |ring| {
                for side in sides(ring) {
                    all += 1;
                    let [x, y] = side[0].map(u64::from);
                    let mixed = (x << 32 | y).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
                    if mixed % rounds == round && ways.len() <= SIDES * 2 {
                        ways.push(side);
                    }
                }
            });
        }
        Ok(all)
    }

    fn write(
        mut self,
        scratch: &Path,
        source: Source,
        junctions: Junctions,
        report: Report<'_>,
        out: &mut dyn Write,
    ) -> Result<()> {
        let mut builder = Builder::in_files(&self.schema, self.facts, junctions, scratch);
        let all = Some(self.places.len());
        for (done, (_, number, place)) in self.places.iter().enumerate() {
            let raw = self.spool.read(*place)?;
            let id = match (&raw.id, self.named) {
                (Some(id), _) if self.own => id.clone(),
                (_, Some(name)) => raw.properties.get(name).and_then(id_text).unwrap_or_default(),
                _ => number.to_string(),
            };
            builder.push(&feature(id, raw.geometry, raw.properties, &self.schema))?;
            if (done + 1).is_multiple_of(REPORT) {
                report(Progress { step: "writing", done: done + 1, all });
            }
        }
        builder.finish(Some(source), out)
    }
}

/// A feature whose label point is worked out when it is asked for.
fn feature(
    id: String,
    geometry: Option<Geom>,
    properties: serde_json::Map<String, Value>,
    schema: &Schema,
) -> Feature {
    let texts: Vec<String> = properties.values().filter_map(Value::as_str).map(fold).collect();
    let mut feature = Feature::new(id, None, properties, schema);
    feature.bounds = geometry.as_ref().and_then(Bounds::of);
    feature.geometry = geometry;
    feature.texts = texts.join("\n");
    feature
}
