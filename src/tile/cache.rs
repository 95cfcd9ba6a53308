//! Finished tiles, kept within a bound of bytes; equal requests at the same time are built once.
//!
//! In: a key and how to build. Out: what was built. Must not know: HTTP, what the bytes are.

use super::{Form, TileId};
use quick_cache::Weighter;
use quick_cache::sync::Cache as Inner;
use std::future::Future;
use std::sync::Arc;

/// What identifies a finished answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CacheKey {
    /// Version of the release.
    pub version: Arc<str>,
    /// Collections, joined.
    pub layers: String,
    /// Tile.
    pub tile: TileId,
    /// How features are shown.
    pub form: Form,
    /// The selection, in its own spelling.
    pub selection: String,
    /// Content encoding.
    pub encoding: &'static str,
}

/// Something with a size.
pub trait Weighed {
    /// Bytes it keeps.
    fn bytes(&self) -> usize;
}

#[derive(Clone)]
struct ByBytes;

impl<V: Weighed> Weighter<CacheKey, V> for ByBytes {
    fn weight(&self, key: &CacheKey, value: &V) -> u64 {
        (value.bytes() + key.selection.len() + key.layers.len() + 160) as u64
    }
}

/// A cache of `V`.
pub struct Cache<V: Weighed + Clone> {
    inner: Option<Inner<CacheKey, V, ByBytes>>,
}

impl<V: Weighed + Clone> Cache<V> {
    /// A cache of at most `megabytes`; 0 turns it off.
    pub fn new(megabytes: usize) -> Self {
        let bytes = megabytes as u64 * 1024 * 1024;
        let inner = (megabytes > 0).then(|| Inner::with_weighter(megabytes * 64, bytes, ByBytes));
        Self { inner }
    }

    /// The value of `key`, built by `build` if it is not there; others who ask meanwhile wait for the same build.
    ///
    /// # Errors
    /// What `build` says; nothing is kept then.
    pub async fn get<E>(&self, key: &CacheKey, build: impl Future<Output = Result<V, E>>) -> Result<V, E> {
        match &self.inner {
            Some(inner) => inner.get_or_insert_async(key, build).await,
            None => build.await,
        }
    }
}

impl<V: Weighed + Clone> std::fmt::Debug for Cache<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cache").field("on", &self.inner.is_some()).finish()
    }
}
