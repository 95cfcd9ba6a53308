//! Entries whose title says what the items after it are (改扩建运输机场：甲、乙、丙), and road codes that stand alone.

use super::draft::{Draft, Finder};
use super::heads::Headed;
use crate::vocabulary::Category;
use std::ops::Range;

impl Finder<'_> {
    /// Items of an entry whose title says what they are.
    pub(super) fn inherit_title(
        &self,
        headed: &[Option<Headed>],
        used: &mut [bool],
        drafts: &mut Vec<Draft>,
    ) {
        let Some(title) = self.s.title.clone() else { return };
        let own = self.lexicon.title_head(self.chars(title.clone()));
        let above =
            || self.s.headings.iter().find_map(|h| self.lexicon.title_head(&h.chars().collect::<Vec<_>>()));
        let Some((head, word)) = own.or_else(above) else { return };
        let plain = self.is_plain_list(&title, headed);
        for (index, item) in self.s.items.iter().enumerate() {
            let start = if item.range.start < title.end {
                self.skip_links(title.end.min(item.range.end))
            } else {
                item.range.start
            };
            if used[index] || headed[index].is_some() || start >= item.range.end {
                continue;
            }
            let range = self.without_tail(start..item.range.end);
            if range.is_empty() || !self.is_titled(&range, plain) {
                continue;
            }
            used[index] = true;
            let list = title.end..self.s.range.end;
            drafts.push(self.draft_with_tail(range, word, head, list, &self.s.subject, "title-head"));
        }
    }

    /// Does the entry hold nothing but names after its title?
    fn is_plain_list(&self, title: &Range<usize>, headed: &[Option<Headed>]) -> bool {
        let items = self.s.items.iter().enumerate().filter(|(_, i)| i.range.start >= title.end);
        let mut count = 0;
        for (index, item) in items {
            let range = self.without_tail(item.range.clone());
            if headed[index].is_none() && self.has_verb(&range) || range.len() > 20 {
                return false;
            }
            count += 1;
        }
        count >= 2
    }

    fn is_titled(&self, range: &Range<usize>, plain: bool) -> bool {
        let text = self.chars(range.clone());
        self.core_end(range) == range.end
            || super::chains::is_chain(text) && range.len() <= 40
            || self.code_at(range.start).is_some()
            || plain && self.is_name_like(range)
    }

    fn skip_links(&self, at: usize) -> usize {
        let mut at = at;
        while at < self.s.range.end && "：:".contains(self.s.text[at]) {
            at += 1;
        }
        at
    }

    /// Without a closing remark in parentheses and without 等.
    pub(super) fn without_tail(&self, range: Range<usize>) -> Range<usize> {
        let mut end = range.end;
        while end > range.start && "。等".contains(self.s.text[end - 1]) {
            end -= 1;
        }
        if end > range.start
            && matches!(self.s.text[end - 1], '）' | ')')
            && let Some(open) = (range.start..end).rev().find(|&i| matches!(self.s.text[i], '（' | '('))
            && !matches!(self.s.text[end - 2], '界' | '段')
        {
            end = open;
        }
        range.start..end
    }

    /// 建设连接甲口岸和乙口岸的高速公路、一级公路: roads named by what they lead to, one for each place.
    pub(super) fn roads_to(&self, headed: &[Option<Headed>], used: &mut [bool], drafts: &mut Vec<Draft>) {
        for index in 0..self.s.items.len() {
            let Some(found) = headed[index].as_ref().filter(|_| !used[index]) else { continue };
            let item = &self.s.items[index].range;
            let road =
                |head: usize| matches!(self.lexicon.heads[head].category, Category::Road | Category::Rail);
            let of = (item.start..found.head_start).find(|&i| self.s.text[i] == '的');
            let Some(of) = of.filter(|at| road(found.head) && *at + 1 == found.start) else { continue };
            let first = self.list_first(index);
            let Some((start, led)) = self.led_by(first, of) else { continue };
            let places: Vec<Range<usize>> = (led..=index)
                .map(|i| self.s.items[i].range.start.max(start)..self.s.items[i].range.end.min(of))
                .collect();
            let placed = |r: &Range<usize>| self.toponyms_in(r).any(|t| t.start == r.start);
            if !places.iter().all(placed) {
                continue;
            }
            let end = self.alike_end(index, found, headed, used);
            let tail = self.string(of..end);
            for (at, place) in places.iter().enumerate() {
                let range = if at + 1 == places.len() { place.start..end } else { place.clone() };
                let name = self.string(place.clone()) + &tail;
                drafts.push(self.draft(range, name, found.head, start..end, &[], "roads-to"));
            }
            (led..=index).for_each(|i| used[i] = true);
        }
    }

    /// The item and place where 连接 or 通往, governed by a verb, opens the list of places.
    fn led_by(&self, first: usize, stop: usize) -> Option<(usize, usize)> {
        let from = self.s.items[first].range.start;
        let at = (from..stop).find(|&i| {
            let text = &self.s.text[i..];
            let leads = text.starts_with(&['连', '接']) || text.starts_with(&['通', '往']);
            leads && i > from && self.lexicon.verb_words.ending(self.s.text, i).is_some()
        })?;
        Some((at + 2, first))
    }

    /// The end of the heads that follow in the list without words of their own (高速公路、一级公路).
    fn alike_end(&self, index: usize, found: &Headed, headed: &[Option<Headed>], used: &mut [bool]) -> usize {
        let mut end = found.end;
        for next in index + 1..headed.len() {
            let bare = headed[next].as_ref().filter(|h| h.start == h.head_start);
            let listed =
                matches!(self.s.items[next].before, super::scan::Mark::List | super::scan::Mark::Conjunction);
            match bare.filter(|_| listed) {
                Some(head) => {
                    end = head.end;
                    used[next] = true;
                }
                None => break,
            }
        }
        end
    }

    /// A road code with its segment is a mention by itself.
    pub(super) fn codes(&self, used: &[bool], drafts: &mut Vec<Draft>) {
        let Some(head) = self.lexicon.heads.iter().position(|h| h.category == Category::Road) else { return };
        for (index, item) in self.s.items.iter().enumerate() {
            let coded =
                |at: &usize| self.code_at(*at).is_some() && self.left_boundary(item.range.start, *at) == *at;
            let Some(start) = item.range.clone().find(coded).filter(|_| !used[index]) else { continue };
            let range = self.segment(self.without_tail(start..item.range.end));
            let name = self.string(range.clone());
            drafts.push(self.draft(range, name, head, item.range.clone(), &self.s.subject, "code"));
        }
    }

    /// Water transfers carry their name in four letters: 引甲济乙, 引甲入乙.
    pub(super) fn transfers(&self, used: &[bool], drafts: &mut Vec<Draft>) {
        let Some(head) = self.lexicon.heads.iter().position(|h| h.kind == "引调水") else { return };
        for (index, item) in self.s.items.iter().enumerate() {
            let text = self.s.text;
            let transfer = |at: &usize| {
                text[*at] == '引'
                    && at + 4 <= item.range.end
                    && matches!(text[at + 2], '济' | '入' | '补')
                    && self.left_boundary(item.range.start, *at) == *at
            };
            let Some(start) = item.range.clone().find(transfer).filter(|_| !used[index]) else { continue };
            let mut end = start + 4;
            for part in ["（一期）", "（二期）", "（三期）", "一期", "二期", "三期", "工程"]
            {
                let part: Vec<char> = part.chars().collect();
                if self.s.text[end..item.range.end].starts_with(&part) {
                    end += part.len();
                }
            }
            let name = self.string(start..end);
            drafts.push(self.draft(start..end, name, head, item.range.clone(), &[], "transfer"));
        }
    }

    /// A coded segment ends before a verb or 等.
    fn segment(&self, range: Range<usize>) -> Range<usize> {
        let end = range.clone().skip(2).find(|&at| {
            !self.cover.cuts(at)
                && (self.s.text[at - 1] == '段'
                    || self.s.text[at] == '等'
                    || self.lexicon.verb_words.starting(self.s.text, at).is_some())
        });
        range.start..end.unwrap_or(range.end)
    }
}
