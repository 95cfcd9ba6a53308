//! Lines that are better than schematic must agree with the ground and with their published length.
//!
//! In: rows. Out: what is wrong with a line, in words. Must not know: how rows were made.

use super::{Contents, PlaceRow, ProjectProperties, ProjectRow};
use crate::geometry::{Bounds, Geom, LineString, MultiLineString, MultiPolygon, bank_changes, run_inside_m};
use crate::vocabulary::{Category, Grade};

/// Id of the place that holds the middle line of the Yellow River in the region.
const YELLOW_RIVER: &str = "area-huanghe-neimenggu";
/// A run through a lake shorter than this is the doubt of its shore, metres.
const SHORE_M: f64 = 500.0;
/// A line that is better than schematic is as long as published to within this share.
const LENGTH_TOLERANCE: f64 = 0.1;
/// Words of a method or a name that name the crossing of the river.
const CROSSING: [&str; 4] = ["bridge", "over the Yellow River", "桥", "特大桥"];

/// Lakes and the Yellow River of a release.
pub struct Ground<'a> {
    lakes: Vec<(&'a PlaceRow, &'a MultiPolygon<f64>, Option<Bounds>)>,
    yellow_river: Option<MultiLineString<f64>>,
}

impl<'a> Ground<'a> {
    /// From the places of a release.
    pub fn new(contents: &'a Contents) -> Self {
        let lakes = contents.places.iter().filter(|p| p.class == "lake");
        let lakes = lakes.filter_map(|p| match &p.geometry {
            Geom::MultiPolygon(shape) => Some((p, shape, Bounds::of(&p.geometry))),
            _ => None,
        });
        let river = contents.places.iter().find(|p| p.id == YELLOW_RIVER);
        Self { lakes: lakes.collect(), yellow_river: river.and_then(|p| lines_of(&p.geometry)) }
    }

    /// What is wrong with the lines of a project.
    pub fn faults(&self, project: &ProjectRow) -> Vec<String> {
        let q = &project.properties;
        let line = matches!(q.category, Category::Rail | Category::Road | Category::Energy);
        let Some(lines) = project.geometry.as_ref().and_then(lines_of).filter(|_| line) else {
            return Vec::new();
        };
        let one_each = lines.0.len() == q.parts.len();
        let told = |at: usize| q.parts.get(at).map_or("", |part| part.method.as_str());
        let grade = |at: usize| if one_each { q.parts.get(at).map(|p| p.grade) } else { q.grade };
        let firm = (0..lines.0.len()).filter(|at| grade(*at).is_some_and(|g| g < Grade::Schematic));
        let told_of = |at| format!("{} {}", q.name, if one_each { told(at) } else { told(0) });
        let mut faults: Vec<String> = firm
            .filter_map(|at| self.fault(&lines.0[at], &told_of(at)).map(|why| (at, why)))
            .map(|(at, why)| format!("part {}: {why}", at + 1))
            .collect();
        faults.extend(length_fault(q));
        faults
    }

    fn fault(&self, line: &LineString<f64>, told: &str) -> Option<String> {
        let bounds = Bounds::of(&Geom::LineString(line.clone()))?;
        let near = self.lakes.iter().filter(|(_, _, b)| b.is_some_and(|b| b.meets(bounds)));
        let lake = near.into_iter().find(|(_, lake, _)| run_inside_m(line, lake) > SHORE_M);
        if let Some((place, ..)) = lake {
            return Some(format!("runs through the lake {}", place.name));
        }
        let named = CROSSING.iter().any(|word| told.contains(word));
        let river = self.yellow_river.as_ref().filter(|_| !named)?;
        (bank_changes(line, river) > 0)
            .then(|| "changes the bank of the Yellow River where no bridge is named".to_string())
    }
}

fn length_fault(q: &ProjectProperties) -> Option<String> {
    let drawn = q.length_drawn_km.filter(|_| q.grade.is_some_and(|g| g < Grade::Schematic))?;
    let off = |km: f64| (drawn / km - 1.0).abs();
    let best = q.length_published.iter().map(|l| l.km).min_by(|a, b| off(*a).total_cmp(&off(*b)))?;
    (off(best) > LENGTH_TOLERANCE)
        .then(|| format!("is drawn {drawn:.1} km long, published are {best} km, more than a tenth off"))
}

fn lines_of(geometry: &Geom) -> Option<MultiLineString<f64>> {
    match geometry {
        Geom::LineString(line) => Some(MultiLineString(vec![line.clone()])),
        Geom::MultiLineString(lines) => Some(lines.clone()),
        _ => None,
    }
}
