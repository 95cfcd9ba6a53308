//! Administrative units: provinces, 盟市 and 旗县 with their boundaries, parents and seats.
//!
//! In: `reference/admin.fgb`. Out: [`Units`], asked by code or by point. Must not know: projects, other places.

use crate::error::{Error, Result};
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::fgb::{self, Feature};
use crate::gazetteer::sources::Sources;
use crate::gazetteer::table::lon_lat;
use crate::geometry::{Coord, Geom, MultiPolygon, Point};
use geo::orient::Direction;
use geo::{BoundingRect, Intersects, Orient};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::BTreeMap;
use std::path::Path;

/// Code of the region that the plans speak about.
pub const REGION: &str = "150000";

/// One administrative unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Six digits.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Without suffix.
    pub short_name: String,
    /// English name, where a source has one.
    pub name_en: Option<String>,
    /// Province, prefecture or county.
    pub level: PlaceClass,
    /// Code of the unit above; empty for a province.
    pub parent: String,
    /// Where its government sits, degrees; an anchor for lines, never the place of a project.
    pub seat: Option<Coord<f64>>,
    /// Source of the seat.
    pub seat_source: String,
    /// Source of the boundary.
    pub source: String,
    /// Boundary, degrees.
    pub boundary: MultiPolygon<f64>,
}

/// All units.
#[derive(Debug, Default)]
pub struct Units {
    rows: BTreeMap<String, Unit>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, String>>,
}

impl Units {
    /// Reads `path`.
    pub fn read(path: &Path, sources: &Sources) -> Result<Self> {
        let units = fgb::read(path)?.iter().map(|f| unit(f, sources)).collect::<Result<Vec<_>>>()?;
        Self::new(units).map_err(|why| Error::file(path, why))
    }

    /// From checked units; an error when a code is there twice or a parent is missing.
    pub fn new(units: Vec<Unit>) -> std::result::Result<Self, String> {
        let boxes = units.iter().filter_map(|u| {
            let b = u.boundary.bounding_rect()?;
            Some(GeomWithData::new(
                Rectangle::from_corners([b.min().x, b.min().y], [b.max().x, b.max().y]),
                u.code.clone(),
            ))
        });
        let tree = RTree::bulk_load(boxes.collect());
        let mut rows = BTreeMap::new();
        for unit in units {
            if let Some(twice) = rows.insert(unit.code.clone(), unit) {
                return Err(format!("code {} is there twice", twice.code));
            }
        }
        let orphan = rows.values().find(|u| !u.parent.is_empty() && !rows.contains_key(&u.parent));
        match orphan {
            Some(u) => Err(format!("{} {}: parent {} is not in the file", u.code, u.name, u.parent)),
            None => Ok(Self { rows, tree }),
        }
    }

    /// The unit of a code.
    pub fn get(&self, code: &str) -> Option<&Unit> {
        self.rows.get(code)
    }

    /// The unit for a row's code. Outside the region, where only some cities are drawn, the city or the province
    /// stands for one that is not.
    pub fn resolve(&self, code: &str) -> Option<&Unit> {
        let cut = |digits: usize| code.chars().take(digits).chain("0000".chars()).take(6).collect::<String>();
        let wider = || self.get(&cut(4)).or_else(|| self.get(&cut(2)));
        self.get(code).or_else(|| if code.starts_with("15") { None } else { wider() })
    }

    /// All units by code.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.rows.values()
    }

    /// Units directly under `code`, by code.
    pub fn children<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Unit> {
        self.rows.values().filter(move |u| u.parent == code)
    }

    /// The unit and those above it, smallest first.
    pub fn chain(&self, code: &str) -> Vec<&Unit> {
        let mut chain: Vec<&Unit> = Vec::new();
        let mut next = self.get(code);
        while let Some(unit) = next {
            chain.push(unit);
            next = self.get(&unit.parent).filter(|_| chain.len() < 4);
        }
        chain
    }

    /// Does `outer` hold `inner` (or is it the same)?
    pub fn holds(&self, outer: &str, inner: &str) -> bool {
        self.chain(inner).iter().any(|u| u.code == outer)
    }

    /// Name with all names above it, largest first, without spaces (内蒙古自治区呼和浩特市托克托县).
    pub fn full_name(&self, code: &str) -> String {
        self.chain(code).iter().rev().map(|u| u.name.as_str()).collect()
    }

    /// Units that contain the point, smallest first. On a border, both.
    pub fn at(&self, lon: f64, lat: f64) -> Vec<&Unit> {
        let point = Point::new(lon, lat);
        let boxes = self.tree.locate_all_at_point(&[lon, lat]);
        let mut found: Vec<&Unit> =
            boxes.filter_map(|b| self.get(&b.data)).filter(|u| u.boundary.intersects(&point)).collect();
        found.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.code.cmp(&b.code)));
        found
    }

    /// Units whose box meets the box of corners `min` and `max`, by code.
    pub fn in_box(&self, min: Coord<f64>, max: Coord<f64>) -> Vec<&Unit> {
        let area = AABB::from_corners([min.x, min.y], [max.x, max.y]);
        let boxes = self.tree.locate_in_envelope_intersecting(&area);
        let mut found: Vec<&Unit> = boxes.filter_map(|b| self.get(&b.data)).collect();
        found.sort_by(|a, b| a.code.cmp(&b.code));
        found
    }
}

fn unit(feature: &Feature, sources: &Sources) -> Result<Unit> {
    let code = feature.need("code")?;
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return Err(feature.error(format!("code \"{code}\" is not six digits")));
    }
    let level = match feature.column("level") {
        "province" => PlaceClass::Province,
        "prefecture" => PlaceClass::Prefecture,
        "county" => PlaceClass::County,
        other => {
            return Err(feature.error(format!("level \"{other}\" is not one of: province prefecture county")));
        }
    };
    let source = feature.need("source")?;
    sources.check(&source).map_err(|why| feature.error(why))?;
    Ok(Unit {
        name: feature.need("name")?,
        short_name: feature.column("short_name").to_string(),
        name_en: Some(feature.column("name_en").to_string()).filter(|n| !n.is_empty()),
        level,
        parent: Some(feature.column("parent")).filter(|p| *p != code).unwrap_or_default().to_string(),
        seat: seat(feature)?,
        seat_source: feature.column("seat_source").to_string(),
        source,
        boundary: boundary(feature)?,
        code,
    })
}

fn seat(feature: &Feature) -> Result<Option<Coord<f64>>> {
    match (feature.number("seat_lon")?, feature.number("seat_lat")?) {
        (Some(lon), Some(lat)) => {
            lon_lat(lon, lat).map(Some).map_err(|why| feature.error(format!("seat: {why}")))
        }
        _ => Ok(None),
    }
}

fn boundary(feature: &Feature) -> Result<MultiPolygon<f64>> {
    let shape = match feature.geometry.clone() {
        Geom::MultiPolygon(shape) => shape,
        Geom::Polygon(shape) => MultiPolygon(vec![shape]),
        _ => return Err(feature.error("the boundary is not a polygon")),
    };
    match shape.bounding_rect() {
        Some(b) if b.max().x <= 140.0 && b.min().x >= 70.0 && b.max().y <= 60.0 => {
            Ok(shape.orient(Direction::Default))
        }
        Some(b) => Err(feature.error(format!(
            "the boundary reaches from {:?} to {:?}: swapped axes or another datum?",
            b.min(),
            b.max()
        ))),
        None => Err(feature.error("the boundary is empty")),
    }
}
