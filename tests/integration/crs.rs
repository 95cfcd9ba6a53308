//! OGC API Features Part 2: answers, boxes and filters in other reference systems.

use crate::fixture;
use crate::service::Service;
use axum::http::StatusCode;
use planmap::release;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

const EPSG: &str = "http://www.opengis.net/def/crs/EPSG/0/";
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

/// Two wells at places whose coordinates were computed with pyproj 3.7.2 (PROJ 9.5.1) in the order of EPSG's axes.
const WELLS: &str = concat!(
    r#"{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[111.75,40.84]},"properties":{}}"#,
    "\n",
    r#"{"type":"Feature","id":"b","geometry":{"type":"Point","coordinates":[109.84,40.65]},"properties":{}}"#,
);
const COMPUTED: &[(u16, &str, [f64; 2])] = &[
    (4326, "a", [40.84, 111.75]),
    (4490, "a", [40.84, 111.75]),
    (3857, "a", [12_439_953.096, 4_988_770.268]),
    (4508, "a", [4_523_075.654, 563_254.0]),
    (4497, "a", [4_523_075.654, 19_563_254.0]),
    (4525, "b", [4_502_352.649, 37_401_887.716]),
];

fn coordinates(feature: &Value) -> [f64; 2] {
    let at = |n: usize| feature["geometry"]["coordinates"][n].as_f64().expect("number");
    [at(0), at(1)]
}

fn ids(page: &Value) -> Vec<&str> {
    let features = page["features"].as_array().expect("features");
    features.iter().map(|f| f["id"].as_str().expect("id")).collect()
}

#[tokio::test]
async fn answers_come_in_the_system_that_is_asked_for_and_say_so() {
    let service = Service::with(&[("wells", WELLS)], 0);
    for (code, id, expected) in COMPUTED {
        let uri = format!("{EPSG}{code}");
        for path in [
            format!("/collections/wells/items?crs={uri}"),
            format!("/collections/wells/items/{id}?crs={uri}"),
        ] {
            let answer = service.get(&path).await;
            assert_eq!(answer.header("content-crs"), format!("<{uri}>"), "{path}");
            let body = answer.json();
            let found = match body["features"].as_array() {
                Some(all) => all.iter().find(|f| f["id"] == *id).expect("feature").clone(),
                None => body,
            };
            let [x, y] = coordinates(&found);
            assert!((x - expected[0]).abs() < 0.0011 && (y - expected[1]).abs() < 0.0011, "{path}: {x} {y}");
            assert_eq!(found["bbox"], serde_json::json!([x, y, x, y]));
        }
    }
    let plain = service.get("/collections/wells/items/a").await;
    assert_eq!(plain.header("content-crs"), format!("<{CRS84}>"));
    assert_eq!(coordinates(&plain.json()), [111.75, 40.84]);
}

#[tokio::test]
async fn a_box_or_a_filter_in_another_system_selects_the_same() {
    let service = Service::with(&[("wells", WELLS)], 0);
    for (query, expected) in [
        ("bbox=111.7,40.8,111.8,40.9".to_owned(), "a"),
        (format!("bbox=40.8,111.7,40.9,111.8&bbox-crs={EPSG}4326"), "a"),
        (format!("bbox=12439000,4988000,12440000,4989000&bbox-crs={EPSG}3857"), "a"),
        (format!("bbox=4523000,563000,4523100,563300&bbox-crs={EPSG}4508"), "a"),
        (format!("bbox=4502000,37401000,4503000,37402000&bbox-crs={EPSG}4525&crs={EPSG}4508"), "b"),
        (format!("filter=S_WITHIN(geometry,BBOX(40.8,111.7,40.9,111.8))&filter-crs={EPSG}4490"), "a"),
        (
            format!(
                "filter=S_INTERSECTS(geometry,POLYGON((4523000%20563000,4524000%20563000,4523000%20564000,4523000%20563000)))\
                 &filter-crs={EPSG}4508"
            ),
            "a",
        ),
    ] {
        let page = service.json(&format!("/collections/wells/items?{query}")).await;
        assert_eq!((ids(&page), &page["numberMatched"]), (vec![expected], &1.into()), "{query}");
    }
    let tile = format!("/collections/wells/tiles/WebMercatorQuad/0/0/0?filter-crs={EPSG}4508&filter=");
    let inside = service.get(&format!("{tile}S_WITHIN(geometry,BBOX(4523000,563000,4523100,563300))")).await;
    let outside = service.get(&format!("{tile}S_WITHIN(geometry,BBOX(4523000,563300,4523100,563400))")).await;
    assert_eq!((inside.status, outside.status), (StatusCode::OK, StatusCode::NO_CONTENT));
}

#[tokio::test]
async fn a_collection_lists_its_systems_and_no_other_is_served() {
    let pole = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[20,89]},"properties":{}}"#;
    let service = Service::with(&[("pole", pole)], 0);
    let systems = async |id: &str| {
        let document = service.json(&format!("/collections/{id}")).await;
        assert_eq!(document["storageCrs"], CRS84);
        let list = document["crs"].as_array().expect("crs").clone();
        list.iter().map(|uri| uri.as_str().expect("uri").to_owned()).collect::<Vec<_>>()
    };
    let all = systems("projects").await;
    assert_eq!((all.len(), all[0].as_str()), (36, CRS84));
    for uri in &all {
        let answer = service.get(&format!("/collections/projects/items?crs={uri}&bbox-crs={uri}")).await;
        assert_eq!(
            (answer.status, answer.header("content-crs")),
            (StatusCode::OK, format!("<{uri}>").as_str())
        );
    }
    assert_eq!(systems("plans").await, [CRS84]);
    let few = systems("pole").await;
    assert_eq!(few, [CRS84.to_owned(), format!("{EPSG}4326"), format!("{EPSG}4490")]);
    let query = format!("crs={EPSG}4547&bbox-crs={EPSG}2154&filter-crs=WGS84&bbox=1,2");
    let problem = service.get(&format!("/collections/pole/items?{query}")).await;
    assert_eq!(problem.status, StatusCode::BAD_REQUEST);
    let problem = problem.json();
    let errors = problem["errors"].as_array().expect("errors").iter();
    let mut named: Vec<&str> = errors.map(|e| e["parameter"].as_str().expect("name")).collect();
    named.sort_unstable();
    assert_eq!(named, ["bbox", "bbox-crs", "crs", "filter-crs"]);
    let file = service.get(&format!("/collections/projects/items?f=csv&crs={EPSG}4547")).await;
    assert_eq!(file.json()["errors"][0]["parameter"], "crs");
}

/// The executable carries what PROJ needs: it is copied away from its libraries and asked over the network.
#[test]
fn a_moved_executable_still_projects() {
    let dir = tempfile::tempdir().expect("tempdir");
    let (data, moved) = (dir.path().join("release"), dir.path().join("elsewhere"));
    release::write(&fixture::contents(), &data).expect("write");
    std::fs::copy(env!("CARGO_BIN_EXE_planmap"), &moved).expect("copy");
    let mut server = Command::new(&moved)
        .args(["serve", "--addr", "127.0.0.1:0", "--data"])
        .arg(&data)
        .env_clear()
        .env("PROJ_DATA", "/nowhere")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("start");
    let log = BufReader::new(server.stderr.take().expect("log")).lines();
    let mut lines = log.map_while(Result::ok);
    let address =
        lines.find_map(|line| line.split("http://").nth(1).map(|a| a.trim().to_owned())).expect("address");
    let mut stream = TcpStream::connect(&address).expect("connect");
    let path = format!("/collections/projects/items/airport-aozhen?crs={EPSG}4547");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n").expect("ask");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answer");
    server.kill().expect("stop");
    server.wait().expect("stopped");
    let (_, body) = answer.split_once("\r\n\r\n").expect("body");
    let feature: Value = serde_json::from_str(body).expect("json");
    let [northing, easting] = coordinates(&feature);
    // 110.05 E, 40.03 N lies west of the meridian of 114 E.
    assert!(
        (4_430_000.0..4_450_000.0).contains(&northing) && (150_000.0..170_000.0).contains(&easting),
        "{feature}"
    );
}
