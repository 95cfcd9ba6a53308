//! Bytes of a store, wherever they lie, and whole numbers in them.
//!
//! In: a vector or a file. Out: `&[u8]`, little-endian numbers by index. Must not know: what the bytes mean.

use memmap2::Mmap;
use std::fs::File;
use std::ops::{Deref, Range};

/// Bytes in memory, or a file that the system brings in page by page.
#[derive(Debug)]
pub enum Bytes {
    /// In memory.
    Owned(Vec<u8>),
    /// A file.
    Mapped(Mmap),
}

impl Bytes {
    /// The whole of `file`, without reading it.
    ///
    /// # Errors
    /// The system refuses.
    // Reading a map of a file that another process shortens or rewrites is undefined. Prepared files are written under
    // another name and renamed when whole, and never written again (`prepare.rs`): a newer one is another file, and
    // this one lives on until it is let go. A test replaces a file under an open map.
    #[allow(unsafe_code)]
    pub fn map(file: &File) -> std::io::Result<Self> {
        unsafe { Mmap::map(file) }.map(Self::Mapped)
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Owned(bytes) => bytes,
            Self::Mapped(map) => map,
        }
    }
}

/// A stretch of a store.
pub type Span = Range<usize>;

fn fixed<const N: usize>(bytes: &[u8], index: usize) -> [u8; N] {
    bytes.get(index * N..index * N + N).and_then(|b| b.try_into().ok()).unwrap_or([0; N])
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn u16_at(bytes: &[u8], index: usize) -> u16 {
    u16::from_le_bytes(fixed(bytes, index))
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn u32_at(bytes: &[u8], index: usize) -> u32 {
    u32::from_le_bytes(fixed(bytes, index))
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn i32_at(bytes: &[u8], index: usize) -> i32 {
    i32::from_le_bytes(fixed(bytes, index))
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn u64_at(bytes: &[u8], index: usize) -> u64 {
    u64::from_le_bytes(fixed(bytes, index))
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn i64_at(bytes: &[u8], index: usize) -> i64 {
    i64::from_le_bytes(fixed(bytes, index))
}

/// The number at `index`; 0 beyond the end.
#[inline]
pub fn f64_at(bytes: &[u8], index: usize) -> f64 {
    f64::from_le_bytes(fixed(bytes, index))
}

/// The stretch of `blob` between the offsets (64 bits each) at `index` and after it.
#[inline]
pub fn piece<'a>(offsets: &[u8], blob: &'a [u8], index: usize) -> &'a [u8] {
    let (from, to) = (u64_at(offsets, index) as usize, u64_at(offsets, index + 1) as usize);
    blob.get(from..to).unwrap_or_default()
}

/// `bytes` as text; what is not text (never written) is empty.
#[inline]
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_keeps_its_bytes_when_another_file_takes_its_name() {
        let dir = tempfile::tempdir().expect("tempdir");
        let (path, next) = (dir.path().join("a"), dir.path().join("b"));
        std::fs::write(&path, vec![7u8; 100_000]).expect("write");
        let map = Bytes::map(&File::open(&path).expect("open")).expect("map");
        std::fs::write(&next, b"short").expect("write");
        std::fs::rename(&next, &path).expect("rename");
        assert!(map.len() == 100_000 && map.iter().all(|b| *b == 7));
    }

    #[test]
    fn numbers_beyond_the_end_are_zero() {
        assert_eq!((u32_at(&[1, 0, 0, 0, 9], 0), u32_at(&[1, 0, 0, 0, 9], 1)), (1, 0));
        assert_eq!(piece(&[0; 16], b"abc", 0), b"");
    }
}
