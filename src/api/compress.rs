//! Content encodings: which one, and the bytes in it, kept for the next who asks.
//!
//! In: `Accept-Encoding`, bytes. Out: encoded bytes with a strong ETag per encoding. Must not know: what the bytes are.

use crate::tile::Weighed;
use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::io::Write;

/// Bodies shorter than this are sent as they are.
const WORTH_BYTES: usize = 256;

/// Longer tiles are packed by the fast levels: one of 1.5 MB takes 8 ms to make, and took 21 ms (gzip 6) or 100 ms
/// (brotli 5) to pack for a tenth less. Other answers are packed once and kept.
const LONG_TILE_BYTES: usize = 64 * 1024;

/// How hard an encoding tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effort {
    /// For what is kept.
    Usual,
    /// For what is made for one request.
    Little,
}

impl Effort {
    fn pick<T>(self, usual: T, little: T) -> T {
        match self {
            Self::Usual => usual,
            Self::Little => little,
        }
    }
}

/// A content encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
    /// Gzip.
    Gzip,
    /// As it is.
    Identity,
}

impl Encoding {
    const PREFERRED: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its word in headers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The best that `accept` (the header `Accept-Encoding`) allows.
    pub fn negotiate(accept: &str) -> Self {
        let weight = |word: &str| {
            let named = accept.split(',').find_map(|part| {
                let (name, rest) = part.split_once(';').unwrap_or((part, ""));
                (name.trim().eq_ignore_ascii_case(word)).then(|| quality(rest))
            });
            named.unwrap_or(0.0)
        };
        let best = Self::PREFERRED.into_iter().map(|e| (e, weight(e.word()).max(weight("*")))).rev();
        best.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, q)| *q > 0.0).map_or(Self::Identity, |(e, _)| e)
    }

    fn encode(self, bytes: &[u8], effort: Effort) -> Option<Vec<u8>> {
        match self {
            Self::Identity => None,
            Self::Gzip => {
                let level = flate2::Compression::new(effort.pick(6, 2));
                let mut out = flate2::write::GzEncoder::new(Vec::new(), level);
                out.write_all(bytes).ok()?;
                out.finish().ok()
            }
            Self::Zstd => zstd::encode_all(bytes, effort.pick(3, 1)).ok(),
            Self::Brotli => {
                let mut out = brotli::CompressorWriter::new(Vec::new(), 4096, effort.pick(5, 2), 22);
                out.write_all(bytes).ok()?;
                Some(out.into_inner())
            }
        }
    }
}

/// The value of `q` in a header part; 1 if there is none.
pub fn quality(rest: &str) -> f64 {
    let q = rest.split(';').find_map(|p| p.trim().strip_prefix("q="));
    q.map_or(1.0, |q| q.trim().parse().unwrap_or(0.0))
}

/// Encoded bytes with their ETag.
#[derive(Debug, Clone)]
pub struct Compressed {
    /// What the bytes are in.
    pub encoding: Encoding,
    /// Strong, quoted.
    pub etag: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl Weighed for Option<Compressed> {
    fn bytes(&self) -> usize {
        self.as_ref().map_or(0, |c| c.bytes.len() + c.etag.len())
    }
}

/// The quoted strong ETag of `bytes` sent in `encoding`.
pub fn etag(bytes: &[u8], encoding: Encoding) -> String {
    let hash: String = Sha256::digest(bytes).iter().take(16).map(|b| format!("{b:02x}")).collect();
    format!("\"{hash}-{}\"", encoding.word())
}

/// What will be sent of `bytes`: short ones are not worth an encoding.
pub fn worth(bytes: &[u8], encoding: Encoding) -> Encoding {
    if bytes.len() < WORTH_BYTES { Encoding::Identity } else { encoding }
}

/// `bytes` in `encoding`.
pub fn compress(bytes: Bytes, encoding: Encoding) -> Compressed {
    packed(bytes, encoding, Effort::Usual)
}

/// A tile in `encoding`: a long one by the fast levels.
pub fn compress_tile(bytes: Bytes, encoding: Encoding) -> Compressed {
    let effort = if bytes.len() > LONG_TILE_BYTES { Effort::Little } else { Effort::Usual };
    packed(bytes, encoding, effort)
}

fn packed(bytes: Bytes, encoding: Encoding, effort: Effort) -> Compressed {
    let encoding = worth(&bytes, encoding);
    let etag = etag(&bytes, encoding);
    match encoding.encode(&bytes, effort) {
        Some(encoded) => Compressed { encoding, etag, bytes: encoded.into() },
        None => Compressed { encoding: Encoding::Identity, etag, bytes },
    }
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<String, Compressed> for ByBytes {
    fn weight(&self, key: &String, value: &Compressed) -> u64 {
        (key.len() * 2 + value.bytes.len() + 160) as u64
    }
}

/// Encoded bodies by ETag, within a bound.
pub struct Bodies(Cache<String, Compressed, ByBytes>);

impl Bodies {
    /// At most so many megabytes.
    pub fn new(megabytes: usize) -> Self {
        Self(Cache::with_weighter(megabytes * 16, megabytes as u64 * 1024 * 1024, ByBytes))
    }

    /// The body of this ETag if it is kept.
    pub fn get(&self, etag: &str) -> Option<Compressed> {
        self.0.get(etag)
    }

    /// Keeps a body.
    pub fn keep(&self, body: Compressed) {
        self.0.insert(body.etag.clone(), body);
    }
}

impl std::fmt::Debug for Bodies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bodies").field("weight", &self.0.weight()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_allowed_encoding_is_taken() {
        assert_eq!(Encoding::negotiate("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(Encoding::negotiate("gzip;q=1.0, br;q=0.5"), Encoding::Gzip);
        assert_eq!(Encoding::negotiate("zstd"), Encoding::Zstd);
        assert_eq!(Encoding::negotiate("br;q=0"), Encoding::Identity);
        assert_eq!(Encoding::negotiate(""), Encoding::Identity);
    }

    #[test]
    fn each_encoding_has_its_own_tag() {
        let bytes = Bytes::from(vec![b'a'; 1000]);
        let tags: Vec<String> = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip, Encoding::Identity]
            .map(|e| compress(bytes.clone(), e).etag)
            .into();
        assert!(tags.windows(2).all(|w| w[0] != w[1]));
        assert!(compress(bytes, Encoding::Gzip).bytes.len() < 100);
    }
}
