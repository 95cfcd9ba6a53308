//! Lines of cleaned glyphs: marks of the carrier (byte-order mark, page marks, bookmarks, bullets, spaces) leave,
//! everything else keeps its raw place.

use super::Glyph;
use crate::text::{is_han, is_private_use};

/// Signs that open an entry of a list where nothing stands before them on the line.
const BULLETS: &str = "—●■◆▲★※•·▪";

/// One line of the file, cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its characters.
    pub glyphs: Vec<Glyph>,
    /// True when a blank line stood before it.
    pub after_blank: bool,
    /// True when it began with a bullet or an indent: a new paragraph for certain.
    pub indented: bool,
    /// True when nothing but a page mark (and blank lines) stood between it and the line before.
    pub after_page_mark: bool,
}

impl Line {
    /// Its characters as text.
    pub fn text(&self) -> Vec<char> {
        self.glyphs.iter().map(|g| g.c).collect()
    }
}

/// Splits raw characters into cleaned, non-empty lines.
pub fn lines(raw: &[char]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut blank = false;
    let mut paged = false;
    let mut start = 0;
    for at in 0..=raw.len() {
        let ends =
            at == raw.len() || matches!(raw[at], '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{2028}' | '\u{2029}');
        if !ends {
            continue;
        }
        let (glyphs, indented) = clean_line(raw, start, at);
        let (first, last) = page_marks_at_ends(raw, start, at);
        paged |= first;
        if glyphs.is_empty() {
            blank |= !(at > 0 && at < raw.len() && raw[at] == '\n' && raw[at - 1] == '\r');
        } else {
            lines.push(Line { glyphs, after_blank: blank, indented, after_page_mark: paged });
            blank = false;
            paged = last;
        }
        start = at + 1;
    }
    lines
}

fn clean_line(raw: &[char], start: usize, end: usize) -> (Vec<Glyph>, bool) {
    let marks = marks(raw, start, end);
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(end - start);
    let mut indented = false;
    let mut pending_space = None;
    for at in start..end {
        let c = raw[at];
        if marks.iter().any(|m| m.contains(&at)) || c == '\u{feff}' || c == '\u{200b}' || c == '\u{ad}' {
            continue;
        }
        let bullet = glyphs.is_empty() && BULLETS.contains(c);
        if is_private_use(c) || bullet {
            indented |= glyphs.is_empty();
            continue;
        }
        if c.is_whitespace() {
            indented |= glyphs.is_empty() && c == '\u{3000}';
            if !glyphs.is_empty() {
                pending_space = Some(at);
            }
            continue;
        }
        // A space counts only between two words of Latin letters: "API 3".
        if let Some(space) = pending_space.take()
            && glyphs.last().is_some_and(|g| g.c.is_ascii_alphabetic())
            && c.is_ascii_alphabetic()
        {
            glyphs.push(Glyph { c: raw[space], raw: space, moved: false, ambiguous: false });
        }
        glyphs.push(Glyph { c, raw: at, moved: false, ambiguous: false });
    }
    (glyphs, indented)
}

/// Does a page mark open the line `start..end`, and does one close it?
fn page_marks_at_ends(raw: &[char], start: usize, end: usize) -> (bool, bool) {
    let marks: Vec<_> = marks(raw, start, end).into_iter().filter(|m| raw[m.start] != '[').collect();
    let blank = |from: usize, to: usize| raw[from..to].iter().all(|c| c.is_whitespace());
    let first = marks.first().is_some_and(|m| blank(start, m.start));
    let last = marks.last().is_some_and(|m| blank(m.end, end));
    (first, last)
}

/// Page marks (—31—, - 31 - alone on a line) and office bookmarks inside `start..end`.
fn marks(raw: &[char], start: usize, end: usize) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end {
        if let Some(stop) = page_mark(raw, at, end).or_else(|| bookmark(raw, at, end)) {
            found.push(at..stop);
            at = stop;
        } else {
            at += 1;
        }
    }
    found
}

fn page_mark(raw: &[char], at: usize, end: usize) -> Option<usize> {
    let dash = raw[at];
    let alone = |stop: usize| {
        raw[stop..end].iter().all(|c| c.is_whitespace())
            && raw[..at].iter().rev().take_while(|c| !matches!(c, '\n' | '\r')).all(|c| c.is_whitespace())
    };
    if !matches!(dash, '—' | '－' | '-' | '–') {
        return None;
    }
    let mut stop = at + 1;
    let mut digits = 0;
    while stop < end && (raw[stop].is_ascii_digit() || raw[stop] == ' ' || raw[stop] == '\u{3000}') {
        digits += usize::from(raw[stop].is_ascii_digit());
        stop += 1;
    }
    let closed = stop < end && raw[stop] == dash && (1..=4).contains(&digits);
    // A hyphen also joins numbers (2016-2020-…): it marks a page only alone on its line.
    (closed && (dash == '—' || alone(stop + 1))).then_some(stop + 1)
}

fn bookmark(raw: &[char], at: usize, end: usize) -> Option<usize> {
    let head: Vec<char> = "[bookmark:".chars().collect();
    if !crate::text::starts_at(raw, at, &head) {
        return None;
    }
    raw[at..end].iter().position(|c| *c == ']').map(|n| at + n + 1)
}

/// Does the line end where a sentence may end?
pub fn ends_sentence(text: &[char]) -> bool {
    text.last()
        .is_some_and(|c| "。！？；：!?;:”』」》".contains(*c) || (*c == '）' || *c == ')') && !unclosed(text))
}

fn unclosed(text: &[char]) -> bool {
    let open = text.iter().filter(|c| matches!(c, '（' | '(')).count();
    let close = text.iter().filter(|c| matches!(c, '）' | ')')).count();
    open > close
}

/// Shorter lines of running text are entries or titles of their own, unless a page ends with them.
const PROSE: usize = 12;

/// Is the text long enough, and Han enough, to go on in the next line?
pub fn is_prose(text: &[char]) -> bool {
    text.len() >= PROSE && is_mostly_han(text)
}

/// Is more than half of the text Han (not the row of a table of figures)?
pub fn is_mostly_han(text: &[char]) -> bool {
    text.iter().filter(|c| is_han(**c)).count() * 2 > text.len()
}
