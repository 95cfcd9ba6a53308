//! The projects of a map: lines, zones, sites, and numbers at the units that stand for what is known no finer.
//!
//! In: the collection `projects`, a query. Out: marks with links, labels wanted. Must not know: the ground.

use super::frame::Frame;
use super::ink::{Ink, escape};
use super::labels::{Label, Labels, width};
use super::layout::Area;
use super::pick::{Badge, Picked, Picker, Thing, numbers};
use super::theme::Palette;
use super::words::{filled, word};
use super::{MOST_PROJECTS, Sheet};
use crate::catalog::Catalog;
use crate::error::Result;
use crate::geometry::{Coord, LineString};
use crate::query::Query;
use crate::style::{CategoryStyle, categories};
use crate::vocabulary::{Grade, Status};
use geo::line_measures::{Euclidean, Length};
use std::collections::BTreeMap;

/// Radius of a site, pixels.
const SITE: f64 = 7.0;
/// Bands with a radius of this part of the map are paler.
const WIDE: f64 = 0.08;
/// Zones that fill this part of the map are not tinted.
const FILLED: f64 = 0.35;

/// The projects of a map.
#[derive(Debug)]
pub struct Things {
    table: Vec<CategoryStyle>,
    things: Vec<Thing>,
    badges: Vec<Badge>,
    /// How many of each category, in the order of the table.
    pub counts: Vec<usize>,
    /// How many are drawn, badges included.
    pub drawn: usize,
    /// How many of them stand in badges.
    pub coarse: usize,
    /// How many more the query selects.
    pub left_out: usize,
}

impl Things {
    /// What `query` selects inside `frame`.
    ///
    /// # Errors
    /// The query names something that is not there.
    pub fn select(catalog: &dyn Catalog, query: &Query, frame: &Frame, sheet: &Sheet) -> Result<Self> {
        let lang = sheet.lang;
        let mut table = categories()?;
        for row in &mut table {
            row.colour = sheet.theme.tint(&row.colour);
        }
        let counts = vec![0; table.len()];
        let mut out =
            Self { counts, table, things: Vec::new(), badges: Vec::new(), drawn: 0, coarse: 0, left_out: 0 };
        let Some(projects) = catalog.collection("projects") else { return Ok(out) };
        let query = Query { limit: MOST_PROJECTS, ..query.by_box(frame.seen) };
        let selection = catalog.select(projects, &query)?;
        out.left_out = selection.matched.saturating_sub(MOST_PROJECTS);
        let picker = Picker {
            catalog,
            schema: &projects.schema,
            frame,
            lang,
            numbers: numbers(catalog),
            table: &out.table,
        };
        let picked: Vec<Picked> = selection.rows.filter_map(|row| picker.pick(row)).collect();
        out.put(picked);
        Ok(out)
    }

    fn put(&mut self, picked: Vec<Picked>) {
        let mut badges: BTreeMap<String, Badge> = BTreeMap::new();
        self.drawn = picked.len();
        for one in picked {
            match one {
                Picked::Thing(thing) => {
                    self.counts[thing.category] += 1;
                    self.things.push(thing);
                }
                Picked::Coarse { category, key, badge, member } => {
                    self.counts[category] += 1;
                    self.coarse += 1;
                    badges.entry(key).or_insert(badge).members.push(member);
                }
            }
        }
        self.badges = badges.into_values().collect();
        self.badges.sort_by_key(|b| std::cmp::Reverse(b.members.len()));
        self.things.sort_by(|a, b| a.weight.total_cmp(&b.weight).then_with(|| a.id.cmp(&b.id)));
    }

    /// The categories that are drawn, with their numbers.
    pub fn legend(&self) -> impl Iterator<Item = (&CategoryStyle, usize)> {
        self.table.iter().zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// Draws everything and wants the labels.
    pub fn draw(&self, ink: &mut Ink, labels: &mut Labels, frame: &Frame, palette: Palette, sheet: &Sheet) {
        self.zones(ink, frame, sheet);
        self.bands(ink, frame);
        for thing in self.things.iter().filter(|t| t.grade != Grade::Schematic) {
            self.line(ink, thing, palette, sheet);
        }
        for thing in &self.things {
            self.site(ink, labels, thing, palette, sheet);
        }
        for badge in &self.badges {
            self.badge(ink, labels, badge, palette, sheet);
        }
        for thing in &self.things {
            self.want_label(labels, thing, frame, sheet);
        }
    }

    fn colour(&self, thing: &Thing) -> &str {
        &self.table[thing.category].colour
    }

    /// One tint for all zones together, so that zones upon zones do not darken the map, and an outline for each; one that
    /// fills most of the map has its outline only.
    fn zones(&self, ink: &mut Ink, frame: &Frame, sheet: &Sheet) {
        let mut zones: Vec<(f64, &Thing)> =
            self.things.iter().filter(|t| !t.rings.is_empty()).map(|t| (extent(&t.rings), t)).collect();
        zones.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = frame.area.w * frame.area.h * FILLED;
        for (index, row) in self.table.iter().enumerate() {
            let own = zones.iter().filter(|(size, t)| t.category == index && *size < most);
            let rings: Vec<LineString<f64>> = own.flat_map(|(_, t)| t.rings.clone()).collect();
            ink.path(&rings, &format!("fill=\"{}\" fill-opacity=\"0.14\"", row.colour));
        }
        for (size, thing) in zones {
            ink.raw(&open(sheet, &thing.id, &thing.about));
            let colour = self.colour(thing);
            let opacity = if size < most { 0.6 } else { 0.25 };
            ink.path(
                &thing.rings,
                &format!(
                    "fill=\"none\" pointer-events=\"all\" stroke=\"{colour}\" stroke-opacity=\"{opacity}\" \
                     stroke-width=\"0.8\""
                ),
            );
            ink.raw("</a>");
        }
    }

    /// The doubt: as wide as it is on the ground; of a schematic line there is nothing else. The bands of one category
    /// are one tint, and those as wide as a part of the map are paler.
    fn bands(&self, ink: &mut Ink, frame: &Frame) {
        let wide = |thing: &Thing| frame.length_px(thing.doubt_m) > frame.area.h.min(frame.area.w) * WIDE;
        ink.raw("<g opacity=\"0.05\">");
        self.things.iter().filter(|t| wide(t)).for_each(|t| self.band(ink, t, frame));
        ink.raw("</g>");
        for index in 0..self.table.len() {
            ink.raw("<g opacity=\"0.15\">");
            let own = self.things.iter().filter(|t| t.category == index && !wide(t));
            own.for_each(|t| self.band(ink, t, frame));
            ink.raw("</g>");
        }
    }

    fn band(&self, ink: &mut Ink, thing: &Thing, frame: &Frame) {
        let radius = frame.length_px(thing.doubt_m);
        let colour = self.colour(thing);
        let stroke = |width: f64| {
            format!(
                "fill=\"none\" stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\" \
                 stroke-linecap=\"round\"",
                super::ink::n(width)
            )
        };
        if thing.grade == Grade::Schematic {
            ink.path(&thing.lines, &stroke((2.0 * radius).max(5.0)));
        } else if radius > 1.5 {
            ink.path(&thing.lines, &stroke(2.0 * radius));
        }
        if radius > SITE {
            let fill = format!("fill=\"{colour}\"");
            thing.points.iter().for_each(|at| ink.circle(*at, radius, &fill));
        }
    }

    fn line(&self, ink: &mut Ink, thing: &Thing, palette: Palette, sheet: &Sheet) {
        if thing.lines.is_empty() {
            return;
        }
        ink.raw(&open(sheet, &thing.id, &thing.about));
        let casing =
            format!("fill=\"none\" stroke=\"{}\" stroke-opacity=\"0.7\" stroke-width=\"4.4\"", palette.halo);
        ink.path(&thing.lines, &casing);
        let own = format!(
            "fill=\"none\" stroke=\"{}\" stroke-width=\"2.4\" stroke-linejoin=\"round\"{}",
            self.colour(thing),
            dashes(thing.status)
        );
        ink.path(&thing.lines, &own);
        ink.raw("</a>");
    }

    fn site(&self, ink: &mut Ink, labels: &mut Labels, thing: &Thing, palette: Palette, sheet: &Sheet) {
        let row = &self.table[thing.category];
        for at in &thing.points {
            ink.raw(&open(sheet, &thing.id, &thing.about));
            symbol(ink, row, *at, dashes(thing.status), palette);
            ink.raw("</a>");
            labels.cover(Area { x: at.x - SITE, y: at.y - SITE, w: 2.0 * SITE, h: 2.0 * SITE });
        }
    }

    /// One number for all that is known no finer than a unit.
    fn badge(&self, ink: &mut Ink, labels: &mut Labels, badge: &Badge, palette: Palette, sheet: &Sheet) {
        let count = filled(sheet.lang, "items", &[("{n}", badge.members.len().to_string())]);
        let text = match &badge.unit {
            Some((_, name)) => format!("{name} {count}"),
            None => format!("{} {count}", word(sheet.lang, "several")),
        };
        let (w, h) = (width(&text, 9.5) + 9.0, 15.0);
        let box_at =
            |dx: f64, dy: f64| Area { x: badge.at.x - w / 2.0 + dx, y: badge.at.y - h / 2.0 + dy, w, h };
        let tries = (0..240).map(|n| {
            let (turn, far) = (f64::from(n) * 2.4, 7.0 * f64::from(n).sqrt());
            box_at(far * turn.cos(), far * turn.sin())
        });
        let Some(area) = tries.clone().find(|a| labels.is_free(a)).or(tries.take(1).next()) else { return };
        labels.cover(area);
        let names: Vec<&str> = badge.members.iter().take(30).map(|(_, name)| name.as_str()).collect();
        let rest = badge.members.len().saturating_sub(names.len());
        let more = if rest > 0 { format!(" … +{rest}") } else { String::new() };
        let about = format!("{text}：{}{more}", names.join("、"));
        ink.raw(&match (badge.members.as_slice(), &badge.unit) {
            ([(id, _)], _) => open(sheet, id, &about),
            (_, Some((code, _))) => linked(&format!("{}/?admin={code}", sheet.base), &about),
            _ => format!("<g><title>{}</title>", escape(&about)),
        });
        let fill = format!(
            "rx=\"7.5\" fill=\"{}\" fill-opacity=\"0.9\" stroke=\"{}\" stroke-width=\"0.8\"",
            palette.halo, palette.faint
        );
        ink.rect(&area, &fill);
        ink.text(area.x + 4.5, area.y + 11.0, 9.5, &format!("fill=\"{}\"", palette.ink), &text);
        let linked = badge.members.len() == 1 || badge.unit.is_some();
        ink.raw(if linked { "</a>" } else { "</g>" });
    }

    fn want_label(&self, labels: &mut Labels, thing: &Thing, frame: &Frame, sheet: &Sheet) {
        let Some(at) = anchor(thing).filter(|at| frame.shows(*at)) else { return };
        let schematic = thing.grade == Grade::Schematic;
        let mark = word(sheet.lang, "schematic_mark");
        let text = if schematic { format!("{mark} {}", thing.short) } else { thing.short.clone() };
        let colour = self.colour(thing);
        labels.want(Label {
            at,
            gap: if thing.points.is_empty() { 5.0 } else { SITE + 2.0 },
            text,
            size: 11.0,
            attributes: format!("fill=\"{colour}\""),
            weight: thing.weight + if schematic { 40.0 } else { 0.0 },
            wrap: Some((open(sheet, &thing.id, &thing.about), "</a>".to_owned())),
        });
    }
}

/// A symbol of a category.
pub fn symbol(ink: &mut Ink, row: &CategoryStyle, at: Coord<f64>, dashes: &str, palette: Palette) {
    let ring = format!(
        "fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"{}",
        palette.halo,
        row.colour,
        dashes.replace("9 3", "5 2").replace("3 3", "2 2")
    );
    ink.circle(at, SITE, &ring);
    ink.raw(&format!(
        "<path transform=\"translate({} {}) scale(0.42)\" fill=\"{}\" d=\"{}\"/>",
        super::ink::n(at.x - 12.0 * 0.42),
        super::ink::n(at.y - 12.0 * 0.42),
        row.colour,
        row.icon
    ));
}

/// The pattern of a line says its stage: built, being built, planned.
pub fn dashes(status: Status) -> &'static str {
    match status {
        Status::Completed | Status::Operating => "",
        Status::Construction | Status::Protection => " stroke-dasharray=\"9 3\"",
        Status::Planned | Status::Preliminary | Status::Unknown => " stroke-dasharray=\"3 3\"",
    }
}

fn open(sheet: &Sheet, id: &str, about: &str) -> String {
    linked(&format!("{}/?project={id}", sheet.base), about)
}

fn linked(href: &str, about: &str) -> String {
    format!("<a href=\"{}\"><title>{}</title>", escape(href), escape(about))
}

/// Where the label of a thing stands: its point, the middle of its longest line, or of its largest ring.
fn anchor(thing: &Thing) -> Option<Coord<f64>> {
    use geo::line_measures::InterpolatableLine;
    if let Some(point) = thing.points.first() {
        return Some(*point);
    }
    let longest = |all: &[LineString<f64>]| {
        all.iter().max_by(|a, b| Euclidean.length(*a).total_cmp(&Euclidean.length(*b))).cloned()
    };
    if let Some(line) = longest(&thing.lines) {
        return line.point_at_ratio_from_start(&Euclidean, 0.5).map(|p| p.0);
    }
    let ring = longest(&thing.rings)?;
    let area = crate::geometry::Geom::Polygon(crate::geometry::Polygon::new(ring, Vec::new()));
    crate::geometry::label_point(&area).map(|[x, y]| Coord { x, y })
}

/// Width times height of the box round `rings`, pixels.
fn extent(rings: &[LineString<f64>]) -> f64 {
    use geo::BoundingRect;
    let boxes = rings.iter().filter_map(BoundingRect::bounding_rect);
    boxes.map(|b| b.width() * b.height()).sum()
}
