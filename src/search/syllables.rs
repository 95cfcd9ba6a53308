//! Pinyin without tones, with every reading of a character.
//!
//! In: text. Out: syllables. Must not know: what is named.

use pinyin::{ToPinyin, ToPinyinMulti};

/// Every plain reading of `c`, the usual one first (`["zhong", "chong"]` for 重); a letter or digit reads as itself; none for the rest.
pub fn readings(c: char) -> Vec<String> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase().to_string()];
    }
    let usual = c.to_pinyin().into_iter();
    let others = c.to_pinyin_multi().into_iter().flatten();
    let mut all: Vec<String> = Vec::new();
    for syllable in usual.chain(others).map(|p| p.plain().replace('ü', "v")) {
        if !all.contains(&syllable) {
            all.push(syllable);
        }
    }
    all
}

/// The usual reading of `text`, syllables separated by blanks, without tones.
pub fn pinyin(text: &str) -> String {
    let mut out = String::new();
    let mut after_letter = false;
    for c in text.chars() {
        match c.to_pinyin() {
            Some(p) => {
                push_blank(&mut out);
                out.push_str(&p.plain().replace('ü', "v"));
                after_letter = false;
            }
            None if c.is_ascii_alphanumeric() => {
                if !after_letter {
                    push_blank(&mut out);
                }
                out.push(c);
                after_letter = true;
            }
            None => after_letter = false,
        }
    }
    out
}

fn push_blank(out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
}

/// The first letters of the usual reading (`bygt`).
pub fn initials(text: &str) -> String {
    pinyin(text).split(' ').filter_map(|s| s.chars().next()).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_readings() {
        assert_eq!(pinyin("S27呼和浩特"), "S27 hu he hao te");
        assert_eq!(initials("包银高铁"), "bygt");
        assert!(readings('重').contains(&"chong".to_owned()));
    }
}
