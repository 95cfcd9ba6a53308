//! Mapbox Vector Tile 2.1, written straight as protocol buffer bytes.
//!
//! In: names, values, points, lines and rings in tile units. Out: bytes; keys and values in order of first use, so
//! that the same input gives the same bytes. Must not know: what a feature is.

use super::draw::Drawn;
use super::grid::EXTENT;
use super::paths::{P, Paths};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// Numbers are their own hash, mixed: they need no protection against guessing within one tile.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// Properties of one layer by slot: what of them was written already.
#[derive(Debug, Default)]
struct Slot {
    /// Number of the key, once it was used.
    key: Option<u32>,
    /// Value by code, plus one.
    codes: Vec<u32>,
    /// Value by number (as bits).
    numbers: HashMap<u64, u32, BuildHasherDefault<Mixed>>,
}

/// Writes one layer.
#[derive(Debug)]
pub struct LayerWriter<'n> {
    name: &'n str,
    names: Vec<&'n str>,
    slots: Vec<Slot>,
    features: Vec<u8>,
    keys: Vec<u8>,
    key_count: u32,
    values: Vec<u8>,
    value_count: u32,
    id: Option<u64>,
    tags: Vec<u8>,
    commands: Vec<u8>,
}

impl<'n> LayerWriter<'n> {
    /// An empty layer whose properties have these names.
    pub fn new(name: &'n str, names: Vec<&'n str>) -> Self {
        Self {
            name,
            slots: names.iter().map(|_| Slot::default()).collect(),
            names,
            features: Vec::new(),
            keys: Vec::new(),
            key_count: 0,
            values: Vec::new(),
            value_count: 0,
            id: None,
            tags: Vec::new(),
            commands: Vec::new(),
        }
    }

    /// Starts a feature with the number `id`, if it has one.
    pub fn begin(&mut self, id: Option<u64>) {
        self.id = id;
        self.tags.clear();
    }

    /// A text that seldom repeats.
    pub fn text(&mut self, slot: usize, value: &str) {
        let number = self.new_text(value);
        self.tag(slot, number);
    }

    fn new_text(&mut self, value: &str) -> u32 {
        varint(&mut self.values, 4 << 3 | 2);
        varint(&mut self.values, (1 + length(value.len() as u64) + value.len()) as u64);
        field_bytes(&mut self.values, 1, value.as_bytes());
        self.value_count += 1;
        self.value_count - 1
    }

    /// A text that has a code: it is asked for once.
    pub fn word<T: AsRef<str>>(&mut self, slot: usize, code: u16, value: impl FnOnce() -> T) {
        let code = usize::from(code);
        let known = self.slots[slot].codes.get(code).copied().unwrap_or(0);
        let number = if known > 0 {
            known - 1
        } else {
            let number = self.new_text(value().as_ref());
            let codes = &mut self.slots[slot].codes;
            if codes.len() <= code {
                codes.resize(code + 1, 0);
            }
            codes[code] = number + 1;
            number
        };
        self.tag(slot, number);
    }

    /// A number property.
    pub fn number(&mut self, slot: usize, value: f64) {
        let mut bytes = [3 << 3 | 1, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes[1..].copy_from_slice(&value.to_le_bytes());
        self.repeated(slot, value.to_bits(), &bytes);
    }

    /// A whole-number property.
    pub fn integer(&mut self, slot: usize, value: i64) {
        let mut bytes = Vec::with_capacity(11);
        match u64::try_from(value) {
            Ok(positive) => field_number(&mut bytes, 5, positive),
            Err(_) => field_number(&mut bytes, 6, zigzag(value)),
        }
        self.repeated(slot, value as u64, &bytes);
    }

    /// A truth property.
    pub fn boolean(&mut self, slot: usize, value: bool) {
        self.repeated(slot, u64::from(value), &[7 << 3, u8::from(value)]);
    }

    fn repeated(&mut self, slot: usize, bits: u64, bytes: &[u8]) {
        let next = self.value_count;
        let number = *self.slots[slot].numbers.entry(bits).or_insert(next);
        if number == next {
            field_bytes(&mut self.values, 4, bytes);
            self.value_count += 1;
        }
        self.tag(slot, number);
    }

    fn tag(&mut self, slot: usize, value: u32) {
        let key = match self.slots[slot].key {
            Some(key) => key,
            None => {
                field_bytes(&mut self.keys, 3, self.names[slot].as_bytes());
                self.key_count += 1;
                *self.slots[slot].key.insert(self.key_count - 1)
            }
        };
        varint(&mut self.tags, u64::from(key));
        varint(&mut self.tags, u64::from(value));
    }

    /// Ends a feature; a mixed geometry becomes one feature per type with the same number.
    pub fn end(&mut self, drawn: &Drawn) {
        if !drawn.points.is_empty() {
            self.commands.clear();
            points(&drawn.points, &mut self.commands);
            self.write(1);
        }
        for (kind, all) in [(2, &drawn.lines), (3, &drawn.rings)] {
            if !all.is_empty() {
                self.commands.clear();
                paths(all, kind == 3, &mut self.commands);
                self.write(kind);
            }
        }
    }

    fn write(&mut self, kind: u64) {
        let packed = |bytes: &[u8]| 1 + length(bytes.len() as u64) + bytes.len();
        let own = self.id.map_or(0, |id| 1 + length(id));
        let whole = own + packed(&self.tags) + 2 + packed(&self.commands);
        varint(&mut self.features, 2 << 3 | 2);
        varint(&mut self.features, whole as u64);
        if let Some(id) = self.id {
            field_number(&mut self.features, 1, id);
        }
        field_bytes(&mut self.features, 2, &self.tags);
        field_number(&mut self.features, 3, kind);
        field_bytes(&mut self.features, 4, &self.commands);
    }

    /// Appends the layer to `out`; an empty layer is left out.
    pub fn finish(self, out: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut ends = Vec::new();
        field_number(&mut ends, 5, EXTENT as u64);
        field_number(&mut ends, 15, 2);
        let name = 1 + length(self.name.len() as u64) + self.name.len();
        let whole = name + self.features.len() + self.keys.len() + self.values.len() + ends.len();
        out.reserve(whole + 16);
        varint(out, 3 << 3 | 2);
        varint(out, whole as u64);
        field_bytes(out, 1, self.name.as_bytes());
        out.extend(self.features);
        out.extend(self.keys);
        out.extend(self.values);
        out.extend(ends);
    }
}

fn command(id: u32, count: usize) -> u64 {
    u64::from(id | (count as u32) << 3)
}

/// Points relative to each other.
struct Pen {
    at: P,
}

impl Pen {
    fn step(&mut self, to: P, out: &mut Vec<u8>) {
        varint(out, zigzag(to[0] - self.at[0]));
        varint(out, zigzag(to[1] - self.at[1]));
        self.at = to;
    }
}

fn points(points: &[P], out: &mut Vec<u8>) {
    varint(out, command(MOVE_TO, points.len()));
    let mut pen = Pen { at: [0, 0] };
    points.iter().for_each(|p| pen.step(*p, out));
}

fn paths(paths: &Paths, closed: bool, out: &mut Vec<u8>) {
    let mut pen = Pen { at: [0, 0] };
    for path in paths.iter() {
        let Some((first, rest)) = path.split_first() else { continue };
        varint(out, command(MOVE_TO, 1));
        pen.step(*first, out);
        varint(out, command(LINE_TO, rest.len()));
        rest.iter().for_each(|p| pen.step(*p, out));
        if closed {
            varint(out, command(CLOSE_PATH, 1));
        }
    }
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// Bytes of a number.
fn length(value: u64) -> usize {
    (64 - (value | 1).leading_zeros() as usize).div_ceil(7)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polygon_of_the_specification() {
        // Section 4.3.5.5 of the Mapbox Vector Tile specification 2.1.
        let (mut ring, mut out) = (Paths::default(), Vec::new());
        ring.push([[3, 6], [8, 12], [20, 34]]);
        paths(&ring, true, &mut out);
        assert_eq!(out, [9, 6, 12, 18, 10, 12, 24, 44, 15]);
    }

    #[test]
    fn an_empty_layer_is_left_out() {
        let mut out = Vec::new();
        LayerWriter::new("projects", vec![]).finish(&mut out);
        assert!(out.is_empty());
    }

    #[test]
    fn lengths_are_those_of_the_bytes() {
        for value in [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
            let mut out = Vec::new();
            varint(&mut out, value);
            assert_eq!(out.len(), length(value));
        }
    }
}
