//! `bbox` in any system.
//!
//! In: numbers as text. Out: a box in degrees, or an area where the box is none in degrees. Must not know: who asks.

use super::Crs;
use crate::error::{Error, Result};
use crate::geometry::{Bounds, Coord, Geom};
use geo::{Densify, Euclidean};

/// Longest step along the edge of a box of metres, so that its straight edge stays within a metre when it is bent.
const STEP_M: f64 = 5_000.0;
/// Most steps along one edge.
const MOST_STEPS: f64 = 100.0;

/// A millimetre, by which a box is widened when it is converted.
const EDGE_DEG: f64 = 1e-8;
/// The same in metres.
const EDGE_M: f64 = 1e-3;

/// Where features are looked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A box of degrees.
    Box(Bounds),
    /// A box of a projected system, as degrees.
    Area(Geom),
}

/// A box from four numbers in the order of the axes of `crs` (or six with heights, which are left out). Where that order
/// is north first and the numbers can only be meant east first, as several clients send them for every system but
/// EPSG:4326, they are understood so; numbers that can be either are taken as the standard says.
///
/// # Errors
/// Not numbers, outside the world, the second corner before the first.
pub fn parse_bbox(text: &str, crs: Crs) -> Result<Place> {
    let corners = numbers(text, crs)?;
    let place = crs.place(corners).or_else(|message| match crs {
        Crs::Geographic(4490) | Crs::GaussKrueger { .. } => crs.place(turned(corners)).map_err(|_| message),
        _ => Err(message),
    });
    place.map_err(|message| Error::parameter("bbox", message))
}

fn turned(b: Bounds) -> Bounds {
    Bounds::new(b.south, b.west, b.north, b.east)
}

fn numbers(text: &str, crs: Crs) -> Result<Bounds> {
    let order = if crs.is_geographic() {
        if crs.north_first() {
            "south,west,north,east in degrees"
        } else {
            "west,south,east,north in degrees"
        }
    } else if crs.north_first() {
        "northing,easting,northing,easting in metres"
    } else {
        "easting,northing,easting,northing in metres"
    };
    let fail = |message: String| Error::parameter("bbox", message);
    let numbers = text
        .split(',')
        .map(|part| part.trim().parse::<f64>().ok().filter(|n| n.is_finite()))
        .collect::<Option<Vec<_>>>()
        .ok_or_else(|| fail(format!("\"{text}\" is not a list of numbers: {order}")))?;
    match numbers.as_slice() {
        [a, b, c, d] | [a, b, _, c, d, _] => Ok(Bounds::new(*a, *b, *c, *d)),
        other => Err(fail(format!("{} numbers, 4 or 6 expected: {order}", other.len()))),
    }
}

impl Crs {
    /// The box with these corners, still in the order of the axes.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn place(self, corners: Bounds) -> std::result::Result<Place, String> {
        // North first: what a plain box calls west is a southern edge.
        let plain = if self.north_first() { turned(corners) } else { corners };
        if plain.south > plain.north {
            return Err(format!("south {} lies above north {}", plain.south, plain.north));
        }
        match self {
            Self::Crs84 | Self::Geographic(_) => self.degrees(plain).map(Place::Box),
            Self::WebMercator => self.mercator(plain).map(Place::Box),
            Self::GaussKrueger { .. } if plain.west > plain.east => {
                Err(format!("west {} lies beyond east {}", plain.west, plain.east))
            }
            Self::GaussKrueger { .. } => self.area(plain).map(Place::Area),
        }
    }

    fn degrees(self, b: Bounds) -> std::result::Result<Bounds, String> {
        let order = if self.north_first() { "latitude first" } else { "longitude first" };
        if b.south.abs() > 90.0 || b.north.abs() > 90.0 {
            return Err(format!("a latitude lies outside -90 to 90: the order is {order}"));
        }
        if b.west.abs() > 180.0 || b.east.abs() > 180.0 {
            return Err(format!("a longitude lies outside -180 to 180: the order is {order}"));
        }
        Ok(b)
    }

    /// The edges of a box of Web Mercator are meridians and parallels.
    fn mercator(self, b: Bounds) -> std::result::Result<Bounds, String> {
        let corner = |x, y| self.backward(Coord { x, y }).map_err(|e| e.to_string());
        let (a, c) = (corner(b.west, b.south)?, corner(b.east, b.north)?);
        // What lies on an edge stays inside however the numbers were rounded on the way.
        let lat = |v: f64| v.clamp(-90.0, 90.0);
        Ok(Bounds::new(a.x - EDGE_DEG, lat(a.y - EDGE_DEG), c.x + EDGE_DEG, lat(c.y + EDGE_DEG)))
    }

    fn area(self, b: Bounds) -> std::result::Result<Geom, String> {
        let wide = Bounds::new(b.west - EDGE_M, b.south - EDGE_M, b.east + EDGE_M, b.north + EDGE_M);
        self.bent(&wide.geometry()).map_err(|e| e.to_string())
    }
}

/// `geometry` (metres) with more vertices, so that its edges can bend.
pub(super) fn densified(geometry: &Geom) -> Geom {
    let size_m = Bounds::of(geometry).map_or(0.0, |b| (b.east - b.west).max(b.north - b.south));
    let step_m = STEP_M.max(size_m / MOST_STEPS);
    match geometry {
        Geom::LineString(line) => Geom::LineString(Euclidean.densify(line, step_m)),
        Geom::MultiLineString(lines) => Geom::MultiLineString(Euclidean.densify(lines, step_m)),
        Geom::Polygon(area) => Geom::Polygon(Euclidean.densify(area, step_m)),
        Geom::MultiPolygon(areas) => Geom::MultiPolygon(Euclidean.densify(areas, step_m)),
        other => other.clone(),
    }
}
