//! The proof: every quote at its span, geometry valid, references whole, sums balanced.
//!
//! In: [`Contents`]. Out: a list of [`Issue`], empty when all is well. Must not know: how rows were made.

use super::files::{ADMIN, ALIASES, MENTIONS, PLACES, PLANS, PROJECTS, TEXTS, UNPLACED};
use super::ground::Ground;
use super::sums::WITHHELD;
use super::{Contents, MentionRow, ProjectRow, SumRow, chapters, sums};
use crate::geometry::{Bounds, problem};
use crate::vocabulary::{Grade, PlaceLevel};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Something in a release that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// File of the release.
    pub file: String,
    /// Id of the row.
    pub id: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}: {}", self.file, self.id, self.message)
    }
}

/// Checks `contents` and lists what is wrong.
pub fn check(contents: &Contents) -> Vec<Issue> {
    let mut checker = Checker::new(contents);
    checker.ids();
    contents.mentions.iter().for_each(|m| checker.mention(m));
    contents.projects.iter().for_each(|p| checker.project(p));
    checker.unplaced();
    checker.base();
    checker.aliases();
    checker.sums();
    checker.issues
}

struct Checker<'a> {
    contents: &'a Contents,
    texts: HashMap<&'a str, Vec<char>>,
    plans: HashSet<&'a str>,
    projects: HashMap<&'a str, &'a ProjectRow>,
    mentions: HashMap<&'a str, &'a MentionRow>,
    ground: Ground<'a>,
    issues: Vec<Issue>,
}

impl<'a> Checker<'a> {
    fn new(contents: &'a Contents) -> Self {
        Self {
            contents,
            texts: contents.texts.iter().map(|t| (t.plan.as_str(), t.text.chars().collect())).collect(),
            plans: contents.plans.iter().map(|p| p.id.as_str()).collect(),
            projects: contents.projects.iter().map(|p| (p.id.as_str(), p)).collect(),
            mentions: contents.mentions.iter().map(|m| (m.id.as_str(), m)).collect(),
            ground: Ground::new(contents),
            issues: Vec::new(),
        }
    }

    fn note(&mut self, file: &str, id: &str, message: impl Into<String>) {
        self.issues.push(Issue { file: file.to_owned(), id: id.to_owned(), message: message.into() });
    }

    fn require(&mut self, holds: bool, file: &str, id: &str, message: &str) {
        if !holds {
            self.note(file, id, message);
        }
    }

    fn ids(&mut self) {
        let c = self.contents;
        let doubles = [
            (PLANS, doubles(c.plans.iter().map(|p| p.id.as_str()))),
            (MENTIONS, doubles(c.mentions.iter().map(|m| m.id.as_str()))),
            (PROJECTS, doubles(c.projects.iter().map(|p| p.id.as_str()))),
            (PLACES, doubles(c.places.iter().map(|p| p.id.as_str()))),
            (ADMIN, doubles(c.admin.iter().map(|a| a.code.as_str()))),
        ];
        for (file, ids) in doubles {
            ids.into_iter().for_each(|id| self.note(file, id, "the id stands twice"));
        }
        for plan in &c.plans {
            self.require(self.texts.contains_key(plan.id.as_str()), TEXTS, &plan.id, "the plan has no text");
        }
    }

    fn mention(&mut self, m: &MentionRow) {
        self.require(self.plans.contains(m.plan.as_str()), MENTIONS, &m.id, "names a plan that is not there");
        let project = self.projects.contains_key(m.project.as_str());
        self.require(project, MENTIONS, &m.id, "names a project that is not there");
        let sentence = m.sentence_start <= m.start && m.end <= m.sentence_end;
        self.require(sentence, MENTIONS, &m.id, "the quote does not stand inside its sentence");
        let Some(text) = self.texts.get(m.plan.as_str()) else { return };
        let length = text.len();
        let quote = text.get(m.start..m.end).map(|chars| chars.iter().collect::<String>());
        let quoted = quote.as_deref() == Some(m.quote.as_str()) && !m.quote.is_empty();
        self.require(quoted, MENTIONS, &m.id, "the quote does not stand at its span");
        self.require(m.sentence_end <= length, MENTIONS, &m.id, "the sentence ends after the text");
        let figures = m.quantities.iter().all(|q| q.start < q.end && q.end <= length);
        self.require(figures, MENTIONS, &m.id, "a quantity lies outside the text");
        let repairs = m.repairs.iter().all(|r| r.from_start <= r.from_end && r.from_end <= length);
        self.require(repairs, MENTIONS, &m.id, "a repair lies outside the text");
    }

    fn project(&mut self, p: &ProjectRow) {
        self.location(p);
        let q = &p.properties;
        let own: Vec<_> = self.contents.mentions.iter().filter(|m| m.project == p.id).collect();
        self.require(!own.is_empty(), PROJECTS, &p.id, "has no mention: nothing on the map without a quote");
        self.require(
            own.len() == q.mention_count,
            PROJECTS,
            &p.id,
            "mention_count is not the number of mentions",
        );
        let plans: HashSet<_> = own.iter().map(|m| m.plan.as_str()).collect();
        let listed: HashSet<_> = q.plans.iter().map(String::as_str).collect();
        self.require(plans == listed, PROJECTS, &p.id, "plans are not the plans of its mentions");
        let relations =
            q.relations.iter().all(|r| r.project != p.id && self.projects.contains_key(&*r.project));
        self.require(relations, PROJECTS, &p.id, "a relation names itself or a project that is not there");
        let history = q
            .status_history
            .iter()
            .all(|s| self.mentions.get(&*s.mention).is_some_and(|m| m.project == p.id));
        self.require(history, PROJECTS, &p.id, "a status names a mention that is not its own");
    }

    fn location(&mut self, p: &ProjectRow) {
        let q = &p.properties;
        let Some(geometry) = &p.geometry else {
            let silent = q.grade.is_none() && q.label_point.is_none() && q.uncertainty_m.is_none();
            self.require(silent, PROJECTS, &p.id, "has no geometry but a grade, label point or uncertainty");
            self.require(
                q.unplaced_reason.is_some(),
                PROJECTS,
                &p.id,
                "has neither geometry nor unplaced_reason",
            );
            return;
        };
        if let Some(message) = problem(geometry) {
            self.note(PROJECTS, &p.id, message);
        }
        let stated = q.grade.is_some() && q.place_level.is_some() && q.uncertainty_m.is_some_and(|m| m > 0.0);
        self.require(stated, PROJECTS, &p.id, "has a geometry but no grade, place_level or uncertainty_m");
        self.require(q.unplaced_reason.is_none(), PROJECTS, &p.id, "has a geometry and an unplaced_reason");
        self.require(!q.sources.is_empty(), PROJECTS, &p.id, "has a geometry without a source");
        let worst = q.parts.iter().map(|part| part.grade).max();
        self.require(worst == q.grade, PROJECTS, &p.id, "the grade is not that of the worst part");
        let inside = q.label_point.zip(Bounds::of(geometry)).is_some_and(|([x, y], b)| {
            let slack = 1e-6;
            Bounds::new(b.west - slack, b.south - slack, b.east + slack, b.north + slack)
                .covers(Bounds::new(x, y, x, y))
        });
        self.require(inside, PROJECTS, &p.id, "the label point does not lie on the geometry");
        let coarse =
            matches!(q.place_level, Some(PlaceLevel::County | PlaceLevel::Prefecture | PlaceLevel::Province));
        let withheld = q.method.as_deref().is_some_and(|m| m.starts_with(WITHHELD));
        let kept = !withheld || coarse && q.grade == Some(Grade::Area);
        self.require(kept, PROJECTS, &p.id, "is withheld and placed finer than the county");
        self.ground.faults(p).into_iter().for_each(|why| self.note(PROJECTS, &p.id, why));
    }

    fn unplaced(&mut self) {
        let listed: HashSet<_> = self.contents.unplaced.iter().map(|u| u.project.as_str()).collect();
        let without: HashSet<_> =
            self.contents.projects.iter().filter(|p| p.geometry.is_none()).map(|p| p.id.as_str()).collect();
        for id in listed.symmetric_difference(&without) {
            self.note(UNPLACED, id, "the list and the projects without geometry differ");
        }
        for row in &self.contents.unplaced {
            self.require(!row.reason.is_empty(), UNPLACED, &row.project, "has no reason");
            let own: HashSet<_> = self
                .contents
                .mentions
                .iter()
                .filter(|m| m.project == row.project)
                .map(|m| m.id.as_str())
                .collect();
            let listed: HashSet<_> = row.mentions.iter().map(String::as_str).collect();
            self.require(own == listed, UNPLACED, &row.project, "the mentions are not those of the project");
        }
    }

    fn base(&mut self) {
        for place in &self.contents.places {
            if let Some(message) = problem(&place.geometry) {
                self.note(PLACES, &place.id, message);
            }
        }
        for unit in &self.contents.admin {
            if let Some(message) = problem(&unit.geometry) {
                self.note(ADMIN, &unit.code, message);
            }
        }
    }

    fn aliases(&mut self) {
        for (old, new) in &self.contents.merged {
            self.require(self.projects.contains_key(new.as_str()), ALIASES, old, "is merged into no project");
            self.require(
                !self.projects.contains_key(old.as_str()),
                ALIASES,
                old,
                "is merged and still there",
            );
        }
        for (old, _) in &self.contents.removed {
            self.require(
                !self.projects.contains_key(old.as_str()),
                ALIASES,
                old,
                "is removed and still there",
            );
        }
    }

    fn sums(&mut self) {
        let sums = sums(self.contents);
        let total: usize = sums.iter().map(|s| s.mentions).sum();
        let all = self.contents.mentions.len();
        self.require(total == all, MENTIONS, "sums", "the mentions per plan do not add up to all mentions");
        let chapters = chapters(self.contents);
        for sum in &sums {
            self.require(sum.balances(), MENTIONS, &sum.plan, "the mentions by grade or level do not add up");
            let own = chapters.iter().map(|c| &c.sum).filter(|s| s.plan == sum.plan);
            let add = |field: fn(&SumRow) -> usize| own.clone().map(field).sum::<usize>() == field(sum);
            let whole = add(|s| s.mentions) && add(|s| s.unplaced) && add(|s| s.withheld);
            self.require(whole, MENTIONS, &sum.plan, "the chapters do not add up to the plan");
        }
        for chapter in &chapters {
            let balances = chapter.sum.balances();
            self.require(balances, MENTIONS, &chapter.chapter, "the mentions of a chapter do not add up");
        }
    }
}

fn doubles<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    ids.filter(|id| !seen.insert(*id)).collect()
}
