//! Projects: mentions of one thing, from every plan, made one.
//!
//! In: the mentions of all plans, the register of ids and the steward's corrections. Out: [`Project`] values with
//! stable ids, status per plan and relations. Must not know: coordinates.

mod key;
mod link;
mod register;

pub use register::{Corrections, IdRow, Register};

use crate::error::{Error, Result};
use crate::mention::{Mention, Shape};
use crate::names::Names;
use crate::vocabulary::{Category, RelationType};
use std::collections::{BTreeMap, BTreeSet};

/// A tie to another project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// How they are tied.
    pub kind: RelationType,
    /// Id of the other.
    pub project: String,
}

/// One real-world undertaking or zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Stable id.
    pub id: String,
    /// What made the mentions one (canonical key).
    pub key: String,
    /// Fullest name.
    pub name: String,
    /// Short name in use (包银高铁), if known.
    pub short_name: Option<String>,
    /// Every other wording.
    pub aliases: Vec<String>,
    /// What it is.
    pub category: Category,
    /// The finer word.
    pub kind: Option<String>,
    /// For ecology.
    pub zone_kind: Option<String>,
    /// Road code, if any.
    pub code: Option<String>,
    /// Form in space, of the fullest wording.
    pub shape: Shape,
    /// Toponyms inside its names, as written, in order, without repeats.
    pub toponyms: Vec<String>,
    /// Toponyms that govern its sentences, nearest first, without repeats.
    pub context: Vec<String>,
    /// Indices of its mentions in the list of all mentions, in plan and text order.
    pub mentions: Vec<usize>,
    /// Ties to others.
    pub relations: Vec<Relation>,
}

/// Makes projects of mentions: links wordings, gives ids (new ones are added to `register`), names and ties.
///
/// # Errors
/// When a correction names a project that is not there.
pub fn assemble(
    mentions: &[Mention],
    names: &Names,
    register: &mut Register,
    corrections: &Corrections,
) -> Result<Vec<Project>> {
    let merges: Vec<(String, String)> =
        corrections.merge.iter().map(|m| (m.into.clone(), m.key.clone())).collect();
    let clusters = link::link(mentions, names, &merges);
    let mut taken = BTreeSet::new();
    let mut projects = Vec::with_capacity(clusters.len());
    let mut order: Vec<&link::Cluster> = clusters.iter().collect();
    order.sort_by_key(|c| c.mentions.first().copied());
    for cluster in order {
        let keys: Vec<String> = cluster.keys.iter().map(key::Key::text).collect();
        let mut project = summarise(cluster, mentions, names);
        project.key = keys.first().cloned().unwrap_or_default();
        project.id = register.id_for(project.category, &keys, &project.name, &taken);
        taken.insert(project.id.clone());
        projects.push(project);
    }
    relate(&mut projects, &clusters_by_project(&clusters));
    correct(&mut projects, corrections)?;
    projects.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(projects)
}

fn clusters_by_project(clusters: &[link::Cluster]) -> Vec<(usize, Vec<String>, Option<String>)> {
    let mut order: Vec<&link::Cluster> = clusters.iter().collect();
    order.sort_by_key(|c| c.mentions.first().copied());
    order
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let longest = c.keys.iter().max_by_key(|k| k.stops.len());
            (i, longest.map(|k| k.stops.clone()).unwrap_or_default(), longest.and_then(|k| k.code.clone()))
        })
        .collect()
}

fn summarise(cluster: &link::Cluster, mentions: &[Mention], names: &Names) -> Project {
    let own: Vec<&Mention> = cluster.mentions.iter().map(|&i| &mentions[i]).collect();
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in &own {
        *used.entry(&mention.name).or_default() += 1;
    }
    let fullest = own.iter().enumerate().max_by_key(|(at, m)| fullness(m, *at, used[m.name.as_str()]));
    let best = fullest.map_or(own[0], |(_, m)| *m);
    let mut aliases = Vec::new();
    let push = |list: &mut Vec<String>, value: String| {
        if !value.is_empty() && value != best.name && !list.contains(&value) {
            list.push(value);
        }
    };
    for mention in &own {
        push(&mut aliases, mention.name.clone());
    }
    let short = short_name(best, &own, names);
    if let Some(short) = &short {
        push(&mut aliases, short.clone());
    }
    let union = |pick: fn(&Mention) -> &Vec<String>| {
        let mut list: Vec<String> = pick(best).clone();
        for value in own.iter().flat_map(|m| pick(m)) {
            if !list.contains(value) {
                list.push(value.clone());
            }
        }
        list
    };
    Project {
        id: String::new(),
        key: String::new(),
        name: best.name.clone(),
        short_name: short,
        aliases,
        category: best.category,
        kind: best.kind.clone(),
        zone_kind: best.zone_kind.clone(),
        code: own.iter().find_map(|m| m.code.clone()),
        shape: best.shape.clone(),
        toponyms: union(|m| &m.toponyms),
        context: union(|m| &m.context),
        mentions: cluster.mentions.clone(),
        relations: Vec::new(),
    }
}

/// Which wording names the thing best: the one with the most stops, then whole brackets, then the most used, then one
/// that a plan writes in full, then the latest.
fn fullness(mention: &Mention, at: usize, used: usize) -> (usize, bool, usize, bool, usize) {
    let stops = match &mention.shape {
        Shape::Line { stops } if mention.name.contains('至') || mention.name.contains('—') => stops.len(),
        _ => 0,
    };
    let count = |marks: [char; 2]| mention.name.matches(marks).count();
    let balanced = count(['（', '(']) == count(['）', ')']) && count(['“', '“']) == count(['”', '”']);
    (stops, balanced, used, matches!(mention.rule.as_str(), "head" | "code"), at)
}

/// The short name in use: one that a plan writes, else the abbreviation of its stops with the head of its category.
fn short_name(best: &Mention, own: &[&Mention], names: &Names) -> Option<String> {
    let Shape::Line { stops } = &best.shape else { return None };
    let written = own
        .iter()
        .find(|m| names.routes().iter().any(|r| m.name.starts_with(&r.text)) && !m.name.contains('至'));
    if let Some(mention) = written {
        return Some(mention.name.clone());
    }
    let usual: Vec<String> = stops.iter().map(|s| names.usual(s)).collect();
    let route =
        names.routes().iter().find(|r| r.stops.iter().map(|s| names.usual(s)).eq(usual.iter().cloned()))?;
    let head = match (best.category, best.kind.as_deref()) {
        (Category::Rail, Some("高铁")) => "高铁",
        (Category::Rail, _) => "铁路",
        (Category::Road, _) => "高速",
        _ => return None,
    };
    Some(format!("{}{head}", route.text))
}

/// Ties that the wordings show: a section is part of a longer line; an upgrade belongs to its line.
fn relate(projects: &mut [Project], lines: &[(usize, Vec<String>, Option<String>)]) {
    let through = lines_through(projects, lines);
    let mut ties: Vec<(usize, RelationType, usize)> = Vec::new();
    for (a, stops_a, code_a) in lines {
        let (Some(first), Some(last)) = (stops_a.first(), stops_a.last()) else { continue };
        let beside = through.get(&(projects[*a].category, first.min(last), first.max(last)));
        for at in beside.into_iter().flatten() {
            let (b, stops_b, code_b) = &lines[*at];
            if a == b || stops_a.len() < 2 {
                continue;
            }
            let codes_differ = code_a.is_some() && code_b.is_some() && code_a != code_b;
            let reversed: Vec<String> = stops_a.iter().rev().cloned().collect();
            let inside = stops_b.len() > stops_a.len()
                && (link::is_subsequence(stops_a, stops_b) || link::is_subsequence(&reversed, stops_b));
            let (class_a, class_b) = (class_of(&projects[*a]), class_of(&projects[*b]));
            if inside && !codes_differ && class_a == class_b {
                ties.push((*a, RelationType::PartOf, *b));
            }
            let same_ends = stops_a.first() == stops_b.first() && stops_a.last() == stops_b.last();
            if same_ends && class_a == "upgrade" && class_b.is_empty() {
                ties.push((*a, RelationType::UpgradeOf, *b));
            }
        }
    }
    let mut seen = BTreeSet::new();
    for (a, kind, b) in ties {
        if seen.insert((a, b)) {
            let id = projects[b].id.clone();
            projects[a].relations.push(Relation { kind, project: id });
        }
    }
}

/// A category and two stops, in the order of their names.
type Between<'a> = (Category, &'a String, &'a String);

/// Which lines pass through two stops, so that only those are compared.
fn lines_through<'a>(
    projects: &[Project],
    lines: &'a [(usize, Vec<String>, Option<String>)],
) -> BTreeMap<Between<'a>, Vec<usize>> {
    let mut through: BTreeMap<Between<'a>, Vec<usize>> = BTreeMap::new();
    for (at, (project, stops, _)) in lines.iter().enumerate() {
        let pairs = stops.iter().enumerate().flat_map(|(i, a)| stops[i + 1..].iter().map(move |b| (a, b)));
        for (a, b) in pairs {
            let list = through.entry((projects[*project].category, a.min(b), a.max(b))).or_default();
            if list.last() != Some(&at) {
                list.push(at);
            }
        }
    }
    through
}

/// The class in a project's key (`rail:upgrade:…`), empty when it has none.
fn class_of(project: &Project) -> &str {
    let mut pieces = project.key.split(':').skip(1);
    match (pieces.next(), pieces.next()) {
        (Some(class), Some(_)) if class.is_ascii() => class,
        _ => "",
    }
}

/// Ties of things that one item names together: 包头至银川（含巴彦浩特至银川支线）.
pub fn relate_nested(projects: &mut [Project], mentions: &[Mention]) {
    let owner: BTreeMap<usize, usize> = projects
        .iter()
        .enumerate()
        .flat_map(|(p, project)| project.mentions.iter().map(move |&m| (m, p)))
        .collect();
    let mut ties = Vec::new();
    for index in 1..mentions.len() {
        let (before, now) = (&mentions[index - 1], &mentions[index]);
        let bracket = now.plan == before.plan
            && now.rule != "zone"
            && now.span.start == before.span.end + 2
            && now.category == before.category;
        if bracket
            && let (Some(&a), Some(&b)) = (owner.get(&index), owner.get(&(index - 1)))
            && a != b
        {
            ties.push((a, b));
        }
    }
    for (a, b) in ties {
        let (id_a, id_b) = (projects[a].id.clone(), projects[b].id.clone());
        for (from, to) in [(a, id_b), (b, id_a)] {
            let tie = Relation { kind: RelationType::Related, project: to };
            if !projects[from].relations.contains(&tie) {
                projects[from].relations.push(tie);
            }
        }
    }
}

fn correct(projects: &mut [Project], corrections: &Corrections) -> Result<()> {
    let missing = |id: &str| {
        Error::Other(format!("geodata/register/corrections.toml: no project \"{id}\" in the plans"))
    };
    for rename in &corrections.rename {
        let project =
            projects.iter_mut().find(|p| p.id == rename.project).ok_or_else(|| missing(&rename.project))?;
        let old = std::mem::replace(&mut project.name, rename.name.clone());
        project.aliases.retain(|a| *a != rename.name);
        project.aliases.insert(0, old);
        if rename.short_name.is_some() {
            project.short_name.clone_from(&rename.short_name);
        }
    }
    for row in &corrections.relation {
        let kind: RelationType = row.kind.parse()?;
        if !projects.iter().any(|p| p.id == row.to) {
            return Err(missing(&row.to));
        }
        let project = projects.iter_mut().find(|p| p.id == row.from).ok_or_else(|| missing(&row.from))?;
        project.relations.push(Relation { kind, project: row.to.clone() });
    }
    Ok(())
}
