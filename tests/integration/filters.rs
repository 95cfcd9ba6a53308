//! CQL2: the published examples, our own cases, and the promise that items and tiles select the same features.

use crate::service::Service;
use crate::tiles::decode;
use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

const PLACES: &str = "ne_110m_populated_places_simple";
const COUNTRIES: &str = "ne_110m_admin_0_countries";
const RIVERS: &str = "ne_110m_rivers_lake_centerlines";

/// Predicates whose published counts do not fit the published data, with what the data has.
const DIFFERENT: &[(&str, usize)] = &[
    ("ACCENTI(name) LIKE accenti('Ch%')", 3),
    ("ACCENTI(CASEI(name)) LIKE accenti(casei('Chiș%'))", 1),
    ("ACCENTI(CASEI(name)) LIKE accenti(casei('cHis%'))", 1),
];

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cql2").join(name);
    std::fs::read_to_string(&path).expect("fixture")
}

/// The features of a fixture, one a line.
fn lines(name: &str) -> String {
    let collection: Value = serde_json::from_str(&fixture(&format!("{name}.geojson"))).expect("json");
    let features = collection["features"].as_array().expect("features").iter();
    features.map(|f| format!("{f}\n")).collect()
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

async fn matched(service: &Service, collection: &str, pairs: &[(&str, &str)]) -> usize {
    let query = encoded(&[pairs, &[("limit", "1")]].concat());
    let page = service.json(&format!("/collections/{collection}/items?{query}")).await;
    page["numberMatched"].as_u64().expect("numberMatched") as usize
}

async fn refusal(service: &Service, collection: &str, filter: &str) -> String {
    let query = encoded(&[("filter", filter)]);
    let answer = service.get(&format!("/collections/{collection}/items?{query}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{filter}");
    let problem = answer.json();
    assert_eq!(problem["errors"][0]["parameter"], "filter", "{problem}");
    problem["errors"][0]["message"].as_str().expect("message").to_owned()
}

#[tokio::test]
async fn every_published_predicate_selects_as_many_as_the_standard_says() {
    let texts: Vec<(&str, String)> = [PLACES, COUNTRIES, RIVERS].map(|name| (name, lines(name))).into();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let service = Service::with(&files, 0);
    let table = fixture("predicates.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let (mut count, mut wrong) = (0, vec![]);
    for row in reader.records() {
        let row = row.expect("row");
        let (collection, predicate) = (&row[2], &row[3]);
        let published: usize = row[4].parse().expect("count");
        let different = DIFFERENT.iter().find(|(text, _)| *text == predicate).map(|(_, n)| *n);
        let filter = predicate.replace("(geom,", "(geometry,").replace(",geom)", ",geometry)");
        let json = cql2::parse_text(&filter).expect("text").to_json().expect("json");
        for pairs in
            [vec![("filter", filter.as_str())], vec![("filter-lang", "cql2-json"), ("filter", json.as_str())]]
        {
            let found = matched(&service, collection, &pairs).await;
            if found != different.unwrap_or(published) {
                wrong.push(format!("{predicate}: {found}, not {published} ({collection})"));
            }
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(count, 274);
}

#[tokio::test]
async fn lists_are_asked_for_their_members() {
    let service = Service::new();
    for (filter, expected) in [
        ("A_CONTAINS(plans,('plan-a'))", 4),
        ("A_CONTAINS(plans,('plan-a','plan-b'))", 1),
        ("A_CONTAINS(('plan-a','plan-b'),plans)", 7),
        ("A_CONTAINEDBY(plans,('plan-a','plan-c'))", 3),
        ("A_EQUALS(plans,('plan-b','plan-a'))", 1),
        ("A_EQUALS(plans,('plan-b','plan-b'))", 3),
        ("A_OVERLAPS(admin,('990101','990199'))", 6),
        ("NOT A_OVERLAPS(admin,('990101','990199'))", 1),
        ("A_OVERLAPS(('a','b'),('b','c'))", 7),
        ("A_CONTAINS((1,2,3),(1,3))", 7),
        ("A_CONTAINS((1,2,3),('1'))", 0),
    ] {
        assert_eq!(matched(&service, "projects", &[("filter", filter)]).await, expected, "{filter}");
    }
    let message = refusal(&service, "projects", "plans='plan-a'").await;
    assert!(message.contains("A_CONTAINS(plans,"), "{message}");
}

#[tokio::test]
async fn a_null_is_neither_equal_nor_unequal() {
    let service = Service::new();
    let count = async |filter: &str| matched(&service, "projects", &[("filter", filter)]).await;
    assert_eq!(count("grade='exact'").await + count("grade<>'exact'").await, 6);
    assert_eq!(count("NOT grade='exact'").await, 5);
    assert_eq!(count("grade IN ('exact','near') OR NOT grade IN ('exact','near')").await, 6);
    assert_eq!(count("grade IS NULL").await, 1);
    assert_eq!(count("geometry IS NULL").await, 1);
    assert_eq!(count("geometry IS NULL AND grade='exact'").await, 0);
    assert_eq!(count("grade='exact' OR mention_count>0").await, 7);
    let box_ = "BBOX(0,0,180,90)";
    assert_eq!(count(&format!("NOT S_DISJOINT(geometry,{box_}) OR S_DISJOINT(geometry,{box_})")).await, 6);
    assert_eq!(count("uncertainty_m/0=1 OR NOT uncertainty_m/0=1").await, 0);
}

#[tokio::test]
async fn types_are_checked_against_the_collection() {
    let service = Service::new();
    for (collection, filter, word) in [
        ("projects", "colour='red'", "there is no queryable \"colour\"; there are: geometry id name"),
        ("projects", "status_history IS NULL", "there is no queryable"),
        ("projects", "category=5", "\"category\" holds or is text and cannot be compared with a number"),
        ("projects", "mention_count LIKE '1%'", "LIKE compares texts"),
        ("projects", "first_date > 'soon'", "neither a date nor an instant"),
        ("projects", "category + 1 = 2", "a calculation takes numbers"),
        ("projects", "mention_count = 1/0", "divides by zero"),
        ("projects", "CASEI(mention_count) = 'a'", "CASEI and ACCENTI take text"),
        ("projects", "geometry = 'x'", "spatial functions and IS NULL only"),
        ("projects", "T_AFTER(mention_count,DATE('2020-01-01'))", "a temporal function takes times"),
        ("plans", "S_INTERSECTS(geometry,BBOX(0,0,1,1))", "have no geometry"),
        ("projects", "S_INTERSECTS(geometry,BBOX(40,110,41,111))", "longitude first"),
        ("projects", "S_INTERSECTS(geometry,POLYGON((0 0,2 2,2 0,0 2,0 0)))", "invalid"),
    ] {
        let message = refusal(&service, collection, filter).await;
        assert!(message.contains(word), "{filter}: {message}");
    }
    let query =
        encoded(&[("filter", "colour=1"), ("filter-lang", "ecql"), ("limit", "0"), ("colour", "red")]);
    let problem = service.get(&format!("/collections/projects/items?{query}")).await.json();
    let named: Vec<&str> = problem["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|e| e["parameter"].as_str().expect("name"))
        .collect();
    assert_eq!(named, ["limit", "filter-lang", "filter", "colour"]);
}

#[tokio::test]
async fn a_filter_on_the_whole_dataset_goes_to_the_layers_that_have_its_properties() {
    let service = Service::new();
    let layers = async |filter: &str| {
        let tile =
            service.get(&format!("/tiles/WebMercatorQuad/4/6/12?{}", encoded(&[("filter", filter)]))).await;
        assert!(tile.status.is_success(), "{filter}");
        decode(&tile.body).into_iter().map(|(name, f)| (name, f.len())).collect::<Vec<_>>()
    };
    let whole = layers("1=1").await;
    assert_eq!(whole, [("admin".to_owned(), 2), ("places".to_owned(), 3), ("projects".to_owned(), 6)]);
    assert_eq!(
        layers("category='rail'").await,
        [("admin".into(), 2), ("places".into(), 3), ("projects".into(), 1)]
    );
    assert_eq!(
        layers("level='county'").await,
        [("admin".into(), 1), ("places".into(), 3), ("projects".into(), 6)]
    );
    let near = "S_INTERSECTS(geometry,POINT(110 40))";
    assert_eq!(layers(near).await, [("admin".into(), 2), ("places".into(), 1), ("projects".into(), 3)]);
    let query = encoded(&[("filter", "colour='red'")]);
    let answer = service.get(&format!("/tiles/WebMercatorQuad/4/6/12?{query}")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.json()["detail"].as_str().is_some_and(|d| d.contains("\"colour\"")));
}

#[tokio::test]
async fn a_download_holds_what_the_filter_selects() {
    let service = Service::new();
    let query = encoded(&[("filter", "category IN ('rail','airport')"), ("f", "csv")]);
    let csv = service.get(&format!("/collections/projects/items?{query}")).await;
    assert_eq!(String::from_utf8(csv.body.to_vec()).expect("utf-8").lines().count(), 3);
}

/// A random condition on the projects of the fixture.
fn condition() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        prop::sample::select(vec!["rail", "road", "airport", "water", "ecology", "other"])
            .prop_map(|w| format!("category='{w}'")),
        prop::sample::select(vec!["exact", "near", "schematic", "area"])
            .prop_map(|w| format!("grade<>'{w}'")),
        prop::sample::select(vec!["%镇%", "敖%", "%工_", "S99%"]).prop_map(|p| format!("name LIKE '{p}'")),
        (0u8..3, 0u8..3).prop_map(|(a, b)| format!("mention_count BETWEEN {a} AND {a}+{b}")),
        (0u32..30_000).prop_map(|m| format!("uncertainty_m>{m}")),
        prop::sample::select(vec!["plan-a", "plan-b"]).prop_map(|p| format!("A_CONTAINS(plans,('{p}'))")),
        (2019u16..2024).prop_map(|y| format!("T_AFTER(first_date,DATE('{y}-04-01'))")),
        (106.0f64..113.0, 38.5f64..41.5, 0.0f64..3.0).prop_map(|(w, s, d)| format!(
            "S_INTERSECTS(geometry,BBOX({w},{s},{},{}))",
            w + d,
            s + d
        )),
        (106.0f64..113.0, 38.5f64..41.5, 0.1f64..3.0).prop_map(|(x, y, d)| format!(
            "S_WITHIN(geometry,POLYGON(({x} {y},{} {y},{x} {},{x} {y})))",
            x + d,
            y + d
        )),
        Just("short_name IS NULL".to_owned()),
    ];
    atom.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            inner.prop_map(|a| format!("NOT ({a})")),
        ]
    })
}

/// Column and row of the tile of zoom `z` that holds a place.
fn tile_of(set: &str, z: u32, [lon, lat]: [f64; 2]) -> (u32, u32) {
    let n = f64::from(1u32 << z);
    if set == "WorldCRS84Quad" {
        return (((lon + 180.0) / 180.0 * n) as u32, ((90.0 - lat) / 180.0 * n) as u32);
    }
    let y = (1.0 - lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    (((lon + 180.0) / 360.0 * n) as u32, (y * n) as u32)
}

/// The first position of a GeoJSON geometry.
fn first_position(coordinates: &Value) -> [f64; 2] {
    match coordinates[0].as_f64() {
        Some(lon) => [lon, coordinates[1].as_f64().expect("lat")],
        None => first_position(&coordinates[0]),
    }
}

#[test]
fn items_and_tiles_of_every_zoom_select_the_same_ids() {
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    let service = Service::with(&[], 0);
    let whole = runtime.block_on(service.json("/collections/projects/items"));
    let placed = whole["features"].as_array().expect("features").iter().filter(|f| !f["geometry"].is_null());
    // Each feature is in the tile of its first vertex at every zoom: these tiles together hold all.
    let corners: Vec<[f64; 2]> = placed.map(|f| first_position(&f["geometry"]["coordinates"])).collect();
    let words = prop::option::of(prop::sample::select(vec!["敖镇", "ao zhen", "gao su", "S99"]));
    let times = prop::option::of(prop::sample::select(vec!["2021-01-01/..", "../2021-12-31", "2024-01-01"]));
    let mut runner = TestRunner::new(Config { cases: 40, failure_persistence: None, ..Config::default() });
    let holds = runner.run(&(condition(), words, times), |(filter, q, datetime)| {
        let mut pairs = vec![("filter", filter.as_str())];
        pairs.extend(q.map(|q| ("q", q)));
        pairs.extend(datetime.map(|d| ("datetime", d)));
        let query = encoded(&pairs);
        runtime.block_on(async {
            let page = service.json(&format!("/collections/projects/items?{query}")).await;
            let selected =
                page["features"].as_array().expect("features").iter().filter(|f| !f["geometry"].is_null());
            let expected: BTreeSet<String> =
                selected.map(|f| f["id"].as_str().expect("id").to_owned()).collect();
            let zooms =
                (0..=14).map(|z| ("WebMercatorQuad", z)).chain((0..=13).map(|z| ("WorldCRS84Quad", z)));
            for (set, z) in zooms {
                let tiles: BTreeSet<(u32, u32)> = corners.iter().map(|c| tile_of(set, z, *c)).collect();
                let mut found = BTreeSet::new();
                for (col, row) in tiles {
                    let path = format!("/collections/projects/tiles/{set}/{z}/{row}/{col}?{query}");
                    let answer = service.get(&path).await;
                    prop_assert!(answer.status.is_success(), "{path}");
                    found.extend(decode(&answer.body).into_values().flatten().map(|f| f.id));
                }
                prop_assert_eq!(&found, &expected, "{} zoom {} of {}", set, z, query);
            }
            Ok(())
        })
    });
    holds.expect("items and tiles agree");
}
