//! Puts back what a PDF extraction displaced.
//!
//! Some extractions push the digits, Latin letters and quotation marks of each printed line to that line's end:
//! "输水线公里，最大取水量万立方米年。134.244466/" for "输水线134.24公里，最大取水量4466万立方米/年。". A run of such characters
//! is taken apart and its members are put before the units, or before the list entries, that lack them in the printed line
//! before the run. What cannot be assigned leaves the cleaned text (the raw file keeps it).

use super::Glyph;
use super::clean::Line;
use super::layout::{is_marker_start, run_in_title_end};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Lexicon {
    units: Vec<String>,
}

static UNITS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let lexicon: Option<Lexicon> = toml::from_str(include_str!("lexicon.toml")).ok();
    lexicon.map(|l| l.units.iter().map(|u| u.chars().collect()).collect()).unwrap_or_default()
});

/// A printed line is at most this many characters.
const PRINTED_LINE: usize = 64;

/// Does the text show the marks of displaced digits: empty quotation marks and years without a number?
pub fn is_displaced(lines: &[Line]) -> bool {
    let (mut quotes, mut years) = (0, 0);
    for line in lines {
        let text = line.text();
        quotes += text.windows(2).filter(|w| *w == ['“', '”']).count();
        years += text.windows(2).filter(|w| *w == ['到', '年']).count();
    }
    quotes >= 10 && years >= 3
}

fn in_run(c: char) -> bool {
    c.is_ascii_alphanumeric() || "“”‘’.%+/-％".contains(c)
}

/// Mends the stream of glyphs of a displaced document.
pub fn mend(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    let mut at = 0;
    let mut line_start = 0; // in `out`
    while at < glyphs.len() {
        if !in_run(glyphs[at].c) {
            out.push(glyphs[at]);
            at += 1;
            continue;
        }
        let end = (at..glyphs.len()).find(|&i| !in_run(glyphs[i].c)).unwrap_or(glyphs.len());
        let run = &glyphs[at..end];
        let rest = &glyphs[end..glyphs.len().min(end + PRINTED_LINE)];
        let from = line_start.max(out.len().saturating_sub(PRINTED_LINE));
        place_run(&mut out, from, run, rest);
        line_start = out.len();
        at = end;
    }
    out
}

fn place_run(out: &mut Vec<Glyph>, from: usize, run: &[Glyph], rest: &[Glyph]) {
    let codes = codes(run);
    if !codes.is_empty() {
        let mut slots = code_slots(out, from, rest);
        if slots.len() == codes.len() + 1 && slots.last() == Some(&out.len()) {
            // The segment that begins after the line has its code at the end of its own line.
            slots.pop();
        }
        if slots.len() == codes.len() {
            insert_all(out, &slots, &codes, false);
        }
        return;
    }
    let digits: Vec<Glyph> = run.iter().filter(|g| g.c.is_ascii_digit() || g.c == '.').copied().collect();
    if digits.is_empty() {
        return;
    }
    let slots = number_slots(out, from);
    if slots.is_empty() {
        if starts_with_unit(rest) {
            out.extend(run.iter().filter(|g| !matches!(g.c, '“' | '”')));
        }
        return;
    }
    if let Some((parts, ambiguous)) = split_digits(&digits, slots.len()) {
        insert_all(out, &slots, &parts, ambiguous);
        if run.last().is_some_and(|g| g.c == '/') {
            insert_slash(out, from, run[run.len() - 1]);
        }
    }
}

fn starts_with_unit(rest: &[Glyph]) -> bool {
    let text: Vec<char> = rest.iter().take(6).map(|g| g.c).collect();
    UNITS.iter().any(|u| text.starts_with(u)) || text.first().is_some_and(|c| "年月日个条%万亿".contains(*c))
}

/// Road codes of a run made of nothing else: G10G55.
fn codes(run: &[Glyph]) -> Vec<Vec<Glyph>> {
    let mut codes: Vec<Vec<Glyph>> = Vec::new();
    for glyph in run.iter().filter(|g| !matches!(g.c, '“' | '”')) {
        match glyph.c {
            'G' | 'S' => codes.push(vec![*glyph]),
            '0'..='9' => match codes.last_mut() {
                Some(code) if code.len() < 5 => code.push(*glyph),
                _ => return Vec::new(),
            },
            _ => return Vec::new(),
        }
    }
    if codes.iter().all(|c| c.len() > 1) { codes } else { Vec::new() }
}

/// Starts of the road segments of the printed line that still lack a code, and its end when a segment begins there.
fn code_slots(out: &[Glyph], from: usize, rest: &[Glyph]) -> Vec<usize> {
    // Only the entry that the line begins in and what follows it matter: the cost does not grow with the document.
    let base = (0..from).rev().find(|&i| is_mark(out[i].c)).map_or(0, |i| i + 1);
    let text: Vec<char> = out[base..].iter().chain(rest).map(|g| g.c).collect();
    let line_end = out.len() - base;
    let mut slots = Vec::new();
    let mut start = 0;
    while start <= line_end {
        let end = (start..text.len()).find(|&i| is_mark(text[i])).unwrap_or(text.len());
        let entry = skip_entry_title(&text, start, end);
        let item = &text[entry..end];
        let is_segment = item.contains(&'至') || ends_with_any(item, &["高速公路", "高速", "公路"]);
        let coded = out.get(base + entry).is_some_and(|g| g.moved);
        if is_segment && !coded && base + entry >= from && entry <= line_end {
            slots.push(base + entry);
        }
        start = end + 1;
    }
    slots
}

fn is_mark(c: char) -> bool {
    "、，。；：".contains(c)
}

fn skip_entry_title(text: &[char], start: usize, end: usize) -> usize {
    // The entry may begin inside the run, after the title of a box.
    let marked = (start..end).rev().find_map(|at| is_marker_start(&text[at..end]).map(|len| (at, len)));
    let Some((at, after)) = marked else {
        return start;
    };
    at + after + run_in_title_end(&text[at + after..end]).unwrap_or(0)
}

fn ends_with_any(item: &[char], words: &[&str]) -> bool {
    words.iter().any(|w| {
        let word: Vec<char> = w.chars().collect();
        item.ends_with(&word)
    })
}

/// Places of the printed line where a unit, or the title of a box (专栏), lacks its number.
fn number_slots(out: &[Glyph], from: usize) -> Vec<usize> {
    let base = from.saturating_sub(2);
    let text: Vec<char> = out[base..].iter().map(|g| g.c).collect();
    let mut slots = Vec::new();
    let mut at = from - base;
    while at < text.len() {
        if let Some(unit) = UNITS.iter().find(|u| text[at..].starts_with(u)) {
            let lacks = at > 0 && !is_number(text[at - 1]);
            if lacks {
                slots.push(base + at);
            }
            at += unit.len();
            continue;
        }
        let year = text[at] == '年' && at > 0 && matches!(text[at - 1], '到' | '至' | '从');
        let boxed = at >= 2 && text[at - 2] == '专' && text[at - 1] == '栏' && !is_number(text[at]);
        // 地铁、号线: of two lines the first number stands before the mark of the list.
        let line =
            text[at] == '、' && text[at + 1..].starts_with(&['号', '线']) && !is_number(text[at.max(1) - 1]);
        if year || boxed || line {
            slots.push(base + at);
        }
        at += 1;
    }
    slots
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || c == '.' || "零〇一二三四五六七八九十百千万亿两几数多每半".contains(c)
}

fn insert_all(out: &mut Vec<Glyph>, slots: &[usize], parts: &[Vec<Glyph>], ambiguous: bool) {
    for (slot, part) in slots.iter().zip(parts).rev() {
        let moved = part.iter().map(|g| Glyph { moved: true, ambiguous, ..*g });
        out.splice(*slot..*slot, moved);
    }
}

/// "4466万立方米年" with a slash in the run: the slash belongs between the volume and its period.
fn insert_slash(out: &mut Vec<Glyph>, from: usize, slash: Glyph) {
    let period =
        (from + 1..out.len()).rev().find(|&i| matches!(out[i].c, '年' | '日') && out[i - 1].c == '米');
    if let Some(at) = period {
        out.insert(at, Glyph { moved: true, ..slash });
    }
}

/// Splits a run of digits into `count` numbers: no leading zeros, at most two decimals, lengths as even as can be;
/// of equally even splits the first number takes more digits, and the split is called ambiguous.
fn split_digits(digits: &[Glyph], count: usize) -> Option<(Vec<Vec<Glyph>>, bool)> {
    if count > 6 || digits.len() > 24 || count > digits.len() {
        return None;
    }
    let mut best: Option<(usize, Vec<usize>)> = None;
    let mut ties = 0;
    let mut cuts: Vec<usize> = (1..count).collect();
    loop {
        if let Some(cost) = cost(digits, &cuts) {
            match &best {
                Some((least, _)) if cost > *least => {}
                Some((least, _)) if cost == *least => {
                    ties += 1;
                    best = Some((cost, cuts.clone()));
                }
                _ => {
                    ties = 0;
                    best = Some((cost, cuts.clone()));
                }
            }
        }
        if !advance(&mut cuts, digits.len()) {
            break;
        }
    }
    best.map(|(_, cuts)| {
        let mut bounds = vec![0];
        bounds.extend(&cuts);
        bounds.push(digits.len());
        (bounds.windows(2).map(|w| digits[w[0]..w[1]].to_vec()).collect(), ties > 0)
    })
}

/// The next choice of cuts in order, or false after the last.
fn advance(cuts: &mut [usize], len: usize) -> bool {
    let count = cuts.len();
    for i in (0..count).rev() {
        if cuts[i] < len - (count - i) {
            cuts[i] += 1;
            for j in i + 1..count {
                cuts[j] = cuts[j - 1] + 1;
            }
            return true;
        }
    }
    false
}

fn cost(digits: &[Glyph], cuts: &[usize]) -> Option<usize> {
    let mut bounds = vec![0];
    bounds.extend(cuts);
    bounds.push(digits.len());
    let mut lengths = Vec::new();
    let mut decimals = 0;
    for w in bounds.windows(2) {
        let part: Vec<char> = digits[w[0]..w[1]].iter().map(|g| g.c).collect();
        let mut halves = part.split(|c| *c == '.');
        let whole = halves.next()?;
        let fraction = halves.next();
        let zero_led = whole.len() > 1 && whole[0] == '0';
        if halves.next().is_some() || whole.is_empty() || zero_led {
            return None;
        }
        match fraction {
            Some(f) if f.is_empty() || f.len() > 2 => return None,
            Some(f) => decimals += 2 - f.len(),
            None => {}
        }
        lengths.push(whole.len());
    }
    let longest = lengths.iter().max()?;
    let shortest = lengths.iter().min()?;
    Some((longest - shortest) * 4 + decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str) -> Vec<Glyph> {
        text.chars().enumerate().map(|(raw, c)| Glyph { c, raw, moved: false, ambiguous: false }).collect()
    }

    fn mended(text: &str) -> String {
        mend(&glyphs(text)).iter().map(|g| g.c).collect()
    }

    #[test]
    fn codes_return_to_their_segments() {
        assert_eq!(
            mended("（三）区内高速公路网络甲至乙、丙至丁、G5511G5511G5511戊至己、庚至辛S43。"),
            "（三）区内高速公路网络G5511甲至乙、G5511丙至丁、G5511戊至己、S43庚至辛。"
        );
    }

    #[test]
    fn a_code_run_inside_a_name_leaves_it_whole() {
        assert_eq!(
            mended("甲至乙、纳日松至龙口、呼和浩特至鄂S1S26S27尔多斯。"),
            "S1甲至乙、S26纳日松至龙口、S27呼和浩特至鄂尔多斯。"
        );
    }

    #[test]
    fn numbers_return_to_their_units() {
        assert_eq!(
            mended("输水线公里，最大取水量万立方米年。134.244466/"),
            "输水线134.24公里，最大取水量4466万立方米/年。"
        );
        assert_eq!(
            mended("下游公里，改扩建闸下公里出口段。14024.6（二）"),
            "下游140公里，改扩建闸下24.6公里出口段。（二）"
        );
    }

    #[test]
    fn a_number_in_its_place_stays() {
        assert_eq!(mended("到2035年"), "到2035年");
    }
}
