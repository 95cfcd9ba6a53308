//! Holding things against each other: one plan against another, one release against an earlier one.
//!
//! In: a catalog, two plan ids, or two digests of releases. Out: [`Diff`]: what is newly named, what is not named again,
//! whose words changed, and the scope inside which that can be said (that a plan does not repeat a project says nothing
//! about the project); [`Changes`]: what another system must do to follow. Must not know: HTTP.

mod changes;
mod diff;
mod evidence;
mod scope;

pub use changes::{Changed, Changes, Gone, Merged, changes};
pub use diff::{Diff, Entry, Outside, PlanHead, diff};
pub use evidence::{Change, ChangedField, Evidence};
pub use scope::SharedScope;
