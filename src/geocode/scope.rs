//! What a project's wording says about where it is: its toponyms resolved, and the units that its text names.
//!
//! In: a project, its mentions and the gazetteer. Out: [`Scope`], which the steps of [`super::locate`] share.
//! Must not know: how a location is drawn.

use crate::gazetteer::key::Key;
use crate::gazetteer::{Context, Found, Gazetteer, Place, PlaceClass, REGION};
use crate::geocode::{Candidate, heading, lists};
use crate::mention::Mention;
use crate::project::Project;
use crate::scored::Scored;

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
    /// Keys of all its names, the fullest name first.
    pub keys: Vec<Key>,
    /// Its toponyms with what they stand for, in order; unknown ones are left out.
    pub named: Vec<(String, Meaning<'a>)>,
    /// Codes of the units that the name holds, then those of the text around it, nearest first.
    pub within: Vec<String>,
    /// How many of `within` come from the name.
    pub within_name: usize,
    /// Units of the nearest context that names any.
    pub context_units: Vec<String>,
    /// Units that its plans speak about; empty when not known.
    pub plan_units: Vec<String>,
    /// What was considered so far.
    pub candidates: Vec<Candidate>,
    /// What was tried so far.
    pub tried: Vec<String>,
}

impl<'a> Scope<'a> {
    /// Resolves the wording of `project`; `plan_units` are the units that its plans speak about.
    pub fn new(
        project: &'a Project,
        mentions: &[&Mention],
        gazetteer: &'a Gazetteer,
        plan_units: &[String],
    ) -> Self {
        let names = [Some(&project.name), project.short_name.as_ref()].into_iter().flatten();
        let names = names.chain(&project.aliases).chain(mentions.iter().map(|m| &m.name));
        let mut keys: Vec<Key> = Vec::new();
        for key in names.map(|n| Key::new(n)).filter(|k| k.exact.chars().count() > 1) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let mut scope = Self {
            project,
            gazetteer,
            keys,
            named: Vec::new(),
            within: Vec::new(),
            within_name: 0,
            context_units: context_units(project, mentions, gazetteer, plan_units),
            plan_units: plan_units.to_vec(),
            candidates: Vec::new(),
            tried: Vec::new(),
        };
        scope.resolve_toponyms();
        scope
    }

    /// Units first, then places inside them, so that 托克托县 helps to tell which 新街 is meant.
    fn resolve_toponyms(&mut self) {
        let toponyms = self.toponyms();
        for toponym in &toponyms {
            self.within.extend(units_of(toponym, self.gazetteer));
        }
        self.within.retain(|code| code != REGION);
        self.within_name = self.within.len();
        self.within.extend(self.context_units.iter().filter(|c| *c != REGION).cloned());
        for toponym in toponyms {
            if let Some(meaning) = self.meaning(&toponym) {
                self.note_readings(&toponym, &meaning);
                self.named.push((toponym, meaning));
            }
        }
    }

    /// Keeps what else a toponym could have meant, where there is anything else.
    fn note_readings(&mut self, toponym: &str, meaning: &Meaning<'_>) {
        if lists::region(toponym).is_some() {
            return;
        }
        let taken = |place: &Place| match meaning {
            Meaning::Units(codes) => place.class.is_admin() && codes.contains(&place.admin),
            Meaning::Place(own) => own.id == place.id,
        };
        // A unit does not vouch for itself: 包头 is not likelier because 包头 is named.
        let mut context = self.context(vec![]);
        if let Meaning::Units(codes) = meaning {
            context.within.retain(|code| !codes.contains(code));
        }
        let found = self.gazetteer.find(toponym, &context);
        let (read, left): (Vec<_>, Vec<_>) = found.into_iter().partition(|f| taken(f.value.place));
        let left = left.into_iter().filter(|f| f.score > WORTH_NOTING).take(3);
        let noted: Vec<(Scored<Found<'_>>, &str)> = left.map(|f| (f, "left")).collect();
        if noted.is_empty() {
            return;
        }
        let read = read.into_iter().take(1).map(|f| (f, "taken"));
        for (found, word) in read.chain(noted) {
            let place = found.value.place;
            let title = format!("{} ({})", self.gazetteer.full_name(place), place.id);
            self.consider(
                title,
                found.score,
                format!("{word} as what {toponym} means: {}", found.value.reason),
            );
        }
    }

    /// Resolves the toponyms once more, inside the units where the project has been found.
    pub fn settle(&mut self, admin: &[String]) {
        let county = |code: &&String| !code.ends_with("00");
        self.within.splice(0..0, admin.iter().filter(county).cloned());
        let words: Vec<String> = self.named.iter().map(|(word, _)| word.clone()).collect();
        self.named = words.into_iter().filter_map(|word| self.meaning(&word).map(|m| (word, m))).collect();
    }

    /// The toponyms of the name: those that the reader gives; the place with which the name begins, where the reader
    /// gives none or only its first characters (上海 of 上海庙).
    fn toponyms(&self) -> Vec<String> {
        let given = &self.project.toponyms;
        let near = self.context_units.iter().chain(given.iter().flat_map(|_| &self.plan_units));
        let near: Vec<String> = near.cloned().collect();
        let head = heading::place_at_head(&self.project.name, self.gazetteer, &near);
        match (given.first(), head) {
            (None, head) => head.into_iter().collect(),
            (Some(first), Some(head))
                if head.starts_with(first.as_str())
                    && head.chars().count() == first.chars().count() + 1
                    && !has_unit_suffix(&head) =>
            {
                std::iter::once(head).chain(given.iter().skip(1).cloned()).collect()
            }
            _ => given.clone(),
        }
    }

    /// What `toponym` stands for here; homonyms that nothing tells apart stand for the units that hold them.
    pub fn meaning(&self, toponym: &str) -> Option<Meaning<'a>> {
        let units = units_of(toponym, self.gazetteer);
        let home = units.iter().any(|code| self.gazetteer.units().holds(REGION, code));
        if let (false, Some(place)) = (home, self.outline_named(toponym)) {
            return Some(Meaning::Place(place));
        }
        if !units.is_empty() {
            return Some(Meaning::Units(units));
        }
        let found = self.gazetteer.find(toponym, &self.context(vec![]));
        let best = found.first()?;
        let place = best.value.place;
        let equal = found.iter().take_while(|f| f.score > best.score - 0.005).map(|f| &f.value.place.admin);
        let mut homes: Vec<String> = equal.filter(|code| !code.is_empty()).cloned().collect();
        homes.sort();
        homes.dedup();
        if homes.len() > 1 && place.class.is_town_level() {
            return Some(Meaning::Units(homes));
        }
        Some(if place.class.is_admin() {
            Meaning::Units(vec![place.admin.clone()])
        } else {
            Meaning::Place(place)
        })
    }

    /// The place of a prepared outline of this very name.
    fn outline_named(&self, toponym: &str) -> Option<&'a Place> {
        let key = Key::new(toponym);
        let area = self.gazetteer.areas().iter().find(|a| a.keys.iter().any(|k| k.exact == key.exact))?;
        self.gazetteer.place(&area.id)
    }

    /// The surroundings for a lookup of classes `wanted`.
    pub fn context(&self, wanted: Vec<PlaceClass>) -> Context {
        Context { within: self.within.clone(), near: Vec::new(), wanted, scope: self.plan_units.clone() }
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

/// Readings of a name below this score are not kept.
const WORTH_NOTING: f64 = 0.4;

/// Codes that a toponym stands for, when it is a unit or a group of units.
pub fn units_of(toponym: &str, gazetteer: &Gazetteer) -> Vec<String> {
    if let Some(region) = lists::region(toponym) {
        return region.codes.iter().filter(|c| gazetteer.units().get(c).is_some()).cloned().collect();
    }
    let wanted = vec![PlaceClass::County, PlaceClass::Prefecture, PlaceClass::Province];
    let found = gazetteer.find(toponym, &Context { wanted, ..Context::default() });
    let Some(best) = found.first().map(|f| f.score) else { return Vec::new() };
    let equal = found.iter().take_while(|f| f.score > best - 0.005).map(|f| f.value.place);
    // 苏尼特 may be the left or the right 旗: both.
    equal.take_while(|place| place.class.is_admin()).map(|place| place.admin.clone()).collect()
}

fn has_unit_suffix(word: &str) -> bool {
    ['市', '县', '旗', '区', '盟', '省'].iter().any(|s| word.ends_with(*s))
}

/// The nearest run of context words that are units of one level, else the units of the nearest heading. Units outside
/// the region count only where the plans speak about them.
fn context_units(
    project: &Project,
    mentions: &[&Mention],
    gazetteer: &Gazetteer,
    plan_units: &[String],
) -> Vec<String> {
    let home = |code: &String| {
        let spoken = |own: &String| gazetteer.units().holds(own, code);
        gazetteer.units().holds(REGION, code) || plan_units.iter().any(spoken)
    };
    let words = units_of_words(&project.context, gazetteer, home);
    if !words.is_empty() {
        return words;
    }
    let headings = mentions.iter().map(|m| heading::units(&m.heading, gazetteer));
    headings.into_iter().find(|codes| !codes.is_empty()).unwrap_or_default()
}

fn units_of_words(words: &[String], gazetteer: &Gazetteer, home: impl Fn(&String) -> bool) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for word in words {
        let codes: Vec<String> = units_of(word, gazetteer).into_iter().filter(&home).collect();
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
