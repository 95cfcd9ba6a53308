//! All tiles in one file: PMTiles 3.
//!
//! In: collections. Out: a clustered archive in which a tile that occurs again is stored once, with the same
//! tiles that the service gives, packed by gzip. Must not know: HTTP.

use super::refused;
use crate::catalog::Collection;
use crate::error::{Error, Result};
use crate::geometry::Bounds;
use crate::tile::{Form, Layer, Pyramid, TileId, tilejson};
use pmtiles::{Compression, PmTilesWriter, TileCoord, TileType};
use serde_json::json;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// What the archive says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// Version of the data.
    pub version: String,
    /// What a map must print.
    pub attribution: String,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Zoom of the last tile.
    pub zoom: u8,
    /// Tiles so far.
    pub tiles: u64,
    /// Their bytes, each counted.
    pub bytes: u64,
}

/// What is told of the work, tile by tile.
pub type Told<'t> = &'t mut dyn FnMut(Written);

/// `bytes` as a gzip stream.
///
/// # Errors
/// Out of memory, which ends the program before it is told.
pub fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    use std::io::Write;
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    out.write_all(bytes).map_err(refused)?;
    out.finish().map_err(refused)
}

/// Writes the tiles of `collections` up to `max_zoom` as `path`; a file that is not whole never has that name.
///
/// # Errors
/// The file cannot be written.
pub fn pmtiles(
    about: &About,
    collections: &[&Collection],
    max_zoom: u8,
    path: &Path,
    told: Told<'_>,
) -> Result<Written> {
    let part = part(path);
    let failed = |e| Error::io(&part, e);
    let file = BufWriter::with_capacity(1 << 20, File::create(&part).map_err(failed)?);
    let mut writer = settings(about, collections, max_zoom)?.create(file).map_err(refused)?;
    let threads = std::thread::available_parallelism().map_or(2, |n| n.get());
    let layers = collections.iter().map(|c| Layer::new(c)).collect();
    let mut written = Written::default();
    Pyramid::new(layers, max_zoom, threads).walk(&gzip, &mut |tile, bytes| {
        writer.add_tile(coordinate(tile)?, bytes).map_err(refused)?;
        written.zoom = tile.z;
        written.tiles += 1;
        written.bytes += bytes.len() as u64;
        told(written);
        Ok(())
    })?;
    writer.finalize().map_err(refused)?;
    std::fs::rename(&part, path).map_err(|e| Error::io(path, e))?;
    Ok(written)
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn coordinate(tile: TileId) -> Result<TileCoord> {
    TileCoord::new(tile.z, tile.x, tile.y).map_err(refused)
}

fn settings(about: &About, collections: &[&Collection], max_zoom: u8) -> Result<PmTilesWriter> {
    let name = collections.iter().map(|c| c.id.as_str()).collect::<Vec<_>>().join(",");
    let about = tilejson(
        &name,
        &about.version,
        collections,
        String::new(),
        about.attribution.clone(),
        Form::default(),
    );
    let layers: Vec<_> = about
        .vector_layers
        .iter()
        .map(|layer| {
            json!({"id": layer.id, "description": layer.description, "minzoom": 0, "maxzoom": max_zoom, "fields": layer.fields})
        })
        .collect();
    let metadata = json!({
        "name": about.name,
        "description": about.description,
        "version": about.version,
        "attribution": about.attribution,
        "type": "overlay",
        "vector_layers": layers,
    });
    let all = collections.iter().filter_map(|c| c.bounds).reduce(Bounds::union);
    let bounds = all.unwrap_or(Bounds::new(-180.0, -85.0511, 180.0, 85.0511));
    let [lon, lat, zoom] = about.center;
    Ok(PmTilesWriter::new(TileType::Mvt)
        .precompressed(Compression::Gzip)
        .internal_compression(Compression::Gzip)
        .min_zoom(0)
        .max_zoom(max_zoom)
        .bounds(bounds.west, bounds.south, bounds.east, bounds.north)
        .center(lon, lat)
        .center_zoom((zoom as u8).min(max_zoom))
        .metadata(metadata.to_string()))
}
