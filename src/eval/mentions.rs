//! Mentions found, against documents marked by hand.
//!
//! A truth row is found when a mention of the same category overlaps it by at least 60 in 100 of the longer of the two;
//! `exact` counts those whose span is the same to the character.

use crate::error::{Error, Result};
use crate::release::{Contents, MentionRow};
use crate::vocabulary::{Category, Status};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Counts of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Rows of the truth.
    pub truth: usize,
    /// Mentions of the release.
    pub mentions: usize,
    /// Rows that were found.
    pub found: usize,
    /// Of those, the same span to the character.
    pub exact: usize,
    /// Of those, the same status.
    pub status: usize,
}

impl Score {
    /// Found of the truth.
    pub fn recall(&self) -> f64 {
        ratio(self.found, self.truth)
    }
    /// Found of the mentions.
    pub fn precision(&self) -> f64 {
        ratio(self.found, self.mentions)
    }
    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        ratio(2 * self.found, self.truth + self.mentions)
    }
    fn add(&mut self, other: Self) {
        self.truth += other.truth;
        self.mentions += other.mentions;
        self.found += other.found;
        self.exact += other.exact;
        self.status += other.status;
    }
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Figures of one plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MentionFigures {
    /// Plan id.
    pub plan: String,
    /// rail road airport hub port water energy ecology.
    pub infrastructure: Score,
    /// The other categories.
    pub other: Score,
    /// By category.
    pub by_category: Vec<(Category, Score)>,
}

/// The categories whose recall is asked for first.
const INFRASTRUCTURE: [Category; 8] = [
    Category::Rail,
    Category::Road,
    Category::Airport,
    Category::Hub,
    Category::Port,
    Category::Water,
    Category::Energy,
    Category::Ecology,
];

struct Row {
    start: usize,
    end: usize,
    category: Category,
    status: Option<Status>,
    name: String,
}

/// Evaluates every plan that has a truth file.
pub fn evaluate(contents: &Contents, folder: &Path) -> Result<Vec<MentionFigures>> {
    let mut figures = Vec::new();
    for text in &contents.texts {
        let path = folder.join(format!("{}.tsv", text.plan));
        if !path.exists() {
            continue;
        }
        let characters: Vec<char> = text.text.chars().collect();
        let rows = read(&path, &characters)?;
        let mentions: Vec<&MentionRow> = contents.mentions.iter().filter(|m| m.plan == text.plan).collect();
        figures.push(compare(&text.plan, &rows, &mentions));
    }
    Ok(figures)
}

/// Which project stands for a completed name of the truth, by category and name.
pub type ByName = std::collections::BTreeMap<(Category, String), String>;

/// The projects of the truth's completed names: those of the mentions that fit their rows.
pub fn projects_by_name(contents: &Contents, folder: &Path) -> Result<ByName> {
    let mut found = ByName::new();
    for text in &contents.texts {
        let path = folder.join(format!("{}.tsv", text.plan));
        if !path.exists() {
            continue;
        }
        let characters: Vec<char> = text.text.chars().collect();
        let mentions: Vec<&MentionRow> = contents.mentions.iter().filter(|m| m.plan == text.plan).collect();
        for row in read(&path, &characters)? {
            if let Some(mention) = mentions.iter().find(|m| fits(&row, m)) {
                found.entry((row.category, row.name.clone())).or_insert_with(|| mention.project.clone());
            }
        }
    }
    Ok(found)
}

fn read(path: &PathBuf, text: &[char]) -> Result<Vec<Row>> {
    let file = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    let mut rows = Vec::new();
    let mut from: usize = 0;
    let mut header = false;
    for (index, line) in file.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if !header {
            header = true;
            continue;
        }
        let wrong = |message: String| Error::line(path, index + 1, message);
        let cells: Vec<String> = line.split('\t').map(|c| c.replace("\\n", "\n")).collect();
        let quote: Vec<char> = cells.first().map(|c| c.chars().collect()).unwrap_or_default();
        let context: Vec<char> = cells.get(6).map(|c| c.chars().collect()).unwrap_or_default();
        let needle: Vec<char> = context.iter().chain(&quote).copied().collect();
        let at = find_from(text, from.saturating_sub(context.len()), &needle)
            .ok_or_else(|| wrong(format!("\"{}\" does not follow in the document", cells[0])))?;
        let start = at + context.len();
        let category: Category =
            cells.get(1).map_or("", String::as_str).parse().map_err(|e| wrong(format!("{e}")))?;
        let status = cells.get(3).and_then(|s| s.parse().ok());
        let name = cells.get(4).cloned().unwrap_or_default();
        rows.push(Row { start, end: start + quote.len(), category, status, name });
        from = start;
    }
    Ok(rows)
}

fn find_from(text: &[char], from: usize, needle: &[char]) -> Option<usize> {
    if needle.is_empty() || text.len() < needle.len() {
        return None;
    }
    (from..=text.len() - needle.len()).find(|&at| text[at..at + needle.len()] == *needle)
}

fn compare(plan: &str, rows: &[Row], mentions: &[&MentionRow]) -> MentionFigures {
    let mut used = vec![false; mentions.len()];
    let mut by_category: Vec<(Category, Score)> =
        Category::ALL.iter().map(|c| (*c, Score::default())).collect();
    let place = |category: Category| Category::ALL.iter().position(|c| *c == category).unwrap_or(0);
    for row in rows {
        let score = &mut by_category[place(row.category)].1;
        score.truth += 1;
        let hit = mentions.iter().enumerate().position(|(i, m)| !used[i] && fits(row, m));
        if let Some(hit) = hit {
            used[hit] = true;
            score.found += 1;
            score.exact += usize::from(mentions[hit].start == row.start && mentions[hit].end == row.end);
            score.status += usize::from(row.status == Some(mentions[hit].status));
        }
    }
    for mention in mentions {
        by_category[place(mention.category)].1.mentions += 1;
    }
    let sum = |infrastructure: bool| {
        let mut total = Score::default();
        for (category, score) in &by_category {
            if INFRASTRUCTURE.contains(category) == infrastructure {
                total.add(*score);
            }
        }
        total
    };
    let (infrastructure, other) = (sum(true), sum(false));
    by_category.retain(|(_, s)| s.truth + s.mentions > 0);
    MentionFigures { plan: plan.to_string(), infrastructure, other, by_category }
}

fn fits(row: &Row, mention: &MentionRow) -> bool {
    let overlap = row.end.min(mention.end).saturating_sub(row.start.max(mention.start));
    let longer = (row.end - row.start).max(mention.end - mention.start);
    mention.category == row.category && overlap * 10 >= longer * 6
}
