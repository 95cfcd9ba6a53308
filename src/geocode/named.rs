//! Steps d and f: the project's own name, or a town inside its name, as a gazetteer entry.
//!
//! In: a [`Scope`]. Out: a [`Location`] or nothing. Must not know: the other steps. The seat of a government never
//! stands for a project: whole units are no places here.

use crate::gazetteer::{Found, Place, PlaceClass, REGION, shape};
use crate::geocode::scope::{Meaning, Scope};
use crate::geocode::{Location, draw};
use crate::geometry::{Geom, MultiPolygon};
use crate::mention::Shape;
use crate::scored::Scored;
use crate::vocabulary::{Category, Grade, PlaceLevel};

/// A town's works lie within this of its centre 95 times in 100, metres (townships here are some 20 km across).
const WORKS_OF_TOWN_M: f64 = 8_000.0;
/// The same of a village, a port or a dam.
const WORKS_OF_SMALL_PLACE_M: f64 = 3_000.0;
/// A place that is itself the project needs this much support by its name.
const ENOUGH: f64 = 0.55;

/// Classes of places that a project of this category can be.
fn classes(category: Category) -> Vec<PlaceClass> {
    use PlaceClass as P;
    match category {
        Category::Rail => vec![P::Station],
        Category::Road => vec![P::Pass],
        Category::Airport => vec![P::Airport],
        Category::Hub => vec![P::Industrial, P::NewArea, P::Station],
        Category::Port => vec![P::Port],
        Category::Water => vec![P::Reservoir, P::Lake, P::River, P::Basin, P::Plain, P::Plant],
        Category::Energy => vec![P::Plant, P::Mine, P::GasField, P::Industrial],
        Category::Ecology => vec![
            P::Lake,
            P::River,
            P::Wetland,
            P::Desert,
            P::SandyLand,
            P::Mountain,
            P::Plain,
            P::Grassland,
            P::Playa,
            P::Basin,
            P::MountainFront,
            P::RiverCorridor,
            P::Park,
            P::Scenic,
            P::Reservoir,
        ],
        Category::Industry => vec![P::Industrial, P::NewArea, P::Mine, P::Plant, P::Park],
        Category::Digital | Category::Innovation => vec![P::Industrial, P::NewArea, P::Park],
        Category::Culture => vec![P::Scenic, P::Park, P::Lake, P::Desert, P::Mountain],
        Category::Urban => vec![P::NewArea, P::Industrial, P::Town, P::Township],
        Category::Other => vec![P::NewArea, P::Scenic, P::Industrial],
    }
}

/// The project's own name as a gazetteer entry.
pub fn own_name(scope: &mut Scope<'_>) -> Option<Location> {
    let wanted = classes(scope.project.category);
    let context = scope.context(wanted.clone());
    let mut best: Option<Scored<Found<'_>>> = None;
    let mut unlocated = 0.0_f64; // a better place without a point: a worse one with a point must not take its part
    for key in scope.keys.clone() {
        for found in scope.gazetteer.find(&key.exact, &context).into_iter().take(4) {
            let place = found.value.place;
            let title = format!("{} ({})", scope.gazetteer.full_name(place), place.id);
            if wanted.contains(&place.class) && !place.located {
                unlocated = unlocated.max(found.score);
            }
            if let Some(why) = unfit(scope, place, &wanted) {
                scope.consider(title, found.score, format!("left: {why}; {}", found.value.reason));
            } else if best.as_ref().is_none_or(|b| found.score > b.score) {
                best = Some(found);
            }
        }
    }
    let Some(found) = best.filter(|b| b.score >= ENOUGH && b.score > unlocated) else {
        scope.tried.push("no gazetteer entry of a fitting class has its name".into());
        return None;
    };
    let place = found.value.place;
    let title = format!("{} ({})", scope.gazetteer.full_name(place), place.id);
    scope.consider(title, found.score, format!("taken: {}", found.value.reason));
    let mut location = of_place(place, scope)?;
    location.name_en.clone_from(&place.name_en);
    location.sources = vec![draw::source_ref(&place.source, scope.gazetteer)];
    Some(location)
}

fn unfit(scope: &Scope<'_>, place: &Place, wanted: &[PlaceClass]) -> Option<String> {
    if !wanted.contains(&place.class) {
        return Some(format!("a {} cannot be the project", place.class));
    }
    if !place.located {
        return Some("no source gives its point".into());
    }
    let named = scope.name_units();
    if !named.is_empty() && !named.iter().any(|code| scope.gazetteer.touches(place, code)) {
        return Some("not in the unit that the name holds".into());
    }
    None
}

fn of_place(place: &Place, scope: &Scope<'_>) -> Option<Location> {
    let method = format!("gazetteer entry {} of the project's name", place.name);
    match &place.geometry {
        Some(outline @ Geom::MultiPolygon(_)) => {
            let (_, radius_m) = shape::circle_round(outline)?;
            let level = draw::level_of_radius(radius_m);
            Some(draw::area(outline.clone(), level, place.uncertainty_m, method, place.source.clone()))
        }
        Some(line) => {
            let region: &MultiPolygon<f64> = &scope.gazetteer.units().get(REGION)?.boundary;
            let inside = shape::clip(line, region);
            let line = if shape::is_empty(&inside) { line.clone() } else { inside };
            let mut location =
                draw::area(line, PlaceLevel::Prefecture, place.uncertainty_m, method, place.source.clone());
            location.grade = Some(Grade::Near);
            location.parts.iter_mut().for_each(|p| p.grade = Grade::Near);
            Some(location)
        }
        None => {
            let level = draw::unit_level(place.class);
            let doubt = if place.class.is_settlement() { works_m(place) } else { place.uncertainty_m };
            Some(draw::point(place.point, Grade::Near, level, doubt.round(), method, &place.source))
        }
    }
}

/// A site in a town, township or village that its own name holds.
pub fn town(scope: &mut Scope<'_>) -> Option<Location> {
    if scope.project.shape != Shape::Site || scope.project.category == Category::Ecology {
        scope.tried.push("a line or zone is not put on a town".into());
        return None;
    }
    let towns: Vec<&Place> = scope
        .named
        .iter()
        .filter_map(|(_, meaning)| if let Meaning::Place(place) = meaning { Some(*place) } else { None })
        .filter(|p| p.admin.is_empty() || scope.gazetteer.touches(p, REGION))
        .filter(|p| p.geometry.is_none() && !p.class.is_admin() && p.class != PlaceClass::City)
        .collect();
    let [place] = towns.as_slice() else {
        scope.tried.push("its name does not hold exactly one town or village".into());
        return None;
    };
    let title = format!("{} ({})", scope.gazetteer.full_name(place), place.id);
    if !place.located {
        scope.consider(title, 0.5, "left: no source gives its point");
        scope.tried.push(format!("no source gives the point of {}", place.name));
        return None;
    }
    scope.consider(title, 0.8, "taken: the name holds it");
    let method = format!(
        "in {}, which the name holds; the radius is that of the place and its surroundings",
        place.name
    );
    let doubt = works_m(place).round();
    let level = draw::unit_level(place.class);
    let mut location = draw::point(place.point, Grade::Near, level, doubt, method, &place.source);
    location.sources = vec![draw::source_ref(&place.source, scope.gazetteer)];
    Some(location)
}

/// Doubt of a site of which only the place that its name holds is known, metres.
fn works_m(place: &Place) -> f64 {
    let wide = matches!(place.class, PlaceClass::CountySeat | PlaceClass::Town | PlaceClass::Township);
    let around = if wide { WORKS_OF_TOWN_M } else { WORKS_OF_SMALL_PLACE_M };
    place.uncertainty_m.hypot(around)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_has_classes_and_none_is_a_unit_or_a_seat() {
        for category in Category::ALL {
            let classes = classes(*category);
            assert!(!classes.is_empty());
            assert!(
                !classes
                    .iter()
                    .any(|c| c.is_admin() || *c == PlaceClass::CountySeat || *c == PlaceClass::City)
            );
        }
    }
}
