//! Status and work of a mention, from the verbs before and after the list it stands in.

use super::draft::Draft;
use super::lexicon::Lexicon;
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

struct Said {
    at: usize,
    len: usize,
    verb: usize,
}

/// Reads the stage of `draft` in its sentence.
pub fn stage(text: &[char], sentence: &Range<usize>, draft: &Draft, lexicon: &Lexicon) -> Stage {
    let clause_start = (sentence.start..draft.list_start)
        .rev()
        .find(|&i| "；。".contains(text[i]))
        .map_or(sentence.start, |i| i + 1);
    let clause_end = (draft.list_end.max(draft.range.end)..sentence.end)
        .find(|&i| "，；。".contains(text[i]))
        .unwrap_or(sentence.end);
    let leading = verbs(text, clause_start..draft.list_start, lexicon);
    let own = verbs(text, draft.range.end..draft.list_end.max(draft.range.end), lexicon);
    let trailing: Vec<Said> = own
        .into_iter()
        .chain(verbs(text, draft.list_end.max(draft.range.end)..clause_end, lexicon))
        .collect();
    let lead =
        leading.iter().rev().find(|s| lexicon.verbs[s.verb].status != Status::Unknown).or(leading.last());
    let telling = |s: &&Said| {
        let verb = &lexicon.verbs[s.verb];
        matches!(verb.status, Status::Preliminary | Status::Completed | Status::Operating | Status::Planned)
            || matches!(verb.work, Work::Upgrade | Work::Relocation)
    };
    let trail = trailing.iter().find(telling);
    let word = |s: &Said| text[s.at..s.at + s.len].iter().collect::<String>();
    let words: Vec<String> = lead.iter().map(|s| word(s)).chain(trail.iter().map(|s| word(s))).collect();
    let lead_verb = lead.map(|s| &lexicon.verbs[s.verb]);
    let trail_verb = trail.map(|s| &lexicon.verbs[s.verb]);
    let firm = lead.is_some_and(|s| {
        let w = word(s);
        w.contains("加快") || w.contains("开工") || w.contains("实施")
    });
    let mut status = lead_verb.map_or(Status::Unknown, |v| v.status);
    let mut work = lead_verb.map_or(Work::Other, |v| v.work);
    if let Some(verb) = trail_verb {
        match verb.status {
            Status::Preliminary | Status::Completed | Status::Operating => status = verb.status,
            Status::Planned if status != Status::Preliminary && !firm => status = Status::Planned,
            _ => {}
        }
        if verb.work != Work::Other && verb.work != Work::New {
            work = verb.work;
        }
    }
    if draft.name.contains("迁建") {
        work = Work::Relocation;
    }
    let target = lead_verb.is_some_and(|v| v.target);
    if draft.category == Category::Ecology
        && matches!(status, Status::Construction | Status::Unknown | Status::Protection)
    {
        let name: Vec<char> = draft.name.chars().collect();
        if draft.rule == "zone"
            || lexicon.zone_verbs.within(&name)
                && !draft.name.contains("廊道")
                && !draft.name.contains("走廊")
        {
            status = Status::Protection;
            work = Work::Restoration;
        }
    } else if status == Status::Protection {
        status = Status::Construction;
        work = Work::Restoration;
    }
    Stage { status, work, text: words.join("…"), target }
}

fn verbs(text: &[char], range: Range<usize>, lexicon: &Lexicon) -> Vec<Said> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        match lexicon.verb_words.starting(text, at).filter(|(len, _)| at + len <= range.end) {
            Some((len, verb)) => {
                found.push(Said { at, len, verb });
                at += len;
            }
            None => at += 1,
        }
    }
    found
}
