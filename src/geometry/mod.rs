//! Geometry shared by all stages: WGS 84 longitude/latitude in degrees unless a name says metres.
//!
//! In: geometries of `geo-types`. Out: measures, boxes, label points, validity, GeoJSON. Must not know: files, HTTP,
//! place names.

mod banks;
mod bounds;
mod datum;
mod geojson;
mod label;
mod levels;
mod measure;
mod relation;
mod shape;
mod validity;
mod world;

pub use banks::{HUGS_M, bank_changes, run_inside_m};
pub use bounds::Bounds;
pub use datum::Datum;
pub use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
pub use geojson::GeometryJson;
pub use label::label_point;
pub use levels::{Junctions, NEVER, Side, line_zooms, ring_zooms, sides};
pub use measure::{distance_m, distance_to_m, drawn_length_km, length_m};
pub use relation::SpatialRelation;
pub use shape::{kind_word, oriented, outside_world, problem, rounded, simplified};

pub use validity::{area_problem, multi_problem};
pub use world::{EXTENT_BITS, MAX_ZOOM, WORLD_BITS, WorldPoint, hilbert, hilbert_cell, shift, world};

/// Any geometry, coordinates in degrees, longitude first.
pub type Geom = Geometry<f64>;
