//! Subjects: the places before a verb (甲、乙建设丙), and the city that governs a clause (甲市…建设丙).

use super::draft::Finder;
use super::heads::Headed;
use super::lexicon::Head;
use super::scan::Mark;
use crate::names::{Found, NameClass};
use std::ops::Range;

/// More places than this are no subject.
const CONTEXT: usize = 8;

impl Finder<'_> {
    /// 甲、乙建设丙: the places before the verb, when they are a list.
    pub(super) fn subject_members(&self, found: &Headed, head: &Head) -> Vec<Range<usize>> {
        let item = &self.s.items[found.item];
        if found.start == item.range.start || found.etc_at.is_some() {
            return Vec::new();
        }
        let Some(verb) = self.verb_before(item.range.start, found.start) else { return Vec::new() };
        let first = self.s.items[self.list_first(found.item)].range.start;
        if self.lexicon.joint_verbs.within(self.chars(first..verb.end)) {
            return Vec::new();
        }
        let start = self.left_boundary(item.range.start, verb.start);
        let last = self.without_etc(start..verb.start);
        let listed = matches!(item.before, Mark::List | Mark::Conjunction) && start == item.range.start;
        if !self.is_whole(&last) || !(head.role || listed) {
            return Vec::new();
        }
        let mut members = vec![last];
        let mut index = found.item;
        while index > 0 && listed && matches!(self.s.items[index].before, Mark::List | Mark::Conjunction) {
            let item = self.s.items[index - 1].range.clone();
            let start = self.left_boundary(item.start, item.end);
            if !self.is_whole(&(start..item.end)) {
                break;
            }
            members.push(start..item.end);
            index -= 1;
            if start > item.start {
                break;
            }
        }
        members.reverse();
        members
    }

    /// A place, or the abbreviation of a line, and nothing else.
    fn is_whole(&self, range: &Range<usize>) -> bool {
        self.is_place(range) || self.names.route(&self.string(range.clone())).is_some()
    }

    /// 甲等地区 -> 甲
    fn without_etc(&self, range: Range<usize>) -> Range<usize> {
        let etc = range.clone().find(|&at| self.s.text[at] == '等' && !self.cover.cuts(at));
        match etc {
            Some(at) if range.end - at <= 4 => range.start..at,
            _ => range,
        }
    }

    /// The verb run that governs a name starting at `end`; counters and 的 may stand between.
    fn verb_before(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let mut at = end;
        while at > start {
            if let Some((len, _)) = self
                .lexicon
                .counters
                .ending(self.s.text, at)
                .or_else(|| self.lexicon.generic.ending(self.s.text, at))
                && at - len > start
            {
                at -= len;
            } else if self.s.text[at - 1] == '的' {
                at -= 1;
            } else {
                break;
            }
        }
        let stop = at;
        let mut found = None;
        while at > start {
            let Some((len, _)) = self.lexicon.verb_words.ending(self.s.text, at) else { break };
            at = at.checked_sub(len).filter(|a| *a >= start)?;
            found = Some(at);
        }
        found.map(|at| at..stop)
    }

    /// Toponyms that govern an item: those before it in its clause, else the subject carried over.
    pub(super) fn context(&self, item: usize, start: usize, headed: &[Option<Headed>]) -> Vec<String> {
        let clause = self.clause_start(item)..start;
        let mut found = self.cities(&clause, headed);
        if found.is_empty() {
            found = self.cities(&(self.s.range.start..start), headed);
        }
        if found.is_empty() { self.s.subject.clone() } else { found }
    }

    /// The city of the same clause, nearest first.
    pub(super) fn clause_city(&self, item: usize, start: usize) -> Option<String> {
        self.cities(&(self.clause_start(item)..start), &[]).first().or(self.s.subject.first()).cloned()
    }

    fn clause_start(&self, item: usize) -> usize {
        let mut from = item;
        while from > 0 && self.s.items[from].before != Mark::Stop {
            from -= 1;
        }
        self.s.items[from].range.start
    }

    /// Administrative units of a run, nearest first; whole regions (自治区, 呼包鄂) govern no single work.
    fn cities(&self, run: &Range<usize>, headed: &[Option<Headed>]) -> Vec<String> {
        let in_chain = |at: usize, end: usize| {
            let text = self.s.text;
            text.get(end).is_some_and(|c| "至—".contains(*c)) || at > 0 && "至—".contains(text[at - 1])
        };
        let in_name = |at: usize| {
            headed.iter().flatten().any(|h| {
                h.etc_at.is_none()
                    && h.start <= at
                    && at < h.end
                    && self.lexicon.heads[h.head].need == super::lexicon::Need::Own
            })
        };
        let mut found: Vec<String> = self
            .toponyms_in(run)
            .filter(|t| t.class == NameClass::Admin && !in_chain(t.start, t.end) && !in_name(t.start))
            .map(|t| self.string(t.start..t.end))
            .filter(|name| !self.is_region(name))
            .collect();
        found.reverse();
        found.truncate(CONTEXT);
        found
    }

    fn is_region(&self, name: &str) -> bool {
        self.names.group(name).is_some() || self.lexicon.regions.iter().any(|r| r == name)
    }

    /// The subject that the sentence leaves to the next of its paragraph: the one city that it begins with.
    pub(super) fn subject_after(&self) -> Vec<String> {
        let mut at = self.marker_end(self.s.range.start, self.s.range.end);
        if self.lexicon.support_verbs.starting(self.s.text, at).is_some() || self.s.text[at] == '推' {
            at += 2;
        }
        let city = |t: &&Found| t.start == at && t.class == NameClass::Admin;
        let Some(found) = self.s.toponyms.iter().find(city) else { return self.s.subject.clone() };
        let name = self.string(found.start..found.end);
        let listed = self.s.text.get(found.end).is_some_and(|c| "、和与及至—".contains(*c));
        if listed || self.is_region(&name) { Vec::new() } else { vec![name] }
    }
}
