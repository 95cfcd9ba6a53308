//! Natural things (deserts, lakes, rivers, mountains) whose protection or treatment the sentence speaks of.

use super::Shape;
use super::draft::{Draft, Finder};
use super::scan::Mark;
use crate::names::{Found, NameClass};
use crate::vocabulary::Category;
use std::ops::Range;

impl Finder<'_> {
    /// Natural toponyms that lead an item under a predicate of protection.
    pub(super) fn zones(&self, drafts: &mut Vec<Draft>) {
        for (index, item) in self.s.items.iter().enumerate() {
            let start = self.left_boundary(item.range.start, item.range.end);
            let Some(toponym) = self.zone_at(start, item.range.end) else { continue };
            let covered = drafts.iter().any(|d| d.range.start < toponym.end && toponym.start < d.range.end);
            let after = toponym.end..item.range.end;
            if covered || self.lexicon.bare_zones.contains(&self.string(toponym.start..toponym.end)) {
                continue;
            }
            let clause = self.clause_of_list(index);
            if !self.may_follow_zone(&after) || !self.lexicon.zone_verbs.within(self.chars(clause.clone())) {
                continue;
            }
            if self.is_shared_with(index, clause.end) {
                continue;
            }
            drafts.push(self.zone(&toponym, item.range.start, &clause));
        }
    }

    fn zone_at(&self, start: usize, end: usize) -> Option<Found> {
        let at = |start: usize| {
            self.s.toponyms.iter().find(|t| t.start == start && t.end <= end && t.class == NameClass::Nature)
        };
        if let Some(zone) = at(start) {
            return Some(*zone);
        }
        let city = self.s.toponyms.iter().find(|t| t.start == start && t.end < end)?;
        at(city.end).copied()
    }

    /// After the zone: nothing, 等, or words of its treatment.
    fn may_follow_zone(&self, after: &Range<usize>) -> bool {
        let text = self.s.text;
        after.is_empty()
            || text[after.start] == '等'
            || self.lexicon.zone_tails.starting(text, after.start).is_some()
            || self.lexicon.zone_verbs.starting(text, after.start).is_some()
    }

    /// The list of an item with the words that follow it to the next ，；。, and the verbs before it.
    fn clause_of_list(&self, index: usize) -> Range<usize> {
        let first = self.list_first(index);
        let start = self.s.items[first].range.start;
        // 以甲为重点，推进防沙治沙: what is done there stands in the next clause.
        let led = (start..self.s.items[first].range.end).any(|i| "以在对".contains(self.s.text[i]));
        let marks = if led { "；。" } else { "，；。" };
        let end = (self.s.items[index].range.end..self.s.range.end)
            .find(|&i| marks.contains(self.s.text[i]))
            .unwrap_or(self.s.range.end);
        start..end
    }

    fn is_shared_with(&self, index: usize, end: usize) -> bool {
        let from = self.list_first(index);
        let item = &self.s.items[index];
        let led = (from..=index).any(|i| {
            let start = self.s.items[i].range.start;
            self.s.items[i].before == Mark::Conjunction && "与同".contains(self.s.text[start - 1])
        });
        led && self.lexicon.shared_after.within(self.chars(item.range.end..end.max(item.range.end)))
    }

    fn zone(&self, toponym: &Found, list_start: usize, clause: &Range<usize>) -> Draft {
        let name = self.string(toponym.start..toponym.end);
        let flowing = ["河", "湖", "海", "淖尔", "沟", "川"].iter().any(|end| name.ends_with(end));
        let guarded = self.lexicon.guard_words.within(self.chars(clause.clone()));
        let scope = if guarded { clause.clone() } else { self.s.range.clone() };
        let water = self.lexicon.water_words.within(self.chars(scope));
        let category = if water && flowing { Category::Water } else { Category::Ecology };
        let kind = if category == Category::Water { "河道治理" } else { zone_word(&name) };
        Draft {
            range: toponym.start..toponym.end,
            list_start,
            list_end: clause.end,
            name,
            category,
            kind: kind.to_string(),
            zone_kind: (category == Category::Ecology).then(|| "自然地理区域".to_string()),
            code: None,
            shape: Shape::Zone,
            context: self.s.subject.clone(),
            rule: "zone",
        }
    }
}

fn zone_word(name: &str) -> &'static str {
    const WORDS: [(&str, &str); 11] = [
        ("沙漠", "沙漠"),
        ("沙地", "沙地"),
        ("草原", "草原"),
        ("平原", "平原"),
        ("湿地", "湿地"),
        ("山", "山地"),
        ("河", "河流"),
        ("孔兑", "河流"),
        ("湖", "湖泊"),
        ("海", "湖泊"),
        ("淖尔", "湖泊"),
    ];
    WORDS.iter().find(|(end, _)| name.ends_with(end)).map_or("自然区域", |(_, word)| word)
}
