//! The typed properties of a collection; queryables and parameters follow from it.
//!
//! In: columns of the release, or of a file. Out: [`Schema`]. Must not know: values.

use crate::query::Filter;
use crate::release::{Column, ColumnKind};
use crate::vocabulary::{Category, Grade, PlaceLevel, Status, Work};

/// One property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Field name of the contract.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Every value it may have; empty if that is open.
    pub words: Vec<&'static str>,
}

/// The geometries a collection holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeometryKind {
    /// None.
    None,
    /// Points.
    Points,
    /// Lines.
    Lines,
    /// Areas.
    Areas,
    /// Any.
    Any,
}

/// The properties of a collection in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// In the order of answers.
    pub properties: Vec<Property>,
    /// What the geometry is.
    pub geometry: GeometryKind,
    /// Whether features have a time.
    pub temporal: bool,
}

impl Schema {
    /// A schema of release columns; `category`, `status` and the like know their words.
    pub fn of(columns: impl IntoIterator<Item = Column>, geometry: GeometryKind, temporal: bool) -> Self {
        let property =
            |c: Column| Property { name: c.name.to_owned(), kind: c.kind, words: words(c.name, c.kind) };
        Self { properties: columns.into_iter().map(property).collect(), geometry, temporal }
    }

    /// Position of a property.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|p| p.name == name)
    }

    /// Whether it has everything that `filter` looks at.
    pub fn can_answer(&self, filter: &Filter) -> bool {
        let has = |name: &str| self.queryables().any(|p| p.name == name);
        filter.properties().into_iter().all(has)
            && (self.geometry != GeometryKind::None || !filter.is_spatial())
    }

    /// The properties that a query may name.
    pub fn queryables(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().filter(|p| p.kind != ColumnKind::Json)
    }
}

fn words(name: &str, kind: ColumnKind) -> Vec<&'static str> {
    match name {
        "category" => Category::ALL.iter().map(|w| w.word()).collect(),
        "status" if kind == ColumnKind::Text => Status::ALL.iter().map(|w| w.word()).collect(),
        "work" => Work::ALL.iter().map(|w| w.word()).collect(),
        "grade" => Grade::ALL.iter().map(|w| w.word()).collect(),
        "place_level" => PlaceLevel::ALL.iter().map(|w| w.word()).collect(),
        _ => Vec::new(),
    }
}
