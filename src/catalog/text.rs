//! The document of a plan with its mentions marked.
//!
//! In: rows of a release. Out: [`PlanText`]. Must not know: how mentions were found.

use crate::release::{Contents, HeadingRow, PlanRow};
use crate::vocabulary::Category;
use serde::Serialize;

/// A plan's text as `/plans/{id}/text` shows it; offsets are code points of `text`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanText {
    /// Plan id.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Date of issue.
    pub date: String,
    /// As received.
    pub text: String,
    /// In order.
    pub headings: Vec<HeadingRow>,
    /// In order.
    pub mentions: Vec<TextMention>,
}

/// A mention inside a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextMention {
    /// Mention id.
    pub id: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Project id.
    pub project: String,
    /// Category.
    pub category: Category,
    /// Completed name.
    pub name: String,
    /// Sentence or entry.
    pub sentence_start: usize,
    /// One past the last.
    pub sentence_end: usize,
}

impl PlanText {
    /// The texts of all plans.
    pub fn all(contents: &Contents) -> Vec<Self> {
        let with_plan =
            contents.texts.iter().filter_map(|t| Some((t, contents.plans.iter().find(|p| p.id == t.plan)?)));
        with_plan
            .map(|(text, plan)| {
                Self::new(plan, text.text.clone(), text.headings.clone(), marks(contents, &plan.id))
            })
            .collect()
    }

    fn new(plan: &PlanRow, text: String, headings: Vec<HeadingRow>, mentions: Vec<TextMention>) -> Self {
        Self {
            id: plan.id.clone(),
            title: plan.title.clone(),
            number: plan.number.clone(),
            date: plan.date.clone(),
            text,
            headings,
            mentions,
        }
    }
}

fn marks(contents: &Contents, plan: &str) -> Vec<TextMention> {
    let own = contents.mentions.iter().filter(|m| m.plan == plan);
    own.map(|m| TextMention {
        id: m.id.clone(),
        start: m.start,
        end: m.end,
        project: m.project.clone(),
        category: m.category,
        name: m.name.clone(),
        sentence_start: m.sentence_start,
        sentence_end: m.sentence_end,
    })
    .collect()
}
