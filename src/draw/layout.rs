//! Where things stand on the sheet.
//!
//! In: a [`Sheet`]. Out: boxes in pixels. Must not know: what is drawn in them.

use super::Sheet;
use crate::error::{Error, Result};
use std::str::FromStr;

/// A box in pixels from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// Whether the two share more than an edge.
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }

    /// Whether `inner` lies inside.
    pub fn holds(&self, inner: &Self) -> bool {
        inner.x >= self.x
            && inner.y >= self.y
            && inner.x + inner.w <= self.x + self.w
            && inner.y + inner.h <= self.y + self.h
    }
}

/// Paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 297 by 420 mm.
    A3,
    /// 210 by 297 mm.
    A4,
}

impl FromStr for Paper {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "a3" => Ok(Self::A3),
            "a4" => Ok(Self::A4),
            _ => Err(Error::parameter("page", format!("\"{word}\" is not one of: a3 a4"))),
        }
    }
}

/// How the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Wider than high.
    Landscape,
    /// Higher than wide.
    Portrait,
}

impl FromStr for Orientation {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "landscape" => Ok(Self::Landscape),
            "portrait" => Ok(Self::Portrait),
            _ => {
                Err(Error::parameter("orientation", format!("\"{word}\" is not one of: landscape portrait")))
            }
        }
    }
}

/// Pixels of a millimetre.
pub const PX_PER_MM: f64 = 96.0 / 25.4;

impl Paper {
    /// Width and height in millimetres.
    pub fn size_mm(self, orientation: Orientation) -> (f64, f64) {
        let (short, long) = match self {
            Self::A3 => (297.0, 420.0),
            Self::A4 => (210.0, 297.0),
        };
        match orientation {
            Orientation::Landscape => (long, short),
            Orientation::Portrait => (short, long),
        }
    }
}

/// The boxes of a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// The whole sheet.
    pub sheet: Area,
    /// The map.
    pub map: Area,
    /// The legend; none where there is no room.
    pub legend: Option<Area>,
    /// Columns of the legend.
    pub columns: usize,
    /// Lines at the foot; inside the map where there is no paper.
    pub foot: Area,
    /// Base line of the title; none without paper.
    pub title_y: Option<f64>,
}

/// Height of a line of the legend.
pub const LINE: f64 = 19.0;
/// Lines of the legend besides the categories.
pub const KEYS: usize = 7;
const LEGEND_WIDTH: f64 = 190.0;
const FOOT: f64 = 74.0;

impl Layout {
    /// The boxes of `sheet`.
    pub fn new(sheet: &Sheet) -> Self {
        let whole = Area { x: 0.0, y: 0.0, w: sheet.width, h: sheet.height };
        match sheet.paper {
            None => Self::screen(whole),
            Some(_) => Self::page(whole),
        }
    }

    fn screen(whole: Area) -> Self {
        let foot = Area { x: 0.0, y: whole.h - 18.0, w: whole.w, h: 18.0 };
        Self { sheet: whole, map: whole, legend: None, columns: 1, foot, title_y: None }
    }

    fn page(whole: Area) -> Self {
        let margin = 10.0 * PX_PER_MM;
        let inner = Area {
            x: margin,
            y: margin + 42.0,
            w: whole.w - 2.0 * margin,
            h: whole.h - 2.0 * margin - 42.0 - FOOT,
        };
        let foot = Area { x: inner.x, y: inner.y + inner.h + 8.0, w: inner.w, h: FOOT - 8.0 };
        let (map, legend, columns) = if whole.w > whole.h {
            let map = Area { w: inner.w - LEGEND_WIDTH - 12.0, ..inner };
            (map, Area { x: map.x + map.w + 12.0, w: LEGEND_WIDTH, ..inner }, 1)
        } else {
            let columns = 4;
            let lines = (14 + KEYS + 1).div_ceil(columns) as f64;
            let height = lines * LINE + 18.0;
            let map = Area { h: inner.h - height - 10.0, ..inner };
            (map, Area { y: map.y + map.h + 10.0, h: height, ..inner }, columns)
        };
        Self { sheet: whole, map, legend: Some(legend), columns, foot, title_y: Some(margin + 26.0) }
    }
}
