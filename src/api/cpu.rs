//! The one place where CPU work leaves the async threads.
//!
//! In: a closure. Out: its result; so many at a time, the rest wait in order. Must not know: what is worked out.

use super::problem::Problem;
use super::site::Site;
use std::sync::Arc;

/// Runs `work` on a thread for blocking work.
pub async fn run<T: Send + 'static>(
    site: &Arc<Site>,
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _permit = site.work.acquire().await.map_err(|e| Problem::internal(&e))?;
    tokio::task::spawn_blocking(work).await.map_err(|e| Problem::internal(&e))?
}
