//! The words of the data contract as people read them.
//!
//! In: `words.toml` beside this file and the table of categories. Out: a label in Chinese or English. Must not know:
//! where it is shown.

use super::categories;
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::OnceLock;

const WORDS: &str = include_str!("words.toml");

/// The language of headings and words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl FromStr for Lang {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => Err(Error::parameter("lang", format!("\"{word}\" is not one of: zh en"))),
        }
    }
}

type Table = HashMap<String, HashMap<String, [String; 2]>>;

fn read() -> Result<Table> {
    let mut table: Table =
        toml::from_str(WORDS).map_err(|e| Error::Other(format!("src/style/words.toml: {e}")))?;
    let rows = categories()?.into_iter().map(|c| (c.id, [c.label_zh, c.label_en])).collect();
    table.insert("category".to_owned(), rows);
    Ok(table)
}

/// The label of `word` in the field `field`; the word itself if it has none.
pub fn label<'a>(lang: Lang, field: &str, word: &'a str) -> &'a str {
    static TABLE: OnceLock<Table> = OnceLock::new();
    // The table is part of the executable: a test keeps it readable.
    let found = TABLE.get_or_init(|| read().unwrap_or_default()).get(field).and_then(|rows| rows.get(word));
    match (found, lang) {
        (Some([zh, _]), Lang::Zh) => zh,
        (Some([_, en]), Lang::En) => en,
        (None, _) => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Category, Grade, PlaceLevel, Status, Work};

    #[test]
    fn every_word_of_the_contract_has_a_label_in_both_languages() {
        let table = read().unwrap_or_default();
        let words = [
            ("category", Category::ALL.iter().map(|w| w.word()).collect::<Vec<_>>()),
            ("status", Status::ALL.iter().map(|w| w.word()).collect()),
            ("work", Work::ALL.iter().map(|w| w.word()).collect()),
            ("grade", Grade::ALL.iter().map(|w| w.word()).collect()),
            ("place_level", PlaceLevel::ALL.iter().map(|w| w.word()).collect()),
        ];
        for (field, words) in words {
            for word in words {
                assert!(table.get(field).is_some_and(|rows| rows.contains_key(word)), "{field} {word}");
            }
        }
    }

    #[test]
    fn a_word_without_a_label_stays_itself() {
        assert_eq!(label(Lang::Zh, "status", "planned"), "规划建设");
        assert_eq!(label(Lang::En, "status", "elsewhere"), "elsewhere");
    }
}
