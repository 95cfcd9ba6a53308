//! Which projects a map draws, and how: as itself, or counted at the unit that stands for it.
//!
//! In: the collection `projects`, a query. Out: [`Thing`] and [`Badge`] values. Must not know: how they are drawn.

use super::frame::Frame;
use crate::catalog::{Catalog, Collection, Row, Schema, ValueRef};
use crate::geometry::{Bounds, Coord, LineString, distance_m};
use crate::style::{CategoryStyle, Lang, label};
use crate::vocabulary::{Grade, PlaceLevel, Status};
use std::collections::BTreeMap;

/// A zone whose doubt is this part of half its diagonal is a unit that stands for it.
const STANDS_FOR: f64 = 0.7;

/// One project as it is drawn.
#[derive(Debug)]
pub struct Thing {
    /// Project id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Name on the map.
    pub short: String,
    /// Position in the table of categories.
    pub category: usize,
    /// Stage.
    pub status: Status,
    /// How well it is placed.
    pub grade: Grade,
    /// Doubt, metres.
    pub doubt_m: f64,
    /// Title of its link.
    pub about: String,
    /// The greatest is labelled first.
    pub weight: f64,
    /// Pixels.
    pub lines: Vec<LineString<f64>>,
    /// Pixels.
    pub rings: Vec<LineString<f64>>,
    /// Pixels.
    pub points: Vec<Coord<f64>>,
}

/// Projects known no finer than one unit.
#[derive(Debug)]
pub struct Badge {
    /// Pixels.
    pub at: Coord<f64>,
    /// Code and name, where it is one unit.
    pub unit: Option<(String, String)>,
    /// Ids and names.
    pub members: Vec<(String, String)>,
}

/// What a project becomes on a map.
pub enum Picked {
    /// A mark of its own.
    Thing(Thing),
    /// One more at a unit: category, key of the unit, place, units, id and name.
    Coarse {
        /// Position in the table of categories.
        category: usize,
        /// What the badge is found by.
        key: String,
        /// An empty badge, in case there is none yet.
        badge: Badge,
        /// Id and name.
        member: (String, String),
    },
}

/// What is known while projects are picked.
pub struct Picker<'a> {
    /// For the names of units.
    pub catalog: &'a dyn Catalog,
    /// Of the projects.
    pub schema: &'a Schema,
    /// The map.
    pub frame: &'a Frame,
    /// Language of titles.
    pub lang: Lang,
    /// 文号 by plan.
    pub numbers: BTreeMap<String, String>,
    /// Categories.
    pub table: &'a [CategoryStyle],
}

impl Picker<'_> {
    /// What `row` becomes; none if nothing of it is on the map.
    pub fn pick(&self, row: Row<'_>) -> Option<Picked> {
        let text = |name: &str| row.text(self.schema, name).map(|t| t.to_string());
        let id = text("category")?;
        let category = self.table.iter().position(|t| t.id == id)?;
        let grade: Grade = text("grade")?.parse().ok()?;
        let name = text("name")?;
        let level: Option<PlaceLevel> = text("place_level").and_then(|l| l.parse().ok());
        let coarse =
            matches!(level, Some(PlaceLevel::County | PlaceLevel::Prefecture | PlaceLevel::Province));
        let stands_for = self.table[category].id != "ecology" || stands_for(row, self.schema);
        if grade == Grade::Area && stands_for && coarse {
            return self.coarse(row, category, name, level);
        }
        thing(row, self.schema, self.frame, (category, grade, name), &self.numbers, self.lang)
            .map(Picked::Thing)
    }

    fn coarse(
        &self,
        row: Row<'_>,
        category: usize,
        name: String,
        level: Option<PlaceLevel>,
    ) -> Option<Picked> {
        let [lon, lat] = row.label_point()?;
        let at = self.frame.px(Coord { x: lon, y: lat });
        if !self.frame.shows(at) {
            return None;
        }
        let codes = codes(row, self.schema, level);
        let key = if codes.is_empty() { format!("{lon:.3},{lat:.3}") } else { codes.join(",") };
        let badge = Badge { at, unit: unit(&codes, self.catalog), members: Vec::new() };
        Some(Picked::Coarse { category, key, badge, member: (row.id().to_string(), name) })
    }
}

fn thing(
    row: Row<'_>,
    schema: &Schema,
    frame: &Frame,
    (category, grade, name): (usize, Grade, String),
    numbers: &BTreeMap<String, String>,
    lang: Lang,
) -> Option<Thing> {
    let geometry = row.geometry()?;
    let text = |field: &str| row.text(schema, field).map(|t| t.to_string());
    let status: Status = text("status").and_then(|s| s.parse().ok()).unwrap_or(Status::Unknown);
    let count = match schema.index("mention_count").map(|i| row.value(i)) {
        Some(ValueRef::Integer(count)) => count as f64,
        _ => 1.0,
    };
    let doubt_m = match schema.index("uncertainty_m").map(|i| row.value(i)) {
        Some(ValueRef::Number(metres)) => metres.max(0.0),
        _ => 0.0,
    };
    let plans = match schema.index("plans").map(|i| row.value(i)) {
        Some(ValueRef::Strings(list)) => {
            list.iter().map(|id| numbers.get(id).cloned().unwrap_or_else(|| id.to_string())).collect()
        }
        _ => Vec::new(),
    };
    let words = [label(lang, "status", status.word()), label(lang, "grade", grade.word())];
    let english = if lang == Lang::En { text("name_en") } else { None };
    let own = Thing {
        id: row.id().to_string(),
        short: english.clone().or(text("short_name")).unwrap_or_else(|| name.clone()),
        about: format!(
            "{} · {} · {}",
            english.unwrap_or_else(|| name.clone()),
            words.join(" · "),
            plans.join("、")
        ),
        name,
        category,
        status,
        grade,
        doubt_m,
        weight: 40.0 + 10.0 * count.min(16.0),
        lines: frame.lines(&geometry),
        rings: frame.rings(&geometry),
        points: frame.points(&geometry),
    };
    let empty = own.lines.is_empty() && own.rings.is_empty() && own.points.is_empty();
    (!empty && !own.name.is_empty()).then_some(own)
}

/// Whether the doubt of a zone is as large as itself: then a unit stands for it.
fn stands_for(row: Row<'_>, schema: &Schema) -> bool {
    let doubt_m = match schema.index("uncertainty_m").map(|i| row.value(i)) {
        Some(ValueRef::Number(metres)) => metres,
        _ => return false,
    };
    let diagonal_m = |b: Bounds| distance_m([b.west, b.south], [b.east, b.north]);
    row.bounds().is_some_and(|b| doubt_m >= STANDS_FOR * diagonal_m(b) / 2.0)
}

/// The units of its level in which a project is known.
fn codes(row: Row<'_>, schema: &Schema, level: Option<PlaceLevel>) -> Vec<String> {
    let Some(ValueRef::Strings(list)) = schema.index("admin").map(|i| row.value(i)) else {
        return Vec::new();
    };
    let all: Vec<String> = list.iter().map(|c| c.to_string()).collect();
    let of = |county: bool| all.iter().filter(|c| c.ends_with("00") != county).cloned().collect::<Vec<_>>();
    match of(true) {
        counties if level == Some(PlaceLevel::County) && counties.len() == 1 => counties,
        _ => of(false),
    }
}

/// Code and name of the one unit.
fn unit(codes: &[String], catalog: &dyn Catalog) -> Option<(String, String)> {
    let [code] = codes else { return None };
    let units: &Collection = catalog.collection("admin")?;
    let name = units.by_id(code)?.text(&units.schema, "name")?.to_string();
    Some((code.clone(), name))
}

/// The 文号 of each plan, or its title.
pub fn numbers(catalog: &dyn Catalog) -> BTreeMap<String, String> {
    let Some(plans) = catalog.collection("plans") else { return BTreeMap::new() };
    let text = |row: Row<'_>, field: &str| row.text(&plans.schema, field).map(|t| t.to_string());
    let of =
        |row: Row<'_>| (row.id().to_string(), text(row, "number").or(text(row, "title")).unwrap_or_default());
    plans.rows().map(of).collect()
}
