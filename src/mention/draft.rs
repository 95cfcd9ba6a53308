//! What finding works on: a sentence with its items and toponyms, and the draft of a mention that comes out.

use super::Shape;
use super::chains::code_length;
use super::lexicon::{Head, Lexicon, Need};
use super::scan::{Cover, Item};
use crate::names::{Found, Names};
use crate::vocabulary::Category;
use std::collections::HashSet;
use std::ops::Range;

/// A mention before status, figures and bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Cleaned characters of the quote.
    pub range: Range<usize>,
    /// End of the list it stands in (where trailing verbs follow).
    pub list_end: usize,
    /// Start of the list it stands in (where leading verbs precede).
    pub list_start: usize,
    /// Completed name.
    pub name: String,
    /// What it is.
    pub category: Category,
    /// Finer word.
    pub kind: String,
    /// For ecology.
    pub zone_kind: Option<String>,
    /// Road code.
    pub code: Option<String>,
    /// Form in space.
    pub shape: Shape,
    /// Subject of the clause, nearest first.
    pub context: Vec<String>,
    /// Which rule found it.
    pub rule: &'static str,
}

/// What a sentence gives to the finder.
pub struct Sentence<'a> {
    /// The document's cleaned text.
    pub text: &'a [char],
    /// The sentence.
    pub range: Range<usize>,
    /// Run-in title of a list entry, if the sentence starts with one.
    pub title: Option<Range<usize>>,
    /// Titles above that may give a head (heading texts, innermost first).
    pub headings: &'a [String],
    /// Toponyms of the sentence.
    pub toponyms: &'a [Found],
    /// Items of the sentence.
    pub items: &'a [Item],
    /// Subject carried over from the sentence before.
    pub subject: Vec<String>,
    /// Names that the document has given before, which stand for the same thing where they come again.
    pub known: &'a HashSet<String>,
}

/// Finds the drafts of one sentence; the second value is the subject that it leaves for the next sentence.
pub fn find(sentence: &Sentence<'_>, lexicon: &Lexicon, names: &Names) -> (Vec<Draft>, Vec<String>) {
    let cover = Cover::new(&sentence.range, sentence.toponyms);
    Finder { s: sentence, lexicon, names, cover }.run()
}

/// The finder of one sentence; its rules stand in the files beside this one.
pub(super) struct Finder<'a> {
    pub(super) s: &'a Sentence<'a>,
    pub(super) lexicon: &'a Lexicon,
    pub(super) names: &'a Names,
    pub(super) cover: Cover,
}

impl Finder<'_> {
    fn run(&self) -> (Vec<Draft>, Vec<String>) {
        let headed: Vec<_> = (0..self.s.items.len()).map(|i| self.headed(i)).collect();
        let mut drafts = Vec::new();
        let mut used = vec![false; self.s.items.len()];
        self.focuses(&headed, &mut used, &mut drafts);
        self.roads_to(&headed, &mut used, &mut drafts);
        for index in 0..headed.len() {
            let Some(found) = &headed[index] else { continue };
            if used[index] || self.is_excluded(index, found) || self.serves_next(index, &headed) {
                continue;
            }
            used[index] = true;
            self.expand(found, &headed, &mut used, &mut drafts);
        }
        self.inherit_title(&headed, &mut used, &mut drafts);
        self.codes(&used, &mut drafts);
        self.transfers(&used, &mut drafts);
        self.towns(&headed, &mut drafts);
        self.urban_chains(&mut drafts);
        self.urban_pairs(&mut drafts);
        self.zones(&mut drafts);
        drafts.sort_by_key(|d| (d.range.start, std::cmp::Reverse(d.range.end)));
        drafts.dedup_by(|b, a| b.range.start < a.range.end && b.range.end <= a.range.end);
        (drafts, self.subject_after())
    }

    pub(super) fn chars(&self, range: Range<usize>) -> &[char] {
        &self.s.text[range]
    }

    pub(super) fn string(&self, range: Range<usize>) -> String {
        self.s.text[range].iter().collect()
    }

    /// Toponyms that lie whole inside `range`.
    pub(super) fn toponyms_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Found> {
        self.s.toponyms.iter().filter(move |t| t.start >= range.start && t.end <= range.end)
    }

    /// Is `range` exactly one toponym, or a run of them (包头市达茂旗)?
    pub(super) fn is_place(&self, range: &Range<usize>) -> bool {
        let mut at = range.start;
        while at < range.end {
            match self.s.toponyms.iter().find(|t| t.start == at && t.end <= range.end) {
                Some(t) => at = t.end,
                None => return false,
            }
        }
        !range.is_empty()
    }

    /// A draft whose name lacks words that stand elsewhere.
    pub(super) fn draft_with_tail(
        &self,
        range: Range<usize>,
        tail: &str,
        head: usize,
        list: Range<usize>,
        context: &[String],
        rule: &'static str,
    ) -> Draft {
        let name = self.string(range.clone()) + tail;
        self.draft(range, name, head, list, context, rule)
    }

    /// A draft of a head: its category, kind, code and form follow from head and name.
    pub(super) fn draft(
        &self,
        range: Range<usize>,
        name: String,
        head: usize,
        list: Range<usize>,
        context: &[String],
        rule: &'static str,
    ) -> Draft {
        let head = &self.lexicon.heads[head];
        // 三、甲综合治理: the marker of an entry is no part of the name.
        let marker = marker_length(self.chars(range.clone()));
        let range = range.start + marker..range.end;
        let name: String = if marker_length(&name.chars().collect::<Vec<_>>()) == marker {
            name.chars().skip(marker).collect()
        } else {
            name
        };
        let (category, kind) = self.lexicon.classify(head, &name);
        let own = self.string(range.clone());
        let code = code_length(self.chars(range.clone())).map(|len| own.chars().take(len).collect());
        let stops = self.stops(&own);
        let linear = matches!(
            category,
            Category::Rail | Category::Road | Category::Energy | Category::Water | Category::Urban
        );
        let zone = category == Category::Ecology || head.zone_kind.is_some();
        let shape = match stops {
            Some(stops) if linear => Shape::Line { stops },
            _ if zone => Shape::Zone,
            _ => Shape::Site,
        };
        let zone_kind = (category == Category::Ecology)
            .then(|| head.zone_kind.clone().unwrap_or_else(|| "治理工程区".to_string()));
        Draft {
            name: self.complete_name(name, &range, head, context),
            range,
            list_end: list.end,
            list_start: list.start,
            category,
            kind,
            zone_kind,
            code,
            shape,
            context: context.to_vec(),
            rule,
        }
    }

    /// The nearest city goes before a name that has no place of its own and needs one.
    fn complete_name(&self, name: String, range: &Range<usize>, head: &Head, context: &[String]) -> String {
        let wants = head.need == Need::Place || head.generic || head.category == Category::Culture;
        match context.first() {
            Some(city)
                if wants
                    && self.toponyms_in(range).next().is_none()
                    && self.names.find(&name.chars().collect::<Vec<_>>()).is_empty() =>
            {
                format!("{city}{name}")
            }
            _ => name,
        }
    }
}

/// The length of 三、 at the start.
fn marker_length(text: &[char]) -> usize {
    let number = text.iter().take_while(|c| crate::text::is_han_number(**c)).count();
    if (1..=3).contains(&number) && text.get(number) == Some(&'、') { number + 1 } else { 0 }
}
