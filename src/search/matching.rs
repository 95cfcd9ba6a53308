//! One typed word against one name.
//!
//! In: both, folded. Out: a score and the code points of the name that matched. Must not know: entries.

use super::fold::fold_char;
use super::syllables::readings;
use std::ops::Range;

/// Where a word fits in a name.
type Fit = Option<(f64, Vec<Range<usize>>)>;

/// One word as typed, folded.
#[derive(Debug)]
pub struct Typed {
    chars: Vec<char>,
    /// Latin letters and digits only.
    latin: bool,
    /// Readings of each character, for words in Han.
    readings: Vec<Vec<String>>,
}

impl Typed {
    /// A folded word without blanks.
    pub fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().take(64).collect();
        let latin = chars.iter().all(char::is_ascii_alphanumeric);
        let readings = if latin { Vec::new() } else { chars.iter().map(|c| readings(*c)).collect() };
        Self { chars, latin, readings }
    }
}

/// One name, ready for matching.
#[derive(Debug)]
pub struct Form {
    /// As given.
    pub name: String,
    /// Folded characters.
    chars: Vec<char>,
    /// Code point in `name` of each folded character.
    at: Vec<usize>,
    /// Readings of each folded character.
    readings: Vec<Vec<String>>,
    /// The first readings in one run, and the character of each letter.
    letters: Vec<(char, usize)>,
}

impl Form {
    /// The name `name`.
    pub fn new(name: String) -> Self {
        let (at, chars): (Vec<_>, Vec<_>) =
            name.chars().enumerate().filter_map(|(i, c)| Some((i, fold_char(c)?))).unzip();
        let readings: Vec<_> = chars.iter().map(|c| readings(*c)).collect();
        let letters = readings
            .iter()
            .enumerate()
            .flat_map(|(i, all)| all.first().into_iter().flat_map(move |s| s.chars().map(move |c| (c, i))))
            .collect();
        Self { name, chars, at, readings, letters }
    }

    /// How well `word` fits: 1.0 is the whole name.
    pub fn fit(&self, word: &Typed) -> Fit {
        let exact = self.contained(word);
        let best = |fit: Fit| fit.or_else(|| exact.clone());
        if exact.as_ref().is_some_and(|(score, _)| *score >= 0.8) {
            return exact;
        }
        let loose = if word.latin {
            self.spelled(word).or_else(|| self.spelled_with_slip(word))
        } else {
            self.abbreviated(word).or_else(|| self.sounding(word)).or_else(|| self.slipped(word))
        };
        best(loose)
    }

    fn coverage(&self, count: usize) -> f64 {
        count as f64 / self.chars.len().max(1) as f64
    }

    /// Ranges in `name` of the folded characters `indices`, ascending.
    fn ranges(&self, indices: impl IntoIterator<Item = usize>) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        for at in indices.into_iter().filter_map(|i| self.at.get(i).copied()) {
            match out.last_mut() {
                Some(last) if last.end == at => last.end = at + 1,
                Some(last) if last.end > at => {}
                _ => out.push(at..at + 1),
            }
        }
        out
    }

    /// The word stands in the name.
    fn contained(&self, word: &Typed) -> Fit {
        let n = word.chars.len();
        if n == 0 || n > self.chars.len() {
            return None;
        }
        let start = self.chars.windows(n).position(|w| w == word.chars)?;
        let base = match (start, n == self.chars.len()) {
            (_, true) => return Some((1.0, self.ranges(0..n))),
            (0, _) => 0.88,
            _ => 0.8,
        };
        // One or two Latin letters inside a code say little.
        let base = if word.latin && n < 2 { base - 0.4 } else { base };
        Some((base + 0.1 * self.coverage(n), self.ranges(start..start + n)))
    }

    /// The characters of the word stand in the name in this order (包银高铁 in 包头至银川高速铁路).
    fn abbreviated(&self, word: &Typed) -> Fit {
        if word.chars.len() < 2 {
            return None;
        }
        let mut found = Vec::with_capacity(word.chars.len());
        let mut from = 0;
        for c in &word.chars {
            let step = self.chars.get(from..)?.iter().position(|x| x == c)?;
            found.push(from + step);
            from += step + 1;
        }
        let runs = 1 + found.windows(2).filter(|w| w[1] != w[0] + 1).count();
        let at_start = if self.chars.iter().position(|c| !c.is_ascii_alphanumeric()) == found.first().copied()
        {
            0.1
        } else {
            0.0
        };
        let scattered = (runs - 1) as f64 / word.chars.len() as f64;
        Some((0.62 + at_start + 0.08 * self.coverage(found.len()) - 0.12 * scattered, self.ranges(found)))
    }

    /// The word sounds like a run of the name (宝银高铁, 包银高铁).
    fn sounding(&self, word: &Typed) -> Fit {
        let n = word.readings.len();
        if n < 2 || n > self.readings.len() {
            return None;
        }
        let alike = |a: &[String], b: &[String]| a.iter().any(|s| b.contains(s));
        let start =
            self.readings.windows(n).position(|w| w.iter().zip(&word.readings).all(|(a, b)| alike(a, b)))?;
        Some((0.6 + 0.1 * self.coverage(n), self.ranges(start..start + n)))
    }

    /// One character of the word is wrong, missing or too much.
    fn slipped(&self, word: &Typed) -> Fit {
        if word.chars.len() < 3 {
            return None;
        }
        let range = within_one_edit(&word.chars, &self.chars)?;
        Some((0.5 + 0.1 * self.coverage(range.len()), self.ranges(range)))
    }

    /// The letters are pinyin: whole syllables or their beginnings, in order and without a gap.
    fn spelled(&self, word: &Typed) -> Fit {
        if word.chars.len() < 2 {
            return None;
        }
        let (start, end, whole) = (0..self.readings.len()).find_map(|start| {
            let (end, whole) = self.spell_from(start, &word.chars, 0)?;
            Some((start, end, whole))
        })?;
        let count = end - start;
        let base = if start == 0 { 0.72 } else { 0.62 };
        let sound = 0.1 * whole as f64 / count.max(1) as f64;
        let complete = if count == self.readings.len() { 0.06 } else { 0.0 };
        Some((base + sound + complete + 0.08 * self.coverage(count), self.ranges(start..end)))
    }

    /// Spells `letters` from the character `at`: one past the last character used and how many were spelled in full.
    fn spell_from(&self, at: usize, letters: &[char], whole: usize) -> Option<(usize, usize)> {
        if letters.is_empty() {
            return Some((at, whole));
        }
        for syllable in self.readings.get(at)? {
            let shared = syllable.chars().zip(letters).take_while(|(a, b)| a == *b).count();
            let full = syllable.chars().count();
            for taken in (1..=shared).rev() {
                // Only the whole syllable, its initial (b, zh) or, at the end, any beginning.
                let initial = taken == 1 || (taken == 2 && letters.get(1) == Some(&'h'));
                if taken != full && !initial && taken != letters.len() {
                    continue;
                }
                let step = usize::from(taken == full);
                if let Some(end) = self.spell_from(at + 1, letters.get(taken..)?, whole + step) {
                    return Some(end);
                }
            }
        }
        None
    }

    /// One letter of the pinyin is wrong, missing or too much.
    fn spelled_with_slip(&self, word: &Typed) -> Fit {
        if word.chars.len() < 5 {
            return None;
        }
        let letters: Vec<char> = self.letters.iter().map(|(c, _)| *c).collect();
        let range = within_one_edit(&word.chars, &letters)?;
        let mut touched: Vec<usize> = self.letters.get(range)?.iter().map(|(_, i)| *i).collect();
        touched.dedup();
        Some((0.48 + 0.1 * self.coverage(touched.len()), self.ranges(touched)))
    }
}

/// The run of `text` that differs from `word` by one edit (change, gap, addition, two neighbours exchanged).
fn within_one_edit(word: &[char], text: &[char]) -> Option<Range<usize>> {
    let fits = |start: usize| {
        let rest = text.get(start..)?;
        let same = word.iter().zip(rest).take_while(|(a, b)| a == b).count();
        let tail = |w: usize, t: usize| {
            let (w, t) = (word.get(w..)?, rest.get(t..)?);
            t.starts_with(w).then_some(w.len())
        };
        let changed = tail(same + 1, same + 1).map(|n| same + 1 + n);
        let swapped = (word.get(same) == rest.get(same + 1) && word.get(same + 1) == rest.get(same))
            .then(|| tail(same + 2, same + 2).map(|n| same + 2 + n))
            .flatten();
        let missing = tail(same, same + 1).map(|n| same + 1 + n);
        let added = tail(same + 1, same).map(|n| same + n);
        let length = changed.or(swapped).or(missing).or(added)?;
        // The first character must be right, or everything after it.
        (same > 0 || length > 2).then_some(start..start + length)
    };
    (0..text.len()).find_map(fits)
}
