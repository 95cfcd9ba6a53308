//! Word lists of this stage: groups of units, and kinds that are not placed closely.
//!
//! In: `regions.toml` and `sensitive.toml` beside this file. Out: lookups by word. Must not know: coordinates.

use crate::text::fold;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

const REGIONS: &str = include_str!("regions.toml");
const SENSITIVE: &str = include_str!("sensitive.toml");

/// A word that stands for several units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Codes of the units.
    pub codes: Vec<String>,
    /// False when the word has no fixed extent.
    pub sure: bool,
    /// True when the word means this only in a heading (东部地区 may be the east of China elsewhere).
    pub heading: bool,
}

#[derive(Deserialize)]
struct RegionRow {
    words: Vec<String>,
    codes: Vec<String>,
    #[serde(default = "yes")]
    sure: bool,
    #[serde(default)]
    heading: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct RegionFile {
    region: Vec<RegionRow>,
    common_words: Vec<String>,
}

#[derive(Deserialize)]
struct KindRow {
    words: Vec<String>,
    why: String,
}

#[derive(Deserialize)]
struct KindFile {
    kind: Vec<KindRow>,
}

static BY_WORD: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    let rows = toml::from_str::<RegionFile>(REGIONS).map(|f| f.region).unwrap_or_default();
    let pairs = rows.into_iter().flat_map(|row| {
        let region = Region { codes: row.codes, sure: row.sure, heading: row.heading };
        row.words.into_iter().map(move |word| (fold(&word), region.clone()))
    });
    pairs.collect()
});

static COMMON: LazyLock<Vec<String>> =
    LazyLock::new(|| toml::from_str::<RegionFile>(REGIONS).map(|f| f.common_words).unwrap_or_default());

static KINDS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let rows = toml::from_str::<KindFile>(SENSITIVE).map(|f| f.kind).unwrap_or_default();
    rows.into_iter().flat_map(|row| row.words.into_iter().map(move |w| (w, row.why.clone()))).collect()
});

/// The units that a region word stands for.
pub fn region(word: &str) -> Option<&'static Region> {
    BY_WORD.get(&fold(word)).filter(|region| !region.heading)
}

/// The same for a word of a heading; the region as a whole says nothing there.
pub fn region_of_heading(word: &str) -> Option<&'static Region> {
    BY_WORD.get(&fold(word)).filter(|region| region.codes != ["150000"])
}

/// Is it an ordinary word that is the name of a place as well?
pub fn is_common(word: &str) -> bool {
    COMMON.iter().any(|w| w == word)
}

/// Why a project of this name is placed no finer than the county.
pub fn sensitive(name: &str) -> Option<&'static str> {
    KINDS.iter().find(|(word, _)| name.contains(word.as_str())).map(|(_, why)| why.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_readable() {
        assert!(toml::from_str::<RegionFile>(REGIONS).is_ok());
        assert!(toml::from_str::<KindFile>(SENSITIVE).is_ok());
    }

    #[test]
    fn a_group_of_cities_is_their_codes() {
        assert_eq!(region("呼包鄂").map(|r| r.codes.len()), Some(3));
        assert!(region("蒙西").is_some_and(|r| !r.sure));
    }

    #[test]
    fn sensitive_kinds_are_known_by_their_words() {
        assert_eq!(sensitive("某地铀矿大基地"), Some("nuclear"));
        assert_eq!(sensitive("某地核科技产业园"), Some("nuclear"));
        assert_eq!(sensitive("某地国家级储备中心"), Some("strategic reserve"));
        for harmless in ["某地机场", "某地核心区", "某地卫星导航平台", "某地种子储备基地"]
        {
            assert_eq!(sensitive(harmless), None, "{harmless}");
        }
    }
}
