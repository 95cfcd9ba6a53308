//! Gazetteer: what is known of the ground, each row with its source.
//!
//! In: the files of `geodata/` ([`Gazetteer::load`]). Out: places by name and context ([`Gazetteer::find`]), units by
//! code or point, and the curated alignments, sites and areas. Must not know: projects. Coordinates are WGS 84
//! degrees, longitude first.

pub mod admin;
pub mod alignments;
pub mod areas;
pub mod class;
mod curated;
pub mod datum;
pub mod doubt;
mod fgb;
pub mod find;
pub mod ground;
pub mod key;
mod outline;
pub mod place;
mod places;
pub mod shape;
pub mod sites;
pub mod sources;
mod table;
pub mod variants;
pub mod water;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
pub(crate) mod tests;

pub use admin::{REGION, Unit, Units};
pub use alignments::Alignment;
pub use areas::Area;
pub use class::PlaceClass;
pub use find::{Context, Found};
pub use outline::Outline;
pub use place::{NameKind, Place, PlaceName};
pub use sites::Site;
pub use sources::{Source, Sources};

use crate::error::{Error, Result};
use crate::geometry::{Coord, Geom};
use geo::InteriorPoint;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use water::Water;

/// Everything that `geodata/` holds.
#[derive(Debug, Default)]
pub struct Gazetteer {
    pub(crate) units: Units,
    pub(crate) places: Vec<Place>,
    sources: Sources,
    waters: Vec<Water>,
    areas: Vec<Area>,
    sites: Vec<Site>,
    alignments: Vec<Alignment>,
    by_id: HashMap<String, usize>,
    outlines: outline::Cache,
    ground: ground::Ground,
    pub(crate) index: find::Index,
}

/// What a gazetteer is made of, checked row by row.
#[derive(Debug, Default)]
pub struct Rows {
    /// Table of sources.
    pub sources: Sources,
    /// Administrative units.
    pub units: Units,
    /// Point places and named waters.
    pub places: Vec<Place>,
    /// Further names by place id.
    pub names: BTreeMap<String, Vec<PlaceName>>,
    /// Water layer.
    pub waters: Vec<Water>,
    /// Outlines drawn by hand.
    pub areas: Vec<Area>,
    /// Points of single projects.
    pub sites: Vec<Site>,
    /// Lines of single projects.
    pub alignments: Vec<Alignment>,
}

impl Gazetteer {
    /// Reads the folder `geodata`. The first wrong row stops with its file and line.
    pub fn load(geodata: &Path) -> Result<Self> {
        let (reference, curated) = (geodata.join("reference"), geodata.join("curated"));
        let sources = Sources::read(&geodata.join("sources.toml"))?;
        let units = Units::read(&reference.join("admin.fgb"), &sources)?;
        let waters = water::read(&reference.join("water.fgb"), &sources)?;
        let mut places = places::read(&reference.join("places.csv"), &units, &sources)?;
        places.extend(places::read_villages(&reference.join("villages.csv"), &places)?);
        places.extend(places::read(&curated.join("places.csv"), &units, &sources)?);
        places.extend(water::places(&waters, &sources));
        let rows = Rows {
            names: places::read_names(&reference.join("place_names.csv"), &sources)?,
            areas: areas::read(&curated.join("areas"), &units, &sources)?,
            sites: sites::read(&curated.join("sites.csv"), &units, &sources)?,
            alignments: alignments::read(&curated.join("alignments"), &sources)?,
            sources,
            units,
            places,
            waters,
        };
        Self::new(rows).map_err(|why| Error::file(geodata, why))
    }

    /// From checked rows; an error when an id is there twice or a further name has no place.
    pub fn new(mut rows: Rows) -> std::result::Result<Self, String> {
        let mut places: Vec<Place> = rows.units.iter().filter_map(|u| unit_place(u, &rows.sources)).collect();
        places.append(&mut rows.places);
        places.extend(rows.areas.iter().filter_map(|a| area_place(a, &rows.sources)));
        let mut by_id = HashMap::new();
        for (at, place) in places.iter_mut().enumerate() {
            place.names.extend(rows.names.remove(&place.id).unwrap_or_default());
            let english = place.names.iter().find(|n| n.kind == NameKind::Latin && n.name.is_ascii());
            place.name_en = place.name_en.take().or_else(|| english.map(|n| n.name.clone()));
            if by_id.insert(place.id.clone(), at).is_some() {
                return Err(format!("place {} is there twice", place.id));
            }
        }
        if let Some((id, names)) = rows.names.first_key_value() {
            let name = names.first().map(|n| n.name.clone()).unwrap_or_default();
            return Err(format!("place_names.csv: \"{name}\" belongs to place {id}, which is not there"));
        }
        Ok(Self {
            index: find::Index::new(&places),
            ground: ground::Ground::new(&places, &rows.areas),
            units: rows.units,
            sources: rows.sources,
            waters: rows.waters,
            areas: rows.areas,
            sites: rows.sites,
            alignments: rows.alignments,
            places,
            by_id,
            outlines: outline::Cache::default(),
        })
    }

    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.by_id.get(id).map(|at| &self.places[*at])
    }

    /// Every place, units and outlines among them.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Administrative units.
    pub fn units(&self) -> &Units {
        &self.units
    }

    /// Table of sources.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Water layer.
    pub fn waters(&self) -> &[Water] {
        &self.waters
    }

    /// Outlines drawn by hand.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Points of single projects.
    pub fn sites(&self) -> &[Site] {
        &self.sites
    }

    /// Lakes and the Yellow River, for judging lines.
    pub fn ground(&self) -> &ground::Ground {
        &self.ground
    }

    /// Lines of single projects.
    pub fn alignments(&self) -> &[Alignment] {
        &self.alignments
    }

    /// Every Chinese toponym with the class of its place, for the reader's name list.
    pub fn names(&self) -> impl Iterator<Item = (&str, PlaceClass)> {
        self.places.iter().flat_map(|place| {
            let further = place.names.iter().filter(|n| n.kind != NameKind::Latin).map(|n| n.name.as_str());
            std::iter::once(place.name.as_str()).chain(further).map(move |name| (name, place.class))
        })
    }

    /// Codes of the units that hold a point, smallest first.
    pub fn locate_point(&self, lon: f64, lat: f64) -> Vec<&str> {
        self.units.at(lon, lat).into_iter().map(|u| u.code.as_str()).collect()
    }

    /// The name with the names of its units before it (内蒙古自治区呼和浩特市托克托县).
    pub fn full_name(&self, place: &Place) -> String {
        let units = self.units.full_name(&place.admin);
        if place.class.is_admin() { units } else { units + &place.name }
    }

    /// The datum guard: the seats of the large cities must lie where the control points say.
    pub fn check_datum(&self, controls: &[datum::Control]) -> std::result::Result<(), String> {
        datum::check(controls, |control| {
            let found = self.find(&control.name, &Context::default());
            found
                .into_iter()
                .map(|f| f.value.place)
                .find(|p| p.located && p.name == control.name)
                .map(|p| p.point)
        })
    }
}

fn unit_place(unit: &Unit, sources: &Sources) -> Option<Place> {
    let (_, radius_m) = shape::circle_round(&Geom::MultiPolygon(unit.boundary.clone()))?;
    let inside: Coord<f64> = unit.boundary.interior_point()?.into();
    let short = PlaceName {
        name: unit.short_name.clone(),
        kind: NameKind::Short,
        valid_to: String::new(),
        source: unit.source.clone(),
    };
    Some(Place {
        id: format!("adm-{}", unit.code),
        name: unit.name.clone(),
        names: if unit.short_name.is_empty() { vec![] } else { vec![short] },
        name_en: unit.name_en.clone(),
        class: unit.level,
        admin: unit.code.clone(),
        point: unit.seat.unwrap_or(inside),
        located: unit.seat.is_some(),
        uncertainty_m: radius_m,
        population: 0,
        source: unit.source.clone(),
        date: sources.get(&unit.source).map(|s| s.date.clone()).unwrap_or_default(),
        geometry: Some(Geom::MultiPolygon(unit.boundary.clone())),
    })
}

fn area_place(area: &Area, sources: &Sources) -> Option<Place> {
    let further = |name: &String| PlaceName {
        name: name.clone(),
        kind: NameKind::Variant,
        valid_to: String::new(),
        source: area.source.clone(),
    };
    Some(Place {
        id: area.id.clone(),
        name: area.names.first()?.clone(),
        names: area.names.iter().skip(1).map(further).collect(),
        name_en: None,
        class: area.class,
        admin: String::new(),
        point: area.geometry.interior_point()?.into(),
        located: true,
        uncertainty_m: area.uncertainty_m,
        population: 0,
        source: area.source.clone(),
        date: sources.get(&area.source).map(|s| s.date.clone()).unwrap_or_default(),
        geometry: Some(area.geometry.clone()),
    })
}
