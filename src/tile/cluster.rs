//! Points that are near each other, as one.
//!
//! In: points of features in world units. Out: for each cell of a tile that holds any: where, how many, the first.
//! Each point belongs to one tile only, so that the counts of all tiles of a zoom add up to the number of points. Must
//! not know: properties.

use super::grid::TileId;
use super::paths::P;
use crate::geometry::WorldPoint;
use std::collections::BTreeMap;

/// Bits of the side of a cell: 512 units, 64 pixels.
const CELL_BITS: u32 = 9;

/// Points of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cluster {
    /// How many.
    pub count: usize,
    /// Position of the first in its collection.
    pub first: usize,
    /// Their middle, tile units.
    pub at: P,
}

/// The clusters of a tile while points come in.
#[derive(Debug)]
pub struct Clusters {
    tile: TileId,
    cells: BTreeMap<(i64, i64), Cluster>,
}

impl Clusters {
    /// No points yet.
    pub fn new(tile: TileId) -> Self {
        Self { tile, cells: BTreeMap::new() }
    }

    /// Takes the point of the feature at `position`, if it lies in the tile and not in its buffer.
    pub fn add(&mut self, position: usize, point: WorldPoint) {
        let Some(at) = self.tile.own(point) else { return };
        let cell = (at[1] >> CELL_BITS, at[0] >> CELL_BITS);
        let cluster = self.cells.entry(cell).or_insert(Cluster { count: 0, first: position, at: [0, 0] });
        cluster.count += 1;
        // The sum for now.
        cluster.at = [cluster.at[0] + at[0], cluster.at[1] + at[1]];
    }

    /// The clusters, row by row.
    pub fn finish(self) -> impl Iterator<Item = Cluster> {
        self.cells.into_values().map(|c| Cluster { at: c.at.map(|sum| sum / c.count as i64), ..c })
    }
}
