//! Cutting at the buffered edge of a tile.
//!
//! In: lines and rings in tile units. Out: what of them lies inside. Must not know: features, zoom.

use super::grid::{BUFFER, EXTENT};
use super::paths::{P, Paths};

const LOW: i64 = -BUFFER;
const HIGH: i64 = EXTENT + BUFFER;

/// Whether `p` lies inside the buffered tile.
pub fn inside(p: P) -> bool {
    p.iter().all(|v| (LOW..=HIGH).contains(v))
}

/// Appends the parts of an open line that lie inside the buffered tile.
pub fn clip_line(line: &[P], out: &mut Paths) {
    if line.iter().all(|p| inside(*p)) {
        line.iter().for_each(|p| out.add(*p));
        return out.close(2);
    }
    for pair in line.windows(2) {
        match clip_segment(pair[0], pair[1]) {
            None => out.close(2),
            Some((from, to)) => {
                if out.open().last() != Some(&from) {
                    out.close(2);
                    out.add(from);
                }
                if to != from {
                    out.add(to);
                }
                if to != pair[1] {
                    out.close(2);
                }
            }
        }
    }
    out.close(2);
}

/// Liang and Barsky: the part of a segment inside the box.
fn clip_segment(a: P, b: P) -> Option<(P, P)> {
    if inside(a) && inside(b) {
        return Some((a, b));
    }
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let delta = [(b[0] - a[0]) as f64, (b[1] - a[1]) as f64];
    for axis in 0..2 {
        for (p, q) in [(-delta[axis], (a[axis] - LOW) as f64), (delta[axis], (HIGH - a[axis]) as f64)] {
            if p == 0.0 {
                if q < 0.0 {
                    return None;
                }
            } else if p < 0.0 {
                enter = enter.max(q / p);
            } else {
                leave = leave.min(q / p);
            }
        }
    }
    let at = |t: f64| [0, 1].map(|axis| (a[axis] as f64 + t * delta[axis]).round() as i64);
    (enter <= leave).then(|| {
        let from = if enter > 0.0 { at(enter) } else { a };
        let to = if leave < 1.0 { at(leave) } else { b };
        (from, to)
    })
}

/// The part of a ring (open: the first point is not repeated) inside the buffered tile, by Sutherland and Hodgman:
/// several parts hang together along the edge, which the repair of a ring takes apart.
pub fn clip_ring(ring: &mut Vec<P>) {
    for (axis, limit, low) in [(0, LOW, true), (0, HIGH, false), (1, LOW, true), (1, HIGH, false)] {
        *ring = cut(ring, axis, limit, low);
    }
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
}

/// How a ring lies to the buffered tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// Its line passes through, or may.
    Crosses,
    /// The tile lies inside it.
    Whole,
    /// The tile lies outside it.
    Nothing,
}

/// How an open ring lies to the buffered tile.
pub fn cover(ring: &[P]) -> Cover {
    let Some(mut before) = ring.last().copied() else { return Cover::Nothing };
    let (middle, mut within) = ([EXTENT / 2; 2], false);
    for p in ring {
        if clip_segment(before, *p).is_some() {
            return Cover::Crosses;
        }
        if (before[1] > middle[1]) != (p[1] > middle[1]) {
            let turn =
                (p[0] - before[0]) * (middle[1] - before[1]) - (p[1] - before[1]) * (middle[0] - before[0]);
            within ^= (turn > 0) == (p[1] > before[1]);
        }
        before = *p;
    }
    if within { Cover::Whole } else { Cover::Nothing }
}

/// The buffered tile as a ring, clockwise on the screen.
pub const WHOLE: [P; 4] = [[LOW, LOW], [HIGH, LOW], [HIGH, HIGH], [LOW, HIGH]];

fn cut(ring: &[P], axis: usize, limit: i64, low: bool) -> Vec<P> {
    let keeps = |p: &P| if low { p[axis] >= limit } else { p[axis] <= limit };
    let mut out = Vec::with_capacity(ring.len() + 4);
    let Some(mut before) = ring.last().copied() else { return out };
    for p in ring {
        if keeps(p) != keeps(&before) {
            out.push(crossing(before, *p, axis, limit));
        }
        if keeps(p) {
            out.push(*p);
        }
        before = *p;
    }
    out
}

fn crossing(a: P, b: P, axis: usize, limit: i64) -> P {
    // From the lesser end, so that both neighbours of an edge round to the same point.
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let t = (limit - a[axis]) as f64 / (b[axis] - a[axis]) as f64;
    let other = 1 - axis;
    let mut p = [0; 2];
    p[axis] = limit;
    p[other] = (a[other] as f64 + t * (b[other] - a[other]) as f64).round() as i64;
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &[P]) -> Vec<Vec<P>> {
        let mut out = Paths::default();
        clip_line(line, &mut out);
        out.iter().map(<[P]>::to_vec).collect()
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_parts() {
        let parts = parts(&[[0, 0], [9000, 0], [9000, 100], [0, 100]]);
        assert_eq!(parts, [vec![[0, 0], [4160, 0]], vec![[4160, 100], [0, 100]]]);
    }

    #[test]
    fn a_line_that_only_passes_by_is_nothing() {
        assert!(parts(&[[-9000, 0], [0, -9000]]).is_empty());
        assert_eq!(parts(&[[-9000, 50], [9000, 50]]), [vec![[-64, 50], [4160, 50]]]);
    }

    #[test]
    fn a_ring_crosses_covers_or_misses_the_tile() {
        let square = |x: i64, y: i64, side: i64| [[x, y], [x + side, y], [x + side, y + side], [x, y + side]];
        assert_eq!(cover(&square(-9000, -9000, 20_000)), Cover::Whole);
        assert_eq!(cover(&square(-9000, -9000, 8000)), Cover::Nothing);
        assert_eq!(cover(&square(-9000, -9000, 9500)), Cover::Crosses);
        assert_eq!(cover(&square(10, 10, 5)), Cover::Crosses);
        // A horseshoe round the tile.
        let shoe = [
            [-500, -500],
            [5000, -500],
            [5000, 5000],
            [-500, 5000],
            [-500, 4600],
            [4600, 4600],
            [4600, -300],
            [-500, -300],
        ];
        assert_eq!(cover(&shoe), Cover::Nothing);
    }

    #[test]
    fn a_ring_round_the_tile_becomes_the_buffered_tile() {
        let mut ring = vec![[-9000, -9000], [9000, -9000], [9000, 9000], [-9000, 9000]];
        clip_ring(&mut ring);
        ring.sort_unstable();
        assert_eq!(ring, [[-64, -64], [-64, 4160], [4160, -64], [4160, 4160]]);
    }
}
