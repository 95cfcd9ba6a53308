//! The embedded catalog: a release in memory.
//!
//! In: a release folder and files of an analyst. Out: [`Catalog`]. Must not know: HTTP.

use super::names::Names;
use super::{Catalog, Collection, Found, Lookup, Near, PlanText, Quality, Row, Selection, fill};
use crate::error::{Error, Result};
use crate::geometry::{Bounds, distance_to_m};
use crate::query::Query;
use crate::release::{self, Contents, Manifest, SourceInfo};
use crate::scored::Scored;
use std::collections::HashMap;
use std::path::Path;

/// A release, opened.
#[derive(Debug)]
pub struct Embedded {
    version: String,
    collections: Vec<Collection>,
    names: Names,
    texts: HashMap<String, PlanText>,
    merged: HashMap<String, String>,
    removed: HashMap<String, String>,
    quality: Quality,
    sources: Vec<SourceInfo>,
}

impl Embedded {
    /// Opens the release in `dir`, with `extra` collections after its own.
    ///
    /// # Errors
    /// The release is missing or broken: one sentence names the file; or an extra collection takes a name in use.
    pub fn open(dir: &Path, extra: Vec<Collection>) -> Result<Self> {
        let manifest = release::read_manifest(dir)?;
        let contents = release::read(dir)?;
        Self::new(&contents, &manifest, extra)
    }

    /// A catalog of `contents`.
    ///
    /// # Errors
    /// A row cannot be shown, or an extra collection takes a name in use.
    pub fn new(contents: &Contents, manifest: &Manifest, extra: Vec<Collection>) -> Result<Self> {
        let mut collections = fill::collections(contents)?;
        for collection in extra {
            if collections.iter().any(|c| c.id == collection.id) {
                let message = format!("the name \"{}\" is taken", collection.id);
                return Err(Error::parameter("--collection", message));
            }
            collections.push(collection);
        }
        Ok(Self {
            version: manifest.version.clone(),
            collections,
            names: Names::new(contents),
            texts: PlanText::all(contents).into_iter().map(|t| (t.id.clone(), t)).collect(),
            merged: contents.merged.iter().cloned().collect(),
            removed: contents.removed.iter().cloned().collect(),
            quality: Quality::new(contents, manifest),
            sources: contents.sources.clone(),
        })
    }
}

impl Catalog for Embedded {
    fn version(&self) -> &str {
        &self.version
    }

    fn collections(&self) -> &[Collection] {
        &self.collections
    }

    fn select<'a>(&'a self, collection: &'a Collection, query: &Query) -> Result<Selection<'a>> {
        collection.select(query)
    }

    fn feature<'a>(&'a self, collection: &'a Collection, id: &str) -> Lookup<'a> {
        if let Some(row) = collection.by_id(id) {
            return Lookup::Found(row);
        }
        if !collection.id.starts_with("projects") {
            return Lookup::Unknown;
        }
        match (self.merged.get(id), self.removed.get(id)) {
            (Some(new), _) => Lookup::Merged(new),
            (None, Some(reason)) => Lookup::Removed(reason),
            (None, None) => Lookup::Unknown,
        }
    }

    fn search(&self, text: &str, limit: usize) -> Vec<Scored<Found>> {
        self.names.find(text, limit)
    }

    fn nearby(&self, at: [f64; 2], radius_m: f64) -> Vec<Near<'_>> {
        let Some(projects) = self.collection("projects") else { return Vec::new() };
        let query = Query { bbox: Some(around(at, radius_m)), ..Query::everything() };
        let Ok(selection) = projects.select(&query) else { return Vec::new() };
        let distance = |row: Row<'_>| row.geometry().and_then(|g| distance_to_m(at, &g));
        let near = |row: Row<'_>| distance(row).filter(|d| *d <= radius_m).map(|d| (row.position, d));
        let mut found: Vec<(usize, f64)> = selection.rows.filter_map(near).collect();
        found.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
        let rows = found.into_iter().filter_map(|(position, d)| Some((projects.row(position)?, d)));
        rows.map(|(row, distance_m)| Near { row, distance_m }).collect()
    }

    fn text(&self, plan: &str) -> Option<&PlanText> {
        self.texts.get(plan)
    }

    fn quality(&self) -> &Quality {
        &self.quality
    }

    fn sources(&self) -> &[SourceInfo] {
        &self.sources
    }
}

/// A box that holds every point within `radius_m` of `[lon, lat]`.
fn around([lon, lat]: [f64; 2], radius_m: f64) -> Bounds {
    // A degree of latitude is at least 110.5 km long; a little more than needed does no harm.
    let high = radius_m / 110_500.0;
    let widest = (lat.abs() + high).min(89.0).to_radians().cos();
    let wide = (high / widest).min(180.0);
    if wide >= 180.0 {
        return Bounds::new(-180.0, (lat - high).max(-90.0), 180.0, (lat + high).min(90.0));
    }
    let wrap = |x: f64| {
        if x > 180.0 {
            x - 360.0
        } else if x < -180.0 {
            x + 360.0
        } else {
            x
        }
    };
    Bounds::new(wrap(lon - wide), (lat - high).max(-90.0), wrap(lon + wide), (lat + high).min(90.0))
}
