//! Writing a folder beside its place and swapping it in whole.
//!
//! In: files as bytes. Out: a folder that readers see either old or new, never half. Must not know: what is in it.

use super::files::MANIFEST;
use crate::error::{Error, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes `files` (name with `/`, bytes) as the folder `out`.
///
/// # Errors
/// `out` is something else than a release, or the disk refuses; the folder that was there stays as it was.
pub fn write_folder(out: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    refuse_foreign(out)?;
    let next = beside(out, "next")?;
    remove(&next)?;
    let written = fill(&next, files).and_then(|()| exchange(&next, out));
    let cleaned = remove(&next);
    written.and(cleaned)
}

fn refuse_foreign(out: &Path) -> Result<()> {
    if !out.exists() || out.join(MANIFEST).exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(out).map_err(|e| Error::io(out, e))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Error::file(out, format!("holds other files and no {MANIFEST}: give another folder"))),
    }
}

fn beside(out: &Path, what: &str) -> Result<PathBuf> {
    let name = out.file_name().ok_or_else(|| Error::file(out, "is not a folder name"))?;
    let name = format!(".{}.{what}-{}", name.to_string_lossy(), std::process::id());
    Ok(out.with_file_name(name))
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io(dir, e)),
        _ => Ok(()),
    }
}

fn fill(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    fs::create_dir_all(dir).map_err(|e| Error::io(dir, e))?;
    for (name, bytes) in files {
        let path = dir.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Error::io(parent, e))?;
        }
        fs::write(&path, bytes).map_err(|e| Error::io(&path, e))?;
    }
    Ok(())
}

fn exchange(next: &Path, out: &Path) -> Result<()> {
    if !out.exists() {
        return fs::rename(next, out).map_err(|e| Error::io(out, e));
    }
    if swap_names(next, out) {
        return Ok(());
    }
    // A file system without an atomic exchange: two renames, and back if the second fails.
    let old = beside(out, "old")?;
    remove(&old)?;
    fs::rename(out, &old).map_err(|e| Error::io(out, e))?;
    if let Err(e) = fs::rename(next, out) {
        fs::rename(&old, out).map_err(|e| Error::io(out, e))?;
        return Err(Error::io(out, e));
    }
    remove(&old)
}

#[cfg(target_os = "linux")]
fn swap_names(next: &Path, out: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, next, CWD, out, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn swap_names(_next: &Path, _out: &Path) -> bool {
    false
}
