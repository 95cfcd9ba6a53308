//! A new release is picked up while the service runs.
//!
//! In: the manifest, looked at every two seconds. Out: the snapshot swapped whole; a broken release is refused with a
//! line in the log and the old one goes on. Must not know: requests.

use super::site::{Site, Snapshot};
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
        let looked = tokio::task::spawn_blocking(move || look(&here)).await;
        let message = match looked {
            Ok(Look::Same) => continue,
            Ok(Look::New(snapshot)) => {
                tracing::info!("release {} is served now", snapshot.version);
                site.replace(*snapshot);
                String::new()
            }
            Ok(Look::Broken(message)) => message,
            Err(e) => e.to_string(),
        };
        if !message.is_empty() && message != refused {
            tracing::error!("new release refused, {} goes on: {message}", site.snapshot().version);
        }
        refused = message;
    }
}

enum Look {
    Same,
    New(Box<Snapshot>),
    Broken(String),
}

fn look(site: &Site) -> Look {
    match read_manifest(&site.options.data) {
        Ok(manifest) if *manifest.version == *site.snapshot().version => Look::Same,
        Ok(_) => match Snapshot::open(&site.options) {
            Ok(snapshot) => Look::New(Box::new(snapshot)),
            Err(e) => Look::Broken(e.to_string()),
        },
        Err(e) => Look::Broken(e.to_string()),
    }
}
