//! What became of the projects since a release.
//!
//! In: a version. Out: JSON. Must not know: how releases are compared or kept.

use super::answer::Answer;
use super::context::Context;
use super::cpu;
use super::problem::Problem;
use crate::compare;
use std::sync::Arc;

/// `GET /changes`: `since`, the version of a release.
pub async fn changes(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let since = reader.required("since", "give the version of a release, as /health says it").to_owned();
    reader.only_json();
    reader.finish()?;
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let (own, earlier) = cx.snapshot.history(&cx.site.options.data)?;
        let old = earlier.iter().chain([own]).find(|d| d.version == since).ok_or_else(|| {
            let known: Vec<&str> = earlier.iter().chain([own]).map(|d| d.version.as_str()).collect();
            Problem::not_found(format!(
                "no release \"{since}\" is remembered; there are: {}",
                known.join(" ")
            ))
        })?;
        Answer::json(&compare::changes(&cx.snapshot.catalog, old, own))
    })
    .await
}
