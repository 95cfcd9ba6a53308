//! What an ingest found, for a person to read.

use super::compare::Verdict;
use super::ingest::{Ingested, Named};
use std::fmt::Write;

const GROUPS: [(Verdict, &str); 4] = [
    (Verdict::Matched, "matched: known projects"),
    (Verdict::New, "new: not in the plans so far"),
    (Verdict::Doubtful, "doubtful: resembles a known project, look before you add it"),
    (Verdict::Unplaced, "unplaced: new, and no place is known for it"),
];

/// Sentences longer than this are cut.
const SENTENCE_MAX: usize = 80;

impl Ingested {
    /// Documents, then projects by verdict, with counts.
    pub fn report(&self) -> String {
        let mut out = String::new();
        for new in &self.documents {
            let plan = &new.plan;
            let mentions = self.rows.iter().filter(|r| r.mention.plan == plan.id).count();
            let _ = writeln!(out, "{}: {mentions} mentions", new.path.display());
            let _ = writeln!(out, "  {} ({})", plan.title, plan.id);
            let or = |text: &str| if text.is_empty() { "not found".to_string() } else { text.to_string() };
            let _ = writeln!(
                out,
                "  number {}, date {}, issuer {}, disclosure {}",
                plan.number.as_deref().unwrap_or("not found"),
                or(&plan.date),
                or(&plan.issuer),
                plan.disclosure
            );
            if let Some(file) = &new.text_file {
                let _ = writeln!(out, "  text: {file}");
            }
            new.notes.iter().for_each(|note| {
                let _ = writeln!(out, "  note: {note}");
            });
        }
        for (verdict, title) in GROUPS {
            let group: Vec<&Named> = self.of(verdict).collect();
            let mentions: usize = group.iter().map(|p| p.evidence.len()).sum();
            let _ = writeln!(out, "\n{title}: {} projects, {mentions} mentions", group.len());
            group.iter().for_each(|project| entry(project, &mut out));
        }
        out
    }
}

fn entry(project: &Named, out: &mut String) {
    let known = match (&project.matched.project, &project.known_name) {
        (Some(id), Some(name)) => format!(" -> {name} ({id}), score {:.2}", project.matched.score),
        _ => String::new(),
    };
    let _ = writeln!(out, "  {} [{}]{known}", project.name, project.category);
    let _ = writeln!(out, "    where: {}", project.place);
    if let Some((file, _, sentence)) = project.evidence.first() {
        let more = project.evidence.len() - 1;
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        let mut short: String = sentence.chars().take(SENTENCE_MAX).collect();
        if short.len() < sentence.len() {
            short.push('…');
        }
        let _ = writeln!(out, "    {file}: {short}{more}");
    }
}
