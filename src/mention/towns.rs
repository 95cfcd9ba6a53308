//! Towns and counties as places to grow: lists of 镇 under a verb, seats of counties, chains of units that are built together.

use super::Shape;
use super::draft::{Draft, Finder};
use super::heads::Headed;
use super::scan::Mark;
use crate::names::NameClass;
use crate::vocabulary::Category;
use std::ops::Range;

impl Finder<'_> {
    /// 重点建设甲镇、乙镇，丙市丁镇等特色小镇; 壮大甲旗、乙县等城镇规模.
    pub(super) fn towns(&self, headed: &[Option<Headed>], drafts: &mut Vec<Draft>) {
        let mut index = 0;
        while index < self.s.items.len() {
            let run = self.place_run(index, headed);
            if run.is_empty() {
                index += 1;
                continue;
            }
            let last = run.last().map_or(index, |(i, _)| *i);
            self.town_run(&run, last, drafts);
            index = last + 1;
        }
    }

    /// Items from `index` on that are places and nothing else; the last may go on after 等.
    fn place_run(&self, index: usize, headed: &[Option<Headed>]) -> Vec<(usize, Range<usize>)> {
        let mut run = Vec::new();
        for (at, item) in self.s.items.iter().enumerate().skip(index) {
            let joined = matches!(item.before, Mark::List | Mark::Conjunction | Mark::Comma);
            if at > index && !joined || headed[at].is_some() && !self.is_place(&item.range) {
                break;
            }
            let start = if at == index {
                // Verbs after the first place (甲等城镇提升能力) say what becomes of it.
                let place = self.toponyms_in(&item.range).next().map_or(item.range.end, |t| t.start);
                self.left_boundary(item.range.start, place)
            } else {
                item.range.start
            };
            let etc = (start..item.range.end).find(|&i| self.s.text[i] == '等' && !self.cover.cuts(i));
            let grows = (start..item.range.end).find(|&i| {
                self.lexicon.growth_words.starting(self.s.text, i).is_some() && !self.cover.cuts(i)
            });
            let range = start..etc.or(grows).unwrap_or(item.range.end);
            if !self.is_place(&range) {
                break;
            }
            run.push((at, range));
            if etc.or(grows).is_some() {
                break;
            }
        }
        run
    }

    fn town_run(&self, run: &[(usize, Range<usize>)], last: usize, drafts: &mut Vec<Draft>) {
        let Some((first, range)) = run.first() else { return };
        let lead = self.s.items[*first].range.start..range.start;
        let range_start = range.start;
        let end = run.last().map_or(range.end, |(_, r)| r.end);
        let clause_end =
            (end..self.s.range.end).find(|&i| "；。".contains(self.s.text[i])).unwrap_or(self.s.range.end);
        let after = end..clause_end;
        let grown = self.lexicon.growth_verbs.within(self.chars(lead.clone()))
            && (after.is_empty() || self.lexicon.growth_words.within(self.chars(after.clone())));
        let seats = self.lexicon.seat_words.starting(self.s.text, self.after_etc(end)).is_some();
        let towns = self.lexicon.town_words.within(self.chars(after)) && !lead.is_empty();
        for (_, range) in run {
            let town = self.town_of(range);
            let is_town = town.start > range.start || "镇乡木".contains(self.s.text[range.end - 1]);
            if !(grown || seats || towns && is_town && run.len() > 1) {
                continue;
            }
            let known = self.toponyms_in(range).any(|t| t.end == range.end && t.class != NameClass::Nature);
            if grown && !seats && !known && !is_town {
                continue;
            }
            let list = range_start..self.s.items[last].range.end;
            drafts.push(self.urban(town, list, if is_town { "特色小镇" } else { "县城" }, "town"));
        }
    }

    fn after_etc(&self, end: usize) -> usize {
        if self.s.text.get(end) == Some(&'等') { end + 1 } else { end }
    }

    /// The town of 包头市萨拉齐镇: without the units before it.
    fn town_of(&self, range: &Range<usize>) -> Range<usize> {
        let last = self.toponyms_in(range).filter(|t| t.end == range.end).last();
        match last {
            Some(t) if t.class != NameClass::Admin && t.start > range.start => t.start..range.end,
            _ => range.clone(),
        }
    }

    /// 甲市—乙县—丙旗合作共建: chains of units that grow together.
    pub(super) fn urban_chains(&self, drafts: &mut Vec<Draft>) {
        let text = self.chars(self.s.range.clone());
        if !self.lexicon.together_words.within(text) {
            return;
        }
        for item in self.s.items {
            let start = self.left_boundary(item.range.start, item.range.end);
            let end = self.core_end(&(start..item.range.end));
            let range = start..end;
            let chain = range.clone().any(|i| matches!(self.s.text[i], '—' | '–' | '－'));
            let rest =
                self.lexicon.together_words.starting(self.s.text, end).is_some() || end == item.range.end;
            let units = self.toponyms_in(&range).filter(|t| t.class == NameClass::Admin).count() >= 2;
            let covered = drafts.iter().any(|d| d.range.start < range.end && range.start < d.range.end);
            if chain && rest && units && !covered {
                drafts.push(self.urban(range, item.range.clone(), "城镇组团", "urban-chain"));
            }
        }
    }

    /// 推进甲市与乙县，丙区与丁旗一体化发展: pairs of units that grow together.
    pub(super) fn urban_pairs(&self, drafts: &mut Vec<Draft>) {
        let mut pairs: Vec<Range<usize>> = Vec::new();
        let units: Vec<_> = self.s.toponyms.iter().filter(|t| t.class == NameClass::Admin).collect();
        for pair in units.windows(2) {
            let joined = pair[1].start == pair[0].end + 1 && matches!(self.s.text[pair[0].end], '与' | '和');
            let listed = pair[0].start > self.s.range.start && self.s.text[pair[0].start - 1] == '、';
            if joined && !listed {
                pairs.push(pair[0].start..pair[1].end);
            }
        }
        let mut open: Vec<Range<usize>> = Vec::new();
        for pair in pairs {
            open.retain(|last| last.end + 1 == pair.start);
            open.push(pair.clone());
            if self.lexicon.together_words.starting(self.s.text, pair.end).is_some() {
                for range in open.drain(..) {
                    let covered =
                        drafts.iter().any(|d| d.range.start < range.end && range.start < d.range.end);
                    if !covered {
                        drafts.push(self.urban(range.clone(), range, "城镇组团", "urban-pair"));
                    }
                }
            }
        }
    }

    fn urban(&self, range: Range<usize>, list: Range<usize>, kind: &str, rule: &'static str) -> Draft {
        let name = self.string(range.clone());
        let shape = match self.stops(&name) {
            Some(stops) => Shape::Line { stops },
            None => Shape::Site,
        };
        Draft {
            range,
            list_start: list.start,
            list_end: list.end,
            name,
            category: Category::Urban,
            kind: kind.to_string(),
            zone_kind: None,
            code: None,
            shape,
            context: self.s.subject.clone(),
            rule,
        }
    }
}
