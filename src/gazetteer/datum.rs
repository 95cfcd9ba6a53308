//! The datum guard: a layer that was shifted to GCJ-02, or shifted back twice, lies half a kilometre off here.
//!
//! In: a layer as a function from name to point, and control points. Out: nothing, or which points are off and how far.
//! Must not know: where the layer comes from.
//!
//! The shift is systematic (some 450 m east, 150 m north at 包头), so the median of the offsets tells it from the
//! scatter of single points.

use crate::geometry::{Coord, Point};
use geo::{Distance, Haversine};

/// A point whose WGS 84 position is well known.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// What it is.
    pub name: String,
    /// Degrees, longitude first.
    pub point: Coord<f64>,
}

/// Median offset in metres above which a layer is refused.
pub const LIMIT_M: f64 = 250.0;

/// Metres east and north from `from` to `to`.
pub fn offset_m(from: Coord<f64>, to: Coord<f64>) -> (f64, f64) {
    let metres_per_degree = 111_195.0;
    let mean = (from.y + to.y).to_radians() / 2.0;
    ((to.x - from.x) * metres_per_degree * mean.cos(), (to.y - from.y) * metres_per_degree)
}

/// Compares a layer with the control points: nothing when the median offset is within [`LIMIT_M`], else one
/// sentence. `layer` gives the layer's point for a control point, none when it has no such point.
pub fn check(controls: &[Control], layer: impl Fn(&Control) -> Option<Coord<f64>>) -> Result<(), String> {
    let offsets: Vec<(f64, f64)> =
        controls.iter().filter_map(|c| layer(c).map(|p| offset_m(c.point, p))).collect();
    if offsets.is_empty() {
        return Err("datum not checked: the layer has none of the control points".into());
    }
    let east = median(offsets.iter().map(|o| o.0).collect());
    let north = median(offsets.iter().map(|o| o.1).collect());
    if east.hypot(north) <= LIMIT_M {
        return Ok(());
    }
    Err(format!(
        "the layer lies {east:.0} m east and {north:.0} m north of {} control points (median): GCJ-02 not converted, or converted twice?",
        offsets.len()
    ))
}

/// Metres between two points in degrees, on the sphere.
pub fn metres(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Haversine.distance(Point::from(a), Point::from(b))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn controls() -> Vec<Control> {
        [(111.824, 40.8514), (109.9970, 40.5600), (109.8617, 39.4950)]
            .map(|(x, y)| Control { name: "invented".into(), point: Coord { x, y } })
            .to_vec()
    }

    #[test]
    fn a_layer_in_place_passes_in_spite_of_scatter() {
        let scatter = |c: &Control| Some(Coord { x: c.point.x + 0.001, y: c.point.y - 0.001 });
        assert!(check(&controls(), scatter).is_ok());
    }

    #[test]
    fn the_shift_of_gcj02_is_detected_in_both_directions() {
        // The shift at Hohhot: 583 m east, 160 m north (GEODATA).
        for sign in [1.0, -1.0] {
            let shifted =
                |c: &Control| Some(Coord { x: c.point.x + sign * 0.0069, y: c.point.y + sign * 0.00144 });
            assert!(check(&controls(), shifted).is_err_and(|m| m.contains("GCJ-02")));
        }
    }

    #[test]
    fn a_layer_without_control_points_is_not_called_right() {
        assert!(check(&controls(), |_| None).is_err());
    }
}
