//! Point places: towns, villages, stations, airports, mines and the like.
//!
//! In: `reference/places.csv`, `reference/villages.csv`, `curated/places.csv` and `reference/place_names.csv`.
//! Out: [`Place`] rows. Must not know: projects, outlines.

use crate::error::Result;
use crate::gazetteer::admin::Units;
use crate::gazetteer::class::PlaceClass;
use crate::gazetteer::place::{NameKind, Place, PlaceName};
use crate::gazetteer::sources::Sources;
use crate::gazetteer::table::{Row, Table};
use crate::geometry::Coord;
use geo::InteriorPoint;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

const COLUMNS: [&str; 8] = ["id", "name", "class", "admin", "lon", "lat", "uncertainty_m", "source"];
/// A village of which only the township is known lies within this of the township's centre, metres.
const VILLAGE_IN_TOWNSHIP_M: f64 = 12_000.0;

/// Reads a table of places; nothing when the file is not there.
pub fn read(path: &Path, units: &Units, sources: &Sources) -> Result<Vec<Place>> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    Table::read(path, &COLUMNS)?.rows().map(|row| place(&row, units, sources)).collect()
}

fn place(row: &Row<'_>, units: &Units, sources: &Sources) -> Result<Place> {
    let class: PlaceClass = row.cell("class").parse().map_err(|e| row.error(format!("{e}")))?;
    let admin = unit_code(row, units)?;
    let source = row.need("source")?;
    sources.check(&source).map_err(|why| row.error(why))?;
    let (point, located) = position(row, &admin, units)?;
    let short = |name: String| PlaceName {
        name,
        kind: NameKind::Variant,
        valid_to: String::new(),
        source: source.clone(),
    };
    let population = match row.cell("population") {
        "" => 0.0,
        _ => row.number("population")?,
    };
    Ok(Place {
        id: row.need("id")?,
        name: row.need("name")?,
        names: row.list("aliases").into_iter().map(short).collect(),
        name_en: Some(row.cell("name_en").to_string()).filter(|n| !n.is_empty()),
        class,
        admin,
        point,
        located,
        uncertainty_m: row.metres("uncertainty_m")?,
        population: population.max(0.0) as u64,
        date: row.cell("date").to_string(),
        geometry: None,
        source,
    })
}

fn unit_code(row: &Row<'_>, units: &Units) -> Result<String> {
    let code = row.code("admin")?;
    match units.resolve(&code) {
        Some(unit) => Ok(unit.code.clone()),
        None if code.is_empty() => Ok(code),
        None => Err(row.error(format!("admin {code} is not in admin.fgb"))),
    }
}

/// The row's point; a row without one stands inside its unit, which must then be given.
fn position(row: &Row<'_>, admin: &str, units: &Units) -> Result<(Coord<f64>, bool)> {
    if !row.cell("lon").is_empty() || !row.cell("lat").is_empty() {
        return Ok((row.point()?, true));
    }
    let inside = units.get(admin).and_then(|u| u.boundary.interior_point());
    let inside =
        inside.ok_or_else(|| row.error("a row without lon and lat needs the admin unit that holds it"))?;
    Ok((inside.into(), false))
}

/// Villages known only by the township that they belong to; their point is the township's, with its doubt.
pub fn read_villages(path: &Path, places: &[Place]) -> Result<Vec<Place>> {
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let towns: HashMap<(&str, &str), &Place> = places
        .iter()
        .filter(|p| p.id.starts_with("tw-") && p.class.is_town_level())
        .map(|p| ((p.admin.as_str(), p.name.as_str()), p))
        .collect();
    let table = Table::read(path, &["name", "township", "admin"])?;
    let mut villages = Vec::new();
    for (number, row) in table.rows().enumerate() {
        let (name, admin) = (row.need("name")?, row.code("admin")?);
        if let Some(town) = towns.get(&(admin.as_str(), row.cell("township"))) {
            villages.push(village(number + 1, name, town));
        }
    }
    Ok(villages)
}

fn village(number: usize, name: String, town: &Place) -> Place {
    Place {
        id: format!("vl-{number}"),
        name,
        names: Vec::new(),
        name_en: None,
        class: PlaceClass::Village,
        located: false,
        uncertainty_m: town.uncertainty_m.hypot(VILLAGE_IN_TOWNSHIP_M),
        population: 0,
        geometry: None,
        ..town.clone()
    }
}

/// Further names by place id.
pub fn read_names(path: &Path, sources: &Sources) -> Result<BTreeMap<String, Vec<PlaceName>>> {
    let mut names: BTreeMap<String, Vec<PlaceName>> = BTreeMap::new();
    if !path.is_file() {
        return Ok(names);
    }
    for row in Table::read(path, &["place", "name", "kind", "source"])?.rows() {
        let kind = match row.cell("kind") {
            "short" => NameKind::Short,
            "variant" => NameKind::Variant,
            "former" => NameKind::Former,
            "en" | "pinyin" => NameKind::Latin,
            other => {
                return Err(
                    row.error(format!("kind \"{other}\" is not one of: short former variant en pinyin"))
                );
            }
        };
        let source = row.need("source")?;
        sources.check(&source).map_err(|why| row.error(why))?;
        let name =
            PlaceName { name: row.need("name")?, kind, valid_to: row.cell("valid_to").to_string(), source };
        names.entry(row.need("place")?).or_default().push(name);
    }
    Ok(names)
}
