//! A row of a list of projects names one project: what stands in the cell of its name.
//!
//! In: the cleaned text of a sentence and its drafts. Out: the drafts of the row: places and contents of other cells
//! name nothing, and the name is the whole cell. Must not know: where the row came from.

use super::Shape;
use super::draft::Draft;
use crate::vocabulary::Category;
use serde::Deserialize;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Default, Deserialize)]
struct Words {
    name_ends: Vec<String>,
    label_chars: usize,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("rows.toml")).unwrap_or_default());

/// The cell that names the project, if the sentence `range` of `text` is a row: labelled cells between ；.
pub fn name_cell(text: &[char], range: &Range<usize>) -> Option<Range<usize>> {
    let cells: Vec<Range<usize>> = cells(text, range);
    let labelled: Vec<(Range<usize>, Range<usize>)> = cells.iter().filter_map(|c| label(text, c)).collect();
    // One labelled cell alone is prose with a colon.
    if labelled.len() < 2 || labelled.len() < cells.len() {
        return None;
    }
    let names_it = |label: &Range<usize>| {
        let label: String = text[label.clone()].iter().collect();
        WORDS.name_ends.iter().any(|end| label.ends_with(end.as_str()))
    };
    labelled.into_iter().find(|(label, _)| names_it(label)).map(|(_, value)| value).filter(|v| !v.is_empty())
}

/// The cells of a row, without the bodies in brackets at its end.
fn cells(text: &[char], range: &Range<usize>) -> Vec<Range<usize>> {
    let mut end = range.end;
    while end > range.start && matches!(text[end - 1], '。' | '；' | '\n') {
        end -= 1;
    }
    if end > range.start
        && text[end - 1] == '）'
        && let Some(open) = (range.start..end).rev().find(|i| text[*i] == '（')
        && text[open..end].contains(&'：')
    {
        end = open;
    }
    let marks = (range.start..end).filter(|i| text[*i] == '；');
    let mut from = range.start;
    let mut out = Vec::new();
    for mark in marks.chain([end]) {
        out.push(from..mark);
        from = mark + 1;
    }
    out
}

/// Label and value of a cell.
fn label(text: &[char], cell: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let colon = cell.clone().take(WORDS.label_chars + 1).find(|i| text[*i] == '：')?;
    (colon > cell.start).then_some((cell.start..colon, colon + 1..cell.end))
}

/// The drafts of a row whose name stands in `cell`.
pub fn of_row(text: &[char], cell: &Range<usize>, drafts: Vec<Draft>) -> Vec<Draft> {
    let inside = |d: &Draft| d.range.start >= cell.start && d.range.end <= cell.end;
    let mut own: Vec<Draft> = drafts.into_iter().filter(inside).collect();
    // Several in one cell are an enumeration, and stay as they are.
    if own.len() > 1 {
        return own;
    }
    let name: String = text[cell.clone()].iter().collect();
    let mut draft = own.pop().unwrap_or_else(|| unknown(cell));
    draft.range = cell.clone();
    draft.list_start = cell.start;
    draft.list_end = cell.end;
    draft.name = name;
    draft.rule = "row";
    vec![draft]
}

/// A project of which the words tell no category.
fn unknown(cell: &Range<usize>) -> Draft {
    Draft {
        range: cell.clone(),
        list_end: cell.end,
        list_start: cell.start,
        name: String::new(),
        category: Category::Other,
        kind: String::new(),
        zone_kind: None,
        code: None,
        shape: Shape::Site,
        context: Vec::new(),
        rule: "row",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell_of(row: &str) -> Option<String> {
        let text: Vec<char> = row.chars().collect();
        name_cell(&text, &(0..text.len())).map(|cell| text[cell].iter().collect())
    }

    #[test]
    fn the_cell_of_the_name_is_found_and_prose_is_no_row() {
        let row = "建设地点：甲县；项目名称：甲县乙水库；总投资：3亿元（责任单位：丙局）。";
        assert_eq!(cell_of(row).as_deref(), Some("甲县乙水库"));
        assert_eq!(cell_of("重点工程：甲水库；乙水库；丙水库。"), None);
        assert_eq!(cell_of("项目名称：甲水库。"), None);
    }
}
