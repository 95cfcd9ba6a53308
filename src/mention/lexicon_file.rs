//! The shape of `lexicon.toml` as it is written; the words are explained there.
#![allow(missing_docs)]

use super::lexicon::{Head, Verb};
use crate::vocabulary::Category;
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
pub struct Modifier {
    pub words: Vec<String>,
    pub category: Category,
    pub kind: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Title {
    pub words: Vec<String>,
    pub head: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct WordList {
    pub words: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct File {
    pub head: Vec<Head>,
    pub modifier: Vec<Modifier>,
    pub generic_modifiers: WordList,
    pub verb: Vec<Verb>,
    pub title: Vec<Title>,
    pub task: Vec<Title>,
    pub kind: Vec<Modifier>,
    pub words: Lists,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Lists {
    pub nominal_tails: Vec<String>,
    pub particles: Vec<String>,
    pub lead_particles: Vec<String>,
    pub excluders: Vec<String>,
    pub tails: Vec<String>,
    pub zone_verbs: Vec<String>,
    pub water_words: Vec<String>,
    pub bare_zones: Vec<String>,
    pub proper: Vec<String>,
    pub guard_words: Vec<String>,
    pub etc_generic: Vec<String>,
    pub zone_stops: Vec<String>,
    pub plural_words: Vec<String>,
    pub natural_words: Vec<String>,
    pub firm_words: Vec<String>,
    pub care_words: Vec<String>,
    pub focus_tails: Vec<String>,
    pub condition_words: Vec<String>,
    pub paired_heads: Vec<String>,
    pub reach_words: Vec<String>,
    pub proper_nature: Vec<String>,
    pub city_ranks: Vec<String>,
    pub tool_heads: Vec<String>,
    pub weight_words: Vec<String>,
    pub support_verbs: Vec<String>,
    pub solid: Vec<String>,
    pub counters: Vec<String>,
    pub compound_tails: Vec<String>,
    pub shared_after: Vec<String>,
    pub joint_verbs: Vec<String>,
    pub zone_tails: Vec<String>,
    pub regions: Vec<String>,
    pub wares: Vec<String>,
    pub growth_verbs: Vec<String>,
    pub growth_words: Vec<String>,
    pub seat_words: Vec<String>,
    pub town_words: Vec<String>,
    pub together_words: Vec<String>,
    pub works_words: Vec<String>,
    pub shape_units: Vec<String>,
    pub shape_settlements: Vec<String>,
    pub shape_nature: Vec<String>,
    pub shape_stops: Vec<String>,
}
