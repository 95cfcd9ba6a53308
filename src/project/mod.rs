//! Projects: mentions of one thing, from every plan, made one.
//!
//! In: the mentions of all plans, the register of ids and the steward's corrections. Out: [`Project`] values with
//! stable ids, status per plan and relations. Must not know: coordinates.

use crate::mention::Shape;
use crate::vocabulary::{Category, RelationType};

/// A tie to another project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// How they are tied.
    pub kind: RelationType,
    /// Id of the other.
    pub project: String,
}

/// One real-world undertaking or zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Stable id.
    pub id: String,
    /// What made the mentions one (canonical key).
    pub key: String,
    /// Fullest name.
    pub name: String,
    /// Short name in use (包银高铁), if known.
    pub short_name: Option<String>,
    /// Every other wording.
    pub aliases: Vec<String>,
    /// What it is.
    pub category: Category,
    /// The finer word.
    pub kind: Option<String>,
    /// For ecology.
    pub zone_kind: Option<String>,
    /// Road code, if any.
    pub code: Option<String>,
    /// Form in space, of the fullest wording.
    pub shape: Shape,
    /// Toponyms inside its names, as written, in order, without repeats.
    pub toponyms: Vec<String>,
    /// Toponyms that govern its sentences, nearest first, without repeats.
    pub context: Vec<String>,
    /// Indices of its mentions in the list of all mentions, in plan and text order.
    pub mentions: Vec<usize>,
    /// Ties to others.
    pub relations: Vec<Relation>,
}
