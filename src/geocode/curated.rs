//! Steps a to c: a line, site or outline that was prepared by hand for this project.
//!
//! In: a [`Scope`]. Out: a [`Location`], or nothing when nothing prepared fits. Must not know: the other steps.

use crate::gazetteer::alignments::Stretch;
use crate::gazetteer::key::{Key, first_match, joins};
use crate::gazetteer::{Alignment, Area, Gazetteer, Site, shape};
use crate::geocode::scope::{Meaning, Scope};
use crate::geocode::{Location, Part, PublishedLength, draw};
use crate::geometry::{Geom, MultiLineString, MultiPolygon};
use crate::mention::Shape;
use crate::vocabulary::{Category, Grade, PlaceLevel};

/// A zone that is named after a river without being it reaches this far from the river, metres; plans give no width.
const ALONG_RIVER_M: f64 = 10_000.0;

/// A name that ends so means works along a river, not the river itself.
const WORKS: [&str; 6] = ["治理", "修复", "保护", "整治", "建设", "工程"];

/// A line prepared for this project, by name, code or ends.
pub fn alignment(scope: &mut Scope<'_>) -> Option<Location> {
    let gazetteer = scope.gazetteer;
    let named = first_match(gazetteer.alignments(), |a| &a.keys, &scope.keys);
    let hit = named.map(|a| (a, "the project bears its name".to_string()));
    let hit = hit.or_else(|| gazetteer.alignments().iter().find_map(|a| fits(scope, a).map(|why| (a, why))));
    let Some((line, why)) = hit else {
        scope.tried.push("no prepared line has its name, code or ends".into());
        return None;
    };
    scope.consider(format!("{} ({})", line.names[0], line.id), 1.0, format!("taken: {why}"));
    let lines: Vec<_> = line.stretches.iter().map(Stretch::line).collect();
    let parts: Vec<Part> = line.stretches.iter().map(|s| part(s, line, gazetteer)).collect();
    let mut sources: Vec<_> = line.stretches.iter().map(|s| s.source.as_str()).collect();
    sources.extend(line.stretches.iter().flat_map(|s| s.waypoints.iter().map(|w| w.source.as_str())));
    let mut sources: Vec<_> =
        sources.into_iter().filter(|s| !s.is_empty()).map(|s| draw::source_ref(s, gazetteer)).collect();
    sources.sort();
    sources.dedup();
    let doubt = Some(line.uncertainty_m().round());
    Some(Location {
        geometry: Some(shape::line(MultiLineString(lines))),
        grade: parts.iter().map(|p| p.grade).max(),
        place_level: doubt.map(draw::level_of_radius),
        uncertainty_m: doubt,
        method: format!("prepared line: {}", methods(&parts)),
        parts,
        sources,
        length_published: line.published.iter().map(published).collect(),
        name_en: line.name_en.clone(),
        ..Location::default()
    })
}

/// A part as its file says, or only schematic where the ground or a published length contradicts it.
pub(super) fn part(stretch: &Stretch, line: &Alignment, gazetteer: &Gazetteer) -> Part {
    let method = stretch.method.clone();
    let doubt = stretch.uncertainty_m(line.wander()).round();
    let part = Part { grade: stretch.grade, method, source: stretch.source.clone(), uncertainty_m: doubt };
    match contradiction(stretch, line, gazetteer).filter(|_| stretch.grade < Grade::Schematic) {
        Some(why) => Part {
            grade: Grade::Schematic,
            method: format!("{}; only schematic: {why}", part.method),
            ..part
        },
        None => part,
    }
}

fn contradiction(stretch: &Stretch, line: &Alignment, gazetteer: &Gazetteer) -> Option<String> {
    if line.length_contradicts() {
        return Some("the drawn length differs from the published one by more than a tenth".into());
    }
    if line.category == Category::Water {
        return None; // a water line ends in its lake
    }
    let names = stretch.waypoints.iter().map(|w| w.name.as_str());
    let told: Vec<&str> = std::iter::once(stretch.method.as_str()).chain(names).collect();
    gazetteer.ground().contradicts(&stretch.line(), &told.join(" "))
}

fn published(row: &crate::gazetteer::alignments::Published) -> PublishedLength {
    let cited = [&row.source, &row.title, &row.url, &row.note];
    let cited: Vec<&str> = cited.into_iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
    PublishedLength { km: row.km, date: row.date.clone(), source: cited.join(", ") }
}

fn methods(parts: &[Part]) -> String {
    let mut methods: Vec<&str> = Vec::new();
    for part in parts {
        if !methods.contains(&part.method.as_str()) {
            methods.push(&part.method);
        }
    }
    methods.join("; ")
}

/// Why a line of another name is the project's, if it is.
fn fits(scope: &Scope<'_>, line: &Alignment) -> Option<String> {
    let project = scope.project;
    if line.category != project.category || !kinds_agree(project.kind.as_deref(), &line.kind) {
        return None;
    }
    let stops: &[String] = match &project.shape {
        Shape::Line { stops } => stops,
        _ => &[],
    };
    let code = project.code.as_ref().filter(|code| line.codes.contains(code));
    if let (Some(code), true) = (code, stops.len() < 2) {
        return Some(format!("code {code}"));
    }
    let codes_clash = project.code.is_some() && !line.codes.is_empty() && code.is_none();
    let (first, last) = (stops.first()?, stops.last()?);
    let ends = stops.len() > 1 && !codes_clash && line.keys.iter().any(|k| joins(k, first, last));
    ends.then(|| format!("the same ends {first}, {last} and category"))
}

/// May this line hold the project as a section: the same category and kind, and no other code?
pub(super) fn may_hold(scope: &Scope<'_>, line: &Alignment) -> bool {
    let project = scope.project;
    let code = project.code.as_ref();
    let coded = code.is_none_or(|code| line.codes.is_empty() || line.codes.contains(code));
    let same = line.category == project.category && kinds_agree(project.kind.as_deref(), &line.kind);
    same && coded && matches!(line.category, Category::Rail | Category::Road)
}

/// A word for the whole category agrees with any finer one.
const ANY_KIND: [&str; 2] = ["公路", "铁路"];

fn kinds_agree(project: Option<&str>, line: &str) -> bool {
    if ANY_KIND.contains(&line) || project.is_some_and(|kind| ANY_KIND.contains(&kind)) {
        return true;
    }
    let fast = |kind: &str| kind.contains("高铁") || kind.contains("高速铁路") || kind.contains("客运专线");
    match project {
        Some(kind) if !kind.is_empty() && !line.is_empty() => kind == line || fast(kind) && fast(line),
        _ => true,
    }
}

/// A point prepared for this project, in the county that the text names.
pub fn site(scope: &mut Scope<'_>) -> Option<Location> {
    let sites = scope.gazetteer.sites();
    for key in scope.keys.clone() {
        let Some(site) = first_match(sites, |s| &s.keys, std::slice::from_ref(&key)) else { continue };
        let place = format!("{} ({})", site.names[0], site.id);
        if let Some(why) = disagrees(scope, site) {
            scope.consider(place, 0.4, format!("left: {why}"));
            continue;
        }
        scope.consider(place, 1.0, "taken: the project bears its name");
        let note = if site.note.is_empty() { String::new() } else { format!(": {}", site.note) };
        let method = format!("published site{note}");
        let mut location =
            draw::point(site.point, site.grade, PlaceLevel::Site, site.uncertainty_m, method, &site.source);
        location.sources = sources_of_site(site, scope);
        return Some(location);
    }
    scope.tried.push("no prepared site has its name".into());
    None
}

fn sources_of_site(site: &Site, scope: &Scope<'_>) -> Vec<crate::geocode::SourceRef> {
    let mut sources = vec![draw::source_ref(&site.source, scope.gazetteer)];
    if !site.source_url.is_empty() {
        let mut page = draw::source_ref(&site.source_url, scope.gazetteer);
        page.date.clone_from(&site.source_date);
        sources.push(page);
    }
    sources
}

fn disagrees(scope: &Scope<'_>, site: &Site) -> Option<String> {
    let units = scope.gazetteer.units();
    let named = scope.name_units();
    let at = units.at(site.point.x, site.point.y);
    let inside = |code: &String| units.holds(code, &site.admin) || at.iter().any(|u| u.code == *code);
    let related = |a: Category, b: Category| {
        a == b || !matches!(a, Category::Airport | Category::Road | Category::Rail)
    };
    if !related(scope.project.category, site.category) {
        return Some(format!("it is {}, the project is {}", site.category, scope.project.category));
    }
    if !named.is_empty() && !named.iter().any(inside) {
        let names: Vec<String> = named.iter().map(|c| units.full_name(c)).collect();
        return Some(format!("not in {}, which the name holds", names.join(", ")));
    }
    None
}

/// Outlines prepared for this project or for the natural unit that its name holds, clipped to the units it holds.
pub fn area(scope: &mut Scope<'_>) -> Option<Location> {
    let whole = first_match(scope.gazetteer.areas(), |a| &a.keys, &scope.keys);
    let areas: Vec<&Area> = whole.map_or_else(|| areas_in_name(scope), |area| vec![area]);
    if areas.is_empty() {
        scope.tried.push("no prepared outline has its name or a toponym of it".into());
        return None;
    }
    let (outline, clipped) =
        if whole.is_some() { (joined(&areas), String::new()) } else { clip(scope, joined(&areas))? };
    let stands =
        if whole.is_some() { "outline" } else { "the natural unit that the name holds stands for it" };
    for area in &areas {
        scope.consider(format!("{} ({})", area.names[0], area.id), 1.0, format!("taken: {stands}"));
    }
    let names: Vec<&str> = areas.iter().map(|a| a.names[0].as_str()).collect();
    let method = format!("{stands}: {}{clipped}; {}", names.join(", "), areas[0].method);
    drawn_area(scope, &areas, outline, method, whole.is_some())
}

fn drawn_area(
    scope: &Scope<'_>,
    areas: &[&Area],
    outline: Geom,
    method: String,
    whole: bool,
) -> Option<Location> {
    let (_, radius_m) = shape::circle_round(&outline)?;
    let zone = whole || scope.project.category == Category::Ecology || scope.project.shape == Shape::Zone;
    let doubt = areas.iter().map(|a| a.uncertainty_m).max_by(f64::total_cmp)?;
    let river = !matches!(outline, Geom::MultiPolygon(_) | Geom::Polygon(_));
    let works = WORKS.iter().any(|tail| scope.project.name.ends_with(tail));
    let line = whole && zone && river && !works;
    let uncertainty_m = match zone {
        false => radius_m.round(),
        true if river && !line => doubt.max(ALONG_RIVER_M),
        true => doubt,
    };
    let level = draw::level_of_radius(if line { doubt } else { radius_m });
    let source = areas.first().map(|a| a.source.clone()).unwrap_or_default();
    let mut location = draw::area(outline, level, uncertainty_m, method, source);
    if line {
        location.grade = Some(Grade::Near);
        location.parts.iter_mut().for_each(|p| p.grade = Grade::Near);
    }
    location.sources = areas.iter().map(|a| draw::source_ref(&a.source, scope.gazetteer)).collect();
    Some(location)
}

/// The outlines whose names the project's name holds, longest first; a name inside a longer one does not count.
fn areas_in_name<'g>(scope: &Scope<'g>) -> Vec<&'g Area> {
    if matches!(scope.project.shape, Shape::Line { .. }) {
        return Vec::new();
    }
    let mut rest: String = Key::new(&scope.project.name).exact;
    let toponyms = Key::all(&scope.project.toponyms);
    let all = scope.gazetteer.areas();
    let mut found: Vec<&Area> = Vec::new();
    while let Some((area, key)) = longest_in(&rest, &toponyms, all, &found) {
        rest = rest.replace(&key.exact, "|");
        found.push(area);
    }
    found
}

/// The longest name of an outline not yet found that stands in `text` and is a toponym of it, or long enough to be sure.
fn longest_in<'g>(
    text: &str,
    toponyms: &[Key],
    areas: &'g [Area],
    found: &[&Area],
) -> Option<(&'g Area, Key)> {
    let sure = |key: &Key| key.exact.chars().count() >= 4 || toponyms.iter().any(|t| t.exact == key.exact);
    let fresh = areas.iter().filter(|a| !found.iter().any(|f| f.id == a.id));
    let pairs = fresh.flat_map(|a| a.keys.iter().map(move |k| (a, k)));
    let inside = pairs.filter(|(_, k)| !k.exact.is_empty() && text.contains(&k.exact) && sure(k));
    let longest = inside.max_by_key(|(_, k)| k.exact.chars().count());
    let spelled = || {
        toponyms.iter().filter(|t| text.contains(&t.exact)).find_map(|t| {
            let area = areas.iter().find(|a| a.keys.iter().any(|k| k.loose == t.loose))?;
            (!found.iter().any(|f| f.id == area.id)).then(|| (area, t.clone()))
        })
    };
    longest.map(|(a, k)| (a, k.clone())).or_else(spelled)
}

fn joined(areas: &[&Area]) -> Geom {
    if let [one] = areas {
        return one.geometry.clone();
    }
    let outlines: Vec<MultiPolygon<f64>> = areas
        .iter()
        .map(|a| match &a.geometry {
            Geom::MultiPolygon(shape) => shape.clone(),
            Geom::LineString(line) => shape::corridor(&MultiLineString(vec![line.clone()]), a.uncertainty_m),
            Geom::MultiLineString(lines) => shape::corridor(lines, a.uncertainty_m),
            _ => MultiPolygon(vec![]),
        })
        .collect();
    Geom::MultiPolygon(shape::union(&outlines.iter().collect::<Vec<_>>()))
}

/// Clipped to the units that stand beside it in the name; nothing when the outline does not reach them.
fn clip(scope: &Scope<'_>, outline: Geom) -> Option<(Geom, String)> {
    let is_area = |word: &str| {
        let key = [Key::new(word)];
        first_match(scope.gazetteer.areas(), |a| &a.keys, &key).is_some()
    };
    let units = |meaning: &Meaning<'_>| match meaning {
        Meaning::Units(codes) => codes.clone(),
        Meaning::Place(_) => Vec::new(),
    };
    let beside =
        scope.named.iter().filter(|(word, _)| !is_area(word)).flat_map(|(_, meaning)| units(meaning));
    let codes = draw::smallest_only(&beside.collect::<Vec<_>>(), scope.gazetteer);
    let Some(limit) = scope.gazetteer.outline(&codes) else { return Some((outline, String::new())) };
    let cut = shape::clip(&outline, &limit.shape);
    if shape::is_empty(&cut) {
        return None;
    }
    let names: Vec<String> = codes.iter().map(|c| scope.gazetteer.units().full_name(c)).collect();
    Some((cut, format!(", clipped to {}", names.join(", "))))
}
