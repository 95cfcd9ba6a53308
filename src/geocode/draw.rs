//! Drawing a location: from units, outlines, points and lines to a [`Location`] with its grade and doubt.
//!
//! In: what a step has decided. Out: a [`Location`] without candidates. Must not know: how the decision was made.

use crate::gazetteer::{Gazetteer, PlaceClass};
use crate::geocode::{Location, Part, SourceRef, touched};
use crate::geometry::{Coord, Geom};
use crate::vocabulary::{Grade, PlaceLevel};

/// The source row of a reference.
pub fn source_ref(reference: &str, gazetteer: &Gazetteer) -> SourceRef {
    match gazetteer.sources().get(reference) {
        Some(source) => SourceRef {
            id: reference.to_string(),
            licence: source.licence.clone(),
            date: source.date.clone(),
        },
        None => SourceRef { id: reference.to_string(), licence: "page, cited".into(), date: String::new() },
    }
}

/// A point good to `uncertainty_m`.
pub fn point(
    at: Coord<f64>,
    grade: Grade,
    level: PlaceLevel,
    uncertainty_m: f64,
    method: String,
    source: &str,
) -> Location {
    Location {
        geometry: Some(Geom::Point(at.into())),
        grade: Some(grade),
        place_level: Some(level),
        uncertainty_m: Some(uncertainty_m),
        parts: vec![Part { grade, method: method.clone(), source: source.to_string(), uncertainty_m }],
        method,
        ..Location::default()
    }
}

/// Whole units standing for the project.
pub fn units(codes: &[String], method: String, gazetteer: &Gazetteer) -> Option<Location> {
    let codes = largest_only(codes, gazetteer);
    let outline = gazetteer.outline(&codes)?;
    let shape = Geom::MultiPolygon(outline.shape.clone());
    let admin = touched::of_units(&codes, gazetteer);
    let level = unit_level(outline.level);
    Some(Location { admin, ..area(shape, level, outline.radius_m, method, outline.source.clone()) })
}

/// An outline standing for the project.
pub fn area(
    outline: Geom,
    level: PlaceLevel,
    uncertainty_m: f64,
    method: String,
    source: String,
) -> Location {
    Location {
        geometry: Some(outline),
        grade: Some(Grade::Area),
        place_level: Some(level),
        uncertainty_m: Some(uncertainty_m),
        parts: vec![Part { grade: Grade::Area, method: method.clone(), source, uncertainty_m }],
        method,
        ..Location::default()
    }
}

/// The level of a unit in the words of the contract.
pub fn unit_level(class: PlaceClass) -> PlaceLevel {
    match class {
        PlaceClass::Province => PlaceLevel::Province,
        PlaceClass::Prefecture => PlaceLevel::Prefecture,
        PlaceClass::County => PlaceLevel::County,
        class if class.is_settlement() => PlaceLevel::Town,
        _ => PlaceLevel::Site,
    }
}

/// The level whose units are about as large as a circle of this radius.
pub fn level_of_radius(radius_m: f64) -> PlaceLevel {
    match radius_m {
        r if r < 4_000.0 => PlaceLevel::Site,
        r if r < 15_000.0 => PlaceLevel::Town,
        r if r < 90_000.0 => PlaceLevel::County,
        r if r < 300_000.0 => PlaceLevel::Prefecture,
        _ => PlaceLevel::Province,
    }
}

/// Without units that another of the list holds.
pub fn largest_only(codes: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    filtered(codes, |code, other| gazetteer.units().holds(other, code))
}

/// Without units that hold another of the list.
pub fn smallest_only(codes: &[String], gazetteer: &Gazetteer) -> Vec<String> {
    filtered(codes, |code, other| gazetteer.units().holds(code, other))
}

fn filtered(codes: &[String], drop: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let kept = codes.iter().filter(|code| !codes.iter().any(|other| other != *code && drop(code, other)));
    let mut kept: Vec<String> = kept.cloned().collect();
    kept.sort();
    kept.dedup();
    kept
}
