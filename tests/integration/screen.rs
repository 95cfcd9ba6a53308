//! Screening the invented release. The reference figures were worked out with GEOS 3.14 (buffers of 64 pieces a quarter,
//! intersections) and PROJ 9.5 (azimuthal equidistant plane, geodesic lengths and areas) from the same coordinates.

use crate::fixture;
use crate::service::Service;
use axum::http::StatusCode;
use planmap::catalog::Embedded;
use planmap::geometry::{Geom, GeometryJson};
use planmap::release;
use planmap::screen::{Ask, Certainty, Range, Screening, Touched, screen};
use serde_json::{Value, json};

fn asked(geometry: Option<Value>, project: Option<&str>, distance_m: f64) -> Screening {
    let dir = tempfile::tempdir().expect("tempdir");
    release::write(&fixture::contents(), dir.path()).expect("write");
    let catalog = Embedded::open(dir.path(), vec![]).expect("open");
    let geometry = geometry.map(|g| serde_json::from_value::<GeometryJson>(g).expect("geometry"));
    let ask = Ask {
        geometry: geometry.map(Geom::from),
        project: project.map(str::to_owned),
        distance_m,
        least: Certainty::Possibly,
        collections: vec!["projects".into()],
    };
    screen(&catalog, &ask).expect("screening")
}

fn drawn(geometry: Value, distance_m: f64) -> Screening {
    asked(Some(geometry), None, distance_m)
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Value {
    json!({"type": "Polygon", "coordinates":
        [[[west, south], [east, south], [east, north], [west, north], [west, south]]]})
}

fn line(corners: &[[f64; 2]]) -> Value {
    json!({"type": "LineString", "coordinates": corners})
}

fn one<'a>(screening: &'a Screening, id: &str) -> &'a Touched {
    screening.results.iter().find(|r| r.id == id).unwrap_or_else(|| panic!("{id} is not touched"))
}

fn close(range: Option<Range>, min: f64, max: f64) {
    let range = range.expect("a range");
    let near = |a: f64, b: f64| (a - b).abs() <= b.abs() * 0.01 + 1.0;
    assert!(near(range.min, min) && near(range.max, max), "{range:?}, expected {min} to {max}");
}

#[test]
fn lines_inside_a_drawn_area_are_measured_over_their_doubt() {
    let found = drawn(rectangle(110.0, 39.9, 111.2, 40.6), 0.0);
    assert!((found.input.area_m2.expect("area") - 7_935_706_575.0).abs() < 10.0);
    let rail = one(&found, "rail-aozhen-beicheng");
    assert_eq!(rail.certainty, Certainty::Certainly);
    close(rail.length_m, 80_549.4, 107_787.5);
    let road = one(&found, "road-s99");
    // It begins on the edge: with the doubt taken off nothing is left inside.
    assert_eq!(road.certainty, Certainty::Possibly);
    close(road.length_m, 0.0, 13_257.5);
    let airport = one(&found, "airport-aozhen");
    assert_eq!((airport.certainty, airport.length_m, airport.measurable), (Certainty::Certainly, None, true));
    assert!(!found.results.iter().any(|r| r.id == "water-heihu" || r.id == "other-yinshan-lab"));
}

#[test]
fn a_zone_is_measured_as_area_and_along_a_drawn_line() {
    let square = drawn(rectangle(108.3, 39.7, 109.9, 40.7), 0.0);
    close(one(&square, "ecology-chuisha").area_m2, 5_558_559_494.5, 9_398_339_077.3);
    let along = drawn(line(&[[108.0, 39.5], [109.5, 41.0]]), 0.0);
    assert!((along.input.length_m.expect("length") - 209_824.0).abs() < 1.0);
    let zone = one(&along, "ecology-chuisha");
    assert_eq!((zone.certainty, zone.area_m2), (Certainty::Certainly, None));
    close(zone.length_m, 89_017.7, 124_001.9);
    let band = drawn(line(&[[108.0, 39.5], [109.5, 41.0]]), 5_000.0);
    assert!((band.input.area_m2.expect("area") / 2_176_803_882.3 - 1.0).abs() < 0.01);
    close(one(&band, "ecology-chuisha").area_m2, 890_171_055.3, 1_240_008_544.7);
}

#[test]
fn what_a_unit_stands_for_or_a_wide_band_shows_is_not_measured() {
    let whole = drawn(rectangle(109.8, 39.8, 110.4, 40.4), 0.0);
    let park = one(&whole, "industry-aozhen-park");
    assert_eq!((park.certainty, park.measurable), (Certainty::Certainly, false));
    assert_eq!(park.not_measurable.as_deref(), Some("只知所在区域，不足以量算"));
    let part = drawn(rectangle(110.0, 39.9, 110.2, 40.1), 0.0);
    assert_eq!(one(&part, "industry-aozhen-park").certainty, Certainty::Possibly);
    let small = drawn(rectangle(110.45, 40.17, 110.55, 40.23), 0.0);
    let rail = one(&small, "rail-aozhen-beicheng");
    assert_eq!((rail.certainty, rail.length_m), (Certainty::Possibly, None));
    assert_eq!(rail.not_measurable.as_deref(), Some("示意走向（±8.0 公里）宽于所画范围，不足以量算"));
}

#[test]
fn a_project_with_a_distance_is_screened_with_its_own_doubt_and_without_itself() {
    let found = asked(None, Some("airport-aozhen"), 6_000.0);
    assert!(found.results.iter().all(|r| r.id != "airport-aozhen"));
    let road = one(&found, "road-s99");
    // 300 m of the airport and 2,000 m of the road are both in doubt.
    assert!((road.distance_m.max - road.distance_m.min - 4_600.0).abs() < 1.0);
    assert_eq!(road.sentence.as_deref(), Some("推进S99敖镇至南镇高速公路建设。"));
    assert_eq!(
        (road.plan.as_deref(), road.plan_number.as_deref()),
        (Some("plan-b"), Some("敖政发〔2020〕1号"))
    );
    let stands_for = asked(None, Some("industry-aozhen-park"), 0.0);
    assert_eq!(stands_for.counts.certainly, 0);
    assert!(stands_for.results.iter().all(|r| !r.measurable));
}

#[tokio::test]
async fn every_form_says_what_it_may_not_be_used_for() {
    let service = Service::new();
    let body = json!({"geometry": rectangle(110.0, 39.9, 111.2, 40.6)}).to_string();
    let answer = service.post("/screen", &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    let found = answer.json();
    assert_eq!(found["notice"], "示意成果，不作为用地审查依据");
    assert_eq!(found["numberMatched"], found["results"].as_array().expect("results").len());
    let csv = service.post("/screen?f=csv", &body).await;
    let text = String::from_utf8(csv.body.to_vec()).expect("utf-8");
    assert!(
        text.starts_with('\u{feff}')
            && text.contains("示意成果，不作为用地审查依据")
            && text.contains("可能涉及")
    );
    let html = service.post("/screen?f=html", &body).await;
    let text = String::from_utf8(html.body.to_vec()).expect("utf-8");
    assert!(
        text.contains("示意成果，不作为用地审查依据")
            && text.contains("敖镇机场")
            && !text.contains("<script")
    );
    let xlsx = service.post("/screen?f=xlsx", &body).await;
    let again = service.post("/screen?f=xlsx", &body).await;
    assert_eq!(xlsx.header("etag"), again.header("etag"), "the same screening gives the same bytes");
    let cells = sheet(&xlsx.body);
    assert!(
        cells.iter().any(|c| c.contains("示意成果，不作为用地审查依据"))
            && cells.iter().any(|c| c == "敖镇机场")
    );
    let only = json!({"geometry": rectangle(110.0, 39.9, 111.2, 40.6), "certainty": "certainly"}).to_string();
    let certain = service.post("/screen", &only).await.json();
    assert_eq!(certain["counts"]["possibly"], 0);
    assert_eq!(certain["counts"]["certainly"], found["counts"]["certainly"]);
}

fn sheet(bytes: &[u8]) -> Vec<String> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("workbook");
    let range = book.worksheet_range("筛查").expect("sheet");
    range.used_cells().map(|(_, _, cell)| cell.to_string()).collect()
}

#[tokio::test]
async fn wrong_questions_are_refused_by_name() {
    let service = Service::new();
    let bow = json!({"type": "Polygon", "coordinates": [[[110., 40.], [111., 41.], [111., 40.], [110., 41.], [110., 40.]]]});
    let many: Vec<[f64; 2]> = (0..20_001).map(|n| [110.0 + f64::from(n) * 1e-5, 40.0]).collect();
    for (body, parameter) in [
        (json!({}), "geometry"),
        (json!({"geometry": bow}), "geometry"),
        (json!({"geometry": line(&many)}), "geometry"),
        (json!({"geometry": line(&[[40.0, 111.0], [41.0, 112.0]])}), "geometry"),
        (json!({"geometry": line(&[[60.0, 40.0], [111.0, 40.0]])}), "geometry"),
        (json!({"project": "rail-aobei-nowhere"}), "project"),
        (json!({"project": "other-yinshan-lab"}), "project"),
        (json!({"project": "airport-aozhen", "distance_m": -1}), "distance_m"),
        (json!({"project": "airport-aozhen", "collections": ["nowhere"]}), "collections"),
        (json!({"project": "airport-aozhen", "radius": 5}), "body"),
    ] {
        let answer = service.post("/screen", &body.to_string()).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json()["errors"][0]["parameter"], parameter, "{body}");
    }
    let long = format!("{{\"project\": \"{}\"}}", "x".repeat(3_000_000));
    assert_eq!(service.post("/screen", &long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(service.get("/screen").await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(service.post("/screen?f=pdf", "{}").await.json()["errors"][0]["parameter"], "f");
    let text = service.send_body("POST", "/screen", &[("content-type", "text/plain")], "{}").await;
    assert_eq!(text.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
