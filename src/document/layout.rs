//! From lines to paragraphs, headings and sentences.

use super::clean::{Line, ends_sentence, is_mostly_han, is_prose};
use super::{Glyph, Heading, Sentence, repair};
use crate::text::{find, is_han_number, starts_at};
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Lexicon {
    title_ends: Vec<String>,
    weak_ends: Vec<String>,
    body_starts: Vec<String>,
}

/// The words of titles as characters: their ends, ends that a longer title may hold, words that begin the text after it.
struct Titles {
    ends: Vec<Vec<char>>,
    weak: Vec<Vec<char>>,
    starts: Vec<Vec<char>>,
}

static TITLES: LazyLock<Titles> = LazyLock::new(|| {
    let lexicon: Option<Lexicon> = toml::from_str(include_str!("lexicon.toml")).ok();
    let chars = |list: &[String]| list.iter().map(|w| w.chars().collect()).collect();
    match lexicon {
        Some(l) => {
            Titles { ends: chars(&l.title_ends), weak: chars(&l.weak_ends), starts: chars(&l.body_starts) }
        }
        None => Titles { ends: Vec::new(), weak: Vec::new(), starts: Vec::new() },
    }
});

/// A run-in title is no longer than this.
const TITLE_MAX: usize = 30;

/// The cleaned text with its structure.
pub struct Layout {
    /// Cleaned characters.
    pub glyphs: Vec<Glyph>,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Sentences in order.
    pub sentences: Vec<Sentence>,
}

/// Joins lines into paragraphs, finds headings, splits sentences; contents pages are left out of the sentences.
pub fn lay_out(lines: Vec<Line>, displaced: bool) -> Layout {
    if displaced { lay_out_displaced(&lines) } else { lay_out_lines(lines) }
}

fn lay_out_lines(lines: Vec<Line>) -> Layout {
    let contents = contents_lines(&lines);
    let mut builder = Builder::default();
    let mut open: Option<Range<usize>> = None;
    for (index, line) in lines.iter().enumerate() {
        let text = line.text();
        let in_contents = contents.contains(&index);
        let starts = line.indented || marker(&text).is_some() || in_contents;
        let joins = open.as_ref().is_some_and(|p| {
            let before: Vec<char> = builder.glyphs[p.clone()].iter().map(|g| g.c).collect();
            // A page ends anywhere in a text: what stands before its mark goes on after it, however short it is.
            let goes_on = if line.after_page_mark { is_mostly_han(&before) } else { is_prose(&before) };
            !starts && !ends_sentence(&before) && goes_on && !is_whole_heading(&before)
        });
        let start = builder.glyphs.len();
        builder.glyphs.extend(&line.glyphs);
        match open.take() {
            Some(paragraph) if joins => open = Some(paragraph.start..builder.glyphs.len()),
            Some(paragraph) => {
                builder.paragraph(paragraph);
                open = Some(start..builder.glyphs.len());
            }
            None => open = Some(start..builder.glyphs.len()),
        }
        if in_contents {
            open = None;
        }
    }
    if let Some(paragraph) = open {
        builder.paragraph(paragraph);
    }
    builder.finish()
}

/// Lines of a contents page: from 目录 to the second coming of its first entry.
fn contents_lines(lines: &[Line]) -> Range<usize> {
    let title = lines.iter().position(|l| l.text() == ['目', '录']);
    let Some(title) = title else { return 0..0 };
    let Some(first) = lines.get(title + 1).map(Line::text) else { return 0..0 };
    let body =
        lines.iter().enumerate().skip(title + 2).find(|(_, l)| l.text().starts_with(&first)).map(|(i, _)| i);
    body.map_or(0..0, |body| title..body)
}

/// An extraction without line breaks: headings are known from the contents page, entries from their marks.
fn lay_out_displaced(lines: &[Line]) -> Layout {
    let stream: Vec<Glyph> = lines.iter().flat_map(|l| l.glyphs.iter().copied()).collect();
    let plain: Vec<char> = stream.iter().map(|g| g.c).collect();
    let contents = contents_range(&plain);
    let titles = contents_titles(&plain[contents.clone()]);
    let mut builder = Builder { glyphs: repair::mend(&stream[contents.end..]), ..Builder::default() };
    let text: Vec<char> = builder.glyphs.iter().map(|g| g.c).collect();
    let mut cuts: Vec<(usize, usize, u8)> = Vec::new(); // start, end of the title, level
    let mut at = 0;
    while at < text.len() {
        if let Some((len, level)) = heading_at(&text, at, &titles) {
            cuts.push((at, at + len, level));
            at += len.max(1);
        } else {
            at += 1;
        }
    }
    let mut bounds: Vec<usize> = cuts.iter().map(|c| c.0).collect();
    bounds.push(text.len());
    if let Some(first) = bounds.first().copied().filter(|f| *f > 0) {
        builder.split_sentences(0..first, &[]);
    }
    for (cut, next) in cuts.iter().zip(bounds.iter().skip(1)) {
        let title = cut.0..cut.1;
        builder.open_heading(title.clone(), cut.2);
        let path = builder.path.clone();
        if cut.2 <= 4 {
            builder.split_sentences(title.clone(), &path);
            builder.split_sentences(title.end..*next, &path);
        } else {
            builder.split_sentences(title.start..*next, &path);
        }
    }
    builder.finish()
}

fn heading_at(text: &[char], at: usize, titles: &[(Vec<char>, u8)]) -> Option<(usize, u8)> {
    if text[at] == '第' {
        return titles
            .iter()
            .find(|(title, _)| starts_at(text, at, title))
            .map(|(t, level)| (t.len(), *level));
    }
    let previous = at.checked_sub(1).map(|i| text[i]);
    if starts_at(text, at, &['专', '栏']) {
        let end = (at..text.len().min(at + 40)).find(|&i| text[i] == '（')?;
        return (!text[at..end].iter().any(|c| "，。、".contains(*c))).then_some((end - at, 4));
    }
    let after = is_marker_start(&text[at..text.len().min(at + 6)])?;
    let fresh = previous
        .is_none_or(|c| "。；：".contains(c) || !crate::text::is_han(c) || box_title_before(text, at));
    let title = run_in_title_end(&text[at + after..text.len().min(at + after + TITLE_MAX)]);
    fresh.then_some((after + title.unwrap_or(0), 6))
}

fn box_title_before(text: &[char], at: usize) -> bool {
    let from = at.saturating_sub(40);
    find(&text[..at], from, &['专', '栏']).is_some_and(|b| !text[b..at].iter().any(|c| "，。".contains(*c)))
}

fn contents_range(text: &[char]) -> Range<usize> {
    let Some(title) = find(text, 0, &['目', '录']) else { return 0..0 };
    let first = &text[(title + 2).min(text.len())..(title + 8).min(text.len())];
    match find(text, title + 8, first) {
        Some(body) if body < text.len() / 2 => {
            // Entries of the notice before the contents page are front matter, as the contents are.
            0..body
        }
        _ => 0..0,
    }
}

/// Titles of a contents page, up to the first digit or dot, with their levels.
fn contents_titles(text: &[char]) -> Vec<(Vec<char>, u8)> {
    let mut titles = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if let Some((_, level)) = marker(&text[at..]).filter(|m| m.1 <= 3) {
            let end = (at..text.len())
                .find(|&i| text[i] == '.' || text[i].is_ascii_digit() || text[i] == '—')
                .unwrap_or(text.len());
            let next = (at + 1..end).find(|&i| marker(&text[i..]).is_some_and(|m| m.1 <= 3)).unwrap_or(end);
            let title: Vec<char> = text[at..next].iter().filter(|c| !"“”".contains(**c)).copied().collect();
            if title.len() >= 5 {
                titles.push((title, level));
            }
            at = next.max(at + 1);
        } else {
            at += 1;
        }
    }
    titles.sort_by_key(|(title, _)| std::cmp::Reverse(title.len()));
    titles
}

/// The marker at the start of a paragraph: its length and level.
pub fn marker(text: &[char]) -> Option<(usize, u8)> {
    let number = |from: usize| text[from.min(text.len())..].iter().take_while(|c| is_han_number(**c)).count();
    match text.first()? {
        '第' => {
            let n = number(1);
            let level = match text.get(1 + n)? {
                '篇' => 1,
                '章' => 2,
                '节' => 3,
                _ => return None,
            };
            (n > 0 && n <= 5).then_some((n + 2, level))
        }
        '专' if text.get(1) == Some(&'栏') => {
            let n = text[2..].iter().take_while(|c| c.is_ascii_digit() || is_han_number(**c)).count();
            Some((2 + n, 4))
        }
        '前' if text.len() == 2 && text[1] == '言' => Some((2, 2)),
        '（' | '(' => is_marker_start(text).map(|n| (n, if text[1].is_ascii_digit() { 8 } else { 6 })),
        c if is_han_number(*c) => {
            let n = number(0);
            (n <= 3 && text.get(n) == Some(&'、')).then_some((n + 1, 5))
        }
        c if c.is_ascii_digit() => {
            let n = text.iter().take_while(|c| c.is_ascii_digit()).count();
            let dot = text.get(n).is_some_and(|c| ".．、".contains(*c));
            let next_is_digit = text.get(n + 1).is_some_and(char::is_ascii_digit);
            (n <= 2 && dot && !next_is_digit).then_some((n + 1, 7))
        }
        _ => None,
    }
}

/// The length of （一） or （1） at the start.
pub fn is_marker_start(text: &[char]) -> Option<usize> {
    if !matches!(text.first()?, '（' | '(') {
        return None;
    }
    let n = text[1..].iter().take_while(|c| is_han_number(**c) || c.is_ascii_digit()).count();
    let closed = text.get(1 + n).is_some_and(|c| matches!(c, '）' | ')'));
    ((1..=3).contains(&n) && closed).then_some(n + 2)
}

/// Where a run-in title without a mark ends: after the first title word.
pub fn run_in_title_end(text: &[char]) -> Option<usize> {
    let limit = text.iter().position(|c| "，。、：；".contains(*c)).unwrap_or(text.len()).min(TITLE_MAX);
    let found = (2..limit).find_map(|at| title_end_at(&text[..limit], at));
    match found {
        Some((end, true)) => Some(works_end(&text[..limit], end).unwrap_or(end)),
        Some((end, false)) => Some(end),
        None => {
            listed_title_end(text).or_else(|| TITLES.ends.iter().find(|w| text.starts_with(w)).map(Vec::len))
        }
    }
}

/// The end of a title word at `at`, and whether a longer title may hold it.
fn title_end_at(text: &[char], at: usize) -> Option<(usize, bool)> {
    let word = TITLES.ends.iter().find(|w| text[at..].starts_with(w))?;
    Some((at + word.len(), TITLES.weak.contains(word)))
}

/// 甲湖生态修复补水专用通道工程: the 工程 after an end inside the title, when no verb of the text stands between.
fn works_end(text: &[char], from: usize) -> Option<usize> {
    let works = find(text, from, &['工', '程'])?;
    let between = &text[from..works];
    let body = TITLES.starts.iter().any(|w| find(between, 0, w).is_some());
    (!body && !between.is_empty()).then_some(works + 2)
}

/// 甲沙漠、乙沙地综合治理在…: a title that is a list, when its end is followed by 在 or 对.
fn listed_title_end(text: &[char]) -> Option<usize> {
    let limit = text.iter().position(|c| "，。：；".contains(*c)).unwrap_or(text.len()).min(TITLE_MAX);
    (2..limit).find_map(|at| {
        let (end, _) = title_end_at(&text[..limit], at)?;
        text.get(end).is_some_and(|c| "在对以".contains(*c)).then_some(end)
    })
}

/// Is the whole paragraph a heading?
fn is_whole_heading(text: &[char]) -> bool {
    let Some((_, level)) = marker(text) else { return false };
    let inner_stop = text[..text.len().saturating_sub(1)].iter().any(|c| "。；：".contains(*c));
    match level {
        1..=4 => text.len() <= 60 && !inner_stop,
        _ => text.len() <= 30 && !inner_stop && !text.ends_with(&['；']) && !text.contains(&'，'),
    }
}

#[derive(Default)]
struct Builder {
    glyphs: Vec<Glyph>,
    headings: Vec<Heading>,
    sentences: Vec<Sentence>,
    path: Vec<usize>,
}

impl Builder {
    fn text(&self, range: &Range<usize>) -> Vec<char> {
        self.glyphs[range.clone()].iter().map(|g| g.c).collect()
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let text = self.text(&range);
        if let Some((marker_len, level)) = marker(&text) {
            let len = if is_whole_heading(&text) { text.len() } else { run_in_heading(&text, marker_len) };
            self.open_heading(range.start..range.start + len, level);
        }
        let path = self.path.clone();
        self.split_sentences(range, &path);
    }

    fn open_heading(&mut self, range: Range<usize>, level: u8) {
        let text = self.text(&range);
        let trimmed = text.iter().rposition(|c| !"。：，:".contains(*c)).map_or(0, |i| i + 1);
        self.path.retain(|&i| self.headings[i].level < level);
        self.path.push(self.headings.len());
        self.headings.push(Heading {
            level,
            text: text[..trimmed].iter().collect(),
            range: range.start..range.start + trimmed,
        });
    }

    fn split_sentences(&mut self, range: Range<usize>, path: &[usize]) {
        let mut start = range.start;
        for at in range.clone() {
            let last = at + 1 == range.end;
            if last || "。！？".contains(self.glyphs[at].c) {
                let end = at + 1;
                if end > start {
                    self.sentences.push(Sentence { range: start..end, path: path.to_vec() });
                }
                start = end;
            }
        }
    }

    fn finish(self) -> Layout {
        Layout { glyphs: self.glyphs, headings: self.headings, sentences: self.sentences }
    }
}

/// The length of a heading that runs into its text: up to the first 。 or ：, else to the first ，.
fn run_in_heading(text: &[char], marker_len: usize) -> usize {
    let limit = marker_len + TITLE_MAX;
    let stop = text.iter().position(|c| "。：".contains(*c)).filter(|p| *p <= limit);
    let comma = || text.iter().position(|c| "，；".contains(*c)).filter(|p| *p <= limit);
    stop.or_else(comma).unwrap_or(marker_len)
}
