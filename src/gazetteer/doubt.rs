//! How far from a line drawn through waypoints may the true axis lie? A model, so that nobody has to guess.
//!
//! In: waypoints with their radii, and what is known of the line's true length. Out: metres, by the definition of the
//! contract (95 % of the true axis lies within). Must not know: projects, truth.
//!
//! Between two waypoints `d` metres apart the axis may wander by a share of `d`, and at each of them by the waypoint's
//! own radius (`waypoints.toml`); both are read as limits that hold 95 times in 100 of independent errors with a normal
//! spread, so they add at a right angle. The doubt of a line is the distance that holds 95 % of the axis over all its
//! gaps, each weighted with its length: one long gap in a line of many stations counts for what it is.
//!
//! The share was measured, not chosen: of the 180 stations on existing railways of the region that stand between two
//! others, 90 in 100 lie within 16 % and 95 in 100 within 20 % of the distance of their neighbours from the straight line
//! between these, and a station left out is the middle of its gap, where the axis is farthest off; over the whole gap
//! 95 % of the axis lie within 16 % ([`WANDER`]). A test repeats this with every second station of the committed lines.
//! Between places that only name the ends of a line it wanders more: of all pairs of stations 40 to 160 km apart, 95 in
//! 100 of the stations between lie within 27 to 33 % of the distance, again over the whole gap 25 % ([`WANDER_ENDS`]).
//! Where the true length is published and the drawn line is `1/s` of it, the axis cannot leave a gap by more than
//! `d/2 · √(s² - 1)`, the height of the triangle over it; no less than [`WANDER_LEAST`], since waypoints beside the axis
//! lengthen the drawn line.

use serde::Deserialize;
use std::sync::LazyLock;

/// Share of a gap between two waypoints of a line whose places are known.
pub const WANDER: f64 = 0.16;
/// Share of a gap between two places of which no more is known than that a line joins them.
pub const WANDER_ENDS: f64 = 0.25;
/// The least share, however near the drawn length comes to the published one.
pub const WANDER_LEAST: f64 = 0.08;
/// A normal spread holds 95 in 100 within this many standard deviations.
const DEVIATIONS_95: f64 = 1.96;

const WAYPOINTS: &str = include_str!("waypoints.toml");

#[derive(Debug, Default, Deserialize)]
struct Rules {
    other_m: f64,
    name: Vec<NameRule>,
    source: Vec<SourceRule>,
}

#[derive(Debug, Deserialize)]
struct NameRule {
    ends: Vec<String>,
    radius_m: f64,
}

#[derive(Debug, Deserialize)]
struct SourceRule {
    id: String,
    error_m: f64,
    #[serde(default)]
    on_axis: bool,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| toml::from_str(WAYPOINTS).unwrap_or_default());

/// How far the axis may pass from a waypoint of this name and source, metres.
pub fn radius_m(name: &str, source: &str) -> f64 {
    let rule = RULES.source.iter().find(|rule| rule.id == source);
    let error_m = rule.map_or(0.0, |rule| rule.error_m);
    if rule.is_some_and(|rule| rule.on_axis) {
        return error_m;
    }
    let named = RULES.name.iter().find(|rule| rule.ends.iter().any(|end| name.ends_with(end.as_str())));
    named.map_or(RULES.other_m, |rule| rule.radius_m).hypot(error_m)
}

/// Does a point of this source lie on the axis itself?
pub fn on_axis(source: &str) -> bool {
    RULES.source.iter().any(|rule| rule.on_axis && rule.id == source)
}

/// The stretch between two waypoints.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// Between them.
    pub length_m: f64,
    /// Of its axis 95 % lie within this.
    pub limit_m: f64,
}

impl Gap {
    /// Of waypoints `length_m` apart, the wider of whose radii is `radius_m`.
    pub fn new(length_m: f64, radius_m: f64, share: f64) -> Self {
        Self { length_m, limit_m: radius_m.hypot(share * length_m) }
    }
}

/// The share by which a line wanders whose published length is `stretch` times the drawn one.
pub fn share_of_length(stretch: f64) -> f64 {
    (0.5 * (stretch * stretch - 1.0).max(0.0).sqrt()).clamp(WANDER_LEAST, WANDER)
}

/// The distance that holds 95 % of the axis over all gaps, metres.
pub fn of_gaps(gaps: &[Gap]) -> f64 {
    let total: f64 = gaps.iter().map(|gap| gap.length_m).sum();
    let widest = gaps.iter().map(|gap| gap.limit_m).fold(0.0, f64::max);
    let held = |within: f64| -> f64 {
        gaps.iter().map(|gap| gap.length_m * normal_within(DEVIATIONS_95 * within / gap.limit_m)).sum()
    };
    let (mut low, mut high) = (0.0, widest);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if held(middle) < 0.95 * total { low = middle } else { high = middle }
    }
    high
}

/// Share of a normal spread within `deviations` of its middle (Abramowitz and Stegun 7.1.26, good to 1.5e-7).
fn normal_within(deviations: f64) -> f64 {
    let x = deviations / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let terms = [1.061_405_429, -1.453_152_027, 1.421_413_741, -0.284_496_736, 0.254_829_592];
    1.0 - terms.iter().fold(0.0, |sum, term| (sum + term) * t) * (-x * x).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_waypoints_is_readable() {
        assert!(toml::from_str::<Rules>(WAYPOINTS).is_ok_and(|r| r.other_m > 0.0 && !r.name.is_empty()));
    }

    #[test]
    fn a_station_is_on_the_line_and_a_county_only_near_it() {
        assert!(radius_m("集宁站", "osm-stations") < 1_000.0 && on_axis("osm-stations"));
        assert!(radius_m("商都县", "meteva") > radius_m("绍根镇", "osm-geopi"));
        assert!(radius_m("绍根镇", "osm-geopi") > radius_m("化德站", "osm-geopi"));
    }

    #[test]
    fn equal_gaps_give_their_own_limit() {
        let gap = Gap::new(20_000.0, 500.0, WANDER);
        assert!((of_gaps(&[gap; 5]) - gap.limit_m).abs() < 2.0);
    }

    #[test]
    fn one_long_gap_counts_for_its_length() {
        let (short, long) = (Gap::new(10_000.0, 0.0, WANDER), Gap::new(40_000.0, 0.0, WANDER));
        let mixed = of_gaps(&[[short; 36].as_slice(), &[long]].concat());
        assert!(mixed > short.limit_m && mixed < long.limit_m / 2.0, "{mixed}");
    }

    #[test]
    fn a_published_length_limits_the_wandering() {
        assert!((share_of_length(1.02) - 0.1005).abs() < 1e-3);
        assert_eq!((share_of_length(0.97), share_of_length(1.3)), (WANDER_LEAST, WANDER));
    }
}
