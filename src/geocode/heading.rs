//! Units in headings, and the place with which a name begins.
//!
//! In: text and the gazetteer. Out: codes or a toponym. Must not know: projects.

use crate::gazetteer::{Context, Gazetteer, Place, PlaceClass, REGION};
use crate::geocode::lists;
use crate::geocode::scope::units_of;
use crate::text::slice;

/// Longest name looked for, characters.
const LONGEST: usize = 10;

/// Codes of the units in the innermost heading that names any. Only full names, the short names of 盟市 and words for
/// groups of units count: 新城 in a heading is hardly the district.
pub fn units(headings: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    headings.iter().rev().map(|h| units_in(h, gazetteer)).find(|codes| !codes.is_empty()).unwrap_or_default()
}

fn units_in(text: &str, gazetteer: &Gazetteer) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut codes = Vec::new();
    let mut at = 0;
    while at + 1 < letters.len() {
        let longest = (2..=LONGEST.min(letters.len() - at)).rev();
        let hit = longest.map(|n| (n, slice(&letters, at, at + n))).find_map(|(n, word)| {
            let codes = certain_units(&word, gazetteer);
            (!codes.is_empty()).then_some((n, codes))
        });
        match hit {
            Some((length, found)) => {
                codes.extend(found);
                at += length;
            }
            None => at += 1,
        }
    }
    codes.sort();
    codes.dedup();
    codes
}

fn certain_units(word: &str, gazetteer: &Gazetteer) -> Vec<String> {
    if let Some(region) = lists::region_of_heading(word) {
        return region.codes.clone();
    }
    let codes = units_of(word, gazetteer);
    let unit = codes.first().filter(|_| codes.len() == 1).and_then(|c| gazetteer.units().get(c));
    match unit {
        Some(unit) if unit.code == REGION => Vec::new(),
        Some(unit) if unit.name == word => codes,
        Some(unit) if unit.short_name == word && unit.code.ends_with("00") => codes,
        _ => Vec::new(),
    }
}

/// The longest gazetteer name at the head of `name`, when more stands behind it. A name of two characters counts when
/// it is a unit, or a place in the units of `near`.
pub fn place_at_head(name: &str, gazetteer: &Gazetteer, near: &[String]) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let longest = (2..=LONGEST.min(letters.len().saturating_sub(1))).rev();
    longest.map(|n| slice(&letters, 0, n)).find(|word| {
        let certain = word.chars().count() > 2 || !certain_units(word, gazetteer).is_empty();
        known(word, gazetteer, if certain { &[] } else { near }, certain)
    })
}

/// Is there a place of this very name (not only of its spelling), with a position of its own, inside the region? Unless
/// `anywhere` it must lie in the units of `near`.
fn known(word: &str, gazetteer: &Gazetteer, near: &[String], anywhere: bool) -> bool {
    if lists::is_common(word) {
        return false;
    }
    let best = gazetteer.best(word, &Context { within: near.to_vec(), ..Context::default() });
    let good = best.is_some_and(|found| {
        let place = found.value.place;
        let here = anywhere || near.iter().any(|code| gazetteer.touches(place, code));
        here && found.score > 0.53 && heads_names(place)
    });
    good || lists::region(word).is_some()
}

/// Works are named after units, towns, ports and waters; that one begins like a station or a street says nothing.
fn heads_names(place: &Place) -> bool {
    use PlaceClass as P;
    let street = place.name.ends_with("街道");
    match place.class {
        P::Village => place.located,
        P::Airport | P::Station | P::Industrial | P::Plant | P::Mine | P::Scenic | P::Pass | P::Other => {
            false
        }
        _ => !street,
    }
}
