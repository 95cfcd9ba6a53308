//! The projects of a map: lines, zones, sites, and numbers at the units that stand for what is known no finer.
//!
//! In: the collection `projects`, a query. Out: marks with links, labels wanted. Must not know: the ground.

use super::frame::Frame;
use super::ink::{Ink, escape};
use super::labels::{Label, Labels, width};
use super::layout::Area;
use super::theme::Palette;
use super::words::{filled, word};
use super::{MOST_PROJECTS, Sheet};
use crate::catalog::{Catalog, Collection, Row, Schema, ValueRef};
use crate::error::Result;
use crate::geometry::{Coord, LineString};
use crate::query::Query;
use crate::style::{CategoryStyle, Lang, categories, label};
use crate::vocabulary::{Grade, PlaceLevel, Status};
use geo::line_measures::{Euclidean, Length};
use std::collections::BTreeMap;

/// Radius of a site, pixels.
const SITE: f64 = 7.0;
/// Bands wider than this part of the map are still paler.
const WIDE: f64 = 0.2;

/// One project as it is drawn.
#[derive(Debug)]
struct Thing {
    id: String,
    name: String,
    short: String,
    category: usize,
    status: Status,
    grade: Grade,
    doubt_m: f64,
    about: String,
    weight: f64,
    lines: Vec<LineString<f64>>,
    rings: Vec<LineString<f64>>,
    points: Vec<Coord<f64>>,
}

/// Projects known no finer than one unit.
#[derive(Debug)]
struct Badge {
    at: Coord<f64>,
    unit: Option<(String, String)>,
    members: Vec<(String, String)>,
}

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
    pub fn select(catalog: &dyn Catalog, query: &Query, frame: &Frame, lang: Lang) -> Result<Self> {
        let table = categories()?;
        let mut out = Self {
            counts: vec![0; table.len()],
            table,
            things: Vec::new(),
            badges: Vec::new(),
            drawn: 0,
            coarse: 0,
            left_out: 0,
        };
        let Some(projects) = catalog.collection("projects") else { return Ok(out) };
        let query = Query { limit: MOST_PROJECTS, ..query.by_box(frame.seen) };
        let selection = catalog.select(projects, &query)?;
        out.left_out = selection.matched.saturating_sub(MOST_PROJECTS);
        let numbers = numbers(catalog);
        let mut badges: BTreeMap<String, Badge> = BTreeMap::new();
        for row in selection.rows {
            out.add(row, &projects.schema, frame, lang, &numbers, &mut badges, catalog);
        }
        out.badges = badges.into_values().collect();
        out.badges.sort_by_key(|b| std::cmp::Reverse(b.members.len()));
        out.things.sort_by(|a, b| a.weight.total_cmp(&b.weight).then_with(|| a.id.cmp(&b.id)));
        Ok(out)
    }

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        row: Row<'_>,
        schema: &Schema,
        frame: &Frame,
        lang: Lang,
        numbers: &BTreeMap<String, String>,
        badges: &mut BTreeMap<String, Badge>,
        catalog: &dyn Catalog,
    ) {
        let text = |name: &str| row.text(schema, name).map(|t| t.to_string());
        let category = text("category").and_then(|c| self.table.iter().position(|t| t.id == c));
        let grade: Option<Grade> = text("grade").and_then(|g| g.parse().ok());
        let (Some(category), Some(grade), Some(name)) = (category, grade, text("name")) else { return };
        let level: Option<PlaceLevel> = text("place_level").and_then(|l| l.parse().ok());
        let is_zone = self.table[category].id == "ecology";
        let coarse =
            matches!(level, Some(PlaceLevel::County | PlaceLevel::Prefecture | PlaceLevel::Province));
        if grade == Grade::Area && !is_zone && coarse {
            let Some([lon, lat]) = row.label_point() else { return };
            let at = frame.px(Coord { x: lon, y: lat });
            if frame.shows(at) {
                let unit = unit(row, schema, level, catalog);
                let key = unit.as_ref().map_or(format!("{lon:.3},{lat:.3}"), |(code, _)| code.clone());
                let badge = badges.entry(key).or_insert(Badge { at, unit, members: Vec::new() });
                badge.members.push((row.id().to_string(), name));
                self.counts[category] += 1;
                self.drawn += 1;
                self.coarse += 1;
            }
            return;
        }
        let Some(thing) = thing(row, schema, frame, (category, grade, name), numbers, lang) else { return };
        self.counts[category] += 1;
        self.drawn += 1;
        self.things.push(thing);
    }

    /// The categories that are drawn, with their numbers.
    pub fn legend(&self) -> impl Iterator<Item = (&CategoryStyle, usize)> {
        self.table.iter().zip(self.counts.iter().copied()).filter(|(_, count)| *count > 0)
    }

    /// Draws everything and wants the labels.
    pub fn draw(&self, ink: &mut Ink, labels: &mut Labels, frame: &Frame, palette: Palette, sheet: &Sheet) {
        for thing in &self.things {
            self.zone(ink, thing, sheet);
        }
        for thing in &self.things {
            self.band(ink, thing, frame);
        }
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

    fn zone(&self, ink: &mut Ink, thing: &Thing, sheet: &Sheet) {
        if thing.rings.is_empty() {
            return;
        }
        ink.raw(&open(sheet, &thing.id, &thing.about));
        let colour = self.colour(thing);
        let attributes = format!(
            "fill=\"{colour}\" fill-opacity=\"0.1\" fill-rule=\"evenodd\" stroke=\"{colour}\" stroke-width=\"1\""
        );
        ink.path(&thing.rings, &attributes);
        ink.raw("</a>");
    }

    /// The doubt: as wide as it is on the ground; of a schematic line there is nothing else.
    fn band(&self, ink: &mut Ink, thing: &Thing, frame: &Frame) {
        let radius = frame.length_px(thing.doubt_m);
        let opacity = if radius > frame.area.h.min(frame.area.w) * WIDE { 0.05 } else { 0.16 };
        let schematic = thing.grade == Grade::Schematic;
        let colour = self.colour(thing);
        let stroke = |width: f64, opacity: f64| {
            format!(
                "fill=\"none\" stroke=\"{colour}\" stroke-opacity=\"{opacity}\" stroke-width=\"{}\" \
                 stroke-linejoin=\"round\" stroke-linecap=\"round\"",
                super::ink::n(width)
            )
        };
        if schematic {
            ink.path(&thing.lines, &stroke((2.0 * radius).max(5.0), opacity + 0.04));
        } else if radius > 1.5 {
            ink.path(&thing.lines, &stroke(2.0 * radius, opacity * 0.8));
            ink.path(&thing.rings, &stroke(2.0 * radius, 0.05));
        }
        if radius > SITE {
            let fill = format!("fill=\"{colour}\" fill-opacity=\"{}\"", opacity * 0.8);
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
            None => count,
        };
        let (w, h) = (width(&text, 10.5) + 10.0, 17.0);
        let box_at = |dx: f64, dy: f64| Area { x: badge.at.x - w / 2.0 + dx, y: badge.at.y - h / 2.0 + dy, w, h };
        let tries = (0..60).map(|n| {
            let (turn, far) = (f64::from(n) * 2.4, 6.0 * f64::from(n).sqrt());
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
            "rx=\"8.5\" fill=\"{}\" fill-opacity=\"0.9\" stroke=\"{}\" stroke-width=\"0.8\"",
            palette.halo, palette.faint
        );
        ink.rect(&area, &fill);
        ink.text(area.x + 5.0, area.y + 12.5, 10.5, &format!("fill=\"{}\"", palette.ink), &text);
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

fn thing(
    row: Row<'_>,
    schema: &Schema,
    frame: &Frame,
    (category, grade, name): (usize, Grade, String),
    numbers: &BTreeMap<String, String>,
    lang: Lang,
) -> Option<Thing> {
    let geometry = row.geometry()?;
    let text = |field: &str| row.text(schema, field).map(|t| t.to_string());
    let status: Status = text("status").and_then(|s| s.parse().ok()).unwrap_or(Status::Unknown);
    let count = match schema.index("mention_count").map(|i| row.value(i)) {
        Some(ValueRef::Integer(count)) => count as f64,
        _ => 1.0,
    };
    let doubt_m = match schema.index("uncertainty_m").map(|i| row.value(i)) {
        Some(ValueRef::Number(metres)) => metres.max(0.0),
        _ => 0.0,
    };
    let plans = match schema.index("plans").map(|i| row.value(i)) {
        Some(ValueRef::Strings(list)) => {
            list.iter().map(|id| numbers.get(&*id).cloned().unwrap_or_else(|| id.to_string())).collect()
        }
        _ => Vec::new(),
    };
    let words = [label(lang, "status", status.word()), label(lang, "grade", grade.word())];
    let english = if lang == Lang::En { text("name_en") } else { None };
    let own = Thing {
        id: row.id().to_string(),
        short: english.clone().or(text("short_name")).unwrap_or_else(|| name.clone()),
        about: format!("{} · {} · {}", english.unwrap_or_else(|| name.clone()), words.join(" · "), plans.join("、")),
        name,
        category,
        status,
        grade,
        doubt_m,
        weight: 40.0 + 10.0 * count.min(16.0),
        lines: frame.lines(&geometry),
        rings: frame.rings(&geometry),
        points: frame.points(&geometry),
    };
    let empty = own.lines.is_empty() && own.rings.is_empty() && own.points.is_empty();
    (!empty && !own.name.is_empty()).then_some(own)
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

/// Code and name of the one unit that stands for a project.
fn unit(
    row: Row<'_>,
    schema: &Schema,
    level: Option<PlaceLevel>,
    catalog: &dyn Catalog,
) -> Option<(String, String)> {
    let Some(ValueRef::Strings(list)) = schema.index("admin").map(|i| row.value(i)) else { return None };
    let wanted = |code: &str| code.ends_with("00") != (level == Some(PlaceLevel::County));
    let codes: Vec<String> = list.iter().map(|c| c.to_string()).filter(|c| wanted(c)).collect();
    let [code] = codes.as_slice() else { return None };
    let units: &Collection = catalog.collection("admin")?;
    let name = units.by_id(code)?.text(&units.schema, "name")?.to_string();
    Some((code.clone(), name))
}

/// The 文号 of each plan, or its title.
pub fn numbers(catalog: &dyn Catalog) -> BTreeMap<String, String> {
    let Some(plans) = catalog.collection("plans") else { return BTreeMap::new() };
    let text = |row: Row<'_>, field: &str| row.text(&plans.schema, field).map(|t| t.to_string());
    let of = |row: Row<'_>| (row.id().to_string(), text(row, "number").or(text(row, "title")).unwrap_or_default());
    plans.rows().map(of).collect()
}
