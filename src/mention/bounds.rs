//! Where a name begins: after the last verb or particle of its item; and which items only say where something is.

use super::draft::Finder;
use super::heads::Headed;
use super::scan::{Mark, closing};
use crate::vocabulary::Category;
use std::ops::Range;

impl Finder<'_> {
    /// Where the name begins: after the last verb or particle before `stop`.
    pub(super) fn left_boundary(&self, start: usize, stop: usize) -> usize {
        let text = self.s.text;
        let mut boundary = start;
        let mut at = start;
        while at < stop {
            if self.cover.cuts(at) || self.starts_toponym(at) {
                at += 1;
            } else if matches!(text[at], '（' | '(') {
                at = closing(text, at, stop).map_or(at + 1, |c| c + 1);
            } else if let Some((len, _)) = self.lexicon.solid.starting(text, at) {
                at += len;
            } else if let Some(len) = self.verb_at(at, stop) {
                if self.cuts_at_verb(boundary, at, len) {
                    boundary = at + len;
                }
                at += len;
            } else if let Some(len) = self.particle_at(boundary, at, stop) {
                boundary = at + len;
                at += len;
            } else {
                at += 1;
            }
        }
        self.after_lead(boundary, stop)
    }

    fn verb_at(&self, at: usize, stop: usize) -> Option<usize> {
        self.lexicon.verb_words.starting(self.s.text, at).map(|(len, _)| len).filter(|len| at + len <= stop)
    }

    /// A verb ends what stands before it, unless it is part of a name (转型升级示范区) or a soft word inside one.
    fn cuts_at_verb(&self, boundary: usize, at: usize, len: usize) -> bool {
        let Some((_, verb)) = self.lexicon.verb_words.starting(self.s.text, at) else { return false };
        let verb = &self.lexicon.verbs[verb];
        let nominal = self.lexicon.nominal_tails.starting(self.s.text, at + len).is_some();
        verb.boundary && !(nominal && at > boundary) && (!verb.inner || self.only_subject(boundary..at))
    }

    fn particle_at(&self, boundary: usize, at: usize, stop: usize) -> Option<usize> {
        let anywhere = self.lexicon.particles.starting(self.s.text, at);
        let leading =
            || self.lexicon.lead_particles.starting(self.s.text, at).filter(|(len, _)| at + len <= stop);
        anywhere
            .filter(|(len, _)| at + len <= stop && !self.is_attribute(boundary, at))
            .or_else(|| if at == boundary { leading() } else { None })
            .map(|(len, _)| len)
    }

    /// 甲现代化的基地: a place with nothing but general words before 的 belongs to the name.
    fn is_attribute(&self, boundary: usize, at: usize) -> bool {
        let whole = ["全区", "自治区"].iter().any(|region| {
            let region: Vec<char> = region.chars().collect();
            self.s.text[boundary..at].starts_with(&region)
        });
        if self.s.text[at] == '的' && whole && self.lexicon.is_generic(self.chars(boundary..at)) {
            return true;
        }
        let place = self.s.toponyms.iter().find(|t| t.start == boundary && t.end < at);
        self.s.text[at] == '的'
            && place.is_some_and(|t| {
                t.class == crate::names::NameClass::Other && self.lexicon.is_generic(self.chars(t.end..at))
            })
    }

    /// Marks of lists, closing quotes and counters (一批) that lead an item are no part of a name.
    fn after_lead(&self, start: usize, stop: usize) -> usize {
        let mut at = start;
        while at < stop {
            if ")）》”’·".contains(self.s.text[at]) {
                at += 1;
            } else if let Some((len, _)) = self.lexicon.counters.starting(self.s.text, at)
                && at + len <= stop
            {
                at += len;
            } else {
                break;
            }
        }
        self.after_marker(at, stop)
    }

    /// After （一） or 1. at the start of an item, and after the verbs that follow it.
    fn after_marker(&self, start: usize, stop: usize) -> usize {
        let after = self.marker_end(start, stop);
        if after == start { start } else { self.left_boundary(after, stop) }
    }

    /// The end of （一） or 1. at `start`.
    pub(super) fn marker_end(&self, start: usize, stop: usize) -> usize {
        let text = &self.s.text[start..stop.max(start)];
        let number = |c: &char| c.is_ascii_digit() || crate::text::is_han_number(*c);
        let length = match text.first() {
            Some('（' | '(') => {
                let n = text[1..].iter().take_while(|c| number(c)).count();
                let closed = text.get(n + 1).is_some_and(|c| matches!(c, '）' | ')'));
                if n > 0 && n < 4 && closed { n + 2 } else { 0 }
            }
            Some(c) if c.is_ascii_digit() => {
                let n = text.iter().take_while(|c| c.is_ascii_digit()).count();
                if text.get(n).is_some_and(|c| ".．".contains(*c)) { n + 1 } else { 0 }
            }
            _ => 0,
        };
        start + length
    }

    /// Is a run nothing but toponyms (a subject)?
    pub(super) fn only_subject(&self, range: Range<usize>) -> bool {
        let covered: usize = self.toponyms_in(&range).map(|t| t.end - t.start).sum();
        range.is_empty() || covered > 0 && covered + 2 >= range.len()
    }

    /// First item of the list that `index` stands in.
    pub(super) fn list_first(&self, index: usize) -> usize {
        let mut from = index;
        while from > 0 && matches!(self.s.items[from].before, Mark::List | Mark::Conjunction) {
            from -= 1;
        }
        from
    }

    /// Does the wording only say where something leads (通往…), or with whom something is shared (与…联动)?
    pub(super) fn is_excluded(&self, index: usize, found: &Headed) -> bool {
        let from = self.list_first(index);
        let start = self.s.items[from].range.start;
        // 在甲新区开展…: only where something is done.
        let here = found.start > start && self.s.text[found.start - 1] == '在';
        if here && self.lexicon.verb_words.starting(self.s.text, found.end).is_some() {
            return true;
        }
        // 依托甲数据中心构建乙: a tool for something else; 推广甲基地经验: only its method.
        let lead = self.chars(start..found.start);
        let tool = self.lexicon.tool_heads.ending(self.s.text, found.end).is_some();
        let acts = self.has_verb(&(start + 2..found.start.max(start + 2)));
        if lead.starts_with(&['推', '广']) || tool && lead.starts_with(&['依', '托']) && !acts {
            return true;
        }
        let led = (start..found.head_start).rev().find_map(|at| {
            let lines = matches!(self.lexicon.heads[found.head].category, Category::Road | Category::Rail);
            let reaches = || self.lexicon.reach_words.starting(self.s.text, at).filter(|_| !lines);
            let (len, _) = self.lexicon.excluders.starting(self.s.text, at).or_else(reaches)?;
            let before = at + len <= found.start || at == found.start;
            (before && !self.cover.cuts(at) && !self.starts_toponym(at)).then_some(at + len)
        });
        if led.is_some_and(|at| at > found.start || !self.has_firm_verb(at..found.start)) {
            return true;
        }
        let centre =
            self.s.text[start] == '以' || start > self.s.range.start && self.s.text[start - 1] == '以';
        if centre && self.is_centre(index, found) {
            return true;
        }
        let with = (from..=index).any(|i| self.follows_with(self.s.items[i].range.start))
            || self.follows_with(found.start);
        let end = (found.end..self.s.range.end)
            .find(|&i| "，；。".contains(self.s.text[i]))
            .unwrap_or(self.s.range.end);
        with && self.lexicon.shared_after.within(self.chars(found.end.min(end)..end))
    }

    /// 以甲、乙为中心: only where something turns round.
    fn is_centre(&self, index: usize, found: &Headed) -> bool {
        let mut last = index;
        while self.s.items.get(last + 1).is_some_and(|i| matches!(i.before, Mark::List | Mark::Conjunction)) {
            last += 1;
        }
        let tail = self.chars(found.end..self.s.items[last].range.end.max(found.end));
        tail.windows(3).any(|w| w == ['为', '中', '心'])
    }

    fn starts_toponym(&self, at: usize) -> bool {
        self.s.toponyms.iter().any(|t| t.start == at)
    }

    fn follows_with(&self, at: usize) -> bool {
        at > self.s.range.start && "与同".contains(self.s.text[at - 1])
    }

    fn has_firm_verb(&self, range: Range<usize>) -> bool {
        range.clone().any(|p| {
            self.lexicon.verb_words.starting(self.s.text, p).is_some_and(|(len, v)| {
                p + len <= range.end && self.lexicon.verbs[v].status.word() == "construction"
            })
        })
    }
}
