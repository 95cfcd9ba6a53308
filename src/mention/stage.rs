//! Status and work of a mention, from the verbs before and after the list it stands in.
//!
//! The clause between commas that holds the list speaks first: its leading verbs, then what trails the list. A clause
//! without a verb goes on with the verb of the clause before it (建设完成甲铁路，乙铁路).

use super::draft::Draft;
use super::lexicon::{Lexicon, Verb};
use crate::vocabulary::{Category, Status, Work};
use std::ops::Range;

/// What the wording says of the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// The plan's own words.
    pub text: String,
    /// True when it is a target to be finished by the plan's end.
    pub target: bool,
}

struct Said<'a> {
    word: String,
    verb: &'a Verb,
}

/// Reads the stage of `draft` in its sentence; `title` is the run-in title of the entry, if there is one.
pub fn stage(
    text: &[char],
    sentence: &Range<usize>,
    title: Option<&Range<usize>>,
    draft: &Draft,
    lexicon: &Lexicon,
) -> Stage {
    let reader = Reader { text, sentence, lexicon };
    let list = draft.list_start.min(draft.range.start)..draft.list_end.max(draft.range.end);
    let titled = title.is_some_and(|t| t.start <= draft.range.start && draft.range.end <= t.end + 1);
    let mut lead = reader.leading(draft, &list);
    let trail = reader.trailing(draft, &list);
    if lead.is_empty() && trail.is_empty() {
        lead = if titled { reader.body(draft.range.end) } else { Vec::new() };
        if lead.is_empty() {
            lead = reader.before(list.start);
        }
    }
    let (mut status, mut work, words) = decide(&lead, &trail, lexicon);
    let target = lead.iter().any(|s| s.verb.target);
    if titled && status == Status::Unknown {
        status = Status::Construction;
    }
    if draft.name.contains("迁建") {
        work = Work::Relocation;
    }
    (status, work) = care(draft, status, work, lexicon);
    Stage { status, work, text: words.join("…"), target }
}

struct Reader<'a> {
    text: &'a [char],
    sentence: &'a Range<usize>,
    lexicon: &'a Lexicon,
}

impl<'a> Reader<'a> {
    /// Verbs of the clause before the list; of 甲、乙建设丙, those between the places and the thing.
    fn leading(&self, draft: &Draft, list: &Range<usize>) -> Vec<Said<'a>> {
        if matches!(draft.rule, "places-verb-head" | "focus") {
            let between = self.verbs(draft.range.end..list.end);
            if !between.is_empty() {
                return between;
            }
        }
        self.verbs(self.clause_start(list.start)..list.start)
    }

    /// Verbs after the name: inside the list, then to the end of the clause.
    fn trailing(&self, draft: &Draft, list: &Range<usize>) -> Vec<Said<'a>> {
        if matches!(draft.rule, "places-verb-head" | "focus") {
            return Vec::new();
        }
        let clause = (list.end..self.sentence.end)
            .find(|&i| "，；。".contains(self.text[i]))
            .unwrap_or(self.sentence.end);
        let end = self.other_thing(draft, list.end..clause).unwrap_or(clause);
        let from =
            if list.end > draft.range.end { self.last_part(draft.range.end, list.end) } else { list.end };
        // What stands in the list's own last item (…等铁路建设和…) closes the list.
        let own = self.verbs(from..list.end.max(from));
        let mut said = if own.is_empty() { self.verbs(from..end) } else { own };
        // A study at the end of the clause (…项目前期工作) is of everything in it.
        let studies = self.verbs(end..clause).into_iter().filter(|s| s.verb.status == Status::Preliminary);
        said.extend(studies);
        said
    }

    /// Where a thing of another kind is named after the list: what trails that thing is said of it alone
    /// (甲至乙高速铁路和丙铁路扩能改造); what trails things of one kind is said of all (甲机场、乙机场改扩建).
    fn other_thing(&self, draft: &Draft, range: Range<usize>) -> Option<usize> {
        let mut at = range.start;
        while at < range.end {
            match self.lexicon.head_words.starting(self.text, at).filter(|(len, _)| at + len <= range.end) {
                Some((_, head)) if self.lexicon.heads[head].kind != draft.kind => return Some(at),
                Some((len, _)) => at += len,
                None => at += 1,
            }
        }
        None
    }

    /// Inside a list, what trails its last member trails all of them.
    fn last_part(&self, from: usize, end: usize) -> usize {
        (from..end).rev().find(|&i| "、和与及".contains(self.text[i])).map_or(from, |i| i + 1)
    }

    /// The verbs of the nearest clause before that has one.
    fn before(&self, at: usize) -> Vec<Said<'a>> {
        let mut end = at;
        while end > self.sentence.start {
            let start = self.clause_start(end.saturating_sub(1).max(self.sentence.start));
            // What trails the works of that clause (…铁路扩能改造) is said of them, not of what follows.
            let mut said = self.verbs(start..end);
            said.truncate(1);
            if !said.is_empty() || start == self.sentence.start || "；。".contains(self.text[start - 1]) {
                return said;
            }
            end = start - 1;
        }
        Vec::new()
    }

    /// The first verbs of an entry's body.
    fn body(&self, from: usize) -> Vec<Said<'a>> {
        let mut said = self.verbs(from..self.sentence.end);
        said.retain(|s| {
            matches!(s.verb.status, Status::Construction | Status::Planned | Status::Preliminary)
        });
        said.truncate(1);
        said
    }

    fn clause_start(&self, at: usize) -> usize {
        (self.sentence.start..at)
            .rev()
            .find(|&i| "，；。：:".contains(self.text[i]))
            .map_or(self.sentence.start, |i| i + 1)
    }

    fn verbs(&self, range: Range<usize>) -> Vec<Said<'a>> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.lexicon.verb_words.starting(self.text, at).filter(|(len, _)| at + len <= range.end) {
                Some((len, verb)) => {
                    let verb = &self.lexicon.verbs[verb];
                    if !verb.inner {
                        found.push(Said { word: self.text[at..at + len].iter().collect(), verb });
                    }
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// Status, work and words of leading and trailing verbs together.
fn decide(lead: &[Said<'_>], trail: &[Said<'_>], lexicon: &Lexicon) -> (Status, Work, Vec<String>) {
    let study = |said: &&Said<'_>| said.verb.status == Status::Preliminary;
    let stated = |said: &&Said<'_>| said.verb.status != Status::Unknown;
    let led = lead.iter().find(study).or(lead.iter().rev().find(stated)).or(lead.last());
    let telling = trail.iter().find(study).or_else(|| trail.iter().find(|s| tells(s)));
    let mut words: Vec<String> = led.iter().chain(telling.iter()).map(|s| s.word.clone()).collect();
    let mut status = led.map_or(Status::Unknown, |s| s.verb.status);
    let mut work = led.map_or(Work::Other, |s| s.verb.work);
    // 加快创建: hurrying makes of a plan a work under way.
    let firm = lead.iter().chain(trail).any(|s| {
        let chars: Vec<char> = s.word.chars().collect();
        lexicon.firm_words.within(&chars)
    });
    if status == Status::Planned && firm && lead.len() > 1 {
        status = Status::Construction;
    }
    if let Some(said) = telling {
        match said.verb.status {
            Status::Preliminary | Status::Completed | Status::Operating => status = said.verb.status,
            Status::Planned if status != Status::Preliminary && !firm => status = Status::Planned,
            Status::Construction if led.is_none() => status = Status::Construction,
            _ => {}
        }
        if !matches!(said.verb.work, Work::Other | Work::New) || work == Work::Other {
            work = said.verb.work;
        }
    }
    let built = trail.iter().find(|s| s.verb.status == Status::Construction);
    if let (Status::Unknown, Some(said)) = (status, built) {
        status = Status::Construction;
        words.push(said.word.clone());
    }
    if trail.last().is_some_and(|s| s.verb.vague) && matches!(status, Status::Construction) && !firm {
        status = Status::Unknown;
    }
    words.dedup();
    (status, work, words)
}

fn tells(said: &Said<'_>) -> bool {
    matches!(said.verb.status, Status::Completed | Status::Operating | Status::Planned)
        || matches!(said.verb.work, Work::Upgrade | Work::Relocation)
        || said.verb.status == Status::Construction && said.word.contains("开工")
}

/// The care of a zone is protection, whatever verb governs it; other things are not protected but built.
fn care(draft: &Draft, status: Status, work: Work, lexicon: &Lexicon) -> (Status, Work) {
    let open =
        matches!(status, Status::Construction | Status::Unknown | Status::Protection | Status::Planned);
    let name: Vec<char> = draft.name.chars().collect();
    let treated = draft.rule == "zone" || lexicon.care_words.within(&name);
    if draft.category == Category::Ecology && open && treated {
        return (Status::Protection, Work::Restoration);
    }
    match status {
        Status::Protection => (Status::Construction, Work::Restoration),
        other => (other, work),
    }
}
