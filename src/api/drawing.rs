//! The map as a picture.
//!
//! In: a view, a size or a page, the selection. Out: SVG. Must not know: how it is drawn.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::params::Reader;
use super::problem::Problem;
use super::selection;
use crate::draw::{self, HOME, Orientation, Paper, Sheet, Theme};
use crate::error::Error;
use crate::geometry::Bounds;
use crate::query::parse_bbox;
use crate::style::Lang;
use std::sync::Arc;

/// Media type of SVG.
pub const SVG: &str = "image/svg+xml";
/// Smallest and largest side of a picture, pixels.
const SIDES: (f64, f64) = (200.0, 8192.0);
/// Smallest and largest view, degrees.
const VIEW_DEG: (f64, f64) = (0.005, 60.0);
/// Longest title, characters.
const TITLE_CHARS: usize = 60;
/// Pixels of a millimetre.
const PX_PER_MM: f64 = 96.0 / 25.4;

/// `GET /map.svg`: `bbox`, `width` and `height` or `page` and `orientation`, `title`, `lang`, `theme`, `public`, and what
/// selects projects.
pub async fn svg(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let view = reader.parse("bbox", view).unwrap_or(HOME);
    let sheet = sheet(&cx, &mut reader);
    let query = selection::conditions(&mut reader, cx.collection("projects")?);
    reader.finish()?;
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let text = draw::svg(&cx.snapshot.catalog, &query, view, &sheet)?;
        Ok(Answer::new(SVG, text.into_bytes()))
    })
    .await
}

fn view(text: &str) -> crate::error::Result<Bounds> {
    let bounds = parse_bbox(text)?;
    let sides = [bounds.east - bounds.west, bounds.north - bounds.south];
    if sides.iter().all(|side| (VIEW_DEG.0..=VIEW_DEG.1).contains(side)) {
        return Ok(bounds);
    }
    let message = format!("is not from {} to {} degrees wide and high", VIEW_DEG.0, VIEW_DEG.1);
    Err(Error::parameter("bbox", message))
}

fn sheet(cx: &Context, reader: &mut Reader<'_>) -> Sheet {
    let paper: Option<Paper> = reader.parse("page", str::parse);
    let orientation: Option<Orientation> = reader.parse("orientation", str::parse);
    let width = reader.number("width", SIDES.0, SIDES.1);
    let height = reader.number("height", SIDES.0, SIDES.1);
    if orientation.is_some() && paper.is_none() && reader.text("page").is_none() {
        reader.fail("orientation", "is of a page: give page as well");
    }
    for (name, given) in [("width", width), ("height", height)] {
        if given.is_some() && paper.is_some() {
            reader.fail(name, "stands beside page: a page has its own size");
        }
    }
    let paper = paper.map(|paper| (paper, orientation.unwrap_or(Orientation::Landscape)));
    let size_mm = paper.map(|(paper, orientation)| paper.size_mm(orientation));
    let (width, height) = match size_mm {
        Some((w, h)) => (w * PX_PER_MM, h * PX_PER_MM),
        None => (width.unwrap_or(1200.0), height.unwrap_or(800.0)),
    };
    Sheet {
        width,
        height,
        paper,
        title: reader.parse("title", title),
        lang: reader.parse("lang", str::parse).unwrap_or(Lang::Zh),
        theme: reader.parse("theme", str::parse).unwrap_or(Theme::Light),
        base: cx.base.clone(),
        approval: approval(cx, reader),
        attribution: cx.snapshot.attribution(),
    }
}

fn title(text: &str) -> crate::error::Result<String> {
    match text.chars().count() {
        1..=TITLE_CHARS => Ok(text.to_owned()),
        _ => Err(Error::parameter("title", format!("must have 1 to {TITLE_CHARS} characters"))),
    }
}

/// The 审图号; a picture for the public is refused without one.
fn approval(cx: &Context, reader: &mut Reader<'_>) -> Option<String> {
    let approval = cx.site.options.map_approval.clone();
    if reader.flag("public") && approval.is_none() {
        reader
            .fail("public", "本图未经地图审核，仅供内部使用: the service was started without --map-approval");
    }
    approval
}
