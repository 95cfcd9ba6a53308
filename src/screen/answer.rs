//! The question and the answer.
//!
//! In: a catalog, an [`Ask`]. Out: a [`Screening`]. Must not know: how shapes are judged.

use super::NOTICE;
use super::judge::{Certainty, Ground, Meaning, Range, Thing, Unmeasured, Verdict};
use super::plane::Plane;
use super::table::reason;
use crate::catalog::{Catalog, Collection, Row, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, Geom, GeometryJson, distance_m, length_m, problem};
use crate::release::{Wording, is_list_heading, stage};
use crate::vocabulary::{Category, Grade};
use geo::{CoordsIter, GeodesicArea};
use serde::Serialize;
use std::collections::HashMap;

/// Most corners of the ground.
const MOST_VERTICES: usize = 20_000;
/// Largest distance round the ground, metres.
const MOST_DISTANCE_M: f64 = 200_000.0;
/// Largest width or height of the ground, degrees.
const MOST_EXTENT_DEG: f64 = 30.0;
/// Most corners of all things and the ground together that are looked at in one answer.
const MOST_WORK: usize = 4_000_000;
/// A zone whose doubt is this part of half its diagonal is a unit that stands for it.
const STANDS_FOR: f64 = 0.7;
/// Most things that may be near.
const MOST_THINGS: usize = 20_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// A drawn geometry, degrees.
    pub geometry: Option<Geom>,
    /// Or a project.
    pub project: Option<String>,
    /// How far round it, metres.
    pub distance_m: f64,
    /// Only what touches for certain, or also what may.
    pub least: Certainty,
    /// Collections that are looked at.
    pub collections: Vec<String>,
}

/// The ground as it was screened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Input {
    /// As drawn.
    pub geometry: GeometryJson,
    /// The project, if one was asked for.
    pub project: Option<String>,
    /// How far round it, metres.
    pub distance_m: f64,
    /// Geodesic length of its lines, metres; null if there are none.
    pub length_m: Option<f64>,
    /// Geodesic area of it and of what lies within the distance, square metres; null if it is no area.
    pub area_m2: Option<f64>,
}

/// How many touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// For certain.
    pub certainly: usize,
    /// Possibly, and not for certain.
    pub possibly: usize,
}

/// One thing that is touched.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Touched {
    /// Collection.
    pub collection: String,
    /// Id in it.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// Finer word.
    pub kind: Option<String>,
    /// Finer word of a zone.
    pub zone_kind: Option<String>,
    /// Stage in the latest plan.
    pub status: Option<String>,
    /// How well it is placed.
    pub grade: Option<String>,
    /// Its doubt, metres.
    pub uncertainty_m: Option<f64>,
    /// Whether it touches for certain.
    pub certainty: Certainty,
    /// From the ground as drawn, metres.
    pub distance_m: Range,
    /// Length inside, metres.
    pub length_m: Option<Range>,
    /// Area inside, square metres.
    pub area_m2: Option<Range>,
    /// Whether what can be measured was.
    pub measurable: bool,
    /// Why not.
    pub not_measurable: Option<String>,
    /// Units it lies in or touches.
    pub admin_names: Vec<String>,
    /// The sentence of the latest plan.
    pub sentence: Option<String>,
    /// That plan.
    pub plan: Option<String>,
    /// Its 文号.
    pub plan_number: Option<String>,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screening {
    /// What it may not be used for.
    pub notice: &'static str,
    /// Version of the release.
    pub release: String,
    /// The ground.
    pub input: Input,
    /// How many things are listed.
    #[serde(rename = "numberMatched")]
    pub matched: usize,
    /// How many of each certainty.
    pub counts: Counts,
    /// Certain ones first, then the nearest.
    pub results: Vec<Touched>,
}

/// Screens what `ask` asks for.
///
/// # Errors
/// The geometry is broken or too large, there is no such placed project or collection, or it is too much work.
pub fn screen(catalog: &dyn Catalog, ask: &Ask) -> Result<Screening> {
    let collections = collections(catalog, ask)?;
    let geometry = geometry(catalog, ask)?;
    let mut ground = ground(catalog, ask, &geometry)?;
    let rows = near(&collections, &ground, &geometry, ask)?;
    let mut results = Vec::new();
    for (collection, row) in rows {
        let Some(shape) = row.geometry().map(|g| ground.plane.shape(&g)) else { continue };
        let (meaning, doubt_m) = meaning(row, &collection.schema);
        let verdict = ground.judge(&Thing { shape, meaning, doubt_m });
        if let Some(verdict) = verdict.filter(|v| v.certainty <= ask.least) {
            results.push(touched(collection, row, &verdict));
        }
    }
    results.sort_by(|a, b| {
        let by_distance = a.distance_m.min.total_cmp(&b.distance_m.min);
        a.certainty.cmp(&b.certainty).then(by_distance).then_with(|| a.id.cmp(&b.id))
    });
    evidence(catalog, &mut results);
    let certainly = results.iter().filter(|r| r.certainty == Certainty::Certainly).count();
    Ok(Screening {
        notice: NOTICE,
        release: catalog.version().to_owned(),
        input: input(ask, &geometry, &mut ground),
        matched: results.len(),
        counts: Counts { certainly, possibly: results.len() - certainly },
        results,
    })
}

fn collections<'a>(catalog: &'a dyn Catalog, ask: &Ask) -> Result<Vec<&'a Collection>> {
    let one = |id: &String| {
        catalog.collection(id).ok_or_else(|| {
            let known: Vec<&str> = catalog.collections().iter().map(|c| c.id.as_str()).collect();
            Error::parameter(
                "collections",
                format!("there is no collection \"{id}\"; there are: {}", known.join(" ")),
            )
        })
    };
    ask.collections.iter().map(one).collect()
}

fn geometry(catalog: &dyn Catalog, ask: &Ask) -> Result<Geom> {
    match (&ask.geometry, &ask.project) {
        (Some(geometry), None) => sound(geometry).map(|()| geometry.clone()),
        (None, Some(id)) => {
            let row = catalog.collection("projects").and_then(|c| c.by_id(id));
            let geometry = row.and_then(|row| row.geometry().map(|g| g.into_owned()));
            geometry
                .ok_or_else(|| Error::parameter("project", format!("there is no placed project \"{id}\"")))
        }
        (Some(_), Some(_)) => Err(Error::parameter("project", "stands beside geometry: give one of both")),
        (None, None) => Err(Error::parameter("geometry", "is missing: give a geometry, or a project")),
    }
}

fn sound(geometry: &Geom) -> Result<()> {
    let wrong = |message: String| Err(Error::parameter("geometry", message));
    let vertices = geometry.coords_count();
    if vertices > MOST_VERTICES {
        return wrong(format!("has {vertices} corners, at most {MOST_VERTICES} are taken"));
    }
    if let Some(message) = problem(geometry) {
        return wrong(message);
    }
    match Bounds::of(geometry) {
        Some(b) if b.east - b.west > MOST_EXTENT_DEG || b.north - b.south > MOST_EXTENT_DEG => {
            wrong(format!("is wider or higher than {MOST_EXTENT_DEG} degrees"))
        }
        _ => Ok(()),
    }
}

fn ground(catalog: &dyn Catalog, ask: &Ask, geometry: &Geom) -> Result<Ground> {
    if !(0.0..=MOST_DISTANCE_M).contains(&ask.distance_m) {
        return Err(Error::parameter("distance_m", format!("must be from 0 to {MOST_DISTANCE_M}")));
    }
    let plane =
        Plane::round(geometry).ok_or_else(|| Error::parameter("geometry", "the geometry is empty"))?;
    let shape = plane.shape(geometry);
    let mut ground = Ground::new(plane, shape, ask.distance_m);
    let projects = catalog.collection("projects");
    if let Some((projects, row)) =
        ask.project.as_ref().and_then(|id| projects.and_then(|p| Some((p, p.by_id(id)?))))
    {
        let (meaning, doubt_m) = meaning(row, &projects.schema);
        ground.stands_for = meaning == Meaning::StandsFor;
        ground.doubt_m = doubt_m;
    }
    Ok(ground)
}

/// What the geometry of a row means, and its doubt in metres.
fn meaning(row: Row<'_>, schema: &Schema) -> (Meaning, f64) {
    let text = |name: &str| row.text(schema, name).map(|t| t.to_string());
    let grade: Option<Grade> = text("grade").and_then(|g| g.parse().ok());
    let category: Option<Category> = text("category").and_then(|c| c.parse().ok());
    let zone = category == Some(Category::Ecology);
    match grade {
        // A zone is its own outline, unless its doubt is as large as itself; whatever else stands on a unit lies
        // somewhere in it.
        Some(Grade::Area) if !zone || as_large_as_itself(row, schema) => (Meaning::StandsFor, 0.0),
        Some(Grade::Schematic) => (Meaning::Schematic, number(row, schema, "uncertainty_m").unwrap_or(0.0)),
        _ => (Meaning::Itself, number(row, schema, "uncertainty_m").unwrap_or(0.0).max(0.0)),
    }
}

fn as_large_as_itself(row: Row<'_>, schema: &Schema) -> bool {
    let half_m = row.bounds().map(|b| distance_m([b.west, b.south], [b.east, b.north]) / 2.0);
    half_m
        .zip(number(row, schema, "uncertainty_m"))
        .is_some_and(|(half_m, doubt_m)| doubt_m >= STANDS_FOR * half_m)
}

fn number(row: Row<'_>, schema: &Schema, name: &str) -> Option<f64> {
    match row.value(schema.index(name)?) {
        ValueRef::Number(n) if n.is_finite() => Some(n),
        ValueRef::Integer(n) => Some(n as f64),
        _ => None,
    }
}

/// Rows whose boxes, with their doubt, come near the ground.
fn near<'a>(
    collections: &[&'a Collection],
    ground: &Ground,
    geometry: &Geom,
    ask: &Ask,
) -> Result<Vec<(&'a Collection, Row<'a>)>> {
    let own = Bounds::of(geometry).unwrap_or(Bounds::new(0.0, 0.0, 0.0, 0.0));
    let mut found = Vec::new();
    let mut work = 0;
    for collection in collections {
        for row in collection.rows() {
            let asked = ask.project.as_deref().is_some_and(|id| *id == *row.id())
                && collection.id.starts_with("projects");
            let reach_m = ground.reach_m + ground.doubt_m + meaning(row, &collection.schema).1;
            if asked || !row.bounds().is_some_and(|b| own.grown(reach_m).meets(b)) {
                continue;
            }
            work += ground.shape.vertices() + row.geometry().map_or(0, |g| g.coords_count());
            if work > MOST_WORK || found.len() >= MOST_THINGS {
                let message =
                    "is near too much at once: draw a smaller or simpler one, or name fewer collections";
                return Err(Error::parameter("geometry", message));
            }
            found.push((*collection, row));
        }
    }
    Ok(found)
}

fn touched(collection: &Collection, row: Row<'_>, verdict: &Verdict) -> Touched {
    let schema = &collection.schema;
    let text = |name: &str| row.text(schema, name).map(|t| t.to_string());
    let admin_names = match schema.index("admin_names").map(|index| row.value(index)) {
        Some(ValueRef::Strings(list)) => list.iter().map(|name| name.to_string()).collect(),
        _ => Vec::new(),
    };
    let doubt_m = number(row, schema, "uncertainty_m");
    Touched {
        collection: collection.id.clone(),
        id: row.id().to_string(),
        name: text("name"),
        category: text("category"),
        kind: text("kind"),
        zone_kind: text("zone_kind"),
        status: text("status"),
        grade: text("grade"),
        uncertainty_m: doubt_m,
        certainty: verdict.certainty,
        distance_m: verdict.distance_m.rounded(),
        length_m: verdict.length_m.map(Range::rounded),
        area_m2: verdict.area_m2.map(Range::rounded),
        measurable: verdict.unmeasured.is_none(),
        not_measurable: verdict.unmeasured.map(|why: Unmeasured| reason(why, doubt_m)),
        admin_names,
        sentence: None,
        plan: None,
        plan_number: None,
    }
}

/// The sentence that counts in the latest plan of each project.
fn evidence(catalog: &dyn Catalog, results: &mut [Touched]) {
    let Some(mentions) = catalog.collection("mentions") else { return };
    let schema = &mentions.schema;
    let text = |row: Row<'_>, name: &str| row.text(schema, name).map(|t| t.to_string());
    let mut rows: HashMap<String, Vec<Row<'_>>> = HashMap::new();
    for row in mentions.rows() {
        rows.entry(text(row, "project").unwrap_or_default()).or_default().push(row);
    }
    for result in results.iter_mut().filter(|r| r.collection.starts_with("projects")) {
        let own = rows.get(&result.id).map(Vec::as_slice).unwrap_or_default();
        let last = own.iter().max_by_key(|row| text(**row, "plan_date")).and_then(|row| text(*row, "plan"));
        let of_last: Vec<Row<'_>> = own.iter().copied().filter(|row| text(*row, "plan") == last).collect();
        let chosen = counts(&of_last, schema).or(of_last.first().copied());
        result.sentence = chosen.and_then(|row| text(row, "sentence"));
        result.plan_number = chosen.and_then(|row| text(row, "plan_number"));
        result.plan = last;
    }
}

fn counts<'a>(rows: &[Row<'a>], schema: &Schema) -> Option<Row<'a>> {
    let texts: Vec<String> = rows
        .iter()
        .map(|r| r.text(schema, "status_text").map(|t| t.to_string()).unwrap_or_default())
        .collect();
    let wording = |(n, row): (usize, &Row<'a>)| {
        let word = |name: &str| row.text(schema, name).map(|t| t.to_string()).unwrap_or_default();
        let entry = match schema.index("heading").map(|index| row.value(index)) {
            Some(ValueRef::Strings(list)) => list.iter().any(is_list_heading),
            _ => false,
        };
        Some(Wording {
            status: word("status").parse().ok()?,
            work: word("work").parse().ok()?,
            status_text: &texts[n],
            entry,
            start: n,
        })
    };
    let wordings: Vec<Wording<'_>> = rows.iter().enumerate().filter_map(wording).collect();
    stage(&wordings).and_then(|(chosen, ..)| rows.get(chosen.start).copied())
}

fn input(ask: &Ask, geometry: &Geom, ground: &mut Ground) -> Input {
    let drawn_m = length_m(geometry);
    let area_m2 = match (ask.distance_m > 0.0, geometry.geodesic_area_unsigned()) {
        (true, _) => Some(ground.whole_m2()),
        (false, area_m2) => (area_m2 > 0.0).then_some(area_m2),
    };
    let tenth = |v: f64| (v * 10.0).round() / 10.0;
    Input {
        geometry: geometry.into(),
        project: ask.project.clone(),
        distance_m: ask.distance_m,
        length_m: (drawn_m > 0.0).then(|| tenth(drawn_m)),
        area_m2: area_m2.map(tenth),
    }
}
