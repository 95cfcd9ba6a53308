//! Which mentions are one thing: equal keys, lines that run through each other's stops, roads of one code and course.

use super::key::{Key, key};
use crate::mention::Mention;
use crate::names::Names;
use crate::vocabulary::Category;
use std::collections::BTreeMap;

/// Mentions that are one thing.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Keys of its wordings, the most frequent first.
    pub keys: Vec<Key>,
    /// Indices of the mentions.
    pub mentions: Vec<usize>,
}

/// Groups mentions. `merges` are pairs of key texts that a steward decided to be one.
pub fn link(mentions: &[Mention], names: &Names, merges: &[(String, String)]) -> Vec<Cluster> {
    let mut by_key: BTreeMap<String, Cluster> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let key = key(mention, names);
        let cluster =
            by_key.entry(key.text()).or_insert_with(|| Cluster { keys: vec![key], mentions: Vec::new() });
        cluster.mentions.push(index);
    }
    let mut clusters: Vec<Option<Cluster>> = by_key.into_values().map(Some).collect();
    for a in 0..clusters.len() {
        for b in a + 1..clusters.len() {
            let (Some(left), Some(right)) = (&clusters[a], &clusters[b]) else { continue };
            if same(left, right, merges)
                && let Some(right) = clusters[b].take()
                && let Some(left) = &mut clusters[a]
            {
                left.keys.extend(right.keys);
                left.mentions.extend(right.mentions);
                left.mentions.sort_unstable();
            }
        }
    }
    clusters.into_iter().flatten().collect()
}

fn same(a: &Cluster, b: &Cluster, merges: &[(String, String)]) -> bool {
    a.keys
        .iter()
        .any(|left| b.keys.iter().any(|right| keys_agree(left, right) || decided(left, right, merges)))
}

fn decided(a: &Key, b: &Key, merges: &[(String, String)]) -> bool {
    let (a, b) = (a.text(), b.text());
    merges.iter().any(|(x, y)| *x == a && *y == b || *x == b && *y == a)
}

fn keys_agree(a: &Key, b: &Key) -> bool {
    if a.category != b.category {
        return false;
    }
    let codes_differ = a.code.is_some() && b.code.is_some() && a.code != b.code;
    match a.category {
        Category::Rail | Category::Road if !a.stops.is_empty() && !b.stops.is_empty() => {
            a.class == b.class && !codes_differ && same_course(&a.stops, &b.stops)
        }
        Category::Road if a.code.is_some() && a.code == b.code && a.class == b.class => {
            // One of them gives no course: the code alone says which road.
            a.stops.is_empty() && b.stops.is_empty() && (a.core.contains(&b.core) || b.core.contains(&a.core))
        }
        Category::Road if a.stops.is_empty() && b.stops.is_empty() => {
            a.class == b.class && !codes_differ && similar_core(a, b)
        }
        _ if a.stops.is_empty() && b.stops.is_empty() => a.class == b.class && similar_core(a, b),
        _ => false,
    }
}

/// The same ends, and one list of stops runs through the other.
fn same_course(a: &[String], b: &[String]) -> bool {
    let ends = |s: &[String]| (s.first().cloned(), s.last().cloned());
    ends(a) == ends(b) && (is_subsequence(a, b) || is_subsequence(b, a))
}

/// Do all of `short` stand in `long`, in order?
pub fn is_subsequence(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|s| rest.any(|l| l == s))
}

/// The same core, at the same place, or at a place that one of them leaves unsaid (then the core must be long enough to
/// be a name of its own).
fn similar_core(a: &Key, b: &Key) -> bool {
    let long = a.core.chars().count() >= 5;
    let places = match (&a.place, &b.place) {
        (Some(x), Some(y)) => x == y,
        (None, None) => true,
        _ => long,
    };
    let whole = |k: &Key| format!("{}{}", k.place.as_deref().unwrap_or_default(), k.core);
    whole(a) == whole(b) || places && (a.core == b.core || long && bag(&a.core) == bag(&b.core))
}

/// The characters without their order: 乳业国家技术创新中心, 国家乳业技术创新中心.
fn bag(core: &str) -> Vec<char> {
    let mut chars: Vec<char> = core.chars().filter(|c| !"新的".contains(*c)).collect();
    chars.sort_unstable();
    chars
}
