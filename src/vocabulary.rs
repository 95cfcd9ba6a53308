//! The closed word lists of the data contract: category, status, work, grade, place level, role.
//!
//! In: a word of the contract. Out: its typed value, and back. Must not know: anything else.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant),+
        }
        impl $name {
            /// Every value, in the order of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word of the contract.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.word()) }
        }
        impl FromStr for $name {
            type Err = Error;
            fn from_str(word: &str) -> Result<Self> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Error::parameter(
                        stringify!($name).to_lowercase(),
                        format!("\"{word}\" is not one of: {}", [$($word),+].join(" ")),
                    )),
                }
            }
        }
    };
}

words! {
    /// What the thing is, whatever chapter names it.
    Category {
        /// Railways of every kind, metro, stations.
        Rail = "rail",
        /// Expressways, national and provincial roads, bridges.
        Road = "road",
        /// Transport and general airports.
        Airport = "airport",
        /// Hub cities, logistics hubs and parks, inland ports.
        Hub = "hub",
        /// Ports of entry and their works.
        Port = "port",
        /// Reservoirs, water lines, irrigation, flood storage.
        Water = "water",
        /// Coal, power, transmission, pipelines, wind and solar.
        Energy = "energy",
        /// Deserts, grassland, wetlands, lakes, corridors, reserves.
        Ecology = "ecology",
        /// Parks, bonded zones, production bases.
        Industry = "industry",
        /// Data centres, computing, networks.
        Digital = "digital",
        /// Laboratories, innovation centres and zones.
        Innovation = "innovation",
        /// Tourism belts, relics, museums.
        Culture = "culture",
        /// New districts, city belts and groups, towns.
        Urban = "urban",
        /// Whatever is left.
        Other = "other",
    }
}

words! {
    /// The stage that the plan wants or reports.
    Status {
        /// Reported as built.
        Completed = "completed",
        /// Running.
        Operating = "operating",
        /// Being built, or to be built now.
        Construction = "construction",
        /// To be built, without a start.
        Planned = "planned",
        /// Studied, argued for, prepared.
        Preliminary = "preliminary",
        /// A zone to be protected, treated or restored.
        Protection = "protection",
        /// The plan does not say.
        Unknown = "unknown",
    }
}

words! {
    /// What is done.
    Work {
        /// A new work.
        New = "new",
        /// An extension or improvement.
        Upgrade = "upgrade",
        /// A move to another site.
        Relocation = "relocation",
        /// Treatment of damage.
        Restoration = "restoration",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// How well a location is supported, best first.
    Grade {
        /// A surveyed or published site or alignment.
        Exact = "exact",
        /// Good to the stated radius.
        Near = "near",
        /// A line joined from known places.
        Schematic = "schematic",
        /// An administrative or natural unit stands for it.
        Area = "area",
    }
}

words! {
    /// The size of the unit that the location stands on.
    PlaceLevel {
        /// The site itself.
        Site = "site",
        /// A town, township or village.
        Town = "town",
        /// A county-level unit.
        County = "county",
        /// A prefecture-level unit.
        Prefecture = "prefecture",
        /// A province or more.
        Province = "province",
    }
}

words! {
    /// The part that a body has in a task.
    Role {
        /// 牵头.
        Lead = "lead",
        /// 配合.
        Support = "support",
    }
}

words! {
    /// How two projects are tied.
    RelationType {
        /// A part of the other.
        PartOf = "part_of",
        /// Improves the other.
        UpgradeOf = "upgrade_of",
        /// Runs across the other.
        Crosses = "crosses",
        /// Named together, or otherwise tied.
        Related = "related",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_the_way_there_and_back() {
        for category in Category::ALL {
            assert_eq!(category.word().parse::<Category>().ok(), Some(*category));
        }
    }

    #[test]
    fn an_unknown_word_names_the_choices() {
        let message = "trains".parse::<Category>().map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("trains") && m.contains("rail road")));
    }
}
