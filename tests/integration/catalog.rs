//! Collections, queries, names and files of an analyst.

use crate::fixture;
use planmap::catalog::{Catalog, Embedded, Lookup, read_collection};
use planmap::geometry::Bounds;
use planmap::query::{Filter, Interval, Literal, Query, parse_sort};
use planmap::release;

fn catalog() -> Embedded {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    release::write(&fixture::contents(), &out).expect("write");
    Embedded::open(&out, vec![]).expect("open")
}

fn ids(catalog: &Embedded, collection: &str, query: &Query) -> Vec<String> {
    let collection = catalog.collection(collection).expect("collection");
    let selection = catalog.select(collection, query).expect("select");
    selection.rows.map(|r| r.id().to_owned()).collect()
}

fn inside(bbox: [f64; 4]) -> Query {
    Query { bbox: Some(Bounds::new(bbox[0], bbox[1], bbox[2], bbox[3])), ..Query::everything() }
}

#[test]
fn points_lines_and_areas_together_are_all_placed_projects() {
    let catalog = catalog();
    let count = |id: &str| catalog.collection(id).expect("collection").len();
    assert_eq!(count("projects_points") + count("projects_lines") + count("projects_areas"), 6);
    assert_eq!(count("projects"), 7);
    assert_eq!(ids(&catalog, "projects_lines", &Query::everything()), ["rail-aozhen-beicheng", "road-s99"]);
}

#[test]
fn a_box_selects_by_geometry_and_never_the_unplaced() {
    let catalog = catalog();
    assert_eq!(ids(&catalog, "projects", &inside([112.0, 40.0, 113.0, 41.0])), ["water-heihu"]);
    // The corner of the box of the railway, but not on the line.
    assert!(ids(&catalog, "projects", &inside([110.8, 40.05, 110.9, 40.1])).is_empty());
    assert_eq!(ids(&catalog, "projects", &inside([-180.0, -90.0, 180.0, 90.0])).len(), 6);
    assert_eq!(ids(&catalog, "projects", &inside([112.0, -90.0, -170.0, 90.0])), ["water-heihu"]);
}

#[test]
fn filters_words_and_time_select_together() {
    let catalog = catalog();
    let mut query = Query::everything();
    query.and(Filter::one_of("category", ["rail", "road"].map(|w| Literal::Text(w.into())).into()));
    assert_eq!(ids(&catalog, "projects", &query), ["rail-aozhen-beicheng", "road-s99"]);
    query.and(Filter::has_one_of("plans", vec![Literal::Text("plan-a".into())]));
    assert_eq!(ids(&catalog, "projects", &query), ["rail-aozhen-beicheng"]);
    let text = |q: &str| Query { text: Some(q.into()), ..Query::everything() };
    assert_eq!(ids(&catalog, "projects", &text("abgt")), ["rail-aozhen-beicheng"]);
    assert_eq!(ids(&catalog, "mentions", &text("综合治理")).len(), 1);
    let time = |t: &str| Query { datetime: Interval::parse(t).ok(), ..Query::everything() };
    assert_eq!(ids(&catalog, "plans", &time("../2021-01-01")), ["plan-a"]);
    assert_eq!(ids(&catalog, "projects", &time("../2019-12-31")), Vec::<String>::new());
    assert_eq!(ids(&catalog, "projects", &time("2025-12-31")).len(), 7);
}

#[test]
fn pages_follow_each_other_in_every_order() {
    let catalog = catalog();
    for sort in ["", "category,-mention_count", "-uncertainty_m"] {
        let sort = if sort.is_empty() { vec![] } else { parse_sort(sort).expect("sort") };
        let whole = ids(&catalog, "projects", &Query { sort: sort.clone(), ..Query::everything() });
        let mut paged: Vec<String> = vec![];
        loop {
            let after = paged.last().cloned();
            let query = Query { sort: sort.clone(), after, limit: 2, ..Query::everything() };
            let page = ids(&catalog, "projects", &query);
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, whole);
        assert_eq!(whole.len(), 7);
    }
}

#[test]
fn merged_and_removed_ids_are_known() {
    let catalog = catalog();
    let projects = catalog.collection("projects").expect("projects");
    assert!(matches!(catalog.feature(projects, "rail-aobei"), Lookup::Merged("rail-aozhen-beicheng")));
    assert!(matches!(catalog.feature(projects, "road-s98"), Lookup::Removed("named by mistake")));
    assert!(matches!(catalog.feature(projects, "road-s1"), Lookup::Unknown));
}

#[test]
fn search_finds_projects_places_and_units_and_ranks_them() {
    let catalog = catalog();
    let found = catalog.search("敖北高铁", 5);
    assert_eq!(found[0].value.id, "rail-aozhen-beicheng");
    assert_eq!(found[0].value.highlight, [[0, 4]]);
    let found: Vec<String> = catalog.search("敖镇", 20).into_iter().map(|f| f.value.id).collect();
    assert!(found.contains(&"aozhen".into()) && found.contains(&"adm-990101".into()), "{found:?}");
    assert!(found.contains(&"airport-aozhen".into()), "{found:?}");
    let old = catalog.search("旧虚州", 5);
    assert_eq!((old[0].value.id.as_str(), old[0].value.matched.as_str()), ("adm-990100", "旧虚州"));
}

#[test]
fn what_is_near_comes_nearest_first_with_metres() {
    let catalog = catalog();
    let near = catalog.nearby([110.0, 40.0], 10_000.0);
    let near: Vec<_> = near.iter().map(|n| (n.row.id(), n.distance_m.round())).collect();
    assert_eq!(near[..3], [("industry-aozhen-park", 0.0), ("rail-aozhen-beicheng", 0.0), ("road-s99", 0.0)]);
    assert!(near[3].0 == "airport-aozhen" && (near[3].1 - 5416.0).abs() < 30.0, "{near:?}");
}

#[test]
fn files_of_an_analyst_become_collections_with_ids_and_types() {
    let dir = tempfile::tempdir().expect("tempdir");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("write");
        path
    };
    let point = |n: i32, rest: &str| {
        format!(
            r#"{{"type":"Feature"{rest},"geometry":{{"type":"Point","coordinates":[11{n},40]}},"properties":{{"n":{n},"fid":"f{n}"}}}}"#
        )
    };
    let sequence = write("own.geojsonl", &format!("{}\n\u{1e}{}\n", point(0, ""), point(1, "")));
    let own = read_collection("own", &sequence).expect("sequence");
    // A prepared file stands in the order of the Hilbert curve.
    let sorted = |c: &planmap::catalog::Collection| -> Vec<String> {
        let mut ids: Vec<String> = c.rows().map(|r| r.id().to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(sorted(&own), ["f0", "f1"]);
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        point(0, r#","id":7"#),
        point(1, r#","id":8"#)
    );
    let json = read_collection("own", &write("own.geojson", &text)).expect("geojson");
    assert_eq!(sorted(&json), ["7", "8"]);
    let broken = write("broken.geojson", "{\"features\":[\n{\"geometry\":5}]}");
    let error = read_collection("own", &broken).expect_err("broken").to_string();
    assert!(error.contains("broken.geojson, line 2"), "{error}");
    let swapped =
        write("swapped.geojsonl", r#"{"geometry":{"type":"Point","coordinates":[40,111]},"properties":{}}"#);
    let error = read_collection("own", &swapped).expect_err("swapped").to_string();
    assert!(error.contains("swapped"), "{error}");
}

#[test]
fn a_flatgeobuf_of_the_release_is_a_collection_too() {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    release::write(&fixture::contents(), &out).expect("write");
    let own = read_collection("own", &out.join("projects.fgb")).expect("fgb");
    let mut ids: Vec<String> = own.rows().map(|r| r.id().to_owned()).collect();
    ids.sort();
    assert_eq!(ids.len(), 6);
    assert_eq!(ids[0], "airport-aozhen");
}

/// Points, lines, areas and features without a place, from a row of random numbers.
fn mixed(count: usize) -> String {
    let mut seed = 17u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut out = String::new();
    for n in 0..count {
        let (x, y) = (100.0 + random(20_000) as f64 / 1000.0, 30.0 + random(20_000) as f64 / 1000.0);
        let (w, h) = (random(900) as f64 / 1000.0, random(900) as f64 / 1000.0);
        let geometry = match n % 7 {
            0 => "null".to_owned(),
            1..=3 => format!(r#"{{"type":"Point","coordinates":[{x},{y}]}}"#),
            4 | 5 => format!(r#"{{"type":"LineString","coordinates":[[{x},{y}],[{},{}]]}}"#, x + w, y - h),
            _ => format!(
                r#"{{"type":"Polygon","coordinates":[[[{x},{y}],[{},{y}],[{x},{}],[{x},{y}]]]}}"#,
                x + w,
                y + h
            ),
        };
        let kind = ["road", "rail", "water"][random(3) as usize];
        out.push_str(&format!(
            r#"{{"type":"Feature","id":"n{n}","geometry":{geometry},"properties":{{"kind":"{kind}","n":{n}}}}}"#
        ));
        out.push('\n');
    }
    out
}

#[test]
fn a_prepared_file_answers_as_looking_at_every_feature_does_page_by_page() {
    let dir = tempfile::tempdir().expect("tempdir");
    let path = dir.path().join("mixed.geojsonl");
    std::fs::write(&path, mixed(3000)).expect("write");
    let own = read_collection("own", &path).expect("mixed");
    assert_eq!(own.len(), 3000);
    assert!(own.rows().all(|r| own.by_id(r.id()).is_some_and(|found| found.position == r.position)));
    let rail = Filter::one_of("kind", vec![Literal::Text("rail".into())]);
    for [west, south, east, north] in [
        [100.0, 30.0, 120.0, 50.0],
        [105.0, 35.0, 105.4, 35.3],
        [103.0, 33.0, 112.0, 41.0],
        [0.0, 0.0, 9.0, 9.0],
    ] {
        let bbox = Bounds::new(west, south, east, north);
        for filter in [None, Some(rail.clone())] {
            let expected: Vec<&str> = own
                .rows()
                .filter(|r| r.geometry().is_some_and(|g| bbox.meets_geometry(&g)))
                .filter(|r| filter.is_none() || r.text(&own.schema, "kind") == Some("rail"))
                .map(|r| r.id())
                .collect();
            let mut query =
                Query { bbox: Some(bbox), filter: filter.clone(), limit: 77, ..Query::everything() };
            let mut found: Vec<&str> = vec![];
            loop {
                let page = own.select(&query).expect("select");
                assert_eq!(page.matched, expected.len());
                let more = page.more;
                found.extend(page.rows.map(|r| r.id()));
                if !more {
                    break;
                }
                query.after = found.last().map(|id| (*id).to_owned());
            }
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn a_file_is_prepared_once_and_again_when_it_changes_and_half_a_file_is_never_read() {
    let dir = tempfile::tempdir().expect("tempdir");
    let path = dir.path().join("own.geojsonl");
    std::fs::write(&path, mixed(50)).expect("write");
    let prepared = planmap::catalog::prepared_path(&path, None);
    assert_eq!(read_collection("own", &path).expect("first").len(), 50);
    let first = std::fs::read(&prepared).expect("prepared");
    let marked = std::fs::metadata(&prepared).and_then(|m| m.modified()).expect("time");
    assert_eq!(read_collection("own", &path).expect("again").len(), 50);
    assert_eq!(std::fs::metadata(&prepared).and_then(|m| m.modified()).expect("time"), marked);
    // The prepared file opens by itself; cut short it is refused, and made again from its source.
    assert_eq!(read_collection("own", &prepared).expect("itself").len(), 50);
    std::fs::write(&prepared, &first[..first.len() / 2]).expect("cut");
    assert!(read_collection("own", &prepared).is_err_and(|e| e.to_string().contains("shorter")));
    assert_eq!(read_collection("own", &path).expect("made again").len(), 50);
    std::fs::write(&path, mixed(60)).expect("write");
    assert_eq!(read_collection("own", &path).expect("changed").len(), 60);
    let left: Vec<_> = std::fs::read_dir(dir.path()).expect("dir").flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 2, "scratch files are left: {left:?}");
}
