//! WebMercatorQuad: which part of the world a tile is.
//!
//! In: zoom, row, column; degrees. Out: integer world coordinates, boxes. Must not know: features.

use crate::geometry::{Bounds, MAX_ZOOM, WORLD_BITS, WorldPoint, shift, world};
use std::f64::consts::PI;

/// Units along the side of a tile.
pub const EXTENT: i64 = 4096;
/// Units round a tile that its geometry goes on for.
pub const BUFFER: i64 = 64;
/// One tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    /// Zoom, 0 to [`MAX_ZOOM`].
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

impl TileId {
    /// The tile; none outside the matrix or above [`MAX_ZOOM`].
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        (z <= MAX_ZOOM && x < 1 << z && y < 1 << z).then_some(Self { z, x, y })
    }

    /// `p` in units of this tile, rounded; 0 to [`EXTENT`] inside it.
    pub fn local(self, p: WorldPoint) -> [i64; 2] {
        let shift = shift(self.z);
        let half = 1i64 << (shift - 1);
        let unit = |v: u32, tile: u32| ((i64::from(v) + half) >> shift) - i64::from(tile) * EXTENT;
        [unit(p[0], self.x), unit(p[1], self.y)]
    }

    /// `p` in whole units of this tile, if it belongs to it: each point belongs to one tile of a zoom.
    pub fn own(self, p: WorldPoint) -> Option<[i64; 2]> {
        let unit = |v: u32, tile: u32| (i64::from(v) >> shift(self.z)) - i64::from(tile) * EXTENT;
        let at = [unit(p[0], self.x), unit(p[1], self.y)];
        at.iter().all(|v| (0..EXTENT).contains(v)).then_some(at)
    }

    /// The tile in degrees.
    pub fn bounds(self) -> Bounds {
        self.bounds_and(0)
    }

    /// The tile and its buffer of 64 units round it, in degrees.
    pub fn bounds_with_buffer(self) -> Bounds {
        self.bounds_and(BUFFER)
    }

    fn bounds_and(self, buffer: i64) -> Bounds {
        let side = f64::from(1u32 << self.z) * EXTENT as f64;
        let at = |tile: u32, offset: i64| ((i64::from(tile) * EXTENT + offset) as f64 / side).clamp(0.0, 1.0);
        Bounds::new(
            longitude(at(self.x, -buffer)),
            latitude(at(self.y, EXTENT + buffer)),
            longitude(at(self.x, EXTENT + buffer)),
            latitude(at(self.y, -buffer)),
        )
    }

    /// First and last column, first and last row of the tiles of zoom `z` that meet `bounds`.
    pub fn limits(z: u8, bounds: Bounds) -> [u32; 4] {
        let last = (1u32 << z) - 1;
        let cell = |v: u32| (v >> (WORLD_BITS - u32::from(z.max(1)))).min(last);
        let cell = |v: u32| if z == 0 { 0 } else { cell(v) };
        let [west, north] = world(bounds.west, bounds.north);
        let [east, south] = world(bounds.east, bounds.south);
        [cell(west), cell(east), cell(north), cell(south)]
    }
}

fn longitude(x: f64) -> f64 {
    x * 360.0 - 180.0
}

fn latitude(y: f64) -> f64 {
    (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hohhot_lies_where_other_maps_have_it() {
        // 呼和浩特 at zoom 8: column 207, row 96 in every WebMercatorQuad map.
        let [column, _, row, _] = TileId::limits(8, Bounds::new(111.75, 40.84, 111.75, 40.84));
        assert_eq!((column, row), (207, 96));
        let bounds = TileId::new(8, 207, 96).map(TileId::bounds);
        assert!(bounds.is_some_and(|b| b.covers(Bounds::new(111.75, 40.84, 111.75, 40.84))));
    }

    #[test]
    fn outside_the_matrix_is_no_tile() {
        assert!(TileId::new(3, 8, 0).is_none());
        assert!(TileId::new(MAX_ZOOM + 1, 0, 0).is_none());
    }

    #[test]
    fn the_whole_world_is_tile_zero() {
        let bounds = TileId::new(0, 0, 0).map(TileId::bounds);
        assert!(bounds.is_some_and(|b| (b.north - 85.051_128_78).abs() < 1e-6 && b.west == -180.0));
    }
}
