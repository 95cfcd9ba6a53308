//! One name or phrase, with everything that it may stand for: `planmap locate TEXT`.
//!
//! In: text and the gazetteer. Out: scored candidates with reasons. Must not know: projects, output formats.

use crate::gazetteer::key::{Key, bare};
use crate::gazetteer::{Context, Gazetteer, Place};
use crate::geocode::scope::units_of;
use crate::geocode::{Candidate, lists};
use crate::scored::{Scored, sort_best_first};
use crate::text::slice;

/// Everything that `text` may stand for, best first. In a phrase (鄂尔多斯市伊金霍洛旗新街) the units at its head narrow
/// what stands behind them.
pub fn explain_name(text: &str, gazetteer: &Gazetteer) -> Vec<Scored<Candidate>> {
    let text = text.trim();
    let mut rows = prepared(text, gazetteer);
    if let Some(region) = lists::region(text) {
        let names: Vec<String> = region.codes.iter().map(|c| gazetteer.units().full_name(c)).collect();
        rows.push(row(0.9, names.join(", "), "a word for a group of units".into()));
    }
    let (within, rest) = units_at_head(text, gazetteer);
    let context = Context { within, ..Context::default() };
    for name in names_in(rest) {
        for found in gazetteer.find(name, &context).into_iter().take(12) {
            let place = found.value.place;
            rows.push(row(found.score, title(place, gazetteer), found.value.reason));
        }
        if rows.iter().any(|r| r.score > 0.5) {
            break;
        }
    }
    sort_best_first(&mut rows);
    rows
}

fn row(score: f64, place: String, reason: String) -> Scored<Candidate> {
    let score = (score * 1_000.0).round() / 1_000.0;
    Scored::new(score, Candidate { place, score, reason })
}

fn title(place: &Place, gazetteer: &Gazetteer) -> String {
    format!(
        "{} ({}, {}) {:.4},{:.4} ±{:.1} km, {}",
        gazetteer.full_name(place),
        place.id,
        place.class,
        place.point.x,
        place.point.y,
        place.uncertainty_m / 1_000.0,
        place.source
    )
}

/// Lines, sites and outlines prepared under this name.
fn prepared(text: &str, gazetteer: &Gazetteer) -> Vec<Scored<Candidate>> {
    let form = Key::new(text);
    let named = |keys: &[Key]| keys.iter().any(|k| k.exact == form.exact || k.loose == form.loose);
    let lines = gazetteer.alignments().iter().filter(|a| named(&a.keys) || a.codes.iter().any(|c| c == text));
    let lines = lines.map(|a| row(1.0, format!("{} ({})", a.names[0], a.id), "a prepared line".into()));
    let sites = gazetteer.sites().iter().filter(|s| named(&s.keys)).map(|s| {
        let place = format!(
            "{} ({}) {:.4},{:.4} ±{:.1} km, {}",
            s.names[0],
            s.id,
            s.point.x,
            s.point.y,
            s.uncertainty_m / 1_000.0,
            s.source
        );
        row(1.0, place, "a prepared site".into())
    });
    let areas = gazetteer.areas().iter().filter(|a| named(&a.keys));
    let areas = areas.map(|a| row(1.0, format!("{} ({})", a.names[0], a.id), "a prepared outline".into()));
    lines.chain(sites).chain(areas).collect()
}

/// Units written one after another at the head of a phrase, and what stands behind them.
fn units_at_head<'t>(text: &'t str, gazetteer: &Gazetteer) -> (Vec<String>, &'t str) {
    let mut rest = text;
    let mut codes: Vec<String> = Vec::new();
    while let Some((word, behind)) = longest_unit(rest, gazetteer) {
        codes.insert(0, word);
        rest = behind;
    }
    (codes, rest)
}

fn longest_unit<'t>(text: &'t str, gazetteer: &Gazetteer) -> Option<(String, &'t str)> {
    let letters: Vec<char> = text.chars().collect();
    for length in (2..letters.len()).rev() {
        let word = slice(&letters, 0, length);
        let suffixed = ['市', '盟', '旗', '县', '区'].iter().any(|s| word.ends_with(*s));
        if let (true, [code]) = (suffixed, units_of(&word, gazetteer).as_slice()) {
            return text.strip_prefix(word.as_str()).map(|behind| (code.clone(), behind));
        }
    }
    None
}

/// The whole name, and the name without words of work.
fn names_in(text: &str) -> Vec<&str> {
    let mut names = vec![text, bare(text)];
    names.dedup();
    names
}
