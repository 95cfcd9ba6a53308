//! SVG, element by element.
//!
//! In: shapes in pixels, words. Out: text of an SVG document. Must not know: what is drawn.

use super::Sheet;
use super::layout::{Area, Layout};
use crate::geometry::{Coord, LineString};
use std::fmt::Write;

/// Fonts that are looked for on the machine that shows the picture; none is fetched.
const FONTS: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei','SimHei',sans-serif";

/// An SVG document under way.
#[derive(Debug)]
pub struct Ink {
    out: String,
}

/// `text` safe inside XML; characters that XML cannot hold are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => out.push(c),
        }
    }
    out
}

/// A number of pixels with one decimal at most.
pub fn n(value: f64) -> String {
    let tenth = (value * 10.0).round() / 10.0 + 0.0;
    format!("{tenth}")
}

/// The path of `lines`; rings are closed by their last corner.
pub fn path(lines: &[LineString<f64>]) -> String {
    let mut out = String::new();
    for line in lines {
        for (index, c) in line.0.iter().enumerate() {
            let _ = write!(out, "{}{} {}", if index == 0 { 'M' } else { 'L' }, n(c.x), n(c.y));
        }
    }
    out
}

impl Ink {
    /// A document of `sheet` called `title`, open inside the map.
    pub fn new(sheet: &Sheet, layout: &Layout, title: String) -> Self {
        let (width, height) = match sheet.paper {
            Some((paper, orientation)) => {
                let (w, h) = paper.size_mm(orientation);
                (format!("{w}mm"), format!("{h}mm"))
            }
            None => (n(sheet.width), n(sheet.height)),
        };
        let palette = sheet.theme.palette();
        let m = layout.map;
        let out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
             font-family=\"{FONTS}\" role=\"group\"><title>{}</title>\
             <defs><clipPath id=\"map\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath></defs>\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/><g clip-path=\"url(#map)\">\n",
            n(sheet.width),
            n(sheet.height),
            escape(&title),
            n(m.x),
            n(m.y),
            n(m.w),
            n(m.h),
            palette.paper,
        );
        Self { out }
    }

    /// Markup as it is.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    /// A path; nothing if `lines` are empty.
    pub fn path(&mut self, lines: &[LineString<f64>], attributes: &str) {
        if !lines.is_empty() {
            self.raw(&format!("<path d=\"{}\" {attributes}/>", path(lines)));
        }
    }

    /// A rectangle.
    pub fn rect(&mut self, area: &Area, attributes: &str) {
        let Area { x, y, w, h } = *area;
        self.raw(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" {attributes}/>",
            n(x),
            n(y),
            n(w),
            n(h)
        ));
    }

    /// A circle.
    pub fn circle(&mut self, at: Coord<f64>, radius: f64, attributes: &str) {
        self.raw(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {attributes}/>",
            n(at.x),
            n(at.y),
            n(radius)
        ));
    }

    /// A line of words.
    pub fn text(&mut self, x: f64, y: f64, size: f64, attributes: &str, text: &str) {
        self.raw(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" {attributes}>{}</text>",
            n(x),
            n(y),
            n(size),
            escape(text)
        ));
    }

    /// Ends the map; what follows may stand anywhere on the sheet.
    pub fn end_map(&mut self) {
        self.raw("</g>");
    }

    /// The document.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_safe_and_numbers_are_short() {
        assert_eq!(escape("<a href=\"x\">&\u{1}"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!((n(1.0), n(-0.04), n(2.345)), ("1".to_owned(), "0".to_owned(), "2.3".to_owned()));
    }
}
