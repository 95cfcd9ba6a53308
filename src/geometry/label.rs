//! One point that stands for a geometry.
//!
//! In: geometries. Out: a point on or inside. How for areas: the widest inner stretch of seven level lines each, and
//! of these the one furthest from the edge; a point found so lies inside whatever the form.

use super::{Geom, LineString, MultiLineString, Polygon};
use geo::Area;
use geo::line_measures::{Euclidean, InterpolatableLine, Length};
use geo_types::{Coord, Point};

/// Level lines that are tried.
const LEVELS: u32 = 7;

/// One point that stands for the whole, `[longitude, latitude]`: the point itself, the middle of the longest line,
/// or a point inside the largest area. None for an empty geometry.
///
/// ```
/// use geo_types::point;
/// use planmap::geometry::{Geom, label_point};
/// // 呼和浩特新机场, longitude first
/// assert_eq!(label_point(&Geom::Point(point!(x: 111.57, y: 40.48))), Some([111.57, 40.48]));
/// ```
pub fn label_point(geometry: &Geom) -> Option<[f64; 2]> {
    match geometry {
        Geom::Point(point) => Some([point.x(), point.y()]),
        Geom::MultiPoint(points) => points.0.first().map(|p| [p.x(), p.y()]),
        Geom::Line(line) => middle(&LineString::from(*line)),
        Geom::LineString(line) => middle(line),
        Geom::MultiLineString(lines) => middle(longest(lines)?),
        Geom::Polygon(area) => inside(area),
        Geom::MultiPolygon(areas) => {
            inside(areas.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?)
        }
        Geom::GeometryCollection(parts) => parts.iter().find_map(label_point),
        Geom::Rect(rect) => inside(&rect.to_polygon()),
        Geom::Triangle(triangle) => inside(&triangle.to_polygon()),
    }
}

fn longest(lines: &MultiLineString<f64>) -> Option<&LineString<f64>> {
    lines.iter().max_by(|a, b| Euclidean.length(*a).total_cmp(&Euclidean.length(*b)))
}

fn middle(line: &LineString<f64>) -> Option<[f64; 2]> {
    let point = line.point_at_ratio_from_start(&Euclidean, 0.5).or_else(|| line.points().next());
    point.map(|p: Point<f64>| [p.x(), p.y()])
}

fn sides(area: &Polygon<f64>) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
    let rings = std::iter::once(area.exterior()).chain(area.interiors());
    rings.flat_map(|ring| ring.0.windows(2).map(|w| (w[0], w[1])))
}

fn inside(area: &Polygon<f64>) -> Option<[f64; 2]> {
    let first = *area.exterior().0.first()?;
    let (low, high) =
        area.exterior().coords().fold((first.y, first.y), |(low, high), c| (low.min(c.y), high.max(c.y)));
    let level = |n: u32| low + (high - low) * f64::from(n) / f64::from(LEVELS + 1);
    let candidates = (1..=LEVELS).filter_map(|n| widest(area, level(n)));
    let best = candidates.map(|p| (clearance(area, p), p)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, p)| [p.x, p.y]).or(Some([first.x, first.y]))
}

/// The middle of the widest stretch of the level line `y` that lies inside.
fn widest(area: &Polygon<f64>, y: f64) -> Option<Coord<f64>> {
    let crossing = |(a, b): (Coord<f64>, Coord<f64>)| {
        ((a.y > y) != (b.y > y)).then(|| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
    };
    let mut crossings: Vec<f64> = sides(area).filter_map(crossing).collect();
    crossings.sort_by(f64::total_cmp);
    let stretch = crossings
        .chunks_exact(2)
        .max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))
        .filter(|s| s[1] > s[0])?;
    Some(Coord { x: (stretch[0] + stretch[1]) / 2.0, y })
}

/// Distance from `p` to the nearest side, squared.
fn clearance(area: &Polygon<f64>, p: Coord<f64>) -> f64 {
    let off = |(a, b): (Coord<f64>, Coord<f64>)| {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx * dx + dy * dy;
        let along = if length == 0.0 { 0.0 } else { ((p.x - a.x) * dx + (p.y - a.y) * dy) / length };
        let along = along.clamp(0.0, 1.0);
        (p.x - a.x - along * dx).powi(2) + (p.y - a.y - along * dy).powi(2)
    };
    sides(area).map(off).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Contains;
    use geo_types::{line_string, point, polygon};

    #[test]
    fn the_label_of_a_horseshoe_lies_inside_it() {
        let area = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 8., y: 9.), (x: 8., y: 1.),
            (x: 1., y: 1.), (x: 1., y: 9.), (x: 0., y: 9.)];
        let at = label_point(&Geom::Polygon(area.clone()));
        assert!(at.is_some_and(|[x, y]| area.contains(&point!(x: x, y: y))));
    }

    #[test]
    fn the_label_of_a_ring_lies_beside_its_hole() {
        let area = polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
            interiors: [[(x: 1., y: 1.), (x: 1., y: 8.), (x: 8., y: 8.), (x: 8., y: 1.)]],
        );
        let at = label_point(&Geom::Polygon(area.clone()));
        assert!(at.is_some_and(|[x, y]| area.contains(&point!(x: x, y: y))));
    }

    #[test]
    fn the_label_of_a_line_lies_in_the_middle_of_its_length() {
        let line = line_string![(x: 0., y: 0.), (x: 2., y: 0.), (x: 2., y: 8.)];
        assert_eq!(label_point(&Geom::LineString(line)), Some([2.0, 3.0]));
    }
}
