//! Comparing names of works: what is left when the words of work and the ways of writing are taken away.
//!
//! In: names. Out: keys that are equal when two names mean the same work. Must not know: where anything is.

use crate::gazetteer::variants::{skeleton, without_suffix};
use crate::text::fold;

/// A name for comparing: as written, and with every variant spelling brought to one form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Ways of writing taken away.
    pub exact: String,
    /// Variant spellings too; two lakes may meet here, so `exact` is asked first.
    pub loose: String,
}

impl Key {
    /// The key of a name.
    pub fn new(name: &str) -> Self {
        let exact = key(name);
        Self { loose: skeleton(&exact), exact }
    }

    /// The keys of several names.
    pub fn all(names: &[String]) -> Vec<Self> {
        names.iter().map(|n| Self::new(n)).collect()
    }
}

/// The first of `rows` one of whose keys is one of `keys`; the first key counts first, exact before loose.
pub fn first_match<'r, T>(rows: &'r [T], keys_of: impl Fn(&T) -> &[Key], keys: &[Key]) -> Option<&'r T> {
    let forms: [fn(&Key) -> &str; 2] = [|k| &k.exact, |k| &k.loose];
    forms.iter().find_map(|form| {
        keys.iter()
            .find_map(|key| rows.iter().find(|row| keys_of(row).iter().any(|own| form(own) == form(key))))
    })
}

const BEFORE: [&str; 12] =
    ["改扩建", "新建", "扩建", "改建", "迁建", "续建", "建设", "推进", "加快", "实施", "规划", "国家"];
const AFTER: [&str; 15] = [
    "建设工程",
    "建设项目",
    "改扩建工程",
    "改造工程",
    "迁建工程",
    "重点工程",
    "等工程",
    "工程",
    "项目",
    "改扩建",
    "扩建",
    "迁建",
    "新建",
    "建设",
    "一期",
];

/// The name without brackets' form and words of work (高铁 and 高速铁路 meet, so do — and 至).
pub fn key(name: &str) -> String {
    let mut form = fold(name).replace(['(', ')', '"', '“', '”', '·'], "");
    for (long, short) in [("高速铁路", "高铁"), ("高速公路", "高速"), ("一级公路", "公路")]
    {
        form = form.replace(long, short);
    }
    let form: String = form.replace('-', "至");
    bare(&form).to_string()
}

/// A name without the words of work at its ends, when at least two characters stay.
pub fn bare(name: &str) -> &str {
    let long = |s: &&str| s.chars().count() >= 2;
    let mut left = name;
    while let Some(rest) = BEFORE.iter().find_map(|w| left.strip_prefix(w)).filter(long) {
        left = rest;
    }
    while let Some(rest) = AFTER.iter().find_map(|w| left.strip_suffix(w)).filter(long) {
        left = rest;
    }
    left
}

/// A stop as it stands in keys: without an administrative suffix.
pub fn stop_key(stop: &str) -> String {
    let form = skeleton(stop);
    without_suffix(&form).map_or(form.clone(), str::to_string)
}

/// Does the name of this key run between these two ends, in either direction?
pub fn joins(name: &Key, first: &str, last: &str) -> bool {
    let form = name.loose.as_str();
    let (a, b) = (stop_key(first), stop_key(last));
    let runs = |from: &str, to: &str| {
        let Some((head, tail)) = form.split_once('至') else { return false };
        let end = tail.rsplit('至').next().unwrap_or(tail);
        without_code(head).starts_with(from) && end.starts_with(to)
    };
    !a.is_empty() && !b.is_empty() && (runs(&a, &b) || runs(&b, &a))
}

/// `s27呼和浩特` without its code.
fn without_code(head: &str) -> &str {
    head.trim_start_matches(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_meet() {
        assert_eq!(key("新建包头—银川高速铁路工程"), key("包头至银川高铁"));
        assert_eq!(key("改扩建包头机场"), key("包头机场改扩建"));
        assert_eq!(key("S27 呼和浩特至鄂尔多斯高速公路"), "s27呼和浩特至鄂尔多斯高速");
    }

    #[test]
    fn a_spelling_of_another_lake_does_not_win_over_the_name_itself() {
        let rows = [vec![Key::new("查干淖尔")], vec![Key::new("察汗淖尔")]];
        let hit =
            |name: &str| first_match(&rows, |r| r.as_slice(), &[Key::new(name)]).map(|r| r[0].exact.clone());
        assert_eq!(hit("察汗淖尔"), Some("察汗淖尔".into()));
        assert_eq!(hit("查干诺尔"), Some("查干淖尔".into()));
    }

    #[test]
    fn ends_are_found_in_both_directions() {
        assert!(joins(&Key::new("S27呼和浩特至鄂尔多斯高速公路"), "鄂尔多斯市", "呼和浩特"));
        assert!(joins(&Key::new("集宁至大同至原平高速铁路"), "集宁", "原平"));
        assert!(!joins(&Key::new("包头至银川高速铁路"), "包头", "巴彦浩特"));
    }
}
