//! What a line must not do on the ground: run through a lake, change the bank of the Yellow River without a bridge.
//!
//! In: places of the gazetteer. Out: [`Ground`], asked by line. Must not know: projects.

use crate::gazetteer::{Area, Place, PlaceClass};
use crate::geometry::{Geom, LineString, MultiLineString, MultiPolygon, bank_changes, run_inside_m};

/// The area file that holds the middle line of the Yellow River in the region.
const YELLOW_RIVER: &str = "area-huanghe-neimenggu";
/// A run through a lake shorter than this is the doubt of its shore, metres.
const SHORE_M: f64 = 500.0;
/// Words of a method or a waypoint that name the crossing of the river.
const CROSSING: [&str; 3] = ["bridge", "over the Yellow River", "桥"];

/// Lakes and the Yellow River.
#[derive(Debug)]
pub struct Ground {
    lakes: Vec<(String, MultiPolygon<f64>)>,
    yellow_river: MultiLineString<f64>,
}

impl Default for Ground {
    fn default() -> Self {
        Self::new(&[], &[])
    }
}

impl Ground {
    /// From the places and outlines of a gazetteer.
    pub fn new(places: &[Place], areas: &[Area]) -> Self {
        let lakes = places.iter().filter(|p| p.class == PlaceClass::Lake).filter_map(|p| match &p.geometry {
            Some(Geom::MultiPolygon(shape)) => Some((p.name.clone(), shape.clone())),
            _ => None,
        });
        let river = areas.iter().find(|a| a.id == YELLOW_RIVER).map(|a| &a.geometry);
        let yellow_river = match river {
            Some(Geom::LineString(line)) => MultiLineString(vec![line.clone()]),
            Some(Geom::MultiLineString(lines)) => lines.clone(),
            _ => MultiLineString(Vec::new()),
        };
        Self { lakes: lakes.collect(), yellow_river }
    }

    /// Why a line cannot run as drawn, if it cannot. `told` is what its method and waypoints say.
    pub fn contradicts(&self, line: &LineString<f64>, told: &str) -> Option<String> {
        let lake = self.lakes.iter().find(|(_, lake)| run_inside_m(line, lake) > SHORE_M);
        if let Some((name, _)) = lake {
            return Some(format!("it would run through the lake {name}"));
        }
        let named = CROSSING.iter().any(|word| told.contains(word));
        let crosses = !named && bank_changes(line, &self.yellow_river) > 0;
        crosses.then(|| "it would change the bank of the Yellow River where no bridge is named".to_string())
    }
}
