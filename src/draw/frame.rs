//! From the ground to the sheet: projection, scale, what lies inside.
//!
//! In: a view in degrees, a box in pixels. Out: [`Frame`]. Must not know: what is drawn.

use super::albers::Albers;
use super::layout::Area;
use crate::geometry::{Bounds, Coord, Geom, LineString, Polygon, distance_m};
use geo::Simplify;

/// How far outside the map lines are still drawn, pixels.
const MARGIN: f64 = 30.0;
/// Corners nearer to the line between their neighbours than this are left out, pixels.
const TOLERANCE: f64 = 0.35;
/// Steps along an edge of the view.
const STEPS: u32 = 16;

/// A map box with its projection.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The projection.
    pub albers: Albers,
    /// The box on the sheet.
    pub area: Area,
    /// Everything that can be seen, degrees.
    pub seen: Bounds,
    /// Metres of a pixel in the projection.
    pub metres_per_px: f64,
    middle: Coord<f64>,
}

impl Frame {
    /// The frame of `area` that shows the whole of `view`.
    pub fn new(view: Bounds, area: Area) -> Self {
        let albers = Albers::fitting(view);
        let (low, high) = hull(edge(view).map(|c| albers.forward(c)));
        let metres_per_px = ((high.x - low.x) / area.w).max((high.y - low.y) / area.h);
        let middle = Coord { x: (low.x + high.x) / 2.0, y: (low.y + high.y) / 2.0 };
        let mut frame = Self { albers, area, seen: view, metres_per_px, middle };
        let corners = edge(Bounds::new(area.x, area.y, area.x + area.w, area.y + area.h));
        let (low, high) = hull(corners.map(|px| frame.ground(px)));
        frame.seen = Bounds::new(low.x, low.y, high.x, high.y);
        frame
    }

    /// Pixels of a place in degrees.
    pub fn px(&self, lon_lat: Coord<f64>) -> Coord<f64> {
        let metres = self.albers.forward(lon_lat);
        Coord {
            x: self.area.x + self.area.w / 2.0 + (metres.x - self.middle.x) / self.metres_per_px,
            y: self.area.y + self.area.h / 2.0 - (metres.y - self.middle.y) / self.metres_per_px,
        }
    }

    /// Degrees of a place in pixels.
    pub fn ground(&self, px: Coord<f64>) -> Coord<f64> {
        self.albers.inverse(Coord {
            x: self.middle.x + (px.x - self.area.x - self.area.w / 2.0) * self.metres_per_px,
            y: self.middle.y - (px.y - self.area.y - self.area.h / 2.0) * self.metres_per_px,
        })
    }

    /// Pixels of `metres`.
    pub fn length_px(&self, metres: f64) -> f64 {
        metres / self.metres_per_px
    }

    /// Geodesic metres of a pixel from west to east in the middle of the map.
    pub fn true_metres_per_px(&self) -> f64 {
        let (x, y) = (self.area.x + self.area.w / 2.0, self.area.y + self.area.h / 2.0);
        let (a, b) = (self.ground(Coord { x: x - 50.0, y }), self.ground(Coord { x: x + 50.0, y }));
        distance_m([a.x, a.y], [b.x, b.y]) / 100.0
    }

    /// Degrees by which north in the middle of the map lies to the right of straight up.
    pub fn north_deg(&self) -> f64 {
        let at =
            self.ground(Coord { x: self.area.x + self.area.w / 2.0, y: self.area.y + self.area.h / 2.0 });
        let (here, north) = (self.px(at), self.px(Coord { x: at.x, y: at.y + 0.1 }));
        (north.x - here.x).atan2(here.y - north.y).to_degrees()
    }

    /// Whether `px` lies on the map.
    pub fn shows(&self, px: Coord<f64>) -> bool {
        self.area.holds(&Area { x: px.x, y: px.y, w: 0.0, h: 0.0 })
    }

    /// The lines of `geometry` as pixels, cut at a margin round the map.
    pub fn lines(&self, geometry: &Geom) -> Vec<LineString<f64>> {
        let whole: Vec<LineString<f64>> = match geometry {
            Geom::LineString(line) => vec![line.clone()],
            Geom::MultiLineString(lines) => lines.0.clone(),
            Geom::Line(line) => vec![LineString::from(*line)],
            Geom::GeometryCollection(parts) => return parts.iter().flat_map(|p| self.lines(p)).collect(),
            _ => Vec::new(),
        };
        whole.iter().flat_map(|line| self.runs(line)).map(|run| run.simplify(TOLERANCE)).collect()
    }

    /// The areas of `geometry` as rings of pixels, cut at a margin round the map; outer rings and holes alike.
    pub fn rings(&self, geometry: &Geom) -> Vec<LineString<f64>> {
        let areas: Vec<&Polygon<f64>> = match geometry {
            Geom::Polygon(area) => vec![area],
            Geom::MultiPolygon(areas) => areas.iter().collect(),
            Geom::GeometryCollection(parts) => return parts.iter().flat_map(|p| self.rings(p)).collect(),
            _ => Vec::new(),
        };
        let rings = areas.into_iter().flat_map(|a| std::iter::once(a.exterior()).chain(a.interiors()));
        rings.map(|ring| self.cut(ring).simplify(TOLERANCE)).filter(|ring| ring.0.len() > 3).collect()
    }

    /// The points of `geometry` as pixels.
    pub fn points(&self, geometry: &Geom) -> Vec<Coord<f64>> {
        match geometry {
            Geom::Point(point) => vec![self.px(point.0)],
            Geom::MultiPoint(points) => points.iter().map(|p| self.px(p.0)).collect(),
            Geom::GeometryCollection(parts) => parts.iter().flat_map(|p| self.points(p)).collect(),
            _ => Vec::new(),
        }
    }

    fn runs(&self, line: &LineString<f64>) -> Vec<LineString<f64>> {
        let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut open = false;
        for step in line.0.windows(2) {
            let (a, b) = (self.px(step[0]), self.px(step[1]));
            if !self.near(a, b) {
                open = false;
                continue;
            }
            match runs.last_mut().filter(|_| open) {
                Some(run) => run.push(b),
                None => runs.push(vec![a, b]),
            }
            open = true;
        }
        runs.into_iter().map(LineString::new).collect()
    }

    fn near(&self, a: Coord<f64>, b: Coord<f64>) -> bool {
        let wide = self.margin();
        let step = Area {
            x: a.x.min(b.x),
            y: a.y.min(b.y),
            w: (a.x - b.x).abs().max(0.1),
            h: (a.y - b.y).abs().max(0.1),
        };
        wide.meets(&step)
    }

    fn margin(&self) -> Area {
        Area {
            x: self.area.x - MARGIN,
            y: self.area.y - MARGIN,
            w: self.area.w + 2.0 * MARGIN,
            h: self.area.h + 2.0 * MARGIN,
        }
    }

    /// A ring cut at the margin, side by side (Sutherland and Hodgman); its new edges lie outside the map.
    fn cut(&self, ring: &LineString<f64>) -> LineString<f64> {
        let wide = self.margin();
        let mut corners: Vec<Coord<f64>> = ring.0.iter().map(|c| self.px(*c)).collect();
        let sides: [(bool, f64, f64); 4] = [
            (true, 1.0, wide.x),
            (true, -1.0, wide.x + wide.w),
            (false, 1.0, wide.y),
            (false, -1.0, wide.y + wide.h),
        ];
        for (across, sign, limit) in sides {
            let value = |c: &Coord<f64>| sign * (if across { c.x } else { c.y } - limit);
            corners = cut_side(&corners, value);
        }
        if let Some(first) = corners.first().copied() {
            corners.push(first);
        }
        LineString::new(corners)
    }
}

/// What of a ring lies where `value` is not negative.
fn cut_side(ring: &[Coord<f64>], value: impl Fn(&Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut out = Vec::with_capacity(ring.len());
    for (n, to) in ring.iter().enumerate() {
        let from = &ring[(n + ring.len() - 1) % ring.len()];
        let (a, b) = (value(from), value(to));
        if (a >= 0.0) != (b >= 0.0) {
            let part = a / (a - b);
            out.push(Coord { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part });
        }
        if b >= 0.0 {
            out.push(*to);
        }
    }
    out
}

/// Points along the edge of a box.
fn edge(b: Bounds) -> impl Iterator<Item = Coord<f64>> {
    (0..=STEPS).flat_map(move |n| {
        let part = f64::from(n) / f64::from(STEPS);
        let (x, y) = (b.west + (b.east - b.west) * part, b.south + (b.north - b.south) * part);
        [(x, b.south), (x, b.north), (b.west, y), (b.east, y)].map(|(x, y)| Coord { x, y })
    })
}

fn hull(points: impl Iterator<Item = Coord<f64>>) -> (Coord<f64>, Coord<f64>) {
    let (far, near) = (f64::INFINITY, f64::NEG_INFINITY);
    points.fold((Coord { x: far, y: far }, Coord { x: near, y: near }), |(low, high), c| {
        (Coord { x: low.x.min(c.x), y: low.y.min(c.y) }, Coord { x: high.x.max(c.x), y: high.y.max(c.y) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{line_string, polygon};

    fn frame() -> Frame {
        Frame::new(Bounds::new(109.0, 39.5, 113.0, 41.5), Area { x: 0.0, y: 0.0, w: 800.0, h: 600.0 })
    }

    #[test]
    fn the_whole_view_is_seen_and_pixels_lead_back() {
        let frame = frame();
        for corner in [(109.0, 39.5), (113.0, 41.5), (111.0, 40.5)] {
            let px = frame.px(Coord { x: corner.0, y: corner.1 });
            assert!(frame.shows(px), "{px:?}");
            let back = frame.ground(px);
            assert!((back.x - corner.0).abs() < 1e-9 && (back.y - corner.1).abs() < 1e-9);
        }
        assert!(frame.seen.covers(Bounds::new(109.0, 39.6, 113.0, 41.4)));
    }

    #[test]
    fn the_scale_is_true_in_the_middle_and_north_is_up() {
        let frame = frame();
        assert!((frame.true_metres_per_px() / frame.metres_per_px - 1.0).abs() < 0.001);
        assert!(frame.north_deg().abs() < 0.2);
    }

    #[test]
    fn a_ring_that_leaves_the_map_is_cut_and_a_line_far_outside_is_left_out() {
        let frame = frame();
        let wide = Geom::Polygon(
            polygon![(x: 100., y: 35.), (x: 120., y: 35.), (x: 120., y: 45.), (x: 100., y: 45.)],
        );
        let rings = frame.rings(&wide);
        assert_eq!(rings.len(), 1);
        assert!(rings[0].0.iter().all(|c| c.x >= -31.0 && c.x <= 831.0 && c.y >= -31.0 && c.y <= 631.0));
        let far = Geom::LineString(line_string![(x: 90., y: 30.), (x: 91., y: 31.)]);
        assert!(frame.lines(&far).is_empty());
    }
}
