//! Mapbox Vector Tile 2.1, written straight as protocol buffer bytes.
//!
//! In: names, values, points, lines and rings in tile units. Out: bytes; keys and values in order of first use, so
//! that the same input gives the same bytes. Must not know: what a feature is.

use super::clip::P;
use super::draw::Drawn;
use super::grid::EXTENT;
use std::collections::HashMap;

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// Writes one layer.
#[derive(Debug)]
pub struct LayerWriter {
    name: String,
    features: Vec<u8>,
    keys: Vec<String>,
    key_index: HashMap<String, u32>,
    values: Vec<u8>,
    value_index: HashMap<Vec<u8>, u32>,
    id: u64,
    tags: Vec<u32>,
}

impl LayerWriter {
    /// An empty layer.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            features: Vec::new(),
            keys: Vec::new(),
            key_index: HashMap::new(),
            values: Vec::new(),
            value_index: HashMap::new(),
            id: 0,
            tags: Vec::new(),
        }
    }

    /// Starts a feature with the number `id`.
    pub fn begin(&mut self, id: u64) {
        self.id = id;
        self.tags.clear();
    }

    /// A text property.
    pub fn text(&mut self, key: &str, value: &str) {
        let mut bytes = Vec::with_capacity(value.len() + 3);
        field_bytes(&mut bytes, 1, value.as_bytes());
        self.tag(key, bytes);
    }

    /// A number property.
    pub fn number(&mut self, key: &str, value: f64) {
        let mut bytes = vec![3 << 3 | 1];
        bytes.extend(value.to_le_bytes());
        self.tag(key, bytes);
    }

    /// A whole-number property.
    pub fn integer(&mut self, key: &str, value: i64) {
        let mut bytes = Vec::new();
        match u64::try_from(value) {
            Ok(positive) => field_number(&mut bytes, 5, positive),
            Err(_) => field_number(&mut bytes, 6, zigzag(value)),
        }
        self.tag(key, bytes);
    }

    /// A truth property.
    pub fn boolean(&mut self, key: &str, value: bool) {
        let mut bytes = Vec::new();
        field_number(&mut bytes, 7, u64::from(value));
        self.tag(key, bytes);
    }

    fn tag(&mut self, key: &str, value: Vec<u8>) {
        let key = match self.key_index.get(key) {
            Some(index) => *index,
            None => {
                let index = self.keys.len() as u32;
                self.keys.push(key.to_owned());
                self.key_index.insert(key.to_owned(), index);
                index
            }
        };
        let next = self.value_index.len() as u32;
        let value = match self.value_index.get(&value) {
            Some(index) => *index,
            None => {
                field_bytes(&mut self.values, 4, &value);
                self.value_index.insert(value, next);
                next
            }
        };
        self.tags.extend([key, value]);
    }

    /// Ends a feature; a mixed geometry becomes one feature per type with the same number.
    pub fn end(&mut self, drawn: &Drawn) {
        if !drawn.points.is_empty() {
            self.write(1, &point_commands(&drawn.points));
        }
        if !drawn.lines.is_empty() {
            self.write(2, &path_commands(&drawn.lines, false));
        }
        if !drawn.rings.is_empty() {
            self.write(3, &path_commands(&drawn.rings, true));
        }
    }

    fn write(&mut self, kind: u64, commands: &[u32]) {
        let mut feature = Vec::with_capacity(commands.len() * 2 + self.tags.len() * 2 + 16);
        field_number(&mut feature, 1, self.id);
        packed(&mut feature, 2, &self.tags);
        field_number(&mut feature, 3, kind);
        packed(&mut feature, 4, commands);
        field_bytes(&mut self.features, 2, &feature);
    }

    /// Appends the layer to `out`; an empty layer is left out.
    pub fn finish(self, out: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 256);
        field_bytes(&mut layer, 1, self.name.as_bytes());
        layer.extend(self.features);
        for key in &self.keys {
            field_bytes(&mut layer, 3, key.as_bytes());
        }
        layer.extend(self.values);
        field_number(&mut layer, 5, EXTENT as u64);
        field_number(&mut layer, 15, 2);
        field_bytes(out, 3, &layer);
    }
}

fn command(id: u32, count: usize) -> u32 {
    id | (count as u32) << 3
}

/// Points relative to each other.
struct Pen {
    at: P,
}

impl Pen {
    fn step(&mut self, to: P, out: &mut Vec<u32>) {
        out.extend([to[0] - self.at[0], to[1] - self.at[1]].map(|step| zigzag(step) as u32));
        self.at = to;
    }
}

fn point_commands(points: &[P]) -> Vec<u32> {
    let mut out = vec![command(MOVE_TO, points.len())];
    let mut pen = Pen { at: [0, 0] };
    points.iter().for_each(|p| pen.step(*p, &mut out));
    out
}

fn path_commands(paths: &[Vec<P>], closed: bool) -> Vec<u32> {
    let mut out = Vec::new();
    let mut pen = Pen { at: [0, 0] };
    for path in paths {
        let Some((first, rest)) = path.split_first() else { continue };
        out.push(command(MOVE_TO, 1));
        pen.step(*first, &mut out);
        out.push(command(LINE_TO, rest.len()));
        rest.iter().for_each(|p| pen.step(*p, &mut out));
        if closed {
            out.push(command(CLOSE_PATH, 1));
        }
    }
    out
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn field_number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn field_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn packed(out: &mut Vec<u8>, field: u64, values: &[u32]) {
    let mut bytes = Vec::with_capacity(values.len() * 2);
    values.iter().for_each(|v| varint(&mut bytes, u64::from(*v)));
    field_bytes(out, field, &bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polygon_of_the_specification() {
        // Section 4.3.5.5 of the Mapbox Vector Tile specification 2.1.
        let commands = path_commands(&[vec![[3, 6], [8, 12], [20, 34]]], true);
        assert_eq!(commands, [9, 6, 12, 18, 10, 12, 24, 44, 15]);
    }

    #[test]
    fn an_empty_layer_is_left_out() {
        let mut out = Vec::new();
        LayerWriter::new("projects").finish(&mut out);
        assert!(out.is_empty());
    }
}
