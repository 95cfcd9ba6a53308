//! Pairs of wordings marked as one thing or two.

use crate::error::{Error, Result};
use crate::release::{Contents, MentionRow};
use serde::Serialize;
use std::path::Path;

/// Figures of linking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Linking {
    /// Pairs of the truth file.
    pub pairs: usize,
    /// Pairs of which both wordings were found.
    pub judged: usize,
    /// Of those, judged as a person did.
    pub right: usize,
    /// Two things made one.
    pub wrongly_joined: usize,
    /// One thing left as two.
    pub wrongly_apart: usize,
}

/// Evaluates `linking.tsv` (a_plan, a_quote, b_plan, b_quote, same, why); `None` when there is none.
pub fn evaluate(contents: &Contents, path: &Path) -> Result<Option<Linking>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    let mut figures = Linking::default();
    for (index, line) in text.lines().enumerate().skip(1) {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let cells: Vec<String> = line.split('\t').map(|c| c.replace("\\n", "\n")).collect();
        let [a_plan, a, b_plan, b, same, ..] = cells.as_slice() else {
            return Err(Error::line(
                path,
                index + 1,
                "five columns are expected: a_plan, a_quote, b_plan, b_quote, same",
            ));
        };
        figures.pairs += 1;
        let (Some(left), Some(right)) = (projects(contents, a_plan, a), projects(contents, b_plan, b)) else {
            continue;
        };
        figures.judged += 1;
        let joined = left.iter().any(|p| right.contains(p));
        let right_answer = joined == (same == "yes");
        figures.right += usize::from(right_answer);
        figures.wrongly_joined += usize::from(joined && !right_answer);
        figures.wrongly_apart += usize::from(!joined && !right_answer);
    }
    Ok(Some(figures))
}

/// Projects of the mentions of a plan with this quote; else of those that it contains or that contain it.
fn projects<'a>(contents: &'a Contents, plan: &str, quote: &str) -> Option<Vec<&'a str>> {
    let of = |fits: &dyn Fn(&MentionRow) -> bool| {
        let list: Vec<&str> = contents
            .mentions
            .iter()
            .filter(|m| m.plan == plan && fits(m))
            .map(|m| m.project.as_str())
            .collect();
        (!list.is_empty()).then_some(list)
    };
    of(&|m| m.quote == quote).or_else(|| {
        let mut close = of(&|m| {
            m.quote.contains(quote) || quote.contains(m.quote.as_str()) && m.quote.chars().count() >= 4
        })?;
        close.dedup();
        (close.len() == 1).then_some(close)
    })
}
