//! Reading FlatGeobuf: features as a geometry and its text columns.
//!
//! In: a `.fgb` file. Out: [`Feature`] rows. Must not know: what a feature means.

use crate::error::{Error, Result};
use crate::geometry::Geom;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geozero::ToGeo;
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// One feature; columns as text.
pub struct Feature {
    path: PathBuf,
    number: usize,
    columns: HashMap<String, String>,
    /// Degrees, longitude first.
    pub geometry: Geom,
}

impl Feature {
    /// The column `name`, empty when it is null or not there.
    pub fn column(&self, name: &str) -> &str {
        self.columns.get(name).map_or("", String::as_str)
    }

    /// The column `name`; an error when it is empty.
    pub fn need(&self, name: &str) -> Result<String> {
        match self.column(name) {
            "" => Err(self.error(format!("{name} is empty"))),
            text => Ok(text.to_string()),
        }
    }

    /// The column `name` as a number, none when empty.
    pub fn number(&self, name: &str) -> Result<Option<f64>> {
        match self.column(name) {
            "" => Ok(None),
            text => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(self.error(format!("{name} \"{text}\" is not a number"))),
            },
        }
    }

    /// An error that names this feature.
    pub fn error(&self, message: impl AsRef<str>) -> Error {
        Error::file(&self.path, format!("feature {}: {}", self.number, message.as_ref()))
    }
}

/// All features of `path` in file order.
pub fn read(path: &Path) -> Result<Vec<Feature>> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let bad = |e: &dyn std::fmt::Display| Error::file(path, format!("not a readable FlatGeobuf: {e}"));
    let mut features = Vec::new();
    let mut iter =
        FgbReader::open(BufReader::new(file)).map_err(|e| bad(&e))?.select_all().map_err(|e| bad(&e))?;
    while let Some(feature) = iter.next().map_err(|e| bad(&e))? {
        features.push(Feature {
            path: path.to_path_buf(),
            number: features.len() + 1,
            columns: feature.properties().map_err(|e| bad(&e))?,
            geometry: feature.to_geo().map_err(|e| bad(&e))?,
        });
    }
    Ok(features)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_flatgeobuf_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.fgb");
        std::fs::write(&path, b"nothing of the kind").unwrap();
        let message = read(&path).map(|f| f.len()).map_err(|e| e.to_string());
        assert!(message.is_err_and(|m| m.contains("x.fgb")));
    }
}
