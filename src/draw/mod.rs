//! The map as a picture, drawn by the server: SVG for browsers without WebGL, for documents and for paper.
//!
//! In: a catalog, a query, a [`Sheet`]. Out: SVG that asks nothing from outside. What a plan says of the stage is the
//! pattern of a line; doubt is a pale band; what is known only to its county is a number at the unit, never a pin. Must
//! not know: HTTP.

mod albers;
mod base;
mod frame;
mod furniture;
mod ink;
mod labels;
mod layout;
mod pick;
mod theme;
mod things;
mod words;

pub use layout::{Orientation, Paper};
pub use theme::Theme;

use crate::catalog::Catalog;
use crate::error::Result;
use crate::geometry::Bounds;
use crate::query::Query;
use crate::style::Lang;
use frame::Frame;
use furniture::Furniture;
use ink::Ink;
use labels::Labels;
use layout::Layout;
use things::Things;

/// The window that the page opens with.
pub const HOME: Bounds = Bounds { west: 105.5, south: 37.3, east: 116.5, north: 43.2 };
/// Most projects of one picture; more are counted and not drawn.
pub const MOST_PROJECTS: usize = 10_000;

/// The sheet that is drawn on.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Pixels from side to side (a pixel is a 96th of an inch on paper).
    pub width: f64,
    /// Pixels from top to bottom.
    pub height: f64,
    /// The paper, for a page with title, legend and sources.
    pub paper: Option<(Paper, Orientation)>,
    /// Title of a page.
    pub title: Option<String>,
    /// Language of the words.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// Address of the service, for links; no slash at the end.
    pub base: String,
    /// 审图号 of the map, if it has one.
    pub approval: Option<String>,
    /// What a map of the release must print of its sources.
    pub attribution: String,
}

/// The projects that `query` selects inside `view`, with the base map, as SVG.
///
/// # Errors
/// The query names something that is not there.
pub fn svg(catalog: &dyn Catalog, query: &Query, view: Bounds, sheet: &Sheet) -> Result<String> {
    let layout = Layout::new(sheet);
    let frame = Frame::new(view, layout.map);
    let palette = sheet.theme.palette();
    let things = Things::select(catalog, query, &frame, sheet)?;
    let furniture = Furniture { sheet, layout: &layout, frame: &frame, things: &things, catalog, palette };
    let mut ink = Ink::new(sheet, &layout, furniture.title());
    let mut labels = Labels::new(layout.map, furniture.obstacles());
    base::draw(&mut ink, &mut labels, catalog, &frame, palette, sheet.lang)?;
    things.draw(&mut ink, &mut labels, &frame, palette, sheet);
    labels.draw(&mut ink, palette);
    ink.end_map();
    furniture.draw(&mut ink)?;
    Ok(ink.finish())
}
