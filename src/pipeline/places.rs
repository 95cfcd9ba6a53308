//! The gazetteer as the reader's name list and as rows of the release.

use crate::error::Result;
use crate::gazetteer::{Gazetteer, Place, PlaceClass, Unit, shape};
use crate::geometry::{Geom, problem};
use crate::names::{NameClass, Names};
use crate::release::{AdminRow, PlaceRow, SourceInfo};

/// The reader's list of names.
///
/// # Errors
/// When the list cannot be indexed.
pub fn reader_names(gazetteer: &Gazetteer) -> Result<Names> {
    Names::new(gazetteer.places().flat_map(|place| {
        let further = place.names.iter().map(|n| n.name.clone());
        std::iter::once(place.name.clone())
            .chain(further)
            .chain(bare_town(place))
            .filter_map(|name| reader_class(place, &name).map(|class| (name, class)))
            .collect::<Vec<_>>()
    }))
}

/// A town's name without its class word (上海庙镇, 上海庙), where what is left is long enough not to be a common word.
fn bare_town(place: &Place) -> Option<String> {
    let town = matches!(place.class, PlaceClass::Town | PlaceClass::Township);
    let bare = ["镇", "苏木"].iter().find_map(|w| place.name.strip_suffix(w))?;
    (town && bare.chars().count() >= 3).then(|| bare.to_string())
}

/// The class under which the reader knows a name; `None` when the name is too common a word to be read as a toponym.
fn reader_class(place: &Place, name: &str) -> Option<NameClass> {
    let length = name.chars().count();
    let han = name.chars().all(crate::text::is_han);
    let suffix = |words: &[&str]| words.iter().any(|w| name.ends_with(w));
    if !han || length < 2 {
        return None;
    }
    match place.class {
        PlaceClass::Province | PlaceClass::Prefecture | PlaceClass::County | PlaceClass::City => {
            Some(NameClass::Admin)
        }
        PlaceClass::NewArea => (length >= 3).then_some(NameClass::Admin),
        PlaceClass::Town | PlaceClass::Township => {
            let bare = bare_town(place).is_some_and(|b| b == name);
            (bare || suffix(&["镇", "苏木", "乡"]) && length >= 3).then_some(NameClass::Settlement)
        }
        PlaceClass::CountySeat => (length >= 3 || suffix(&["镇"])).then_some(NameClass::Settlement),
        PlaceClass::Village => (place.located && length >= 3).then_some(NameClass::Settlement),
        PlaceClass::Port => Some(NameClass::Port),
        class if is_nature(class) => (length >= 2).then_some(NameClass::Nature),
        _ => None,
    }
}

fn is_nature(class: PlaceClass) -> bool {
    use PlaceClass as P;
    matches!(
        class,
        P::Lake
            | P::River
            | P::Playa
            | P::Desert
            | P::SandyLand
            | P::Plain
            | P::MountainFront
            | P::RiverCorridor
            | P::Wetland
            | P::Basin
            | P::GasField
            | P::Grassland
            | P::Mountain
    )
}

/// The places of the release: what helps to find and what the base map shows.
pub fn place_rows(gazetteer: &Gazetteer) -> Vec<PlaceRow> {
    let mut rows: Vec<PlaceRow> = gazetteer
        .places()
        .filter(|p| !p.class.is_admin() && (p.located || p.geometry.is_some()))
        .map(|p| place_row(gazetteer, p))
        .collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

fn place_row(gazetteer: &Gazetteer, place: &Place) -> PlaceRow {
    let chain = gazetteer.units().chain(&place.admin);
    PlaceRow {
        id: place.id.clone(),
        name: place.name.clone(),
        name_en: place.name_en.clone(),
        aliases: place.names.iter().map(|n| n.name.clone()).filter(|n| *n != place.name).collect(),
        class: place.class.word().to_string(),
        admin: place.admin.clone(),
        admin_names: chain.iter().map(|u| u.name.clone()).collect(),
        rank: place.rank(),
        uncertainty_m: place.uncertainty_m,
        source: place.source.clone(),
        licence: gazetteer.sources().get(&place.source).map(|s| s.licence.clone()).unwrap_or_default(),
        geometry: sound(place.geom()),
    }
}

/// Outlines that are not valid by OGC rules (parts that touch along a line, a loop left by generalising) are mended;
/// everything else stays as it is.
fn sound(geometry: Geom) -> Geom {
    match geometry {
        Geom::MultiPolygon(parts) if problem(&Geom::MultiPolygon(parts.clone())).is_some() => {
            Geom::MultiPolygon(shape::valid(parts))
        }
        other => other,
    }
}

/// The units of the release.
pub fn admin_rows(gazetteer: &Gazetteer) -> Vec<AdminRow> {
    let mut rows: Vec<AdminRow> = gazetteer.units().iter().map(|unit| admin_row(gazetteer, unit)).collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    rows
}

/// A far neighbour needs no more than its outline at small scales.
const FAR_TOLERANCE_M: f64 = 500.0;

fn boundary(unit: &Unit) -> Geom {
    let near = unit.code.starts_with(REGION_PREFIX) && unit.level != PlaceClass::Province;
    let shape = if near { unit.boundary.clone() } else { shape::simplify(&unit.boundary, FAR_TOLERANCE_M) };
    sound(Geom::MultiPolygon(shape))
}

/// The first digits of every code of the region.
const REGION_PREFIX: &str = "15";

fn admin_row(gazetteer: &Gazetteer, unit: &Unit) -> AdminRow {
    let id = format!("adm-{}", unit.code);
    let names = gazetteer.places().find(|p| p.id == id).map(|p| &p.names);
    AdminRow {
        aliases: names.into_iter().flatten().map(|n| n.name.clone()).filter(|n| *n != unit.name).collect(),
        code: unit.code.clone(),
        name: unit.name.clone(),
        short_name: unit.short_name.clone(),
        name_en: unit.name_en.clone(),
        level: unit.level.word().to_string(),
        parent: unit.parent.clone(),
        source: unit.source.clone(),
        geometry: boundary(unit),
    }
}

/// The table of sources of the release.
pub fn source_rows(gazetteer: &Gazetteer) -> Vec<SourceInfo> {
    gazetteer
        .sources()
        .iter()
        .map(|s| SourceInfo {
            id: s.id.clone(),
            title: s.title.clone(),
            licence: s.licence.clone(),
            credit: s.credit.clone(),
            date: s.date.clone(),
        })
        .collect()
}
