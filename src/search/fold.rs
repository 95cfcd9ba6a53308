//! One spelling for comparing: width, case and compatibility forms.
//!
//! In and out: text. Must not know: names.

use unicode_normalization::UnicodeNormalization;

/// `text` for comparing: NFKC, lower case, the marks inside names that people leave out (· — - ~ and quotes) gone.
/// Offsets are not kept.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !is_mark(*c)).collect()
}

/// One character as [`fold`] gives it; none if it is left out or becomes several.
pub fn fold_char(c: char) -> Option<char> {
    let mut folded = std::iter::once(c).nfkc().flat_map(char::to_lowercase);
    let first = folded.next()?;
    (folded.next().is_none() && !is_mark(first)).then_some(first)
}

fn is_mark(c: char) -> bool {
    "·•—–-~\"'“”‘’〈〉《》「」、".contains(c)
}
