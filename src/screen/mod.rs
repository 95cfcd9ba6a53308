//! Screening: what does a drawn place, or a project with a distance, touch; how much of it, over the doubt.
//!
//! In: a catalog, an [`Ask`]. Out: a [`Screening`], and the same as a table. Lengths and areas are ranges: the least
//! with the doubt taken off, the most with it added; or they are not to be had, with the reason. Must not know: HTTP.

mod answer;
mod crossing;
mod judge;
mod offset;
mod plane;
mod table;
#[cfg(test)]
mod tests;

pub use answer::{Ask, Counts, Input, Screening, Touched, screen};
pub use judge::{Certainty, Range};
pub use table::table;

/// What every answer says of itself.
pub const NOTICE: &str = "示意成果，不作为用地审查依据";
