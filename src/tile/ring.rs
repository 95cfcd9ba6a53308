//! Whether a small ring is simple, fast.
//!
//! In: open rings in tile units. Out: truth; false may also mean "too long to say here". Must not know: features.

use super::paths::P;

/// Rings of more corners are left to the sweep of `geometry::area_problem`.
const CORNERS: usize = 48;

/// Whether no two sides of the ring (open, no point twice in a row) share a point but where they follow each other.
pub fn is_simple(ring: &[P]) -> bool {
    let count = ring.len();
    if !(3..=CORNERS).contains(&count) {
        return false;
    }
    let side = |n: usize| (ring[n], ring[(n + 1) % count]);
    for n in 0..count {
        let (a, b) = side(n);
        // The side after this one must not run back on it.
        let (_, c) = side((n + 1) % count);
        if turn(a, b, c) == 0 && (c[0] - b[0]) * (a[0] - b[0]) + (c[1] - b[1]) * (a[1] - b[1]) > 0 {
            return false;
        }
        for m in n + 2..count {
            let is_neighbour = n == 0 && m == count - 1;
            if !is_neighbour && meet((a, b), side(m)) {
                return false;
            }
        }
    }
    true
}

fn turn(a: P, b: P, c: P) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

fn meet((a, b): (P, P), (c, d): (P, P)) -> bool {
    let apart = |axis: usize| {
        a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])
    };
    if apart(0) || apart(1) {
        return false;
    }
    // The boxes overlap: they share a point unless one lies strictly on one side of the other.
    let splits = |(a, b): (P, P), (c, d): (P, P)| turn(a, b, c).signum() * turn(a, b, d).signum() <= 0;
    splits((a, b), (c, d)) && splits((c, d), (a, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{LineString, Polygon, area_problem};
    use geo_types::Coord;

    #[test]
    fn it_agrees_with_the_sweep_on_many_random_rings() {
        let mut seed = 5u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((seed >> 33) % below) as i64
        };
        let mut simple = 0;
        for _ in 0..5000 {
            let mut ring: Vec<P> = (0..3 + random(5)).map(|_| [random(12), random(12)]).collect();
            ring.dedup();
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
            if ring.len() < 3 {
                continue;
            }
            let line: LineString<f64> =
                ring.iter().map(|p| Coord { x: p[0] as f64, y: p[1] as f64 }).collect();
            assert_eq!(is_simple(&ring), area_problem(&Polygon::new(line, vec![])).is_none(), "{ring:?}");
            simple += usize::from(is_simple(&ring));
        }
        assert!(simple > 500);
    }
}
