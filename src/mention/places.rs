//! Toponyms as the reader uses them: the known names without names of works, and unknown names by their class word
//! (甲乙县, 丙丁镇, 戊河), so that a plan of another region reads as well.

use super::lexicon::Lexicon;
use super::words::Words;
use crate::names::{Found, NameClass, Names};
use crate::text::is_han;
use std::ops::Range;

/// Longest stem of an unknown name.
const STEM: usize = 5;

/// All toponyms of a text, in order, without overlaps.
pub fn toponyms(text: &[char], names: &Names, lexicon: &Lexicon) -> Vec<Found> {
    let mut known: Vec<Found> =
        names.find(text).into_iter().filter(|t| is_toponym(text, t, lexicon)).collect();
    for found in &mut known {
        let name = &text[found.start..found.end];
        if found.class == NameClass::Settlement && is_natural(name) {
            found.class = NameClass::Nature;
        } else if found.class == NameClass::Settlement
            && matches!(name[name.len() - 1], '市' | '县' | '旗' | '盟')
        {
            found.class = NameClass::Admin;
        }
    }
    for found in &mut known {
        let range = &text[found.start..found.end];
        if lexicon.proper_nature.starting(range, 0).is_some_and(|(len, _)| len == range.len()) {
            found.class = NameClass::Nature;
        }
    }
    extend_natural(text, &mut known, lexicon);
    let proper = proper(text, &known, lexicon);
    known.extend(proper);
    known.sort_by_key(|t| t.start);
    let unknown = unknown(text, &known, lexicon);
    known.extend(unknown);
    known.sort_by_key(|t| t.start);
    known
}

/// Does one of the known names (in order, without overlaps) lie across `range`?
fn overlaps(known: &[Found], range: &Range<usize>) -> bool {
    let next = known.partition_point(|k| k.end <= range.start);
    known.get(next).is_some_and(|k| k.start < range.end)
}

/// A settlement is named after a river or lake: in running text the river is meant.
fn is_natural(name: &[char]) -> bool {
    let name: String = name.iter().collect();
    ["河", "湖", "江", "岭", "淖尔", "诺尔", "沙漠", "沙地", "草原", "湿地"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// 杜拉尔湿地: a known name and the class word of a natural thing are one name.
fn extend_natural(text: &[char], known: &mut [Found], lexicon: &Lexicon) {
    for at in 0..known.len() {
        let end = known[at].end;
        let Some((len, _)) = lexicon.natural_words.starting(text, end) else { continue };
        if known.get(at + 1).is_none_or(|next| next.start >= end + len) {
            known[at].end = end + len;
            known[at].class = NameClass::Nature;
        }
    }
}

/// Names of national works and belts (三北, 沿黄) that no gazetteer holds.
fn proper(text: &[char], known: &[Found], lexicon: &Lexicon) -> Vec<Found> {
    (0..text.len())
        .filter_map(|at| {
            let natural = lexicon.proper_nature.starting(text, at).map(|(len, _)| (len, NameClass::Nature));
            let other = lexicon.proper.starting(text, at).map(|(len, _)| (len, NameClass::Other));
            let (len, class) = natural.max(other)?;
            let free = !overlaps(known, &(at..at + len));
            free.then_some(Found { start: at, end: at + len, class })
        })
        .collect()
}

/// Names of works (…工程, …园区, …机场) are mentions, not toponyms.
fn is_toponym(text: &[char], found: &Found, lexicon: &Lexicon) -> bool {
    let name = &text[found.start..found.end];
    if found.class == NameClass::Admin || found.class == NameClass::Settlement {
        return !name.contains(&'、') && name != ['自', '治', '区'];
    }
    let head = (found.start + 1..=found.end).any(|end| {
        found.class == NameClass::Other
            && lexicon
                .head_words
                .ending(text, end)
                .is_some_and(|(len, _)| end - len >= found.start && end == found.end)
    });
    !head && !lexicon.works_words.within(name)
}

/// Unknown names by their class word.
fn unknown(text: &[char], known: &[Found], lexicon: &Lexicon) -> Vec<Found> {
    let classes = [
        (&lexicon.shape_units, NameClass::Admin),
        (&lexicon.shape_settlements, NameClass::Settlement),
        (&lexicon.shape_nature, NameClass::Nature),
    ];
    let mut found: Vec<Found> = Vec::new();
    let mut free = 0;
    for at in 0..text.len() {
        for (words, class) in classes {
            let Some((len, _)) = words.starting(text, at) else { continue };
            if at + len > text.len() || !may_follow(text, at + len, lexicon) {
                continue;
            }
            let Some(start) = stem(text, at, free, known, lexicon) else { continue };
            let run = start..at + len;
            if !overlaps(known, &run) {
                free = run.end;
                found.push(Found { start: run.start, end: run.end, class });
                break;
            }
        }
    }
    found
}

/// What follows a name: the end, a mark, a verb, a head, or another name's part; not a letter that makes another word.
fn may_follow(text: &[char], at: usize, lexicon: &Lexicon) -> bool {
    match text.get(at) {
        None => true,
        Some(c) if !is_han(*c) => true,
        Some(c) if "区域场长级委政府情民企内外县市".contains(*c) => false,
        Some(_) => {
            let starts = |words: &Words| words.starting(text, at).is_some();
            starts(&lexicon.verb_words)
                || starts(&lexicon.head_words)
                || starts(&lexicon.tails)
                || starts(&lexicon.zone_verbs)
                || starts(&lexicon.particles)
                || starts(&lexicon.generic)
                || starts(&lexicon.wares)
                || "至、和与及等国特".contains(text[at])
        }
    }
}

/// Where the stem before a class word at `at` starts: two to five letters between a boundary and the class word.
fn stem(text: &[char], at: usize, free: usize, known: &[Found], lexicon: &Lexicon) -> Option<usize> {
    for len in (2..=STEM).rev() {
        let Some(start) = at.checked_sub(len).filter(|s| *s >= free) else { continue };
        if overlaps(known, &(start..at)) || !is_boundary(text, start, known, lexicon) {
            continue;
        }
        let stem = &text[start..at];
        let led = "对在从将把向以由为按".contains(stem[0]);
        if !led
            && stem.iter().all(|c| is_han(*c) && !"、，和与及的".contains(*c))
            && is_name(text, start..at, lexicon)
        {
            return Some(start);
        }
    }
    None
}

fn is_boundary(text: &[char], start: usize, known: &[Found], lexicon: &Lexicon) -> bool {
    let Some(before) = start.checked_sub(1).map(|i| text[i]) else { return true };
    !is_han(before)
        || "和与及的至在经".contains(before)
        || known.binary_search_by_key(&start, |k| k.end).is_ok()
        || lexicon.verb_words.ending(text, start).is_some()
}

fn is_name(text: &[char], range: Range<usize>, lexicon: &Lexicon) -> bool {
    let stem = &text[range.clone()];
    let verb = range.clone().any(|at| {
        lexicon.verb_words.starting(text, at).is_some_and(|(len, _)| at + len <= range.end && len > 1)
    });
    let stopped = lexicon.shape_stops.ending(text, range.end).is_some_and(|(len, _)| len <= stem.len());
    !verb && !stopped && lexicon.residue(stem) == stem.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let lexicon = Lexicon::load().unwrap_or_else(|e| unreachable!("{e}"));
        let names =
            Names::new([("甲山市".to_string(), NameClass::Admin)]).unwrap_or_else(|e| unreachable!("{e}"));
        let chars: Vec<char> = text.chars().collect();
        toponyms(&chars, &names, &lexicon).iter().map(|t| chars[t.start..t.end].iter().collect()).collect()
    }

    #[test]
    fn class_words_make_unknown_names_known() {
        assert_eq!(found("推进苦泉河、柳石沟镇、白盐县防洪治理"), ["苦泉河", "柳石沟镇", "白盐县"]);
    }

    #[test]
    fn common_words_are_no_names() {
        assert!(found("建设特色小城镇，改造中小河流，加强重点城市规划").is_empty());
    }
}
