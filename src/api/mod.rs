//! The service: OGC API Features and Tiles, our own queries, the page.
//!
//! In: a release folder, files of an analyst, requests. Out: answers, all from one snapshot of the release; a new
//! release is swapped in while requests go on. Must not know: documents, mentions as they are found, the gazetteer,
//! how a place is found.

mod answer;
mod assets;
mod base;
mod basemap;
mod body;
mod changes;
mod collections;
mod compress;
mod context;
mod cpu;
mod diff;
mod drawing;
mod features;
mod finish;
mod frozen;
mod links;
mod matrices;
mod metrics;
mod openapi;
mod pages;
mod params;
mod problem;
mod queries;
mod reload;
mod root;
mod routes;
mod screen;
mod selection;
mod site;
mod stream;
mod tiles;

pub use frozen::{Frozen, Readers, freeze};
pub use metrics::router as metrics_router;
pub use openapi::document as openapi_document;
pub use problem::{ParameterError, Problem};
pub use reload::refresh;
pub use routes::router;
pub use site::{Options, Site};

use crate::error::{Error, Result};
use std::net::SocketAddr;
use std::sync::Arc;

/// Serves `options` on `addr`, and its figures on `metrics` if there is one, until the process is told to stop.
///
/// # Errors
/// The release cannot be opened, or the address is taken.
pub async fn serve(options: Options, addr: SocketAddr, metrics: Option<SocketAddr>) -> Result<()> {
    let data = options.data.clone();
    let site = tokio::task::spawn_blocking(move || Site::open(options))
        .await
        .map_err(|e| Error::Other(format!("opening the release was cut short: {e}")))??;
    let site = Arc::new(site);
    let listener = bind(addr).await?;
    let figures = match metrics {
        Some(addr) => Some(tokio::spawn(figures(bind(addr).await?, Arc::clone(&site)))),
        None => None,
    };
    let local = listener.local_addr().unwrap_or(addr);
    tracing::info!("release {} of {} on http://{local}", site.snapshot().version, data.display());
    let watch = tokio::spawn(reload::watch(Arc::clone(&site)));
    let served = axum::serve(listener, router(site)).with_graceful_shutdown(stopped()).await;
    watch.abort();
    if let Some(figures) = figures {
        figures.abort();
    }
    served.map_err(|e| Error::Other(format!("the server stopped: {e}")))
}

async fn bind(addr: SocketAddr) -> Result<tokio::net::TcpListener> {
    let bound = tokio::net::TcpListener::bind(addr).await;
    bound.map_err(|e| Error::Other(format!("cannot listen on {addr}: {e}")))
}

async fn figures(listener: tokio::net::TcpListener, site: Arc<Site>) {
    if let Err(error) = axum::serve(listener, metrics_router(site)).await {
        tracing::error!("the figures of /metrics stopped: {error}");
    }
}

async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}
