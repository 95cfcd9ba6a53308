//! The figures of a release.
//!
//! In: rows. Out: [`Quality`]. Must not know: how rows were made.

use crate::release::{ChapterSum, Contents, Manifest, SiteShare, SumRow, chapters, site_share, sums};
use crate::vocabulary::{Category, Grade, PlaceLevel};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What `/quality` shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quality {
    /// Version of the release.
    pub release: String,
    /// Rows by kind.
    pub counts: BTreeMap<String, usize>,
    /// Projects by grade, `unplaced` among them.
    pub by_grade: BTreeMap<&'static str, usize>,
    /// Placed projects by the size of the unit they stand on.
    pub by_place_level: BTreeMap<&'static str, usize>,
    /// Mentions of each plan by the grade of their project.
    pub by_plan: Vec<SumRow>,
    /// The same by chapter.
    pub by_chapter: Vec<ChapterSum>,
    /// Projects that are one place, and how many of them stand on it.
    pub site_like: SiteShare,
    /// In the order of the contract.
    pub by_category: Vec<CategoryRow>,
    /// Figures of `eval`; null until it has been run.
    pub eval: Option<Value>,
}

/// The projects of one category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryRow {
    /// Category.
    pub category: Category,
    /// Projects.
    pub projects: usize,
    /// Projects with a geometry.
    pub placed: usize,
    /// Mentions.
    pub mentions: usize,
}

impl Quality {
    /// The figures of `contents`.
    pub fn new(contents: &Contents, manifest: &Manifest) -> Self {
        let grade = |g: Option<Grade>| contents.projects.iter().filter(|p| p.properties.grade == g).count();
        let level = |l| contents.projects.iter().filter(|p| p.properties.place_level == Some(l)).count();
        let grades = Grade::ALL.iter().map(|g| (g.word(), grade(Some(*g))));
        Self {
            release: manifest.version.clone(),
            counts: manifest.counts.clone(),
            by_grade: grades.chain([("unplaced", grade(None))]).collect(),
            by_place_level: PlaceLevel::ALL.iter().map(|l| (l.word(), level(*l))).collect(),
            by_plan: sums(contents),
            by_chapter: chapters(contents),
            site_like: site_share(contents).0,
            by_category: Category::ALL.iter().map(|c| category(contents, *c)).collect(),
            eval: contents.quality.clone(),
        }
    }
}

fn category(contents: &Contents, category: Category) -> CategoryRow {
    let projects: Vec<_> = contents.projects.iter().filter(|p| p.properties.category == category).collect();
    CategoryRow {
        category,
        projects: projects.len(),
        placed: projects.iter().filter(|p| p.geometry.is_some()).count(),
        mentions: projects.iter().map(|p| p.properties.mention_count).sum(),
    }
}
