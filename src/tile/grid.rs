//! Which part of the world a tile is.
//!
//! In: zoom, row, column; degrees. Out: integer world coordinates, boxes. Must not know: features.

use super::matrix::MatrixSet;
use crate::geometry::{Bounds, WORLD_BITS, WorldPoint, shift, world};
use std::f64::consts::PI;

/// Units along the side of a tile.
pub const EXTENT: i64 = 4096;
/// Units round a tile that its geometry goes on for.
pub const BUFFER: i64 = 64;

/// One tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileId {
    /// The set that it is a tile of.
    pub set: MatrixSet,
    /// Zoom, from 0.
    pub z: u8,
    /// Column, from the west.
    pub x: u32,
    /// Row, from the north.
    pub y: u32,
}

impl TileId {
    /// The tile of WebMercatorQuad; none outside the matrix or above its highest zoom.
    pub fn new(z: u8, x: u32, y: u32) -> Option<Self> {
        Self::of(MatrixSet::WebMercatorQuad, z, x, y)
    }

    /// The tile of `set`; none outside the matrix or above its highest zoom.
    pub fn of(set: MatrixSet, z: u8, x: u32, y: u32) -> Option<Self> {
        let inside = z <= set.max_zoom() && x < 1 << (z + set.finer()) && y < 1 << z;
        inside.then_some(Self { set, z, x, y })
    }

    /// The zoom of Web Mercator whose vertices the tile needs.
    pub fn detail(self) -> u8 {
        self.z + self.set.finer()
    }

    /// `p` in units of this tile, rounded; 0 to [`EXTENT`] inside it.
    pub fn local(self, p: WorldPoint) -> [i64; 2] {
        let shift = shift(self.detail());
        let half = 1i64 << (shift - 1);
        let unit = |v: u32, tile: u32| ((i64::from(v) + half) >> shift) - i64::from(tile) * EXTENT;
        let y = match self.set {
            MatrixSet::WebMercatorQuad => unit(p[1], self.y),
            MatrixSet::WorldCrs84Quad => self.row_unit(latitude(f64::from(p[1]) / 4_294_967_296.0)),
        };
        [unit(p[0], self.x), y]
    }

    /// Units from the northern edge of a tile of latitudes.
    fn row_unit(self, lat: f64) -> i64 {
        self.row_units(lat).round() as i64 - i64::from(self.y) * EXTENT
    }

    /// Units from the north pole at this zoom.
    fn row_units(self, lat: f64) -> f64 {
        (90.0 - lat) / 180.0 * f64::from(1u32 << self.z) * EXTENT as f64
    }

    /// `p` in whole units of this tile, if it belongs to it: each point belongs to one tile of a zoom.
    pub fn own(self, p: WorldPoint) -> Option<[i64; 2]> {
        let unit = |v: u32, tile: u32| (i64::from(v) >> shift(self.detail())) - i64::from(tile) * EXTENT;
        let y = match self.set {
            MatrixSet::WebMercatorQuad => unit(p[1], self.y),
            MatrixSet::WorldCrs84Quad => {
                let lat = latitude(f64::from(p[1]) / 4_294_967_296.0);
                self.row_units(lat).floor() as i64 - i64::from(self.y) * EXTENT
            }
        };
        let at = [unit(p[0], self.x), y];
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
        let share = |tile: u32, offset: i64, zoom: u8| {
            let side = f64::from(1u32 << zoom) * EXTENT as f64;
            ((i64::from(tile) * EXTENT + offset) as f64 / side).clamp(0.0, 1.0)
        };
        let lon = |offset| longitude(share(self.x, offset, self.detail()));
        let lat = |offset| match self.set {
            MatrixSet::WebMercatorQuad => latitude(share(self.y, offset, self.z)),
            MatrixSet::WorldCrs84Quad => 90.0 - 180.0 * share(self.y, offset, self.z),
        };
        Bounds::new(lon(-buffer), lat(EXTENT + buffer), lon(EXTENT + buffer), lat(-buffer))
    }

    /// First and last column, first and last row of the tiles of zoom `z` of `set` that meet `bounds`.
    pub fn limits(set: MatrixSet, z: u8, bounds: Bounds) -> [u32; 4] {
        let cell = |v: u32, zoom: u8| v.checked_shr(WORLD_BITS - u32::from(zoom)).unwrap_or(0);
        let [west, north] = world(bounds.west, bounds.north);
        let [east, south] = world(bounds.east, bounds.south);
        let row = |lat: f64, mercator: u32| match set {
            MatrixSet::WebMercatorQuad => cell(mercator, z),
            MatrixSet::WorldCrs84Quad => {
                let rows = 1u32 << z;
                (((90.0 - lat) / 180.0 * f64::from(rows)) as u32).min(rows - 1)
            }
        };
        let columns = z + set.finer();
        [cell(west, columns), cell(east, columns), row(bounds.north, north), row(bounds.south, south)]
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
        let [column, _, row, _] =
            TileId::limits(MatrixSet::WebMercatorQuad, 8, Bounds::new(111.75, 40.84, 111.75, 40.84));
        assert_eq!((column, row), (207, 96));
        let bounds = TileId::new(8, 207, 96).map(TileId::bounds);
        assert!(bounds.is_some_and(|b| b.covers(Bounds::new(111.75, 40.84, 111.75, 40.84))));
    }

    #[test]
    fn a_tile_of_latitudes_is_a_square_of_degrees() {
        let set = MatrixSet::WorldCrs84Quad;
        // At zoom 5 a tile is 5.625 degrees wide: 111.75 E lies in column 51, 40.84 N in row 8.
        let [column, last, row, _] = TileId::limits(set, 5, Bounds::new(111.75, 40.84, 111.75, 40.84));
        assert_eq!((column, last, row), (51, 51, 8));
        let tile = TileId::of(set, 5, 51, 8).expect("inside");
        assert_eq!(tile.bounds(), Bounds::new(106.875, 39.375, 112.5, 45.0));
        let [x, y] = tile.local(world(111.75, 40.84));
        assert_eq!([x, y], [3550, 3029]);
        assert!(TileId::of(set, 5, 63, 31).is_some() && TileId::of(set, 5, 64, 31).is_none());
        assert!(TileId::of(set, 5, 63, 32).is_none() && TileId::of(set, 14, 0, 0).is_none());
    }

    #[test]
    fn outside_the_matrix_is_no_tile() {
        assert!(TileId::new(3, 8, 0).is_none());
        assert!(TileId::new(15, 0, 0).is_none());
    }

    #[test]
    fn the_whole_world_is_tile_zero() {
        let bounds = TileId::new(0, 0, 0).map(TileId::bounds);
        assert!(bounds.is_some_and(|b| (b.north - 85.051_128_78).abs() < 1e-6 && b.west == -180.0));
    }
}
