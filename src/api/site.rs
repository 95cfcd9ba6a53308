//! What the service holds: one snapshot of the release, swapped whole.
//!
//! In: options. Out: [`Site`]. Must not know: requests.

use super::compress::Compressed;
use crate::catalog::{Catalog, Embedded, Progress, attribution, open_collection};
use crate::error::Result;
use crate::tile::Cache;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};
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
    /// Folder for what is prepared of them; beside each file if none.
    pub prepared: Option<PathBuf>,
    /// Bound of the tile cache; 0 turns it off.
    pub tile_cache_mb: usize,
}

/// A release, opened and ready.
#[derive(Debug)]
pub struct Snapshot {
    /// Version of the release by content.
    pub version: Arc<str>,
    /// Changes whenever any answer could: the version, and name, length and time of each further file.
    pub stamp: String,
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

/// Tells of the preparation of a file every two seconds.
struct Told<'n> {
    name: &'n str,
    last: Instant,
}

impl Told<'_> {
    fn tell(&mut self, progress: Progress) {
        if self.last.elapsed() > Duration::from_secs(2) {
            self.last = Instant::now();
            let of = progress.all.map(|all| format!(" of {all}")).unwrap_or_default();
            tracing::info!("preparing {}: {} {}{of}", self.name, progress.step, progress.done);
        }
    }
}

impl Snapshot {
    /// Opens the release of `options`.
    ///
    /// # Errors
    /// The release or a file is missing or broken.
    pub fn open(options: &Options) -> Result<Self> {
        let folder = options.prepared.as_deref();
        let read = |(name, path): &(String, PathBuf)| {
            let mut told = Told { name, last: Instant::now() };
            open_collection(name, path, folder, &mut |progress| told.tell(progress))
        };
        let extra = options.collections.iter().map(read).collect::<Result<Vec<_>>>()?;
        let stamps: Vec<String> = options.collections.iter().map(stamp).collect();
        let catalog = Embedded::open(&options.data, extra)?;
        let stamp = format!("{} {}", catalog.version(), stamps.join(" "));
        Ok(Self { version: catalog.version().into(), stamp, catalog })
    }

    /// What a map of the release must print.
    pub fn attribution(&self) -> String {
        attribution(&self.catalog)
    }
}

/// Name, length and time of a file, as far as the system tells them.
fn stamp((name, path): &(String, PathBuf)) -> String {
    let data = std::fs::metadata(path).ok();
    let time = data.as_ref().and_then(|d| d.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{name}:{}:{}", data.map_or(0, |d| d.len()), time.unwrap_or_default().as_nanos())
}
