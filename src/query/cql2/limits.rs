//! Bounds on a text before it is read, so that no request can make the reader climb or try without end.
//!
//! In: CQL2 text. Out: an error if it is too deep. Must not know: what it says.

use super::{MOST_LEVELS, MOST_OPERATORS, wrong};
use crate::error::Result;

/// Words after which a bracket holds coordinates, not conditions.
const GEOMETRIES: &[&str] = &[
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "bbox",
];
/// Words that nest conditions.
const OPERATORS: &[&str] = &["and", "or", "not", "like", "in", "between", "is", "div"];

/// Counts brackets and operators outside quotes and coordinates.
pub fn check(text: &str) -> Result<()> {
    let mut scan = Scan::default();
    for c in text.chars() {
        scan.step(c);
        if scan.depth > MOST_LEVELS {
            return Err(wrong(format!("has brackets more than {MOST_LEVELS} deep")));
        }
    }
    scan.word_ends();
    if scan.operators > MOST_OPERATORS {
        return Err(wrong(format!("has more than {MOST_OPERATORS} operators")));
    }
    Ok(())
}

#[derive(Default)]
struct Scan {
    quote: Option<char>,
    word: String,
    /// The last whole word before a bracket.
    before: String,
    depth: usize,
    /// Depth at which coordinates began.
    coordinates: Option<usize>,
    operators: usize,
}

impl Scan {
    fn step(&mut self, c: char) {
        if let Some(quote) = self.quote {
            if c == quote {
                self.quote = None;
            }
            return;
        }
        if c.is_alphanumeric() || c == '_' {
            self.word.extend(c.to_lowercase());
            return;
        }
        self.word_ends();
        match c {
            '\'' | '"' => self.quote = Some(c),
            '(' => {
                if self.coordinates.is_none() && GEOMETRIES.contains(&self.before.as_str()) {
                    self.coordinates = Some(self.depth);
                }
                self.depth += 1;
            }
            ')' => {
                self.depth = self.depth.saturating_sub(1);
                if self.coordinates == Some(self.depth) {
                    self.coordinates = None;
                }
            }
            '+' | '-' | '*' | '/' | '%' | '^' | '=' | '<' | '>' if self.coordinates.is_none() => {
                self.operators += 1;
            }
            _ => {}
        }
        if !c.is_whitespace() {
            self.before.clear();
        }
    }

    fn word_ends(&mut self) {
        if self.word.is_empty() {
            return;
        }
        if OPERATORS.contains(&self.word.as_str()) {
            self.operators += 1;
        }
        // POLYGON Z ((…)): the mark of a height is not the word.
        if !matches!(self.word.as_str(), "z" | "m" | "zm") {
            std::mem::swap(&mut self.before, &mut self.word);
        }
        self.word.clear();
    }
}
