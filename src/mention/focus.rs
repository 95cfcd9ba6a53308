//! Places of a focus: 在甲、乙等地区建设丙; 以甲、乙为重点，打造丙; 丙基地在甲、乙等地区…: each place is one work of the kind that
//! the clause, or the title of the entry, goes on to name.

use super::draft::{Draft, Finder};
use super::heads::Headed;
use std::ops::Range;

/// Longest description of the places (等采煤沉陷区、露天矿坑和排土场) before the verb.
const DESCRIPTION: usize = 24;

/// Longest description that belongs to a place (湖泊萎缩退化区).
const PLACE_TAIL: usize = 9;
/// Longest title of an entry without a mark of its own.
const TITLE: usize = 12;

/// Places that a clause leads with.
struct Focus {
    /// 在 or 以.
    start: usize,
    /// One past the words that close the focus (等地区, 为重点).
    end: usize,
    members: Vec<Range<usize>>,
    /// True for several places; a single one is where the work lies, whose own words are the quote.
    marked: bool,
}

impl Finder<'_> {
    /// Drafts of every focus of the sentence.
    pub(super) fn focuses(&self, headed: &[Option<Headed>], used: &mut [bool], drafts: &mut Vec<Draft>) {
        let mut at = self.s.range.start;
        while at < self.s.range.end {
            match self.focus_at(at) {
                Some(focus) => {
                    self.expand_focus(&focus, headed, used, drafts);
                    at = focus.end;
                }
                None => at += 1,
            }
        }
    }

    fn expand_focus(
        &self,
        focus: &Focus,
        headed: &[Option<Headed>],
        used: &mut [bool],
        drafts: &mut Vec<Draft>,
    ) {
        let title = self.s.title.clone().filter(|t| t.end <= focus.start);
        if title.as_ref().is_some_and(|t| self.names_place(t)) {
            return;
        }
        let scope = focus.end..self.clauses_end(focus.end);
        let run = |end: usize| focus.start..end.max(focus.end);
        let inside: Vec<usize> = (0..self.s.items.len())
            .filter(|&i| {
                self.s.items[i].range.start >= focus.start && self.s.items[i].range.start < focus.end
            })
            .collect();
        let named = if !focus.marked {
            None
        } else if let Some(index) = self.focus_target(&scope, headed, used) {
            let Some(found) = &headed[index] else { return };
            let tail = self.string(self.list(found, headed, used).start..found.end);
            used[index] = true;
            Some((tail, found.head, found.end))
        } else {
            title
                .clone()
                .filter(|t| t.end == focus.start)
                .and_then(|t| self.title_work(&t))
                .map(|(tail, head)| (tail, head, scope.end))
        };
        let drafted: Vec<Draft> = match named {
            Some((tail, head, end)) => focus
                .members
                .iter()
                .map(|m| self.draft_with_tail(m.clone(), &tail, head, run(end), &[], "focus"))
                .collect(),
            None => {
                let told = self.focus_tasks(focus, &scope);
                match title {
                    Some(title) if told.is_empty() => self.focus_tasks(focus, &title),
                    _ => told,
                }
            }
        };
        if !drafted.is_empty() {
            inside.into_iter().for_each(|i| used[i] = true);
        }
        drafts.extend(drafted);
    }

    /// A title with a place of its own names the one work; the places after it only say where it lies.
    fn names_place(&self, title: &Range<usize>) -> bool {
        self.toponyms_in(title).next().is_some()
    }

    /// 在甲、乙改良盐碱地: the task has no head, only words of what is done to the land.
    fn focus_tasks(&self, focus: &Focus, scope: &Range<usize>) -> Vec<Draft> {
        let Some((word, head)) = self.lexicon.task(self.chars(scope.clone())) else { return Vec::new() };
        let run = focus.start..scope.end.max(focus.end);
        let draft = |m: &Range<usize>| self.draft_with_tail(m.clone(), word, head, run.clone(), &[], "focus");
        focus.members.iter().map(draft).collect()
    }

    /// The first work of the clauses that has no place of its own.
    fn focus_target(&self, scope: &Range<usize>, headed: &[Option<Headed>], used: &[bool]) -> Option<usize> {
        let index = (0..headed.len())
            .find(|&i| headed[i].as_ref().is_some_and(|h| h.start >= scope.start && h.end <= scope.end))?;
        let found = headed[index].as_ref()?;
        let own = self.toponyms_in(&(found.start..found.end)).next().is_some();
        let governed = self.has_verb(&(scope.start..found.start));
        (!own && !used[index] && governed).then_some(index)
    }

    /// What the title of an entry names: its words and their head, when it closes with one.
    fn title_work(&self, title: &Range<usize>) -> Option<(String, usize)> {
        let (len, head) = self.lexicon.head_words.ending(self.s.text, title.end)?;
        let start = self.left_boundary(title.start, title.end - len);
        (start < title.end - len).then(|| (self.string(start..title.end), head))
    }

    /// Two clauses on, never past ； or 。
    fn clauses_end(&self, from: usize) -> usize {
        let mut commas = 0;
        (from..self.s.range.end)
            .find(|&i| {
                commas += usize::from(self.s.text[i] == '，' && i > from);
                "；。".contains(self.s.text[i]) || commas > 1
            })
            .unwrap_or(self.s.range.end)
    }

    fn focus_at(&self, at: usize) -> Option<Focus> {
        let text = self.s.text;
        let leads = at == self.s.range.start
            || !crate::text::is_han(text[at - 1])
            || self.s.title.as_ref().is_some_and(|t| t.end == at)
            || self.is_entry_title(at)
            || self.lexicon.verb_words.ending(text, at).is_some();
        if !matches!(text[at], '以' | '在') || self.cover.cuts(at) || !leads {
            return None;
        }
        let members = self.focus_places(at + 1);
        let last = members.last()?.end;
        if text[at] == '以' { self.weighted(at, last, members) } else { self.located(at, last, members) }
    }

    /// （一）奶业振兴在甲、乙…: the short run from the marker of an entry on is its title.
    fn is_entry_title(&self, at: usize) -> bool {
        let start = self.marker_end(self.s.range.start, at);
        let marked = start > self.s.range.start && (2..=TITLE).contains(&(at - start));
        marked && self.chars(start..at).iter().all(|c| crate::text::is_han(*c))
    }

    /// 甲、乙和丙: places in a row.
    fn focus_places(&self, start: usize) -> Vec<Range<usize>> {
        let mut members = Vec::new();
        let mut at = start;
        loop {
            let end = self.focus_place_end(at);
            if end == at {
                return members;
            }
            members.push(at..end);
            if !self.s.text.get(end).is_some_and(|c| "、和与及".contains(*c)) {
                return members;
            }
            at = end + 1;
        }
    }

    /// A run of toponyms with the class word that may follow it (甲流域, 乙灌区).
    fn focus_place_end(&self, start: usize) -> usize {
        let mut at = start;
        while let Some(t) = self.s.toponyms.iter().find(|t| t.start == at && t.end <= self.s.range.end) {
            at = t.end;
        }
        if at == start {
            return at;
        }
        if let Some((len, _)) = self.lexicon.focus_tails.starting(self.s.text, at) {
            at += len;
        }
        self.described_place_end(at)
    }

    /// 甲高原湖泊退化区: words of its own between a place and 区 or 带, when a mark of the list follows.
    fn described_place_end(&self, from: usize) -> usize {
        let text = self.s.text;
        let limit = self.s.range.end.min(from + PLACE_TAIL);
        let Some(stop) = (from..limit).find(|&i| !crate::text::is_han(text[i]) || "等和及".contains(text[i]))
        else {
            return from;
        };
        let own = from..stop;
        let closes =
            own.len() >= 2 && matches!(text[stop - 1], '区' | '带') && "、等和及".contains(text[stop]);
        if closes && !self.has_verb(&own) && !self.lexicon.is_generic(self.chars(own)) { stop } else { from }
    }

    /// 以…为重点
    fn weighted(&self, start: usize, last: usize, members: Vec<Range<usize>>) -> Option<Focus> {
        let etc = self.s.text.get(last) == Some(&'等');
        let mut at = last + usize::from(etc);
        while let Some((len, _)) = self.lexicon.etc_generic.starting(self.s.text, at) {
            at += len;
        }
        let (len, _) = self.lexicon.weight_words.starting(self.s.text, at)?;
        let end = at + len;
        let goes_on = self.s.text.get(end).is_some_and(|c| *c == '，')
            || self.lexicon.verb_words.starting(self.s.text, end).is_some();
        let marked = members.len() > 1;
        goes_on.then_some(Focus { start, end, members, marked })
    }

    /// 在…等地区 before a verb
    fn located(&self, start: usize, last: usize, members: Vec<Range<usize>>) -> Option<Focus> {
        let text = self.s.text;
        let etc = text.get(last) == Some(&'等');
        let limit = self.s.range.end.min(last + DESCRIPTION);
        let stop = (last..limit).find(|&i| {
            let verb = self.lexicon.verb_words.starting(text, i).filter(|(_, v)| {
                let verb = &self.lexicon.verbs[*v];
                verb.boundary && !self.cover.cuts(i)
            });
            let care = self.lexicon.zone_verbs.starting(text, i).filter(|_| !self.cover.cuts(i));
            "，；。".contains(text[i]) || verb.is_some() || care.is_some()
        })?;
        let described = text[last..stop].iter().filter(|c| !"地区两三四五市县旗".contains(**c)).count();
        let whole = text[stop] != '。' && text[stop] != '；';
        let marked = members.len() > 1;
        (whole && (etc || marked && described == 0)).then_some(Focus { start, end: stop, members, marked })
    }
}
