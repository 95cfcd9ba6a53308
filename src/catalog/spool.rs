//! Raw features on disk between the two passes over a file.
//!
//! In: features. Out: the same features by offset. Must not know: their meaning.

use super::source::Raw;
use crate::error::{Error, Result};
use crate::geometry::{Geom, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use geo_types::{Coord, GeometryCollection};
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file of features.
#[derive(Debug)]
pub struct Spool {
    path: PathBuf,
    file: BufWriter<File>,
    bytes: Vec<u8>,
    at: u64,
}

/// Where a feature lies.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    at: u64,
    length: u32,
}

impl Spool {
    /// An empty one in `scratch`.
    pub fn new(scratch: &Path) -> Result<Self> {
        let path = scratch.join("spool");
        let made = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let file = BufWriter::with_capacity(1 << 20, made.map_err(|e| Error::io(&path, e))?);
        Ok(Self { path, file, bytes: Vec::new(), at: 0 })
    }

    /// Appends a feature.
    pub fn push(&mut self, raw: &Raw) -> Result<Place> {
        self.bytes.clear();
        put_bytes(&mut self.bytes, raw.id.as_deref().unwrap_or_default().as_bytes());
        match &raw.geometry {
            Some(geometry) => put_geometry(&mut self.bytes, geometry),
            None => self.bytes.push(0),
        }
        serde_json::to_writer(&mut self.bytes, &raw.properties).map_err(|e| Error::Other(e.to_string()))?;
        self.file.write_all(&self.bytes).map_err(|e| Error::io(&self.path, e))?;
        let length = u32::try_from(self.bytes.len())
            .map_err(|_| Error::Other("a feature is longer than 4 GiB".to_owned()))?;
        let place = Place { at: self.at, length };
        self.at += u64::from(length);
        Ok(place)
    }

    /// Makes what was written readable.
    pub fn flush(&mut self) -> Result<()> {
        self.file.flush().map_err(|e| Error::io(&self.path, e))
    }

    fn fetch(&mut self, place: Place) -> Result<()> {
        let failed = |e| Error::io(&self.path, e);
        self.bytes.resize(place.length as usize, 0);
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start(place.at)).map_err(failed)?;
        file.read_exact(&mut self.bytes).map_err(failed)
    }

    /// The feature at `place`.
    pub fn read(&mut self, place: Place) -> Result<Raw> {
        self.fetch(place)?;
        let broken = || Error::file(&self.path, "the scratch file changed meanwhile");
        let mut left = self.bytes.as_slice();
        let id = take_bytes(&mut left).and_then(|b| String::from_utf8(b.to_vec()).ok()).ok_or_else(broken)?;
        let geometry = take_geometry(&mut left).ok_or_else(broken)?;
        let properties = serde_json::from_slice(left).map_err(|_| broken())?;
        Ok(Raw { id: (!id.is_empty()).then_some(id), geometry, properties })
    }

    /// The geometry of the feature at `place`.
    pub fn geometry(&mut self, place: Place) -> Result<Option<Geom>> {
        self.fetch(place)?;
        let mut left = self.bytes.as_slice();
        let geometry = take_bytes(&mut left).and_then(|_| take_geometry(&mut left));
        geometry.ok_or_else(|| Error::file(&self.path, "the scratch file changed meanwhile"))
    }
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend(bytes);
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn put_line<'c>(out: &mut Vec<u8>, points: impl ExactSizeIterator<Item = &'c Coord<f64>>) {
    put_count(out, points.len());
    for c in points {
        out.extend(c.x.to_le_bytes());
        out.extend(c.y.to_le_bytes());
    }
}

fn put_area(out: &mut Vec<u8>, area: &Polygon<f64>) {
    put_count(out, 1 + area.interiors().len());
    put_line(out, area.exterior().0.iter());
    area.interiors().iter().for_each(|ring| put_line(out, ring.0.iter()));
}

fn put_geometry(out: &mut Vec<u8>, geometry: &Geom) {
    match geometry {
        Geom::Point(point) => {
            out.push(1);
            put_line(out, std::iter::once(&point.0));
        }
        Geom::MultiPoint(points) => {
            out.push(2);
            put_line(out, points.0.iter().map(|p| &p.0));
        }
        Geom::Line(line) => put_geometry(out, &Geom::LineString(LineString::from(*line))),
        Geom::LineString(line) => {
            out.push(3);
            put_line(out, line.0.iter());
        }
        Geom::MultiLineString(lines) => {
            out.push(4);
            put_count(out, lines.0.len());
            lines.iter().for_each(|line| put_line(out, line.0.iter()));
        }
        Geom::Polygon(area) => {
            out.push(5);
            put_area(out, area);
        }
        Geom::MultiPolygon(areas) => {
            out.push(6);
            put_count(out, areas.0.len());
            areas.iter().for_each(|area| put_area(out, area));
        }
        Geom::Rect(rect) => put_geometry(out, &Geom::Polygon(rect.to_polygon())),
        Geom::Triangle(triangle) => put_geometry(out, &Geom::Polygon(triangle.to_polygon())),
        Geom::GeometryCollection(parts) => {
            out.push(7);
            put_count(out, parts.0.len());
            parts.iter().for_each(|part| put_geometry(out, part));
        }
    }
}

fn take<const N: usize>(left: &mut &[u8]) -> Option<[u8; N]> {
    let (head, rest) = left.split_first_chunk::<N>()?;
    *left = rest;
    Some(*head)
}

fn take_count(left: &mut &[u8]) -> Option<usize> {
    take(left).map(|b| u32::from_le_bytes(b) as usize)
}

fn take_bytes<'b>(left: &mut &'b [u8]) -> Option<&'b [u8]> {
    let count = take_count(left)?;
    let (head, rest) = left.split_at_checked(count)?;
    *left = rest;
    Some(head)
}

fn take_line(left: &mut &[u8]) -> Option<Vec<Coord<f64>>> {
    let count = take_count(left)?;
    let number = |left: &mut &[u8]| take(left).map(f64::from_le_bytes);
    (0..count).map(|_| Some(Coord { x: number(left)?, y: number(left)? })).collect()
}

fn take_area(left: &mut &[u8]) -> Option<Polygon<f64>> {
    let count = take_count(left)?;
    let mut rings =
        (0..count).map(|_| take_line(left).map(LineString::new)).collect::<Option<Vec<_>>>()?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// None if the bytes are broken; a feature may have no geometry.
fn take_geometry(left: &mut &[u8]) -> Option<Option<Geom>> {
    let [kind] = take(left)?;
    Some(Some(match kind {
        0 => return Some(None),
        1 => Geom::Point(Point(*take_line(left)?.first()?)),
        2 => Geom::MultiPoint(MultiPoint(take_line(left)?.into_iter().map(Point).collect())),
        3 => Geom::LineString(LineString::new(take_line(left)?)),
        4 => {
            let count = take_count(left)?;
            let lines = (0..count).map(|_| take_line(left).map(LineString::new));
            Geom::MultiLineString(MultiLineString(lines.collect::<Option<_>>()?))
        }
        5 => Geom::Polygon(take_area(left)?),
        6 => {
            let count = take_count(left)?;
            Geom::MultiPolygon(MultiPolygon((0..count).map(|_| take_area(left)).collect::<Option<_>>()?))
        }
        7 => {
            let count = take_count(left)?;
            let parts = (0..count).map(|_| take_geometry(left)?).collect::<Option<Vec<_>>>()?;
            Geom::GeometryCollection(GeometryCollection(parts))
        }
        _ => return None,
    }))
}
