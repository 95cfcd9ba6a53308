//! The words of a drawn map.

use crate::error::{Error, Result};
use crate::style::Lang;
use std::collections::HashMap;
use std::sync::OnceLock;

fn read() -> Result<HashMap<String, [String; 2]>> {
    toml::from_str(include_str!("words.toml")).map_err(|e| Error::Other(format!("src/draw/words.toml: {e}")))
}

/// The words of `key`.
pub fn word(lang: Lang, key: &str) -> &'static str {
    static TABLE: OnceLock<HashMap<String, [String; 2]>> = OnceLock::new();
    // The table is part of the executable: a test keeps it readable.
    match (TABLE.get_or_init(|| read().unwrap_or_default()).get(key), lang) {
        (Some([zh, _]), Lang::Zh) => zh,
        (Some([_, en]), Lang::En) => en,
        (None, _) => "",
    }
}

/// The words of `key` with its marks filled in.
pub fn filled(lang: Lang, key: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(word(lang, key).to_owned(), |text, (mark, value)| text.replace(mark, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_readable_and_says_what_a_map_must_say() {
        assert!(read().is_ok());
        assert_eq!(word(Lang::Zh, "borders"), "底图界线来源：天地图");
        assert_eq!(word(Lang::Zh, "unreviewed"), "本图未经地图审核，仅供内部使用");
        assert_eq!(filled(Lang::Zh, "items", &[("{n}", "12".into())]), "12 项");
    }
}
