//! Is what a new document names one of the known projects?
//!
//! Linking has said which mentions are one thing; here that becomes a verdict, and what only resembles a known project
//! becomes a doubt for a person to decide.

use crate::mention::Shape;
use crate::names::Names;
use crate::project::Project;
use crate::text::fold;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an ingest says of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No known project is meant, and its place is known.
    New,
    /// A known project is meant.
    Matched,
    /// It resembles a known project, or joins two: a person decides.
    Doubtful,
    /// No known project is meant, and no place is named.
    Unplaced,
}

/// The known project, how sure that is, and the verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Match {
    /// Id of the known project; null when it is new.
    pub project: Option<String>,
    /// 1.0 the same name, 0.9 another wording of the same thing, below that resemblance.
    pub score: f64,
    /// What that means.
    pub verdict: Verdict,
}

/// Resemblance from which a person should look.
const DOUBT: f64 = 0.7;
/// Another wording of the same thing.
const LINKED: f64 = 0.9;
/// One wording that stands for two known projects.
const JOINED: f64 = 0.5;

/// The verdict on `project`, which was assembled from known mentions (indices below `known_mentions`) and new ones;
/// `before` are the known projects alone.
pub fn compare(
    project: &Project,
    before: &[Project],
    known_mentions: usize,
    names: &Names,
    placed: bool,
) -> Match {
    let mut owners: Vec<&Project> = Vec::new();
    for index in project.mentions.iter().filter(|&&m| m < known_mentions) {
        let owner = before.iter().find(|p| p.mentions.contains(index));
        if let Some(owner) = owner.filter(|o| !owners.iter().any(|p| p.id == o.id)) {
            owners.push(owner);
        }
    }
    let to = |p: &Project, score: f64, verdict| Match { project: Some(p.id.clone()), score, verdict };
    match owners.as_slice() {
        [one] => to(one, if shares_a_name(project, one) { 1.0 } else { LINKED }, Verdict::Matched),
        [first, ..] => to(first, JOINED, Verdict::Doubtful),
        [] => match most_alike(project, before, names) {
            Some((like, score)) => to(like, score, Verdict::Doubtful),
            None if placed => Match { project: None, score: 0.0, verdict: Verdict::New },
            None => Match { project: None, score: 0.0, verdict: Verdict::Unplaced },
        },
    }
}

fn wordings(project: &Project) -> impl Iterator<Item = String> + '_ {
    std::iter::once(&project.name).chain(&project.short_name).chain(&project.aliases).map(|n| fold(n))
}

/// The names that the known plans give are among those of the whole.
fn shares_a_name(whole: &Project, known: &Project) -> bool {
    // Every wording that is new to the known project is another wording.
    let known: Vec<String> = wordings(known).collect();
    wordings(whole).all(|name| known.contains(&name))
}

fn most_alike<'a>(project: &Project, before: &'a [Project], names: &Names) -> Option<(&'a Project, f64)> {
    before
        .iter()
        .filter(|p| p.category == project.category)
        .map(|p| (p, alike(project, p, names)))
        .filter(|(_, score)| *score >= DOUBT)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

/// How much two projects of one category resemble each other, 0.0 to below 0.9.
fn alike(a: &Project, b: &Project, names: &Names) -> f64 {
    if let (Shape::Line { stops: left }, Shape::Line { stops: right }) = (&a.shape, &b.shape)
        && left.len() > 1
        && right.len() > 1
    {
        // Lines are known by their ends: the same ends and yet not linked is a doubt, others are other lines.
        return if ends(left, names) == ends(right, names) { 0.8 } else { 0.0 };
    }
    let mut best: f64 = 0.0;
    for left in wordings(a) {
        for right in wordings(b) {
            best = best.max(dice(&left, &right));
        }
    }
    // The same words that were not linked (other places, other codes) are still a doubt only.
    best.min(0.89)
}

fn ends(stops: &[String], names: &Names) -> Vec<String> {
    let mut ends: Vec<String> =
        stops.first().into_iter().chain(stops.last()).map(|s| names.usual(s)).collect();
    ends.sort();
    ends
}

/// Pairs of neighbouring characters in common.
fn dice(a: &str, b: &str) -> f64 {
    let (left, right) = (pairs(a), pairs(b));
    let total: usize = left.values().sum::<usize>() + right.values().sum::<usize>();
    let common: usize = left.iter().map(|(pair, n)| right.get(pair).map_or(0, |m| *n.min(m))).sum();
    if total == 0 { 0.0 } else { 2.0 * common as f64 / total as f64 }
}

fn pairs(text: &str) -> BTreeMap<(char, char), usize> {
    let mut pairs = BTreeMap::new();
    for (a, b) in text.chars().zip(text.chars().skip(1)) {
        *pairs.entry((a, b)).or_default() += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resemblance_counts_pairs_of_characters() {
        assert!(dice("乳业技术创新中心", "国家乳业技术创新中心") > DOUBT);
        assert!(dice("包头机场", "乌海机场") < DOUBT);
        assert!(dice("", "").abs() < f64::EPSILON);
    }
}
