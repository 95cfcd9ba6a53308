//! Geometry shared by all stages: WGS 84 longitude/latitude in degrees unless a name says metres.
//!
//! In: geometries of `geo-types`. Out: measures, boxes, label points. Must not know: files, HTTP, place names.

pub use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

/// Any geometry, coordinates in degrees, longitude first.
pub type Geom = Geometry<f64>;
