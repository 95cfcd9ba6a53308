//! Words found at a place in a text, longest first.

use std::collections::HashMap;

/// Words with a value each, found longest first at or before a position.
#[derive(Debug, Clone, Default)]
pub struct Words {
    by_first: HashMap<char, Vec<(Vec<char>, usize)>>,
    by_last: HashMap<char, Vec<(Vec<char>, usize)>>,
}

impl Words {
    /// From words and the value of each.
    pub fn new<'a>(words: impl IntoIterator<Item = (&'a String, usize)>) -> Self {
        let mut all = Self::default();
        for (word, value) in words {
            let chars: Vec<char> = word.chars().collect();
            let (Some(first), Some(last)) = (chars.first(), chars.last()) else { continue };
            all.by_first.entry(*first).or_default().push((chars.clone(), value));
            all.by_last.entry(*last).or_default().push((chars.clone(), value));
        }
        for list in all.by_first.values_mut().chain(all.by_last.values_mut()) {
            list.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        all
    }

    /// The longest word that starts at `at`: its length and value.
    pub fn starting(&self, text: &[char], at: usize) -> Option<(usize, usize)> {
        let list = self.by_first.get(text.get(at)?)?;
        list.iter().find(|(word, _)| text[at..].starts_with(word)).map(|(word, value)| (word.len(), *value))
    }

    /// The longest word that ends before `end`: its length and value.
    pub fn ending(&self, text: &[char], end: usize) -> Option<(usize, usize)> {
        let list = self.by_last.get(text.get(end.checked_sub(1)?)?)?;
        list.iter().find(|(word, _)| text[..end].ends_with(word)).map(|(word, value)| (word.len(), *value))
    }

    /// Is any of the words inside `text`?
    pub fn within(&self, text: &[char]) -> bool {
        (0..text.len()).any(|at| self.starting(text, at).is_some())
    }
}
