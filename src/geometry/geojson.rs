//! GeoJSON geometries as typed values.
//!
//! In: JSON. Out: [`Geom`], and back. Must not know: features, files.

use super::{Geom, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use geo_types::{Coord, GeometryCollection};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// A GeoJSON geometry object; positions are longitude, latitude in degrees, a height is read and left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum GeometryJson {
    /// One position.
    Point {
        /// The position.
        coordinates: Position,
    },
    /// Several positions.
    MultiPoint {
        /// The positions.
        coordinates: Vec<Position>,
    },
    /// One line.
    LineString {
        /// Its positions in order.
        coordinates: Vec<Position>,
    },
    /// Several lines.
    MultiLineString {
        /// Their positions in order.
        coordinates: Vec<Vec<Position>>,
    },
    /// One area: the outer ring, then holes; rings are closed.
    Polygon {
        /// The rings.
        coordinates: Vec<Vec<Position>>,
    },
    /// Several areas.
    MultiPolygon {
        /// Rings per area.
        coordinates: Vec<Vec<Vec<Position>>>,
    },
    /// Several geometries of any type.
    GeometryCollection {
        /// The members.
        geometries: Vec<GeometryJson>,
    },
}

/// Longitude, latitude.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Position([f64; 2]);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers = Vec::<f64>::deserialize(deserializer)?;
        match numbers.as_slice() {
            [x, y, ..] => Ok(Self([*x, *y])),
            _ => Err(D::Error::custom("a position needs a longitude and a latitude")),
        }
    }
}

impl From<Coord<f64>> for Position {
    fn from(c: Coord<f64>) -> Self {
        Self([c.x, c.y])
    }
}

impl From<Position> for Coord<f64> {
    fn from(p: Position) -> Self {
        Self { x: p.0[0], y: p.0[1] }
    }
}

fn positions(line: &LineString<f64>) -> Vec<Position> {
    line.coords().map(|c| (*c).into()).collect()
}

fn rings(area: &Polygon<f64>) -> Vec<Vec<Position>> {
    std::iter::once(area.exterior()).chain(area.interiors()).map(positions).collect()
}

fn line(coordinates: Vec<Position>) -> LineString<f64> {
    coordinates.into_iter().map(Coord::from).collect()
}

fn area(coordinates: Vec<Vec<Position>>) -> Polygon<f64> {
    let mut rings = coordinates.into_iter().map(line);
    let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, rings.collect())
}

impl From<&Geom> for GeometryJson {
    fn from(geometry: &Geom) -> Self {
        match geometry {
            Geom::Point(p) => Self::Point { coordinates: p.0.into() },
            Geom::MultiPoint(ps) => Self::MultiPoint { coordinates: ps.iter().map(|p| p.0.into()).collect() },
            Geom::Line(l) => Self::LineString { coordinates: vec![l.start.into(), l.end.into()] },
            Geom::LineString(l) => Self::LineString { coordinates: positions(l) },
            Geom::MultiLineString(ls) => {
                Self::MultiLineString { coordinates: ls.iter().map(positions).collect() }
            }
            Geom::Polygon(a) => Self::Polygon { coordinates: rings(a) },
            Geom::MultiPolygon(areas) => {
                Self::MultiPolygon { coordinates: areas.iter().map(rings).collect() }
            }
            Geom::GeometryCollection(parts) => {
                Self::GeometryCollection { geometries: parts.iter().map(Self::from).collect() }
            }
            Geom::Rect(r) => Self::Polygon { coordinates: rings(&r.to_polygon()) },
            Geom::Triangle(t) => Self::Polygon { coordinates: rings(&t.to_polygon()) },
        }
    }
}

impl From<GeometryJson> for Geom {
    fn from(json: GeometryJson) -> Self {
        match json {
            GeometryJson::Point { coordinates } => Self::Point(Point(coordinates.into())),
            GeometryJson::MultiPoint { coordinates } => {
                Self::MultiPoint(MultiPoint(coordinates.into_iter().map(|p| Point(p.into())).collect()))
            }
            GeometryJson::LineString { coordinates } => Self::LineString(line(coordinates)),
            GeometryJson::MultiLineString { coordinates } => {
                Self::MultiLineString(MultiLineString(coordinates.into_iter().map(line).collect()))
            }
            GeometryJson::Polygon { coordinates } => Self::Polygon(area(coordinates)),
            GeometryJson::MultiPolygon { coordinates } => {
                Self::MultiPolygon(MultiPolygon(coordinates.into_iter().map(area).collect()))
            }
            GeometryJson::GeometryCollection { geometries } => {
                Self::GeometryCollection(GeometryCollection(geometries.into_iter().map(Self::from).collect()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_with_a_hole_survives_the_way_there_and_back() -> Result<(), serde_json::Error> {
        let text = concat!(
            r#"{"type":"Polygon","coordinates":[[[0.0,0.0],[9.0,0.0],[9.0,9.0],[0.0,0.0]],"#,
            r#"[[3.0,2.0],[4.0,2.0],[4.0,3.0],[3.0,2.0]]]}"#
        );
        let geometry: Geom = serde_json::from_str::<GeometryJson>(text)?.into();
        assert_eq!(serde_json::to_string(&GeometryJson::from(&geometry))?, text);
        Ok(())
    }

    #[test]
    fn a_height_is_left_out_and_half_a_position_is_refused() {
        let high =
            serde_json::from_str::<GeometryJson>(r#"{"type":"Point","coordinates":[111.5,40.4,1010]}"#);
        assert!(high.is_ok_and(|g| Geom::from(g) == Geom::Point(Point::new(111.5, 40.4))));
        assert!(serde_json::from_str::<GeometryJson>(r#"{"type":"Point","coordinates":[111.5]}"#).is_err());
    }
}
