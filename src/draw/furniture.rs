//! What stands round a map: title, legend, scale bar, north arrow, sources, credit.
//!
//! In: the sheet, what was drawn. Out: markup. Must not know: how projects are drawn.

use super::Sheet;
use super::frame::Frame;
use super::ink::Ink;
use super::labels::width;
use super::layout::{Area, LINE, Layout, PX_PER_MM};
use super::pick::numbers;
use super::theme::Palette;
use super::things::{Things, dashes, symbol};
use super::words::{filled, word};
use crate::catalog::Catalog;
use crate::error::Result;
use crate::geometry::Coord;
use crate::style::{Lang, categories};
use crate::vocabulary::Status;

/// Largest part of the map that the scale bar takes.
const BAR: f64 = 0.22;
/// Least size of a picture that has a legend on the map.
const ROOM: (f64, f64) = (640.0, 480.0);
const INLAY: f64 = 168.0;

/// Everything round the map.
pub struct Furniture<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its boxes.
    pub layout: &'a Layout,
    /// The map.
    pub frame: &'a Frame,
    /// What was drawn.
    pub things: &'a Things,
    /// For the plans and the release.
    pub catalog: &'a dyn Catalog,
    /// Colours.
    pub palette: Palette,
}

impl Furniture<'_> {
    fn lang(&self) -> Lang {
        self.sheet.lang
    }

    /// The title of the sheet.
    pub fn title(&self) -> String {
        self.sheet.title.clone().unwrap_or_else(|| word(self.lang(), "title").to_owned())
    }

    /// Boxes on the map that labels keep clear of.
    pub fn obstacles(&self) -> Vec<Area> {
        let map = self.layout.map;
        let mut out = vec![self.bar_box(), Area { x: map.x + map.w - 44.0, y: map.y, w: 44.0, h: 60.0 }];
        out.extend(self.inlay());
        if self.sheet.paper.is_none() {
            out.push(self.layout.foot);
        }
        out
    }

    /// Draws everything.
    ///
    /// # Errors
    /// The table of categories is broken.
    pub fn draw(&self, ink: &mut Ink) -> Result<()> {
        self.title_line(ink);
        self.edge(ink);
        self.arrow(ink);
        self.bar(ink);
        match self.layout.legend {
            Some(area) => self.legend(ink, area, self.layout.columns)?,
            None => {
                if let Some(area) = self.inlay() {
                    let attributes =
                        format!("rx=\"4\" fill=\"{}\" fill-opacity=\"0.88\"", self.palette.paper);
                    ink.rect(&area, &attributes);
                    self.legend(ink, area, 1)?;
                }
            }
        }
        self.foot(ink);
        Ok(())
    }

    fn title_line(&self, ink: &mut Ink) {
        let Some(y) = self.layout.title_y else { return };
        let attributes = format!("text-anchor=\"middle\" font-weight=\"600\" fill=\"{}\"", self.palette.ink);
        let room = self.layout.sheet.w - 80.0;
        let size = (room / width(&self.title(), 1.0).max(1.0)).clamp(10.0, 26.0);
        ink.text(self.layout.sheet.w / 2.0, y, size, &attributes, &self.title());
    }

    fn edge(&self, ink: &mut Ink) {
        if self.sheet.paper.is_some() {
            let attributes = format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.2\"", self.palette.ink);
            ink.rect(&self.layout.map, &attributes);
        }
    }

    fn arrow(&self, ink: &mut Ink) {
        let (x, y) = (self.layout.map.x + self.layout.map.w - 24.0, self.layout.map.y + 36.0);
        ink.raw(&format!(
            "<g transform=\"translate({x} {y}) rotate({:.2})\"><path d=\"M0 -16L6 10L0 6L-6 10Z\" fill=\"{}\"/>\
             <path d=\"M0 -16L0 6L-6 10Z\" fill=\"{}\"/></g>",
            self.frame.north_deg(),
            self.palette.ink,
            self.palette.faint,
        ));
        let attributes = format!("text-anchor=\"middle\" fill=\"{}\"", self.palette.ink);
        ink.text(x, y + 22.0, 11.0, &attributes, word(self.lang(), "north"));
    }

    /// Length of the scale bar: metres, pixels.
    fn bar_length(&self) -> (f64, f64) {
        let metres_per_px = self.frame.true_metres_per_px();
        let most_m = self.layout.map.w * BAR * metres_per_px;
        let power = 10f64.powf(most_m.log10().floor());
        let metres =
            [5.0, 2.0, 1.0].map(|step| step * power).into_iter().find(|m| *m <= most_m).unwrap_or(power);
        (metres, metres / metres_per_px)
    }

    fn bar_box(&self) -> Area {
        let (map, (_, length)) = (self.layout.map, self.bar_length());
        let above = if self.sheet.paper.is_some() { 8.0 } else { 24.0 };
        Area { x: map.x + map.w - length - 64.0, y: map.y + map.h - 30.0 - above, w: length + 58.0, h: 30.0 }
    }

    /// A bar whose length is true in the middle of the map.
    fn bar(&self, ink: &mut Ink) {
        let (metres, length) = self.bar_length();
        let area = self.bar_box();
        let fill = format!("rx=\"3\" fill=\"{}\" fill-opacity=\"0.8\"", self.palette.paper);
        ink.rect(&area, &fill);
        let (x, y) = (area.x + 10.0, area.y + 20.0);
        for (n, colour) in [self.palette.ink, self.palette.paper].into_iter().enumerate() {
            let half = Area { x: x + length / 2.0 * n as f64, y, w: length / 2.0, h: 4.0 };
            ink.rect(
                &half,
                &format!("fill=\"{colour}\" stroke=\"{}\" stroke-width=\"0.8\"", self.palette.ink),
            );
        }
        let (value, unit) = if metres >= 1000.0 { (metres / 1000.0, "km") } else { (metres, "m") };
        let attributes = format!("text-anchor=\"middle\" fill=\"{}\"", self.palette.ink);
        for (at, text) in [
            (x, "0".to_owned()),
            (x + length / 2.0, format!("{}", value / 2.0)),
            (x + length, format!("{value} {}", word(self.lang(), unit))),
        ] {
            ink.text(at, y - 5.0, 10.0, &attributes, &text);
        }
    }

    fn inlay(&self) -> Option<Area> {
        let map = self.layout.map;
        if self.sheet.paper.is_some() || map.w < ROOM.0 || map.h < ROOM.1 {
            return None;
        }
        let height = (self.things.legend().count() + super::layout::KEYS) as f64 * LINE + 10.0;
        let height = height.min(map.h - 60.0);
        Some(Area { x: map.x + 8.0, y: map.y + map.h - height - 26.0, w: INLAY, h: height })
    }

    fn legend(&self, ink: &mut Ink, area: Area, columns: usize) -> Result<()> {
        let categories = self.things.legend().count();
        let lines = (categories + super::layout::KEYS).div_ceil(columns);
        let wide = area.w / columns as f64;
        let mut slot = 0;
        let mut next = || {
            let (column, line) = (slot / lines, slot % lines);
            slot += 1;
            Coord { x: area.x + 14.0 + wide * column as f64, y: area.y + 14.0 + LINE * line as f64 }
        };
        let say = |ink: &mut Ink, at: Coord<f64>, text: &str| {
            let size = (11.0 * (wide - 42.0) / width(text, 11.0)).min(11.0);
            ink.text(at.x + 24.0, at.y + 4.0, size, &format!("fill=\"{}\"", self.palette.ink), text);
        };
        let head = next();
        let bold = format!("font-weight=\"600\" fill=\"{}\"", self.palette.ink);
        ink.text(head.x - 6.0, head.y + 4.0, 12.0, &bold, word(self.lang(), "legend"));
        for (row, count) in self.things.legend() {
            let at = next();
            symbol(ink, row, at, "", self.palette);
            let name = if self.lang() == Lang::Zh { &row.label_zh } else { &row.label_en };
            say(ink, at, &format!("{name} {count}"));
        }
        for (status, key) in
            [(Status::Completed, "built"), (Status::Construction, "building"), (Status::Planned, "planned")]
        {
            let at = next();
            ink.raw(&format!(
                "<path d=\"M{x} {y}h26\" stroke=\"{}\" stroke-width=\"2.4\"{}/>",
                self.palette.faint,
                dashes(status),
                x = at.x - 10.0,
                y = at.y
            ));
            say(ink, at, word(self.lang(), key));
        }
        self.keys(ink, &mut next, &say)
    }

    fn keys(
        &self,
        ink: &mut Ink,
        next: &mut dyn FnMut() -> Coord<f64>,
        say: &dyn Fn(&mut Ink, Coord<f64>, &str),
    ) -> Result<()> {
        let rail =
            categories()?.into_iter().next().map(|c| self.sheet.theme.tint(&c.colour)).unwrap_or_default();
        let band = |ink: &mut Ink, at: Coord<f64>| {
            ink.rect(
                &Area { x: at.x - 10.0, y: at.y - 6.0, w: 26.0, h: 12.0 },
                &format!("rx=\"6\" fill=\"{rail}\" fill-opacity=\"0.2\""),
            );
        };
        let at = next();
        band(ink, at);
        ink.raw(&format!(
            "<path d=\"M{} {}h26\" stroke=\"{rail}\" stroke-width=\"2.4\"/>",
            at.x - 10.0,
            at.y
        ));
        say(ink, at, word(self.lang(), "band"));
        let at = next();
        band(ink, at);
        say(ink, at, word(self.lang(), "schematic"));
        let at = next();
        let pill = format!("rx=\"7\" fill=\"{}\" stroke=\"{}\"", self.palette.halo, self.palette.faint);
        ink.rect(&Area { x: at.x - 10.0, y: at.y - 7.0, w: 26.0, h: 14.0 }, &pill);
        let middle = format!("text-anchor=\"middle\" fill=\"{}\"", self.palette.ink);
        ink.text(at.x + 3.0, at.y + 3.5, 10.0, &middle, "12");
        say(ink, at, word(self.lang(), "badge"));
        Ok(())
    }

    /// The line that every picture carries.
    fn credit(&self) -> String {
        let lang = self.lang();
        let borders = self.catalog.sources().iter().any(|s| s.id == "tianditu");
        let review = match &self.sheet.approval {
            Some(number) => filled(lang, "approval", &[("{n}", number.clone())]),
            None => word(lang, "unreviewed").to_owned(),
        };
        if borders { format!("{}　{review}", word(lang, "borders")) } else { review }
    }

    fn foot(&self, ink: &mut Ink) {
        let foot = self.layout.foot;
        if self.sheet.paper.is_none() {
            let fill = format!("fill=\"{}\" fill-opacity=\"0.85\"", self.palette.paper);
            ink.rect(&foot, &fill);
            let mut text = self.credit();
            let more = format!("{text}　{}", self.sheet.attribution);
            if width(&more, 10.5) < foot.w - 16.0 {
                text = more;
            }
            let size = (10.5 * (foot.w - 16.0) / width(&text, 10.5)).min(10.5);
            ink.text(foot.x + 8.0, foot.y + 13.0, size, &format!("fill=\"{}\"", self.palette.faint), &text);
            return;
        }
        let mut y = foot.y + 9.0;
        for (n, text) in self.foot_lines().iter().enumerate() {
            let (colour, size) = if n == 0 { (self.palette.ink, 10.0) } else { (self.palette.faint, 8.0) };
            for line in wrapped(text, size, foot.w) {
                ink.text(foot.x, y, size, &format!("fill=\"{colour}\""), &line);
                y += size + 1.5;
            }
        }
    }

    fn foot_lines(&self) -> Vec<String> {
        let lang = self.lang();
        let metres_per_px = self.frame.true_metres_per_px();
        let ratio = (metres_per_px * 1000.0 * PX_PER_MM / 1000.0).round() * 1000.0;
        let albers = &self.frame.albers;
        let projection = filled(
            lang,
            "projection",
            &[
                ("{m}", albers.meridian.to_string()),
                ("{s}", albers.parallels[0].to_string()),
                ("{n}", albers.parallels[1].to_string()),
            ],
        );
        let ratio = filled(lang, "ratio", &[("{n}", spaced(ratio))]);
        let release = filled(
            lang,
            "release",
            &[
                ("{v}", self.catalog.version().to_owned()),
                ("{n}", self.things.drawn.to_string()),
                ("{k}", self.things.coarse.to_string()),
            ],
        );
        let left_out = self.things.left_out;
        let more = filled(lang, "more", &[("{n}", left_out.to_string())]);
        let release = if left_out > 0 { format!("{release}；{more}") } else { release };
        let plans: Vec<String> = numbers(self.catalog).into_values().collect();
        vec![
            self.credit(),
            format!("{ratio}　{projection}"),
            format!("{release}　{}{}", word(lang, "plans"), plans.join("、")),
            format!("{}{}", word(lang, "sources"), self.sheet.attribution),
        ]
    }
}

/// `text` in lines that are at most `most` pixels wide.
fn wrapped(text: &str, size: f64, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0.0;
    for c in text.chars() {
        let wide = width(c.encode_utf8(&mut [0; 4]), size);
        if taken + wide > most {
            lines.push(String::new());
            taken = 0.0;
        }
        taken += wide;
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
    }
    lines
}

/// A whole number in groups of three.
fn spaced(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}
