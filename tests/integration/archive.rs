//! Archives and plain files, read back: every tile is there once and is the tile that the service gives.

use crate::fixture;
use planmap::api::{Readers, freeze};
use planmap::catalog::{Catalog, Embedded};
use planmap::export::{About, pmtiles};
use planmap::query::Query;
use planmap::release;
use planmap::tile::{self, Form, MatrixSet, TileId};
use std::collections::BTreeMap;
use std::io::Read;

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).expect("gzip");
    out
}

fn number(bytes: &[u8], at: usize) -> usize {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes")) as usize
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first().expect("varint");
        *bytes = rest;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            break;
        }
    }
    value
}

/// An entry: tile number, run, length, offset.
type Entry = (u64, u64, usize, usize);

/// Section 4 of the PMTiles specification, version 3.
fn directory(bytes: &[u8]) -> Vec<Entry> {
    let bytes = gunzip(bytes);
    let mut left = bytes.as_slice();
    let count = varint(&mut left) as usize;
    let mut at = 0;
    let ids: Vec<u64> = (0..count)
        .map(|_| {
            at += varint(&mut left);
            at
        })
        .collect();
    let runs: Vec<u64> = (0..count).map(|_| varint(&mut left)).collect();
    let lengths: Vec<usize> = (0..count).map(|_| varint(&mut left) as usize).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for n in 0..count {
        let offset = match varint(&mut left) as usize {
            0 => entries[n - 1].3 + entries[n - 1].2,
            other => other - 1,
        };
        entries.push((ids[n], runs[n], lengths[n], offset));
    }
    entries
}

/// Tile numbers of version 3: zoom by zoom along the Hilbert curve, worked out the slow way.
fn tile_of(mut number: u64) -> TileId {
    let mut z = 0u8;
    while number >= 1 << (2 * z) {
        number -= 1 << (2 * z);
        z += 1;
    }
    let (mut x, mut y, mut t) = (0u64, 0u64, number);
    for level in 0..z {
        let s = 1u64 << level;
        let rx = 1 & (t / 2);
        let ry = 1 & (t ^ rx);
        if ry == 0 {
            if rx == 1 {
                (x, y) = (s - 1 - x, s - 1 - y);
            }
            (x, y) = (y, x);
        }
        (x, y) = (x + s * rx, y + s * ry);
        t /= 4;
    }
    TileId::new(z, x as u32, y as u32).expect("tile")
}

fn release(dir: &tempfile::TempDir) -> Embedded {
    let data = dir.path().join("release");
    release::write(&fixture::contents(), &data).expect("write");
    Embedded::open(&data, vec![]).expect("open")
}

#[test]
fn an_archive_holds_every_tile_of_the_service_once_and_in_order() {
    let dir = tempfile::tempdir().expect("tempdir");
    let catalog = release(&dir);
    let layers = tile::dataset(&catalog);
    let path = dir.path().join("all.pmtiles");
    let about = About { version: "v".into(), attribution: String::new() };
    let written = pmtiles(&about, &layers, 9, &path, &mut |_| {}).expect("written");
    assert_eq!(
        std::fs::read_dir(dir.path()).expect("dir").count(),
        2,
        "only the release and the archive are left"
    );
    let bytes = std::fs::read(&path).expect("read");
    assert_eq!(
        (&bytes[..7], bytes[7], bytes[96], bytes[99]),
        (&b"PMTiles"[..], 3, 1, 1),
        "version, clustered, MVT"
    );
    assert_eq!((bytes[97], bytes[98], bytes[100], bytes[101]), (2, 2, 0, 9), "gzip, gzip, zooms");
    let part = |at: usize| &bytes[number(&bytes, at)..number(&bytes, at) + number(&bytes, at + 8)];
    let metadata: serde_json::Value = serde_json::from_slice(&gunzip(part(24))).expect("metadata");
    let names: Vec<&str> = metadata["vector_layers"]
        .as_array()
        .expect("layers")
        .iter()
        .filter_map(|l| l["id"].as_str())
        .collect();
    assert_eq!(names, layers.iter().map(|l| l.id.as_str()).collect::<Vec<_>>());
    let mut entries = directory(part(8));
    let leaves = number(&bytes, 40);
    if entries.iter().any(|e| e.1 == 0) {
        let leaf = |e: &Entry| directory(&bytes[leaves + e.3..leaves + e.3 + e.2]);
        entries = entries.iter().flat_map(leaf).collect();
    }
    let data = number(&bytes, 56);
    let (mut tiles, mut places, mut end) = (BTreeMap::new(), BTreeMap::new(), 0);
    for (first, run, length, offset) in entries {
        assert!(offset <= end, "the archive is clustered: no gap before {first}");
        end = end.max(offset + length);
        let tile = gunzip(&bytes[data + offset..data + offset + length]);
        assert_eq!(*places.entry(tile.clone()).or_insert(offset), offset, "a tile is stored twice");
        for id in first..first + run {
            assert!(tiles.insert(id, tile.clone()).is_none(), "tile {id} stands twice");
        }
    }
    assert_eq!((tiles.len() as u64, number(&bytes, 72) as u64), (written.tiles, written.tiles));
    assert!(places.len() < tiles.len(), "tiles inside the areas are alike");
    let mut expected = 0;
    for z in 0..=9u8 {
        let all =
            layers.iter().filter_map(|l| l.bounds).reduce(planmap::geometry::Bounds::union).expect("bounds");
        let [west, east, north, south] = TileId::limits(MatrixSet::WebMercatorQuad, z, all);
        for x in west.saturating_sub(1)..=east + 1 {
            for y in north.saturating_sub(1)..=south + 1 {
                let Some(tile) = TileId::new(z, x, y) else { continue };
                let served = tile::encode(&catalog, &layers, tile, &Query::everything(), Form::default())
                    .expect("tile");
                expected += u64::from(served.is_some());
                let own = tiles.iter().find(|(id, _)| tile_of(**id) == tile).map(|(_, bytes)| bytes.clone());
                assert!(own == served, "tile {tile:?}");
            }
        }
    }
    assert_eq!(written.tiles, expected);
}

#[tokio::test]
async fn plain_files_for_everybody_need_an_approval_and_public_plans() {
    let dir = tempfile::tempdir().expect("tempdir");
    drop(release(&dir));
    let (data, out) = (dir.path().join("release"), dir.path().join("out"));
    let refused = freeze(&data, &out, 3, &Readers::Public("GS(2020)0".into())).await;
    // The plans of the fixture are internal.
    assert!(refused.is_err_and(|e| e.to_string().contains("plan-a")));
    assert!(!out.exists());
}

#[tokio::test]
async fn plain_files_hold_the_page_its_answers_and_its_tiles() {
    let dir = tempfile::tempdir().expect("tempdir");
    let catalog = release(&dir);
    let (data, out) = (dir.path().join("release"), dir.path().join("out"));
    let frozen = match freeze(&data, &out, 5, &Readers::Own).await {
        Ok(frozen) => frozen,
        // The page is built by another step; without it there is nothing to write.
        Err(e) => return assert!(e.to_string().contains("page"), "{e}"),
    };
    let read = |name: &str| std::fs::read(out.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let json = |name: &str| serde_json::from_slice::<serde_json::Value>(&read(name)).expect("json");
    assert!(String::from_utf8_lossy(&read("index.html")).contains("planmap-static"));
    assert_eq!(json("collections/projects/items.json")["features"].as_array().expect("features").len(), 7);
    assert_eq!(json("collections/projects/items/road-s99.json")["id"], "road-s99");
    let mentions = json("collections/mentions/of/rail-aozhen-beicheng.json");
    assert_eq!(mentions["features"].as_array().expect("mentions").len(), 2);
    assert!(json("plans/plan-a/text.json")["text"].as_str().is_some_and(|t| t.contains("敖镇")));
    let projects = catalog.collection("projects").expect("projects");
    let tile = TileId::new(5, 25, 12).expect("tile");
    let served =
        tile::encode(&catalog, &[projects], tile, &Query::everything(), Form::default()).expect("tile");
    assert_eq!(Some(read("tiles/projects/5/25/12.mvt")), served);
    assert!(frozen.files > 30);
    assert!(freeze(&data, &out, 5, &Readers::Own).await.is_err_and(|e| e.to_string().contains("not empty")));
}
