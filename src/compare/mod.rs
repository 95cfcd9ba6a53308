//! Holding things against each other: one plan against another.
//!
//! In: a catalog, two plan ids. Out: [`Diff`]: what is newly named, what is not named again, whose words changed, and
//! the scope inside which that can be said. That a plan does not repeat a project says nothing about the project. Must
//! not know: HTTP.

mod diff;
mod evidence;
mod scope;

pub use diff::{Diff, Entry, Outside, PlanHead, diff};
pub use evidence::{Change, ChangedField, Evidence};
pub use scope::SharedScope;
