//! Every format, read back by another reader than the one that wrote it.

use crate::fixture;
use crate::service::Service;
use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use planmap::catalog::{Catalog, Embedded};
use planmap::export::{self, Datum, Format, Lang, Options};
use planmap::release;
use std::io::{Cursor, Read};

fn catalog() -> Embedded {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    release::write(&fixture::contents(), &out).expect("write");
    Embedded::open(&out, vec![]).expect("open")
}

fn file(collection: &str, format: Format, options: Options) -> Vec<u8> {
    let catalog = catalog();
    let collection = catalog.collection(collection).expect("collection");
    let mut bytes = Vec::new();
    export::write_whole(format, &catalog, collection, options, &mut bytes).expect("export");
    bytes
}

fn zh() -> Options {
    Options { lang: Some(Lang::Zh), ..Options::default() }
}

#[test]
fn the_same_selection_gives_the_same_bytes_in_every_format() {
    for (word, format) in Format::ALL {
        for collection in ["projects", "mentions", "plans", "admin"] {
            let [one, other] = [0; 2].map(|_| file(collection, *format, zh()));
            assert!(one == other, "{word} of {collection}");
        }
    }
}

#[test]
fn a_geopackage_has_a_layer_per_type_and_a_table_of_what_has_no_place() {
    let made = tempfile::NamedTempFile::new().expect("file");
    std::fs::write(made.path(), file("projects", Format::GeoPackage, Options::default())).expect("write");
    let base = rusqlite::Connection::open(made.path()).expect("open");
    let count = |table: &str| -> i64 {
        base.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).expect(table)
    };
    let layers = ["projects_points", "projects_lines", "projects_areas", "projects_unplaced"];
    assert_eq!(layers.map(count), [2, 2, 2, 1]);
    let (kind, srs): (String, i64) = base
        .query_row(
            "SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = 'projects_lines'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("geometry column");
    assert_eq!((kind.as_str(), srs), ("MULTILINESTRING", 4326));
    let application: i64 = base.query_row("PRAGMA application_id", [], |row| row.get(0)).expect("pragma");
    assert_eq!(application, 0x4750_4B47);
    let (name, plans, blob): (String, String, Vec<u8>) = base
        .query_row("SELECT name, plans, geom FROM projects_lines WHERE id = 'road-s99'", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .expect("row");
    assert!(name.contains("S99") && plans.starts_with('['), "{name} {plans}");
    assert_eq!(&blob[..2], b"GP");
}

#[test]
fn a_zip_of_shapefiles_is_read_with_its_chinese_words() {
    let bytes = file("projects", Format::Shapefile, Options::default());
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("zip");
    let mut names: Vec<String> = zip.file_names().map(|name| name.expect("name").into_owned()).collect();
    names.sort();
    assert!(
        names.contains(&"projects_lines.cpg".to_owned()) && names.contains(&"fields.txt".to_owned()),
        "{names:?}"
    );
    assert!(names.contains(&"projects_unplaced.csv".to_owned()), "{names:?}");
    let dir = tempfile::tempdir().expect("dir");
    zip.extract(dir.path()).expect("extract");
    let mut reader = shapefile::Reader::from_path(dir.path().join("projects_lines.shp")).expect("shp");
    let mut found = 0;
    for pair in reader.iter_shapes_and_records() {
        let (shape, record) = pair.expect("record");
        assert!(matches!(shape, shapefile::Shape::Polyline(_)));
        let name = record.get("name").expect("name");
        assert!(matches!(name, dbase::FieldValue::Character(Some(text)) if !text.is_ascii()), "{name:?}");
        found += 1;
    }
    assert_eq!(found, 2);
}

#[test]
fn an_office_gets_a_summary_all_projects_and_a_sheet_per_prefecture() {
    let bytes = file("projects", Format::Xlsx, zh());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("xlsx");
    let names = book.sheet_names();
    assert_eq!(&names[..2], ["汇总", "全部项目"], "{names:?}");
    assert!(names.len() > 2, "{names:?}");
    let all = book.worksheet_range("全部项目").expect("sheet");
    let rows: Vec<_> = all.rows().collect();
    assert_eq!(rows.len(), 3 + 7);
    assert_eq!(rows[2][0], Data::String("序号".into()));
    assert_eq!(rows[3][0], Data::Float(1.0));
    let at = |heading: &str| {
        rows[2]
            .iter()
            .position(|cell| matches!(cell, Data::String(text) if text == heading))
            .expect("heading")
    };
    assert!(matches!(&rows[3][at("行政区划代码")], Data::String(code) if code.starts_with("99")));
    let basis = rows[3][at("依据（文件、文号、章节、原文）")].to_string();
    assert!(basis.contains('《') && basis.contains('“'), "{basis}");
    let summary = book.worksheet_range("汇总").expect("summary");
    let total = summary.rows().next_back().and_then(|row| row.last().cloned());
    assert_eq!(total, Some(Data::Float(7.0)));
}

#[test]
fn a_prefecture_counts_once_in_the_summary_and_several_have_a_row_of_their_own() {
    let bytes = file("projects", Format::Xlsx, zh());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("xlsx");
    let summary = book.worksheet_range("汇总").expect("summary");
    let totals: Vec<f64> = summary
        .rows()
        .skip(3)
        .filter_map(|row| match row.last() {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        })
        .collect();
    let (total, lines) = totals.split_last().expect("lines");
    assert!((lines.iter().sum::<f64>() - total).abs() < 0.5, "{totals:?}");
}

#[test]
fn csv_in_chinese_begins_with_a_mark_and_has_chinese_headings() {
    let text = String::from_utf8(file("projects", Format::Csv, zh())).expect("utf-8");
    assert!(text.starts_with("\u{feff}编码,名称"), "{}", text.lines().next().unwrap_or_default());
    let plain = String::from_utf8(file("projects", Format::Csv, Options::default())).expect("utf-8");
    assert!(plain.starts_with("id,name,"));
}

#[test]
fn kml_is_well_formed_and_has_a_placemark_per_feature() {
    let text = String::from_utf8(file("projects", Format::Kml, Options::default())).expect("utf-8");
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut placemarks = 0;
    loop {
        match reader.read_event().expect("xml") {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "Placemark" => placemarks += 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(placemarks, 7);
}

#[tokio::test]
async fn shifted_coordinates_are_labelled_and_never_without_being_asked() {
    let service = Service::new();
    let path = "/collections/projects/items?limit=3&category=airport";
    let plain = service.get(path).await;
    let shifted = service.get(&format!("{path}&datum=gcj02")).await;
    assert!(shifted.header("content-disposition").contains("projects-gcj02.geojson"));
    let (plain, shifted) = (plain.json(), shifted.json());
    assert_eq!(shifted["datum"], "GCJ-02");
    assert!(plain.get("datum").is_none());
    let lon =
        |page: &serde_json::Value| page["features"][0]["geometry"]["coordinates"][0].as_f64().expect("lon");
    let label =
        |page: &serde_json::Value| page["features"][0]["properties"]["label_point"][0].as_f64().expect("lon");
    assert!((lon(&shifted) - lon(&plain)).abs() > 0.001);
    assert!((label(&shifted) - lon(&shifted)).abs() < 1e-9);
    for format in ["fgb", "xlsx", "shp", "gpkg", "html"] {
        let answer = service.get(&format!("{path}&datum=gcj02&f={format}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{format}");
    }
    let csv = service.get(&format!("{path}&datum=gcj02&f=csv")).await;
    assert!(csv.header("content-disposition").contains("projects-gcj02.csv"));
    assert!(String::from_utf8_lossy(&csv.body).contains("lon_gcj02,lat_gcj02"));
}

#[tokio::test]
async fn a_streamed_answer_has_an_etag_per_encoding_and_the_bytes_of_the_file() {
    let service = Service::new();
    let path = "/collections/projects/items?f=csv";
    let plain = service.get(path).await;
    assert_eq!(plain.body.to_vec(), file("projects", Format::Csv, Options::default()));
    assert_eq!(plain.header("content-length"), "", "its length is not known, and a wrong one empties it");
    let packed = service.send("GET", path, &[("accept-encoding", "gzip")]).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_ref()).read_to_end(&mut text).expect("gzip");
    assert_eq!(text, plain.body.to_vec());
    let tag = packed.header("etag").to_owned();
    let again = service.send("GET", path, &[("accept-encoding", "gzip"), ("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let head = service.send("HEAD", path, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    let other = service.get("/collections/projects/items?f=csv&category=rail").await;
    assert_ne!(other.header("etag"), plain.header("etag"));
}

#[test]
fn shifted_files_that_could_not_say_so_are_refused() {
    let catalog = catalog();
    let collection = catalog.collection("projects").expect("projects");
    let options = Options { datum: Datum::Gcj02, ..Options::default() };
    let refused = export::write_whole(Format::FlatGeobuf, &catalog, collection, options, &mut Vec::new());
    assert!(refused.is_err_and(|e| e.to_string().contains("kml")));
}
