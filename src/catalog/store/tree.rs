//! A packed R-tree over leaves in Hilbert order.
//!
//! In: boxes in 10^-7 degrees. Out: for a box: stretches of leaves that certainly lie inside it, and single leaves whose
//! box meets it. Must not know: features.
//!
//! Why not `rstar`: its tree is pointers in memory, so that opening a million boxes means building it; a packed one is
//! an array in the file. Nodes have no pointers either: the children of node i are 16 i .. 16 i + 15 of the level
//! below, and so a node stands for one stretch of leaves. A count over a box therefore touches only the nodes along
//! the edge of the box, however many leaves lie inside.

use super::bytes::i32_at;
use std::ops::Range;

/// Children of a node.
pub const WIDTH: usize = 16;

/// West, south, east, north in 10^-7 degrees.
pub type Box7 = [i32; 4];

/// The levels above `leaves`, after them.
pub fn pack(leaves: &[Box7]) -> Vec<Box7> {
    let mut boxes = leaves.to_vec();
    let mut level = 0..leaves.len();
    while level.len() > 1 {
        let parents: Vec<Box7> = boxes[level.clone()].chunks(WIDTH).map(union).collect();
        level = boxes.len()..boxes.len() + parents.len();
        boxes.extend(parents);
    }
    boxes
}

fn union(boxes: &[Box7]) -> Box7 {
    let grow = |a: Box7, b: &Box7| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    boxes.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], grow)
}

/// What a search finds, in the order of the leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hit {
    /// Leaves whose boxes lie inside.
    Inside(Range<usize>),
    /// A leaf whose box meets the edge.
    Edge(usize),
}

/// A tree in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Tree<'a> {
    boxes: &'a [u8],
    leaves: usize,
}

impl<'a> Tree<'a> {
    /// The tree of `leaves` leaves in `boxes`, as [`pack`] made it.
    pub fn new(boxes: &'a [u8], leaves: usize) -> Self {
        Self { boxes, leaves }
    }

    fn node(self, index: usize) -> Box7 {
        [0, 1, 2, 3].map(|side| i32_at(self.boxes, index * 4 + side))
    }

    /// Calls `found` for all leaves whose box meets `outer`; those inside `inner` come as stretches.
    pub fn search(self, outer: Box7, inner: Box7, found: &mut impl FnMut(Hit)) {
        let mut levels = vec![(0, self.leaves)];
        while let Some((start, count)) = levels.last().copied().filter(|(_, count)| *count > 1) {
            levels.push((start + count, count.div_ceil(WIDTH)));
        }
        if self.leaves > 0 {
            self.visit(&levels, levels.len() - 1, 0, (outer, inner), found);
        }
    }

    fn visit(
        self,
        levels: &[(usize, usize)],
        level: usize,
        index: usize,
        (outer, inner): (Box7, Box7),
        found: &mut impl FnMut(Hit),
    ) {
        let own = self.node(levels[level].0 + index);
        if own[0] > outer[2] || outer[0] > own[2] || own[1] > outer[3] || outer[1] > own[3] {
            return;
        }
        let inside = own[0] >= inner[0] && own[1] >= inner[1] && own[2] <= inner[2] && own[3] <= inner[3];
        if inside {
            let below = WIDTH.pow(level as u32);
            found(Hit::Inside(index * below..((index + 1) * below).min(self.leaves)));
        } else if level == 0 {
            found(Hit::Edge(index));
        } else {
            let last = ((index + 1) * WIDTH).min(levels[level - 1].1);
            for child in index * WIDTH..last {
                self.visit(levels, level - 1, child, (outer, inner), found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_what_looking_at_every_box_finds() {
        let mut seed = 3u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % below) as i32
        };
        for count in [0usize, 1, 15, 16, 17, 300, 5000] {
            let leaves: Vec<Box7> = (0..count)
                .map(|_| {
                    let (x, y) = (random(1000), random(1000));
                    [x, y, x + random(30), y + random(30)]
                })
                .collect();
            let bytes: Vec<u8> = pack(&leaves).iter().flatten().flat_map(|v| v.to_le_bytes()).collect();
            let tree = Tree::new(&bytes, count);
            for _ in 0..50 {
                let (x, y) = (random(1000), random(1000));
                let wanted = [x, y, x + random(500), y + random(500)];
                let mut found = Vec::new();
                tree.search(wanted, wanted, &mut |hit| match hit {
                    Hit::Inside(range) => found.extend(range),
                    Hit::Edge(leaf) => found.push(leaf),
                });
                let meets = |b: &Box7| {
                    b[0] <= wanted[2] && wanted[0] <= b[2] && b[1] <= wanted[3] && wanted[1] <= b[3]
                };
                let expected: Vec<usize> = (0..count).filter(|n| meets(&leaves[*n])).collect();
                assert_eq!(found, expected);
            }
        }
    }
}
