//! One or more new documents held against what is known: their mentions, each with the known project that it names.
//!
//! The known projects are those of the plans in `seeds/`, made by the same steps as in a build; ids are the build's.

use super::add::{self, Newcomer};
use super::build::{Inputs, is_rejected, region};
use super::compare::{self, Match, Verdict};
use super::{describe, rows};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::extract::{self, Extracted};
use crate::geocode::{self, Location};
use crate::mention::{self, Mention, PlanInfo};
use crate::project::{self, Project};
use crate::release::{MentionRow, PlanRow};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is wanted of an ingest beside reading.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Where extracted texts go (`texts/<sha256>.txt` below it).
    pub out: PathBuf,
    /// Id of the plan, where the caller gives one (for a single document).
    pub id: Option<String>,
    /// Date of issue, where the caller gives one.
    pub date: Option<String>,
}

/// A line of the answer: a mention as in `mentions.jsonl`, and what it was matched with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IngestRow {
    /// The mention.
    #[serde(flatten)]
    pub mention: MentionRow,
    /// The extracted text that offsets refer to, below the output folder; null when the file itself is text.
    pub text_file: Option<String>,
    /// The known project that it names.
    #[serde(rename = "match")]
    pub matched: Match,
}

/// A document that was read.
pub struct Newdoc {
    /// Where it lies.
    pub path: PathBuf,
    /// What it says of itself.
    pub plan: PlanRow,
    /// What a person should know of it.
    pub notes: Vec<String>,
    /// Its text file below the output folder, if it is not text itself.
    pub text_file: Option<String>,
    bytes: Vec<u8>,
    extracted: Extracted,
    document: Document,
}

/// A project that new documents name.
#[derive(Debug, Clone)]
pub struct Named {
    /// Id, of a known project or the one that the next build gives.
    pub id: String,
    /// Name.
    pub name: String,
    /// Category, in the word of the contract.
    pub category: String,
    /// What it was matched with.
    pub matched: Match,
    /// Name of the known project, if there is one.
    pub known_name: Option<String>,
    /// Where it is, in words.
    pub place: String,
    /// Mentions in the new documents: file, quote, sentence.
    pub evidence: Vec<(String, String, String)>,
}

/// What an ingest found.
pub struct Ingested {
    /// Documents that were read.
    pub documents: Vec<Newdoc>,
    /// Files that could not be read, each with what to do.
    pub failures: Vec<Error>,
    /// Mentions in document and text order.
    pub rows: Vec<IngestRow>,
    /// The projects behind them, in order of their first mention.
    pub projects: Vec<Named>,
}

/// How deep folders are searched.
const MAX_FOLDERS: usize = 16;

/// The files named, and those below the folders named whose suffix is that of a document.
///
/// # Errors
/// When a path is not there, or a folder cannot be read.
pub fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let kind = std::fs::metadata(path).map_err(|e| Error::io(path, e))?;
        if kind.is_dir() { below(path, 0, &mut found)? } else { found.push(path.clone()) }
    }
    let mut seen = BTreeSet::new();
    found.retain(|f| seen.insert(f.clone()));
    if found.is_empty() {
        return Err(Error::parameter("FILE", "no document in these folders"));
    }
    Ok(found)
}

fn below(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|e| Error::io(folder, e))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| !p.is_symlink())
        .filter(|p| p.file_name().is_some_and(|n| !n.to_string_lossy().starts_with(['.', '~'])))
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() && depth < MAX_FOLDERS {
            below(&path, depth + 1, found)?;
        } else if path.is_file() && is_document(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Old office files are taken along, so that their error is seen.
fn is_document(path: &Path) -> bool {
    let suffix = path.extension().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    extract::SUFFIXES.contains(&suffix.as_str()) || matches!(suffix.as_str(), "doc" | "wps")
}

/// Reads the documents and holds what they name against the projects of `inputs`. `said` hears of every file: its place
/// in the list, and what was found or what is wrong.
///
/// # Errors
/// When the known plans cannot be read, or the output cannot be written. A document that cannot be read is a failure of
/// its own and does not stop the others.
pub fn ingest(
    inputs: &Inputs,
    files: &[PathBuf],
    wanted: &Wanted,
    said: &mut dyn FnMut(usize, &Path, &str),
) -> Result<Ingested> {
    let mut mentions = known_mentions(inputs)?;
    let known = mentions.len();
    let mut documents: Vec<Newdoc> = Vec::new();
    let mut failures = Vec::new();
    let mut taken: BTreeSet<String> = inputs.seeds.iter().map(|s| s.plan.id.clone()).collect();
    for (index, path) in files.iter().enumerate() {
        match open(inputs, path, wanted, &mut taken) {
            Ok(new) => {
                let found = read(inputs, &new.document, &new.plan);
                said(index, path, &format!("{} mentions", found.len()));
                mentions.extend(found);
                documents.push(new);
            }
            Err(error) => {
                said(index, path, "not read");
                failures.push(error);
            }
        }
    }
    documents.iter().try_for_each(|new| write_text(&wanted.out, new))?;
    let (rows, projects) = matched(inputs, &mentions, known, &documents)?;
    Ok(Ingested { documents, failures, rows, projects })
}

fn known_mentions(inputs: &Inputs) -> Result<Vec<Mention>> {
    let mut mentions = Vec::new();
    for seed in &inputs.seeds {
        let document = Document::read(Path::new(&seed.plan.file), &seed.bytes)?;
        mentions.extend(read(inputs, &document, &seed.plan));
    }
    Ok(mentions)
}

fn read(inputs: &Inputs, document: &Document, plan: &PlanRow) -> Vec<Mention> {
    let info = PlanInfo { id: plan.id.clone(), horizon_end: plan.horizon_end };
    let found = mention::read(document, &info, &inputs.names, &inputs.lexicon);
    found.into_iter().filter(|m| !is_rejected(m, &inputs.corrections)).collect()
}

fn open(inputs: &Inputs, path: &Path, wanted: &Wanted, taken: &mut BTreeSet<String>) -> Result<Newdoc> {
    let bytes = extract::read_file(path)?;
    let extracted = extract::extract(path, &bytes)?;
    let document = Document::read(path, extracted.text.as_bytes())?;
    let mut plan = describe::describe(&extracted.text, &inputs.gazetteer);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(date) = &wanted.date {
        plan.date.clone_from(date);
    }
    plan.id = match &wanted.id {
        Some(id) => id.clone(),
        None => free_id(&describe::slug(&stem, &plan), taken),
    };
    taken.insert(plan.id.clone());
    plan.sha256 = Sha256::digest(extracted.text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    let text_file = (!extracted.as_received).then(|| format!("texts/{}.txt", plan.sha256));
    let mut notes = extracted.notes.clone();
    if let Some(seed) = inputs.seeds.iter().find(|s| s.plan.sha256 == plan.sha256) {
        notes.push(format!("the same text as {} in the folder of plans", seed.plan.id));
    }
    plan.source = source(&plan, extracted.as_received, &name);
    plan.file = name;
    Ok(Newdoc { path: path.to_path_buf(), plan, notes, text_file, bytes, extracted, document })
}

fn source(plan: &PlanRow, as_received: bool, name: &str) -> String {
    let how = if as_received {
        "received as a text file".to_string()
    } else {
        format!("text of {name}, as received")
    };
    let public = if plan.disclosure == "public" { "; the text says 此件公开发布" } else { "" };
    format!("{how}{public}")
}

fn free_id(slug: &str, taken: &BTreeSet<String>) -> String {
    if !taken.contains(slug) {
        return slug.to_string();
    }
    (2..).map(|n| format!("{slug}-{n}")).find(|id| !taken.contains(id)).unwrap_or_default()
}

fn write_text(out: &Path, new: &Newdoc) -> Result<()> {
    let Some(file) = &new.text_file else { return Ok(()) };
    let path = out.join(file);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| Error::io(folder, e))?;
    }
    std::fs::write(&path, &new.extracted.text).map_err(|e| Error::io(&path, e))
}

/// Links the new mentions (from `known` on) with the known ones, and places what is new.
fn matched(
    inputs: &Inputs,
    mentions: &[Mention],
    known: usize,
    documents: &[Newdoc],
) -> Result<(Vec<IngestRow>, Vec<Named>)> {
    // The known plans come first: their projects have the ids of the release, whatever is new.
    let mut register = inputs.register.clone();
    let before = project::assemble(&mentions[..known], &inputs.names, &mut register, &inputs.corrections)?;
    let after = project::assemble(mentions, &inputs.names, &mut register, &inputs.corrections)?;
    let mut touched: Vec<&Project> =
        after.iter().filter(|p| p.mentions.iter().any(|&m| m >= known)).collect();
    touched.sort_by_key(|p| p.mentions.iter().find(|&&m| m >= known).copied());
    let mut rows: BTreeMap<usize, IngestRow> = BTreeMap::new();
    let mut named = Vec::new();
    for project in touched {
        let own: Vec<&Mention> = project.mentions.iter().map(|&i| &mentions[i]).collect();
        let plans = inputs.seeds.iter().map(|s| &s.plan).chain(documents.iter().map(|d| &d.plan));
        let location = geocode::locate_in(project, &own, &inputs.gazetteer, &region(&own, plans));
        let found = compare::compare(project, &before, known, &inputs.names, location.geometry.is_some());
        let mut evidence = Vec::new();
        for &index in project.mentions.iter().filter(|&&m| m >= known) {
            let mention = &mentions[index];
            let Some(new) = documents.iter().find(|d| d.plan.id == mention.plan) else { continue };
            let row = row(inputs, mention, new, project, &location, &found);
            evidence.push((new.plan.file.clone(), row.mention.reading.clone(), row.mention.sentence.clone()));
            rows.insert(index, row);
        }
        named.push(name(project, &before, found, &location, evidence));
    }
    Ok((rows.into_values().collect(), named))
}

fn row(
    inputs: &Inputs,
    mention: &Mention,
    new: &Newdoc,
    project: &Project,
    location: &Location,
    found: &Match,
) -> IngestRow {
    let toponyms = rows::resolved_toponyms(mention, location, &inputs.names);
    IngestRow {
        mention: rows::mention_row(mention, &new.plan, &new.document, &project.id, toponyms),
        text_file: new.text_file.clone(),
        matched: found.clone(),
    }
}

fn name(
    project: &Project,
    before: &[Project],
    matched: Match,
    location: &Location,
    evidence: Vec<(String, String, String)>,
) -> Named {
    let known = matched.project.as_ref().and_then(|id| before.iter().find(|p| p.id == *id));
    let place = match (&location.grade, &location.reason) {
        (Some(grade), _) => {
            let doubt = location.uncertainty_m.unwrap_or(0.0) / 1000.0;
            format!("{} ({grade}, ±{doubt:.1} km)", location.admin_names.join("、"))
        }
        (None, reason) => reason.clone().unwrap_or_default(),
    };
    Named {
        id: project.id.clone(),
        name: project.name.clone(),
        category: project.category.to_string(),
        known_name: known.map(|p| p.short_name.clone().unwrap_or_else(|| p.name.clone())),
        matched,
        place,
        evidence,
    }
}

impl Ingested {
    /// Projects of one verdict.
    pub fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Named> {
        self.projects.iter().filter(move |p| p.matched.verdict == verdict)
    }

    /// Puts every document that was read into the folder of plans; gives the ids.
    ///
    /// # Errors
    /// The first document that cannot be added: those before it are in the folder.
    pub fn add(&self, seeds: &Path) -> Result<Vec<String>> {
        self.documents.iter().map(|new| new.add(seeds)).collect()
    }
}

impl Newdoc {
    fn add(&self, seeds: &Path) -> Result<String> {
        let mut plan = self.plan.clone();
        let text = (!self.extracted.as_received).then_some(self.extracted.text.as_str());
        if text.is_some() {
            plan.file = format!("{}.txt", plan.file);
        }
        add::add(seeds, &Newcomer { path: &self.path, bytes: &self.bytes, text, plan: &plan })?;
        Ok(plan.id)
    }
}
