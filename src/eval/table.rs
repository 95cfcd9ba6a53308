//! The figures as Markdown tables.

use super::{Figures, Group, PlaceFigures, Score};
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
    sites(figures, &mut out);
    if let Some(figures) = &figures.places {
        places(figures, &mut out);
    }
    out
}

fn sites(figures: &Figures, out: &mut String) {
    let all = figures.site_like;
    let _ = writeln!(
        out,
        "\nSite-like projects (release/site_like.toml): {} of {} placed exact or near ({}).",
        all.placed,
        all.projects,
        percent(all.placed, all.projects)
    );
    let rows = figures.site_like_by_category.iter();
    let rows: Vec<String> =
        rows.map(|(category, s)| format!("{category} {} of {}", s.placed, s.projects)).collect();
    let _ = writeln!(out, "- {}", rows.join(", "));
}

fn places(figures: &PlaceFigures, out: &mut String) {
    let all = &figures.judged;
    let _ = writeln!(
        out,
        "\nPositions: {} rows of truth, {} placed, {} judged (better than area): {} within tolerance, {} inside the stated doubt, {} not against it; error median {} km, 90th percentile {} km.\n",
        figures.rows,
        figures.placed,
        all.rows,
        percent(all.within, all.rows),
        percent(all.covered, all.rows),
        percent(all.not_contradicted, all.rows),
        all.median_km,
        all.p90_km
    );
    let _ = writeln!(
        out,
        "| grade or category | rows | within tolerance | inside the doubt | not against it | median error km | 90th percentile km | median doubt km |\n|---|---|---|---|---|---|---|---|"
    );
    figures.by_grade.iter().for_each(|(grade, group)| group_row(grade.word(), group, out));
    figures.by_category.iter().for_each(|(category, group)| group_row(category.word(), group, out));
    let _ = writeln!(out);
    for (what, misses) in [("worst", &figures.worst), ("outside its doubt", &figures.uncovered)] {
        for miss in misses {
            let _ = writeln!(
                out,
                "- {what}: {} ({}) {} km off (stated doubt {} km)",
                miss.name, miss.grade, miss.error_km, miss.doubt_km
            );
        }
    }
    if !figures.missing.is_empty() {
        let _ = writeln!(out, "- no project found for: {}", figures.missing.join(", "));
    }
}

fn group_row(name: &str, group: &Group, out: &mut String) {
    let _ = writeln!(
        out,
        "| {name} | {} | {} | {} | {} | {} | {} | {} |",
        group.rows,
        percent(group.within, group.rows),
        percent(group.covered, group.rows),
        percent(group.not_contradicted, group.rows),
        group.median_km,
        group.p90_km,
        group.doubt_km
    );
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
