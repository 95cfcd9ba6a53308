//! Figures: a number with its unit and what it measures.

use super::Quantity;
use crate::document::Document;
use std::ops::Range;
use std::sync::LazyLock;

/// Units, longest first, and what they measure when the words before the number do not say.
const UNITS: [(&str, &str); 24] = [
    ("万立方米/年", "水量"),
    ("万立方米/日", "日供水能力"),
    ("亿立方米", "水量"),
    ("万立方米", "水量"),
    ("立方米", "水量"),
    ("万平方公里", "面积"),
    ("平方公里", "面积"),
    ("万公里", "长度"),
    ("公里", "长度"),
    ("万千瓦", "装机"),
    ("千瓦", "装机"),
    ("千伏", "电压"),
    ("万公顷", "面积"),
    ("公顷", "面积"),
    ("万亩", "面积"),
    ("亿吨", "产能"),
    ("万吨", "产能"),
    ("亿元", "投资"),
    ("万元", "投资"),
    ("万人次", "旅客吞吐量"),
    ("万人", "人口"),
    ("万头", "规模"),
    ("万千米", "长度"),
    ("个百分点", "比例"),
];

/// Words before a number that say what it measures.
const MEASURES: [&str; 20] = [
    "最大取水量",
    "取水量",
    "输水线",
    "供水能力",
    "新增治理河长",
    "全长",
    "总长",
    "长度",
    "里程",
    "装机",
    "产能",
    "面积",
    "总投资",
    "投资",
    "河长",
    "黄河故道",
    "上游",
    "下游",
    "库容",
    "吞吐量",
];

static ALL_UNITS: LazyLock<Vec<(Vec<char>, &str)>> =
    LazyLock::new(|| UNITS.iter().map(|(unit, of)| (unit.chars().collect(), *of)).collect());

/// The figures of a cleaned range.
pub fn find_quantities(document: &Document, range: Range<usize>) -> Vec<(usize, Quantity)> {
    let text = &document.text;
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = (at..range.end).find(|&i| !text[i].is_ascii_digit() && text[i] != '.').unwrap_or(range.end);
        let unit = ALL_UNITS.iter().find(|(unit, _)| text[end..range.end].starts_with(unit));
        let number: Option<f64> = text[at..end].iter().collect::<String>().parse().ok();
        if let (Some((unit, of)), Some(value)) = (unit, number) {
            let stop = end + unit.len();
            let span = document.raw_span(at..stop);
            let mut unit: String = unit.iter().collect();
            if text[stop..range.end].starts_with(&['/', '年']) && !unit.contains('/') {
                unit.push_str("/年");
            }
            let of = measure(&text[range.start..at]).unwrap_or(of);
            let unit = if of == "供水能力" && text[range.start..at].contains(&'日') && unit == "万立方米"
            {
                "万立方米/日".to_string()
            } else {
                unit
            };
            found.push((
                at,
                Quantity {
                    value,
                    unit,
                    of: of.to_string(),
                    text: document.reading(at..stop),
                    start: span.start,
                    end: span.end,
                },
            ));
            at = stop;
        } else {
            at = end.max(at + 1);
        }
    }
    found
}

/// Does the figure at `at` speak of a thing named before it: in the clause of its name, or in a clause that only measures?
pub fn speaks_of(text: &[char], name_end: usize, at: usize) -> bool {
    let Some(comma) = (name_end..at).rev().find(|&i| "，；。：:".contains(text[i])) else { return true };
    let clause: String = text[comma + 1..at].iter().collect();
    let told = MEASURES.iter().any(|m| clause.contains(m)) || clause.chars().count() <= 2;
    told && clause.chars().count() <= 12
        && !["达到", "力争", "完成", "建成"].iter().any(|w| clause.contains(w))
}

fn measure(before: &[char]) -> Option<&'static str> {
    let start = before.iter().rposition(|c| "，、。；：".contains(*c)).map_or(0, |i| i + 1);
    let clause: String = before[start..].iter().collect();
    MEASURES.iter().filter_map(|m| clause.rfind(m).map(|at| (at + m.len(), *m))).max().map(|(_, m)| m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_of_another_clause_needs_words_of_measure() {
        let text: Vec<char> = "推进甲乙高铁前期工作，铁路规模达到1700公里，全长30公里".chars().collect();
        assert!(!speaks_of(&text, 6, 17));
        assert!(speaks_of(&text, 6, 26));
    }

    #[test]
    fn a_water_line_has_its_length_and_its_volume() {
        let document = Document::parse(
            "岱海生态应急补水工程：推进建设输水线 134.24 公里，最大取水量 4466 万立方米/年。",
        );
        let found: Vec<(f64, String, String)> = find_quantities(&document, 0..document.text.len())
            .into_iter()
            .map(|(_, q)| (q.value, q.unit, q.of))
            .collect();
        assert_eq!(found[0], (134.24, "公里".into(), "输水线".into()));
        assert_eq!(found[1], (4466.0, "万立方米/年".into(), "最大取水量".into()));
    }
}
