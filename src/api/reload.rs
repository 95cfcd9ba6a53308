//! A new release is picked up while the service runs.
//!
//! In: the manifest, looked at every two seconds. Out: the snapshot swapped whole; a broken release is refused with a
//! line in the log and the old one goes on. Must not know: requests.

use super::site::{Site, Snapshot};
use crate::error::{Error, Result};
use crate::release::read_manifest;
use std::sync::Arc;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(2);

/// Watches until it is aborted.
pub async fn watch(site: Arc<Site>) {
    let mut refused = String::new();
    loop {
        tokio::time::sleep(EVERY).await;
        let here = Arc::clone(&site);
        let looked = tokio::task::spawn_blocking(move || refresh(&here)).await;
        refused = match looked.unwrap_or_else(|e| Err(Error::Other(e.to_string()))) {
            Ok(None) => String::new(),
            Ok(Some(version)) => {
                tracing::info!("release {version} is served now");
                String::new()
            }
            Err(error) => {
                let message = error.to_string();
                if message != refused {
                    tracing::error!("new release refused, {} goes on: {message}", site.snapshot().version);
                }
                message
            }
        };
    }
}

/// Swaps in the release on disk if it is another one, and says its version.
///
/// # Errors
/// The release on disk is broken or gone: the old one goes on.
pub fn refresh(site: &Site) -> Result<Option<Arc<str>>> {
    let manifest = read_manifest(&site.options.data)?;
    if *manifest.version == *site.snapshot().version {
        return Ok(None);
    }
    let snapshot = Snapshot::open(&site.options)?;
    let version = Arc::clone(&snapshot.version);
    site.replace(snapshot);
    Ok(Some(version))
}
