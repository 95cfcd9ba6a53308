//! From WGS 84 into a system and back.
//!
//! In: geometries. Out: geometries. Must not know: who asks.

use super::Crs;
use super::bbox::densified;
use crate::error::{Error, Result};
use crate::geometry::{Coord, Geom};
use geo::MapCoords;
use proj::Proj;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Easting of [`super::REACH_DEG`] on the equator, and a little more.
const REACH_M: f64 = 3_800_000.0;

thread_local! {
    /// PROJ's objects may not cross threads: each thread has its own, one per system and direction.
    static PROJECTIONS: RefCell<HashMap<(Crs, Direction), Proj>> = RefCell::default();
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Direction {
    Forward,
    Backward,
}

impl Crs {
    /// `geometry` (WGS 84, longitude first) in this system, in the order of its axes; metres to the millimetre.
    ///
    /// # Errors
    /// A place lies outside what the system can show.
    pub fn from_wgs84(self, geometry: &Geom) -> Result<Geom> {
        geometry.try_map_coords(|c| {
            let there = self.forward(c)?;
            Ok(if self.north_first() { Coord { x: there.y, y: there.x } } else { there })
        })
    }

    /// `geometry` of this system, in the order of its axes, as WGS 84, longitude first; edges that are straight here
    /// and bent there get more vertices.
    ///
    /// # Errors
    /// A place lies outside what the system can show.
    pub fn to_wgs84(self, geometry: &Geom) -> Result<Geom> {
        let turn = |c: Coord<f64>| if self.north_first() { Coord { x: c.y, y: c.x } } else { c };
        self.bent(&geometry.map_coords(turn))
    }

    /// `geometry` in easting, northing (or longitude, latitude) as longitude, latitude.
    pub(super) fn bent(self, geometry: &Geom) -> Result<Geom> {
        match self {
            Self::Crs84 | Self::Geographic(_) => Ok(geometry.clone()),
            Self::WebMercator => geometry.try_map_coords(|c| self.backward(c)),
            Self::GaussKrueger { .. } => densified(geometry).try_map_coords(|c| self.backward(c)),
        }
    }

    fn forward(self, c: Coord<f64>) -> Result<Coord<f64>> {
        let millimetres = |v: f64| (v * 1000.0).round() / 1000.0;
        if self.is_geographic() {
            return Ok(c);
        }
        self.convert(Direction::Forward, c).map(|c| Coord { x: millimetres(c.x), y: millimetres(c.y) })
    }

    /// Easting, northing to longitude, latitude.
    pub(super) fn backward(self, c: Coord<f64>) -> Result<Coord<f64>> {
        if self.is_in_reach(c) { self.convert(Direction::Backward, c) } else { Err(self.outside(c)) }
    }

    /// Whether easting and northing are metres of this system at all; swapped axes and a missing zone are not.
    fn is_in_reach(self, c: Coord<f64>) -> bool {
        match self {
            Self::Crs84 | Self::Geographic(_) => true,
            Self::WebMercator => c.x.abs() <= 20_037_509.0 && c.y.abs() <= 20_100_000.0,
            Self::GaussKrueger { zone, .. } => {
                let easting = c.x - f64::from(zone.unwrap_or(0)) * 1e6 - 500_000.0;
                easting.abs() <= REACH_M && c.y.abs() <= 10_010_000.0
            }
        }
    }

    fn outside(self, c: Coord<f64>) -> Error {
        let order = match self {
            Self::GaussKrueger { zone: Some(zone), .. } => {
                format!(
                    "northing, easting in metres are expected, the easting with the zone number {zone} before it"
                )
            }
            Self::GaussKrueger { zone: None, .. } => {
                "northing, easting in metres are expected, the easting without a zone number".to_owned()
            }
            _ => "easting, northing in metres are expected".to_owned(),
        };
        Error::Other(format!("easting {}, northing {} lies outside {}: {order}", c.x, c.y, self.uri()))
    }

    fn convert(self, direction: Direction, c: Coord<f64>) -> Result<Coord<f64>> {
        PROJECTIONS.with_borrow_mut(|known| {
            let proj = match known.entry((self, direction)) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => {
                    let made = Proj::new(&self.pipeline(direction));
                    entry.insert(made.map_err(|e| Error::Other(format!("PROJ: {e}")))?)
                }
            };
            let (x, y) = proj.convert((c.x, c.y)).map_err(|_| self.outside(c))?;
            if x.is_finite() && y.is_finite() { Ok(Coord { x, y }) } else { Err(self.outside(c)) }
        })
    }

    /// The projection for PROJ, between degrees and metres.
    fn pipeline(self, direction: Direction) -> String {
        let projection = match self {
            Self::Crs84 | Self::Geographic(_) => "+proj=noop".to_owned(),
            Self::WebMercator => "+proj=webmerc +ellps=WGS84".to_owned(),
            Self::GaussKrueger { meridian_deg, zone, .. } => {
                let false_easting = u32::from(zone.unwrap_or(0)) * 1_000_000 + 500_000;
                // The ellipsoid of CGCS2000: a 6378137, 1/f 298.257222101.
                format!("+proj=tmerc +lon_0={meridian_deg} +x_0={false_easting} +a=6378137 +rf=298.257222101")
            }
        };
        match direction {
            Direction::Forward => {
                format!("+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step {projection}")
            }
            Direction::Backward => {
                format!(
                    "+proj=pipeline +step +inv {projection} +step +proj=unitconvert +xy_in=rad +xy_out=deg"
                )
            }
        }
    }
}
