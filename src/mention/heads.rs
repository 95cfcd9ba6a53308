//! Heads: the word of an item that says what kind of thing it names, where the name begins and ends, and whether it is
//! a name at all (乌梁素海灌区) or only a kind (大型灌区).

use super::chains::is_chain;
use super::draft::Finder;
use super::lexicon::{Head, Need};
use super::scan::{Mark, closing};
use crate::vocabulary::{Category, Status};
use std::ops::Range;

/// A headed item: where its name, head and tail are.
#[derive(Debug, Clone)]
pub(super) struct Headed {
    pub(super) item: usize,
    pub(super) start: usize,
    pub(super) head_start: usize,
    pub(super) end: usize,
    pub(super) head: usize,
    /// 等, or a count (两个, 三大), parts the last member from the head.
    pub(super) etc_at: Option<usize>,
}

impl Headed {
    /// The members' part of the name.
    pub(super) fn modifiers(&self) -> Range<usize> {
        self.start..self.etc_at.unwrap_or(self.head_start).max(self.start)
    }
}

/// What may close the name of a water or ecology work.
const WORKS_TAILS: [&str; 3] = ["建设工程", "工程", "建设项目"];
/// Longest remark in parentheses that belongs to a name.
const REMARK: usize = 16;

impl Finder<'_> {
    /// The head of an item: the one that ends last, followed by nothing or by a tail.
    pub(super) fn headed(&self, index: usize) -> Option<Headed> {
        let item = &self.s.items[index];
        if item.subject {
            return None;
        }
        let item = item.range.clone();
        let mut end = item.end;
        while end > item.start {
            if self.in_remark(&item, end) {
                end -= 1;
                continue;
            }
            if let Some((len, head)) = self.lexicon.head_words.ending(self.s.text, end)
                && end - len >= item.start
                && !self.cover.cuts(end)
                && (self.head_may_end(end, item.end) || self.closes_list(&item, end - len, end))
            {
                let head_start = end - len;
                // 甲、乙等园区供能系统: what is built in them is said after the head.
                let told = self
                    .lexicon
                    .task(self.chars(end..item.end))
                    .filter(|_| !self.head_may_end(end, item.end));
                let head = told.map_or(head, |(_, task)| task);
                let stop = self.with_remark(self.with_tail(end, item.end, head), item.end);
                let etc_at = self
                    .etc(item.start, head_start)
                    .filter(|at| !self.is_described(*at, head_start) && !self.acts(*at + 1..head_start))
                    .filter(|at| !self.is_ware_etc(&item, *at, head));
                let start = self.left_boundary(item.start, etc_at.unwrap_or(head_start));
                let start = self.after_care(start, head_start);
                if start > item.start
                    && self.s.text[start - 1] == '为'
                    && self.has_head_before(item.start, start)
                {
                    end = start;
                    continue;
                }
                let start = self.without_city(start, etc_at.unwrap_or(head_start), head);
                return Some(Headed { item: index, start, head_start, end: stop, head, etc_at });
            }
            end -= 1;
        }
        None
    }

    /// 甲、乙等工业园区供能系统…: 等 and the head right after it name the members, whatever is said of them next.
    fn closes_list(&self, item: &Range<usize>, head_start: usize, end: usize) -> bool {
        let other = self.lexicon.compound_tails.starting(self.s.text, end).is_some();
        let listed = item.start > self.s.range.start && "、和与及".contains(self.s.text[item.start - 1]);
        let etc = self.etc(item.start, head_start);
        listed && !other && etc.is_some_and(|at| self.after_generic(at + 1, head_start) == head_start)
    }

    /// 建设煤基等新材料基地: a ware before 等 is part of what one base is called.
    fn is_ware_etc(&self, item: &Range<usize>, etc: usize, head: usize) -> bool {
        let head = &self.lexicon.heads[head];
        let start = self.left_boundary(item.start, etc);
        let listed = item.start > self.s.range.start && self.s.text[item.start - 1] == '、';
        head.generic
            && !head.names
            && start > item.start
            && !listed
            && self.toponyms_in(&(item.start..etc)).all(|t| t.end <= start)
    }

    /// Does a verb that governs a name of its own stand in the run (甲、乙等地发展丙基地)?
    fn acts(&self, range: Range<usize>) -> bool {
        let text = self.s.text;
        // 等连接周边的高速公路: the verb only describes.
        if text[range.clone()].contains(&'的') {
            return false;
        }
        let mut at = range.start;
        while at < range.end {
            let plain = self.lexicon.solid.starting(text, at).or(self.lexicon.etc_generic.starting(text, at));
            let verb = self.lexicon.verb_words.starting(text, at).map_or(0, |(len, _)| len);
            if let Some((len, _)) = plain.filter(|(len, _)| *len >= verb) {
                at += len;
                continue;
            }
            if let Some((len, v)) = self.lexicon.verb_words.starting(text, at) {
                let verb = &self.lexicon.verbs[v];
                let nominal = self.lexicon.nominal_tails.starting(text, at + len).is_some();
                if verb.boundary && !verb.inner && !nominal && at + len <= range.end && !self.cover.cuts(at) {
                    return true;
                }
                at += len;
                continue;
            }
            at += 1;
        }
        false
    }

    /// 整合甲加工区为综合保税区: is there a head before what the thing becomes?
    fn has_head_before(&self, start: usize, end: usize) -> bool {
        (start + 1..end).any(|at| {
            self.lexicon.head_words.ending(self.s.text, at).is_some_and(|(len, _)| at - len > start)
        })
    }

    /// Does an end lie inside a remark in parentheses that follows words of the item?
    fn in_remark(&self, item: &Range<usize>, end: usize) -> bool {
        let open = (item.start..end).rev().find(|&i| matches!(self.s.text[i], '（' | '(' | '）' | ')'));
        open.is_some_and(|i| i > item.start && matches!(self.s.text[i], '（' | '('))
    }

    /// 以甲、乙等地为主的丙基地: the places describe one thing.
    fn is_described(&self, etc_at: usize, head_start: usize) -> bool {
        let between = self.chars(etc_at..head_start);
        between.iter().position(|c| *c == '为').is_some_and(|at| between[at..].contains(&'的'))
    }

    /// 和林格尔县前夭子水库: a leading unit with its class word is no part of a name that stands alone.
    fn without_city(&self, start: usize, stop: usize, head: usize) -> usize {
        let works = matches!(
            self.lexicon.heads[head].category,
            Category::Water | Category::Energy | Category::Road | Category::Ecology
        );
        let Some(t) = self.s.toponyms.iter().find(|t| t.start == start && t.end < stop) else { return start };
        let full = "市县旗".contains(self.s.text[t.end - 1]) && t.end - t.start > 2;
        let rest = t.end..stop;
        let own_place = self
            .s
            .toponyms
            .iter()
            .any(|n| n.start == t.end && n.end <= stop && !self.is_unit(n.start..n.end));
        let unknown = rest.len() <= 4 && works && self.s.text[t.end] != '第' && self.is_name_like(&rest);
        if full && (own_place || unknown) && !is_chain(self.chars(start..stop)) { t.end } else { start }
    }

    /// Is a toponym an administrative unit by its class word?
    pub(super) fn is_unit(&self, range: Range<usize>) -> bool {
        self.s.text[range.end - 1] == '旗' || "市县区盟".contains(self.s.text[range.end - 1])
    }

    fn with_tail(&self, end: usize, item_end: usize, head: usize) -> usize {
        // 轨道交通甲线 is a line of its own; a section (甲段) only says which part is meant.
        let line = self.section_end(end, item_end.min(end + 14));
        if let Some(stop) = line.filter(|&stop| self.s.text[stop - 1] == '线') {
            return stop;
        }
        let category = self.lexicon.heads[head].category;
        let reach = ["上游", "中游", "下游"].iter().any(|part| {
            let part: Vec<char> = part.chars().collect();
            self.s.text[end..item_end].starts_with(&part)
        });
        let measured = self.s.text.get(end + 2).is_some_and(char::is_ascii_digit);
        if category == Category::Water && reach && measured {
            return end + 2;
        }
        let tails: &[&str] = match category {
            Category::Water | Category::Ecology => &WORKS_TAILS,
            _ => &[],
        };
        let starts = |tail: &&&str| {
            let tail: Vec<char> = tail.chars().collect();
            self.s.text[end..item_end].starts_with(&tail)
        };
        tails.iter().find(starts).map_or(end, |tail| end + tail.chars().count())
    }

    /// A short remark in parentheses right after the head belongs to the name: 保税物流中心（B型）.
    fn with_remark(&self, end: usize, item_end: usize) -> usize {
        if !matches!(self.s.text.get(end), Some('（' | '(')) {
            return end;
        }
        match closing(self.s.text, end, item_end) {
            Some(close) if close - end <= REMARK => {
                let inner = self.chars(end + 1..close);
                let listed = inner.iter().any(|c| "，。；含、".contains(*c));
                if listed || inner.is_empty() { end } else { close + 1 }
            }
            _ => end,
        }
    }

    fn head_may_end(&self, end: usize, item_end: usize) -> bool {
        let text = self.s.text;
        if end == item_end {
            return true;
        }
        let numbered = text[end..item_end].iter().all(char::is_ascii_digit);
        let measured = text[end].is_ascii_digit() && text[end..item_end].contains(&'里');
        let latin = text[end].is_ascii_alphabetic();
        if numbered || measured || latin || matches!(text[end], '（' | '(' | '”') {
            return true;
        }
        if let Some((len, _)) = self.lexicon.compound_tails.starting(text, end) {
            return end + len > item_end;
        }
        if self.is_section(end, item_end) || self.is_statutory(end, item_end) {
            return true;
        }
        let tail =
            self.lexicon.tails.starting(text, end).or_else(|| self.lexicon.particles.starting(text, end));
        tail.or_else(|| self.lexicon.verb_words.starting(text, end)).is_some()
    }

    /// 恢复甲故道: a verb of care right before a place is no part of the name.
    fn after_care(&self, start: usize, head_start: usize) -> usize {
        let verb = self.lexicon.verb_words.starting(self.s.text, start);
        let end = verb
            .filter(|(_, v)| self.lexicon.verbs[*v].status == Status::Protection)
            .map(|(len, _)| start + len);
        let place = |at: &usize| self.s.toponyms.iter().any(|t| t.start == *at && t.end <= head_start);
        end.filter(place).unwrap_or(start)
    }

    /// 甲自然保护区某物栖息地恢复: what is cared for in an area of law.
    fn is_statutory(&self, end: usize, item_end: usize) -> bool {
        let head = self.lexicon.head_words.ending(self.s.text, end).map(|(_, head)| head);
        let by_law = head.is_some_and(|h| self.lexicon.heads[h].zone_kind.as_deref() == Some("法定区域"));
        by_law && self.lexicon.care_words.within(self.chars(end..item_end))
    }

    /// A section after the name: 甲至乙段, 甲段.
    fn is_section(&self, end: usize, item_end: usize) -> bool {
        let limit = item_end.min(end + 14);
        self.section_end(end, limit).is_some()
    }

    /// Where a section after the name ends: 甲至乙段, 甲段, 甲支线.
    fn section_end(&self, end: usize, limit: usize) -> Option<usize> {
        let stop = (end + 1..limit).find(|&i| matches!(self.s.text[i], '段' | '线'))?;
        let range = end..stop;
        let place = self.core_end(&range);
        let whole = place >= stop || self.chars(place..stop) == ['支'];
        (place > end && whole || is_chain(self.chars(range))).then_some(stop + 1)
    }

    /// 等 (or 等地, 等区域内 …), or a count (两个, 三大), between members and head: where it stands.
    fn etc(&self, start: usize, head_start: usize) -> Option<usize> {
        let text = self.s.text;
        (start + 1..head_start).find(|&at| {
            if self.cover.cuts(at) {
                return false;
            }
            let named = self.s.toponyms.iter().any(|t| t.end == at);
            let plain = text[at] == '等' && (named || !"高中初平同对优".contains(text[at - 1]));
            let counted = "两二三四五六七八九十".contains(text[at])
                && text.get(at + 1).is_some_and(|c| "个大条座".contains(*c))
                && self.s.toponyms.iter().any(|t| t.end == at);
            plain || counted
        })
    }

    /// Does the headed item name one thing?
    pub(super) fn is_named(
        &self,
        range: &Range<usize>,
        found: &Headed,
        head: &Head,
        context: &[String],
    ) -> bool {
        let modifiers = range.start..found.head_start.min(range.end).max(range.start);
        if self.lexicon.plural_words.within(self.chars(modifiers.clone()))
            && self.code_at(range.start).is_none()
        {
            return false;
        }
        if self.has_own_name(range) {
            return true;
        }
        if self.is_conditional(found) {
            return false;
        }
        if self.s.text.get(found.end) == Some(&'等')
            && found.end < self.s.items[found.item].range.end
            && head.bare
        {
            return false;
        }
        if found.etc_at.is_some() {
            return head.names && self.is_name_like(&modifiers)
                || self.is_line_abbreviation(&modifiers, head)
                || head.fields && self.lexicon.is_ware(self.chars(modifiers));
        }
        if self.is_counted(found) {
            return false;
        }
        if self.is_raised(range, found) || range.start > 0 && "以为".contains(self.s.text[range.start - 1])
        {
            return false;
        }
        let generic = self.lexicon.is_generic(self.chars(modifiers.clone()));
        let titled = self.s.title.as_ref().is_some_and(|t| t.start <= range.start && range.end <= t.end);
        match head.need {
            _ if titled
                && (!head.strict || head.zone_kind.is_some() || head.category == Category::Digital) =>
            {
                !generic
            }
            Need::Own | Need::Place if self.is_regional(&modifiers, head) => true,
            Need::Own if self.is_line_abbreviation(&modifiers, head) => true,
            Need::Own => !head.strict && !generic && self.is_proper(&modifiers) || self.is_quoted(&modifiers),
            Need::Place => {
                let governed = self.is_governed(found) && !context.is_empty();
                let bare = head.bare && modifiers.is_empty() && governed;
                head.names && self.is_proper(&modifiers) && !generic && !head.strict
                    || self.is_quoted(&modifiers) && !generic && !context.is_empty()
                    || !context.is_empty() && !generic && !modifiers.is_empty()
                    || bare
                    || governed && !modifiers.is_empty()
            }
            Need::Any => {
                let governed = self.is_governed(found);
                // 创建丙示范区: one that is set up is a definite one; 形成丙产业带 is only a wish.
                let founded =
                    self.lexicon.verb_words.ending(self.s.text, range.start).is_some_and(|(_, v)| {
                        matches!(self.lexicon.verbs[v].status, Status::Planned | Status::Preliminary)
                    });
                let placed = !head.generic || !context.is_empty() || founded || self.is_quoted(&modifiers);
                !generic && placed || head.bare && governed
            }
        }
    }

    /// 甲加工区升级综合保税区, 甲保税物流中心在…基础上申报综合保税区: what a named thing is to become.
    fn is_raised(&self, range: &Range<usize>, found: &Headed) -> bool {
        let before = &self.s.text[..range.start];
        let item = self.s.items[found.item].range.start;
        let goes_on = item > self.s.range.start && !"，；。、：".contains(self.s.text[item - 1]);
        let applied = before.ends_with(&['申', '报']) || before.ends_with(&['申', '建']);
        before.ends_with(&['升', '级']) || applied && goes_on
    }

    /// 支持符合条件的地区设立丙: no place is chosen yet.
    pub(super) fn is_conditional(&self, found: &Headed) -> bool {
        let from = (self.s.range.start..found.start)
            .rev()
            .find(|&i| "，；。".contains(self.s.text[i]))
            .unwrap_or(self.s.range.start);
        self.lexicon.condition_words.within(self.chars(from..found.start))
    }

    /// 自治区中部重大疫情救治基地: one of its kind for the whole region.
    fn is_regional(&self, range: &Range<usize>, head: &Head) -> bool {
        let text = self.chars(range.clone());
        ["自治区", "全区", "四市", "三市"].iter().any(|region| {
            let region: Vec<char> = region.chars().collect();
            let named = text.starts_with(&region) && text.len() > region.len() + 1;
            // 自治区级实训基地 is a rank, not a place.
            let own = text.get(region.len()..).unwrap_or_default();
            let definite =
                head.category == Category::Digital || own.len() >= 4 || !self.lexicon.is_generic(own);
            named && definite && own.first() != Some(&'级')
        })
    }

    /// 一批重点实验室、研究中心: a counter before the list makes plurals of all that have no name.
    pub(super) fn is_counted(&self, found: &Headed) -> bool {
        let start = self.s.items[self.list_first(found.item)].range.start;
        let text = self.chars(start..found.start);
        ["一批", "若干", "多个", "各类"].iter().any(|word| {
            let word: Vec<char> = word.chars().collect();
            text.windows(2).any(|w| w == word)
        })
    }

    /// 通霍铁路, 呼准高速: two or three letters before a railway or expressway abbreviate its ends.
    pub(super) fn is_line_abbreviation(&self, range: &Range<usize>, head: &Head) -> bool {
        matches!(head.category, Category::Rail | Category::Road)
            && (2..=3).contains(&range.len())
            && self.is_name_like(range)
            && self.lexicon.residue(self.chars(range.clone())) == range.len()
    }

    fn is_quoted(&self, range: &Range<usize>) -> bool {
        let measure = self.chars(range.clone()).windows(2).any(|w| w == ['公', '里']);
        // “十五五” numbers a plan, it names no work.
        let plan = self.chars(range.clone()).windows(3).any(|w| w[0] == '十' && w[2] == '五');
        range.len() > 1
            && !measure
            && !plan
            && self.chars(range.clone()).iter().any(|c| *c == '“' || c.is_ascii_digit())
    }

    /// A toponym, a chain, a code or the abbreviation of a line inside.
    pub(super) fn has_own_name(&self, range: &Range<usize>) -> bool {
        self.toponyms_in(range).next().is_some()
            || is_chain(self.chars(range.clone()))
            || self.code_at(range.start).is_some()
            || self.stops(&self.string(range.clone())).is_some()
    }

    /// Can an unknown run be a proper name: short, Han, no verb, neither generic words nor wares?
    pub(super) fn is_name_like(&self, range: &Range<usize>) -> bool {
        let text = self.chars(range.clone());
        (2..=10).contains(&text.len())
            && text.iter().all(|c| crate::text::is_han(*c) || "“”·（）()".contains(*c))
            && !self.lexicon.is_generic(text)
            && !self.lexicon.is_ware(text)
            && !self.has_verb(range)
    }

    /// Is part of the run neither generic words nor wares, and long enough to be a name?
    fn is_proper(&self, range: &Range<usize>) -> bool {
        self.is_quoted(range) || self.lexicon.residue(self.chars(range.clone())) >= 2
    }

    pub(super) fn has_verb(&self, range: &Range<usize>) -> bool {
        range.clone().any(|at| {
            !self.cover.cuts(at)
                && self
                    .lexicon
                    .verb_words
                    .starting(self.s.text, at)
                    .is_some_and(|(len, v)| at + len <= range.end && !self.lexicon.verbs[v].inner)
        })
    }

    /// Does a verb stand right before the item's name, or another member of its list?
    fn is_governed(&self, found: &Headed) -> bool {
        let item = &self.s.items[found.item];
        found.start > item.range.start || matches!(item.before, Mark::List | Mark::Conjunction)
    }
}
