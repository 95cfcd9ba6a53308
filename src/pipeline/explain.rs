//! One project told to a person: every quote, what was decided, where it is and why.

use crate::error::{Error, Result};
use crate::release::{Contents, ProjectRow};
use crate::text::fold;
use std::fmt::Write;

/// The explanation of a project, by id, name, short name or alias.
///
/// # Errors
/// When nothing or more than one project fits; the choices are named.
pub fn explain(contents: &Contents, wanted: &str) -> Result<String> {
    let project = find(contents, wanted)?;
    let p = &project.properties;
    let mut out = String::new();
    let _ = writeln!(out, "{} ({})", p.name, project.id);
    let _ = writeln!(
        out,
        "  {} / {}{}",
        p.category,
        p.kind.as_deref().unwrap_or("-"),
        p.zone_kind.as_deref().map(|z| format!(" / {z}")).unwrap_or_default()
    );
    if !p.aliases.is_empty() {
        let _ = writeln!(out, "  also: {}", p.aliases.join("、"));
    }
    evidence(contents, project, &mut out);
    place(project, &mut out);
    ties(contents, project, &mut out);
    if let (Some(state), Some(date), Some(source)) = (&p.known_status, &p.known_date, &p.known_source) {
        let _ = writeln!(out, "known today (not from a plan): {state}, {date}, {source}");
    }
    Ok(out)
}

fn find<'a>(contents: &'a Contents, wanted: &str) -> Result<&'a ProjectRow> {
    if let Some(project) = contents.projects.iter().find(|p| p.id == wanted) {
        return Ok(project);
    }
    let wanted_folded = fold(wanted);
    let exact: Vec<&ProjectRow> =
        contents.projects.iter().filter(|p| names(p).iter().any(|n| fold(n) == wanted_folded)).collect();
    let partly: Vec<&ProjectRow> = contents
        .projects
        .iter()
        .filter(|p| names(p).iter().any(|n| fold(n).contains(&wanted_folded)))
        .collect();
    let list = if exact.is_empty() { partly } else { exact };
    match list.as_slice() {
        [one] => Ok(one),
        [] => Err(Error::parameter("PROJECT", format!("no project is called \"{wanted}\""))),
        many => {
            let choices: Vec<String> =
                many.iter().take(20).map(|p| format!("{} ({})", p.id, p.properties.name)).collect();
            Err(Error::parameter(
                "PROJECT",
                format!("\"{wanted}\" fits {} projects: {}", many.len(), choices.join(", ")),
            ))
        }
    }
}

fn names(project: &ProjectRow) -> Vec<&str> {
    let p = &project.properties;
    std::iter::once(p.name.as_str())
        .chain(p.short_name.as_deref())
        .chain(p.aliases.iter().map(String::as_str))
        .collect()
}

fn evidence(contents: &Contents, project: &ProjectRow, out: &mut String) {
    let _ = writeln!(out, "what the plans say:");
    for mention in contents.mentions.iter().filter(|m| m.project == project.id) {
        let plan = contents.plans.iter().find(|p| p.id == mention.plan);
        let number = plan.and_then(|p| p.number.as_deref()).unwrap_or("without number");
        let _ = writeln!(
            out,
            "  {} {number} [{}..{}] {}: {} ({}, {})",
            mention.plan,
            mention.start,
            mention.end,
            mention.reading,
            if mention.status_text.is_empty() { "no verb" } else { &mention.status_text },
            mention.status,
            mention.work
        );
        let _ = writeln!(out, "    {} | {}", mention.heading.join(" / "), mention.sentence);
        let _ = writeln!(out, "    found by rule: {}", mention.rule);
        for repair in &mention.repairs {
            let _ = writeln!(
                out,
                "    mended: \"{}\" from {}..{} ({})",
                repair.text, repair.from_start, repair.from_end, repair.why
            );
        }
        for q in &mention.quantities {
            let _ = writeln!(out, "    figure: {} {} {} [{}..{}]", q.of, q.value, q.unit, q.start, q.end);
        }
    }
}

fn place(project: &ProjectRow, out: &mut String) {
    let p = &project.properties;
    let _ = writeln!(out, "where:");
    match (p.grade, &p.unplaced_reason) {
        (Some(grade), _) => {
            let level = p.place_level.map(|l| l.word()).unwrap_or("-");
            let _ =
                writeln!(out, "  grade {grade}, level {level}, doubt {} m", p.uncertainty_m.unwrap_or(0.0));
            let _ = writeln!(out, "  method: {}", p.method.as_deref().unwrap_or("-"));
            let _ = writeln!(out, "  in: {}", p.admin_names.join("、"));
        }
        (None, Some(reason)) => {
            let _ = writeln!(out, "  unplaced: {reason}");
        }
        (None, None) => {}
    }
    for part in &p.parts {
        let _ = writeln!(
            out,
            "  part: {} by {} from {} (±{} m)",
            part.grade, part.method, part.source, part.uncertainty_m
        );
    }
    for length in &p.length_published {
        let _ = writeln!(out, "  published length: {} km ({}, {})", length.km, length.date, length.source);
    }
    if let Some(km) = p.length_drawn_km {
        let _ = writeln!(out, "  drawn length: {km} km");
    }
    for candidate in &p.candidates {
        let _ = writeln!(out, "  candidate {:.2} {}: {}", candidate.score, candidate.place, candidate.reason);
    }
    for source in &p.sources {
        let _ = writeln!(out, "  source {} ({}, {})", source.id, source.licence, source.date);
    }
}

fn ties(contents: &Contents, project: &ProjectRow, out: &mut String) {
    for relation in &project.properties.relations {
        let name = contents
            .projects
            .iter()
            .find(|p| p.id == relation.project)
            .map_or("?", |p| p.properties.name.as_str());
        let _ = writeln!(out, "tie: {} {} ({name})", relation.kind, relation.project);
    }
}
