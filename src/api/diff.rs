//! One plan against another.
//!
//! In: two plan ids. Out: JSON. Must not know: how plans are compared.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::problem::Problem;
use crate::compare;
use std::sync::Arc;

/// `GET /diff`: `from` and `to`, plan ids.
pub async fn diff(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let from = reader.required("from", "give the id of a plan").to_owned();
    let to = reader.required("to", "give the id of a plan").to_owned();
    reader.only_json();
    reader.finish()?;
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || Answer::json(&compare::diff(&cx.snapshot.catalog, &from, &to)?)).await
}
