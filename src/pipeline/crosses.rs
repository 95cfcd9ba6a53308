//! Which lines run across which ecological zones.
//!
//! Only lines and outlines with a shape of their own count: an administrative unit that stands for a project says nothing
//! of what it touches.

use crate::geocode::Location;
use crate::geometry::{Bounds, Geom};
use crate::project::{Project, Relation};
use crate::vocabulary::{Category, Grade, RelationType};
use geo::Intersects;

/// Adds a `crosses` tie to every line that runs across a zone.
pub fn relate_crossings(projects: &mut [Project], locations: &[Location]) {
    let zones: Vec<(usize, &Geom, Bounds)> = (0..projects.len())
        .filter(|&i| {
            projects[i].category == Category::Ecology
                && locations[i].parts.iter().all(|p| p.source != BOUNDARIES)
        })
        .filter_map(|i| with_bounds(i, &locations[i]))
        .filter(|(_, g, _)| matches!(g, Geom::Polygon(_) | Geom::MultiPolygon(_)))
        .collect();
    let lines: Vec<(usize, &Geom, Bounds)> = (0..projects.len())
        .filter(|&i| {
            matches!(
                projects[i].category,
                Category::Rail | Category::Road | Category::Water | Category::Energy
            )
        })
        .filter(|&i| locations[i].grade.is_some_and(|g| g != Grade::Area))
        .filter_map(|i| with_bounds(i, &locations[i]))
        .filter(|(_, g, _)| matches!(g, Geom::LineString(_) | Geom::MultiLineString(_)))
        .collect();
    let mut ties = Vec::new();
    for (line, shape, bounds) in &lines {
        for (zone, outline, zone_bounds) in &zones {
            if bounds.meets(*zone_bounds) && outline.intersects(*shape) {
                ties.push((*line, *zone));
            }
        }
    }
    for (line, zone) in ties {
        let tie = Relation { kind: RelationType::Crosses, project: projects[zone].id.clone() };
        if !projects[line].relations.contains(&tie) {
            projects[line].relations.push(tie);
        }
    }
}

/// The source of administrative boundaries: a zone that is a set of units says where its works are, not what its outline is.
const BOUNDARIES: &str = "tianditu";

fn with_bounds(index: usize, location: &Location) -> Option<(usize, &Geom, Bounds)> {
    let geometry = location.geometry.as_ref()?;
    Some((index, geometry, Bounds::of(geometry)?))
}
