//! Evaluation: how good is a release against answers marked by hand.
//!
//! In: the contents of a release and the folder of truth files. Out: figures, as a table and as JSON.
//! Must not know: how rows were made. The pipeline never reads the truth.

mod linking;
mod mentions;
mod places;
mod table;

pub use linking::Linking;
pub use mentions::{MentionFigures, Score};
pub use places::{Group, Miss, PlaceFigures};

use crate::error::Result;
use crate::release::{Contents, SiteShare, site_share};
use crate::vocabulary::Category;
use serde::Serialize;
use std::path::Path;

/// All figures of one release.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Mentions found, per plan that has truth.
    pub mentions: Vec<MentionFigures>,
    /// Pairs of wordings linked as a person would.
    pub linking: Option<Linking>,
    /// Positions against places marked by hand.
    pub places: Option<PlaceFigures>,
    /// How many projects have which grade.
    pub grades: Vec<(String, usize)>,
    /// Projects that are one place, and how many of them are placed `exact` or `near`.
    pub site_like: SiteShare,
    /// The same by category.
    pub site_like_by_category: Vec<(Category, SiteShare)>,
}

/// Evaluates a release against the truth of a folder (`mentions/*.tsv`, `linking.tsv`, `places.csv`).
///
/// # Errors
/// A truth row that does not resolve in its document is named with file and line.
pub fn evaluate(contents: &Contents, truth: &Path) -> Result<Figures> {
    let marked = truth.join("mentions");
    let names = mentions::projects_by_name(contents, &marked)?;
    let (site_like, site_like_by_category) = site_share(contents);
    Ok(Figures {
        mentions: mentions::evaluate(contents, &marked)?,
        linking: linking::evaluate(contents, &truth.join("linking.tsv"))?,
        places: places::evaluate(contents, &truth.join("places.csv"), &names)?,
        grades: grades(contents),
        site_like,
        site_like_by_category,
    })
}

fn grades(contents: &Contents) -> Vec<(String, usize)> {
    let count = |grade: Option<&str>| {
        contents.projects.iter().filter(|p| p.properties.grade.map(|g| g.word()) == grade).count()
    };
    ["exact", "near", "schematic", "area"]
        .iter()
        .map(|g| ((*g).to_string(), count(Some(g))))
        .chain([("unplaced".to_string(), count(None))])
        .collect()
}

impl Figures {
    /// A table for people (Markdown).
    pub fn to_table(&self) -> String {
        table::render(self)
    }
}
