//! What the service holds: one snapshot of the release, swapped whole.
//!
//! In: options. Out: [`Site`]. Must not know: requests.

use super::compress::Compressed;
use crate::catalog::{Catalog, Embedded, read_collection};
use crate::error::Result;
use crate::tile::Cache;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::Semaphore;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the release.
    pub data: PathBuf,
    /// Address of the service as others see it, without a slash at the end; taken from each request if none.
    pub base_url: Option<String>,
    /// Further collections: name and file.
    pub collections: Vec<(String, PathBuf)>,
    /// Bound of the tile cache; 0 turns it off.
    pub tile_cache_mb: usize,
}

/// A release, opened and ready.
#[derive(Debug)]
pub struct Snapshot {
    /// Version of the release by content.
    pub version: Arc<str>,
    /// Its collections.
    pub catalog: Embedded,
}

/// Shared by all requests.
#[derive(Debug)]
pub struct Site {
    /// As given at start.
    pub options: Options,
    /// Finished tiles.
    pub tiles: Cache<Option<Compressed>>,
    /// Finished answers in their encodings.
    pub bodies: super::compress::Bodies,
    /// How much CPU work may run or wait at the same time.
    pub work: Semaphore,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Site {
    /// Opens the release of `options`.
    ///
    /// # Errors
    /// The release or a file is missing or broken.
    pub fn open(options: Options) -> Result<Self> {
        let snapshot = Snapshot::open(&options)?;
        let cores = std::thread::available_parallelism().map_or(2, |n| n.get());
        Ok(Self {
            tiles: Cache::new(options.tile_cache_mb),
            bodies: super::compress::Bodies::new(32),
            work: Semaphore::new(cores.max(2)),
            snapshot: RwLock::new(Arc::new(snapshot)),
            options,
        })
    }

    /// The release as it is now; a request keeps the one it started with.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Swaps in another release.
    pub fn replace(&self, snapshot: Snapshot) {
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
    }
}

impl Snapshot {
    /// Opens the release of `options`.
    ///
    /// # Errors
    /// The release or a file is missing or broken.
    pub fn open(options: &Options) -> Result<Self> {
        let read = |(name, path): &(String, PathBuf)| read_collection(name, path);
        let extra = options.collections.iter().map(read).collect::<Result<Vec<_>>>()?;
        let catalog = Embedded::open(&options.data, extra)?;
        Ok(Self { version: catalog.version().into(), catalog })
    }

    /// What a map of the release must print.
    pub fn attribution(&self) -> String {
        let mut credits: Vec<&str> =
            self.catalog.sources().iter().map(|s| s.credit.as_str()).filter(|c| !c.is_empty()).collect();
        credits.sort_unstable();
        credits.dedup();
        credits.join(" · ")
    }
}
