//! Results as a table with ratios.
//!
//! In: loads. Out: markdown. Must not know: how they were measured.

use crate::load::Load;

/// One result.
#[derive(Debug, Clone)]
pub struct Line {
    /// Features.
    pub size: usize,
    /// What was asked.
    pub work: &'static str,
    /// Who answered.
    pub subject: String,
    /// How fast.
    pub load: Load,
    /// Share of what should be in the answers; none where it was not checked.
    pub right: Option<f64>,
}

impl Line {
    /// As a line for people who wait.
    pub fn told(&self) -> String {
        format!("{} {}: {} {}", self.size, self.work, self.subject, self.cell())
    }

    fn cell(&self) -> String {
        let right = match self.right {
            Some(share) if (share - 1.0).abs() > 0.000_5 => format!(", recall {share:.2}"),
            _ => String::new(),
        };
        let errors =
            if self.load.errors > 0 { format!(", {} errors", self.load.errors) } else { String::new() };
        let load = &self.load;
        format!(
            "{:.0} ({:.1} ms, {:.1} kB{right}{errors})",
            load.per_second,
            load.p99_ms,
            load.bytes / 1000.0
        )
    }
}

/// All results.
#[derive(Debug, Default)]
pub struct Table(Vec<Line>);

impl Table {
    /// Adds one.
    pub fn push(&mut self, line: Line) {
        self.0.push(line);
    }

    /// One row a kind of work, one column a service; below it the ratios of ours to theirs.
    pub fn markdown(&self, size: usize) -> String {
        let mut works: Vec<&str> = Vec::new();
        let mut subjects: Vec<&str> = Vec::new();
        for line in &self.0 {
            if !works.contains(&line.work) {
                works.push(line.work);
            }
            if !subjects.contains(&line.subject.as_str()) {
                subjects.push(&line.subject);
            }
        }
        let find = |work: &str, subject: &str| self.0.iter().find(|l| l.work == work && l.subject == subject);
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = format!("## {size} features\n\nRequests a second (p99, mean body as sent).\n\n");
        let head = |first: &str, names: &[&str]| {
            let names = names.iter().map(|n| (*n).to_owned());
            let head = row(std::iter::once(first.to_owned()).chain(names.clone()).collect());
            head + &row(vec!["---".to_owned(); names.len() + 1])
        };
        out += &head("work", &subjects);
        for work in &works {
            let cell = |s: &&str| find(work, s).map_or_else(|| "-".to_owned(), Line::cell);
            out += &row(std::iter::once((*work).to_owned()).chain(subjects.iter().map(cell)).collect());
        }
        let others: Vec<&str> = subjects.iter().copied().filter(|s| !s.starts_with("planmap")).collect();
        out += "\nRatios: planmap (cached where it says so) to each.\n\n";
        out += &head("work", &others);
        for work in &works {
            for own in ["planmap", "planmap, cached"] {
                let Some(ours) = find(work, own) else { continue };
                let ratio = |s: &&str| {
                    find(work, s).map_or_else(
                        || "not measured".to_owned(),
                        |theirs| format!("{:.2}", ours.load.per_second / theirs.load.per_second),
                    )
                };
                let name = if own == "planmap" { (*work).to_owned() } else { format!("{work}, cached") };
                out += &row(std::iter::once(name).chain(others.iter().map(ratio)).collect());
            }
        }
        out
    }
}
