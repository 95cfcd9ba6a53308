//! A file of an analyst as a collection.
//!
//! In: a path. Out: [`Collection`], from the prepared file beside it, which is made where it is missing or older than
//! its source. Feature id: GeoJSON's own, else a unique property `id` or `fid`, else the row number from 1. Must not
//! know: what the features are.

use super::prepare::{Report, prepare, stamp};
use super::store::{Bytes, Store};
use super::{Collection, Schema};
use crate::error::{Error, Result};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Ending of prepared files.
pub const PREPARED: &str = "planmap";

/// The collection `name` of the file at `path`, prepared or not; a raw file is prepared first if that was not done yet,
/// beside itself or in `folder`.
///
/// # Errors
/// The name cannot stand in an address, the file cannot be prepared, or the prepared file is broken.
pub fn open_collection(
    name: &str,
    path: &Path,
    folder: Option<&Path>,
    report: Report<'_>,
) -> Result<Collection> {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !plain {
        let message = format!("\"{name}\" is not a name: letters, digits, _ and - are");
        return Err(Error::parameter("--collection", message));
    }
    let (store, schema) = if path.extension().is_some_and(|e| e == PREPARED) {
        open(path)?
    } else {
        let target = prepared_path(path, folder);
        match open(&target).ok().filter(|(store, _)| is_of(store, path)) {
            Some(ready) => ready,
            None => {
                prepare(path, &target, report).map_err(|e| hint(e, folder))?;
                open(&target)?
            }
        }
    };
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Collection::of_store(name, name, &format!("Features of the file {file}."), schema, store))
}

/// The same, prepared beside the file, without reports.
///
/// # Errors
/// As for [`open_collection`].
pub fn read_collection(name: &str, path: &Path) -> Result<Collection> {
    open_collection(name, path, None, &mut |_| {})
}

/// Where the prepared form of the file at `path` lies: beside it, or in `folder`.
pub fn prepared_path(path: &Path, folder: Option<&Path>) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(PREPARED);
    match folder {
        None => path.with_file_name(name),
        Some(folder) => folder.join(name),
    }
}

fn open(path: &Path) -> Result<(Store, Schema)> {
    let failed = |e| Error::io(path, e);
    let file = File::open(path).map_err(failed)?;
    Store::new(path, Bytes::map(&file).map_err(failed)?)
}

/// Whether `store` was made from the file as it is now.
fn is_of(store: &Store, path: &Path) -> bool {
    let known = store.header().source.as_ref();
    known.is_some_and(|known| stamp(path, Some(known)).is_ok_and(|now| now.sha256 == known.sha256))
}

/// A folder that cannot be written needs another one.
fn hint(error: Error, folder: Option<&Path>) -> Error {
    match error {
        Error::Io { path, source }
            if folder.is_none()
                && matches!(
                    source.kind(),
                    std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
                ) =>
        {
            let message = format!("{source}; --prepared DIR names a folder for prepared collections");
            Error::file(&path, message)
        }
        other => other,
    }
}
