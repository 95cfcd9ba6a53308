//! Repairs of a quote: characters put back, and raw characters that were passed over.

use super::Repair;
use crate::document::Document;
use std::ops::Range;

/// What was mended inside a cleaned range: characters put back, and raw characters that were passed over.
pub fn repairs(document: &Document, range: Range<usize>) -> Vec<Repair> {
    let mut repairs: Vec<Repair> = Vec::new();
    let mut previous: Option<usize> = None;
    for (at, glyph) in document.glyphs[range].iter().enumerate() {
        if glyph.moved {
            let why = if glyph.ambiguous { "displaced_characters_ambiguous" } else { "displaced_characters" };
            match repairs.last_mut() {
                Some(last) if last.from_end == glyph.raw && last.why == why => {
                    last.text.push(glyph.c);
                    last.from_end += 1;
                }
                _ => repairs.push(Repair {
                    at,
                    text: glyph.c.to_string(),
                    from_start: glyph.raw,
                    from_end: glyph.raw + 1,
                    why: why.to_string(),
                }),
            }
            continue;
        }
        if let Some(last) = previous
            && glyph.raw > last + 1
        {
            let gap = &document.raw[last + 1..glyph.raw];
            let why = if gap.contains(&'—') {
                "page_mark"
            } else if gap.iter().any(|c| matches!(c, '\n' | '\r')) {
                "line_break"
            } else if gap.iter().all(|c| c.is_whitespace()) {
                "space"
            } else {
                "displaced_characters"
            };
            repairs.push(Repair {
                at,
                text: String::new(),
                from_start: last + 1,
                from_end: glyph.raw,
                why: why.to_string(),
            });
        }
        previous = Some(glyph.raw);
    }
    repairs
}
