//! Which projects are one place on the ground, and how many of them are placed as such.
//!
//! In: rows, and the words of `site_like.toml` beside this file. Out: [`SiteShare`]. Must not know: how rows were made.

use super::sums::WITHHELD;
use super::{Contents, ProjectProperties};
use crate::vocabulary::{Category, Grade};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

const WORDS: &str = include_str!("site_like.toml");

#[derive(Debug, Default, Deserialize)]
struct Words {
    never: Vec<String>,
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    category: Category,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(default)]
    ends: Vec<String>,
}

static LIST: LazyLock<Words> = LazyLock::new(|| toml::from_str(WORDS).unwrap_or_default());

/// Is the project one place that a point can stand for?
pub fn is_site_like(project: &ProjectProperties) -> bool {
    let never = |word: &String| project.name.contains(word.as_str());
    let withheld = project.method.as_deref().is_some_and(|method| method.starts_with(WITHHELD));
    let rows = LIST.row.iter().filter(|row| row.category == project.category);
    let fits = |row: &Row| {
        row.ends.iter().any(|end| project.name.ends_with(end.as_str()))
            || project.kind.as_ref().is_some_and(|kind| row.kinds.contains(kind))
    };
    !withheld && !LIST.never.iter().any(never) && rows.into_iter().any(fits)
}

/// Site-like projects, and those of them that stand on a point or line of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SiteShare {
    /// Projects that are one place.
    pub projects: usize,
    /// Of those, placed `exact` or `near`.
    pub placed: usize,
}

/// The share in all of `contents`, and by category.
pub fn site_share(contents: &Contents) -> (SiteShare, Vec<(Category, SiteShare)>) {
    let mut all = SiteShare::default();
    let mut rows: Vec<(Category, SiteShare)> = Vec::new();
    for project in contents.projects.iter().map(|p| &p.properties).filter(|p| is_site_like(p)) {
        let placed = usize::from(matches!(project.grade, Some(Grade::Exact | Grade::Near)));
        all = SiteShare { projects: all.projects + 1, placed: all.placed + placed };
        match rows.iter_mut().find(|(category, _)| *category == project.category) {
            Some((_, own)) => *own = SiteShare { projects: own.projects + 1, placed: own.placed + placed },
            None => rows.push((project.category, SiteShare { projects: 1, placed })),
        }
    }
    rows.sort_by_key(|(category, _)| *category);
    (all, rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_words_is_readable() {
        assert!(toml::from_str::<Words>(WORDS).is_ok_and(|words| words.row.len() > 5));
    }
}
