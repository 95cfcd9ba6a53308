//! Finding places by name: every place that may be meant, best first, with the reasons.
//!
//! In: a name as written and what is known of its surroundings. Out: scored places. Must not know: projects.
//!
//! The score is a plain sum, so that a reader can follow it: how the name fits (0.3 to 0.5), how usual the class is
//! (up to 0.1) or whether it is the class wanted (0.15), whether it lies in the units that the text names (up to 0.25),
//! in the region (0.1), near the other places of the enumeration (up to 0.1), and whether the row was prepared for the
//! plans (0.05) or lies in what the whole document speaks about (0.1).

use crate::gazetteer::Gazetteer;
use crate::gazetteer::admin::REGION;
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::datum::metres;
use crate::gazetteer::place::{NameKind, Place};
use crate::gazetteer::variants::{skeleton, without_side, without_small_suffix, without_suffix};
use crate::geometry::Coord;
use crate::scored::{Scored, sort_best_first};
use crate::text::fold;
use std::collections::HashMap;

/// What is known around a name.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Codes of the units that the name or the text around it names, nearest first.
    pub within: Vec<String>,
    /// Places named beside it, degrees.
    pub near: Vec<Coord<f64>>,
    /// Classes that fit; empty when any does.
    pub wanted: Vec<PlaceClass>,
    /// Codes of the units that the whole document speaks about; a weak hint.
    pub scope: Vec<String>,
}

/// A place that may be meant, and why.
#[derive(Debug, Clone)]
pub struct Found<'g> {
    /// The place.
    pub place: &'g Place,
    /// The reasons, in words.
    pub reason: String,
}

/// How a written name led to a place, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Full,
    Everyday,
    Stem,
    Former,
    QueryStem,
    Spelling,
    Half,
}

impl Fit {
    fn score(self) -> f64 {
        match self {
            Self::Full => 0.5,
            Self::Everyday => 0.48,
            Self::Stem => 0.45,
            Self::Former => 0.42,
            Self::QueryStem => 0.38,
            Self::Spelling => 0.35,
            Self::Half => 0.3,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Full => "the name itself",
            Self::Everyday => "an everyday or variant name",
            Self::Stem => "the name without its suffix",
            Self::Former => "a former name",
            Self::QueryStem => "the same without the suffix written",
            Self::Spelling => "another spelling of the name",
            Self::Half => "the name without left, right, front, rear or middle",
        }
    }
}

/// Names to places.
#[derive(Debug, Default)]
pub struct Index {
    forms: HashMap<String, Vec<(usize, Fit)>>,
    spellings: HashMap<String, Vec<usize>>,
}

impl Index {
    /// Indexes every name of `places`.
    pub fn new(places: &[Place]) -> Self {
        let mut index = Self::default();
        for (at, place) in places.iter().enumerate() {
            index.add(at, &place.name, Fit::Full);
            for further in &place.names {
                let fit = if further.kind == NameKind::Former { Fit::Former } else { Fit::Everyday };
                index.add(at, &further.name, fit);
            }
        }
        for rows in index.forms.values_mut() {
            rows.sort_by_key(|(at, fit)| (*at, *fit));
            rows.dedup_by_key(|(at, _)| *at);
        }
        for rows in index.spellings.values_mut() {
            rows.sort_unstable();
            rows.dedup();
        }
        index
    }

    fn add(&mut self, at: usize, name: &str, fit: Fit) {
        let mut forms = vec![(fold(name), fit)];
        let stem = without_suffix(name).or_else(|| without_small_suffix(name));
        forms.extend(stem.map(|s| (fold(s), fit.max(Fit::Stem))));
        if let Some(half) = stem.filter(|_| fit == Fit::Full).and_then(without_side) {
            self.forms.entry(fold(half)).or_default().push((at, Fit::Half));
        }
        for (form, fit) in forms {
            self.spellings.entry(skeleton(&form)).or_default().push(at);
            self.forms.entry(form).or_default().push((at, fit));
        }
    }

    /// Places that `name` may stand for, each with its best fit.
    fn look_up(&self, name: &str) -> Vec<(usize, Fit)> {
        let mut found: Vec<(usize, Fit)> = Vec::new();
        let mut take = |at: usize, fit: Fit| match found.iter_mut().find(|f| f.0 == at) {
            Some(known) => known.1 = known.1.min(fit),
            None => found.push((at, fit)),
        };
        let stem = without_suffix(name).or_else(|| without_small_suffix(name));
        for (at, fit) in self.forms.get(&fold(name)).into_iter().flatten() {
            take(*at, *fit);
        }
        for (at, _) in stem.and_then(|s| self.forms.get(&fold(s))).into_iter().flatten() {
            take(*at, Fit::QueryStem);
        }
        for at in self.spellings.get(&skeleton(name)).into_iter().flatten() {
            take(*at, Fit::Spelling);
        }
        found
    }
}

impl Gazetteer {
    /// Every place that `name` may stand for, best first.
    pub fn find(&self, name: &str, context: &Context) -> Vec<Scored<Found<'_>>> {
        let name = name.trim();
        let mut found: Vec<Scored<Found<'_>>> = self
            .index
            .look_up(name)
            .into_iter()
            .filter(|(at, fit)| *fit != Fit::QueryStem || self.suffix_fits(name, &self.places[*at]))
            .map(|(at, fit)| self.score(&self.places[at], fit, context))
            .collect();
        found.sort_by(|a, b| a.value.place.id.cmp(&b.value.place.id));
        sort_best_first(&mut found);
        found
    }

    /// The best place for `name`, when there is one.
    pub fn best(&self, name: &str, context: &Context) -> Option<Scored<Found<'_>>> {
        self.find(name, context).into_iter().next()
    }

    /// 托克托县 never means 托克托镇, and 和林格尔新区 is not 和林格尔县: a suffix that was written must not contradict the
    /// class.
    fn suffix_fits(&self, name: &str, place: &Place) -> bool {
        let new_area = ["新区", "管理区", "开发区", "林区"].iter().any(|s| name.ends_with(s));
        match place.class {
            class if class.is_admin() && new_area => false,
            PlaceClass::County => ["县", "旗", "区", "市"].iter().any(|s| name.ends_with(s)),
            PlaceClass::Prefecture => name.ends_with('市') || name.ends_with('盟'),
            PlaceClass::Province => ["省", "区", "市"].iter().any(|s| name.ends_with(s)),
            PlaceClass::Town | PlaceClass::Township => ["镇", "乡", "苏木"].iter().any(|s| name.ends_with(s)),
            PlaceClass::City | PlaceClass::CountySeat => name.ends_with('镇') || name.ends_with('市'),
            PlaceClass::Village => name.ends_with('村') || name.ends_with("嘎查"),
            PlaceClass::Airport => name.ends_with("机场"),
            PlaceClass::Station => name.ends_with('站'),
            PlaceClass::Port => name.ends_with("口岸"),
            _ => false,
        }
    }

    fn score<'g>(&'g self, place: &'g Place, fit: Fit, context: &Context) -> Scored<Found<'g>> {
        let mut score = fit.score();
        let mut reasons = vec![fit.words().to_string()];
        if context.wanted.is_empty() {
            score += 0.1 * place.class.prior();
        } else if context.wanted.contains(&place.class) {
            score += 0.15;
            reasons.push(format!("a {} as wanted", place.class));
        } else {
            reasons.push(format!("a {}, not wanted here", place.class));
        }
        self.judge_units(place, context, &mut score, &mut reasons);
        self.judge_scope(place, context, &mut score, &mut reasons);
        if let Some(distance_m) = nearest_m(place.point, &context.near) {
            score += 0.1 * (-distance_m / 150_000.0).exp();
            reasons.push(format!("{:.0} km from the places named beside it", distance_m / 1_000.0));
        }
        if place.id.starts_with("cur-") {
            score += 0.05;
            reasons.push("a place prepared for the plans".into());
        }
        if !place.located {
            score -= 0.05;
            reasons.push("no source gives its point".into());
        }
        Scored::new(score.clamp(0.0, 1.0), Found { place, reason: reasons.join("; ") })
    }

    fn judge_scope(&self, place: &Place, context: &Context, score: &mut f64, reasons: &mut Vec<String>) {
        if context.scope.is_empty() {
            return;
        }
        if context.scope.iter().any(|code| self.touches(place, code)) {
            *score += 0.1;
        } else {
            reasons.push("outside what the plan speaks about".into());
        }
    }

    fn judge_units(&self, place: &Place, context: &Context, score: &mut f64, reasons: &mut Vec<String>) {
        if self.touches(place, REGION) || place.id.starts_with("area-") {
            *score += 0.1;
        } else {
            reasons.push("outside the region".into());
        }
        let hit = context.within.iter().position(|code| self.touches(place, code));
        if let Some(at) = hit {
            let weight = if at == 0 { 0.25 } else { 0.15 };
            *score += weight;
            reasons.push(format!("in {}, which the text names", self.units.full_name(&context.within[at])));
        } else if let Some(code) = context.within.first() {
            *score -= 0.1;
            reasons.push(format!("not in {}", self.units.full_name(code)));
        }
    }

    /// Does the place lie in the unit (or, for waters and outlines, its point)?
    pub fn touches(&self, place: &Place, code: &str) -> bool {
        if self.units.holds(code, &place.admin) {
            return true;
        }
        let unknown = place.admin.is_empty() || place.geometry.is_some() && !place.class.is_admin();
        unknown && self.units.at(place.point.x, place.point.y).iter().any(|u| u.code == code)
    }
}

fn nearest_m(point: Coord<f64>, others: &[Coord<f64>]) -> Option<f64> {
    others.iter().map(|o| metres(point, *o)).min_by(f64::total_cmp)
}
