//! What the service holds: one snapshot of the release, swapped whole.
//!
//! In: options. Out: [`Site`]. Must not know: requests.

use super::basemap::Basemap;
use super::compress::Compressed;
use super::metrics::Metrics;
use crate::catalog::{Catalog, Embedded, Progress, attribution, open_collection};
use crate::error::{Error, Result};
use crate::release::{Digest, history};
use crate::tile::Cache;
use axum::http::HeaderValue;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How to serve.
#[derive(Debug, Clone, Default)]
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
    /// 审图号 of the map; pictures say that it was not reviewed if there is none.
    pub map_approval: Option<String>,
    /// Collections that never leave by exports or the dataset's tiles: name and file.
    pub private_collections: Vec<(String, PathBuf)>,
    /// Origins whose pages may ask; any if empty.
    pub cors_origins: Vec<HeaderValue>,
    /// Address of an intranet tile service with `{z}`, `{x}`, `{y}`; none is asked without it.
    pub basemap_url: Option<String>,
}

impl Options {
    /// The files of the office: name and file, private ones last.
    pub fn files(&self) -> impl Iterator<Item = &(String, PathBuf)> {
        self.collections.iter().chain(&self.private_collections)
    }

    /// Whether the collection `id` is private.
    pub fn is_private(&self, id: &str) -> bool {
        self.private_collections.iter().any(|(name, _)| name == id)
    }
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
    history: OnceLock<(Digest, Vec<Digest>)>,
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
    /// Figures of requests.
    pub metrics: Metrics,
    /// The office's own tiles.
    pub basemap: Option<Basemap>,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Site {
    /// Opens the release of `options`.
    ///
    /// # Errors
    /// The release or a file is missing or broken.
    pub fn open(options: Options) -> Result<Self> {
        let basemap = options.basemap_url.as_deref().map(Basemap::new).transpose()?;
        let snapshot = Snapshot::open(&options)?;
        let cores = std::thread::available_parallelism().map_or(2, |n| n.get());
        Ok(Self {
            tiles: Cache::new(options.tile_cache_mb),
            bodies: super::compress::Bodies::new(32),
            work: Semaphore::new(cores.max(2)),
            metrics: Metrics::default(),
            basemap,
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
        let extra = options.files().map(read).collect::<Result<Vec<_>>>()?;
        let stamps: Vec<String> = options.files().map(stamp).collect();
        let catalog = Embedded::open(&options.data, extra)?;
        let stamp = format!("{} {}", catalog.version(), stamps.join(" "));
        Ok(Self { version: catalog.version().into(), stamp, catalog, history: OnceLock::new() })
    }

    /// The digest of this release and those of the ones before, read from beside `data` at the first need.
    ///
    /// # Errors
    /// The release on disk cannot be read, or is another one by now and this one was not remembered.
    pub fn history(&self, data: &Path) -> Result<(&Digest, &[Digest])> {
        if self.history.get().is_none() {
            let earlier = history(data);
            let own = Some(Digest::of(data)?).filter(|d| *d.version == *self.version);
            let own = own.or_else(|| earlier.iter().find(|d| *d.version == *self.version).cloned());
            let own = own.ok_or_else(|| Error::file(data, "holds another release by now"))?;
            let _set_before = self.history.set((own, earlier));
        }
        let (own, earlier) =
            self.history.get().ok_or_else(|| Error::file(data, "the history was not kept"))?;
        Ok((own, earlier))
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
