//! Colours of the ground, light and dark.

use crate::error::{Error, Result};
use std::str::FromStr;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// For paper and day.
    Light,
    /// For screens at night.
    Dark,
}

impl FromStr for Theme {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "light" => Ok(Self::Light),
            "dark" => Ok(Self::Dark),
            _ => Err(Error::parameter("theme", format!("\"{word}\" is not one of: light dark"))),
        }
    }
}

/// The colours of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// Of the sheet.
    pub paper: &'static str,
    /// Of the land.
    pub land: &'static str,
    /// Of deserts.
    pub desert: &'static str,
    /// Of lakes.
    pub lake: &'static str,
    /// Of rivers.
    pub river: &'static str,
    /// Of boundaries: county, prefecture, province.
    pub border: [&'static str; 3],
    /// Of words.
    pub ink: &'static str,
    /// Of words of the ground.
    pub faint: &'static str,
    /// Round words.
    pub halo: &'static str,
}

const LIGHT: Palette = Palette {
    paper: "#ffffff",
    land: "#f7f5f0",
    desert: "#f0e6cf",
    lake: "#c3dced",
    river: "#a9cde4",
    border: ["#d8d2c6", "#b8b0a2", "#948c7e"],
    ink: "#2a2824",
    faint: "#6a655c",
    halo: "#ffffff",
};

const DARK: Palette = Palette {
    paper: "#17191c",
    land: "#1e2125",
    desert: "#2b281f",
    lake: "#1c3a4e",
    river: "#28546e",
    border: ["#34383d", "#4b5158", "#747c85"],
    ink: "#eceae5",
    faint: "#a8a49b",
    halo: "#17191c",
};

impl Theme {
    /// `colour` (`#rrggbb`) as it is seen well on this ground: half way to white in the dark.
    pub fn tint(self, colour: &str) -> String {
        let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).ok();
        match (self, number) {
            (Self::Dark, Some(rgb)) => {
                let lighter = |shift: u32| (((rgb >> shift) & 0xff) + 0xff) / 2;
                format!("#{:02x}{:02x}{:02x}", lighter(16), lighter(8), lighter(0))
            }
            _ => colour.to_owned(),
        }
    }

    /// Its colours.
    pub fn palette(self) -> Palette {
        match self {
            Self::Light => LIGHT,
            Self::Dark => DARK,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_lighter_in_the_dark_and_as_they_are_by_day() {
        assert_eq!(Theme::Light.tint("#4a1fc4"), "#4a1fc4");
        assert_eq!(Theme::Dark.tint("#4a1fc4"), "#a48fe1");
    }
}
