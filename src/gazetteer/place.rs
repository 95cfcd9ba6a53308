//! A place: one gazetteer entry, with everything that its source says.
//!
//! In: values that the readers have checked. Out: [`Place`]. Must not know: files, projects.

use crate::gazetteer::class::PlaceClass;
use crate::geometry::{Coord, Geom};

/// How a name belongs to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The official or usual full name.
    Full,
    /// An everyday short form (托县) or the name without its suffix (包头).
    Short,
    /// Another spelling (齐 for 其).
    Variant,
    /// A name that it no longer has.
    Former,
    /// English or pinyin; kept for finding, not read in plans.
    Latin,
}

/// A further name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceName {
    /// As written.
    pub name: String,
    /// How it belongs to the place.
    pub kind: NameKind,
    /// Until when, empty while it holds.
    pub valid_to: String,
    /// Source id.
    pub source: String,
}

/// One gazetteer entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Id; `adm-<code>` for administrative units, `water-…` and `area-…` for rivers and outlines.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Further names.
    pub names: Vec<PlaceName>,
    /// English name, where a source has one.
    pub name_en: Option<String>,
    /// What it is.
    pub class: PlaceClass,
    /// Six-digit code of the unit it lies in (its own code for a unit); empty abroad or unknown.
    pub admin: String,
    /// One point for it, degrees; a unit's seat where known.
    pub point: Coord<f64>,
    /// False when no source gives its point: `point` is then only inside the unit that holds it.
    pub located: bool,
    /// How far the place may lie from `point`, metres (95 of 100).
    pub uncertainty_m: f64,
    /// Inhabitants, 0 when unknown.
    pub population: u64,
    /// Source id or address.
    pub source: String,
    /// Date of the row.
    pub date: String,
    /// Outline or line, where there is one; else the point stands alone.
    pub geometry: Option<Geom>,
}

impl Place {
    /// Point, line or outline, degrees.
    pub fn geom(&self) -> Geom {
        self.geometry.clone().unwrap_or_else(|| Geom::Point(self.point.into()))
    }

    /// 1 most important to 6, for labels.
    pub fn rank(&self) -> u8 {
        match self.class {
            PlaceClass::Province | PlaceClass::Prefecture => 1,
            PlaceClass::City if self.population >= 200_000 => 1,
            PlaceClass::County | PlaceClass::City | PlaceClass::Desert => 2,
            PlaceClass::CountySeat | PlaceClass::Lake | PlaceClass::Plain | PlaceClass::SandyLand => 3,
            PlaceClass::Town | PlaceClass::Airport | PlaceClass::Port | PlaceClass::River => 4,
            PlaceClass::Township | PlaceClass::Reservoir | PlaceClass::NewArea => 5,
            _ => 6,
        }
    }
}
