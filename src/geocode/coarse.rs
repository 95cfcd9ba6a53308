//! Step g: the smallest administrative unit that is named stands for the project.
//!
//! In: a [`Scope`]. Out: an area [`Location`], or nothing when no unit is named anywhere. Must not know: the other steps.

use crate::gazetteer::REGION;
use crate::geocode::scope::{Meaning, Scope};
use crate::geocode::{Location, draw, lines};
use crate::mention::Shape;

/// The unit or units that the name, else the text around it, gives.
pub fn units(scope: &mut Scope<'_>) -> Option<Location> {
    let (codes, where_from) = codes(scope)?;
    let codes = draw::smallest_only(&codes, scope.gazetteer);
    let names: Vec<String> = codes.iter().map(|c| scope.gazetteer.units().full_name(c)).collect();
    let shown = if names.len() > 6 { format!("{} units", names.len()) } else { names.join(", ") };
    for (code, name) in codes.iter().zip(&names) {
        scope.consider(format!("{name} (adm-{code})"), 0.6, format!("taken: {where_from}"));
    }
    draw::units(&codes, format!("{where_from}: {shown}"), scope.gazetteer)
}

/// A work of the whole plan: the name, the sentence and the headings name no place that is known, so what the plan
/// speaks about stands for it.
pub fn plan_wide(scope: &mut Scope<'_>) -> Option<Location> {
    if scope.plan_units.is_empty() {
        return None;
    }
    let known = if scope.project.toponyms.is_empty() {
        "no place is named for it".to_string()
    } else {
        format!("not in the gazetteer: {}", scope.project.toponyms.join(", "))
    };
    let codes = scope.plan_units.clone();
    let names: Vec<String> = codes.iter().map(|c| scope.gazetteer.units().full_name(c)).collect();
    let method = format!("{known}; what the plan speaks about stands for it: {}", names.join(", "));
    draw::units(&codes, method, scope.gazetteer)
}

fn codes(scope: &mut Scope<'_>) -> Option<(Vec<String>, &'static str)> {
    let of_name: Vec<String> = scope.named.iter().flat_map(|(_, m)| units_of_meaning(scope, m)).collect();
    let of_ends =
        if matches!(scope.project.shape, Shape::Line { .. }) { lines::end_units(scope) } else { vec![] };
    let name: Vec<String> = of_name.into_iter().chain(of_ends).collect();
    let home = |codes: &[String]| codes.iter().any(|c| c.starts_with("15"));
    if !name.is_empty() && !home(&name) {
        scope.tried.push("its name holds only units outside the region".into());
        let both = name.iter().any(|c| scope.context_units.contains(c));
        if home(&scope.context_units) && !both {
            return Some((
                scope.context_units.clone(),
                "the unit that the text around it names stands for it",
            ));
        }
        let far =
            name.iter().all(|code| code.ends_with("0000")) && lines::is_line_work(scope.project.category);
        if far || matches!(scope.project.shape, Shape::Line { .. }) {
            return Some((vec![REGION.to_string()], "only its far end is named, the region stands for it"));
        }
    }
    if !name.is_empty() {
        return Some((name, "the unit that the name holds stands for it"));
    }
    scope.tried.push("its name holds no unit".into());
    if !scope.context_units.is_empty() {
        return Some((scope.context_units.clone(), "the unit that the text around it names stands for it"));
    }
    scope.tried.push("neither its sentence nor the headings above name a unit".into());
    None
}

/// The units of a meaning: a place stands for the county that holds it.
fn units_of_meaning(scope: &Scope<'_>, meaning: &Meaning<'_>) -> Vec<String> {
    match meaning {
        Meaning::Units(codes) => codes.clone(),
        Meaning::Place(place) if place.geometry.is_none() => match place.admin.as_str() {
            "" => Vec::new(),
            code => vec![code.to_string()],
        },
        Meaning::Place(place) => {
            let at = scope.gazetteer.units().at(place.point.x, place.point.y);
            at.iter().find(|u| u.code != REGION).map(|u| vec![u.code.clone()]).unwrap_or_default()
        }
    }
}
