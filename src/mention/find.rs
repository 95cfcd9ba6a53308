//! Items become drafts of mentions: heads with their modifiers, members that share a head, chains, codes, natural zones.

use super::Shape;
use super::lexicon::{Head, Lexicon, Need};
use super::scan::{Cover, Item, Mark};
use crate::names::{Found, NameClass, Names};
use crate::vocabulary::Category;
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
}

/// A headed item: where its name, head and tail are.
struct Headed {
    item: usize,
    start: usize,
    head_start: usize,
    end: usize,
    head: usize,
    /// 等 parts the last member from the head.
    etc_at: Option<usize>,
}

/// Finds the drafts of one sentence; the second value is the subject that it leaves for the next sentence.
pub fn find(sentence: &Sentence<'_>, lexicon: &Lexicon, names: &Names) -> (Vec<Draft>, Vec<String>) {
    Finder { s: sentence, lexicon, names, cover: Cover::new(&sentence.range, sentence.toponyms) }.run()
}

struct Finder<'a> {
    s: &'a Sentence<'a>,
    lexicon: &'a Lexicon,
    names: &'a Names,
    cover: Cover,
}

impl Finder<'_> {
    fn run(&self) -> (Vec<Draft>, Vec<String>) {
        let headed: Vec<Option<Headed>> = (0..self.s.items.len()).map(|i| self.headed(i)).collect();
        let mut drafts = Vec::new();
        let mut used = vec![false; self.s.items.len()];
        for index in 0..headed.len() {
            let Some(found) = &headed[index] else { continue };
            if self.excluded(index) {
                continue;
            }
            used[index] = true;
            self.expand(found, &headed, &mut used, &mut drafts);
        }
        self.inherit_title(&headed, &mut used, &mut drafts);
        self.codes(&used, &mut drafts);
        self.zones(&mut drafts);
        drafts.sort_by_key(|d| (d.range.start, std::cmp::Reverse(d.range.end)));
        drafts.dedup_by(|b, a| b.range.start < a.range.end && b.range.end <= a.range.end);
        let subject = self.subject_after();
        (drafts, subject)
    }

    fn chars(&self, range: Range<usize>) -> &[char] {
        &self.s.text[range]
    }

    fn string(&self, range: Range<usize>) -> String {
        self.s.text[range].iter().collect()
    }

    fn toponyms_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Found> {
        self.s.toponyms.iter().filter(move |t| t.start >= range.start && t.end <= range.end)
    }

    /// The head of an item: the one that ends last, followed by nothing or by a tail.
    fn headed(&self, index: usize) -> Option<Headed> {
        let item = self.s.items[index].range.clone();
        let text = self.s.text;
        let mut end = item.end;
        while end > item.start {
            if let Some((len, head)) = self.lexicon.head_words.ending(text, end)
                && end - len >= item.start
                && !self.cover.cuts(end)
                && self.head_may_end(end, item.end)
            {
                let mut end = end;
                let head_start = end - len;
                // 建设工程 and the like are part of the name.
                for tail in ["建设工程", "工程", "建设项目"] {
                    let tail: Vec<char> = tail.chars().collect();
                    let is_works =
                        matches!(self.lexicon.heads[head].category, Category::Water | Category::Ecology);
                    if is_works && text[end..item.end].starts_with(&tail) {
                        end += tail.len();
                        break;
                    }
                }
                let etc_at = self.etc(item.start, head_start);
                let start = self.left_boundary(item.start, etc_at.unwrap_or(head_start));
                return Some(Headed { item: index, start, head_start, end, head, etc_at });
            }
            end -= 1;
        }
        None
    }

    fn head_may_end(&self, end: usize, item_end: usize) -> bool {
        end == item_end || self.lexicon.tails.starting(self.s.text, end).is_some()
    }

    /// 等 (or 等地, 等区域内 …) between members and head: where 等 stands.
    fn etc(&self, start: usize, head_start: usize) -> Option<usize> {
        (start..head_start).find(|&at| self.s.text[at] == '等' && !self.cover.cuts(at) && at > start)
    }

    /// Where the name begins: after the last verb or particle before `stop`.
    fn left_boundary(&self, start: usize, stop: usize) -> usize {
        let text = self.s.text;
        let mut boundary = start;
        let mut at = start;
        while at < stop {
            if self.cover.cuts(at) {
                at += 1;
                continue;
            }
            if text[at] == '（' || text[at] == '(' {
                at = super::scan::closing(text, at, stop).map_or(at + 1, |c| c + 1);
                continue;
            }
            if let Some((len, verb)) =
                self.lexicon.verb_words.starting(text, at).filter(|(len, _)| at + len <= stop)
            {
                let verb = &self.lexicon.verbs[verb];
                let nominal = self.lexicon.nominal_tails.starting(text, at + len).is_some();
                let strong = verb.status.word() != "unknown";
                let soft_here = self.only_subject(boundary..at);
                if verb.boundary
                    && !(nominal && at > boundary)
                    && (strong || soft_here)
                    && at + len < stop + 1
                {
                    boundary = at + len;
                }
                at += len;
                continue;
            }
            if let Some((len, _)) =
                self.lexicon.particles.starting(text, at).filter(|(len, _)| at + len <= stop)
            {
                boundary = at + len;
                at += len;
                continue;
            }
            if at == boundary
                && let Some((len, _)) =
                    self.lexicon.lead_particles.starting(text, at).filter(|(len, _)| at + len < stop)
            {
                boundary = at + len;
                at += len;
                continue;
            }
            at += 1;
        }
        // Marks of lists and titles that lead an item.
        while boundary < stop && (")）》".contains(text[boundary]) || text[boundary] == '”') {
            boundary += 1;
        }
        self.after_marker(boundary, stop)
    }

    fn after_marker(&self, start: usize, stop: usize) -> usize {
        let text = &self.s.text[start..stop];
        let number = |c: &char| c.is_ascii_digit() || crate::text::is_han_number(*c);
        let length = match text.first() {
            Some('（' | '(') => {
                let n = text[1..].iter().take_while(|c| number(c)).count();
                if n > 0 && n < 4 && text.get(n + 1).is_some_and(|c| matches!(c, '）' | ')')) {
                    n + 2
                } else {
                    0
                }
            }
            Some(c) if c.is_ascii_digit() => {
                let n = text.iter().take_while(|c| c.is_ascii_digit()).count();
                if text.get(n).is_some_and(|c| ".．".contains(*c)) { n + 1 } else { 0 }
            }
            _ => 0,
        };
        if length == 0 { start } else { self.left_boundary(start + length, stop) }
    }

    /// Is a run nothing but toponyms (a subject)?
    fn only_subject(&self, range: Range<usize>) -> bool {
        let covered: usize = self.toponyms_in(&range).map(|t| t.end - t.start).sum();
        covered + 2 >= range.len()
    }

    fn excluded(&self, index: usize) -> bool {
        let item = &self.s.items[index];
        let mut from = index;
        while from > 0 && matches!(self.s.items[from].before, Mark::List | Mark::Conjunction) {
            from -= 1;
        }
        let start = self.s.items[from].range.start;
        (start..item.range.end).any(|at| {
            self.lexicon.excluders.starting(self.s.text, at).is_some_and(|(len, _)| {
                self.left_boundary(at + len, item.range.end) <= item.range.end
                    && at + len <= item.range.end
                    && !(at + len..item.range.end).any(|p| {
                        self.lexicon
                            .verb_words
                            .starting(self.s.text, p)
                            .is_some_and(|(_, v)| self.lexicon.verbs[v].status.word() == "construction")
                    })
            })
        })
    }

    /// The headed item and the members to its left that share its head.
    fn expand(&self, found: &Headed, headed: &[Option<Headed>], used: &mut [bool], drafts: &mut Vec<Draft>) {
        let head = &self.lexicon.heads[found.head];
        let body_end = found.etc_at.unwrap_or(found.head_start);
        let modifiers = found.start..body_end;
        let context = self.context(found.item, found.start);
        let subjects = self.subject_members(found, head);
        if subjects.len() > 1
            || head.role
                && !subjects.is_empty()
                && self.toponyms_in(&(found.start..found.end)).next().is_none()
        {
            let first = subjects[0].start;
            for member in subjects {
                drafts.push(self.draft_with_tail(
                    member,
                    &self.string(found.start..found.end),
                    found.head,
                    first..found.end,
                    &context,
                    "places-verb-head",
                ));
            }
            return;
        }
        let mut members: Vec<Range<usize>> = Vec::new();
        let leads_with_place =
            self.core_end(&modifiers) > modifiers.start || found.etc_at.is_some() || modifiers.is_empty();
        let stripped = found.start > self.s.items[found.item].range.start;
        let mut index = found.item;
        while !stripped
            && index > 0
            && matches!(self.s.items[index].before, Mark::List | Mark::Conjunction)
            && headed[index - 1].is_none()
            && !used[index - 1]
            && leads_with_place
            && self.s.items[index - 1].nested == self.s.items[found.item].nested
        {
            let item = self.s.items[index - 1].range.clone();
            let start = self.left_boundary(item.start, item.end);
            if !self.is_member(start..item.end, found.etc_at.is_some()) {
                break;
            }
            used[index - 1] = true;
            members.push(start..item.end);
            index -= 1;
            if start > item.start {
                break;
            }
        }
        members.reverse();
        let list_start = members.first().map_or(found.start, |m| m.start);
        let list = list_start..self.s.items[found.item].range.end;
        let core_end = self.core_end(&modifiers);
        let tail = self.tail_name(found, core_end);
        let first_stop = members
            .first()
            .and_then(|m| self.stops(&self.string(m.clone())))
            .and_then(|s| s.first().cloned());
        for member in members {
            let mut draft =
                self.draft_with_tail(member, &tail, found.head, list.clone(), &context, "shared-head");
            self.complete_chain(&mut draft, first_stop.as_deref(), &tail);
            drafts.push(draft);
        }
        let range = if found.etc_at.is_some() { found.start..body_end } else { found.start..found.end };
        if range.is_empty() || !self.is_named(&range, found, head, &context) {
            return;
        }
        let name = if found.etc_at.is_some() {
            self.string(range.clone()) + &tail
        } else {
            self.string(range.clone())
        };
        let mut draft = self.draft(
            range,
            name,
            found.head,
            list,
            &context,
            if found.etc_at.is_some() { "shared-head-etc" } else { "head" },
        );
        if found.etc_at.is_some() || draft.shape == Shape::Site {
            self.complete_chain(&mut draft, first_stop.as_deref(), &tail);
        }
        drafts.push(draft);
    }

    /// 甲、乙建设丙: the places before the verb, when they are a list.
    fn subject_members(&self, found: &Headed, head: &Head) -> Vec<Range<usize>> {
        let item = &self.s.items[found.item];
        if found.start == item.range.start || found.etc_at.is_some() {
            return Vec::new();
        }
        let Some(verb_start) = self.verb_before(item.range.start, found.start) else { return Vec::new() };
        let start = self.left_boundary(item.range.start, verb_start);
        let last = start..verb_start;
        let whole = |range: &Range<usize>| {
            self.toponyms_in(range).any(|t| t.start == range.start && t.end == range.end)
        };
        if !whole(&last) || !(head.role || matches!(item.before, Mark::List | Mark::Conjunction)) {
            return Vec::new();
        }
        let mut members = vec![last];
        let mut index = found.item;
        while index > 0 && matches!(self.s.items[index].before, Mark::List | Mark::Conjunction) {
            let item = self.s.items[index - 1].range.clone();
            let start = self.left_boundary(item.start, item.end);
            if !whole(&(start..item.end)) {
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

    /// Start of the verb run that ends at `end`.
    fn verb_before(&self, start: usize, end: usize) -> Option<usize> {
        let mut at = end;
        let mut found = None;
        while at > start {
            let Some((len, _)) = self.lexicon.verb_words.ending(self.s.text, at) else { break };
            at = at.checked_sub(len).filter(|a| *a >= start)?;
            found = Some(at);
        }
        found
    }

    fn is_member(&self, range: Range<usize>, etc: bool) -> bool {
        if range.is_empty() || range.len() > 40 {
            return false;
        }
        let text = self.chars(range.clone());
        let core = self.core_end(&range);
        core == range.end
            || is_chain(text)
            || self.code_at(range.start).is_some()
            || text[0] == '至'
            || etc && range.len() <= 12
    }

    /// Where the leading place of a name ends: a toponym, a chain of stops, a code with its segment.
    fn core_end(&self, range: &Range<usize>) -> usize {
        let mut at = range.start;
        if let Some(len) = self.code_at(at) {
            at += len;
        }
        loop {
            let next = self.toponyms_in(range).find(|t| t.start == at).map(|t| t.end);
            let Some(end) = next else {
                // An unknown stop of a chain ends at the next link or at the end.
                let stop = (at..range.end).find(|&i| link(self.s.text, i).is_some());
                match stop {
                    Some(i) if i > at && i - at <= 8 => at = i,
                    _ if at > range.start && link(self.s.text, at.saturating_sub(1)).is_some() => {
                        return range.end;
                    }
                    _ => return at,
                }
                if let Some(len) = link(self.s.text, at) {
                    at += len;
                }
                continue;
            };
            at = end;
            while at < range.end
                && "市县旗区盟".contains(self.s.text[at])
                && !self.s.text[at..range.end].starts_with(&['区', '域'])
            {
                at += 1;
            }
            match link(self.s.text, at).filter(|_| at < range.end) {
                Some(len) => at += len,
                None => return at,
            }
        }
    }

    fn code_at(&self, at: usize) -> Option<usize> {
        code_length(&self.s.text[at..self.s.range.end.max(at)])
    }

    /// The words that members without a head lack.
    fn tail_name(&self, found: &Headed, core_end: usize) -> String {
        let from = match found.etc_at {
            Some(_) => {
                // Generic words between 等 and the head (区域内, 地) are no part of the name.
                found.head_start
            }
            None => core_end.max(found.start),
        };
        let conjunction = |c: char| "和与及".contains(c);
        let tail = self.string(from..found.end);
        tail.trim_start_matches(conjunction).to_string()
    }

    fn draft_with_tail(
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

    fn draft(
        &self,
        range: Range<usize>,
        name: String,
        head: usize,
        list: Range<usize>,
        context: &[String],
        rule: &'static str,
    ) -> Draft {
        let head = &self.lexicon.heads[head];
        let (category, kind) = self.lexicon.classify(head, &name);
        let code =
            code_length(&self.s.text[range.clone()]).map(|len| self.string(range.start..range.start + len));
        let stops = self.stops(&self.string(range.clone()));
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
            range,
            list_end: list.end,
            list_start: list.start,
            name,
            category,
            kind,
            zone_kind,
            code,
            shape,
            context: context.to_vec(),
            rule,
        }
    }

    /// 蒙西至河北、至天津: a member that begins with 至 takes the first end from the first member.
    fn complete_chain(&self, draft: &mut Draft, first_stop: Option<&str>, tail: &str) {
        let own = self.string(draft.range.clone());
        if let (Some(first), true) = (first_stop, own.starts_with('至')) {
            draft.name = if draft.name.ends_with(tail) {
                format!("{first}{}", draft.name)
            } else {
                format!("{first}{own}{tail}")
            };
            if let Some(stops) = self.stops(&format!("{first}{own}")) {
                draft.shape = Shape::Line { stops };
            }
        }
    }

    /// The stops of a chain in `name` (without code and head), or of a line's abbreviation.
    fn stops(&self, name: &str) -> Option<Vec<String>> {
        let chars: Vec<char> = name.chars().collect();
        let code = code_length(&chars).unwrap_or(0);
        let body = &chars[code..];
        if let Some(route) = self.names.routes().iter().find(|r| {
            let short: Vec<char> = r.text.chars().collect();
            body.starts_with(&short)
                && !is_chain(body)
                && !self.names.find(body).iter().any(|t| t.start == 0 && t.end > short.len())
        }) {
            return Some(route.stops.clone());
        }
        if !is_chain(body) {
            return None;
        }
        let toponyms = self.names.find(body);
        let links: Vec<(usize, usize)> = links(body, &toponyms);
        let mut stops = Vec::new();
        let mut start = 0;
        for (at, len) in links.iter().copied().chain([(body.len(), 0)]) {
            let first = stops.is_empty() && start == 0;
            let stop = trim_stop(body, start..at, &toponyms, first, at == body.len(), self.lexicon);
            if !stop.is_empty() {
                stops.push(stop);
            }
            start = at + len;
        }
        (!stops.is_empty()).then_some(stops)
    }

    fn is_named(&self, range: &Range<usize>, found: &Headed, head: &Head, context: &[String]) -> bool {
        let modifiers = self.chars(range.start..found.head_start.min(range.end).max(range.start));
        let own = self.toponyms_in(range).next().is_some()
            || is_chain(self.chars(range.clone()))
            || self.code_at(range.start).is_some()
            || self.stops(&self.string(range.clone())).is_some();
        if own {
            return true;
        }
        match head.need {
            Need::Own => false,
            Need::Place => {
                !context.is_empty()
                    && (!self.lexicon.is_generic(modifiers) || !head.generic && !modifiers.is_empty())
            }
            Need::Any => !self.lexicon.is_generic(modifiers),
        }
    }

    /// Toponyms that govern an item: those before it in its clause, else the subject carried over.
    fn context(&self, item: usize, start: usize) -> Vec<String> {
        let mut from = item;
        while from > 0 && self.s.items[from].before != Mark::Stop {
            from -= 1;
        }
        let clause = self.s.items[from].range.start..start;
        let mut found: Vec<String> = self
            .toponyms_in(&clause)
            .filter(|t| t.class == NameClass::Admin)
            .map(|t| self.string(t.start..t.end))
            .collect();
        found.reverse();
        found.truncate(8);
        if found.is_empty() {
            found = self
                .toponyms_in(&(self.s.range.start..start))
                .filter(|t| t.class == NameClass::Admin)
                .map(|t| self.string(t.start..t.end))
                .collect();
            found.reverse();
            found.truncate(8);
        }
        if found.is_empty() { self.s.subject.clone() } else { found }
    }

    /// The subject that the sentence leaves: administrative units at its start.
    fn subject_after(&self) -> Vec<String> {
        let mut at = self.s.range.start;
        at = self.after_marker(at, self.s.range.end).max(at);
        let mut subject = Vec::new();
        while let Some(t) = self.s.toponyms.iter().find(|t| t.start == at && t.class == NameClass::Admin) {
            subject.push(self.string(t.start..t.end));
            at = t.end;
            if self.s.text.get(at).is_some_and(|c| "、和与及".contains(*c)) {
                at += 1;
            }
        }
        if subject.is_empty() { self.s.subject.clone() } else { subject }
    }

    /// Items of an entry whose title says what they are.
    fn inherit_title(&self, headed: &[Option<Headed>], used: &mut [bool], drafts: &mut Vec<Draft>) {
        let Some(title) = self.s.title.clone() else { return };
        let own = self.lexicon.title_head(self.chars(title.clone()));
        let above =
            || self.s.headings.iter().find_map(|h| self.lexicon.title_head(&h.chars().collect::<Vec<_>>()));
        let Some(head) = own.or_else(above) else { return };
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
            if range.is_empty() || !self.is_member(range.clone(), false) {
                continue;
            }
            used[index] = true;
            let word = self.lexicon.heads[head].words.first().cloned().unwrap_or_default();
            let list = title.start..self.s.range.end;
            drafts.push(self.draft_with_tail(range, &word, head, list, &self.s.subject, "title-head"));
        }
    }

    fn skip_links(&self, at: usize) -> usize {
        let text = self.s.text;
        let mut at = at;
        while at < self.s.range.end && "：:".contains(text[at]) {
            at += 1;
        }
        at
    }

    /// Without a closing remark in parentheses and without 等.
    fn without_tail(&self, range: Range<usize>) -> Range<usize> {
        let mut end = range.end;
        while end > range.start && "。等".contains(self.s.text[end - 1]) {
            end -= 1;
        }
        if end > range.start
            && matches!(self.s.text[end - 1], '）' | ')')
            && let Some(open) = (range.start..end).rev().find(|&i| matches!(self.s.text[i], '（' | '('))
        {
            end = open;
        }
        range.start..end
    }

    /// A road code with its segment is a mention by itself.
    fn codes(&self, used: &[bool], drafts: &mut Vec<Draft>) {
        let Some(head) = self.lexicon.heads.iter().position(|h| h.category == Category::Road) else { return };
        for (index, item) in self.s.items.iter().enumerate() {
            let start = self.left_boundary(item.range.start, item.range.end);
            if used[index] || self.code_at(start).is_none() {
                continue;
            }
            let range = self.without_tail(start..item.range.end);
            let name = self.string(range.clone());
            drafts.push(self.draft(range, name, head, item.range.clone(), &self.s.subject, "code"));
        }
    }

    /// Natural things whose protection or treatment the sentence speaks of.
    fn zones(&self, drafts: &mut Vec<Draft>) {
        let text = self.chars(self.s.range.clone());
        if !self.lexicon.zone_verbs.within(text) {
            return;
        }
        let water = self.lexicon.water_words.within(text);
        for toponym in self.s.toponyms.iter().filter(|t| t.class == NameClass::Nature) {
            let name = self.string(toponym.start..toponym.end);
            let covered = drafts.iter().any(|d| d.range.start <= toponym.start && toponym.end <= d.range.end);
            let item =
                self.s.items.iter().find(|i| i.range.start <= toponym.start && toponym.end <= i.range.end);
            let bare = self.lexicon.bare_zones.contains(&name);
            let Some(item) = item.filter(|_| !covered && !bare) else { continue };
            let flowing = name.ends_with('河')
                || name.ends_with('湖')
                || name.ends_with('海')
                || name.ends_with("淖尔");
            let category = if water && flowing { Category::Water } else { Category::Ecology };
            let kind = if category == Category::Water { "河道治理" } else { zone_word(&name) };
            drafts.push(Draft {
                range: toponym.start..toponym.end,
                list_start: item.range.start,
                list_end: self.s.range.end,
                name,
                category,
                kind: kind.to_string(),
                zone_kind: (category == Category::Ecology).then(|| "自然地理区域".to_string()),
                code: None,
                shape: Shape::Zone,
                context: self.s.subject.clone(),
                rule: "zone",
            });
        }
    }
}

fn zone_word(name: &str) -> &'static str {
    const WORDS: [(&str, &str); 10] = [
        ("沙漠", "沙漠"),
        ("沙地", "沙地"),
        ("草原", "草原"),
        ("平原", "平原"),
        ("山", "山地"),
        ("河", "河流"),
        ("孔兑", "河流"),
        ("湖", "湖泊"),
        ("海", "湖泊"),
        ("淖尔", "湖泊"),
    ];
    WORDS.iter().find(|(end, _)| name.ends_with(end)).map_or("自然区域", |(_, word)| word)
}

/// The length of a road code (G65, S27, G5511) at the start.
pub fn code_length(text: &[char]) -> Option<usize> {
    if !matches!(text.first()?, 'G' | 'S' | 'Ｇ' | 'Ｓ') {
        return None;
    }
    let digits = text[1..].iter().take_while(|c| c.is_numeric()).count();
    (1..=4).contains(&digits).then_some(digits + 1)
}

/// A link of a chain at `at`: 至 — – - 经 到; its length.
fn link(text: &[char], at: usize) -> Option<usize> {
    match text.get(at)? {
        '至' | '—' | '–' | '－' | '-' | '～' | '~' => {
            let double = text.get(at + 1) == text.get(at) && text[at] == '—';
            Some(if double { 2 } else { 1 })
        }
        '经' if at > 0 && text.get(at + 1).is_some_and(|c| !"济营过历验费".contains(*c)) => Some(1),
        _ => None,
    }
}

fn links(body: &[char], toponyms: &[Found]) -> Vec<(usize, usize)> {
    let inside = |at: usize| toponyms.iter().any(|t| t.start < at && at < t.end);
    let mut found = Vec::new();
    let mut at = 0;
    while at < body.len() {
        match link(body, at).filter(|_| !inside(at)) {
            Some(len) => {
                found.push((at, len));
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

/// Is there a chain 甲至乙 in the text?
fn is_chain(text: &[char]) -> bool {
    (1..text.len().saturating_sub(1)).any(|at| link(text, at).is_some() && text[at] != '经')
        || text.first() == Some(&'至') && text.len() > 2
}

/// One stop of a chain without what belongs to the line as a whole.
fn trim_stop(
    body: &[char],
    range: Range<usize>,
    toponyms: &[Found],
    first: bool,
    last: bool,
    lexicon: &Lexicon,
) -> String {
    let inside: Vec<&Found> =
        toponyms.iter().filter(|t| t.start >= range.start && t.end <= range.end).collect();
    let mut piece = range.clone();
    if first && let Some(t) = inside.iter().rfind(|t| t.end == range.end) {
        piece = t.start..t.end;
    }
    if last {
        if let Some(t) = inside.iter().find(|t| t.start == range.start) {
            let mut end = t.end;
            while end < range.end && "市县旗区盟镇南北东西".contains(body[end]) {
                end += 1;
            }
            piece = range.start..end;
        } else {
            let mut end = range.end;
            for e in (range.start + 1..=range.end).rev() {
                if let Some((len, _)) =
                    lexicon.head_words.ending(body, e).filter(|(len, _)| e - len >= range.start && e == end)
                {
                    end = e - len;
                }
            }
            let paren = (range.start..end).find(|&i| matches!(body[i], '（' | '(')).unwrap_or(end);
            piece = range.start..paren;
        }
    }
    body[piece].iter().collect()
}
