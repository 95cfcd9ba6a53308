//! Files kept by hand: a TOML file a thing, checked in one place.
//!
//! In: a folder of TOML files. Out: parsed values with their paths. Must not know: what they mean.

use crate::error::{Error, Result};
use crate::gazetteer::table::lon_lat;
use crate::geometry::Coord;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};

/// Every `.toml` file of `dir` as a `T`, by file name; nothing when the folder is not there.
pub fn read_all<T: DeserializeOwned>(dir: &Path) -> Result<Vec<(PathBuf, T)>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(dir).map_err(|e| Error::io(dir, e))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| Error::io(dir, e))?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.into_iter().map(|path| read(&path).map(|value| (path, value))).collect()
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    toml::from_str(&text).map_err(|e| Error::file(path, e.to_string()))
}

/// A pair of the file as a point in degrees; `what` names its place in the file.
pub fn point(path: &Path, what: &str, pair: [f64; 2]) -> Result<Coord<f64>> {
    lon_lat(pair[0], pair[1]).map_err(|why| Error::file(path, format!("{what}: {why}")))
}

/// A doubt in metres above zero.
pub fn doubt(path: &Path, what: &str, value: f64) -> Result<f64> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    Err(Error::file(path, format!("{what}: uncertainty_m {value} is not a length in metres above 0")))
}

/// One or many words.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Nothing.
    #[default]
    None,
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// As a list.
    pub fn list(self) -> Vec<String> {
        match self {
            Self::None => Vec::new(),
            Self::One(word) => vec![word],
            Self::Many(words) => words,
        }
    }
}
