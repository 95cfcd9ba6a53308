//! A sentence becomes items: what stands between list marks, conjunctions and stops.

use super::lexicon::Lexicon;
use crate::names::Found;
use std::ops::Range;

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The sentence starts, or ； ： and the like.
    Stop,
    /// ，
    Comma,
    /// 、
    List,
    /// 和 与 及 以及
    Conjunction,
}

/// A run of a sentence between marks; ranges are of the document's cleaned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its characters, a closing parenthesis and what is in it left out.
    pub range: Range<usize>,
    /// What stands before it.
    pub before: Mark,
    /// True for an item inside （含…）.
    pub nested: bool,
    /// True for what stands before a verb that governs a work of its own (甲新区 in 甲新区建设乙园区): a subject.
    pub subject: bool,
}

/// Marks the toponyms of a sentence, character by character.
pub struct Cover(Vec<bool>, usize);

impl Cover {
    /// For the toponyms of `range`.
    pub fn new(range: &Range<usize>, toponyms: &[Found]) -> Self {
        let mut inside = vec![false; range.len()];
        for toponym in toponyms {
            for at in toponym.start + 1..toponym.end {
                if let Some(flag) = at.checked_sub(range.start).and_then(|i| inside.get_mut(i)) {
                    *flag = true;
                }
            }
        }
        Self(inside, range.start)
    }

    /// Does a cut before `at` fall inside a toponym?
    pub fn cuts(&self, at: usize) -> bool {
        at.checked_sub(self.1).and_then(|i| self.0.get(i)).copied().unwrap_or(false)
    }
}

/// Splits a sentence into items.
pub fn items(
    text: &[char],
    range: Range<usize>,
    skip: &[Range<usize>],
    toponyms: &[Found],
    lexicon: &Lexicon,
) -> Vec<Item> {
    let cover = Cover::new(&range, toponyms);
    let mut items = Vec::new();
    let mut start = range.start;
    let mut before = Mark::Stop;
    let mut at = range.start;
    let push = |items: &mut Vec<Item>, from: usize, to: usize, before: Mark, nested: bool| {
        if to > from {
            items.push(Item { range: from..to, before, nested, subject: false });
        }
    };
    while at < range.end {
        if let Some(gap) = skip.iter().find(|s| s.start == at) {
            push(&mut items, start, at, before, false);
            (start, at, before) = (gap.end, gap.end, Mark::Stop);
            continue;
        }
        if matches!(text[at], '（' | '(')
            && let Some(close) = closing(text, at, range.end)
        {
            let inner = at + 1..close;
            if is_listing(&text[inner.clone()]) {
                push(&mut items, start, at, before, false);
                for item in self::items(text, inner.start + 1..inner.end, &[], toponyms, lexicon) {
                    items.push(Item { nested: true, ..item });
                }
                (start, at, before) = (close + 1, close + 1, Mark::Stop);
                if let Some(mark) = text.get(at).and_then(|c| mark(*c)) {
                    before = mark;
                    at += 1;
                    start = at;
                }
            } else {
                at = close + 1;
            }
            continue;
        }
        if let Some(mark) = mark(text[at]) {
            push(&mut items, start, at, before, false);
            (start, at, before) = (at + 1, at + 1, mark);
            continue;
        }
        if let Some(len) = conjunction(text, at)
            && !cover.cuts(at)
            && !toponyms.iter().any(|t| t.start == at)
            && splits(text, start, at, len, range.end, toponyms, lexicon)
        {
            push(&mut items, start, at, before, false);
            (start, at, before) = (at + len, at + len, Mark::Conjunction);
            continue;
        }
        at += 1;
    }
    push(&mut items, start, range.end, before, false);
    items
}

/// Splits items further: at the end of a run-in title, and where a verb stands between two names
/// (依托甲中心构建乙平台).
pub fn split_items(
    text: &[char],
    items: Vec<Item>,
    title_end: Option<usize>,
    toponyms: &[Found],
    lexicon: &Lexicon,
) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let mut rest = item;
        if let Some(cut) = title_end.filter(|c| rest.range.start < *c && *c < rest.range.end) {
            out.push(Item { range: rest.range.start..cut, ..rest.clone() });
            rest = Item { range: cut..rest.range.end, before: Mark::Stop, ..rest };
        }
        while let Some((at, governed)) = name_verb_name(text, &rest.range, toponyms, lexicon) {
            let governed = governed || list_is_governed(text, &out, &rest, lexicon);
            out.push(Item { range: rest.range.start..at, subject: !governed, ..rest.clone() });
            rest = Item { range: at..rest.range.end, before: Mark::Comma, ..rest };
        }
        out.push(rest);
    }
    out
}

/// Does a verb govern the list that `item` goes on with (推动甲、乙高新区升级…)?
fn list_is_governed(text: &[char], before: &[Item], item: &Item, lexicon: &Lexicon) -> bool {
    let mut joined = item.before;
    if text[item.range.start] == '以' {
        return true;
    }
    for earlier in before.iter().rev() {
        if !matches!(joined, Mark::List | Mark::Conjunction) {
            return false;
        }
        if text[earlier.range.start] == '以' {
            return true;
        }
        let verb = lexicon.verb_words.starting(text, earlier.range.start);
        if verb.is_some_and(|(len, _)| {
            !lexicon.support_verbs.within(&text[earlier.range.start..earlier.range.start + len])
        }) {
            return true;
        }
        joined = earlier.before;
    }
    false
}

/// A verb between two heads: where it starts, and whether a verb governs the first name too.
fn name_verb_name(
    text: &[char],
    range: &Range<usize>,
    toponyms: &[Found],
    lexicon: &Lexicon,
) -> Option<(usize, bool)> {
    let cuts = |at: usize| toponyms.iter().any(|t| t.start < at && at < t.end);
    let mut governed = "将把对".contains(text[range.start]);
    let mut headed = false;
    let mut at = range.start;
    while at < range.end {
        let closes = at > range.start && lexicon.head_words.ending(text, at).is_some();
        headed |= closes
            && (matches!(text[at], '（' | '(')
                || lexicon.verb_words.starting(text, at).is_some()
                || text[at] == '并'
                || lexicon.particles.starting(text, at).is_some());
        if matches!(text[at], '（' | '(') {
            at = closing(text, at, range.end).map_or(at + 1, |c| c + 1);
            continue;
        }
        let solid = lexicon.solid.starting(text, at).map(|(len, _)| len);
        let verb = lexicon.verb_words.starting(text, at).filter(|(len, _)| at + len < range.end);
        match (solid, verb) {
            (Some(len), _) => at += len,
            (None, Some((len, v))) if !cuts(at) => {
                let after = at + len;
                let nominal = lexicon.nominal_tails.starting(text, after).is_some()
                    || text.get(after).is_some_and(|c| "和与及".contains(*c));
                let more = (after + 2..=range.end)
                    .any(|e| lexicon.head_words.ending(text, e).is_some_and(|(l, _)| e - l >= after));
                let verb = &lexicon.verbs[v];
                if headed && more && verb.boundary && !verb.inner && !nominal {
                    return Some((at, governed));
                }
                governed |= verb.boundary && !lexicon.support_verbs.within(&text[at..after]);
                at = after;
            }
            _ => at += 1,
        }
    }
    None
}

/// Does a list stand before the conjunction?
fn toponym_lists(text: &[char], at: usize, start: usize) -> bool {
    start > 0 && text[start - 1] == '、' && at > start
}

/// Does a short name stand at `after`, first of a list that 等 and a head close in the same clause?
fn opens_list(text: &[char], after: usize, stop: usize, end: usize, lexicon: &Lexicon) -> bool {
    let listed = text.get(stop) == Some(&'、') && (2..=8).contains(&(stop - after));
    let verb = (after..stop).any(|i| lexicon.verb_words.starting(text, i).is_some());
    let clause = (stop..end).find(|&i| "，；。".contains(text[i])).unwrap_or(end);
    let etc = (stop..clause).find(|&i| text[i] == '等');
    let headed = etc.is_some_and(|e| (e + 1..=clause).any(|i| lexicon.head_words.ending(text, i).is_some()));
    listed && !verb && headed
}

fn mark(c: char) -> Option<Mark> {
    match c {
        '、' => Some(Mark::List),
        '，' | ',' => Some(Mark::Comma),
        '；' | '：' | ';' | ':' | '。' | '！' | '？' => Some(Mark::Stop),
        _ => None,
    }
}

/// The closing parenthesis of the one at `open`.
pub fn closing(text: &[char], open: usize, end: usize) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.iter().enumerate().take(end).skip(open) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn is_listing(inner: &[char]) -> bool {
    inner.first().is_some_and(|c| *c == '含') && inner.len() > 4
}

fn conjunction(text: &[char], at: usize) -> Option<usize> {
    match text[at] {
        '与' if at > 0 && text[at - 1] == '参' => None,
        '和' | '与' | '及' => Some(1),
        '以' if text.get(at + 1) == Some(&'及') => Some(2),
        _ => None,
    }
}

/// A conjunction splits when a whole name stands before it and something that can be a name begins after it.
fn splits(
    text: &[char],
    start: usize,
    at: usize,
    len: usize,
    end: usize,
    toponyms: &[Found],
    lexicon: &Lexicon,
) -> bool {
    let after = at + len;
    let tail_before = ["建设", "工程", "改造", "项目", "）", ")"].iter().any(|w| {
        let word: Vec<char> = w.chars().collect();
        text[start..at].ends_with(&word)
    });
    // 堤防和防沙控沙工程: the care is a head of its own.
    let works = lexicon.head_words.starting(text, after).is_some_and(|(len, _)| len >= 5)
        && lexicon.head_words.ending(text, at).is_some();
    let told = lexicon.zone_verbs.starting(text, after).is_some() && !works;
    if after >= end || told && !tail_before && !toponyms.iter().any(|t| t.start == after) {
        return false;
    }
    let toponym_before = toponyms.iter().any(|t| t.end == at && t.start >= start);
    let head_before = lexicon.head_words.ending(text, at).is_some();
    let stop = (after..end).find(|&i| mark(text[i]).is_some()).unwrap_or(end);
    let toponym_after = toponyms.iter().any(|t| t.start == after);
    let head_after =
        (after + 1..=stop).any(|e| lexicon.head_words.ending(text, e).is_some_and(|(l, _)| e - l >= after));
    let paired = lexicon.paired_heads.within(&text[after..stop]) && text[at] != '及';
    if paired && !toponym_lists(text, at, start) {
        return false;
    }
    // 甲公园和乙、丙等遗址公园: the list after the conjunction is closed by a head of its own.
    let list_after = head_before && opens_list(text, after, stop, end, lexicon);
    list_after || toponym_after || (toponym_before || head_before || tail_before) && head_after
}
