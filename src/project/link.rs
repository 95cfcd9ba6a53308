//! Which mentions are one thing: equal keys, lines that run through each other's stops, roads of one code and course.

use super::key::{Key, key};
use crate::mention::Mention;
use crate::names::Names;
use crate::vocabulary::Category;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Mentions that are one thing.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Keys of its wordings, the most frequent first.
    pub keys: Vec<Key>,
    /// Indices of the mentions.
    pub mentions: Vec<usize>,
}

/// Groups mentions. `merges` are pairs of key texts that a steward decided to be one.
///
/// Only wordings that share a trait (see [`traits`]) are compared, so that the cost grows with the number of wordings.
pub fn link(mentions: &[Mention], names: &Names, merges: &[(String, String)]) -> Vec<Cluster> {
    let mut by_key: BTreeMap<String, Cluster> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let key = key(mention, names);
        let cluster =
            by_key.entry(key.text()).or_insert_with(|| Cluster { keys: vec![key], mentions: Vec::new() });
        cluster.mentions.push(index);
    }
    let places: BTreeMap<&String, usize> = by_key.keys().enumerate().map(|(i, text)| (text, i)).collect();
    let decided: Vec<(usize, usize)> =
        merges.iter().filter_map(|(a, b)| Some((*places.get(a)?, *places.get(b)?))).collect();
    let clusters: Vec<Cluster> = by_key.into_values().collect();
    let mut groups = Groups::new(clusters.len());
    for (a, b) in decided {
        groups.join(a, b);
    }
    for bucket in buckets(&clusters).values() {
        for (at, &a) in bucket.iter().enumerate() {
            for &b in &bucket[at + 1..] {
                if groups.of(a) != groups.of(b) && keys_agree(&clusters[a].keys[0], &clusters[b].keys[0]) {
                    groups.join(a, b);
                }
            }
        }
    }
    joined(clusters, &mut groups)
}

/// What two keys must have in common to be compared at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Trait {
    /// Both ends of a line.
    Ends(String, String),
    /// The code of a road.
    Code(String),
    /// The whole name, or its core.
    Name(String),
    /// The characters of a long core.
    Characters(Vec<char>),
}

/// The traits by which others are sought.
fn traits(key: &Key) -> Vec<Trait> {
    if let (Some(first), Some(last)) = (key.stops.first(), key.stops.last()) {
        return vec![Trait::Ends(first.clone(), last.clone())];
    }
    let mut found = vec![Trait::Name(whole(key)), Trait::Name(key.core.clone())];
    found.dedup();
    found.extend(key.code.clone().map(Trait::Code));
    if is_long(key) {
        found.push(Trait::Characters(bag(&key.core)));
    }
    found
}

fn buckets(clusters: &[Cluster]) -> BTreeMap<(Category, &str, Trait), Vec<usize>> {
    let mut buckets: BTreeMap<(Category, &str, Trait), Vec<usize>> = BTreeMap::new();
    for (index, key) in clusters.iter().enumerate().filter_map(|(i, c)| Some((i, c.keys.first()?))) {
        for found in traits(key) {
            buckets.entry((key.category, key.class.as_str(), found)).or_default().push(index);
        }
    }
    buckets
}

/// Which clusters are one: each points to an earlier one of its group, or to itself.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, index: usize) -> usize {
        let mut at = index;
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        self.0[a.max(b)] = a.min(b);
    }
}

fn joined(clusters: Vec<Cluster>, groups: &mut Groups) -> Vec<Cluster> {
    let mut out: BTreeMap<usize, Cluster> = BTreeMap::new();
    for (index, cluster) in clusters.into_iter().enumerate() {
        match out.entry(groups.of(index)) {
            Entry::Vacant(free) => {
                free.insert(cluster);
            }
            Entry::Occupied(mut first) => {
                let first = first.get_mut();
                first.keys.extend(cluster.keys);
                first.mentions.extend(cluster.mentions);
                first.mentions.sort_unstable();
            }
        }
    }
    out.into_values().collect()
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
    let long = is_long(a) && is_long(b);
    let places = match (&a.place, &b.place) {
        (Some(x), Some(y)) => x == y,
        (None, None) => true,
        _ => long,
    };
    whole(a) == whole(b) || places && (a.core == b.core || long && bag(&a.core) == bag(&b.core))
}

fn whole(key: &Key) -> String {
    format!("{}{}", key.place.as_deref().unwrap_or_default(), key.core)
}

/// Is the core long enough to be a name of its own?
fn is_long(key: &Key) -> bool {
    key.core.chars().count() >= 5
}

/// The characters without their order: 乳业国家技术创新中心, 国家乳业技术创新中心.
fn bag(core: &str) -> Vec<char> {
    let mut chars: Vec<char> = core.chars().filter(|c| !"新的".contains(*c)).collect();
    chars.sort_unstable();
    chars
}
