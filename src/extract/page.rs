//! A page on which words and rules have places (PDF, OFD): its lines from top to bottom, its ruled tables by rows.
//!
//! # Units
//! Those of the page (points, millimetres); x to the right, y downwards.

use super::writer::Writer;
use super::{Said, table};

/// A run of characters at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Left end of the base line.
    pub x: f64,
    /// Base line.
    pub y: f64,
    /// Size of the type.
    pub size: f64,
    /// Characters.
    pub text: String,
}

/// A straight rule, level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// One end.
    pub from: (f64, f64),
    /// The other.
    pub to: (f64, f64),
}

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Page {
    /// Words.
    pub runs: Vec<Run>,
    /// Rules.
    pub rules: Vec<Rule>,
}

/// Lines and tables in reading order.
enum Block {
    Line(String),
    Rows(Vec<Vec<String>>),
}

/// The text of a document of pages; a table that goes on over the page keeps its header.
pub fn text(pages: &[Page]) -> Said<String> {
    let mut writer = Writer::default();
    let mut open: Vec<Vec<String>> = Vec::new();
    for block in pages.iter().flat_map(Page::blocks) {
        match block {
            Block::Rows(rows) => {
                let width = |rows: &[Vec<String>]| rows.first().map(Vec::len);
                if !open.is_empty() && width(&open) != width(&rows) {
                    writer.lines(table::lines(&std::mem::take(&mut open)))?;
                }
                open.extend(rows);
            }
            Block::Line(line) => {
                writer.lines(table::lines(&std::mem::take(&mut open)))?;
                writer.line(&line)?;
            }
        }
    }
    writer.lines(table::lines(&open))?;
    Ok(writer.finish())
}

/// Rules of one table are no farther apart than this (in units of the page: also good for millimetres).
const TOUCH: f64 = 2.0;
/// Pages with more rules than this are drawings.
const MAX_RULES: usize = 20_000;

/// The grid of a ruled table.
struct Grid {
    columns: Vec<f64>,
    rows: Vec<f64>,
}

impl Page {
    fn blocks(&self) -> Vec<Block> {
        let grids = self.grids();
        let mut in_grid: Vec<Vec<&Run>> = grids.iter().map(|_| Vec::new()).collect();
        let mut free: Vec<&Run> = Vec::new();
        for run in self.runs.iter().filter(|r| !r.text.trim().is_empty()) {
            match grids.iter().position(|g| g.holds(run)) {
                Some(grid) => in_grid[grid].push(run),
                None => free.push(run),
            }
        }
        let mut blocks: Vec<(f64, Block)> = grids
            .iter()
            .zip(&in_grid)
            .map(|(grid, runs)| (grid.rows[0], Block::Rows(grid.table(runs))))
            .collect();
        let lines = lines(&free);
        let margin = margin(&lines);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            let is_number = line.text.chars().all(|c| c.is_ascii_digit()) && line.text.chars().count() <= 4;
            // A bare number at the head or foot of a page counts the page.
            if !(is_number && (index == 0 || index == last)) {
                blocks.push((line.y, Block::Line(line.indented(margin))));
            }
        }
        blocks.sort_by(|a, b| a.0.total_cmp(&b.0));
        blocks.into_iter().map(|(_, block)| block).collect()
    }

    /// Tables: where upright rules stand side by side, at least three of them (two columns).
    fn grids(&self) -> Vec<Grid> {
        if self.rules.len() > MAX_RULES {
            return Vec::new();
        }
        let upright: Vec<Rule> = self.rules.iter().filter(|r| r.is_upright()).map(Rule::sorted).collect();
        let level: Vec<Rule> = self.rules.iter().filter(|r| r.is_level()).map(Rule::sorted).collect();
        let mut bands: Vec<(f64, f64)> = upright.iter().map(|r| (r.from.1, r.to.1)).collect();
        bands.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for band in bands {
            match joined.last_mut() {
                Some(last) if band.0 <= last.1 + TOUCH => last.1 = last.1.max(band.1),
                _ => joined.push(band),
            }
        }
        joined.iter().filter_map(|band| grid(*band, &upright, &level)).collect()
    }
}

fn grid(band: (f64, f64), upright: &[Rule], level: &[Rule]) -> Option<Grid> {
    let inside = |y: f64| y >= band.0 - TOUCH && y <= band.1 + TOUCH;
    let columns = distinct(upright.iter().filter(|r| inside(r.from.1)).map(|r| r.from.0));
    let rows = distinct(level.iter().map(|r| r.from.1).filter(|y| inside(*y)));
    (columns.len() >= 3 && rows.len() >= 2).then_some(Grid { columns, rows })
}

fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|b, a| *b - *a < TOUCH);
    values
}

impl Rule {
    fn is_upright(&self) -> bool {
        (self.from.0 - self.to.0).abs() < 1.0 && (self.from.1 - self.to.1).abs() > TOUCH
    }

    fn is_level(&self) -> bool {
        (self.from.1 - self.to.1).abs() < 1.0 && (self.from.0 - self.to.0).abs() > TOUCH
    }

    /// From top to bottom, from left to right.
    fn sorted(&self) -> Rule {
        let (a, b) = (self.from, self.to);
        Rule { from: (a.0.min(b.0), a.1.min(b.1)), to: (a.0.max(b.0), a.1.max(b.1)) }
    }
}

impl Grid {
    fn holds(&self, run: &Run) -> bool {
        let (middle, x) = (run.y - run.size / 3.0, run.x + run.size / 2.0);
        let within = |list: &[f64], v: f64| list[0] <= v && v <= list[list.len() - 1];
        within(&self.rows, middle) && within(&self.columns, x)
    }

    fn table(&self, runs: &[&Run]) -> Vec<Vec<String>> {
        let (width, height) = (self.columns.len() - 1, self.rows.len() - 1);
        let mut cells: Vec<Vec<Vec<&Run>>> = vec![vec![Vec::new(); width]; height];
        let slot = |list: &[f64], v: f64| list.iter().rposition(|e| *e <= v).unwrap_or(0).min(list.len() - 2);
        for run in runs {
            let row = slot(&self.rows, run.y - run.size / 3.0);
            cells[row][slot(&self.columns, run.x + run.size / 2.0)].push(run);
        }
        let text = |runs: &Vec<&Run>| lines(runs).into_iter().map(|l| l.text).collect::<Vec<_>>().join("\n");
        cells.iter().map(|row| row.iter().map(text).collect()).collect()
    }
}

/// A line of words.
struct Line {
    x: f64,
    y: f64,
    size: f64,
    text: String,
}

impl Line {
    /// With the two ideographic spaces of a new paragraph, where it begins right of the margin.
    fn indented(&self, margin: f64) -> String {
        let by = (self.x - margin) / self.size.max(0.1);
        if (1.2..4.0).contains(&by) { format!("\u{3000}\u{3000}{}", self.text) } else { self.text.clone() }
    }
}

fn margin(lines: &[Line]) -> f64 {
    lines.iter().filter(|l| l.text.chars().count() > 4).map(|l| l.x).fold(f64::INFINITY, f64::min)
}

/// Runs on one base line, from left to right; lines from top to bottom.
fn lines(runs: &[&Run]) -> Vec<Line> {
    let mut sorted: Vec<&Run> = runs.to_vec();
    sorted.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut groups: Vec<Vec<&Run>> = Vec::new();
    for run in sorted {
        match groups.last_mut() {
            Some(group) if (run.y - group[0].y).abs() <= 0.45 * run.size.max(group[0].size) => {
                group.push(run)
            }
            _ => groups.push(vec![run]),
        }
    }
    groups.iter_mut().map(|group| line(group)).collect()
}

fn line(group: &mut [&Run]) -> Line {
    group.sort_by(|a, b| a.x.total_cmp(&b.x));
    let first = group[0];
    let mut text = String::new();
    let mut end = first.x;
    for run in group.iter() {
        // A wide gap is a space of the text; words of Latin letters need a smaller one.
        let gap = (run.x - end) / run.size.max(0.1);
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let words = latin(text.chars().next_back()) && latin(run.text.chars().next());
        if !text.is_empty() && (gap > 1.0 || words && gap > 0.2) {
            text.push(' ');
        }
        text.extend(run.text.chars().flat_map(usual));
        end = run.x + width(run);
    }
    let size = group.iter().map(|r| r.size).fold(0.0, f64::max);
    Line { x: first.x, y: first.y, size, text: text.trim().to_string() }
}

/// Fonts of printed pages often give radicals (⼈, ⺠) and ligatures (ﬁ) for the characters that look like them.
fn usual(c: char) -> Vec<char> {
    use unicode_normalization::UnicodeNormalization;
    match c {
        '\u{2f00}'..='\u{2fdf}' | '\u{fb00}'..='\u{fb06}' => std::iter::once(c).nfkc().collect(),
        '\u{2e80}'..='\u{2eff}' => {
            vec![RADICALS.iter().find(|(r, _)| *r == c).map_or(c, |(_, usual)| *usual)]
        }
        _ => vec![c],
    }
}

/// Radicals that Unicode maps to no character, by their names in the standard: those that are words of
/// their own in simplified writing.
const RADICALS: [(char, char); 27] = [
    ('\u{2e9f}', '母'),
    ('\u{2ea0}', '民'),
    ('\u{2ec4}', '西'),
    ('\u{2ec5}', '见'),
    ('\u{2ec6}', '角'),
    ('\u{2ec9}', '贝'),
    ('\u{2ecb}', '车'),
    ('\u{2ed3}', '长'),
    ('\u{2ed4}', '门'),
    ('\u{2ed8}', '青'),
    ('\u{2ed9}', '韦'),
    ('\u{2eda}', '页'),
    ('\u{2edb}', '风'),
    ('\u{2edc}', '飞'),
    ('\u{2edd}', '食'),
    ('\u{2ee2}', '马'),
    ('\u{2ee3}', '骨'),
    ('\u{2ee4}', '鬼'),
    ('\u{2ee5}', '鱼'),
    ('\u{2ee6}', '鸟'),
    ('\u{2ee7}', '卤'),
    ('\u{2ee8}', '麦'),
    ('\u{2ee9}', '黄'),
    ('\u{2eec}', '齐'),
    ('\u{2eee}', '齿'),
    ('\u{2ef0}', '龙'),
    ('\u{2ef3}', '龟'),
];

/// About how wide a run is: Han characters are square, others half of it.
fn width(run: &Run) -> f64 {
    run.text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>() * run.size
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests {
    use super::*;

    fn run(x: f64, y: f64, text: &str) -> Run {
        Run { x, y, size: 10.0, text: text.to_string() }
    }

    #[test]
    fn words_are_read_from_top_to_bottom_and_left_to_right() {
        let page = Page {
            runs: vec![
                run(65.0, 40.0, "铁路。"),
                run(10.0, 20.0, "一、交通建设"),
                run(30.0, 40.0, "新建"),
                run(50.0, 800.0, "12"),
            ],
            rules: vec![],
        };
        assert_eq!(text(&[page]).unwrap(), "一、交通建设\n\u{3000}\u{3000}新建 铁路。\n");
    }

    #[test]
    fn radicals_of_printed_pages_become_characters() {
        let page = Page { runs: vec![run(10.0, 20.0, "⼈⺠的⽔库，⻓86公⾥")], rules: vec![] };
        assert_eq!(text(&[page]).unwrap(), "人民的水库，长86公里\n");
    }

    #[test]
    fn a_ruled_table_is_read_by_rows_and_keeps_its_header_over_the_page() {
        let rules: Vec<Rule> = [0.0, 100.0, 200.0]
            .iter()
            .map(|x| Rule { from: (*x, 0.0), to: (*x, 60.0) })
            .chain([0.0, 30.0, 60.0].iter().map(|y| Rule { from: (0.0, *y), to: (200.0, *y) }))
            .collect();
        let first = Page {
            runs: vec![
                run(5.0, 20.0, "项目名称"),
                run(105.0, 20.0, "建设地点"),
                run(5.0, 43.0, "甲线"),
                run(5.0, 55.0, "二期"),
                run(105.0, 48.0, "包头市"),
            ],
            rules: rules.clone(),
        };
        let second = Page { runs: vec![run(5.0, 20.0, "乙线"), run(105.0, 20.0, "乌海市")], rules };
        assert_eq!(
            text(&[first, second]).unwrap(),
            "建设地点：包头市；项目名称：甲线二期。\n建设地点：乌海市；项目名称：乙线。\n"
        );
    }
}
