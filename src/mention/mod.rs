//! Mentions: which works and zones does a plan name, with exact spans.
//!
//! In: a document (cleaned text with its map back to the raw file) and word lists. Out: [`Mention`] values in text
//! order. Must not know: where anything is; a toponym here is a string as written.

mod bodies;
mod bounds;
mod chains;
mod draft;
mod focus;
mod heads;
mod lexicon;
mod lexicon_file;
mod members;
mod mended;
mod places;
mod quantity;
mod rows;
mod scan;
mod stage;
mod subjects;
mod titles;
mod towns;
mod words;
mod zones;

#[cfg(test)]
mod tests;

pub use chains::code_length;
pub use lexicon::Lexicon;

use crate::document::Document;
use crate::names::{Found, NameClass, Names};
use crate::vocabulary::{Category, Role, Status, Work};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::ops::Range;

/// The form in space that the wording promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A thing at one place.
    Site,
    /// A thing between places, named in order (ends first and last, towns passed between).
    Line {
        /// Stops as written, in order; at least one.
        stops: Vec<String>,
    },
    /// A zone, region or river.
    Zone,
}

/// A figure that the plan gives for a project.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// The number, in `unit`.
    pub value: f64,
    /// The unit as written, completed (公里, 万立方米/年, 万千瓦).
    pub unit: String,
    /// What it measures, in words of the plan or of the lexicon (长度, 取水量, 装机).
    pub of: String,
    /// The text it was read from, mended.
    pub text: String,
    /// First code point in the raw file.
    pub start: usize,
    /// One past the last code point in the raw file.
    pub end: usize,
}

/// A body made responsible for a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Responsible {
    /// Full name at the time of the plan.
    pub name: String,
    /// Its part.
    pub role: Role,
    /// The same body's name today, null if it is the same or not known.
    pub name_today: Option<String>,
    /// The words of the plan.
    pub text: String,
}

/// A character of `reading` that did not stand where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// Where in `reading` (code points).
    pub at: usize,
    /// What was put there; empty when something was taken out.
    pub text: String,
    /// First code point of its place in the raw file.
    pub from_start: usize,
    /// One past the last.
    pub from_end: usize,
    /// Why: `displaced_digits`, `page_mark`, `line_break`, `bookmark`.
    pub why: String,
}

/// One place in one plan that names one project.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Id of the plan.
    pub plan: String,
    /// Raw code-point span of the quote.
    pub span: Range<usize>,
    /// The raw characters of the span.
    pub quote: String,
    /// The quote, mended.
    pub reading: String,
    /// What was mended.
    pub repairs: Vec<Repair>,
    /// Raw span of the whole sentence or list entry.
    pub sentence: Range<usize>,
    /// Headings above it, outermost first.
    pub heading: Vec<String>,
    /// Completed name (包头机场, 包头至银川高速铁路).
    pub name: String,
    /// What it is.
    pub category: Category,
    /// The finer word, if clear.
    pub kind: Option<String>,
    /// For ecology: natural region, treatment works or statutory area.
    pub zone_kind: Option<String>,
    /// Stage.
    pub status: Status,
    /// What is done.
    pub work: Work,
    /// The plan's own words for it.
    pub status_text: String,
    /// Year of the target, if the plan gives one.
    pub target_year: Option<i32>,
    /// Toponyms inside the name, as written, in order.
    pub toponyms: Vec<String>,
    /// Toponyms that govern the sentence or entry (subject, heading), nearest first; not part of the name.
    pub context: Vec<String>,
    /// Road code (S27), if any.
    pub code: Option<String>,
    /// Form in space.
    pub shape: Shape,
    /// Figures tied to it.
    pub quantities: Vec<Quantity>,
    /// Bodies made responsible for it.
    pub responsible: Vec<Responsible>,
    /// The rule that found it.
    pub rule: String,
}

/// What the reader needs to know of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanInfo {
    /// Plan id.
    pub id: String,
    /// Last year it plans for: the year of its targets.
    pub horizon_end: Option<i32>,
}

/// Reads every mention of a document, in text order.
pub fn read(document: &Document, plan: &PlanInfo, names: &Names, lexicon: &Lexicon) -> Vec<Mention> {
    let all = places::toponyms(&document.text, names, lexicon);
    let bodies = bodies::find_bodies(document, names);
    let titles = book_titles(&document.text);
    let mut skip: Vec<Range<usize>> = bodies.iter().map(|b| b.range.clone()).chain(titles).collect();
    skip.sort_by_key(|r| r.start);
    let skipped = united(&skip);
    let mut mentions = Vec::new();
    let mut subject: Vec<String> = Vec::new();
    let mut carried = 0;
    let mut heading_subject: Option<Vec<String>> = None;
    let mut path: Vec<usize> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for sentence in document.sentences.iter().filter(|s| !is_box_title(&document.text[s.range.clone()])) {
        if sentence.path != path || begins_paragraph(document, sentence.range.start) {
            subject = subject_of_heading(document, &all, &sentence.path, names, lexicon);
            heading_subject = Some(subject.clone());
            carried = 0;
            path.clone_from(&sentence.path);
        }
        let toponyms: Vec<Found> =
            within(&all, &sentence.range).iter().filter(|t| !covers(&skipped, t.start)).copied().collect();
        let from = skip.partition_point(|s| s.start < sentence.range.start);
        let to = skip.partition_point(|s| s.start < sentence.range.end);
        let own_skip = &skip[from..to.max(from)];
        let title = sentence.path.last().and_then(|&i| document.headings.get(i)).map(|h| h.range.clone());
        let title = title.filter(|t| {
            t.start >= sentence.range.start
                && t.start < sentence.range.start + 3
                && t.end < sentence.range.end
        });
        let cut = title.as_ref().map(|t| t.end);
        let items = scan::items(&document.text, sentence.range.clone(), own_skip, &toponyms, lexicon);
        let items = scan::split_items(&document.text, items, cut, &toponyms, lexicon);
        let mut headings = document.heading_texts(&sentence.path);
        headings.reverse();
        let view = draft::Sentence {
            text: &document.text,
            range: sentence.range.clone(),
            title: title.clone(),
            headings: &headings,
            toponyms: &toponyms,
            items: &items,
            subject: subject.clone(),
            known: &known,
        };
        let (drafts, next) = draft::find(&view, lexicon, names);
        carried = if next == subject { carried + 1 } else { 0 };
        subject = next;
        // Without line breaks a section is one long paragraph: a city speaks on for a few sentences only.
        let entry = sentence.path.last().and_then(|&i| document.headings.get(i)).is_some_and(|h| h.level > 4);
        if document.displaced && !entry && carried >= CARRY && Some(&subject) != heading_subject.as_ref() {
            subject.clear();
        }
        let drafts = match rows::name_cell(&document.text, &sentence.range) {
            Some(cell) => rows::of_row(&document.text, &cell, drafts),
            None => drafts,
        };
        let own = drafts.iter().filter(|d| d.rule == "zone-of-places" || d.rule == "head");
        for reading in own.map(|d| document.reading(d.range.clone())).filter(|r| r.chars().count() >= KNOWN) {
            // 丙治理区的综合治理: the zone is known by its own name too.
            known.extend(reading.split_once('的').map(|(zone, _)| zone.to_string()));
            known.insert(reading);
        }
        let quantities = quantity::find_quantities(document, sentence.range.clone());
        let heading = document.heading_texts(&sentence.path);
        let titled = title
            .as_ref()
            .and_then(|t| drafts.iter().position(|d| d.range.start >= t.start && d.range.end <= t.end))
            .filter(|i| {
                !matches!(drafts[*i].category, Category::Industry | Category::Other | Category::Urban)
            });
        for (index, draft) in drafts.iter().enumerate() {
            let until = drafts.get(index + 1).map_or(sentence.range.end, |d| d.range.start);
            let stage = stage::stage(&document.text, &sentence.range, title.as_ref(), draft, lexicon);
            let mut mention = build(document, plan, sentence.range.clone(), draft, &all, stage);
            mention.heading.clone_from(&heading);
            mention.quantities = quantities
                .iter()
                .filter(|(at, _)| {
                    let inside = draft.range.contains(at);
                    let follows = *at >= draft.range.end && *at < until;
                    let other = drafts.iter().any(|d| d.range.contains(at) && d.category != draft.category);
                    match titled {
                        // The figures of an entry belong to the work of its title, those of its parts to them too.
                        Some(own) if own == index => !other || inside,
                        Some(_) => inside || *at == draft.range.end,
                        None => {
                            inside || follows && quantity::speaks_of(&document.text, draft.range.end, *at)
                        }
                    }
                })
                .map(|(_, q)| q.clone())
                .collect();
            mention.responsible = responsible(&bodies, draft.range.end, document, &sentence.path);
            mentions.push(mention);
        }
    }
    mentions
}

/// How many sentences a subject is carried on where the text has no paragraphs.
const CARRY: usize = 2;
/// Names shorter than this are too common to stand for what was named before.
const KNOWN: usize = 6;

/// 第二节 大力建设甲市…: the one city of the innermost heading is what its text speaks of.
fn subject_of_heading(
    document: &Document,
    all: &[Found],
    path: &[usize],
    names: &Names,
    lexicon: &Lexicon,
) -> Vec<String> {
    let Some(heading) = path.last().and_then(|&i| document.headings.get(i)) else { return Vec::new() };
    let cities: Vec<String> = within(all, &heading.range)
        .iter()
        .filter(|t| t.class == NameClass::Admin)
        .map(|t| document.reading(t.start..t.end))
        .filter(|name| names.group(name).is_none() && !lexicon.regions.contains(name))
        .collect();
    if cities.len() == 1 { cities } else { Vec::new() }
}

/// Does a paragraph begin at a cleaned character: was there a line break before it in the file?
fn begins_paragraph(document: &Document, at: usize) -> bool {
    let Some(last) = at.checked_sub(1).and_then(|i| document.glyphs.get(i)) else { return true };
    let Some(next) = document.glyphs.get(at) else { return true };
    !document.displaced && document.raw[last.raw.min(next.raw)..next.raw].contains(&'\n')
}

/// The title of a box (专栏 4 …) names its theme, not a work.
fn is_box_title(text: &[char]) -> bool {
    text.starts_with(&['专', '栏'])
}

fn within<'a>(all: &'a [Found], range: &Range<usize>) -> &'a [Found] {
    let from = all.partition_point(|t| t.start < range.start);
    let to = all.partition_point(|t| t.start < range.end);
    &all[from..to.max(from)]
}

/// Ranges in order of their start, made disjoint.
fn united(ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range.clone()),
        }
    }
    out
}

/// Does one of the disjoint ranges hold `at`?
fn covers(ranges: &[Range<usize>], at: usize) -> bool {
    ranges.get(ranges.partition_point(|r| r.end <= at)).is_some_and(|r| r.start <= at)
}

/// Titles of documents: 《…》.
fn book_titles(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.iter().enumerate() {
        match (c, open) {
            ('《', None) => open = Some((at, 1)),
            ('《', Some((start, depth))) => open = Some((start, depth + 1)),
            ('》', Some((start, 1))) => {
                found.push(start..at + 1);
                open = None;
            }
            ('》', Some((start, depth))) => open = Some((start, depth - 1)),
            (_, Some((start, _))) if at - start > 120 => open = None,
            _ => {}
        }
    }
    found
}

/// The bodies named next after a mention in the same section.
fn responsible(
    bodies: &[bodies::Bodies],
    after: usize,
    document: &Document,
    path: &[usize],
) -> Vec<Responsible> {
    let Some(next) = bodies.get(bodies.partition_point(|b| b.range.start < after)) else {
        return Vec::new();
    };
    let from = document.headings.partition_point(|h| h.range.start <= after);
    let section_end = document.headings[from..]
        .iter()
        .enumerate()
        .find(|(i, _)| !path.contains(&(from + i)))
        .map_or(document.text.len(), |(_, h)| h.range.start);
    if next.range.start < section_end { next.list.clone() } else { Vec::new() }
}

fn build(
    document: &Document,
    plan: &PlanInfo,
    sentence: Range<usize>,
    draft: &draft::Draft,
    all: &[Found],
    stage: stage::Stage,
) -> Mention {
    let span = document.raw_span(draft.range.clone());
    let sentence_span = document.raw_span(sentence);
    let toponyms = match &draft.shape {
        Shape::Line { stops } => stops.clone(),
        _ => within(all, &draft.range)
            .iter()
            .filter(|t| t.end <= draft.range.end)
            .map(|t| document.reading(t.start..t.end))
            .collect(),
    };
    Mention {
        plan: plan.id.clone(),
        quote: document.raw_text(span.clone()),
        reading: document.reading(draft.range.clone()),
        repairs: mended::repairs(document, draft.range.clone()),
        span,
        sentence: sentence_span,
        heading: Vec::new(),
        name: draft.name.clone(),
        category: draft.category,
        kind: Some(draft.kind.clone()).filter(|k| !k.is_empty()),
        zone_kind: draft.zone_kind.clone(),
        status: stage.status,
        work: stage.work,
        status_text: stage.text,
        target_year: if stage.target { plan.horizon_end } else { None },
        toponyms,
        context: draft.context.clone(),
        code: draft.code.clone(),
        shape: draft.shape.clone(),
        quantities: Vec::new(),
        responsible: Vec::new(),
        rule: draft.rule.to_string(),
    }
}
