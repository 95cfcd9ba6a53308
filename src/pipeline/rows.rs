//! From mentions, projects and locations to the rows of a release.

use super::known::Known;
use crate::document::Document;
use crate::geocode::Location;
use crate::geometry;
use crate::mention::{Mention, Quantity, Responsible};
use crate::names::Names;
use crate::project::Project;
use crate::release::*;
use crate::vocabulary::{Status, Work};
use pinyin::ToPinyin;
use std::collections::BTreeMap;

/// The id of a mention: its plan and where it starts.
pub fn mention_id(mention: &Mention) -> String {
    format!("{}-{}-{}", mention.plan, mention.span.start, mention.span.end)
}

/// One line of `mentions.jsonl`.
pub fn mention_row(
    mention: &Mention,
    plan: &PlanRow,
    document: &Document,
    project: &str,
    toponyms: Vec<String>,
) -> MentionRow {
    MentionRow {
        id: mention_id(mention),
        plan: plan.id.clone(),
        file: plan.file.clone(),
        start: mention.span.start,
        end: mention.span.end,
        quote: mention.quote.clone(),
        reading: mention.reading.clone(),
        repairs: mention
            .repairs
            .iter()
            .map(|r| RepairRow {
                at: r.at,
                text: r.text.clone(),
                from_start: r.from_start,
                from_end: r.from_end,
                why: r.why.clone(),
            })
            .collect(),
        sentence_start: mention.sentence.start,
        sentence_end: mention.sentence.end,
        sentence: sentence_text(mention, document),
        heading: mention.heading.clone(),
        name: mention.name.clone(),
        project: project.to_string(),
        category: mention.category,
        kind: mention.kind.clone(),
        status: mention.status,
        work: mention.work,
        status_text: mention.status_text.clone(),
        target_year: mention.target_year,
        toponyms,
        quantities: mention.quantities.iter().map(|q| quantity_row(q, None, None)).collect(),
        responsible: mention.responsible.iter().map(responsible_row).collect(),
        rule: mention.rule.clone(),
    }
}

/// The sentence as mended: glyphs whose raw place lies in the raw sentence, in reading order.
fn sentence_text(mention: &Mention, document: &Document) -> String {
    let span = &mention.sentence;
    let first = document.glyphs.iter().position(|g| !g.moved && g.raw >= span.start);
    let last = document.glyphs.iter().rposition(|g| !g.moved && g.raw < span.end);
    match (first, last) {
        (Some(first), Some(last)) if first <= last => document.reading(first..last + 1),
        _ => document.raw_text(span.clone()),
    }
}

fn quantity_row(quantity: &Quantity, plan: Option<String>, mention: Option<String>) -> QuantityRow {
    QuantityRow {
        value: quantity.value,
        unit: quantity.unit.clone(),
        of: quantity.of.clone(),
        text: quantity.text.clone(),
        start: quantity.start,
        end: quantity.end,
        plan,
        mention,
    }
}

fn responsible_row(body: &Responsible) -> ResponsibleRow {
    ResponsibleRow {
        name: body.name.clone(),
        role: body.role,
        name_today: body.name_today.clone(),
        text: body.text.clone(),
    }
}

/// Fully qualified toponyms of a mention: of the project's resolved places, those that the mention names.
pub fn resolved_toponyms(mention: &Mention, location: &Location, names: &Names) -> Vec<String> {
    let own: Vec<String> = mention.toponyms.iter().map(|t| names.usual(t)).collect();
    if own.is_empty() {
        return location.resolved.clone();
    }
    let named: Vec<String> =
        location.resolved.iter().filter(|r| own.iter().any(|o| r.contains(o.as_str()))).cloned().collect();
    if named.is_empty() { mention.toponyms.clone() } else { named }
}

/// One project with its evidence and location.
pub fn project_row(
    project: &Project,
    mentions: &[Mention],
    location: &Location,
    plans: &BTreeMap<String, PlanRow>,
    known: Option<&Known>,
) -> ProjectRow {
    let own: Vec<&Mention> = project.mentions.iter().map(|&i| &mentions[i]).collect();
    let dated: Vec<(&Mention, &PlanRow)> =
        own.iter().filter_map(|m| plans.get(&m.plan).map(|p| (*m, p))).collect();
    let (status, work) = latest(&dated);
    let mut plan_ids: Vec<String> = Vec::new();
    for (_, plan) in &dated {
        if !plan_ids.contains(&plan.id) {
            plan_ids.push(plan.id.clone());
        }
    }
    let properties = ProjectProperties {
        name: project.name.clone(),
        short_name: project.short_name.clone(),
        name_en: location.name_en.clone(),
        pinyin: pinyin(&project.name),
        aliases: project.aliases.clone(),
        category: project.category,
        kind: project.kind.clone(),
        zone_kind: project.zone_kind.clone(),
        status,
        work,
        status_history: dated.iter().map(|(m, p)| status_row(m, p)).collect(),
        first_date: dated.first().map(|(_, p)| p.date.clone()).unwrap_or_default(),
        last_date: dated.last().map(|(_, p)| p.date.clone()).unwrap_or_default(),
        horizon_end: dated.iter().filter_map(|(_, p)| p.horizon_end).max(),
        plans: plan_ids,
        known_status: known.map(|k| k.state.clone()),
        known_date: known.map(|k| k.date.clone()),
        known_source: known.map(|k| format!("{} {}", k.source, k.url)),
        quantities: own
            .iter()
            .flat_map(|m| {
                m.quantities.iter().map(|q| quantity_row(q, Some(m.plan.clone()), Some(mention_id(m))))
            })
            .collect(),
        admin: location.admin.clone(),
        admin_names: location.admin_names.clone(),
        responsible: bodies(&own),
        relations: project
            .relations
            .iter()
            .map(|r| RelationRow { kind: r.kind, project: r.project.clone() })
            .collect(),
        grade: location.grade,
        place_level: location.place_level,
        uncertainty_m: location.uncertainty_m.map(f64::round),
        method: (!location.method.is_empty()).then(|| location.method.clone()),
        parts: location
            .parts
            .iter()
            .map(|p| PartRow {
                grade: p.grade,
                method: p.method.clone(),
                source: p.source.clone(),
                uncertainty_m: p.uncertainty_m.round(),
            })
            .collect(),
        sources: location
            .sources
            .iter()
            .map(|s| SourceRow { id: s.id.clone(), licence: s.licence.clone(), date: s.date.clone() })
            .collect(),
        candidates: location
            .candidates
            .iter()
            .map(|c| CandidateRow {
                place: c.place.clone(),
                score: (c.score * 1000.0).round() / 1000.0,
                reason: c.reason.clone(),
            })
            .collect(),
        length_published: location
            .length_published
            .iter()
            .map(|l| LengthRow { km: l.km, date: l.date.clone(), source: l.source.clone() })
            .collect(),
        length_drawn_km: location
            .geometry
            .as_ref()
            .and_then(geometry::drawn_length_km)
            .map(|km| (km * 10.0).round() / 10.0),
        mention_count: own.len(),
        label_point: location.geometry.as_ref().and_then(geometry::label_point),
        unplaced_reason: location.reason.clone(),
    };
    ProjectRow { id: project.id.clone(), geometry: location.geometry.clone(), properties }
}

fn status_row(mention: &Mention, plan: &PlanRow) -> StatusRow {
    StatusRow {
        plan: plan.id.clone(),
        date: plan.date.clone(),
        status: mention.status,
        work: mention.work,
        status_text: mention.status_text.clone(),
        mention: mention_id(mention),
    }
}

/// The stage in the latest plan.
fn latest(dated: &[(&Mention, &PlanRow)]) -> (Status, Work) {
    let Some((_, last)) = dated.last() else { return (Status::Unknown, Work::Other) };
    let own = dated.iter().filter(|(_, plan)| plan.id == last.id);
    let wordings: Vec<Wording<'_>> = own
        .map(|(m, _)| Wording {
            status: m.status,
            work: m.work,
            status_text: &m.status_text,
            entry: m.heading.iter().any(|h| is_list_heading(h)),
            start: m.span.start,
        })
        .collect();
    stage(&wordings).map_or((Status::Unknown, Work::Other), |(_, status, work)| (status, work))
}

fn bodies(own: &[&Mention]) -> Vec<ResponsibleRow> {
    let mut list: Vec<ResponsibleRow> = Vec::new();
    for body in own.iter().flat_map(|m| &m.responsible) {
        let row = responsible_row(body);
        if !list.iter().any(|b| b.name == row.name && b.role == row.role) {
            list.push(row);
        }
    }
    list
}

/// Pinyin without tones, syllables separated by spaces; Latin letters and digits as they are.
fn pinyin(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut latin = false;
    for c in name.chars() {
        match c.to_pinyin() {
            Some(syllable) => {
                words.push(syllable.plain().to_string());
                latin = false;
            }
            None if c.is_ascii_alphanumeric() => {
                match words.last_mut().filter(|_| latin) {
                    Some(word) => word.push(c.to_ascii_lowercase()),
                    None => words.push(c.to_ascii_lowercase().to_string()),
                }
                latin = true;
            }
            None => latin = false,
        }
    }
    words.join(" ")
}
