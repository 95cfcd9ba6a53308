//! The whole way: documents, mentions, projects, locations, rows.

use super::known;
use super::plans::{self, Seed};
use super::{places, rows};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use crate::geocode::{self, Location};
use crate::mention::{self, Lexicon, Mention, PlanInfo};
use crate::names::Names;
use crate::project::{self, Corrections, Project, Register};
use crate::release::{Contents, HeadingRow, MentionRow, PlanRow, ProjectRow, TextRow, UnplacedRow};
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that a build reads.
pub struct Inputs {
    /// The plans with their documents, oldest first.
    pub seeds: Vec<Seed>,
    /// What is known of the ground.
    pub gazetteer: Gazetteer,
    /// The reader's names.
    pub names: Names,
    /// The reader's lexicon.
    pub lexicon: Lexicon,
    /// Ids minted so far.
    pub register: Register,
    /// The steward's decisions.
    pub corrections: Corrections,
    /// What is known today, by project.
    pub known: BTreeMap<String, known::Known>,
}

/// What a build gives.
pub struct Built {
    /// The rows of the release.
    pub contents: Contents,
    /// The register with new ids.
    pub register: Register,
    /// Number of keys that were not in the register before.
    pub new_keys: usize,
}

/// Reads `seeds` and `geodata`.
///
/// # Errors
/// The first file or line that cannot be used.
pub fn read_inputs(seeds: &Path, geodata: &Path) -> Result<Inputs> {
    let gazetteer = Gazetteer::load(geodata)?;
    let names = places::reader_names(&gazetteer)?;
    let register = geodata.join("register");
    Ok(Inputs {
        seeds: plans::read(seeds)?,
        names,
        lexicon: Lexicon::load()?,
        register: Register::read(&register.join("ids.csv"))?,
        corrections: Corrections::read(&register.join("corrections.toml"))?,
        known: known::read(&register.join("known_status.csv"))?,
        gazetteer,
    })
}

/// Builds the contents of a release.
///
/// # Errors
/// A document that is not text, or a correction that does not fit.
pub fn build(inputs: &Inputs) -> Result<Built> {
    let mut documents = Vec::new();
    let mut mentions: Vec<Mention> = Vec::new();
    for seed in &inputs.seeds {
        let document = Document::read(Path::new(&seed.plan.file), &seed.bytes)?;
        let info = PlanInfo { id: seed.plan.id.clone(), horizon_end: seed.plan.horizon_end };
        let found = mention::read(&document, &info, &inputs.names, &inputs.lexicon);
        mentions.extend(found.into_iter().filter(|m| !is_rejected(m, &inputs.corrections)));
        documents.push(document);
    }
    let mut register = inputs.register.clone();
    let keys_before = register.len();
    let mut projects = project::assemble(&mentions, &inputs.names, &mut register, &inputs.corrections)?;
    project::relate_nested(&mut projects, &mentions);
    let new_keys = register.len() - keys_before;
    if let Some(id) = inputs.known.keys().find(|id| !projects.iter().any(|p| p.id == **id)) {
        return Err(Error::Other(format!(
            "geodata/register/known_status.csv: no project \"{id}\" in the plans"
        )));
    }
    let locations: Vec<Location> = projects
        .iter()
        .map(|project| {
            let own: Vec<&Mention> = project.mentions.iter().map(|&i| &mentions[i]).collect();
            geocode::locate_in(
                project,
                &own,
                &inputs.gazetteer,
                &region(&own, inputs.seeds.iter().map(|s| &s.plan)),
            )
        })
        .collect();
    super::crosses::relate_crossings(&mut projects, &locations);
    let contents = contents(inputs, &documents, &mentions, &projects, &locations);
    Ok(Built { contents, register, new_keys })
}

/// The units that the plans naming a project speak about: of the narrowest plan, since the project lies in all of them.
pub(super) fn region<'a>(own: &[&Mention], plans: impl Iterator<Item = &'a PlanRow>) -> Vec<String> {
    let scopes = plans.filter(|p| own.iter().any(|m| m.plan == p.id)).map(|p| &p.scope.adcodes);
    let wide = |codes: &&Vec<String>| (codes.iter().any(|c| c.ends_with("0000")), codes.len());
    scopes.filter(|codes| !codes.is_empty()).min_by_key(wide).cloned().unwrap_or_default()
}

/// Did the steward decide that this wording is no project?
pub(super) fn is_rejected(mention: &Mention, corrections: &Corrections) -> bool {
    corrections
        .not_a_project
        .iter()
        .any(|c| c.quote == mention.quote && (c.plan.is_empty() || c.plan == mention.plan))
}

fn contents(
    inputs: &Inputs,
    documents: &[Document],
    mentions: &[Mention],
    projects: &[Project],
    locations: &[Location],
) -> Contents {
    let plans: BTreeMap<String, PlanRow> =
        inputs.seeds.iter().map(|s| (s.plan.id.clone(), s.plan.clone())).collect();
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, project) in projects.iter().enumerate() {
        for &mention in &project.mentions {
            owner.insert(mention, index);
        }
    }
    let by_plan: BTreeMap<&str, &Document> =
        inputs.seeds.iter().zip(documents).map(|(s, d)| (s.plan.id.as_str(), d)).collect();
    let mention_rows: Vec<MentionRow> = mentions
        .iter()
        .enumerate()
        .filter_map(|(index, mention)| {
            let project = *owner.get(&index)?;
            let toponyms = rows::resolved_toponyms(mention, &locations[project], &inputs.names);
            let document = by_plan.get(mention.plan.as_str())?;
            Some(rows::mention_row(
                mention,
                plans.get(&mention.plan)?,
                document,
                &projects[project].id,
                toponyms,
            ))
        })
        .collect();
    let project_rows: Vec<ProjectRow> = projects
        .iter()
        .zip(locations)
        .map(|(project, location)| {
            rows::project_row(project, mentions, location, &plans, inputs.known.get(&project.id))
        })
        .collect();
    let unplaced = projects
        .iter()
        .zip(locations)
        .filter(|(_, l)| l.geometry.is_none())
        .map(|(p, l)| unplaced(p, l, mentions))
        .collect();
    Contents {
        plans: inputs.seeds.iter().map(|s| s.plan.clone()).collect(),
        mentions: mention_rows,
        projects: project_rows,
        unplaced,
        places: places::place_rows(&inputs.gazetteer),
        admin: places::admin_rows(&inputs.gazetteer),
        texts: inputs.seeds.iter().zip(documents).map(|(s, d)| text_row(&s.plan, d)).collect(),
        merged: inputs
            .corrections
            .removed
            .iter()
            .filter_map(|r| r.into.clone().map(|into| (r.project.clone(), into)))
            .collect(),
        removed: inputs
            .corrections
            .removed
            .iter()
            .filter(|r| r.into.is_none())
            .map(|r| (r.project.clone(), r.reason.clone()))
            .collect(),
        sources: places::source_rows(&inputs.gazetteer),
        quality: None,
    }
}

fn unplaced(project: &Project, location: &Location, mentions: &[Mention]) -> UnplacedRow {
    UnplacedRow {
        project: project.id.clone(),
        mentions: project.mentions.iter().map(|&i| rows::mention_id(&mentions[i])).collect(),
        reason: location.reason.clone().unwrap_or_else(|| "the plan names no place".to_string()),
        tried: location.tried.clone(),
    }
}

fn text_row(plan: &PlanRow, document: &Document) -> TextRow {
    let headings = document
        .headings
        .iter()
        .map(|h| {
            let span = document.raw_span(h.range.clone());
            HeadingRow { level: h.level, text: h.text.clone(), start: span.start, end: span.end }
        })
        .collect();
    TextRow { plan: plan.id.clone(), text: document.raw.iter().collect(), headings }
}
