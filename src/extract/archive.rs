//! A zip archive of which nothing is believed: entries, sizes and ratios are counted while unpacking.

use super::{MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_FREE_BYTES, Said};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// An opened archive with what may still be unpacked from it.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the archive in `bytes`.
    pub fn open(bytes: &'a [u8]) -> Said<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|e| format!("the archive is broken or cut off ({e}); get the file again"))?;
        if zip.len() > MAX_ENTRIES {
            return Err(format!("{} files inside; a document has at most {MAX_ENTRIES}", zip.len()));
        }
        Ok(Self { zip, left: MAX_UNPACKED_BYTES })
    }

    /// Is there an entry of this name?
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// An entry as text, `None` when it is missing.
    pub fn text(&mut self, name: &str) -> Said<Option<String>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let (text, _, broken) = encoding_rs::UTF_8.decode(&bytes);
        if broken {
            return Err(format!("{name} inside the file is not UTF-8; open the file and save it again"));
        }
        Ok(Some(text.into_owned()))
    }

    fn bytes(&mut self, name: &str) -> Said<Option<Vec<u8>>> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.unpack(index, &mut bytes)?;
        Ok(Some(bytes))
    }

    /// Unpacks everything to nowhere: after this, a library may unpack it without limits of its own.
    pub fn measure(&mut self) -> Said<()> {
        (0..self.zip.len()).try_for_each(|index| self.unpack(index, &mut std::io::sink()))
    }

    fn unpack(&mut self, index: usize, to: &mut impl std::io::Write) -> Said<()> {
        let entry = self.zip.by_index(index).map_err(|e| {
            format!("the archive is broken or has a password ({e}); save it again without one")
        })?;
        let name = entry.name().map(|n| n.into_owned()).unwrap_or_default();
        let by_ratio = RATIO_FREE_BYTES.max(entry.compressed_size().saturating_mul(MAX_RATIO));
        let limit = self.left.min(by_ratio);
        let mut limited = entry.take(limit + 1);
        let written = std::io::copy(&mut limited, to)
            .map_err(|e| format!("{name} inside the file is broken or cut off ({e}); get the file again"))?;
        if written > limit {
            return Err(format!(
                "{name} inside the file unpacks to more than {} megabytes: not a document",
                limit / 1_048_576
            ));
        }
        self.left -= written;
        Ok(())
    }
}
