//! A plane round the place that is screened, and shapes on it in metres.
//!
//! The plane is azimuthal equidistant on the WGS 84 ellipsoid: distances and directions from its centre are true, and a
//! circle 750 km from it is stretched by 0.23 %. Shapes are only cut and widened here; lengths and areas are measured on
//! the ellipsoid after the way back.

use crate::geometry::{Coord, Geom, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use geo::line_measures::{Densify, Euclidean, Geodesic, Length};
use geo::{BoundingRect, CoordsIter, GeodesicArea, MapCoords};
use geographiclib_rs::{DirectGeodesic, Geodesic as Ellipsoid, InverseGeodesic};

/// Straight lines of longitude and latitude are cut into pieces of at most so many degrees (under 6 km), so that they
/// stay where they were: within 2 m.
const PIECE_DEG: f64 = 0.05;

/// The plane.
#[derive(Debug)]
pub struct Plane {
    lon: f64,
    lat: f64,
    ellipsoid: Ellipsoid,
}

/// Points, lines and areas; metres on a [`Plane`].
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Points.
    pub points: MultiPoint<f64>,
    /// Lines.
    pub lines: MultiLineString<f64>,
    /// Areas.
    pub areas: MultiPolygon<f64>,
}

impl Plane {
    /// A plane round the middle of `geometry` (degrees); none for an empty geometry.
    pub fn round(geometry: &Geom) -> Option<Self> {
        let centre = geometry.bounding_rect()?.center();
        Some(Self { lon: centre.x, lat: centre.y, ellipsoid: Ellipsoid::wgs84() })
    }

    fn down(&self, c: Coord<f64>) -> Coord<f64> {
        let (distance_m, azimuth, _, _) = self.ellipsoid.inverse(self.lat, self.lon, c.y, c.x);
        let (sin, cos) = azimuth.to_radians().sin_cos();
        Coord { x: distance_m * sin, y: distance_m * cos }
    }

    fn up(&self, c: Coord<f64>) -> Coord<f64> {
        let (lat, lon) =
            self.ellipsoid.direct(self.lat, self.lon, c.x.atan2(c.y).to_degrees(), c.x.hypot(c.y));
        Coord { x: lon, y: lat }
    }

    /// `geometry` (degrees) on the plane.
    pub fn shape(&self, geometry: &Geom) -> Shape {
        let mut shape = Shape::empty();
        shape.add(geometry);
        let down = |c| self.down(c);
        Shape {
            points: shape.points.map_coords(down),
            lines: Euclidean.densify(&shape.lines, PIECE_DEG).map_coords(down),
            areas: Euclidean.densify(&shape.areas, PIECE_DEG).map_coords(down),
        }
    }

    /// Geodesic length of `lines` of the plane, metres.
    pub fn length_m(&self, lines: &MultiLineString<f64>) -> f64 {
        Geodesic.length(&lines.map_coords(|c| self.up(c)))
    }

    /// Geodesic area of `areas` of the plane, square metres.
    pub fn area_m2(&self, areas: &MultiPolygon<f64>) -> f64 {
        areas.map_coords(|c| self.up(c)).geodesic_area_unsigned()
    }
}

impl Shape {
    fn empty() -> Self {
        Self {
            points: MultiPoint(Vec::new()),
            lines: MultiLineString(Vec::new()),
            areas: MultiPolygon(Vec::new()),
        }
    }

    /// Areas alone.
    pub fn of_areas(areas: MultiPolygon<f64>) -> Self {
        Self { areas, ..Self::empty() }
    }

    fn add(&mut self, geometry: &Geom) {
        match geometry {
            Geom::Point(p) => self.points.0.push(*p),
            Geom::MultiPoint(all) => self.points.0.extend(all.iter().copied()),
            Geom::Line(l) => self.lines.0.push(LineString::from(*l)),
            Geom::LineString(l) => self.lines.0.push(l.clone()),
            Geom::MultiLineString(all) => self.lines.0.extend(all.iter().cloned()),
            Geom::Polygon(a) => self.areas.0.push(a.clone()),
            Geom::MultiPolygon(all) => self.areas.0.extend(all.iter().cloned()),
            Geom::Rect(r) => self.areas.0.push(r.to_polygon()),
            Geom::Triangle(t) => self.areas.0.push(t.to_polygon()),
            Geom::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part)),
        }
    }

    /// Number of corners.
    pub fn vertices(&self) -> usize {
        self.points.0.len() + self.lines.coords_count() + self.areas.coords_count()
    }

    /// Its parts, one by one.
    pub fn parts(&self) -> Vec<Geom> {
        let points = self.points.iter().map(|p: &Point<f64>| Geom::Point(*p));
        let lines = self.lines.iter().map(|l: &LineString<f64>| Geom::LineString(l.clone()));
        let areas = self.areas.iter().map(|a: &Polygon<f64>| Geom::Polygon(a.clone()));
        points.chain(lines).chain(areas).collect()
    }
}
