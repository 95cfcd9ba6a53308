//! The class of a place: what kind of thing a name stands for.
//!
//! In: a word of `geodata/README.md`. Out: its typed value and what it tells. Must not know: any place.

use crate::error::{Error, Result};
use std::fmt;
use std::str::FromStr;

macro_rules! classes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// What kind of thing a place is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum PlaceClass { $($(#[$doc])* $variant),+ }
        impl PlaceClass {
            /// Every class, in the order of the data dictionary.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word of the data dictionary.
            pub fn word(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
        impl FromStr for PlaceClass {
            type Err = Error;
            fn from_str(word: &str) -> Result<Self> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(Error::parameter("class", format!("\"{word}\" is not one of: {}", [$($word),+].join(" ")))),
                }
            }
        }
    };
}

classes! {
    /// A province or autonomous region as a whole.
    Province = "province",
    /// A 盟 or 地级市 as a whole.
    Prefecture = "prefecture",
    /// A 旗, 县 or district as a whole.
    County = "county",
    /// A large town.
    City = "city",
    /// The town where a county's government sits.
    CountySeat = "county_seat",
    /// A 镇.
    Town = "town",
    /// A 苏木 or 乡.
    Township = "township",
    /// A village or 嘎查.
    Village = "village",
    /// A railway station.
    Station = "station",
    /// An airport.
    Airport = "airport",
    /// A port of entry.
    Port = "port",
    /// An industrial site or park.
    Industrial = "industrial",
    /// A power station.
    Plant = "plant",
    /// A mine.
    Mine = "mine",
    /// A reservoir or dam.
    Reservoir = "reservoir",
    /// A lake.
    Lake = "lake",
    /// A river.
    River = "river",
    /// A playa.
    Playa = "playa",
    /// A desert or sandy land.
    Desert = "desert",
    /// A sandy land.
    SandyLand = "sandy_land",
    /// A plain.
    Plain = "plain",
    /// The foot of a range.
    MountainFront = "mountain_front",
    /// The land along a river.
    RiverCorridor = "river_corridor",
    /// A wetland.
    Wetland = "wetland",
    /// A basin.
    Basin = "basin",
    /// A gas field.
    GasField = "gas_field",
    /// Grassland.
    Grassland = "grassland",
    /// A new area, development area or management area without a code of its own.
    NewArea = "new_area",
    /// A park.
    Park = "park",
    /// A mountain or range.
    Mountain = "mountain",
    /// A pass.
    Pass = "pass",
    /// A scenic place.
    Scenic = "scenic",
    /// Anything else.
    Other = "other",
}

impl PlaceClass {
    /// Is it an administrative unit as a whole?
    pub fn is_admin(self) -> bool {
        matches!(self, Self::Province | Self::Prefecture | Self::County)
    }

    /// Is it a settlement as a point?
    pub fn is_settlement(self) -> bool {
        matches!(self, Self::City | Self::CountySeat | Self::Town | Self::Township | Self::Village)
    }

    /// Is it a settlement at the level of a township or below?
    pub fn is_town_level(self) -> bool {
        matches!(self, Self::CountySeat | Self::Town | Self::Township | Self::Village)
    }

    /// How likely a bare name means this class, 0.0 to 1.0.
    pub fn prior(self) -> f64 {
        match self {
            Self::Province | Self::Prefecture | Self::County => 1.0,
            Self::City => 0.9,
            Self::CountySeat => 0.85,
            Self::Town | Self::NewArea => 0.75,
            Self::Township | Self::Port | Self::Airport => 0.7,
            Self::Reservoir | Self::Lake | Self::River | Self::Desert | Self::SandyLand | Self::Plain => 0.65,
            Self::MountainFront | Self::RiverCorridor | Self::Wetland | Self::Basin | Self::GasField => 0.65,
            Self::Grassland | Self::Park | Self::Mountain | Self::Playa => 0.6,
            Self::Station | Self::Plant | Self::Mine | Self::Industrial => 0.5,
            Self::Village | Self::Scenic | Self::Pass => 0.4,
            Self::Other => 0.3,
        }
    }
}

impl fmt::Display for PlaceClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
