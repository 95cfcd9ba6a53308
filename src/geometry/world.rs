//! The world as whole numbers: what tiles are cut from, and an order that keeps near things together.
//!
//! In: degrees. Out: world units (web Mercator), Hilbert numbers. Must not know: tiles, features.

use std::f64::consts::PI;

/// A point of the world: 2^32 units from 180 W, and from the northern edge of the projection.
pub type WorldPoint = [u32; 2];

/// The highest zoom that is served; pages draw higher ones from it.
pub const MAX_ZOOM: u8 = 14;
/// Bits of a world coordinate.
pub const WORLD_BITS: u32 = 32;
/// Bits of the units along the side of a tile.
pub const EXTENT_BITS: u32 = 12;

/// World units per tile unit at zoom `z`, as a shift.
pub fn shift(z: u8) -> u32 {
    WORLD_BITS - EXTENT_BITS - u32::from(z)
}

/// Degrees to world units; latitudes beyond the projection are moved to its edge.
pub fn world(lon: f64, lat: f64) -> WorldPoint {
    let x = (lon + 180.0) / 360.0;
    let sine = lat.to_radians().sin().clamp(-0.999_999, 0.999_999);
    let y = 0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI);
    let unit = |v: f64| (v * 4_294_967_296.0).round().clamp(0.0, 4_294_967_295.0) as u32;
    [unit(x), unit(y)]
}

/// Place of `p` on the Hilbert curve of `bits` bits a side, of its highest bits.
pub fn hilbert(p: WorldPoint, bits: u32) -> u64 {
    let [mut x, mut y] = p.map(|v| v >> (WORLD_BITS - bits));
    let mut number = 0u64;
    for level in (0..bits).rev() {
        let side = 1u32 << level;
        let (right, low) = (u32::from(x & side > 0), u32::from(y & side > 0));
        number = number << 2 | u64::from((3 * right) ^ low);
        // Turn the quadrant so that the curve goes on where it left the last one.
        if low == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    number
}

/// The cell at a place of the Hilbert curve of `bits` bits a side.
pub fn hilbert_cell(number: u64, bits: u32) -> WorldPoint {
    let [mut x, mut y] = [0u32; 2];
    for level in 0..bits {
        let quadrant = number >> (2 * level);
        let right = (quadrant >> 1) as u32 & 1;
        let low = (quadrant as u32 & 1) ^ right;
        let side = 1u32 << level;
        if low == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        x += side * right;
        y += side * low;
    }
    [x, y]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hilbert_curve_visits_every_cell_once_and_steps_to_a_neighbour() {
        let cell = |x: u32, y: u32| hilbert([x << 29, y << 29], 3);
        let mut cells: Vec<(u64, i64, i64)> = (0..8)
            .flat_map(|x| (0..8).map(move |y| (x, y)))
            .map(|(x, y)| (cell(x, y), i64::from(x), i64::from(y)))
            .collect();
        cells.sort_unstable();
        assert!(cells.iter().enumerate().all(|(n, c)| c.0 == n as u64));
        let back = |c: &(u64, i64, i64)| hilbert_cell(c.0, 3).map(i64::from) == [c.1, c.2];
        assert!(cells.iter().all(back));
        assert!(cells.windows(2).all(|w| (w[0].1 - w[1].1).abs() + (w[0].2 - w[1].2).abs() == 1));
        // The order of PMTiles at zoom 1: 0/0, 0/1, 1/1, 1/0 (column/row).
        let first = [[0, 0], [0, 1], [1, 1], [1, 0]].map(|[x, y]: [u32; 2]| hilbert([x << 31, y << 31], 1));
        assert_eq!(first, [0, 1, 2, 3]);
    }

    #[test]
    fn the_middle_of_the_world_is_the_middle_of_its_units() {
        assert_eq!(world(0.0, 0.0), [1 << 31, 1 << 31]);
    }
}
