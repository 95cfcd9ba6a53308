//! Names: which strings are toponyms, what abbreviations stand for, old and new names.
//!
//! In: the gazetteer's names with their class (strings only) and the lexicon beside this file. Out: toponyms found in a
//! text, expansions of abbreviations, the usual form of a name. Must not know: where anything is.

use crate::error::{Error, Result};
use crate::text::fold;
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::collections::HashMap;

/// An abbreviation of several places (呼包鄂乌).
#[derive(Debug, Clone, Deserialize)]
pub struct Group {
    /// As written.
    pub text: String,
    /// Short names it stands for, in order.
    pub members: Vec<String>,
}

/// An abbreviation of a line (包银 for 包头至银川).
#[derive(Debug, Clone, Deserialize)]
pub struct Route {
    /// As written, without its head word.
    pub text: String,
    /// Ends and towns passed.
    pub stops: Vec<String>,
    /// Road code, where the abbreviation names an expressway.
    pub code: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Spelling {
    usual: String,
    other: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Department {
    old: String,
    today: String,
    /// Kept for the reader of the file.
    #[serde(rename = "since")]
    _since: String,
    #[serde(rename = "source")]
    _source: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Lexicon {
    group: Vec<Group>,
    route: Vec<Route>,
    spelling: Vec<Spelling>,
    short: Vec<Spelling>,
    department: Vec<Department>,
    common: Common,
}

/// Ordinary words that are also names of settlements.
#[derive(Debug, Clone, Deserialize)]
struct Common {
    words: Vec<String>,
    works: Vec<String>,
}

/// What a name names, as far as reading needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    /// An administrative unit or an area of cities.
    Admin,
    /// A town, township, village, station or other settlement.
    Settlement,
    /// A port of entry.
    Port,
    /// A lake, river, desert, grassland, mountain, plain.
    Nature,
    /// Anything else with a name of its own.
    Other,
}

/// A toponym in a text: characters `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it names.
    pub class: NameClass,
}

/// All names that reading knows.
pub struct Names {
    automaton: AhoCorasick,
    classes: Vec<NameClass>,
    lexicon: Lexicon,
    usual: HashMap<String, String>,
    departments: HashMap<String, String>,
}

impl Names {
    /// Builds the name list from toponyms and the lexicon.
    ///
    /// # Errors
    /// When the lexicon does not parse or the list is too large to index.
    pub fn new(toponyms: impl IntoIterator<Item = (String, NameClass)>) -> Result<Self> {
        let lexicon: Lexicon = toml::from_str(include_str!("lexicon.toml"))
            .map_err(|e| Error::Other(format!("src/names/lexicon.toml: {e}")))?;
        let mut known: HashMap<String, NameClass> = HashMap::new();
        for (name, class) in toponyms {
            let length = name.chars().count();
            let unit = ["市", "县", "旗", "盟", "区", "省", "群"].iter().any(|u| name.ends_with(u));
            let work = !(class == NameClass::Admin && unit)
                && lexicon.common.works.iter().any(|w| name.contains(w.as_str()));
            if length >= 2 && !work && (class == NameClass::Admin || !lexicon.common.words.contains(&name)) {
                let class_of = |old: NameClass| stronger(&name, old, class);
                let merged = known.get(&name).map_or(class, |old| class_of(*old));
                known.insert(name, merged);
            }
        }
        drop_compounds(&mut known);
        for group in &lexicon.group {
            known.insert(group.text.clone(), NameClass::Admin);
        }
        for spelling in lexicon.spelling.iter() {
            for other in &spelling.other {
                known.entry(other.clone()).or_insert(NameClass::Nature);
            }
        }
        for short in &lexicon.short {
            for other in &short.other {
                known.entry(other.clone()).or_insert(NameClass::Admin);
            }
        }
        let mut list: Vec<(String, NameClass)> = known.into_iter().collect();
        list.sort();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(list.iter().map(|(name, _)| name))
            .map_err(|e| Error::Other(format!("the list of names cannot be indexed: {e}")))?;
        let classes = list.iter().map(|(_, class)| *class).collect();
        let mut usual = HashMap::new();
        for spelling in lexicon.spelling.iter().chain(&lexicon.short) {
            for other in &spelling.other {
                usual.insert(other.clone(), spelling.usual.clone());
            }
        }
        let departments = lexicon.department.iter().map(|d| (d.old.clone(), d.today.clone())).collect();
        Ok(Self { automaton, classes, lexicon, usual, departments })
    }

    /// Toponyms of a text, leftmost and longest, in order.
    pub fn find(&self, text: &[char]) -> Vec<Found> {
        let string: String = text.iter().collect();
        // Matches come in order, so one walk along the characters turns bytes into characters.
        let (mut at, mut bytes) = (0, 0);
        let mut char_at = |byte: usize| {
            while bytes < byte {
                bytes += text[at].len_utf8();
                at += 1;
            }
            at
        };
        self.automaton
            .find_iter(&string)
            .map(|m| {
                let start = char_at(m.start());
                Found { start, end: char_at(m.end()), class: self.classes[m.pattern().as_usize()] }
            })
            .collect()
    }

    /// The members of a group abbreviation, if `text` is one.
    pub fn group(&self, text: &str) -> Option<&Group> {
        self.lexicon.group.iter().find(|g| g.text == text)
    }

    /// Group abbreviations at the start of `text`.
    pub fn group_at(&self, text: &str) -> Option<&Group> {
        self.lexicon.group.iter().find(|g| text.starts_with(&g.text))
    }

    /// A line abbreviation that `text` (without head word) is.
    pub fn route(&self, text: &str) -> Option<&Route> {
        self.lexicon.route.iter().find(|r| r.text == text)
    }

    /// All line abbreviations.
    pub fn routes(&self) -> &[Route] {
        &self.lexicon.route
    }

    /// A name as compared: usual spelling, everyday short forms written out, the class word of a unit dropped
    /// (托县, 托克托县 -> 托克托).
    pub fn usual(&self, name: &str) -> String {
        let folded = fold(name);
        let full = self.usual.get(&folded).cloned().unwrap_or_else(|| self.respell(&folded));
        drop_unit(&full)
    }

    /// The text with every known other spelling replaced.
    pub fn respell(&self, text: &str) -> String {
        let mut out = text.to_string();
        for spelling in &self.lexicon.spelling {
            for other in &spelling.other {
                if out.contains(other.as_str()) {
                    out = out.replace(other.as_str(), &spelling.usual);
                }
            }
        }
        out
    }

    /// Today's name of a department that was renamed; `None` when it is the same or not known.
    pub fn department_today(&self, name: &str) -> Option<String> {
        let bare = name.trim_start_matches("内蒙古").trim_start_matches("自治区");
        let today = self.departments.get(bare)?;
        Some(if name.starts_with("自治区") { format!("自治区{today}") } else { today.clone() })
    }
}

/// Of two classes of one name the first counts; but a town named after its lake (岱海) gives way to the lake.
fn stronger(name: &str, old: NameClass, new: NameClass) -> NameClass {
    let natural = ["海", "湖", "河", "江", "山", "岭", "淖尔", "诺尔", "沙漠", "沙地", "草原"];
    let pair = [old, new];
    if pair.contains(&NameClass::Nature)
        && !pair.contains(&NameClass::Admin)
        && natural.iter().any(|end| name.ends_with(end))
    {
        return NameClass::Nature;
    }
    old.min(new)
}

/// A name of the last class that begins with an administrative unit (包头某某园区) would hide that unit: it leaves.
fn drop_compounds(known: &mut HashMap<String, NameClass>) {
    let compound = |name: &str| {
        name.char_indices()
            .skip(2)
            .any(|(at, _)| name.get(..at).is_some_and(|head| known.get(head) == Some(&NameClass::Admin)))
    };
    let gone: Vec<String> = known
        .iter()
        .filter(|(n, c)| **c == NameClass::Other && compound(n))
        .map(|(n, _)| n.clone())
        .collect();
    for name in gone {
        known.remove(&name);
    }
}

/// Class words of units that may be dropped for comparing; longest first.
const UNITS: [&str; 6] = ["自治区", "市", "县", "盟", "区", "省"];

fn drop_unit(name: &str) -> String {
    for unit in UNITS {
        if let Some(rest) = name.strip_suffix(unit)
            && rest.chars().count() >= 2
            && !rest.ends_with(['新', '矿', '灌', '景', '园', '林', '郊'])
        {
            return rest.to_string();
        }
    }
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let list = ["包头", "包头市", "银川", "托克托县"].map(|n| (n.to_string(), NameClass::Admin));
        Names::new(list).unwrap_or_else(|e| unreachable!("{e}"))
    }

    #[test]
    fn toponyms_are_found_by_character_longest_first() {
        let text: Vec<char> = "建设包头市至银川铁路".chars().collect();
        let found: Vec<(usize, usize)> = names().find(&text).iter().map(|f| (f.start, f.end)).collect();
        assert_eq!(found, [(2, 5), (6, 8)]);
    }

    #[test]
    fn old_short_and_varied_names_meet() {
        let names = names();
        assert_eq!(names.usual("托县"), "托克托");
        assert_eq!(names.usual("托克托县"), "托克托");
        assert_eq!(names.usual("库布齐沙漠"), "库布其沙漠");
        assert_eq!(names.department_today("自治区国土资源厅").as_deref(), Some("自治区自然资源厅"));
        assert_eq!(names.department_today("水利厅"), None);
    }
}
