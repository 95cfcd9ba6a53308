//! Tiles, read back by a decoder of our own: complete, valid, the same features as items.

use crate::service::Service;
use axum::http::StatusCode;
use geo::Validation;
use planmap::geometry::{Coord, LineString, Polygon};
use std::collections::{BTreeMap, BTreeSet};

/// One feature of a decoded tile.
#[derive(Debug, Default)]
pub struct Decoded {
    number: u64,
    pub id: String,
    /// Of a cluster.
    count: u64,
    kind: u64,
    paths: Vec<Vec<[i64; 2]>>,
}

/// A protocol buffer, field by field.
struct Fields<'a>(&'a [u8]);

enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
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

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Field<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let key = varint(&mut self.0);
        let field = match key & 7 {
            0 => Field::Number(varint(&mut self.0)),
            1 => {
                let (head, rest) = self.0.split_at(8);
                self.0 = rest;
                Field::Bytes(head)
            }
            2 => {
                let length = varint(&mut self.0) as usize;
                let (head, rest) = self.0.split_at(length);
                self.0 = rest;
                Field::Bytes(head)
            }
            other => panic!("wire type {other}"),
        };
        Some((key >> 3, field))
    }
}

fn numbers(mut bytes: &[u8]) -> Vec<u64> {
    let mut out = vec![];
    while !bytes.is_empty() {
        out.push(varint(&mut bytes));
    }
    out
}

fn paths(commands: &[u64]) -> Vec<Vec<[i64; 2]>> {
    let mut out: Vec<Vec<[i64; 2]>> = vec![];
    let (mut at, mut i) = ([0i64; 2], 0);
    let unzigzag = |v: u64| (v >> 1) as i64 ^ -((v & 1) as i64);
    while i < commands.len() {
        let (id, count) = (commands[i] & 7, commands[i] >> 3);
        i += 1;
        if id == 7 {
            continue;
        }
        for _ in 0..count {
            at = [at[0] + unzigzag(commands[i]), at[1] + unzigzag(commands[i + 1])];
            i += 2;
            if id == 1 {
                out.push(vec![]);
            }
            out.last_mut().expect("path").push(at);
        }
    }
    out
}

pub fn decode(tile: &[u8]) -> BTreeMap<String, Vec<Decoded>> {
    let mut layers = BTreeMap::new();
    for (_, layer) in Fields(tile) {
        let Field::Bytes(layer) = layer else { panic!("layer") };
        let (mut name, mut keys, mut values, mut features) = (String::new(), vec![], vec![], vec![]);
        for (field, content) in Fields(layer) {
            match (field, content) {
                (1, Field::Bytes(b)) => name = String::from_utf8(b.into()).expect("name"),
                (2, Field::Bytes(b)) => features.push(b),
                (3, Field::Bytes(b)) => keys.push(String::from_utf8(b.into()).expect("key")),
                (4, Field::Bytes(b)) => values.push(b),
                _ => {}
            }
        }
        let feature = |bytes: &&[u8]| {
            let mut decoded = Decoded::default();
            for (field, content) in Fields(bytes) {
                match (field, content) {
                    (1, Field::Number(n)) => decoded.number = n,
                    (3, Field::Number(n)) => decoded.kind = n,
                    (4, Field::Bytes(b)) => decoded.paths = paths(&numbers(b)),
                    (2, Field::Bytes(b)) => {
                        for pair in numbers(b).chunks(2) {
                            if keys[pair[0] as usize] == "point_count"
                                && let Some((5, Field::Number(n))) = Fields(values[pair[1] as usize]).next()
                            {
                                decoded.count = n;
                            }
                            if keys[pair[0] as usize] == "id"
                                && let Some((1, Field::Bytes(text))) = Fields(values[pair[1] as usize]).next()
                            {
                                decoded.id = String::from_utf8(text.into()).expect("id");
                            }
                        }
                    }
                    _ => {}
                }
            }
            decoded
        };
        layers.insert(name, features.iter().map(feature).collect());
    }
    layers
}

/// The tiles of zoom `z` that meet the world of the fixture.
async fn tiles(
    service: &Service,
    collection: &str,
    z: u8,
    query: &str,
) -> Vec<BTreeMap<String, Vec<Decoded>>> {
    let set = service.json(&format!("/collections/{collection}/tiles/WebMercatorQuad")).await;
    let limits = &set["tileMatrixSetLimits"][usize::from(z)];
    let limit = |name: &str| limits[name].as_u64().expect("limit");
    let mut out = vec![];
    for row in limit("minTileRow")..=limit("maxTileRow") {
        for col in limit("minTileCol")..=limit("maxTileCol") {
            let path = format!("/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}{query}");
            let answer = service.get(&path).await;
            match answer.status {
                StatusCode::OK => out.push(decode(&answer.body)),
                other => assert_eq!(other, StatusCode::NO_CONTENT, "{path}"),
            }
        }
    }
    out
}

#[tokio::test]
async fn tiles_and_items_hold_the_same_features_at_every_zoom_under_every_condition() {
    let service = Service::new();
    for query in
        ["", "?category=rail,water", "?q=ao%20zhen", "?datetime=2021-01-01/2021-12-31", "?grade=near"]
    {
        let separator = if query.is_empty() { "?" } else { "&" };
        let path = format!("/collections/projects/items{query}{separator}bbox=-180,-85,180,85&limit=10000");
        let page = service.json(&path).await;
        let expected: BTreeSet<String> = page["features"]
            .as_array()
            .expect("features")
            .iter()
            .filter_map(|f| f["id"].as_str().map(str::to_owned))
            .collect();
        for z in 0..=9 {
            let found: BTreeSet<String> = tiles(&service, "projects", z, query)
                .await
                .into_iter()
                .flat_map(|layers| layers.into_values().flatten())
                .map(|f| f.id)
                .collect();
            assert_eq!(found, expected, "zoom {z} {query}");
        }
    }
}

#[tokio::test]
async fn areas_are_valid_and_wound_by_the_specification_at_every_zoom() {
    let service = Service::new();
    for collection in ["projects", "admin", "places"] {
        for z in 0..=9 {
            for feature in
                tiles(&service, collection, z, "").await.into_iter().flat_map(|l| l.into_values().flatten())
            {
                if feature.kind != 3 {
                    continue;
                }
                let mut polygons: Vec<Polygon<f64>> = vec![];
                for ring in &feature.paths {
                    let line: LineString<f64> =
                        ring.iter().map(|p| Coord { x: p[0] as f64, y: p[1] as f64 }).collect();
                    let area: i64 = ring
                        .iter()
                        .zip(ring.iter().cycle().skip(1))
                        .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
                        .sum();
                    assert_ne!(area, 0);
                    if area > 0 {
                        polygons.push(Polygon::new(line, vec![]));
                    } else {
                        polygons.last_mut().expect("a hole follows its ring").interiors_push(line);
                    }
                }
                assert!(polygons.iter().all(Validation::is_valid), "{collection} {z} {}", feature.id);
            }
        }
    }
}

#[tokio::test]
async fn a_tile_is_the_same_every_time_and_its_numbers_are_those_of_every_zoom() {
    let (one, two) = (Service::with(&[], 0), Service::new());
    let path = "/tiles/WebMercatorQuad/6/24/51";
    let (first, second) = (one.get(path).await, two.get(path).await);
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.body == second.body && first.header("etag") == second.header("etag"));
    let again = two.send("GET", path, &[("if-none-match", second.header("etag"))]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let layers = decode(&first.body);
    assert_eq!(layers.keys().collect::<Vec<_>>(), ["admin", "places", "projects"]);
    let number = |layers: &[BTreeMap<String, Vec<Decoded>>]| {
        layers[0]["projects"].iter().map(|f| (f.id.clone(), f.number)).collect::<BTreeMap<_, _>>()
    };
    let low = number(&tiles(&one, "projects", 0, "").await);
    assert!(layers["projects"].iter().all(|f| low[&f.id] == f.number && f.number < 1 << 53));
}

#[tokio::test]
async fn with_clusters_the_points_that_are_shown_and_counted_are_all_that_the_condition_selects() {
    let mut text = String::new();
    for n in 0..500 {
        let (x, y) = (110.0 + f64::from(n % 23) * 0.011, 40.0 + f64::from(n % 29) * 0.007);
        let kind = if n % 3 == 0 { "a" } else { "b" };
        text.push_str(&format!(
            "{{\"id\":\"p{n}\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{x},{y}]}},\"properties\":{{\"kind\":\"{kind}\"}}}}\n"
        ));
    }
    let service = Service::with(&[("own", &text)], 0);
    for (condition, expected) in [("", 500), ("&kind=a", 167)] {
        for z in 0..=14 {
            let all = tiles(&service, "own", z, &format!("?cluster=true{condition}")).await;
            let features: Vec<_> =
                all.into_iter().flat_map(|layers| layers.into_values().flatten()).collect();
            let shown = features.iter().filter(|f| !f.id.is_empty()).count() as u64;
            let counted: u64 = features.iter().map(|f| f.count).sum();
            assert_eq!(shown + counted, expected, "zoom {z}");
            assert!(z > 5 || features.len() < 10, "zoom {z}: {} features", features.len());
            let ids: BTreeSet<&str> =
                features.iter().map(|f| f.id.as_str()).filter(|id| !id.is_empty()).collect();
            assert_eq!(ids.len() as u64, shown, "a point is shown twice");
        }
    }
    let about = service.json("/collections/own/tiles/WebMercatorQuad/tilejson.json?cluster=true").await;
    assert!(about["description"].as_str().is_some_and(|text| text.contains("point_count")));
    assert_eq!(about["vector_layers"][0]["fields"]["point_count"], "Number");
}

#[tokio::test]
async fn both_tile_matrix_sets_are_described_and_a_place_lies_where_its_degrees_are() {
    let service = Service::new();
    let sets = service.json("/collections/projects/tiles").await;
    let ids: Vec<&str> = sets["tilesets"]
        .as_array()
        .expect("sets")
        .iter()
        .filter_map(|s| s["tileMatrixSetId"].as_str())
        .collect();
    assert_eq!(ids, ["WebMercatorQuad", "WorldCRS84Quad"]);
    let set = service.json("/tileMatrixSets/WorldCRS84Quad").await;
    assert_eq!(
        (&set["tileMatrices"][0]["matrixWidth"], &set["tileMatrices"][0]["cellSize"]),
        (&2.into(), &0.703_125.into())
    );
    // 110.05 E, 40.03 N in the tile of 106.875 to 112.5 E, 39.375 to 45 N.
    let tile = service.get("/collections/projects_points/tiles/WorldCRS84Quad/5/8/51").await;
    let layers = decode(&tile.body);
    let airport = layers["projects_points"].iter().find(|f| f.id == "airport-aozhen").expect("airport");
    let unit = |degrees: f64| (degrees / 5.625 * 4096.0).round() as i64;
    assert_eq!(airport.paths, [[[unit(110.05 - 106.875), unit(45.0 - 40.03)]]]);
    for path in ["/tiles/WorldCRS84Quad/tilejson.json", "/tiles/WorldCRS84Quad/14/0/0", "/tiles/WGS84/0/0/0"]
    {
        assert_eq!(service.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
