//! Ranked answers.
//!
//! In: a value and how well it fits. Out: the same, ordered best first. Must not know: what is ranked.

use serde::{Deserialize, Serialize};

/// A value with its score; higher is better, 1.0 is certain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scored<T> {
    /// How well the value fits, 0.0 to 1.0.
    pub score: f64,
    /// The value.
    pub value: T,
}

impl<T> Scored<T> {
    /// `value` with `score`.
    pub fn new(score: f64, value: T) -> Self {
        Self { score, value }
    }
}

/// Sorts best first; equal scores keep their order.
pub fn sort_best_first<T>(items: &mut [Scored<T>]) {
    items.sort_by(|a, b| b.score.total_cmp(&a.score));
}
