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
            let Some(toponym) = self.zone_of(index) else { continue };
            let covered = drafts.iter().any(|d| d.range.start < toponym.end && toponym.start < d.range.end);
            let after = toponym.end..item.range.end;
            let bare = self.lexicon.bare_zones.contains(&self.string(toponym.start..toponym.end));
            if covered || bare && !self.has_zone_beside(index) && !self.is_cared_basin(&toponym) {
                continue;
            }
            let clause = self.clause_of_list(index);
            let told = self.lexicon.zone_verbs.within(self.chars(toponym.end..clause.end.max(toponym.end)));
            if !self.may_follow_zone(&after, told)
                || !self.lexicon.zone_verbs.within(self.chars(clause.clone()))
            {
                continue;
            }
            if self.is_shared_with(index, clause.end) || self.is_figure(index, &clause) {
                continue;
            }
            drafts.push(self.zone(&toponym, item.range.start, &clause));
        }
        self.zones_between(drafts);
    }

    /// 甲、乙、丙沙地治理: an unknown name between zones of one list is a zone of their class too.
    fn zones_between(&self, drafts: &mut Vec<Draft>) {
        let joined = |i: usize| matches!(self.s.items[i].before, Mark::List | Mark::Conjunction);
        let zone_at = |drafts: &[Draft], range: &Range<usize>| {
            let inside =
                |d: &&Draft| d.rule == "zone" && range.start <= d.range.start && d.range.end <= range.end;
            drafts.iter().find(inside).cloned()
        };
        for index in 1..self.s.items.len() {
            let item = self.s.items[index].range.clone();
            let etc = item.clone().find(|&i| self.s.text[i] == '等' && !self.cover.cuts(i));
            let range = item.start..etc.unwrap_or(item.end);
            let plain = joined(index) && zone_at(drafts, &item).is_none() && self.is_name_like(&range);
            let covered = drafts.iter().any(|d| d.range.start < range.end && range.start < d.range.end);
            let before = zone_at(drafts, &self.s.items[index - 1].range)
                .filter(|zone| zone.range.end == self.s.items[index - 1].range.end);
            let after = index + 1 < self.s.items.len()
                && range.len() <= 5
                && joined(index + 1)
                && zone_at(drafts, &self.s.items[index + 1].range).is_some();
            if let (true, false, Some(before), true) = (plain, covered, before, after || etc.is_some()) {
                drafts.push(Draft { name: self.string(range.clone()), range, ..before });
            }
        }
    }

    /// 加强黄河流域生态保护: the basin itself is the object, unless the national strategy is named.
    fn is_cared_basin(&self, toponym: &Found) -> bool {
        let text = self.s.text;
        let end = self.s.range.end.min(toponym.end + 16);
        let after = self.chars(toponym.end..end);
        let strategy = after.windows(5).any(|w| w == ['高', '质', '量', '发', '展']);
        let care = ["生态保护", "生态修复", "生态治理", "保护治理", "综合治理", "保护修复"].iter().any(|w| {
            let word: Vec<char> = w.chars().collect();
            after.starts_with(&word)
        });
        let governed = self.lexicon.verb_words.ending(text, toponym.start).is_some();
        text[..toponym.end].ends_with(&['流', '域']) && care && governed && !strategy
    }

    /// The natural toponym that leads an item: at its start, after its verbs, after a verb of care, after a city.
    fn zone_of(&self, index: usize) -> Option<Found> {
        let item = &self.s.items[index].range;
        let found = self.toponyms_in(item).find(|t| self.leads_item(item, t)).copied()?;
        if found.class == NameClass::Nature {
            return Some(found);
        }
        let river = matches!(self.s.text[found.end - 1], '河' | '湖') && self.has_zone_beside(index);
        // 大黑河、浑河、东河: beside rivers, a unit named 东河 is a river too.
        if river { Some(found) } else { self.zone_at(found.end, item.end) }
    }

    /// Does a toponym lead its item, with nothing but verbs, or a verb of care, before it?
    fn leads_item(&self, item: &Range<usize>, toponym: &Found) -> bool {
        let start = self.left_boundary(item.start, toponym.start);
        let mut care = start;
        while care < toponym.start
            && let Some((len, _)) = self.lexicon.zone_verbs.starting(self.s.text, care)
        {
            care += len;
        }
        care == toponym.start || start >= toponym.start
    }

    fn has_zone_beside(&self, index: usize) -> bool {
        let zone = |i: usize| {
            let item = &self.s.items[i].range;
            self.toponyms_in(item).any(|t| t.class == NameClass::Nature && self.leads_item(item, t))
        };
        let joined = |i: usize| matches!(self.s.items[i].before, Mark::List | Mark::Conjunction);
        index > 0 && joined(index) && zone(index - 1)
            || index + 1 < self.s.items.len() && joined(index + 1) && zone(index + 1)
    }

    fn zone_at(&self, start: usize, end: usize) -> Option<Found> {
        let zone = |t: &&Found| t.start == start && t.end <= end && t.class == NameClass::Nature;
        self.s.toponyms.iter().find(zone).copied()
    }

    /// After the zone: nothing, 等, or words of its treatment.
    fn may_follow_zone(&self, after: &Range<usize>, told: bool) -> bool {
        let text = self.s.text;
        if !after.is_empty() && self.lexicon.zone_stops.starting(text, after.start).is_some() {
            return false;
        }
        let weight = ['为', '重', '点'];
        let focus =
            || matches!(text[after.start], '分' | '原' | '集') || text[after.start..].starts_with(&weight);
        after.is_empty()
            || text[after.start] == '等'
            || self.lexicon.zone_tails.starting(text, after.start).is_some() && (told || focus())
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

    /// 以甲山为构架、以乙河为脉络的廊道, 推广甲沙漠治理方式: the zone only describes something else.
    fn is_figure(&self, index: usize, clause: &Range<usize>) -> bool {
        let item = &self.s.items[index].range;
        if self.chars(clause.clone()).starts_with(&['推', '广']) {
            return true;
        }
        let led = item.clone().take(4).any(|i| self.s.text[i] == '以');
        let told = self.chars(item.start..clause.end.max(item.start));
        let becomes =
            told.iter().position(|c| *c == '为').filter(|at| !told[*at..].starts_with(&['为', '重']));
        led && becomes.is_some_and(|at| told[at..].iter().take(12).any(|c| *c == '的' || *c == '、'))
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
        let first = |words: &super::words::Words, range: &Range<usize>| {
            range.clone().find(|&at| words.starting(&self.s.text[..range.end], at).is_some())
        };
        // What is named first of a clause that speaks of both is its matter; a clause that says nothing follows the sentence.
        let water = match first(&self.lexicon.guard_words, clause) {
            Some(guard) => first(&self.lexicon.water_words, clause).is_some_and(|at| at < guard),
            None => first(&self.lexicon.water_words, &self.s.range).is_some(),
        };
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
