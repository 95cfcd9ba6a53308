//! Features as GeoJSON, straight from the store.
//!
//! In: a geometry, a column. Out: bytes appended. Must not know: pages, links.

use super::Store;
use super::arena::{Kind, Pieces, Shape};
use super::bytes::i32_at;
use std::ops::Range;

/// The GeoJSON geometry; `null` where there is none.
pub fn geometry(shape: Shape<'_>, out: &mut Vec<u8>) {
    let (mut pieces, kind, count) = Pieces::new(shape);
    member(&mut pieces, kind, count, out);
}

fn member(pieces: &mut Pieces<'_>, kind: Kind, count: usize, out: &mut Vec<u8>) {
    let word = match kind {
        Kind::None => return out.extend(b"null"),
        Kind::Point => "Point",
        Kind::MultiPoint => "MultiPoint",
        Kind::Line => "LineString",
        Kind::MultiLine => "MultiLineString",
        Kind::Area => "Polygon",
        Kind::MultiArea => "MultiPolygon",
        Kind::Mixed => "GeometryCollection",
    };
    out.extend(b"{\"type\":\"");
    out.extend(word.as_bytes());
    out.extend(if kind == Kind::Mixed { &b"\",\"geometries\":"[..] } else { &b"\",\"coordinates\":"[..] });
    match kind {
        Kind::None => {}
        Kind::Point => {
            let at = pieces.vertices(count).start;
            position(pieces.store(), at, out);
        }
        Kind::MultiPoint | Kind::Line => positions(pieces, count, out),
        Kind::MultiLine | Kind::Area => paths(pieces, out),
        Kind::MultiArea => listed(pieces, out, paths),
        Kind::Mixed => listed(pieces, out, |pieces, out| {
            let (kind, count) = (Kind::new(pieces.word() as u32), pieces.word());
            member(pieces, kind, count, out);
        }),
    }
    out.push(b'}');
}

fn listed(pieces: &mut Pieces<'_>, out: &mut Vec<u8>, mut one: impl FnMut(&mut Pieces<'_>, &mut Vec<u8>)) {
    out.push(b'[');
    for n in 0..pieces.word() {
        if n > 0 {
            out.push(b',');
        }
        one(pieces, out);
    }
    out.push(b']');
}

fn paths(pieces: &mut Pieces<'_>, out: &mut Vec<u8>) {
    listed(pieces, out, |pieces, out| {
        let count = pieces.word();
        positions(pieces, count, out);
    });
}

fn positions(pieces: &mut Pieces<'_>, count: usize, out: &mut Vec<u8>) {
    let vertices: Range<usize> = pieces.vertices(count);
    let store = pieces.store();
    out.push(b'[');
    for (n, vertex) in vertices.enumerate() {
        if n > 0 {
            out.push(b',');
        }
        position(store, vertex, out);
    }
    out.push(b']');
}

fn position(store: &Store, vertex: usize, out: &mut Vec<u8>) {
    out.push(b'[');
    coordinate(store, store.coord_bytes(), vertex * 2, out);
    out.push(b',');
    coordinate(store, store.coord_bytes(), vertex * 2 + 1, out);
    out.push(b']');
}

/// A number of `coords` or `bounds`.
pub fn coordinate(store: &Store, bytes: &[u8], index: usize, out: &mut Vec<u8>) {
    if store.fixed() {
        fixed(i32_at(bytes, index), out);
    } else {
        number(store.number_of(bytes, index), out);
    }
}

/// `value` / 10^7 as the shortest decimal, with at least one place as other JSON writers have it.
fn fixed(value: i32, out: &mut Vec<u8>) {
    let mut digits = [0u8; 12];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    for place in 0..7 {
        let digit = (rest % 10) as u8;
        rest /= 10;
        // Zeros at the end are left out, but for the first place.
        if digit != 0 || at < digits.len() || place == 6 {
            at -= 1;
            digits[at] = b'0' + digit;
        }
    }
    at -= 1;
    digits[at] = b'.';
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// A number as JSON; what JSON cannot hold is null.
pub fn number(value: f64, out: &mut Vec<u8>) {
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(&mut *out, &value);
}

/// A text as a JSON string.
pub fn string(text: &str, out: &mut Vec<u8>) {
    let plain = text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
    if plain {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        let _ = serde_json::to_writer(&mut *out, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_numbers_are_written_as_other_writers_do() {
        for value in [0, 1, -1, 1_115_700_000, -1_800_000_000, 404_812_345, 10_000_000, -5_000_000, i32::MAX]
        {
            let mut out = Vec::new();
            fixed(value, &mut out);
            let text = String::from_utf8(out).expect("text");
            assert_eq!(text.parse::<f64>(), Ok(f64::from(value) / 1e7), "{text}");
            if value.abs() > 100 {
                let mut other = Vec::new();
                number(f64::from(value) / 1e7, &mut other);
                assert_eq!(text.as_bytes(), other);
            }
        }
    }
}
