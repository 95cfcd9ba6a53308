//! The figures as Markdown tables.

use super::{Figures, Score};
use std::fmt::Write;

/// Renders all tables.
pub fn render(figures: &Figures) -> String {
    let mut out = String::new();
    mentions(figures, &mut out);
    if let Some(linking) = &figures.linking {
        let share = percent(linking.right, linking.judged);
        let _ = writeln!(
            out,
            "\nLinking: {share} of {} judged pairs as marked ({} of {} pairs found; {} wrongly joined, {} wrongly apart).",
            linking.judged, linking.judged, linking.pairs, linking.wrongly_joined, linking.wrongly_apart
        );
    }
    let grades: Vec<String> = figures.grades.iter().map(|(g, n)| format!("{g} {n}")).collect();
    let _ = writeln!(out, "\nProjects by grade: {}.", grades.join(", "));
    if let Some(places) = &figures.places {
        let _ = writeln!(
            out,
            "\nPositions: {} rows of truth, {} placed, {} judged (better than area): {} within tolerance, {} inside the stated doubt; error median {} km, 90th percentile {} km.",
            places.rows,
            places.placed,
            places.judged,
            percent(places.within, places.judged),
            percent(places.covered, places.judged),
            places.median_km,
            places.p90_km
        );
        for (grade, rows, within, covered) in &places.by_grade {
            let _ = writeln!(
                out,
                "- {grade}: {rows} rows, {} within tolerance, {} inside the doubt",
                percent(*within, *rows),
                percent(*covered, *rows)
            );
        }
        for (name, error, doubt) in &places.worst {
            let _ = writeln!(out, "- worst: {name} {error} km off (stated doubt {doubt} km)");
        }
        if !places.missing.is_empty() {
            let _ = writeln!(out, "- no project found for: {}", places.missing.join(", "));
        }
    }
    out
}

fn mentions(figures: &Figures, out: &mut String) {
    let _ = writeln!(
        out,
        "| plan | group | marked | found | recall | precision | F1 | span exact | status right |"
    );
    let _ = writeln!(out, "|---|---|---|---|---|---|---|---|---|");
    let mut row = |plan: &str, group: &str, s: &Score| {
        let _ = writeln!(
            out,
            "| {plan} | {group} | {} | {} | {:.2} | {:.2} | {:.2} | {} | {} |",
            s.truth,
            s.found,
            s.recall(),
            s.precision(),
            s.f1(),
            percent(s.exact, s.found),
            percent(s.status, s.found)
        );
    };
    for plan in &figures.mentions {
        row(&plan.plan, "infrastructure and ecology", &plan.infrastructure);
        row(&plan.plan, "other", &plan.other);
    }
    if figures.mentions.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n| category | marked | found | recall | precision |\n|---|---|---|---|---|");
    for category in crate::vocabulary::Category::ALL {
        let mut total = (0, 0, 0);
        for plan in &figures.mentions {
            if let Some((_, s)) = plan.by_category.iter().find(|(c, _)| c == category) {
                total = (total.0 + s.truth, total.1 + s.found, total.2 + s.mentions);
            }
        }
        if total.0 + total.2 > 0 {
            let _ = writeln!(
                out,
                "| {category} | {} | {} | {} | {} |",
                total.0,
                total.1,
                percent(total.1, total.0),
                percent(total.1, total.2)
            );
        }
    }
}

#[allow(clippy::cast_precision_loss)]
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_string() } else { format!("{:.0} %", part as f64 / whole as f64 * 100.0) }
}
