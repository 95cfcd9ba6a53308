//! The parts of the service, one by one: open, box, filter, tile, pack, search.
//!
//! `cargo bench` runs it on 100,000 features; `PLANMAP_BENCH_FEATURES=1000000` on more. Features come from the same
//! generator as those of the load test.

// A bench that cannot start has nothing to measure.
#![allow(clippy::expect_used, missing_docs)]

#[path = "../tests/bench/features.rs"]
#[allow(dead_code)]
mod features;

use divan::Bencher;
use planmap::catalog::{Collection, FeatureView, prepared_path, read_collection};
use planmap::export::gzip;
use planmap::geometry::Bounds;
use planmap::query::{Filter, Literal, Query};
use planmap::search::{Entry, Index};
use planmap::tile::{Form, Layer, MatrixSet, TileId};
use std::path::PathBuf;
use std::sync::LazyLock;

/// What stops the generator.
pub type Fail = Box<dyn std::error::Error + Send + Sync>;

static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let count = std::env::var("PLANMAP_BENCH_FEATURES").unwrap_or_else(|_| "100000".to_owned());
    let folder = PathBuf::from("target/bench");
    std::fs::create_dir_all(&folder).expect("folder");
    let path = folder.join(format!("bench-{count}.fgb"));
    if !path.exists() {
        features::generate(&count, &path.to_string_lossy()).expect("features");
    }
    path
});

static OWN: LazyLock<Collection> = LazyLock::new(|| read_collection("bench", &FILE).expect("collection"));

fn main() {
    divan::main();
}

#[divan::bench]
fn open_prepared(bencher: Bencher<'_, '_>) {
    let path = prepared_path(&FILE, None);
    assert!(!OWN.is_empty());
    bencher.bench(|| read_collection("bench", &path).map(|c| c.len()));
}

/// A box round the middle of the densest city.
fn around(side: f64) -> Bounds {
    let first = OWN.row(OWN.len() / 2).and_then(|r| r.bounds()).expect("a place");
    Bounds::new(
        first.west - side / 2.0,
        first.south - side / 2.0,
        first.west + side / 2.0,
        first.south + side / 2.0,
    )
}

#[divan::bench(args = [0.1, 1.0, 10.0])]
fn page_of_a_box(bencher: Bencher<'_, '_>, side: f64) {
    let query = Query { bbox: Some(around(side)), limit: 100, ..Query::everything() };
    bencher.bench(|| {
        let mut out = Vec::new();
        for row in OWN.select(&query).expect("page").rows {
            let view = FeatureView {
                row,
                schema: &OWN.schema,
                properties: None,
                skip_geometry: false,
                reshape: None,
            };
            view.write_json(&mut out).expect("written");
        }
        out.len()
    });
}

#[divan::bench(args = [0.1, 1.0, 10.0])]
fn count_of_a_box(bencher: Bencher<'_, '_>, side: f64) {
    let query = Query { bbox: Some(around(side)), limit: 1, ..Query::everything() };
    bencher.bench(|| OWN.select(&query).map(|page| page.matched));
}

#[divan::bench]
fn filter_and_box(bencher: Bencher<'_, '_>) {
    let filter = Filter::one_of("category", vec![Literal::Text("rail".into())]);
    let query = Query { bbox: Some(around(3.0)), filter: Some(filter), limit: 100, ..Query::everything() };
    bencher.bench(|| OWN.select(&query).map(|page| page.matched));
}

#[divan::bench]
fn feature_by_id(bencher: Bencher<'_, '_>) {
    bencher.bench(|| OWN.by_id("f777").map(|row| row.number()));
}

fn tile(z: u8) -> Vec<u8> {
    let middle = around(0.0);
    let [x, _, y, _] = TileId::limits(MatrixSet::WebMercatorQuad, z, middle);
    let tile = TileId::new(z, x, y).expect("tile");
    let query = Query::everything().by_box(tile.bounds_with_buffer());
    let mut out = Vec::new();
    let rows = OWN.select(&query).expect("rows").rows;
    Layer::new(&OWN).encode(tile, rows, Form::default(), &mut out);
    out
}

#[divan::bench(args = [5, 8, 11, 14])]
fn encode_tile(z: u8) -> usize {
    tile(z).len()
}

#[divan::bench(args = [5, 8, 11])]
fn pack_tile(bencher: Bencher<'_, '_>, z: u8) {
    let bytes = tile(z);
    bencher.bench(|| gzip(&bytes).map(|packed| packed.len()));
}

#[divan::bench]
fn search_names(bencher: Bencher<'_, '_>) {
    let entry = |n: usize| Entry { names: vec![format!("包头至银川铁路{n}段")], weight: 0.0 };
    let index = Index::new((0..5000).map(entry));
    bencher.bench(|| index.find("baotou yinchuan", 20).len());
}
