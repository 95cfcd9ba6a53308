//! Geometries by type, for formats that hold one type per layer.
//!
//! In: a geometry. Out: its points, lines and areas, each as one multi-geometry. Must not know: formats.

use crate::geometry::{Geom, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};

/// A type of geometry as a layer holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
}

impl Kind {
    /// Every type in the order of layers.
    pub const ALL: [Self; 3] = [Self::Points, Self::Lines, Self::Areas];

    /// End of a layer's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Lines => "lines",
            Self::Areas => "areas",
        }
    }
}

/// The parts of a geometry by type; a collection of several types has several.
#[derive(Debug, Default)]
pub struct Parts {
    /// Its points.
    pub points: Vec<crate::geometry::Point>,
    /// Its lines.
    pub lines: Vec<LineString<f64>>,
    /// Its areas.
    pub areas: Vec<Polygon<f64>>,
}

impl Parts {
    /// The parts of `geometry`.
    pub fn of(geometry: &Geom) -> Self {
        let mut parts = Self::default();
        parts.add(geometry);
        parts
    }

    fn add(&mut self, geometry: &Geom) {
        match geometry {
            Geom::Point(point) => self.points.push(*point),
            Geom::MultiPoint(points) => self.points.extend(points.iter().copied()),
            Geom::Line(line) => self.lines.push(LineString::from(*line)),
            Geom::LineString(line) => self.lines.push(line.clone()),
            Geom::MultiLineString(lines) => self.lines.extend(lines.iter().cloned()),
            Geom::Polygon(area) => self.areas.push(area.clone()),
            Geom::MultiPolygon(areas) => self.areas.extend(areas.iter().cloned()),
            Geom::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part)),
            Geom::Rect(rect) => self.areas.push(rect.to_polygon()),
            Geom::Triangle(triangle) => self.areas.push(triangle.to_polygon()),
        }
    }

    /// Whether there is anything of `kind`.
    pub fn has(&self, kind: Kind) -> bool {
        match kind {
            Kind::Points => !self.points.is_empty(),
            Kind::Lines => !self.lines.is_empty(),
            Kind::Areas => !self.areas.is_empty(),
        }
    }

    /// What is of `kind` as one geometry; a lone point stays a point unless `multi`.
    pub fn geometry(self, kind: Kind, multi: bool) -> Geom {
        match (kind, self.points.as_slice()) {
            (Kind::Points, [only]) if !multi => Geom::Point(*only),
            (Kind::Points, _) => Geom::MultiPoint(MultiPoint(self.points)),
            (Kind::Lines, _) => Geom::MultiLineString(MultiLineString(self.lines)),
            (Kind::Areas, _) => Geom::MultiPolygon(MultiPolygon(self.areas)),
        }
    }
}

/// What a layer of one type holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// Features.
    pub count: usize,
    /// Whether one of them has several points.
    pub several_points: bool,
}

/// What each layer holds, in the order of [`Kind::ALL`], and how many features have no geometry.
pub fn survey<'a>(rows: impl Iterator<Item = crate::catalog::Row<'a>>) -> ([Held; 3], usize) {
    let (mut held, mut bare) = ([Held::default(); 3], 0);
    for row in rows {
        let Some(geometry) = row.geometry() else {
            bare += 1;
            continue;
        };
        let parts = Parts::of(&geometry);
        for (kind, layer) in Kind::ALL.into_iter().zip(&mut held) {
            layer.count += usize::from(parts.has(kind));
            layer.several_points |= kind == Kind::Points && parts.points.len() > 1;
        }
    }
    (held, bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Geometry, Point};

    #[test]
    fn a_collection_is_split_and_nothing_of_it_is_lost() {
        let line = LineString::from(vec![(110.0, 40.0), (111.0, 40.0)]);
        let mixed = Geometry::GeometryCollection(
            vec![Geometry::Point(Point::new(110.0, 40.0)), Geometry::LineString(line)].into(),
        );
        let parts = Parts::of(&mixed);
        assert!(parts.has(Kind::Points) && parts.has(Kind::Lines) && !parts.has(Kind::Areas));
        assert!(
            matches!(parts.geometry(Kind::Lines, false), Geometry::MultiLineString(lines) if lines.0.len() == 1)
        );
    }
}
