//! Validity of areas by the OGC rules, fast enough to be asked at every start.
//!
//! In: areas in any plane. Out: the first thing that is wrong. How: all segments sorted by their least x and swept, so
//! that only segments whose boxes meet are compared, with exact orientation tests.

use super::{LineString, MultiPolygon, Polygon};
use geo::algorithm::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::Coord;

type C = Coord<f64>;

/// What is wrong with one area; none if nothing is.
pub fn area_problem(area: &Polygon<f64>) -> Option<String> {
    areas_problem(std::slice::from_ref(area))
}

/// What is wrong with several areas that together are one; none if nothing is.
pub fn multi_problem(areas: &MultiPolygon<f64>) -> Option<String> {
    areas_problem(&areas.0)
}

fn areas_problem(areas: &[Polygon<f64>]) -> Option<String> {
    let mut segments = Vec::new();
    for (part, area) in areas.iter().enumerate() {
        for (ring, line) in rings(area).enumerate() {
            if let Some(message) = ring_problem(line) {
                return Some(message);
            }
            collect(line, part, ring, &mut segments);
        }
    }
    crossing(&mut segments).or_else(|| areas.iter().find_map(hole_outside)).or_else(|| nested(areas))
}

fn rings(area: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(area.exterior()).chain(area.interiors())
}

fn ring_problem(ring: &LineString<f64>) -> Option<String> {
    if !ring.coords().all(|c| c.x.is_finite() && c.y.is_finite()) {
        return Some("a coordinate is not a number".to_owned());
    }
    if ring.0.first() != ring.0.last() {
        return Some("a ring is not closed".to_owned());
    }
    let mut distinct = ring.0.clone();
    distinct.dedup();
    (distinct.len() < 4).then(|| "a ring has fewer than three corners".to_owned())
}

/// One side of a ring; `next` and `before` are the sides that share a corner with it.
#[derive(Debug, Clone, Copy)]
struct Segment {
    from: C,
    to: C,
    part: usize,
    ring: usize,
    index: usize,
    count: usize,
}

fn collect(ring: &LineString<f64>, part: usize, number: usize, out: &mut Vec<Segment>) {
    let mut points = ring.0.clone();
    points.dedup();
    let count = points.len() - 1;
    let sides = points.windows(2).enumerate();
    out.extend(sides.map(|(index, w)| Segment { from: w[0], to: w[1], part, ring: number, index, count }));
}

impl Segment {
    fn low_x(&self) -> f64 {
        self.from.x.min(self.to.x)
    }

    fn high_x(&self) -> f64 {
        self.from.x.max(self.to.x)
    }

    fn meets_in_y(&self, other: &Self) -> bool {
        self.from.y.min(self.to.y) <= other.from.y.max(other.to.y)
            && other.from.y.min(other.to.y) <= self.from.y.max(self.to.y)
    }

    fn same_ring(&self, other: &Self) -> bool {
        self.part == other.part && self.ring == other.ring
    }

    fn is_neighbour(&self, other: &Self) -> bool {
        let apart = self.index.abs_diff(other.index);
        self.same_ring(other) && (apart == 1 || apart == self.count - 1)
    }
}

fn crossing(segments: &mut [Segment]) -> Option<String> {
    segments.sort_by(|a, b| a.low_x().total_cmp(&b.low_x()));
    let mut active: Vec<Segment> = Vec::new();
    for segment in segments.iter() {
        active.retain(|other| other.high_x() >= segment.low_x());
        let wrong = active.iter().filter(|other| other.meets_in_y(segment)).find_map(|other| {
            let how = match meeting(other, segment) {
                Meeting::None => return None,
                Meeting::Cross => "cross",
                Meeting::Overlap => "lie on each other",
                Meeting::Point if segment.same_ring(other) && !segment.is_neighbour(other) => "touch",
                Meeting::Point => return None,
            };
            Some(format!("two sides {how} near {:.6}, {:.6}", segment.from.x, segment.from.y))
        });
        if wrong.is_some() {
            return wrong;
        }
        active.push(*segment);
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meeting {
    None,
    Point,
    Cross,
    Overlap,
}

fn meeting(s: &Segment, t: &Segment) -> Meeting {
    use Orientation::Collinear;
    let turn = |a: C, b: C, c: C| RobustKernel::orient2d(a, b, c);
    let (c_side, d_side) = (turn(s.from, s.to, t.from), turn(s.from, s.to, t.to));
    if c_side == Collinear && d_side == Collinear {
        return along(s, t);
    }
    let (a_side, b_side) = (turn(t.from, t.to, s.from), turn(t.from, t.to, s.to));
    if [a_side, b_side, c_side, d_side].iter().all(|side| *side != Collinear) {
        return if a_side != b_side && c_side != d_side { Meeting::Cross } else { Meeting::None };
    }
    let touches = (c_side == Collinear && within(s, t.from))
        || (d_side == Collinear && within(s, t.to))
        || (a_side == Collinear && within(t, s.from))
        || (b_side == Collinear && within(t, s.to));
    if touches { Meeting::Point } else { Meeting::None }
}

/// Whether a point on the line of `s` lies in its box.
fn within(s: &Segment, p: C) -> bool {
    s.from.x.min(s.to.x) <= p.x
        && p.x <= s.from.x.max(s.to.x)
        && s.from.y.min(s.to.y) <= p.y
        && p.y <= s.from.y.max(s.to.y)
}

/// Two segments of one straight line.
fn along(s: &Segment, t: &Segment) -> Meeting {
    let steep = (s.from.x - s.to.x).abs() < (s.from.y - s.to.y).abs();
    let key = |p: C| if steep { p.y } else { p.x };
    let range = |s: &Segment| (key(s.from).min(key(s.to)), key(s.from).max(key(s.to)));
    let ((s_low, s_high), (t_low, t_high)) = (range(s), range(t));
    let (low, high) = (s_low.max(t_low), s_high.min(t_high));
    if low < high {
        Meeting::Overlap
    } else if low == high {
        Meeting::Point
    } else {
        Meeting::None
    }
}

/// Where `p` lies of a ring: inside, outside, or none on its edge.
fn inside(ring: &LineString<f64>, p: C) -> Option<bool> {
    let mut inside = false;
    for side in ring.0.windows(2) {
        let (a, b) = (side[0], side[1]);
        let turn = RobustKernel::orient2d(a, b, p);
        let in_box = a.x.min(b.x) <= p.x && p.x <= a.x.max(b.x) && a.y.min(b.y) <= p.y && p.y <= a.y.max(b.y);
        if turn == Orientation::Collinear && in_box {
            return None;
        }
        if (a.y > p.y) != (b.y > p.y) {
            let up = b.y > a.y;
            if (turn == Orientation::CounterClockwise) == up {
                inside = !inside;
            }
        }
    }
    Some(inside)
}

/// Whether a ring lies inside another that it does not cross: by its first corner off the edge.
fn ring_inside(inner: &LineString<f64>, outer: &LineString<f64>) -> Option<bool> {
    inner.coords().find_map(|c| inside(outer, *c))
}

fn hole_outside(area: &Polygon<f64>) -> Option<String> {
    let outside = area.interiors().iter().any(|hole| ring_inside(hole, area.exterior()) == Some(false));
    outside.then(|| "a hole lies outside its area".to_owned())
}

/// An area inside another that is not in one of its holes.
fn nested(areas: &[Polygon<f64>]) -> Option<String> {
    for (n, outer) in areas.iter().enumerate() {
        for (_, inner) in areas.iter().enumerate().filter(|(m, _)| *m != n) {
            let covered = ring_inside(inner.exterior(), outer.exterior()) == Some(true)
                && !outer.interiors().iter().any(|hole| ring_inside(inner.exterior(), hole) != Some(false));
            if covered {
                return Some("one area lies inside another".to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn a_square_with_a_hole_that_touches_it_in_a_point_is_valid() {
        let area = polygon!(
            exterior: [(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)],
            interiors: [[(x: 0., y: 3.), (x: 3., y: 3.), (x: 3., y: 6.)]],
        );
        assert_eq!(area_problem(&area), None);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let bow = polygon![(x: 0., y: 0.), (x: 2., y: 2.), (x: 2., y: 0.), (x: 0., y: 2.)];
        assert!(area_problem(&bow).is_some_and(|m| m.contains("cross")));
        let spike = polygon![(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 4., y: 2.), (x: 0., y: 2.)];
        assert!(area_problem(&spike).is_some());
        let touching =
            polygon![(x: 0., y: 0.), (x: 4., y: 0.), (x: 4., y: 4.), (x: 2., y: 0.), (x: 0., y: 4.)];
        assert!(area_problem(&touching).is_some_and(|m| m.contains("touch")));
        let far = polygon!(
            exterior: [(x: 0., y: 0.), (x: 2., y: 0.), (x: 0., y: 2.)],
            interiors: [[(x: 5., y: 5.), (x: 6., y: 5.), (x: 6., y: 6.)]],
        );
        assert!(area_problem(&far).is_some_and(|m| m.contains("hole")));
        let whole = polygon![(x: 0., y: 0.), (x: 9., y: 0.), (x: 9., y: 9.), (x: 0., y: 9.)];
        let part = polygon![(x: 1., y: 1.), (x: 2., y: 1.), (x: 2., y: 2.)];
        assert!(
            multi_problem(&MultiPolygon(vec![whole, part])).is_some_and(|m| m.contains("inside another"))
        );
    }

    #[test]
    fn it_agrees_with_the_slower_check_of_geo_on_many_random_rings() {
        use geo::{Area, Validation};
        let mut seed = 7u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % 12
        };
        for _ in 0..3000 {
            let ring: Vec<C> =
                (0..3 + random() % 5).map(|_| C { x: random() as f64, y: random() as f64 }).collect();
            let area = Polygon::new(LineString::new(ring), vec![]);
            // geo lets a ring without area pass.
            if area.unsigned_area() == 0.0 {
                continue;
            }
            assert_eq!(area_problem(&area).is_none(), area.is_valid(), "{area:?}: {:?}", area_problem(&area));
        }
    }
}
