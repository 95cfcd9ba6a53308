//! The projections against PROJ's own database and against published and computed pairs.

use super::*;
use crate::geometry::{Geom, Point};
use proj::Proj;

fn system(code: u16) -> Crs {
    Crs::parse("crs", &format!("{EPSG}{code}")).expect("a system")
}

fn there(code: u16, lon: f64, lat: f64) -> [f64; 2] {
    match system(code).from_wgs84(&Geom::Point(Point::new(lon, lat))).expect("inside") {
        Geom::Point(p) => [p.x(), p.y()],
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_system_of_the_contract_is_there_under_its_uri() {
    let codes: Vec<u16> = Crs::all().filter_map(Crs::epsg).collect();
    let mut expected = vec![4326, 3857, 4490];
    expected.extend((4495..=4499).chain(4506..=4510).chain(4520..=4530).chain(4541..=4551));
    assert_eq!(codes, expected);
    assert_eq!(Crs::all().count(), 36);
    assert_eq!(Crs::parse("crs", "http://www.opengis.net/def/crs/OGC/1.3/CRS84").ok(), Some(Crs::Crs84));
    for text in ["EPSG:4547", "[EPSG:4547]", "urn:ogc:def:crs:EPSG::4547"] {
        assert_eq!(Crs::parse("crs", text).ok(), Some(system(4547)), "{text}");
    }
    for text in ["", "EPSG:2154", "4547", "http://www.opengis.net/def/crs/EPSG/0/04547"] {
        assert!(Crs::parse("crs", text).is_err(), "{text}");
    }
}

/// PROJ's database knows the systems by code; we give it the parameters. Both must mean the same.
#[test]
fn the_parameters_are_those_of_the_epsg_database() {
    for crs in Crs::all().filter(|crs| !crs.is_geographic()) {
        let code = format!("EPSG:{}", crs.epsg().expect("code"));
        let database = Proj::new_known_crs("EPSG:4490", &code, None).expect("database");
        for (lon, lat) in [(111.573, 40.48), (97.2, 41.9), (125.9, 52.1)] {
            let (x, y) = database.convert((lon, lat)).expect("inside");
            let [a, b] = there(crs.epsg().expect("code"), lon, lat);
            let (own_x, own_y) = if crs.north_first() { (b, a) } else { (a, b) };
            // CGCS2000 and WGS 84 ellipsoids differ by a tenth of a millimetre; Web Mercator is defined on the latter.
            assert!(
                (own_x - x).abs() < 0.002 && (own_y - y).abs() < 0.002,
                "{code} {lon} {lat}: {own_x} {own_y}, {x} {y}"
            );
        }
    }
}

#[test]
fn a_way_there_and_back_ends_where_it_began() {
    for crs in Crs::all() {
        let place = Geom::Point(Point::new(111.573, 40.48));
        let back = crs.from_wgs84(&place).and_then(|there| crs.to_wgs84(&there)).expect("inside");
        let Geom::Point(back) = back else { panic!("a point stays a point") };
        assert!((back.x() - 111.573).abs() < 1e-7 && (back.y() - 40.48).abs() < 1e-7, "{crs:?} {back:?}");
    }
}

#[test]
fn latitude_and_northing_stand_first_where_epsg_says_so() {
    assert_eq!(there(4326, 111.573, 40.48), [40.48, 111.573]);
    assert_eq!(there(4490, 111.573, 40.48), [40.48, 111.573]);
    let [northing, easting] = there(4547, 111.573, 40.48);
    assert!((northing - 4_485_658.45).abs() < 0.006 && (easting - 294_197.76).abs() < 0.006);
}

#[test]
fn a_box_is_read_in_the_order_of_the_axes() {
    let plain = Bounds::new(110.0, 39.0, 112.0, 41.0);
    assert_eq!(parse_bbox("110,39,112,41", Crs::Crs84).ok(), Some(Place::Box(plain)));
    assert_eq!(parse_bbox("39,110,41,112", system(4490)).ok(), Some(Place::Box(plain)));
    let across = Bounds::new(170.0, -1.0, -170.0, 1.0);
    assert_eq!(parse_bbox("-1,170,1,-170", system(4326)).ok(), Some(Place::Box(across)));
    let Ok(Place::Box(b)) = parse_bbox("12000000,4000000,12500000,5000000", system(3857)) else {
        panic!("meridians and parallels stay a box")
    };
    assert!((b.west - 107.798).abs() < 0.001 && (b.north - 40.9163).abs() < 0.001, "{b:?}");
    let Ok(Place::Area(area)) = parse_bbox("4400000,290000,4500000,500000", system(4547)) else {
        panic!("a box of metres is an area")
    };
    let b = Bounds::of(&area).expect("not empty");
    assert!(b.covers(Bounds::new(111.6, 39.76, 113.9, 40.6)) && b.west > 111.4 && b.north < 40.7, "{b:?}");
}

#[test]
fn a_box_that_can_only_be_meant_east_first_is_understood_so() {
    for (right, turned, code) in [
        ("39,110,41,112", "110,39,112,41", 4490),
        ("4400000,290000,4500000,500000", "290000,4400000,500000,4500000", 4547),
        ("4400000,37290000,4500000,37500000", "37290000,4400000,37500000,4500000", 4525),
    ] {
        let both = [right, turned].map(|text| parse_bbox(text, system(code)).expect(text));
        assert_eq!(both[0], both[1], "{code}");
    }
    // Both orders are possible: the standard's holds.
    let either = parse_bbox("39,40,41,42", system(4490)).expect("latitude first");
    assert_eq!(either, Place::Box(Bounds::new(40.0, 39.0, 42.0, 41.0)));
}

#[test]
fn what_lies_outside_a_system_is_refused_with_the_reason() {
    for (text, code, word) in [
        ("40,110,41,112", 4326, ""),
        ("110,40,112,41", 4326, "latitude first"),
        ("110,40,212,41", 4490, "latitude first"),
        ("294000,9485000,295000,99486000", 4547, "northing, easting in metres"),
        ("4485000,38294000,4486000,38295000", 4547, "without a zone number"),
        ("4485000,294000,4486000,295000", 4526, "zone number 38"),
        ("4486000,294000,4485000,295000", 4547, "south 4486000 lies above"),
        ("1e9,0,2e9,1", 3857, "easting, northing in metres"),
    ] {
        let result = parse_bbox(text, system(code)).map_err(|e| e.to_string());
        match word {
            "" => assert!(result.is_ok(), "{text}: {result:?}"),
            word => assert!(result.as_ref().is_err_and(|m| m.contains(word)), "{text}: {result:?}"),
        }
    }
}

#[test]
fn the_whole_extent_of_a_collection_can_be_asked_for_in_every_system_it_is_served_in() {
    for extent in [
        Bounds::new(73.5, 4.5, 136.9, 53.56),
        Bounds::new(97.0, 37.0, 126.0, 53.5),
        Bounds::new(100.0, -80.0, 110.0, 84.0),
    ] {
        for crs in Crs::serving(true, Some(extent)) {
            let corners = [(extent.west, extent.south), (extent.east, extent.north)];
            let [a, b] = corners.map(|(x, y)| match crs.from_wgs84(&Geom::Point(Point::new(x, y))) {
                Ok(Geom::Point(p)) => p,
                other => panic!("{crs:?}: {other:?}"),
            });
            let text = format!("{},{},{},{}", a.x(), a.y(), b.x(), b.y());
            assert!(parse_bbox(&text, crs).is_ok(), "{crs:?} {text}: {:?}", parse_bbox(&text, crs));
        }
    }
}

#[test]
fn a_collection_is_served_where_all_of_it_can_be_shown() {
    let serving = |b: Bounds| Crs::serving(true, Some(b)).filter_map(Crs::epsg).collect::<Vec<_>>();
    assert_eq!(serving(Bounds::new(97.0, 37.0, 126.0, 53.5)).len(), 35);
    assert_eq!(serving(Bounds::new(-180.0, -90.0, 180.0, 83.0)), [4326, 4490]);
    let europe = serving(Bounds::new(-10.0, 35.0, 30.0, 70.0));
    assert_eq!(europe, [4326, 3857, 4490]);
}
