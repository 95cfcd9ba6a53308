//! Rivers, lakes and playas as lines and outlines.
//!
//! In: `reference/water.fgb`. Out: [`Water`] rows for the base map, and named ones as places. Must not know: projects.

use crate::error::Result;
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::fgb::{self, Feature};
use crate::gazetteer::place::Place;
use crate::gazetteer::sources::Sources;
use crate::geometry::{Coord, Geom, LineString, MultiLineString, MultiPolygon};
use geo::{BoundingRect, InteriorPoint};
use std::collections::BTreeMap;
use std::path::Path;

/// One feature of the water layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Water {
    /// Id.
    pub id: String,
    /// Chinese name, may be empty.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// River, lake or playa.
    pub class: PlaceClass,
    /// 1 large to 6 small.
    pub rank: u8,
    /// Source id.
    pub source: String,
    /// Degrees.
    pub geometry: Geom,
}

/// Reads `path`.
pub fn read(path: &Path, sources: &Sources) -> Result<Vec<Water>> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    fgb::read(path)?.into_iter().map(|f| water(f, sources)).collect()
}

fn water(feature: Feature, sources: &Sources) -> Result<Water> {
    let class: PlaceClass = feature.column("class").parse().map_err(|e| feature.error(format!("{e}")))?;
    let source = feature.need("source")?;
    sources.check(&source).map_err(|why| feature.error(why))?;
    if feature.geometry.bounding_rect().is_none_or(|b| b.min().x < b.min().y) {
        return Err(feature.error("the geometry is empty or its axes are swapped"));
    }
    let rank = feature.number("rank")?.unwrap_or(6.0).clamp(1.0, 6.0) as u8;
    Ok(Water {
        id: feature.need("id")?,
        name: feature.column("name").to_string(),
        name_en: Some(feature.column("name_en").to_string()).filter(|n| !n.is_empty()),
        class,
        rank,
        source,
        geometry: feature.geometry,
    })
}

/// Named water as places: all pieces of one name and class that lie together are one place.
pub fn places(rows: &[Water], sources: &Sources) -> Vec<Place> {
    let mut groups: BTreeMap<(&str, PlaceClass), Vec<&Water>> = BTreeMap::new();
    for row in rows.iter().filter(|r| !r.name.is_empty()) {
        groups.entry((&row.name, row.class)).or_default().push(row);
    }
    groups.into_iter().filter_map(|((name, class), pieces)| place(name, class, &pieces, sources)).collect()
}

fn place(name: &str, class: PlaceClass, pieces: &[&Water], sources: &Sources) -> Option<Place> {
    let geometry = joined(pieces);
    let point: Coord<f64> = geometry.interior_point()?.into();
    let first = pieces.first()?;
    Some(Place {
        id: format!("water-{}", first.id),
        name: name.to_string(),
        names: Vec::new(),
        name_en: pieces.iter().find_map(|p| p.name_en.clone()),
        class,
        admin: String::new(),
        point,
        located: true,
        uncertainty_m: 2_000.0,
        population: 0,
        source: first.source.clone(),
        date: sources.get(&first.source).map(|s| s.date.clone()).unwrap_or_default(),
        geometry: Some(geometry),
    })
}

fn joined(pieces: &[&Water]) -> Geom {
    let mut lines: Vec<LineString<f64>> = Vec::new();
    let mut polygons = Vec::new();
    for piece in pieces {
        match piece.geometry.clone() {
            Geom::LineString(l) => lines.push(l),
            Geom::MultiLineString(l) => lines.extend(l.0),
            Geom::Polygon(p) => polygons.push(p),
            Geom::MultiPolygon(p) => polygons.extend(p.0),
            _ => {}
        }
    }
    if polygons.is_empty() {
        return crate::gazetteer::shape::line(MultiLineString(lines));
    }
    Geom::MultiPolygon(crate::gazetteer::shape::union(&[&MultiPolygon(polygons)]))
}
