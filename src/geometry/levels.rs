//! The lowest zoom that needs a vertex (Douglas-Peucker, all zooms at once).
//!
//! In: rings and lines in world units. Out: a zoom per vertex; the same stretch gets the same zooms in both
//! neighbours, because rings are cut where a third line joins and each piece is walked in one direction. Must not
//! know: features.

use super::world::{MAX_ZOOM, WorldPoint, shift};
use std::collections::HashSet;

/// A vertex further off the simplified line than so many tile units is kept (8 units are a pixel).
const TOLERANCE: f64 = 3.0;
/// Zoom of a vertex that no tile needs.
pub const NEVER: u8 = u8::MAX;

/// Where more than two ways meet.
#[derive(Debug, Default)]
pub struct Junctions(HashSet<WorldPoint>);

/// A side of a ring, seen from one of its ends.
pub type Side = [WorldPoint; 2];

/// Both views of every side of a closed ring (first point repeated at the end).
pub fn sides(ring: &[WorldPoint]) -> impl Iterator<Item = Side> {
    ring.windows(2)
        .filter(|pair| pair[0] != pair[1])
        .flat_map(|pair| [[pair[0], pair[1]], [pair[1], pair[0]]])
}

impl Junctions {
    /// Adds the points where more than two ways meet, from all sides at these points; empties `sides`.
    pub fn add(&mut self, sides: &mut Vec<Side>) {
        sides.sort_unstable();
        sides.dedup();
        let met = sides.chunk_by(|a, b| a[0] == b[0]).filter(|ways| ways.len() > 2);
        self.0.extend(met.map(|ways| ways[0][0]));
        sides.clear();
    }

    fn is_junction(&self, at: WorldPoint) -> bool {
        !self.0.is_empty() && self.0.contains(&at)
    }
}

/// Zooms of the vertices of an open line.
pub fn line_zooms(line: &[WorldPoint]) -> Vec<u8> {
    let mut zooms = vec![NEVER; line.len()];
    walk(line, &mut zooms);
    zooms
}

/// Zooms of the vertices of a closed ring (first point repeated at the end).
pub fn ring_zooms(ring: &[WorldPoint], junctions: &Junctions) -> Vec<u8> {
    let open = ring.len().saturating_sub(1);
    if open < 3 {
        return vec![0; ring.len()];
    }
    let mut cuts: Vec<usize> = (0..open).filter(|i| junctions.is_junction(ring[*i])).collect();
    if cuts.is_empty() {
        // A ring of its own: from its least vertex to the one furthest from it, whatever vertex the file starts with.
        let start = (0..open).min_by_key(|i| ring[*i]).unwrap_or_default();
        let far = (0..open)
            .max_by(|a, b| {
                let (da, db) = (distance(ring[*a], ring[start]), distance(ring[*b], ring[start]));
                da.total_cmp(&db).then(ring[*a].cmp(&ring[*b]))
            })
            .unwrap_or_default();
        cuts = vec![start.min(far), start.max(far)];
        cuts.dedup();
    }
    let mut zooms = vec![NEVER; ring.len()];
    for (n, start) in cuts.iter().enumerate() {
        let end = cuts.get(n + 1).copied().unwrap_or(cuts[0] + open);
        let indices: Vec<usize> = (*start..=end).map(|i| i % open).collect();
        let piece: Vec<WorldPoint> = indices.iter().map(|i| ring[*i]).collect();
        let mut own = vec![NEVER; piece.len()];
        walk(&piece, &mut own);
        indices.iter().zip(own).for_each(|(i, zoom)| zooms[*i] = zoom.min(zooms[*i]));
    }
    zooms[open] = zooms[0];
    zooms
}

/// Walks a piece in the direction that does not depend on who owns it.
fn walk(piece: &[WorldPoint], zooms: &mut [u8]) {
    if piece.iter().lt(piece.iter().rev()) {
        let reversed: Vec<WorldPoint> = piece.iter().rev().copied().collect();
        significance(&reversed, zooms);
        zooms.reverse();
    } else {
        significance(piece, zooms);
    }
}

fn significance(piece: &[WorldPoint], zooms: &mut [u8]) {
    let Some(last) = piece.len().checked_sub(1) else { return };
    zooms[0] = 0;
    zooms[last] = 0;
    let mut open = vec![(0, last, f64::INFINITY)];
    while let Some((from, to, limit)) = open.pop() {
        if to <= from + 1 {
            continue;
        }
        let mut furthest = (from + 1, -1.0);
        for i in from + 1..to {
            let off = off_segment(piece[i], piece[from], piece[to]);
            if off > furthest.1 {
                furthest = (i, off);
            }
        }
        let (middle, off) = (furthest.0, furthest.1.min(limit));
        zooms[middle] = zoom_for(off);
        open.push((from, middle, off));
        open.push((middle, to, off));
    }
}

/// The lowest zoom at which `off` world units are more than the tolerance.
fn zoom_for(off: f64) -> u8 {
    (0..=MAX_ZOOM).find(|z| off > TOLERANCE * f64::from(1u32 << shift(*z))).unwrap_or(NEVER)
}

fn distance(a: WorldPoint, b: WorldPoint) -> f64 {
    let (dx, dy) = (f64::from(a[0]) - f64::from(b[0]), f64::from(a[1]) - f64::from(b[1]));
    dx.hypot(dy)
}

fn off_segment(p: WorldPoint, a: WorldPoint, b: WorldPoint) -> f64 {
    let [px, py] = p.map(f64::from);
    let ([ax, ay], [bx, by]) = (a.map(f64::from), b.map(f64::from));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    if length == 0.0 {
        return (px - ax).hypot(py - ay);
    }
    let along = (((px - ax) * dx + (py - ay) * dy) / length).clamp(0.0, 1.0);
    (px - ax - along * dx).hypot(py - ay - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares that share a wavy edge, walked in opposite directions.
    fn neighbours() -> (Vec<WorldPoint>, Vec<WorldPoint>) {
        let far = 1 << 28;
        let edge: Vec<WorldPoint> =
            (0..=40u32).map(|i| [far + (i * 7919 % 13) * 400_000, far + i * 6_000_000]).collect();
        let (bottom, top) = (edge[0][1], edge[40][1]);
        let mut left = edge.clone();
        left.extend([[far / 2, top], [far / 2, bottom], edge[0]]);
        let mut right: Vec<WorldPoint> = edge.iter().rev().copied().collect();
        right.extend([[far * 3, bottom], [far * 3, top], edge[40]]);
        (left, right)
    }

    #[test]
    fn neighbours_keep_the_same_vertices_of_their_shared_edge_at_every_zoom() {
        let (left, right) = neighbours();
        let mut junctions = Junctions::default();
        junctions.add(&mut sides(&left).chain(sides(&right)).collect());
        let zooms_left = ring_zooms(&left, &junctions);
        let zooms_right = ring_zooms(&right, &junctions);
        for i in 0..=40 {
            assert_eq!(zooms_left[i], zooms_right[40 - i], "vertex {i}");
        }
        assert!(zooms_left.iter().any(|z| *z > 3) && zooms_left.contains(&0));
    }

    #[test]
    fn a_straight_stretch_needs_its_ends_only() {
        let line: Vec<WorldPoint> = (0..9u32).map(|i| [i * 1000, i * 1000]).collect();
        let zooms = line_zooms(&line);
        assert_eq!((zooms[0], zooms[8], zooms[4]), (0, 0, NEVER));
    }
}
