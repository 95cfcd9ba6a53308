//! Members of a list that share a head: 乌兰察布、包头、鄂尔多斯机场; 甲、乙等水库; 国家级乳业、大数据、光伏产业基地.

use super::chains::is_chain;
use super::draft::{Draft, Finder};
use super::heads::Headed;
use super::scan::Mark;
use std::ops::Range;

/// A headed item with the list to its left.
pub(super) struct List {
    /// Members without a head, in order.
    members: Vec<Range<usize>>,
    /// Wares that share the head (乳业、大数据、光伏产业基地), in order.
    wares: Vec<Range<usize>>,
    /// True when the places before 等 are the members and the headed item is none.
    only_members: bool,
    /// True when units before 等 say where the one zone lies that the rest names (甲旗等丙、丁治理区).
    zoned: bool,
    /// Where the last name starts: before its own wares, if they lead with its place.
    pub(super) start: usize,
}

impl Finder<'_> {
    /// The headed item and the members to its left that share its head.
    pub(super) fn expand(
        &self,
        found: &Headed,
        headed: &[Option<Headed>],
        used: &mut [bool],
        drafts: &mut Vec<Draft>,
    ) {
        if self.lexicon.city_ranks.ending(self.s.text, found.end).is_some() {
            return;
        }
        if self.expand_subjects(found, drafts) {
            return;
        }
        let list = self.list(found, headed, used);
        let cities = self.cities_of(found, headed);
        let found = cities.as_ref().unwrap_or(found);
        let context = self.context(found.item, found.start, headed);
        if found.etc_at.is_some() && self.is_place_of_zone(found, &list) {
            let start = self.after_generic(found.modifiers().end + 1, found.head_start);
            let name = self.string(start..found.end);
            drafts.push(self.draft(
                start..found.end,
                name,
                found.head,
                start..found.end,
                &context,
                "zone-of-places",
            ));
            return;
        }
        if self.is_chain_to_region(found, &list) || self.is_belt(found, &list) {
            let range = list.members[0].start..found.end;
            let name = self.string(range.clone());
            drafts.push(self.draft(range.clone(), name, found.head, range, &context, "chain-to-region"));
            return;
        }
        let range = list.start..if found.etc_at.is_some() { found.modifiers().end } else { found.end };
        let tail = self.tail_name(found);
        let first = list.members.first().map_or(list.start, |m| m.start);
        let run = first..self.s.items[found.item].range.end;
        let first_stop = list
            .members
            .first()
            .and_then(|m| self.stops(&self.string(m.clone())))
            .and_then(|s| s.first().cloned());
        let from = drafts.len();
        for member in list.members.iter().chain(&list.wares) {
            let whole = self.names_itself(member, found);
            let tail = if whole { "" } else { self.member_tail(member, found, &tail) };
            let mut draft =
                self.draft_with_tail(member.clone(), tail, found.head, run.clone(), &context, "shared-head");
            self.complete_chain(&mut draft, first_stop.as_deref(), tail);
            drafts.push(draft);
        }
        if range.is_empty() || self.is_unnamed_plural(found) {
            drafts.truncate(from);
            return;
        }
        if list.only_members {
            return;
        }
        let head = &self.lexicon.heads[found.head];
        let listed = list.members.iter().any(|m| self.core_end(m) > m.start);
        let named = self.is_named(&range, found, head, &context);
        let whole = self.known_from(found);
        let range = whole.map_or(range.clone(), |start| start..range.end);
        let known = whole.is_some() || self.is_parallel(found, headed, drafts);
        let listed = listed && !self.is_conditional(found);
        if !(named || known || list.zoned || listed && found.etc_at.is_some()) {
            drafts.truncate(from);
            return;
        }
        let named_after = self.lexicon.heads[found.head].category == crate::vocabulary::Category::Culture;
        let own_head = found
            .etc_at
            .filter(|_| !named_after)
            .and_then(|at| self.lexicon.head_words.ending(self.s.text, at));
        let own_head = own_head.filter(|(len, _)| range.len() > *len).map(|(_, head)| head);
        // 依托甲创新平台建设乙分中心: a branch is of the kind of what it branches from.
        let branch = self.chars(found.start..found.end).ends_with(&['分', '中', '心']);
        let parent = headed[..found.item].iter().flatten().next_back().filter(|_| branch).map(|h| h.head);
        let own_head = own_head.or(parent);
        let lacks = found.etc_at.is_some() && own_head.is_none();
        let name = self.string(range.clone()) + if lacks { &tail } else { "" };
        let rule = if found.etc_at.is_some() { "shared-head-etc" } else { "head" };
        let mut draft = self.draft(range, name, own_head.unwrap_or(found.head), run, &context, rule);
        self.complete_chain(&mut draft, first_stop.as_deref(), &tail);
        drafts.push(draft);
    }

    /// Where a name begins that the document has given before, if the item, or its list, repeats it.
    fn known_from(&self, found: &Headed) -> Option<usize> {
        (self.list_first(found.item)..=found.item).find_map(|i| {
            let start = if i == found.item {
                found.start
            } else {
                let item = &self.s.items[i].range;
                self.left_boundary(item.start, item.end)
            };
            (start < found.end && self.s.known.contains(&self.string(start..found.end))).then_some(start)
        })
    }

    /// 建设甲翻译中心、机器人运营中心: what follows a named work of its kind in one list is named as well, unless its words
    /// are general.
    fn is_parallel(&self, found: &Headed, headed: &[Option<Headed>], drafts: &[Draft]) -> bool {
        let item = &self.s.items[found.item];
        let modifiers = found.start..found.head_start;
        let head = &self.lexicon.heads[found.head];
        let alike = found.item > 0 && headed[found.item - 1].as_ref().is_some_and(|h| h.head == found.head);
        let beside = found.item > 0 && matches!(item.before, Mark::List | Mark::Conjunction);
        let specific = self.lexicon.residue(self.chars(modifiers.clone())) > 0
            && modifiers.len() >= 3
            && !self.lexicon.is_generic(self.chars(modifiers.clone()));
        beside
            && found.etc_at.is_none()
            && specific
            && !self.is_counted(found)
            && !self.lexicon.plural_words.within(self.chars(modifiers))
            && drafts.last().is_some_and(|d| {
                let previous = &self.s.items[found.item - 1].range;
                d.rule == "head"
                    && (d.category == head.category || alike)
                    && previous.start <= d.range.start
                    && d.range.end <= previous.end
            })
    }

    /// 甲、乙两个中心城市和丙、丁等节点城市的物流基地: the cities before 和 share the head after 城市的.
    fn cities_of(&self, found: &Headed, headed: &[Option<Headed>]) -> Option<Headed> {
        let is_city = |end: usize| self.s.text[..end].ends_with(&['城', '市']);
        if !is_city(found.end) || found.etc_at.is_none() {
            return None;
        }
        let next = (found.item + 1..headed.len())
            .take_while(|&i| matches!(self.s.items[i].before, Mark::List | Mark::Conjunction))
            .find_map(|i| headed[i].as_ref())?;
        let of = next.head_start.checked_sub(1).filter(|&at| self.s.text[at] == '的' && is_city(at))?;
        (of > next.start).then(|| Headed { head: next.head, ..found.clone() })
    }

    /// 甲、乙和丙玉米产业带: one belt over all of its places.
    fn is_belt(&self, found: &Headed, list: &List) -> bool {
        let text = self.chars(found.start..found.end);
        text.ends_with(&['产', '业', '带'])
            && found.etc_at.is_none()
            && !list.members.is_empty()
            && self.leads_with_place(&found.modifiers())
            && list.members.iter().all(|m| self.is_place(m))
    }

    /// 产地至甲、乙、丙等中部地区通道: the places after 至 are the region where the one line ends.
    fn is_chain_to_region(&self, found: &Headed, list: &List) -> bool {
        let Some(etc) = found.etc_at else { return false };
        let between = self.chars(etc..found.head_start.max(etc));
        let region = between.windows(2).any(|w| w == ['地', '区']);
        let chained = |m: &Range<usize>| is_chain(self.chars(m.clone()));
        region
            && list
                .members
                .split_first()
                .is_some_and(|(first, rest)| chained(first) && !rest.iter().any(chained))
            && !chained(&found.modifiers())
    }

    /// 甲口岸、乙铁路口岸: a member that ends with a head of the same kind lacks nothing.
    fn names_itself(&self, member: &Range<usize>, found: &Headed) -> bool {
        let own = self.lexicon.head_words.ending(self.s.text, member.end);
        let category = self.lexicon.heads[found.head].category;
        own.is_some_and(|(len, head)| len < member.len() && self.lexicon.heads[head].category == category)
    }

    /// 甲、乙等地重点产业园区: a plural of parks that only their cities are named of.
    fn is_unnamed_plural(&self, found: &Headed) -> bool {
        let Some(etc) = found.etc_at else { return false };
        let between: String = self.string(etc..found.head_start.max(etc));
        self.lexicon.heads[found.head].generic && between.contains('地') && between.contains("重点")
    }

    /// 甲旗、乙县等沙漠和沙地生态治理区: units that lie in one named kind of zone.
    fn is_place_of_zone(&self, found: &Headed, list: &List) -> bool {
        let head = &self.lexicon.heads[found.head];
        let after = self.after_generic(found.modifiers().end + 1, found.head_start)..found.head_start;
        let unit = |m: &Range<usize>| self.is_place(m) && self.is_unit(m.clone());
        head.zone_kind.is_some()
            && head.strict
            && after.len() >= 2
            && list.members.iter().all(unit)
            && unit(&found.modifiers())
    }

    /// 甲、乙建设丙: each place before the verb is one.
    fn expand_subjects(&self, found: &Headed, drafts: &mut Vec<Draft>) -> bool {
        let head = &self.lexicon.heads[found.head];
        let own = self.toponyms_in(&(found.start..found.end)).next().is_some();
        let subjects = if own { Vec::new() } else { self.subject_members(found, head) };
        if subjects.len() < 2 {
            return false;
        }
        let context = Vec::new();
        let run = subjects[0].start..found.end;
        let tail = self.string(found.start..found.end);
        for member in subjects {
            drafts.push(self.draft_with_tail(
                member,
                &tail,
                found.head,
                run.clone(),
                &context,
                "places-verb-head",
            ));
        }
        true
    }

    /// The members to the left of a headed item.
    pub(super) fn list(&self, found: &Headed, headed: &[Option<Headed>], used: &mut [bool]) -> List {
        let head = &self.lexicon.heads[found.head];
        let modifiers = found.modifiers();
        let mut list = List {
            members: Vec::new(),
            wares: Vec::new(),
            only_members: false,
            zoned: false,
            start: found.start,
        };
        let placed = self.leads_with_place(&modifiers) || self.s.text[found.start] == '至';
        let stripped = found.start > self.s.items[found.item].range.start
            && !self.is_place(&(self.s.items[found.item].range.start..found.start));
        if stripped {
            return list;
        }
        let wares_first = head.generic && !placed && found.etc_at.is_none() && !modifiers.is_empty();
        let mut index = found.item;
        let mut wares: Vec<Range<usize>> = Vec::new();
        let mut in_wares = wares_first;
        // 甲和乙试验区、丙先导区等平台: 和 binds to the next head, not to the one that closes the list.
        let bound = self.s.items[found.item].before == Mark::Conjunction && placed;
        if found.etc_at.is_none() && !bound && self.etc_follows(found.item, headed) || self.is_node(found) {
            return list;
        }
        let allowed = placed
            || found.etc_at.is_some()
            || modifiers.is_empty()
            || head.names
            || head.role
            || head.fields
            || wares_first;
        while allowed && index > 0 && matches!(self.s.items[index].before, Mark::List | Mark::Conjunction) {
            let mut previous = index - 1;
            while previous > 0 && self.s.items[previous].nested && !self.s.items[found.item].nested {
                previous -= 1;
            }
            let item = self.s.items[previous].range.clone();
            if headed[previous].is_some() && !self.is_place(&self.without_verb(item.clone())) {
                if found.etc_at.is_none() {
                    break;
                }
                index = previous;
                continue;
            }
            if used[previous] || self.s.items[previous].nested != self.s.items[found.item].nested {
                break;
            }
            let member = self.without_verb(item.clone());
            if in_wares {
                let place = self.core_end(&member) > member.start;
                if self.is_place(&member) || !place && !self.is_ware_like(&member) {
                    if !self.is_place(&member) || wares.is_empty() && list.start == found.start {
                        break;
                    }
                    in_wares = false;
                } else {
                    wares.push(member.clone());
                    used[previous] = true;
                    index = previous;
                    if place {
                        let etc = self.etc_after_place(&member);
                        list.start = etc.map_or(member.start, |at| self.after_generic(at + 1, member.end));
                        wares.clear();
                        in_wares = false;
                        if let Some(at) = etc {
                            self.take_places(member.start..at, head.zone_kind.is_some(), &mut list);
                            if head.zone_kind.is_some() {
                                list.zoned = true;
                                break;
                            }
                        }
                    }
                    if member.start > item.start {
                        break;
                    }
                    continue;
                }
            }
            if !self.is_member(&member, found, head.names) && !self.is_sandwiched(&member, previous, found) {
                break;
            }
            used[previous] = true;
            list.members.push(member.clone());
            index = previous;
            if member.start > item.start && !self.is_place(&(item.start..member.start)) {
                break;
            }
        }
        list.members.reverse();
        wares.reverse();
        self.settle_wares(found, wares, &mut list);
        list
    }

    /// 以甲镇、乙开发区为节点: each is what it is.
    fn is_node(&self, found: &Headed) -> bool {
        let first = self.s.items[self.list_first(found.item)].range.start;
        let end = self.s.range.end.min(found.end + 12);
        let after = self.chars(found.end..end.max(found.end));
        let node = ["为节点", "为起步区"].iter().any(|w| {
            let word: Vec<char> = w.chars().collect();
            after.windows(3).any(|x| x == word) || after.windows(4).any(|x| x == word)
        });
        node && self.chars(first..found.start.max(first)).contains(&'以')
    }

    /// 甲、乙等地某某、某某基地: the places before 等 are one work each; of a zone they only say where it lies.
    fn take_places(&self, place: Range<usize>, zone: bool, list: &mut List) {
        if !zone {
            list.members.push(place);
            list.only_members = true;
        }
    }

    fn etc_after_place(&self, member: &Range<usize>) -> Option<usize> {
        let core = self.core_end(member);
        (core < member.end && self.s.text[core] == '等').then_some(core)
    }

    /// Wares under a city are one work each; without a city the whole run is one name.
    fn settle_wares(&self, found: &Headed, wares: Vec<Range<usize>>, list: &mut List) {
        let Some(first) = wares.first().cloned() else { return };
        // 甲与乙共建丙、丁基地: what several build together is one.
        let clause = self.s.items[self.list_first(found.item)].range.start;
        let joint = self.lexicon.joint_verbs.within(self.chars(clause..first.start.max(clause)));
        if !joint
            && self.clause_city(found.item, first.start).is_some()
            && self.lexicon.heads[found.head].need.is_place()
        {
            list.wares = wares;
        } else {
            list.start = first.start;
        }
    }

    /// Does a later item of the same list close it with 等 and a head of its own?
    fn etc_follows(&self, item: usize, headed: &[Option<Headed>]) -> bool {
        (item + 1..headed.len())
            .take_while(|&i| matches!(self.s.items[i].before, Mark::List | Mark::Conjunction))
            .any(|i| headed[i].as_ref().is_some_and(|h| h.etc_at.is_some()))
    }

    fn without_verb(&self, item: Range<usize>) -> Range<usize> {
        let start = self.left_boundary(item.start, item.end);
        let start = self.without_leading_city(start, item.end);
        start..item.end
    }

    /// 呼和浩特市保合少镇: the city before another whole toponym is shared by the list.
    fn without_leading_city(&self, start: usize, end: usize) -> usize {
        let Some(t) = self.s.toponyms.iter().find(|t| t.start == start && t.end < end) else { return start };
        let rest = t.end..end;
        let whole = self.s.toponyms.iter().any(|n| n.start == t.end && n.end == end);
        if whole && !self.is_unit(rest) { t.end } else { start }
    }

    fn leads_with_place(&self, modifiers: &Range<usize>) -> bool {
        self.core_end(modifiers) > modifiers.start
    }

    fn is_ware_like(&self, range: &Range<usize>) -> bool {
        let text = self.chars(range.clone());
        (1..=12).contains(&text.len())
            && !self.has_verb(range)
            && self.toponyms_in(range).next().is_none()
            && text.iter().all(|c| crate::text::is_han(*c) || "“”+＋".contains(*c))
    }

    /// Can a run without a head be a member?
    fn is_member(&self, range: &Range<usize>, found: &Headed, names: bool) -> bool {
        if range.is_empty() || range.len() > 40 {
            return false;
        }
        let text = self.chars(range.clone());
        let core = self.core_end(range);
        let basin = text.ends_with(&['流', '域']) || text.ends_with(&['平', '原']);
        if basin && self.lexicon.heads[found.head].zone_kind.is_none() {
            return false;
        }
        core == range.end
            || is_chain(text)
            || self.code_at(range.start).is_some()
            || text[0] == '至'
            || self.names.route(&self.string(range.clone())).is_some()
            || core > range.start && self.is_short_rest(core..range.end)
            || self.leads_with_place(&found.modifiers()) && range.len() <= 5 && self.is_name_like(range)
            || self.is_line_abbreviation(range, &self.lexicon.heads[found.head])
            || self.lexicon.heads[found.head].fields && range.len() <= 8 && self.lexicon.is_ware(text)
            || names && self.is_name_like(range) && (found.etc_at.is_some() || self.is_infrastructure(found))
    }

    /// 麻地壕、民族团结、镫口等灌区: common words between names of a list that 等 closes are names too.
    fn is_sandwiched(&self, range: &Range<usize>, index: usize, found: &Headed) -> bool {
        let head = &self.lexicon.heads[found.head];
        let listed = index > 0 && matches!(self.s.items[index].before, Mark::List | Mark::Conjunction);
        if found.etc_at.is_none() || !head.names || !listed || !(2..=6).contains(&range.len()) {
            return false;
        }
        let left = self.without_verb(self.s.items[index - 1].range.clone());
        let plain =
            self.chars(range.clone()).iter().all(|c| crate::text::is_han(*c)) && !self.has_verb(range);
        plain && self.is_infrastructure(found) && (self.is_place(&left) || self.is_name_like(&left))
    }

    /// A few words after the place of a member (鄂尔多斯市采煤沉陷区), a remark in parentheses not counted.
    fn is_short_rest(&self, range: Range<usize>) -> bool {
        let remark = range.clone().find(|&i| matches!(self.s.text[i], '（' | '(')).unwrap_or(range.end);
        remark - range.start <= 10 && !self.has_verb(&range)
    }

    fn is_infrastructure(&self, found: &Headed) -> bool {
        use crate::vocabulary::Category as C;
        let category = self.lexicon.heads[found.head].category;
        matches!(category, C::Airport | C::Port | C::Water | C::Energy | C::Ecology | C::Hub | C::Culture)
    }

    /// What a member lacks. A road segment with its code lacks nothing, nor does a water transfer (引甲济乙); a chain
    /// beside a thing that is no chain (甲至乙、丙机场高速公路) lacks the kind of line only.
    fn member_tail<'t>(&self, member: &Range<usize>, found: &Headed, tail: &'t str) -> &'t str {
        let text = self.chars(member.clone());
        let transfer = text.len() == 4 && text[0] == '引' && matches!(text[2], '济' | '入' | '补');
        let line = super::chains::is_chain(text);
        if transfer
            || is_line_beside(line, self.chars(found.start..found.end))
                && self.code_at(member.start).is_some()
        {
            return "";
        }
        if is_line_beside(line, self.chars(found.start..found.end)) {
            let word = self.lexicon.head_words.ending(self.s.text, found.end).map_or(0, |(len, _)| len);
            let head: String = self.string(found.end - word..found.end);
            let bare = head.trim_start_matches("机场");
            return tail.rfind(bare).and_then(|at| tail.get(at..)).unwrap_or(tail);
        }
        tail
    }

    /// The words that members without a head lack.
    fn tail_name(&self, found: &Headed) -> String {
        let modifiers = found.modifiers();
        let from = if found.etc_at.is_some() {
            // Generic words between 等 and the head (区域内, 地) are no part of the name.
            self.after_generic(modifiers.end + 1, found.head_start)
        } else {
            let core = self.core_end(&modifiers);
            if core > modifiers.start { core } else { self.generic_start(found.start, found.head_start) }
        };
        let tail = self.string(from..found.end);
        tail.trim_start_matches(|c| "和与及".contains(c)).to_string()
    }

    pub(super) fn after_generic(&self, start: usize, head_start: usize) -> usize {
        let mut at = start;
        while at < head_start {
            let skip = self.lexicon.etc_generic.starting(self.s.text, at).map(|(len, _)| len);
            match skip.or("地市个大条座内".contains(self.s.text[at]).then_some(1)) {
                Some(len) => at += len,
                None => break,
            }
        }
        at.min(head_start)
    }

    /// Start of the generic words right before a head (产业 in 光伏产业基地).
    fn generic_start(&self, start: usize, head_start: usize) -> usize {
        let mut at = head_start;
        while let Some((len, _)) = self.lexicon.generic.ending(self.s.text, at) {
            if at < start + len + 1 {
                break;
            }
            at -= len;
        }
        at
    }

    /// Is a headed item nothing but a place that serves the head of a later item (包头市、和林格尔新区、…综合管廊)?
    pub(super) fn serves_next(&self, index: usize, headed: &[Option<Headed>]) -> bool {
        // 以甲新区、乙产业园为起步区: each is one.
        if self.s.text[self.s.items[index].range.start] == '以'
            || self.s.items[index].range.clone().any(|i| self.s.text[i] == '以' && !self.cover.cuts(i))
        {
            return false;
        }
        let range = self.without_verb(self.s.items[index].range.clone());
        if !self.is_place(&range) {
            return false;
        }
        let mut next = index + 1;
        while next < headed.len() && matches!(self.s.items[next].before, Mark::List | Mark::Conjunction) {
            if let Some(found) = &headed[next] {
                return !self.is_place(&(found.start..found.end))
                    && self.leads_with_place(&found.modifiers());
            }
            if !self.is_place(&self.s.items[next].range) {
                return false;
            }
            next += 1;
        }
        false
    }
}

/// A chain in a list whose headed item is none.
fn is_line_beside(line: bool, headed: &[char]) -> bool {
    line && !super::chains::is_chain(headed)
}
