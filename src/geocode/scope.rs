//! What a project's wording says about where it is: its toponyms resolved, and the units that its text names.
//!
//! In: a project, its mentions and the gazetteer. Out: [`Scope`], which the steps of [`super::locate`] share.
//! Must not know: how a location is drawn.

use crate::gazetteer::{Context, Gazetteer, Place, PlaceClass, REGION};
use crate::geocode::key::key;
use crate::geocode::{Candidate, lists};
use crate::mention::Mention;
use crate::project::Project;
use std::collections::BTreeSet;

/// What a toponym stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning<'g> {
    /// One or more administrative units, by code.
    Units(Vec<String>),
    /// A place that is no unit.
    Place(&'g Place),
}

/// A project as the steps see it.
pub struct Scope<'a> {
    /// The project.
    pub project: &'a Project,
    /// The gazetteer.
    pub gazetteer: &'a Gazetteer,
    /// Keys of all its names.
    pub keys: BTreeSet<String>,
    /// Its toponyms with what they stand for, in order; unknown ones are left out.
    pub named: Vec<(String, Meaning<'a>)>,
    /// Codes of the units that the name holds, then those of the text around it, nearest first.
    pub within: Vec<String>,
    /// How many of `within` come from the name.
    pub within_name: usize,
    /// Units of the nearest context that names any.
    pub context_units: Vec<String>,
    /// What was considered so far.
    pub candidates: Vec<Candidate>,
    /// What was tried so far.
    pub tried: Vec<String>,
}

impl<'a> Scope<'a> {
    /// Resolves the wording of `project`.
    pub fn new(project: &'a Project, mentions: &[&Mention], gazetteer: &'a Gazetteer) -> Self {
        let names = [Some(&project.name), project.short_name.as_ref()].into_iter().flatten();
        let names = names.chain(&project.aliases).chain(mentions.iter().map(|m| &m.name));
        let mut scope = Self {
            project,
            gazetteer,
            keys: names.map(|n| key(n)).filter(|k| k.chars().count() > 1).collect(),
            named: Vec::new(),
            within: Vec::new(),
            within_name: 0,
            context_units: context_units(project, gazetteer),
            candidates: Vec::new(),
            tried: Vec::new(),
        };
        scope.resolve_toponyms();
        scope
    }

    /// Units first, then places inside them, so that 托克托县 helps to tell which 新街 is meant.
    fn resolve_toponyms(&mut self) {
        for toponym in &self.project.toponyms {
            self.within.extend(units_of(toponym, self.gazetteer));
        }
        self.within.retain(|code| code != REGION);
        self.within_name = self.within.len();
        self.within.extend(self.context_units.iter().filter(|c| *c != REGION).cloned());
        for toponym in &self.project.toponyms {
            if let Some(meaning) = self.meaning(toponym) {
                self.named.push((toponym.clone(), meaning));
            }
        }
    }

    /// What `toponym` stands for here.
    pub fn meaning(&self, toponym: &str) -> Option<Meaning<'a>> {
        let units = units_of(toponym, self.gazetteer);
        if !units.is_empty() {
            return Some(Meaning::Units(units));
        }
        let found = self.gazetteer.best(toponym, &self.context(vec![]))?;
        let place = found.value.place;
        Some(if place.class.is_admin() {
            Meaning::Units(vec![place.admin.clone()])
        } else {
            Meaning::Place(place)
        })
    }

    /// The surroundings for a lookup of classes `wanted`.
    pub fn context(&self, wanted: Vec<PlaceClass>) -> Context {
        Context { within: self.within.clone(), near: Vec::new(), wanted }
    }

    /// Units that the name itself holds.
    pub fn name_units(&self) -> &[String] {
        &self.within[..self.within_name]
    }

    /// Notes a place that was considered.
    pub fn consider(&mut self, place: String, score: f64, reason: impl Into<String>) {
        let reason = reason.into();
        if self.candidates.iter().any(|c| c.place == place && c.reason == reason) {
            return;
        }
        self.candidates.push(Candidate { place, score: (score * 1_000.0).round() / 1_000.0, reason });
    }
}

/// Codes that a toponym stands for, when it is a unit or a group of units.
pub fn units_of(toponym: &str, gazetteer: &Gazetteer) -> Vec<String> {
    if let Some(region) = lists::region(toponym) {
        return region.codes.iter().filter(|c| gazetteer.units().get(c).is_some()).cloned().collect();
    }
    let wanted = vec![PlaceClass::County, PlaceClass::Prefecture, PlaceClass::Province];
    let found = gazetteer.find(toponym, &Context { wanted, ..Context::default() });
    let best = found.first().filter(|f| f.value.place.class.is_admin());
    best.map(|f| vec![f.value.place.admin.clone()]).unwrap_or_default()
}

/// The nearest run of context words that are units of one level; none when the context names no unit.
fn context_units(project: &Project, gazetteer: &Gazetteer) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for word in &project.context {
        let codes = units_of(word, gazetteer);
        let Some(first) = codes.first() else { continue };
        let level = |code: &String| gazetteer.units().get(code).map(|u| u.level);
        if taken.first().is_some_and(|t| level(t) != level(first)) {
            break;
        }
        let group = codes.len() > 1;
        taken.extend(codes);
        if group {
            break;
        }
    }
    taken.sort();
    taken.dedup();
    taken
}
