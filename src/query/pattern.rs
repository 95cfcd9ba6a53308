//! Texts as filters compare them: folded by case or accents, or held against a pattern.
//!
//! In and out: text. Must not know: names.

use super::filter::Folding;
use unicode_normalization::UnicodeNormalization;

impl Folding {
    /// `text` so that what the folding makes equal is the same.
    pub fn fold(self, text: &str) -> String {
        match self {
            // Through upper case, so that ß is ss and every sigma the same.
            Self::Case => text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect(),
            Self::Accents => text
                .nfd()
                .filter(|c| !is_accent(*c))
                .flat_map(|c| plain(c).chars().chain(rest(c)))
                .nfc()
                .collect(),
        }
    }
}

/// Combining marks that sit on letters; vowel signs and voicing marks of other scripts are letters of their own.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters with a stroke or joined, which no normal form takes apart.
const JOINED: &[(char, &str)] = &[
    ('Ø', "O"),
    ('ø', "o"),
    ('Đ', "D"),
    ('đ', "d"),
    ('Ð', "D"),
    ('ð', "d"),
    ('Ł', "L"),
    ('ł', "l"),
    ('Ħ', "H"),
    ('ħ', "h"),
    ('Ŧ', "T"),
    ('ŧ', "t"),
    ('ı', "i"),
    ('Æ', "AE"),
    ('æ', "ae"),
    ('Œ', "OE"),
    ('œ', "oe"),
    ('Þ', "TH"),
    ('þ', "th"),
    ('ß', "ss"),
];

fn plain(c: char) -> &'static str {
    JOINED.iter().find(|(joined, _)| *joined == c).map_or("", |(_, plain)| *plain)
}

fn rest(c: char) -> Option<char> {
    plain(c).is_empty().then_some(c)
}

/// A pattern of LIKE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Any,
    One,
    Exactly(char),
}

impl Pattern {
    /// `%` is any text, `_` one character, `\` takes the next as it is.
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '%' => Piece::Any,
                '_' => Piece::One,
                '\\' => Piece::Exactly(chars.next().unwrap_or('\\')),
                other => Piece::Exactly(other),
            });
        }
        Self(pieces)
    }

    /// Whether the whole `text` looks like it; time grows with the product of both lengths at worst.
    pub fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let (mut at, mut piece) = (0, 0);
        // Where the last `%` stands, and how far it has reached.
        let mut retry: Option<(usize, usize)> = None;
        while at < text.len() {
            match self.0.get(piece) {
                Some(Piece::Any) => {
                    retry = Some((piece, at));
                    piece += 1;
                    continue;
                }
                Some(Piece::One) => {}
                Some(Piece::Exactly(c)) if *c == text[at] => {}
                _ => {
                    let Some((any, reached)) = retry else { return false };
                    retry = Some((any, reached + 1));
                    (piece, at) = (any + 1, reached + 1);
                    continue;
                }
            }
            piece += 1;
            at += 1;
        }
        self.0[piece..].iter().all(|p| *p == Piece::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let like = |text: &str, pattern: &str| Pattern::new(pattern).matches(text);
        assert!(like("包头至银川高铁", "包头%高铁") && like("包头", "包_") && like("", "%") && like("", ""));
        assert!(!like("包头至银川高铁", "包头_高铁") && !like("包头", "包") && !like("", "_"));
        assert!(
            like("aXbXc", "a%X_") && like("mississippi", "%iss%ip%i") && !like("mississippi", "%iss%ix%")
        );
        assert!(
            like("50%", "50\\%") && !like("500", "50\\%") && like("a_b", "a\\_b") && !like("axb", "a\\_b")
        );
        assert!(like("a\\", "a\\\\") && like("a\\", "a\\"));
    }

    #[test]
    fn foldings() {
        assert_eq!(Folding::Case.fold("STRASSE ΣΑΣ"), Folding::Case.fold("straße σας"));
        assert_eq!(Folding::Accents.fold("Chișinău, Kraków, Tromsø, Łódź"), "Chisinau, Krakow, Tromso, Lodz");
        assert_eq!(Folding::Accents.fold("呼和浩特 がぎ हिन्दी"), "呼和浩特 がぎ हिन्दी");
    }
}
