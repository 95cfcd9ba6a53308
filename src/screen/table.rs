//! A screening as a table, and its words.
//!
//! In: a [`Screening`], `words.toml`. Out: [`Table`], which [`export`](crate::export) writes. Must not know: HTTP.

use super::answer::{Screening, Touched};
use super::judge::{Certainty, Range, Unmeasured};
use crate::error::{Error, Result};
use crate::export::{Cell, Table};
use crate::style::{Lang, label};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Square metres of a 公顷.
const HECTARE_M2: f64 = 10_000.0;
/// Square metres of a 亩: a fifteenth of a 公顷.
const MU_M2: f64 = HECTARE_M2 / 15.0;

#[derive(Debug, Default, Deserialize)]
struct Words {
    sheet: String,
    title: String,
    notice_heading: String,
    certainly: String,
    possibly: String,
    measured: String,
    range: String,
    drawn: String,
    project: String,
    distance: String,
    length: String,
    area: String,
    release: String,
    counts: String,
    reasons: BTreeMap<String, String>,
    columns: Vec<Column>,
}

#[derive(Debug, Clone, Deserialize)]
struct Column {
    key: String,
    heading: String,
    width: f64,
}

fn parsed() -> Result<Words> {
    toml::from_str(include_str!("words.toml"))
        .map_err(|e| Error::Other(format!("src/screen/words.toml: {e}")))
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    // The table is part of the executable: a test keeps it readable.
    WORDS.get_or_init(|| parsed().unwrap_or_default())
}

/// The reason `why` in words; `doubt_m` is that of the thing.
pub fn reason(why: Unmeasured, doubt_m: Option<f64>) -> String {
    let key = match why {
        Unmeasured::StandsFor => "stands_for",
        Unmeasured::GroundStandsFor => "ground_stands_for",
        Unmeasured::BandWiderThanGround => "band",
        Unmeasured::DoubtWiderThanZone => "zone",
    };
    let km = doubt_m.map(|m| format!("{:.1}", m / 1000.0)).unwrap_or_default();
    words().reasons.get(key).map(|text| text.replace("{km}", &km)).unwrap_or_default()
}

/// `screening` as a table.
pub fn table(screening: &Screening) -> Table {
    let words = words();
    let row = |(n, touched): (usize, &Touched)| {
        words.columns.iter().map(|c| cell(&c.key, n + 1, touched)).collect()
    };
    Table {
        name: words.sheet.clone(),
        title: words.title.clone(),
        notes: notes(screening),
        columns: words.columns.iter().map(|c| (c.heading.clone(), c.width)).collect(),
        rows: screening.results.iter().enumerate().map(row).collect(),
    }
}

fn notes(screening: &Screening) -> Vec<String> {
    let words = words();
    let input = &screening.input;
    let of = input.project.as_ref().map_or(words.drawn.clone(), |id| format!("{} {id}", words.project));
    let mut ground = vec![of, format!("{} {}", words.distance, input.distance_m)];
    ground.extend(input.length_m.map(|m| format!("{} {:.3}", words.length, m / 1000.0)));
    ground.extend(input.area_m2.map(|m| format!("{} {:.2}", words.area, m / HECTARE_M2)));
    ground.push(format!("{} {}", words.release, screening.release));
    let counts = &screening.counts;
    vec![
        format!("{}：{}", words.notice_heading, screening.notice),
        words.range.clone(),
        ground.join("；"),
        format!(
            "{}：{} {}，{} {}",
            words.counts, words.certainly, counts.certainly, words.possibly, counts.possibly
        ),
    ]
}

fn cell(key: &str, number: usize, of: &Touched) -> Cell {
    let word = |field: &str, value: &Option<String>| {
        Cell::Text(value.as_deref().map(|v| label(Lang::Zh, field, v).to_owned()).unwrap_or_default())
    };
    let plain = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default());
    let least = |range: Option<Range>, unit: f64| scaled(range.map(|r| r.min), unit);
    let most = |range: Option<Range>, unit: f64| scaled(range.map(|r| r.max), unit);
    match key {
        "seq" => Cell::Number(number as f64),
        "certainty" => Cell::Text(certainty(of.certainty)),
        "name" => plain(&of.name),
        "category" => word("category", &of.category),
        "kind" => plain(&of.zone_kind.clone().or(of.kind.clone())),
        "status" => word("status", &of.status),
        "grade" => word("grade", &of.grade),
        "uncertainty_km" => scaled(of.uncertainty_m, 1000.0),
        "distance_min_km" => least(Some(of.distance_m), 1000.0),
        "distance_max_km" => most(Some(of.distance_m), 1000.0),
        "length_min_km" => least(of.length_m, 1000.0),
        "length_max_km" => most(of.length_m, 1000.0),
        "area_min_ha" => least(of.area_m2, HECTARE_M2),
        "area_max_ha" => most(of.area_m2, HECTARE_M2),
        "area_min_mu" => least(of.area_m2, MU_M2),
        "area_max_mu" => most(of.area_m2, MU_M2),
        "measurable" => Cell::Text(of.not_measurable.clone().unwrap_or_else(|| words().measured.clone())),
        "admin_names" => Cell::Text(of.admin_names.join("、")),
        "plan_number" => plain(&of.plan_number.clone().or(of.plan.clone())),
        "sentence" => plain(&of.sentence),
        "collection" => Cell::Text(of.collection.clone()),
        "id" => Cell::Text(of.id.clone()),
        _ => Cell::Text(String::new()),
    }
}

/// The certainty in words.
pub fn certainty(certainty: Certainty) -> String {
    match certainty {
        Certainty::Certainly => words().certainly.clone(),
        Certainty::Possibly => words().possibly.clone(),
    }
}

fn scaled(value: Option<f64>, unit: f64) -> Cell {
    value.map_or(Cell::Text(String::new()), |v| Cell::Number((v / unit * 1000.0).round() / 1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_words_is_whole() {
        let words = parsed().unwrap_or_default();
        assert_eq!(words.reasons.len(), 4);
        assert!(
            words.columns.len() > 20 && words.columns.iter().all(|c| c.width > 0.0 && !c.heading.is_empty())
        );
        assert_eq!(
            reason(Unmeasured::BandWiderThanGround, Some(8000.0)),
            "示意走向（±8.0 公里）宽于所画范围，不足以量算"
        );
    }
}
