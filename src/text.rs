//! Small tools on Chinese text as characters.
//!
//! In: text. Out: normal forms, numbers, character tests. Must not know: files, HTTP, place names.

use unicode_normalization::UnicodeNormalization;

/// Is `c` a Han character?
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇' | '○')
}

/// Is `c` in a private-use area (bullets of office fonts)?
pub fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Is `c` a number of the Chinese counting words?
pub fn is_han_number(c: char) -> bool {
    "〇零一二三四五六七八九十百千".contains(c)
}

/// Full-width letters, digits and brackets to their usual form; dashes and middle dots unified; spaces removed; lower case.
/// The form under which names are compared.
pub fn fold(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '—' | '–' | '－' | '―' | '‐' | '~' | '～' | '─' => '-',
            '（' => '(',
            '）' => ')',
            '・' | '•' | '‧' => '·',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The characters `from..to` of `text` as a string; clamped, never panics.
pub fn slice(text: &[char], from: usize, to: usize) -> String {
    let to = to.min(text.len());
    let from = from.min(to);
    text[from..to].iter().collect()
}

/// Does `text` continue with `word` at `at`?
pub fn starts_at(text: &[char], at: usize, word: &[char]) -> bool {
    text.get(at..at.saturating_add(word.len())).is_some_and(|run| run == word)
}

/// First place of `word` in `text[from..]`.
pub fn find(text: &[char], from: usize, word: &[char]) -> Option<usize> {
    if word.is_empty() || text.len() < word.len() {
        return None;
    }
    (from..=text.len() - word.len()).find(|&at| starts_at(text, at, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_makes_wordings_comparable() {
        assert_eq!(fold("Ｓ２７ 呼和浩特—鄂尔多斯（一期）"), "s27呼和浩特-鄂尔多斯(一期)");
    }

    #[test]
    fn slices_and_finds_by_character() {
        let text: Vec<char> = "包头至银川".chars().collect();
        assert_eq!(slice(&text, 3, 99), "银川");
        assert_eq!(find(&text, 0, &['至']), Some(2));
        assert_eq!(find(&text, 3, &['至']), None);
    }
}
