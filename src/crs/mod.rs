//! Reference systems of answers and requests.
//!
//! In: URIs, geometries. Out: geometries from WGS 84 longitude/latitude into a system and back. Must not know: features,
//! HTTP.
//!
//! The systems are CRS84, WGS 84, CGCS2000 and Web Mercator, and the CGCS2000 Gauss-Krueger systems over the region.
//! CGCS2000 longitude and latitude equal WGS 84 at our accuracy. Each projection is given to PROJ by its parameters, not
//! by its code: no database is looked up, so that the executable works wherever it lies (a test compares with PROJ's
//! database). Coordinates stand in the order of the axes that EPSG gives: latitude, longitude for 4326 and 4490;
//! northing, easting for Gauss-Krueger.

mod bbox;
mod project;

pub use bbox::{Place, parse_bbox};

use crate::error::{Error, Result};
use crate::geometry::Bounds;

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
/// Degrees from its central meridian to which a Gauss-Krueger system is served; made for 3, it is exact much farther.
const REACH_DEG: f64 = 32.0;
/// Latitude to which Web Mercator is served.
const MERCATOR_DEG: f64 = 85.06;

/// A reference system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Crs {
    /// WGS 84, longitude first: what everything is stored in.
    #[default]
    Crs84,
    /// EPSG:4326 or EPSG:4490, latitude first.
    Geographic(u16),
    /// EPSG:3857.
    WebMercator,
    /// A CGCS2000 Gauss-Krueger system, northing first.
    GaussKrueger {
        /// Its code.
        epsg: u16,
        /// Its central meridian, degrees east.
        meridian_deg: u16,
        /// The number of its zone, where eastings begin with it.
        zone: Option<u16>,
    },
}

impl Crs {
    /// Every system, CRS84 first.
    pub fn all() -> impl Iterator<Item = Self> {
        let first = [Self::Crs84, Self::Geographic(4326), Self::WebMercator, Self::Geographic(4490)];
        let six = |epsg, zone: u16, numbered| gauss_krueger(epsg, 6 * zone - 3, zone, numbered);
        let three = |epsg, zone: u16, numbered| gauss_krueger(epsg, 3 * zone, zone, numbered);
        first
            .into_iter()
            .chain((4495..=4499).map(move |epsg| six(epsg, epsg - 4478, true)))
            .chain((4506..=4510).map(move |epsg| six(epsg, epsg - 4489, false)))
            .chain((4520..=4530).map(move |epsg| three(epsg, epsg - 4488, true)))
            .chain((4541..=4551).map(move |epsg| three(epsg, epsg - 4509, false)))
    }

    /// The systems in which a collection inside `bounds` is served; CRS84 alone if its features have no geometry.
    pub fn serving(has_geometry: bool, bounds: Option<Bounds>) -> impl Iterator<Item = Self> {
        let all = Self::all().filter(move |crs| bounds.is_none_or(|b| crs.covers(b)));
        all.take(if has_geometry { usize::MAX } else { 1 })
    }

    /// The system of `text`: its URI, or `EPSG:4547` in one of the forms in use.
    ///
    /// # Errors
    /// There is no such system here.
    pub fn parse(parameter: &str, text: &str) -> Result<Self> {
        let plain = text.trim_start_matches('[').trim_end_matches(']');
        let code = [EPSG, "https://www.opengis.net/def/crs/EPSG/0/", "urn:ogc:def:crs:EPSG::", "EPSG:"]
            .iter()
            .find_map(|start| plain.strip_prefix(start));
        let found = match code {
            Some(code) => Self::all().find(|crs| crs.epsg().is_some_and(|epsg| epsg.to_string() == code)),
            None => {
                [CRS84, "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"].contains(&plain).then_some(Self::Crs84)
            }
        };
        found.ok_or_else(|| {
            let known: Vec<String> =
                Self::all().filter_map(Self::epsg).map(|code| code.to_string()).collect();
            let known = known.join(" ");
            Error::parameter(
                parameter,
                format!("\"{text}\" is not one of: {CRS84}, {EPSG} and one of {known}"),
            )
        })
    }

    /// Its code; none for CRS84.
    pub fn epsg(self) -> Option<u16> {
        match self {
            Self::Crs84 => None,
            Self::Geographic(epsg) | Self::GaussKrueger { epsg, .. } => Some(epsg),
            Self::WebMercator => Some(3857),
        }
    }

    /// Its URI.
    pub fn uri(self) -> String {
        self.epsg().map_or_else(|| CRS84.to_owned(), |code| format!("{EPSG}{code}"))
    }

    /// Whether latitude or northing stands first.
    pub fn north_first(self) -> bool {
        matches!(self, Self::Geographic(_) | Self::GaussKrueger { .. })
    }

    /// Whether it is longitude and latitude in some order.
    pub fn is_geographic(self) -> bool {
        matches!(self, Self::Crs84 | Self::Geographic(_))
    }

    /// Whether everything inside `bounds` can be shown in it.
    pub fn covers(self, bounds: Bounds) -> bool {
        match self {
            Self::Crs84 | Self::Geographic(_) => true,
            Self::WebMercator => bounds.south >= -MERCATOR_DEG && bounds.north <= MERCATOR_DEG,
            Self::GaussKrueger { meridian_deg, .. } => {
                let middle = f64::from(meridian_deg);
                bounds.west <= bounds.east
                    && [bounds.west, bounds.east].iter().all(|lon| (lon - middle).abs() <= REACH_DEG)
            }
        }
    }
}

fn gauss_krueger(epsg: u16, meridian_deg: u16, zone: u16, numbered: bool) -> Crs {
    Crs::GaussKrueger { epsg, meridian_deg, zone: numbered.then_some(zone) }
}

#[cfg(test)]
mod tests;
