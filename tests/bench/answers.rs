//! Are the answers right? A fast wrong answer loses.
//!
//! In: requests, answers. Out: the share of what should be there that is. How: every feature is made again and tested
//! with the exact tests of `geo`, which the service does not use. Must not know: how fast the answers came.

use crate::Fail;
use crate::features::made;
use crate::http::{Answer, decoded};
use crate::requests::{Asked, box_of, tile_box};
use geo::Intersects;
use geo_types::{Coord, Rect};
use std::collections::BTreeSet;

/// Requests of a kind that are checked.
const SAMPLE: usize = 10;

/// What should be in the answer to a request.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Which request of its list.
    pub index: usize,
    ids: BTreeSet<String>,
    box_: [f64; 4],
    category: Option<&'static str>,
}

/// The expected answers of a sample of each list, found in one walk over all features.
pub fn expected(asked: &[&Asked], count: usize) -> Vec<Vec<Expected>> {
    let mut all: Vec<Vec<Expected>> = asked.iter().map(|asked| sample(asked)).collect();
    for n in 0..count {
        let feature = made(n);
        let Some(own) = box_of(&feature.geometry) else { continue };
        for one in all.iter_mut().flatten() {
            let [w, s, e, n] = one.box_;
            if own[0] > e || w > own[2] || own[1] > n || s > own[3] {
                continue;
            }
            let wanted = Rect::new(Coord { x: w, y: s }, Coord { x: e, y: n });
            if one.category.is_none_or(|c| c == feature.category) && feature.geometry.intersects(&wanted) {
                one.ids.insert(feature.id.clone());
            }
        }
    }
    all
}

fn sample(asked: &Asked) -> Vec<Expected> {
    let made = |(index, box_): (usize, [f64; 4])| Expected { index, box_, ..Expected::default() };
    match asked {
        Asked::Tiles(tiles) => {
            tiles.iter().map(|t| tile_box(*t)).enumerate().take(SAMPLE).map(made).collect()
        }
        Asked::Items(boxes) => boxes.iter().copied().enumerate().take(SAMPLE).map(made).collect(),
        Asked::Filtered(boxes) => {
            let one = |(index, (box_, category)): (usize, &([f64; 4], &'static str))| Expected {
                category: Some(category),
                ..made((index, *box_))
            };
            boxes.iter().enumerate().take(SAMPLE).map(one).collect()
        }
        Asked::Ids(_) => Vec::new(),
    }
}

/// The share of what should be there; 1 if nothing should.
pub fn share(expected: &Expected, answer: &Answer) -> Result<f64, Fail> {
    if answer.status == 204 {
        return Ok(if expected.ids.is_empty() { 1.0 } else { 0.0 });
    }
    let body = decoded(answer)?;
    if answer.media.contains("json") || body.starts_with(b"{") {
        return json(expected, &body);
    }
    let found = ids_of(&body).ok_or("the tile cannot be read")?;
    let there = expected.ids.iter().filter(|id| found.contains(*id)).count();
    Ok(if expected.ids.is_empty() { 1.0 } else { there as f64 / expected.ids.len() as f64 })
}

/// Pages: the count of all, where it is given, and the features that are here, which must all be right.
fn json(expected: &Expected, body: &[u8]) -> Result<f64, Fail> {
    let page: serde_json::Value = serde_json::from_slice(body)?;
    let features = page["features"].as_array().map(Vec::as_slice).unwrap_or_default();
    let id = |f: &serde_json::Value| f["properties"]["id"].as_str().or(f["id"].as_str()).map(str::to_owned);
    if let Some(wrong) = features.iter().filter_map(id).find(|id| !expected.ids.contains(id)) {
        return Err(format!("{wrong} is in the answer and should not be").into());
    }
    let wanted = expected.ids.len();
    let counted = page["numberMatched"].as_u64().map_or(features.len(), |n| n as usize);
    if features.len() < wanted.min(100) {
        return Ok(features.len() as f64 / wanted.min(100) as f64);
    }
    Ok(if wanted == 0 { 1.0 } else { counted as f64 / wanted as f64 })
}

/// A protocol buffer, field by field: number and content.
struct Fields<'a>(&'a [u8]);

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let key = varint(&mut self.0)?;
            let length = match key & 7 {
                0 => {
                    varint(&mut self.0)?;
                    continue;
                }
                1 => 8,
                2 => varint(&mut self.0)? as usize,
                _ => 4,
            };
            let (content, rest) = self.0.split_at_checked(length)?;
            self.0 = rest;
            if key & 7 == 2 {
                return Some((key >> 3, content));
            }
        }
    }
}

/// The property `id` of all features of a tile.
fn ids_of(tile: &[u8]) -> Option<BTreeSet<String>> {
    let mut ids = BTreeSet::new();
    for (_, layer) in Fields(tile).filter(|(field, _)| *field == 3) {
        let all = |wanted: u64| {
            Fields(layer).filter(move |(field, _)| *field == wanted).map(|(_, content)| content)
        };
        let key = all(3).position(|key| key == b"id");
        let values: Vec<&[u8]> = all(4).collect();
        for feature in all(2) {
            let (_, mut tags) = Fields(feature).find(|(field, _)| *field == 2)?;
            while !tags.is_empty() {
                let (own, value) = (varint(&mut tags)?, varint(&mut tags)?);
                if Some(own as usize) == key {
                    let (_, text) = Fields(values.get(value as usize)?).next()?;
                    ids.insert(String::from_utf8(text.to_vec()).ok()?);
                }
            }
        }
    }
    Some(ids)
}
