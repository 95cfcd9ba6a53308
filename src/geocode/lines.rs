//! Step e: a line from the places that its name gives in order.
//!
//! In: a [`Scope`] whose shape is a line. Out: a schematic [`Location`], or a coarse one when its ends are regions, or
//! nothing. Must not know: the other steps.
//!
//! All stops are resolved together: of all ways to choose one candidate a stop, the one is taken whose path is short
//! and whose candidates fit well: cost = kilometres / 100 + 8 x (1 - score), summed.
//!
//! The doubt of a part follows [`doubt`](crate::gazetteer::doubt): a share of its length, and what is known of its two
//! stops: the stop's own doubt, at least 4 km for a town, 8 km for a 旗县 and 12 km for a 盟市, and the radius of the
//! region where a stop is a region. Where a stop between could not be found the part that bridges the gap has one and a
//! half times the share.

use crate::gazetteer::doubt::{Gap, WANDER_ENDS};
use crate::gazetteer::{Context, Gazetteer, Place, PlaceClass, datum::metres};
use crate::geocode::scope::{Scope, units_of};
use crate::geocode::{Location, Part, draw, lists};
use crate::geometry::{Coord, Geom, LineString};
use crate::mention::Shape;
use crate::vocabulary::{Category, Grade, PlaceLevel};
use geo::InteriorPoint;

/// A stop whose region is wider than this (radius, metres) is a region, not a place.
const REGION_M: f64 = 150_000.0;

/// One way to read a stop.
#[derive(Debug, Clone)]
struct Stop {
    title: String,
    full_name: String,
    point: Coord<f64>,
    doubt_m: f64,
    level: PlaceLevel,
    score: f64,
    reason: String,
    source: String,
    codes: Vec<String>,
}

/// A line through the stops of the name.
pub fn line(scope: &mut Scope<'_>) -> Option<Location> {
    let Shape::Line { stops } = &scope.project.shape else { return None };
    if stops.len() < 2 || !runs(scope.project.category, &scope.project.name) {
        scope.tried.push("its name does not give two places of a line".into());
        return None;
    }
    let choices: Vec<Vec<Stop>> = stops.iter().map(|s| readings(s, scope)).collect();
    let missing: Vec<&str> =
        stops.iter().zip(&choices).filter(|(_, c)| c.is_empty()).map(|(s, _)| s.as_str()).collect();
    if !missing.is_empty() {
        scope.tried.push(format!("no place found for {}", missing.join(", ")));
    }
    let known: Vec<(usize, &Vec<Stop>)> = choices.iter().enumerate().filter(|(_, c)| !c.is_empty()).collect();
    if known.len() < 2 {
        scope.tried.push("fewer than two stops were found".into());
        return None;
    }
    let taken = shortest(&known.iter().map(|(_, c)| c.as_slice()).collect::<Vec<_>>());
    note(scope, &known, &taken);
    let chosen: Vec<(usize, Stop)> =
        known.iter().zip(&taken).map(|((at, c), &t)| (*at, c[t].clone())).collect();
    if chosen.iter().filter(|(_, s)| s.doubt_m < REGION_M).count() == 0 {
        return regions(scope, &chosen);
    }
    drawn(scope, &chosen, &missing)
}

/// Is the work a line on the ground? A city belt between two cities is not, nor is a base.
fn runs(category: Category, name: &str) -> bool {
    let place = ["基地", "区", "群", "园", "中心", "枢纽", "电源"].iter().any(|tail| name.ends_with(tail));
    is_line_work(category) && !place
}

/// Are works of this category mostly lines?
pub fn is_line_work(category: Category) -> bool {
    use Category as C;
    matches!(category, C::Rail | C::Road | C::Water | C::Energy | C::Digital)
}

/// The stops of a line as resolved together, fully qualified; for lines that were prepared and need no drawing.
pub fn resolved(scope: &Scope<'_>) -> Vec<String> {
    let Shape::Line { stops } = &scope.project.shape else { return Vec::new() };
    let choices: Vec<Vec<Stop>> =
        stops.iter().map(|s| readings(s, scope)).filter(|c| !c.is_empty()).collect();
    if choices.is_empty() {
        return Vec::new();
    }
    let taken = shortest(&choices.iter().map(Vec::as_slice).collect::<Vec<_>>());
    choices.iter().zip(taken).map(|(c, t)| c[t].full_name.clone()).collect()
}

/// An end of a line as resolved.
#[derive(Debug, Clone)]
pub struct End {
    /// Fully qualified.
    pub full_name: String,
    /// Degrees.
    pub point: Coord<f64>,
    /// Metres.
    pub doubt_m: f64,
}

/// The two ends of a line, when its name gives both and both are places.
pub fn ends(scope: &Scope<'_>) -> Option<(End, End)> {
    let Shape::Line { stops } = &scope.project.shape else { return None };
    if stops.len() < 2 || !runs(scope.project.category, &scope.project.name) {
        return None;
    }
    let choices: Vec<Vec<Stop>> = stops.iter().map(|s| readings(s, scope)).collect();
    if choices.iter().any(Vec::is_empty) {
        return None;
    }
    let taken = shortest(&choices.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let chosen: Vec<&Stop> = choices.iter().zip(taken).map(|(c, t)| &c[t]).collect();
    let end =
        |stop: &Stop| End { full_name: stop.full_name.clone(), point: stop.point, doubt_m: stop.doubt_m };
    let places = chosen.iter().all(|stop| stop.doubt_m < REGION_M);
    chosen.first().zip(chosen.last()).filter(|_| places).map(|(a, b)| (end(a), end(b)))
}

/// Every way to read a stop, best first.
fn readings(stop: &str, scope: &Scope<'_>) -> Vec<Stop> {
    if let Some(region) = lists::region(stop) {
        return region_stop(stop, &region.codes, scope.gazetteer).into_iter().collect();
    }
    let context = Context { wanted: stop_classes(scope.project.category), ..scope.context(vec![]) };
    let mut found = scope.gazetteer.find(stop, &context);
    // 河南 is the province, not the street of that name.
    if found.iter().any(|f| is_province(f.value.place, stop)) {
        found.retain(|f| is_province(f.value.place, stop));
    }
    if found.iter().any(|f| context.wanted.contains(&f.value.place.class)) {
        found.retain(|f| context.wanted.contains(&f.value.place.class));
    }
    let units: Vec<String> = found
        .iter()
        .filter(|f| f.value.place.class.is_admin())
        .map(|f| f.value.place.admin.clone())
        .collect();
    // The town 包头 inside 包头市 is not another place.
    let inside = |place: &Place| units.iter().any(|code| scope.gazetteer.units().holds(code, &place.admin));
    found.retain(|f| f.value.place.class.is_admin() || !inside(f.value.place));
    let best = found.first().map_or(0.0, |f| f.score);
    let near_best = found.into_iter().filter(|f| f.score >= best - 0.3).take(10);
    near_best.map(|f| place_stop(f.value.place, f.score, f.value.reason, scope.gazetteer)).collect()
}

fn is_province(place: &Place, stop: &str) -> bool {
    place.class == PlaceClass::Province && place.name.starts_with(stop)
}

fn stop_classes(category: Category) -> Vec<PlaceClass> {
    use PlaceClass as P;
    let mut wanted =
        vec![P::Prefecture, P::County, P::City, P::CountySeat, P::Town, P::Township, P::NewArea, P::Port];
    match category {
        Category::Rail => wanted.push(P::Station),
        Category::Water => wanted.extend([P::Reservoir, P::Lake, P::River]),
        Category::Energy => wanted.extend([P::Plant, P::Mine, P::GasField, P::Industrial]),
        _ => wanted.push(P::Airport),
    }
    wanted
}

fn place_stop(place: &Place, score: f64, reason: String, gazetteer: &Gazetteer) -> Stop {
    let floor = match place.class {
        PlaceClass::Province => place.uncertainty_m,
        PlaceClass::Prefecture | PlaceClass::City => 12_000.0,
        PlaceClass::County if place.located => 8_000.0,
        PlaceClass::County => place.uncertainty_m,
        _ => 4_000.0,
    };
    let own = if place.class.is_admin() { 0.0 } else { place.uncertainty_m };
    let inside = |p: &Place| match &p.geometry {
        Some(shape) if p.class == PlaceClass::Province => shape.interior_point().map(Coord::from),
        _ => None,
    };
    Stop {
        title: format!("{} ({})", gazetteer.full_name(place), place.id),
        full_name: gazetteer.full_name(place),
        point: inside(place).unwrap_or(place.point),
        doubt_m: floor.max(own),
        level: draw::unit_level(place.class),
        score,
        reason,
        source: place.source.clone(),
        codes: if place.class.is_admin() { vec![place.admin.clone()] } else { Vec::new() },
    }
}

fn region_stop(word: &str, codes: &[String], gazetteer: &Gazetteer) -> Option<Stop> {
    let units: Vec<_> = codes.iter().filter_map(|c| gazetteer.units().get(c)).collect();
    let outline = gazetteer.outline(codes)?;
    let point: Coord<f64> = outline.shape.interior_point()?.into();
    let radius_m = outline.radius_m;
    let names: Vec<&str> = units.iter().map(|u| u.name.as_str()).collect();
    Some(Stop {
        title: format!("{word}: {}", names.join(", ")),
        full_name: word.to_string(),
        point,
        doubt_m: radius_m,
        level: draw::level_of_radius(radius_m),
        score: 0.8,
        reason: "a word for a group of units".into(),
        source: units.first()?.source.clone(),
        codes: codes.to_vec(),
    })
}

/// Dynamic programming: for each stop the choice on the cheapest path.
fn shortest(choices: &[&[Stop]]) -> Vec<usize> {
    let own = |stop: &Stop| 8.0 * (1.0 - stop.score);
    let mut costs: Vec<f64> = choices[0].iter().map(own).collect();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for pair in choices.windows(2) {
        let step = |to: &Stop| {
            let ways = pair[0]
                .iter()
                .zip(&costs)
                .map(|(from, cost)| cost + metres(from.point, to.point) / 100_000.0);
            ways.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or((0, f64::MAX), |(at, cost)| (at, cost))
        };
        let steps: Vec<(usize, f64)> = pair[1].iter().map(step).collect();
        costs = steps.iter().zip(pair[1]).map(|((_, cost), stop)| cost + own(stop)).collect();
        back.push(steps.iter().map(|s| s.0).collect());
    }
    let last = costs.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
    let mut taken = vec![last];
    for row in back.iter().rev() {
        let at = taken.last().map_or(0, |t| row[*t]);
        taken.push(at);
    }
    taken.reverse();
    taken
}

fn note(scope: &mut Scope<'_>, known: &[(usize, &Vec<Stop>)], taken: &[usize]) {
    for ((_, choices), &chosen) in known.iter().zip(taken) {
        let first = &choices[chosen];
        scope.consider(first.title.clone(), first.score, format!("taken: {}", first.reason));
        let left = choices.iter().enumerate().filter(|(at, _)| *at != chosen).take(3);
        for (_, stop) in left.collect::<Vec<_>>() {
            let way = metres(stop.point, first.point) / 1_000.0;
            let reason = format!("left: {}; {way:.0} km from the place taken", stop.reason);
            scope.consider(stop.title.clone(), stop.score, reason);
        }
    }
}

/// Ends that are all regions: their part inside the region of the plans stands for the line.
fn regions(scope: &mut Scope<'_>, chosen: &[(usize, Stop)]) -> Option<Location> {
    let all: Vec<String> = chosen.iter().flat_map(|(_, s)| s.codes.clone()).collect();
    let home: Vec<String> = all.iter().filter(|c| c.starts_with("15")).cloned().collect();
    let names: Vec<&str> = chosen.iter().map(|(_, s)| s.full_name.as_str()).collect();
    let method =
        format!("ends known only as regions ({}): the home region stands for the line", names.join(", "));
    let codes = if home.is_empty() { all } else { home };
    let mut location = draw::units(&codes, method, scope.gazetteer)?;
    location.resolved = chosen.iter().map(|(_, s)| s.full_name.clone()).collect();
    Some(location)
}

fn drawn(scope: &Scope<'_>, chosen: &[(usize, Stop)], missing: &[&str]) -> Option<Location> {
    let mut parts = Vec::new();
    for pair in chosen.windows(2) {
        parts.push(part(&pair[0], &pair[1]));
    }
    let mut points: Vec<Coord<f64>> = chosen.iter().map(|(_, s)| s.point).collect();
    points.dedup();
    if points.len() < 2 {
        return None;
    }
    let cut = if missing.is_empty() { String::new() } else { format!("; not found: {}", missing.join(", ")) };
    let last_known = chosen.last().map_or(0, |(at, _)| *at);
    let stops = if let Shape::Line { stops } = &scope.project.shape { stops.len() } else { 0 };
    let open_end = chosen.first().is_some_and(|(at, _)| *at > 0) || last_known + 1 < stops;
    let short = if open_end { "; the line goes on where an end was not found" } else { "" };
    let mut sources: Vec<_> =
        chosen.iter().map(|(_, s)| draw::source_ref(&s.source, scope.gazetteer)).collect();
    sources.sort();
    sources.dedup();
    Some(Location {
        geometry: Some(Geom::LineString(LineString::from(points))),
        grade: Some(Grade::Schematic),
        place_level: chosen.iter().map(|(_, s)| s.level).max(),
        uncertainty_m: parts.iter().map(|p| p.uncertainty_m).max_by(f64::total_cmp),
        method: format!("joined from named places{cut}{short}"),
        parts,
        sources,
        resolved: chosen.iter().map(|(_, s)| s.full_name.clone()).collect(),
        ..Location::default()
    })
}

fn part(from: &(usize, Stop), to: &(usize, Stop)) -> Part {
    let length_m = metres(from.1.point, to.1.point);
    let share = if to.0 - from.0 > 1 { 1.5 * WANDER_ENDS } else { WANDER_ENDS };
    let doubt = Gap::new(length_m, from.1.doubt_m.max(to.1.doubt_m), share).limit_m;
    Part {
        grade: Grade::Schematic,
        method: format!("straight from {} to {}", from.1.full_name, to.1.full_name),
        source: if from.1.source == to.1.source {
            from.1.source.clone()
        } else {
            format!("{}, {}", from.1.source, to.1.source)
        },
        uncertainty_m: doubt.round(),
    }
}

/// Units of the ends, for a line that could not be drawn.
pub fn end_units(scope: &Scope<'_>) -> Vec<String> {
    match &scope.project.shape {
        Shape::Line { stops } => stops.iter().flat_map(|s| units_of(s, scope.gazetteer)).collect(),
        _ => Vec::new(),
    }
}
