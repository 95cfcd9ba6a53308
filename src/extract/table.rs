//! Tables: each row becomes one line; under a header of a list of projects, with the header's words before each cell.

use serde::Deserialize;
use std::sync::LazyLock;

/// The words of `lexicon.toml`, where each list is explained.
#[derive(Default, Deserialize)]
struct Lexicon {
    header: Vec<String>,
    name_ends: Vec<String>,
    places: Vec<String>,
    bodies: Vec<String>,
    counts: Vec<String>,
    units: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("lexicon.toml")).unwrap_or_default());

/// A header cell is no longer than this.
const HEADER_MAX: usize = 24;

/// A cell that covers others is repeated in them when it is no longer than this.
const REPEATED_MAX: usize = 120;

/// Rows of cells, as lines.
pub fn lines(rows: &[Vec<String>]) -> Vec<String> {
    let mut header: Option<Vec<String>> = None;
    let mut out = Vec::new();
    for row in rows {
        if is_header(row) {
            header = Some(match header.take().filter(|h| continues(h, row)) {
                Some(above) => joined_header(&above, row),
                None => row.iter().map(|c| flat(c)).collect(),
            });
            continue;
        }
        match &header {
            Some(header) => out.extend(row_line(header, row)),
            None => out.extend(free_row(row)),
        }
    }
    out
}

/// Does a row name the columns of a list of projects?
fn is_header(row: &[String]) -> bool {
    let cells: Vec<String> = row.iter().map(|c| flat(c)).filter(|c| !c.is_empty()).collect();
    let known = cells.iter().filter(|c| is_header_cell(c)).count();
    let named = cells.iter().any(|c| names_the_row(c));
    cells.len() >= 2 && named && known >= 2 && known * 3 >= cells.len() * 2
}

fn is_header_cell(cell: &str) -> bool {
    let bare = without_remark(cell);
    cell.chars().count() <= HEADER_MAX
        && !bare.contains(['，', '。', '；'])
        && LEXICON.header.iter().any(|w| bare.starts_with(w.as_str()) || bare.ends_with(w.as_str()))
}

fn names_the_row(cell: &str) -> bool {
    let bare = without_remark(cell);
    bare.chars().count() <= 8 && LEXICON.name_ends.iter().any(|w| bare.ends_with(w.as_str()))
}

/// A second line of a header repeats cells of the first (they are merged over both).
fn continues(above: &[String], row: &[String]) -> bool {
    above.iter().zip(row).any(|(a, b)| !a.is_empty() && *a == flat(b))
}

fn joined_header(above: &[String], row: &[String]) -> Vec<String> {
    let cell = |i: usize| -> String {
        let top = above.get(i).cloned().unwrap_or_default();
        let low = row.get(i).map(|c| flat(c)).unwrap_or_default();
        match () {
            // 投资 over 总投资: the lower cell says it all.
            () if low.contains(without_remark(&top).as_str()) => low,
            () => format!("{top}{low}"),
        }
    };
    (0..above.len().max(row.len())).map(cell).collect()
}

fn row_line(header: &[String], row: &[String]) -> Vec<String> {
    let cells: Vec<(usize, String)> =
        row.iter().enumerate().map(|(i, c)| (i, flat(c))).filter(|(_, c)| !is_blank(c)).collect();
    match cells.as_slice() {
        [] => Vec::new(),
        // A row merged over all columns: a group title, or a remark.
        [(_, one)] => vec![one.clone()],
        // A numbered group title: 一 | 交通项目.
        [(0, number), (1, title)] if is_group_number(number) => vec![format!("{number}、{title}")],
        _ if cells.iter().all(|(_, c)| *c == cells[0].1) => vec![cells[0].1.clone()],
        cells => ordered(header, cells),
    }
}

/// Places, then everything else, then the bodies in brackets.
fn ordered(header: &[String], cells: &[(usize, String)]) -> Vec<String> {
    let (mut places, mut others, mut bodies) = (Vec::new(), Vec::new(), String::new());
    for (i, cell) in cells {
        let name = header.get(*i);
        let Some(part) = part(name, cell) else { continue };
        match name {
            Some(name) if is_place(name) => places.push(part),
            Some(name) if LEXICON.bodies.contains(&without_remark(name)) => {
                bodies.push_str(&format!("（{part}）"))
            }
            _ => others.push(part),
        }
    }
    places.append(&mut others);
    if places.is_empty() { Vec::new() } else { vec![format!("{}{bodies}。", places.join("；"))] }
}

/// One cell with the words of its column; numbers of rows say nothing.
fn part(header: Option<&String>, cell: &str) -> Option<String> {
    let cell = cell.trim_end_matches(['。', '；']);
    let header = header.map(String::as_str).unwrap_or_default();
    if LEXICON.counts.contains(&without_remark(header)) {
        return None;
    }
    if header.is_empty() {
        return Some(cell.to_string());
    }
    // 总投资（亿元）: the unit belongs to the figure.
    let unit = remark(header).filter(|u| is_unit(u) && is_number(cell));
    let cell = unit.map_or_else(|| cell.to_string(), |unit| format!("{cell}{unit}"));
    Some(format!("{}：{cell}", without_remark(header)))
}

/// A row of a table that is no list of projects: its cells as they stand.
fn free_row(row: &[String]) -> Vec<String> {
    let filled: Vec<&String> = row.iter().filter(|c| !c.trim().is_empty()).collect();
    match filled.as_slice() {
        [] => Vec::new(),
        // A page that is laid out by a table keeps its paragraphs.
        [one] => one.lines().map(str::to_string).collect(),
        cells if cells.iter().all(|c| *c == cells[0]) => cells[0].lines().map(str::to_string).collect(),
        cells if cells.iter().any(|c| c.lines().count() > 3) => {
            cells.iter().flat_map(|c| c.lines()).map(str::to_string).collect()
        }
        cells => {
            let parts: Vec<String> = cells.iter().map(|c| flat(c)).collect();
            vec![format!("{}。", parts.join("；").trim_end_matches(['。', '；']))]
        }
    }
}

/// The text of a cell that covers several rows or columns, as it stands in those after the first: only words, no prose.
pub fn repeated(text: &str) -> String {
    if text.chars().nth(REPEATED_MAX).is_some() { String::new() } else { text.to_string() }
}

/// The words of a cell on one line.
pub fn flat(cell: &str) -> String {
    let mut out = String::new();
    for piece in cell.split_whitespace() {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        if latin(out.chars().next_back()) && latin(piece.chars().next()) {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| "—-－–/／\\".contains(c))
}

/// Does a column say where a work is?
fn is_place(header: &str) -> bool {
    let bare = without_remark(header);
    LEXICON.places.iter().any(|w| bare.starts_with(w.as_str()) || bare.ends_with(w.as_str()))
}

fn is_group_number(cell: &str) -> bool {
    let bare = cell.trim_matches(['（', '）', '(', ')', '、']);
    !bare.is_empty() && bare.chars().all(crate::text::is_han_number)
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|c| c.is_ascii_digit() || ".,，".contains(c))
}

fn is_unit(text: &str) -> bool {
    let count = text.chars().count();
    (1..=8).contains(&count) && LEXICON.units.iter().any(|u| text.ends_with(u.as_str()))
}

fn remark(header: &str) -> Option<String> {
    let after = header.split_once(['（', '('])?.1;
    let inside = after.split(['）', ')']).next()?;
    Some(inside.trim_start_matches("单位：").to_string())
}

fn without_remark(header: &str) -> String {
    header.split(['（', '(']).next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|l| l.split('|').map(|c| c.trim().to_string()).collect()).collect()
    }

    #[test]
    fn a_list_of_projects_says_its_header_in_every_row() {
        let list = "附件||||\n序号|项目名称|建设 地点|总投资（亿元）|责任单位\n一|交通项目|||\n1|甲线|包头市|12.5|交通厅\n2|乙线|—|／|";
        assert_eq!(
            lines(&rows(list)),
            [
                "附件",
                "一、交通项目",
                "建设地点：包头市；项目名称：甲线；总投资：12.5亿元（责任单位：交通厅）。",
                "项目名称：乙线。"
            ]
        );
    }

    #[test]
    fn a_header_of_two_rows_is_read_as_one() {
        let list =
            "项目名称|投资|投资|建设地点\n项目名称|总投资（亿元）|中央投资（亿元）|建设地点\n甲线|3|1|乌海市";
        let out = lines(&rows(list));
        assert_eq!(out, ["建设地点：乌海市；项目名称：甲线；总投资：3亿元；中央投资：1亿元。"]);
    }

    #[test]
    fn another_table_keeps_its_cells() {
        assert_eq!(
            lines(&rows("指标|2025年\n铁路里程|1.6万公里")),
            ["指标；2025年。", "铁路里程；1.6万公里。"]
        );
    }
}
