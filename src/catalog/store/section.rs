//! One stretch of a store while it is written.
//!
//! In: bytes in order. Out: the same bytes again; more than a megabyte goes through a scratch file where there is a
//! folder for it. Must not know: what the bytes mean.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

const KEPT: usize = 1 << 20;

/// A stretch.
#[derive(Debug)]
pub struct Section {
    name: String,
    bytes: Vec<u8>,
    spilled: u64,
    file: Option<File>,
    path: Option<PathBuf>,
}

impl Section {
    /// An empty stretch; `scratch` is a folder for what is long.
    pub fn new(name: &str, scratch: Option<&Path>) -> Self {
        let path = scratch.map(|folder| folder.join(name));
        Self { name: name.to_owned(), bytes: Vec::new(), spilled: 0, file: None, path }
    }

    /// A whole stretch.
    pub fn of(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes, spilled: 0, file: None, path: None }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Bytes so far.
    pub fn len(&self) -> u64 {
        self.spilled + self.bytes.len() as u64
    }

    /// Appends.
    ///
    /// # Errors
    /// The scratch file cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= KEPT {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let failed = |e| Error::io(path, e);
        if self.file.is_none() {
            let made = File::options().read(true).write(true).create(true).truncate(true).open(path);
            self.file = Some(made.map_err(failed)?);
        }
        if let Some(file) = &mut self.file {
            file.write_all(&self.bytes).map_err(failed)?;
        }
        self.spilled += self.bytes.len() as u64;
        self.bytes.clear();
        Ok(())
    }

    /// Copies everything to `out`, and zeros up to a multiple of eight.
    ///
    /// # Errors
    /// The scratch file or `out` fails.
    pub fn copy_to(mut self, out: &mut dyn Write) -> Result<()> {
        let failed = |e| Error::Other(format!("cannot write a prepared collection: {e}"));
        if let Some(file) = &mut self.file {
            file.rewind().map_err(failed)?;
            let copied = std::io::copy(&mut file.take(self.spilled), out).map_err(failed)?;
            if copied != self.spilled {
                return Err(Error::Other(format!("the scratch file of {} was cut short", self.name)));
            }
        }
        out.write_all(&self.bytes).map_err(failed)?;
        let pad = self.len().next_multiple_of(8) - self.len();
        out.write_all(&[0u8; 8][..pad as usize]).map_err(failed)
    }
}
