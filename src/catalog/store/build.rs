//! Writes a store.
//!
//! In: what is known of all features together ([`Facts`]), then the features in their final order. Out: the bytes, into
//! memory or into a file; what grows with geometry or text goes through scratch files, what stays in memory is some
//! sixty bytes a feature. Must not know: where features come from.

use super::arena::{FIXED, Kind};
use super::layout::{Header, Source, words};
use super::section::Section;
use super::tree::{Box7, pack};
use super::write::ColumnWriter;
use crate::catalog::numbers::{Numbers, hash};
use crate::catalog::{Feature, Schema, ValueRef};
use crate::error::{Error, Result};
use crate::geometry::{
    Bounds, Geom, Junctions, LineString, NEVER, Polygon, WorldPoint, line_zooms, ring_zooms, world,
};
use crate::query::Interval;
use geo::CoordsIter;
use geo_types::Coord;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

/// An open end of a time.
pub const OPEN: i64 = i64::MIN;
/// The start of a feature without a time.
pub const TIMELESS: i64 = i64::MAX;

/// What must be known of all features before the first is written.
#[derive(Debug)]
pub struct Facts {
    fixed: bool,
    times: bool,
    labels: bool,
    texts: bool,
    words: Vec<Option<HashSet<u64>>>,
}

impl Facts {
    /// Of nothing yet, with so many columns.
    pub fn new(columns: usize) -> Self {
        Self {
            fixed: true,
            times: false,
            labels: false,
            texts: false,
            words: vec![Some(HashSet::new()); columns],
        }
    }

    /// Takes note of a whole feature.
    pub fn see(&mut self, feature: &Feature) {
        self.times |= feature.time.is_some();
        self.labels |= feature.label_point.is_some();
        self.texts |= !feature.texts.is_empty();
        feature.geometry.iter().for_each(|g| self.see_geometry(g));
        for (column, value) in feature.values.iter().enumerate() {
            if let Some(text) = value.as_ref().as_scalar_text() {
                self.see_word(column, &text);
            }
        }
    }

    /// Takes note of coordinates.
    pub fn see_geometry(&mut self, geometry: &Geom) {
        self.fixed = self.fixed && geometry.coords_iter().all(|c| is_fixed(c.x) && is_fixed(c.y));
    }

    /// Takes note that features have texts for `q`.
    pub fn see_texts(&mut self) {
        self.texts = true;
    }

    /// Takes note of a value of a column, as text.
    pub fn see_word(&mut self, column: usize, text: &str) {
        if self.words.len() <= column {
            self.words.resize(column + 1, Some(HashSet::new()));
        }
        if let Some(seen) = &mut self.words[column] {
            seen.insert(hash(text, 0));
            if seen.len() > super::columns::WORDS {
                self.words[column] = None;
            }
        }
    }

    /// The same for columns in another order: by place in this one.
    pub fn arranged(mut self, places: &[Option<usize>]) -> Self {
        let take = |place: &Option<usize>| {
            place.and_then(|p| self.words.get(p).cloned()).unwrap_or_else(|| Some(HashSet::new()))
        };
        self.words = places.iter().map(take).collect();
        self
    }

    fn repeats(&self, column: usize) -> bool {
        self.words.get(column).is_none_or(Option::is_some)
    }
}

fn is_fixed(v: f64) -> bool {
    f64::from((v * FIXED).round() as i32) / FIXED == v
}

/// Calls `found` with every ring of `geometry` in world units, first point repeated at the end.
pub fn rings(geometry: &Geom, found: &mut dyn FnMut(&[WorldPoint])) {
    let mut area = |area: &Polygon<f64>| {
        for ring in std::iter::once(area.exterior()).chain(area.interiors()) {
            found(&ring.coords().map(|c| world(c.x, c.y)).collect::<Vec<_>>());
        }
    };
    match geometry {
        Geom::Polygon(one) => area(one),
        Geom::MultiPolygon(areas) => areas.iter().for_each(area),
        Geom::Rect(rect) => area(&rect.to_polygon()),
        Geom::Triangle(triangle) => area(&triangle.to_polygon()),
        Geom::GeometryCollection(parts) => parts.iter().for_each(|part| rings(part, found)),
        _ => {}
    }
}

/// Writes one store.
pub struct Builder<'a> {
    schema: &'a Schema,
    facts: Facts,
    junctions: Junctions,
    /// The features come in the order of the tree.
    in_order: bool,
    features: usize,
    vertices: u32,
    words: u32,
    records: Section,
    parts: Section,
    coords: Section,
    bounds: Section,
    world: Section,
    zooms: Section,
    ids: [Section; 2],
    numbers: Section,
    times: Section,
    labels: Section,
    texts: [Section; 2],
    columns: Vec<ColumnWriter>,
    taken: Numbers,
    hashes: Vec<u64>,
    leaves: Vec<(u64, u32, Box7)>,
    all: Option<Bounds>,
    time: Option<Interval>,
}

impl<'a> Builder<'a> {
    /// A builder that keeps everything in memory, for features in any order.
    pub fn in_memory(schema: &'a Schema, facts: Facts, junctions: Junctions) -> Self {
        Self::new(schema, facts, junctions, None)
    }

    /// A builder with scratch files in `scratch`, for features in Hilbert order with those without a box at the end.
    pub fn in_files(schema: &'a Schema, facts: Facts, junctions: Junctions, scratch: &Path) -> Self {
        Self::new(schema, facts, junctions, Some(scratch))
    }

    fn new(schema: &'a Schema, facts: Facts, junctions: Junctions, scratch: Option<&Path>) -> Self {
        let section = |name: &str| Section::new(name, scratch);
        let column = |(n, p): (usize, &crate::catalog::Property)| {
            ColumnWriter::new(n, p.kind, facts.repeats(n), scratch)
        };
        Self {
            columns: schema.properties.iter().enumerate().map(column).collect(),
            records: section("records"),
            parts: section("parts"),
            coords: section("coords"),
            bounds: section("bounds"),
            world: section("world"),
            zooms: section("zooms"),
            ids: [section("ids.at"), section("ids.of")],
            numbers: section("numbers"),
            times: section("times"),
            labels: section("labels"),
            texts: [section("texts.at"), section("texts.of")],
            in_order: scratch.is_some(),
            schema,
            facts,
            junctions,
            features: 0,
            vertices: 0,
            words: 0,
            taken: Numbers::default(),
            hashes: Vec::new(),
            leaves: Vec::new(),
            all: None,
            time: None,
        }
    }

    /// Appends a feature.
    ///
    /// # Errors
    /// A scratch file cannot be written, or there are more vertices than numbers for them.
    pub fn push(&mut self, feature: &Feature) -> Result<()> {
        let position = u32::try_from(self.features).map_err(|_| too_many("features"))?;
        self.features += 1;
        let (first, parts) = (self.vertices, self.words);
        let kind = match &feature.geometry {
            Some(geometry) => self.geometry(geometry)?,
            None => Kind::None,
        };
        for word in [first, self.vertices - first, parts, kind as u32] {
            self.records.write(&word.to_le_bytes())?;
        }
        self.bounds(position, feature.bounds)?;
        text(&mut self.ids, &feature.id)?;
        self.hashes.push(hash(&feature.id, 0));
        // A file has no other version to keep numbers for: places are numbers that pack well where near things are
        // together, and a hash of the id is eight bytes that do not.
        let number = if self.in_order { u64::from(position) + 1 } else { self.taken.next(&feature.id) };
        self.numbers.write(&number.to_le_bytes())?;
        self.times(feature.time)?;
        if self.facts.labels {
            let [lon, lat] = feature.label_point.unwrap_or([f64::NAN; 2]);
            self.labels.write(&lon.to_le_bytes())?;
            self.labels.write(&lat.to_le_bytes())?;
        }
        if self.facts.texts {
            text(&mut self.texts, &feature.texts)?;
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            let value = feature.values.get(index).map_or(ValueRef::Null, |v| v.as_ref());
            column.push(position, value)?;
        }
        Ok(())
    }

    fn bounds(&mut self, position: u32, bounds: Option<Bounds>) -> Result<()> {
        // A box that ends before it starts is none.
        let sides = bounds.map_or([1.0, 1.0, 0.0, 0.0], Bounds::to_array);
        for side in sides {
            coordinate(&mut self.bounds, self.facts.fixed, side)?;
        }
        let Some(bounds) = bounds else { return Ok(()) };
        let sides = bounds.to_array().map(|v| v * FIXED);
        let near = |v: f64, away: f64| if (v - v.round()).abs() < 1e-6 { v.round() } else { away };
        let leaf = [
            near(sides[0], sides[0].floor()) as i32,
            near(sides[1], sides[1].floor()) as i32,
            near(sides[2], sides[2].ceil()) as i32,
            near(sides[3], sides[3].ceil()) as i32,
        ];
        let key = if self.in_order { u64::from(position) } else { super::near(bounds) };
        self.leaves.push((key, position, leaf));
        self.all = Some(self.all.map_or(bounds, |all| all.union(bounds)));
        Ok(())
    }

    fn times(&mut self, time: Option<Interval>) -> Result<()> {
        if !self.facts.times {
            return Ok(());
        }
        let (start, end) = match time {
            Some(time) => (time.start_s.unwrap_or(OPEN), time.end_s.unwrap_or(OPEN)),
            None => (TIMELESS, TIMELESS),
        };
        if let Some(time) = time {
            self.time = Some(self.time.map_or(time, |all| all.hull(time)));
        }
        self.times.write(&start.to_le_bytes())?;
        self.times.write(&end.to_le_bytes())
    }

    fn word(&mut self, word: usize) -> Result<()> {
        let word = u32::try_from(word).map_err(|_| too_many("vertices in one path"))?;
        self.words = self.words.checked_add(1).ok_or_else(|| too_many("paths"))?;
        self.parts.write(&word.to_le_bytes())
    }

    fn vertices(&mut self, points: impl Iterator<Item = Coord<f64>>) -> Result<Vec<WorldPoint>> {
        let mut units = Vec::new();
        for c in points {
            coordinate(&mut self.coords, self.facts.fixed, c.x)?;
            coordinate(&mut self.coords, self.facts.fixed, c.y)?;
            let unit = world(c.x, c.y);
            self.world.write(&unit[0].to_le_bytes())?;
            self.world.write(&unit[1].to_le_bytes())?;
            units.push(unit);
        }
        let count = u32::try_from(units.len()).ok();
        self.vertices =
            count.and_then(|n| self.vertices.checked_add(n)).ok_or_else(|| too_many("vertices"))?;
        Ok(units)
    }

    fn points(&mut self, points: impl Iterator<Item = Coord<f64>>) -> Result<()> {
        let count = self.vertices(points)?.len();
        self.zooms.write(&vec![0; count])
    }

    fn path(&mut self, line: &LineString<f64>, ring: bool) -> Result<()> {
        let units = self.vertices(line.coords().copied())?;
        let mut distinct = units.clone();
        distinct.dedup();
        let needed = if ring { ring_zooms(&distinct, &self.junctions) } else { line_zooms(&distinct) };
        if needed.len() == units.len() {
            return self.zooms.write(&needed);
        }
        // A repeated vertex is needed once.
        let mut own = needed.into_iter();
        let zooms: Vec<u8> = (0..units.len())
            .map(|n| if n > 0 && units[n] == units[n - 1] { NEVER } else { own.next().unwrap_or(NEVER) })
            .collect();
        self.zooms.write(&zooms)
    }

    fn area(&mut self, area: &Polygon<f64>) -> Result<()> {
        self.word(1 + area.interiors().len())?;
        for ring in std::iter::once(area.exterior()).chain(area.interiors()) {
            self.word(ring.0.len())?;
            self.path(ring, true)?;
        }
        Ok(())
    }

    fn geometry(&mut self, geometry: &Geom) -> Result<Kind> {
        match geometry {
            Geom::Point(point) => self.points(std::iter::once(point.0)).map(|()| Kind::Point),
            Geom::MultiPoint(points) => self.points(points.iter().map(|p| p.0)).map(|()| Kind::MultiPoint),
            Geom::Line(line) => self.path(&LineString::from(*line), false).map(|()| Kind::Line),
            Geom::LineString(line) => self.path(line, false).map(|()| Kind::Line),
            Geom::MultiLineString(lines) => {
                self.word(lines.0.len())?;
                for line in lines {
                    self.word(line.0.len())?;
                    self.path(line, false)?;
                }
                Ok(Kind::MultiLine)
            }
            Geom::Polygon(area) => self.area(area).map(|()| Kind::Area),
            Geom::MultiPolygon(areas) => {
                self.word(areas.0.len())?;
                areas.iter().try_for_each(|area| self.area(area)).map(|()| Kind::MultiArea)
            }
            Geom::Rect(rect) => self.area(&rect.to_polygon()).map(|()| Kind::Area),
            Geom::Triangle(triangle) => self.area(&triangle.to_polygon()).map(|()| Kind::Area),
            Geom::GeometryCollection(parts) => {
                self.word(parts.0.len())?;
                for part in parts {
                    self.word(kind_of(part) as usize)?;
                    self.word(part.coords_count())?;
                    self.geometry(part)?;
                }
                Ok(Kind::Mixed)
            }
        }
    }

    /// The whole store in memory.
    ///
    /// # Errors
    /// As for a file.
    pub fn finish_in_memory(self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        self.finish(None, &mut out)?;
        Ok(out)
    }

    /// Writes the whole store, stamped with its source.
    ///
    /// # Errors
    /// A scratch file or `out` fails.
    pub fn finish(mut self, source: Option<Source>, out: &mut dyn Write) -> Result<()> {
        for pair in [&mut self.ids, &mut self.texts] {
            if self.features > 0 && pair[0].len() > 0 {
                let end = pair[1].len();
                pair[0].write(&end.to_le_bytes())?;
            }
        }
        self.leaves.sort_unstable_by_key(|(key, position, _)| (*key, *position));
        let boxes = pack(&self.leaves.iter().map(|leaf| leaf.2).collect::<Vec<_>>());
        let tree = Section::of("tree", boxes.iter().flatten().flat_map(|v| v.to_le_bytes()).collect());
        let order = if self.in_order { Vec::new() } else { self.leaves.iter().map(|l| l.1).collect() };
        let order = Section::of("order", order.iter().flat_map(|v: &u32| v.to_le_bytes()).collect());
        let lookup =
            Section::of("lookup", lookup(&self.hashes).iter().flat_map(|v| v.to_le_bytes()).collect());
        let (placed, features) = (self.leaves.len(), self.features);
        let (columns, geometry) = words(self.schema);
        let ([ids_at, ids_of], [texts_at, texts_of]) = (self.ids, self.texts);
        let mut sections = vec![self.records, self.parts, self.coords, self.bounds, self.world, self.zooms];
        sections.extend([tree, order, ids_at, ids_of, lookup, self.numbers, self.times, self.labels]);
        sections.extend([texts_at, texts_of]);
        for column in self.columns {
            sections.extend(column.finish()?);
        }
        let mut header = Header {
            features,
            placed,
            fixed: self.facts.fixed,
            bounds: self.all.map(Bounds::to_array),
            time: self.time.map(|t| [t.start_s, t.end_s]),
            columns,
            geometry,
            temporal: self.schema.temporal,
            source,
            spans: std::collections::BTreeMap::new(),
        };
        let mut at = 0u64;
        for section in &sections {
            header.spans.insert(section.name().to_owned(), [at, section.len()]);
            at += section.len().next_multiple_of(8);
        }
        let failed = |e: std::io::Error| Error::Other(format!("cannot write a prepared collection: {e}"));
        out.write_all(&header.to_bytes()?).map_err(failed)?;
        for section in sections {
            section.copy_to(out)?;
        }
        Ok(())
    }
}

fn too_many(what: &str) -> Error {
    Error::Other(format!("a collection cannot hold so many {what}"))
}

fn kind_of(geometry: &Geom) -> Kind {
    match geometry {
        Geom::Point(_) => Kind::Point,
        Geom::MultiPoint(_) => Kind::MultiPoint,
        Geom::Line(_) | Geom::LineString(_) => Kind::Line,
        Geom::MultiLineString(_) => Kind::MultiLine,
        Geom::Polygon(_) | Geom::Rect(_) | Geom::Triangle(_) => Kind::Area,
        Geom::MultiPolygon(_) => Kind::MultiArea,
        Geom::GeometryCollection(_) => Kind::Mixed,
    }
}

fn coordinate(section: &mut Section, fixed: bool, value: f64) -> Result<()> {
    if fixed {
        section.write(&((value * FIXED).round() as i32).to_le_bytes())
    } else {
        section.write(&value.to_le_bytes())
    }
}

/// Appends the offset and the bytes of a text.
fn text([at, of]: &mut [Section; 2], text: &str) -> Result<()> {
    at.write(&of.len().to_le_bytes())?;
    of.write(text.as_bytes())
}

/// Open addressing: position + 1 by hash, twice as many slots as features and a power of two.
fn lookup(hashes: &[u64]) -> Vec<u32> {
    let slots = (hashes.len() * 2).next_power_of_two();
    let mut table = vec![0u32; slots];
    for (position, hash) in hashes.iter().enumerate() {
        let mut slot = *hash as usize & (slots - 1);
        while table[slot] != 0 {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = position as u32 + 1;
    }
    table
}
