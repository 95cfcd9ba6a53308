//! The datum of coordinates that leave the system.
//!
//! In: WGS 84 longitude and latitude, degrees. Out: the same in WGS 84, or shifted into GCJ-02. Must not know: who asks.

use super::{Coord, Geometry};
use crate::error::{Error, Result};
use geo::MapCoords;
use geocoordinates::Wgs84;
use std::str::FromStr;

/// The datum of the coordinates that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Datum {
    /// WGS 84, which CGCS2000 equals at our accuracy.
    #[default]
    Wgs84,
    /// GCJ-02, the shifted coordinates of public maps in China; whatever carries them says so.
    Gcj02,
}

impl FromStr for Datum {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "wgs84" => Ok(Self::Wgs84),
            "gcj02" => Ok(Self::Gcj02),
            _ => Err(Error::parameter("datum", format!("\"{word}\" is not one of: wgs84 gcj02"))),
        }
    }
}

impl Datum {
    /// A point, `[lon, lat]`, from WGS 84 into this datum; outside China both are the same.
    pub fn point(self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let shifted = match self {
            Self::Wgs84 => None,
            Self::Gcj02 => Wgs84::new(lat, lon).try_to_gcj02().ok(),
        };
        shifted.map_or([lon, lat], |p| [p.lon, p.lat])
    }

    /// A geometry from WGS 84 into this datum.
    pub fn geometry(self, geometry: &Geometry<f64>) -> Geometry<f64> {
        geometry.map_coords(|c| Coord::from(self.point([c.x, c.y])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::distance_m;

    #[test]
    fn hohhot_is_shifted_by_half_a_kilometre_and_ulaanbaatar_not_at_all() {
        let hohhot = [111.75, 40.84];
        let shift_m = distance_m(hohhot, Datum::Gcj02.point(hohhot));
        assert!((400.0..800.0).contains(&shift_m), "{shift_m}");
        assert_eq!(Datum::Wgs84.point(hohhot), hohhot);
        assert_eq!(Datum::Gcj02.point([0.0, 51.5]), [0.0, 51.5]);
    }
}
