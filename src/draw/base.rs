//! The ground: deserts, lakes, boundaries, rivers, names of places.
//!
//! In: the collections `admin` and `places`. Out: quiet lines and areas, and labels wanted. Must not know: projects.

use super::frame::Frame;
use super::ink::Ink;
use super::labels::{Label, Labels};
use super::theme::Palette;
use crate::catalog::{Catalog, Collection, Row};
use crate::error::Result;
use crate::geometry::Coord;
use crate::query::Query;
use crate::style::Lang;

const DESERTS: [&str; 2] = ["desert", "sandy_land"];
const LAKES: [&str; 3] = ["lake", "reservoir", "river"];
const RIVERS: [&str; 2] = ["river", "canal"];

/// Names of places by class: drawn where a pixel is at most so many metres, size, weight.
const NAMES: &[(&str, f64, f64, f64)] = &[
    ("city", 4_000.0, 14.0, 1_000.0),
    ("county_seat", 700.0, 11.0, 60.0),
    ("town", 120.0, 10.5, 30.0),
    ("township", 50.0, 10.0, 20.0),
    ("desert", 1_500.0, 11.0, 50.0),
    ("sandy_land", 1_500.0, 11.0, 50.0),
    ("lake", 500.0, 10.5, 40.0),
    ("port", 500.0, 10.0, 25.0),
];

/// Draws the ground and wants its labels.
pub fn draw(
    ink: &mut Ink,
    labels: &mut Labels,
    catalog: &dyn Catalog,
    frame: &Frame,
    palette: Palette,
    lang: Lang,
) -> Result<()> {
    ink.rect(&frame.area, &format!("fill=\"{}\"", palette.land));
    let seen = Query::everything().by_box(frame.seen);
    let places = catalog.collection("places");
    let place_rows = selected(catalog, places, &seen)?;
    if let Some(places) = places {
        areas(ink, frame, places, &place_rows, &DESERTS, palette.desert);
        areas(ink, frame, places, &place_rows, &LAKES, palette.lake);
    }
    let units = catalog.collection("admin");
    if let Some(units) = units {
        boundaries(ink, frame, units, &selected(catalog, Some(units), &seen)?, palette);
    }
    if let Some(places) = places {
        rivers(ink, frame, places, &place_rows, palette);
        // Cities come before everything, other places take what room is left.
        let (cities, others): (Vec<_>, Vec<_>) =
            place_rows.iter().partition(|row| is_of(**row, places, "class", &["city"]));
        names(labels, frame, places, &cities, palette, lang);
        labels.settle();
        names(labels, frame, places, &others, palette, lang);
    }
    Ok(())
}

fn selected<'a>(catalog: &'a dyn Catalog, of: Option<&'a Collection>, seen: &Query) -> Result<Vec<Row<'a>>> {
    of.map_or(Ok(Vec::new()), |c| catalog.select(c, seen).map(|s| s.rows.collect()))
}

fn is_of(row: Row<'_>, collection: &Collection, field: &str, words: &[&str]) -> bool {
    row.text(&collection.schema, field).is_some_and(|word| words.contains(&word))
}

fn areas(ink: &mut Ink, frame: &Frame, of: &Collection, rows: &[Row<'_>], classes: &[&str], colour: &str) {
    for row in rows.iter().filter(|r| is_of(**r, of, "class", classes)) {
        if let Some(geometry) = row.geometry() {
            ink.path(&frame.rings(&geometry), &format!("fill=\"{colour}\" fill-rule=\"evenodd\""));
        }
    }
}

fn boundaries(ink: &mut Ink, frame: &Frame, of: &Collection, rows: &[Row<'_>], palette: Palette) {
    let widths = [("county", 0.6), ("prefecture", 1.0), ("province", 1.8)];
    for ((level, width), colour) in widths.into_iter().zip(palette.border) {
        for row in rows.iter().filter(|r| is_of(**r, of, "level", &[level])) {
            if let Some(geometry) = row.geometry() {
                let attributes = format!("fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"");
                ink.path(&frame.rings(&geometry), &attributes);
            }
        }
    }
}

fn rivers(ink: &mut Ink, frame: &Frame, of: &Collection, rows: &[Row<'_>], palette: Palette) {
    for row in rows.iter().filter(|r| is_of(**r, of, "class", &RIVERS)) {
        if let Some(geometry) = row.geometry() {
            let attributes = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.3\"", palette.river);
            ink.path(&frame.lines(&geometry), &attributes);
        }
    }
}

fn names(
    labels: &mut Labels,
    frame: &Frame,
    of: &Collection,
    rows: &[Row<'_>],
    palette: Palette,
    lang: Lang,
) {
    for row in rows {
        let text = |field: &str| row.text(&of.schema, field).map(|t| t.to_string());
        let class = text("class").unwrap_or_default();
        let Some((_, most, size, weight)) = NAMES.iter().find(|(c, ..)| *c == class) else { continue };
        let name = if lang == Lang::En { text("name_en").or(text("name")) } else { text("name") };
        let (Some(name), Some([lon, lat])) = (name, row.label_point()) else { continue };
        let at = frame.px(Coord { x: lon, y: lat });
        if frame.metres_per_px > *most || name.is_empty() || !frame.shows(at) {
            continue;
        }
        let is_area = matches!(class.as_str(), "desert" | "sandy_land" | "lake");
        let colour = if class == "city" { palette.ink } else { palette.faint };
        labels.want(Label {
            at,
            gap: if is_area { 0.0 } else { 4.0 },
            text: name,
            size: *size,
            attributes: format!(
                "fill=\"{colour}\"{}",
                if class == "city" { " font-weight=\"600\"" } else { "" }
            ),
            weight: *weight,
            wrap: None,
        });
    }
}
