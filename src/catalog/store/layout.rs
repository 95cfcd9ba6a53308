//! What a prepared collection is as bytes.
//!
//! In: stretches by name. Out: one file: [`MAGIC`], version, length of the header, the header as JSON, then the
//! stretches, each at a multiple of eight. Must not know: what a feature is.
//!
//! Stretches (little-endian; `n` features, `v` vertices):
//! - `records`: n x (first vertex, number of vertices, first word of `parts`, type) as 32-bit numbers;
//! - `parts`: numbers of rings and vertices of what is more than one path;
//! - `coords`: v x (longitude, latitude), 10^-7 degrees in 32 bits where that gives back the input exactly (nearly all
//!   data), else 64-bit floating point; `bounds`: n x (west, south, east, north) in the same form;
//! - `world`: v x (x, y) in world units; `zooms`: v x the lowest zoom that needs the vertex;
//! - `tree`: boxes of a packed R-tree, sixteen to a node, leaves first; `order`: positions of its leaves, left out
//!   where that is the order of the features;
//! - `ids.at`, `ids.of`: offsets and bytes; `lookup`: open addressing by hash of the id; `numbers`: n x number;
//! - `times`, `labels`, `texts.at`, `texts.of`: left out where no feature has one;
//! - `c<k>.…`: the column k: `values` and `nulls` (bits), or `codes`, `at`, `of` and `first` of a dictionary, or `at`,
//!   `of` and `nulls` of texts that seldom repeat.

use super::bytes::{Bytes, Span};
use crate::catalog::{GeometryKind, Property, Schema};
use crate::error::{Error, Result};
use crate::release::ColumnKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// First bytes of a prepared file.
pub const MAGIC: &[u8; 8] = b"PLANMAP\n";
/// Version of the layout; a reader refuses any other.
pub const VERSION: u32 = 2;
const HEAD: usize = 16;

/// Where a prepared file came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// When it was last changed, nanoseconds since 1970: the same time and length need no new checksum.
    pub changed_ns: u64,
}

/// The header.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Header {
    /// Features.
    pub features: usize,
    /// Features with a box: the leaves of the tree.
    pub placed: usize,
    /// Whether coordinates are whole multiples of 10^-7 degrees.
    pub fixed: bool,
    /// `[west, south, east, north]`, degrees.
    pub bounds: Option<[f64; 4]>,
    /// First and last second.
    pub time: Option<[Option<i64>; 2]>,
    /// Name and kind of each column.
    pub columns: Vec<(String, String)>,
    /// Points, lines, areas or any.
    pub geometry: String,
    /// Whether features have a time.
    pub temporal: bool,
    /// None for what was made in memory.
    pub source: Option<Source>,
    /// Stretches: offset from the end of the header, length.
    pub spans: BTreeMap<String, [u64; 2]>,
}

const KINDS: &[(&str, ColumnKind)] = &[
    ("text", ColumnKind::Text),
    ("date", ColumnKind::Date),
    ("integer", ColumnKind::Integer),
    ("number", ColumnKind::Number),
    ("boolean", ColumnKind::Boolean),
    ("strings", ColumnKind::Strings),
    ("json", ColumnKind::Json),
];
const GEOMETRIES: &[(&str, GeometryKind)] = &[
    ("none", GeometryKind::None),
    ("points", GeometryKind::Points),
    ("lines", GeometryKind::Lines),
    ("areas", GeometryKind::Areas),
    ("any", GeometryKind::Any),
];

fn word<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> String {
    table.iter().find(|(_, v)| v == value).map_or_else(String::new, |(word, _)| (*word).to_owned())
}

fn value<T: Copy>(table: &[(&'static str, T)], word: &str) -> Option<T> {
    table.iter().find(|(w, _)| *w == word).map(|(_, v)| *v)
}

/// Columns and geometry of a schema as the words of the header.
pub fn words(schema: &Schema) -> (Vec<(String, String)>, String) {
    let column = |p: &Property| (p.name.clone(), word(KINDS, &p.kind));
    (schema.properties.iter().map(column).collect(), word(GEOMETRIES, &schema.geometry))
}

impl Header {
    /// The schema that the header tells; none if it has a word that we do not know.
    pub fn schema(&self) -> Option<Schema> {
        let property = |(name, kind): &(String, String)| {
            Some(Property { name: name.clone(), kind: value(KINDS, kind)?, words: Vec::new() })
        };
        Some(Schema {
            properties: self.columns.iter().map(property).collect::<Option<_>>()?,
            geometry: value(GEOMETRIES, &self.geometry)?,
            temporal: self.temporal,
        })
    }

    /// The bytes before the stretches.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut json = serde_json::to_vec(self).map_err(|e| Error::Other(e.to_string()))?;
        json.resize((HEAD + json.len()).next_multiple_of(8) - HEAD, b' ');
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((json.len() as u32).to_le_bytes());
        out.extend(json);
        Ok(out)
    }

    /// The header at the start of `bytes` with its stretches.
    ///
    /// # Errors
    /// Not a prepared file, of another version, or shorter than it says.
    pub fn read(path: &Path, bytes: &Bytes) -> Result<(Self, Spans)> {
        let wrong = |message: &str| Error::file(path, message);
        let (head, rest) =
            bytes.split_at_checked(HEAD).ok_or_else(|| wrong("is not a prepared collection"))?;
        if !head.starts_with(MAGIC) {
            return Err(wrong("is not a prepared collection"));
        }
        if super::bytes::u32_at(head, 2) != VERSION {
            return Err(wrong("is a prepared collection of another version: prepare it again"));
        }
        let length = super::bytes::u32_at(head, 3) as usize;
        let json = rest.get(..length).ok_or_else(|| wrong("ends inside its header"))?;
        let header: Self = serde_json::from_slice(json).map_err(|e| wrong(&format!("header: {e}")))?;
        let start = HEAD + length;
        let span = |[at, length]: &[u64; 2]| start + *at as usize..start + *at as usize + *length as usize;
        let spans: BTreeMap<String, Span> = header.spans.iter().map(|(n, s)| (n.clone(), span(s))).collect();
        if spans.values().any(|s| s.end > bytes.len()) {
            return Err(wrong("is shorter than its header says"));
        }
        Ok((header, Spans(spans)))
    }
}

/// The stretches of a store by name.
#[derive(Debug, Default)]
pub struct Spans(BTreeMap<String, Span>);

impl Spans {
    /// The stretch `name`; an empty one if it was left out.
    pub fn get(&self, name: &str) -> Span {
        self.0.get(name).cloned().unwrap_or(0..0)
    }

    /// The stretch `name` of column `index`.
    pub fn column(&self, index: usize, name: &str) -> Span {
        self.get(&format!("c{index}.{name}"))
    }
}
