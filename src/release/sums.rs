//! Nothing is lost: the mentions of each plan, and of each of its chapters, by how their project is placed.
//!
//! In: [`Contents`]. Out: [`SumRow`], [`ChapterSum`], each of which balances. Must not know: how rows were made.

use super::{Contents, MentionRow, ProjectRow};
use crate::vocabulary::{Grade, PlaceLevel};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The mentions of one plan by the grade of their project; the five parts add up to `mentions`, and so do the levels
/// and `unplaced`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SumRow {
    /// Plan id.
    pub plan: String,
    /// All mentions.
    pub mentions: usize,
    /// Placed exactly.
    pub exact: usize,
    /// Placed near.
    pub near: usize,
    /// Placed on a schematic line.
    pub schematic: usize,
    /// Placed on an area that stands for it.
    pub area: usize,
    /// Without a place.
    pub unplaced: usize,
    /// Of those on an area: sensitive kinds, placed no finer than the county on purpose.
    #[serde(default)]
    pub withheld: usize,
    /// Placed mentions by `place_level`.
    #[serde(default)]
    pub by_place_level: BTreeMap<String, usize>,
}

impl SumRow {
    fn add(&mut self, project: Option<&ProjectRow>) {
        let placed = project.filter(|p| p.geometry.is_some()).map(|p| &p.properties);
        self.mentions += 1;
        *match placed.and_then(|p| p.grade) {
            Some(Grade::Exact) => &mut self.exact,
            Some(Grade::Near) => &mut self.near,
            Some(Grade::Schematic) => &mut self.schematic,
            Some(Grade::Area) => &mut self.area,
            None => &mut self.unplaced,
        } += 1;
        if let Some(level) = placed.and_then(|p| p.place_level) {
            *self.by_place_level.entry(level.word().to_string()).or_default() += 1;
        }
        let method = placed.and_then(|p| p.method.as_deref());
        self.withheld += usize::from(method.is_some_and(|m| m.starts_with(WITHHELD)));
    }

    /// Whether the parts add up, by grade and by level.
    pub fn balances(&self) -> bool {
        let grades = self.exact + self.near + self.schematic + self.area + self.unplaced;
        let levels: usize = self.by_place_level.values().sum();
        grades == self.mentions && levels + self.unplaced == self.mentions && self.withheld <= self.mentions
    }

    fn empty(plan: &str) -> Self {
        let levels = PlaceLevel::ALL.iter().map(|level| (level.word().to_string(), 0));
        Self { plan: plan.to_string(), by_place_level: levels.collect(), ..Self::default() }
    }
}

/// How the method of a sensitive kind begins.
pub const WITHHELD: &str = "withheld";

/// The same for one chapter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChapterSum {
    /// The outermost heading; empty before the first.
    pub chapter: String,
    /// Its mentions.
    #[serde(flatten)]
    pub sum: SumRow,
}

/// The mentions of each plan by the grade of their project, in the order of the plans.
pub fn sums(contents: &Contents) -> Vec<SumRow> {
    let projects = by_id(contents);
    let sum = |plan: &str| {
        let mut row = SumRow::empty(plan);
        let own = contents.mentions.iter().filter(|m| m.plan == plan);
        own.for_each(|m| row.add(projects.get(m.project.as_str()).copied()));
        row
    };
    contents.plans.iter().map(|plan| sum(&plan.id)).collect()
}

/// The same by chapter, in the order in which the chapters name something.
pub fn chapters(contents: &Contents) -> Vec<ChapterSum> {
    let projects = by_id(contents);
    let mut rows: Vec<ChapterSum> = Vec::new();
    for plan in &contents.plans {
        let mut own: Vec<&MentionRow> = contents.mentions.iter().filter(|m| m.plan == plan.id).collect();
        own.sort_by_key(|m| m.start);
        let first = rows.len();
        for mention in own {
            let chapter = mention.heading.first().map(String::as_str).unwrap_or_default();
            let at = rows.iter().skip(first).position(|row| row.chapter == chapter);
            let at = at.map_or(rows.len(), |at| first + at);
            if at == rows.len() {
                rows.push(ChapterSum { chapter: chapter.to_string(), sum: SumRow::empty(&plan.id) });
            }
            rows[at].sum.add(projects.get(mention.project.as_str()).copied());
        }
    }
    rows
}

fn by_id(contents: &Contents) -> HashMap<&str, &ProjectRow> {
    contents.projects.iter().map(|p| (p.id.as_str(), p)).collect()
}
