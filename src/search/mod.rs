//! Finding by name: Chinese names full, short, abbreviated and old, pinyin, initials, a typing slip.
//!
//! In: entries with their names, and what a person typed. Out: ranked hits with the name that matched and which of its
//! characters. Must not know: HTTP, what an entry is.

mod fold;
mod matching;
mod syllables;

pub use fold::fold;
pub use syllables::{initials, pinyin};

use crate::scored::{Scored, sort_best_first};
use matching::{Form, Typed};
use std::ops::Range;

/// A name of an entry that matched.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index of the entry in the order given to [`Index::new`].
    pub entry: usize,
    /// The name that matched.
    pub matched: String,
    /// Which of its code points matched.
    pub highlight: Vec<Range<usize>>,
}

/// One thing that can be found.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its names, best first.
    pub names: Vec<String>,
    /// Added to the score of each match, 0.0 to 0.05: more important things first.
    pub weight: f64,
}

/// The names of all entries, ready for matching.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<(Vec<Form>, f64)>,
}

impl Index {
    /// An index of `entries`.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        let prepare = |e: Entry| (e.names.into_iter().map(Form::new).collect(), e.weight);
        Self { entries: entries.into_iter().map(prepare).collect() }
    }

    /// The best `limit` entries for what a person typed; one hit an entry.
    pub fn find(&self, text: &str, limit: usize) -> Vec<Scored<Hit>> {
        let words: Vec<Typed> = fold(text).split_whitespace().map(Typed::new).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<_> = (0..self.entries.len()).filter_map(|entry| self.best(entry, &words)).collect();
        sort_best_first(&mut hits);
        hits.truncate(limit);
        hits
    }

    fn best(&self, entry: usize, words: &[Typed]) -> Option<Scored<Hit>> {
        let (forms, weight) = self.entries.get(entry)?;
        let scored = forms.iter().enumerate().filter_map(|(rank, form)| {
            let (score, highlight) = all_words(form, words)?;
            // A later name of the same entry loses against an earlier one that fits as well.
            Some((score - 0.001 * rank.min(20) as f64, form, highlight))
        });
        let (score, form, highlight) = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let hit = Hit { entry, matched: form.name.clone(), highlight };
        Some(Scored::new((score * 0.95 + weight).clamp(0.0, 1.0), hit))
    }
}

fn all_words(form: &Form, words: &[Typed]) -> Option<(f64, Vec<Range<usize>>)> {
    let mut highlight = Vec::new();
    let mut sum = 0.0;
    for word in words {
        let (score, ranges) = form.fit(word)?;
        sum += score;
        highlight.extend(ranges);
    }
    highlight.sort_by_key(|r| r.start);
    Some((sum / words.len() as f64 - 0.02 * (words.len() - 1) as f64, merged(highlight)))
}

/// Sorted ranges with touching ones joined.
fn merged(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let names: [&[&str]; 8] = [
            &["包头至银川高速铁路", "包银高铁", "包头至银川铁路"],
            &["S27呼和浩特至鄂尔多斯高速公路"],
            &["呼和浩特新机场", "呼和浩特盛乐国际机场"],
            &["岱海生态应急补水工程"],
            &["库布其沙漠", "库布齐沙漠"],
            &["包头机场"],
            &["鄂尔多斯市", "伊克昭盟"],
            &["重庆市"],
        ];
        Index::new(names.map(|n| Entry { names: n.iter().map(|s| (*s).to_owned()).collect(), weight: 0.0 }))
    }

    fn first(text: &str) -> Option<String> {
        index().find(text, 5).first().map(|hit| hit.value.matched.clone())
    }

    #[test]
    fn full_short_abbreviated_and_old_names_are_found() {
        assert_eq!(first("包头至银川高速铁路").as_deref(), Some("包头至银川高速铁路"));
        assert_eq!(first("包银高铁").as_deref(), Some("包银高铁"));
        assert_eq!(first("呼鄂高速").as_deref(), Some("S27呼和浩特至鄂尔多斯高速公路"));
        assert_eq!(first("岱海补水").as_deref(), Some("岱海生态应急补水工程"));
        assert_eq!(first("伊克昭盟").as_deref(), Some("伊克昭盟"));
        assert_eq!(first("ｓ２７").as_deref(), Some("S27呼和浩特至鄂尔多斯高速公路"));
    }

    #[test]
    fn pinyin_initials_and_a_mixture_are_found() {
        assert_eq!(first("bygt").as_deref(), Some("包银高铁"));
        assert_eq!(first("baoyingaotie").as_deref(), Some("包银高铁"));
        assert_eq!(first("bao yin gao tie").as_deref(), Some("包银高铁"));
        assert_eq!(first("kubuqi").as_deref(), Some("库布其沙漠"));
        assert_eq!(first("chongqing").as_deref(), Some("重庆市"));
        assert_eq!(first("daihbsgc"), None);
        assert_eq!(first("daihstyjbs").as_deref(), Some("岱海生态应急补水工程"));
    }

    #[test]
    fn a_typing_slip_is_forgiven() {
        assert_eq!(first("库步其沙漠").as_deref(), Some("库布其沙漠"));
        assert_eq!(first("宝银高铁").as_deref(), Some("包银高铁"));
        assert_eq!(first("baoyingaoti").as_deref(), Some("包银高铁"));
        assert_eq!(first("kubiqi").as_deref(), Some("库布其沙漠"));
    }

    #[test]
    fn nonsense_finds_nothing() {
        assert_eq!(first("莫须有"), None);
        assert_eq!(first("zzzz"), None);
        assert_eq!(first("  "), None);
    }

    #[test]
    fn the_characters_that_matched_are_marked() {
        let hits = index().find("岱海补水", 1);
        assert_eq!(hits[0].value.highlight, [0..2, 6..8]);
        let hits = index().find("包头 机场", 1);
        assert_eq!(hits[0].value.matched, "包头机场");
        assert_eq!(hits[0].value.highlight.iter().map(|r| (r.start, r.end)).collect::<Vec<_>>(), [(0, 4)]);
    }
}
