//! Documents: a plan's file as received becomes cleaned text with a way back to every character.
//!
//! In: the bytes of a text file. Out: [`Document`]: the raw characters, the cleaned text, for each cleaned
//! character its place in the raw file, headings and sentences. Must not know: what a project is.
//!
//! Offsets that leave this module for the data contract count Unicode code points of the file as received.

mod clean;
mod layout;
mod repair;

use crate::error::{Error, Result};
use crate::text;
use std::ops::Range;
use std::path::Path;

/// A cleaned character: what it is and where it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The character.
    pub c: char,
    /// Its code point in the raw file.
    pub raw: usize,
    /// True when the extraction had displaced it and it was put back here.
    pub moved: bool,
    /// True when the assignment was one of several equally good ones.
    pub ambiguous: bool,
}

/// A heading of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 outermost (篇) to 8 （1）.
    pub level: u8,
    /// Its words, cleaned.
    pub text: String,
    /// Cleaned characters.
    pub range: Range<usize>,
}

/// A sentence or list entry of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Cleaned characters.
    pub range: Range<usize>,
    /// Index of the innermost heading above it (or of itself, when it stands in a heading).
    pub path: Vec<usize>,
}

/// A plan's text, cleaned, with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file as received, decoded.
    pub raw: Vec<char>,
    /// Cleaned characters.
    pub glyphs: Vec<Glyph>,
    /// The same as plain characters, for matching.
    pub text: Vec<char>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Sentences in order, contents pages left out.
    pub sentences: Vec<Sentence>,
    /// True when digits had been displaced by the extraction.
    pub displaced: bool,
}

impl Document {
    /// Reads a plan from the bytes of its file; `path` is for messages.
    ///
    /// # Errors
    /// When the bytes are not UTF-8 (the line is named), or the file holds no text.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let good = &bytes[..e.valid_up_to()];
            let line = good.iter().filter(|b| **b == b'\n').count() + 1;
            Error::line(
                path,
                line,
                format!("not UTF-8 at byte {}; save the file as UTF-8 text", e.valid_up_to()),
            )
        })?;
        if text.chars().filter(|c| !c.is_whitespace()).count() == 0 {
            return Err(Error::file(path, "the file holds no text"));
        }
        Ok(Self::parse(text))
    }

    /// The same from decoded text.
    pub fn parse(raw: &str) -> Self {
        let raw: Vec<char> = raw.chars().collect();
        let lines = clean::lines(&raw);
        let displaced = repair::is_displaced(&lines);
        let layout = layout::lay_out(lines, displaced);
        let text: Vec<char> = layout.glyphs.iter().map(|g| g.c).collect();
        Self {
            raw,
            text,
            glyphs: layout.glyphs,
            headings: layout.headings,
            sentences: layout.sentences,
            displaced,
        }
    }

    /// The cleaned text of a cleaned range.
    pub fn reading(&self, range: Range<usize>) -> String {
        text::slice(&self.text, range.start, range.end)
    }

    /// The raw span of a cleaned range: from its first to its last character that stands where it belongs.
    /// Characters that were put back stand elsewhere and do not widen the span.
    pub fn raw_span(&self, range: Range<usize>) -> Range<usize> {
        let glyphs = &self.glyphs[range.start.min(self.glyphs.len())..range.end.min(self.glyphs.len())];
        let mut kept = glyphs.iter().filter(|g| !g.moved).map(|g| g.raw);
        match kept.next() {
            Some(first) => first..kept.next_back().unwrap_or(first) + 1,
            None => glyphs.first().map_or(0..0, |g| g.raw..g.raw + 1),
        }
    }

    /// The raw characters of a raw span.
    pub fn raw_text(&self, span: Range<usize>) -> String {
        text::slice(&self.raw, span.start, span.end)
    }

    /// Texts of the headings of a path, outermost first.
    pub fn heading_texts(&self, path: &[usize]) -> Vec<String> {
        path.iter().filter_map(|&i| self.headings.get(i)).map(|h| h.text.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each_glyph_is_its_raw_character(doc: &Document) {
        for glyph in &doc.glyphs {
            assert_eq!(doc.raw[glyph.raw], glyph.c);
        }
    }

    #[test]
    fn page_marks_breaks_and_bookmarks_leave_the_text_whole() {
        let doc = Document::parse(
            "第一章 交通\n\n[bookmark: _GoBack]建设包头至银\n\n—31—\n\n川高速铁路，推进呼和浩特新机场建设，完善综合交通运输网络体系，形\n\n成骨架。\n",
        );
        let text: String = doc.text.iter().collect();
        assert!(text.contains("建设包头至银川高速铁路"), "{text}");
        assert!(text.contains("形成骨架。"), "{text}");
        each_glyph_is_its_raw_character(&doc);
        let at = text::find(&doc.text, 0, &['包', '头']).unwrap_or(0);
        assert_eq!(doc.raw_text(doc.raw_span(at..at + 5)), "包头至银\n\n—31—\n\n川");
    }

    #[test]
    fn a_page_mark_joins_a_short_line_too_and_a_plain_break_does_not() {
        let text = |raw: &str| {
            let doc = Document::parse(raw);
            let all: Vec<String> = doc.sentences.iter().map(|s| doc.reading(s.range.clone())).collect();
            all.join("|")
        };
        assert_eq!(text("\u{3000}建设包头至银\r\n—31—\r\n川高速铁路。"), "建设包头至银川高速铁路。");
        assert_eq!(text("\u{3000}建设包头至银—31—\n\n川高速铁路。"), "建设包头至银川高速铁路。");
        assert_eq!(text("\u{3000}建设包头至银\n\n- 31 -川高速铁路。"), "建设包头至银|-31-川高速铁路。");
        assert_eq!(text("虚构规划\n\n建设包头机场。"), "虚构规划|建设包头机场。");
        assert_eq!(text("\u{3000}建设包头机场。\n—2—\n二、机场"), "建设包头机场。|二、机场");
    }

    #[test]
    fn byte_order_mark_crlf_form_feed_and_rare_characters_keep_their_offsets() {
        let raw = "\u{feff}一、总体要求\r\n\u{3000}\u{3000}\u{f0d8}保护𬇙河湿地。\u{c}建设包头机场。\r\n";
        let doc = Document::parse(raw);
        each_glyph_is_its_raw_character(&doc);
        let at = text::find(&doc.text, 0, &['包', '头', '机', '场']);
        let span = at.map(|a| doc.raw_span(a..a + 4)).unwrap_or(0..0);
        let expected: Vec<char> = raw.chars().collect();
        assert_eq!(expected[span].iter().collect::<String>(), "包头机场");
        assert_eq!(doc.heading_texts(&doc.sentences[1].path), ["一、总体要求"]);
    }

    #[test]
    fn a_contents_page_is_left_out() {
        let doc = Document::parse(
            "规划\n\n目 录\n\n第一章 总则\n\n第二章 机场\n\n第一章 总则\n\n本规划的总则如下。\n\n第二章 机场\n\n新建包头机场。",
        );
        let all: String =
            doc.sentences.iter().map(|s| doc.reading(s.range.clone())).collect::<Vec<_>>().join("|");
        assert_eq!(all.matches("第二章").count(), 1, "{all}");
    }

    #[test]
    fn bytes_that_are_not_utf8_name_their_line() {
        let message = Document::read(Path::new("p.txt"), b"a\nb\xff").map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("p.txt, line 2")));
    }
}
