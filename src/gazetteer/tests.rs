//! The committed data, loaded and held against what is known of it.

use super::*;
use crate::gazetteer::datum::{Control, metres};
use std::path::PathBuf;
use std::sync::LazyLock;

pub(crate) static REAL: LazyLock<Gazetteer> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata");
    Gazetteer::load(&folder).unwrap()
});

fn within(codes: &[&str]) -> Context {
    Context { within: codes.iter().map(|c| c.to_string()).collect(), ..Context::default() }
}

/// Code of the 旗县 or town that the name means in the units of `codes`.
fn meant(name: &str, codes: &[&str]) -> String {
    let found = REAL.best(name, &within(codes)).unwrap();
    let place = found.value.place;
    REAL.locate_point(place.point.x, place.point.y).first().unwrap_or(&"").to_string()
}

#[test]
fn committed_data_loads_clean_and_holds_every_unit_of_the_region() {
    let prefectures: Vec<&Unit> = REAL.units().children(REGION).collect();
    let counties: usize = prefectures.iter().map(|p| REAL.units().children(&p.code).count()).sum();
    assert_eq!((prefectures.len(), counties), (12, 103));
    assert!(REAL.places().count() > 4_000);
}

#[test]
fn the_layer_of_seats_lies_on_the_datum() {
    // Runway middles by OurAirports and station buildings by OpenStreetMap, both WGS 84 (see GEODATA's measures).
    let controls =
        [("呼和浩特白塔国际机场", 111.8240, 40.8514), ("鄂尔多斯伊金霍洛国际机场", 109.8614, 39.4949)];
    let controls = controls.map(|(name, x, y)| Control { name: name.into(), point: Coord { x, y } });
    assert_eq!(REAL.check_datum(&controls), Ok(()));
    let shifted =
        controls.map(|c| Control { point: Coord { x: c.point.x - 0.0065, y: c.point.y - 0.0014 }, ..c });
    assert!(REAL.check_datum(&shifted).is_err());
}

#[test]
fn control_points_lie_in_their_units() {
    for (lon, lat, code) in [
        (111.5730, 40.4796, "150123"), // the new airport in 和林格尔
        (111.8240, 40.8514, "150105"), // the old one in 赛罕
        (112.68, 40.58, "150925"),     // 岱海 in 凉城
        (110.00, 40.56, "150202"),     // 包头 airport in 东河
        (105.6686, 38.8386, "152921"), // 巴彦浩特 in 阿拉善左旗
    ] {
        assert_eq!(REAL.locate_point(lon, lat).first(), Some(&code), "{lon} {lat}");
    }
}

#[test]
fn homonyms_go_by_the_unit_that_the_text_names() {
    for (name, unit, code) in [
        ("沙尔沁", "150200", "150202"),
        ("沙尔沁", "150100", "150121"),
        ("七苏木", "150902", "150902"),
        ("七苏木", "150927", "150927"),
        ("乌兰花", "150929", "150929"),
        ("大板", "150423", "150423"),
        ("龙口", "150622", "150622"),
        ("新街", "150627", "150627"),
    ] {
        assert_eq!(meant(name, &[unit]), code, "{name} in {unit}");
    }
}

#[test]
fn without_context_the_region_comes_before_the_rest() {
    for (name, code) in [("龙口", "150622"), ("大板", "150423"), ("乌兰花", "150929"), ("新街", "150627")]
    {
        assert_eq!(meant(name, &[]), code, "{name}");
    }
}

#[test]
fn everyday_and_old_spellings_find_their_unit() {
    for (name, code) in [
        ("托县", "150122"),
        ("和林", "150123"),
        ("阿左旗", "152921"),
        ("土右旗", "150221"),
        ("达茂旗", "150223"),
        ("包头", "150200"),
        ("呼和浩特市", "150100"),
        ("察右后旗", "150928"),
    ] {
        let wanted = vec![PlaceClass::County, PlaceClass::Prefecture];
        let found = REAL.best(name, &Context { wanted, ..Context::default() }).unwrap();
        assert_eq!(found.value.place.admin, code, "{name}");
    }
}

#[test]
fn full_names_run_from_the_region_down() {
    let place = REAL.place("adm-150122").unwrap();
    assert_eq!(REAL.full_name(place), "内蒙古自治区呼和浩特市托克托县");
}

#[test]
fn the_two_lakes_of_like_names_are_kept_apart() {
    let best = |name: &str| {
        REAL.best(
            name,
            &Context { wanted: vec![PlaceClass::Lake, PlaceClass::Wetland], ..Context::default() },
        )
    };
    let (one, other) = (best("察汗淖尔").unwrap(), best("岱海").unwrap());
    let from = |c: Coord<f64>| metres(c, Coord { x: 114.0, y: 41.4 });
    assert!(from(one.value.place.point) < 60_000.0, "{}", one.value.place.id);
    assert_eq!(
        REAL.locate_point(other.value.place.point.x, other.value.place.point.y).first(),
        Some(&"150925")
    );
}

/// Waypoints on the axis itself, by line, in order.
fn axes() -> Vec<Vec<Coord<f64>>> {
    let on_axis = |s: &alignments::Stretch| {
        let points = s.waypoints.iter().filter(|w| doubt::on_axis(&w.source)).map(|w| w.point);
        points.collect::<Vec<_>>()
    };
    let stretches = REAL.alignments().iter().flat_map(|a| &a.stretches);
    stretches.map(on_axis).filter(|axis| axis.len() > 6).collect()
}

/// The axis through all stations against the line and the doubt that every second station gives.
#[test]
fn the_doubt_model_holds_where_stations_are_left_out() {
    let (mut held, mut all) = (0_u32, 0_u32);
    for axis in axes() {
        let mut thin: Vec<Coord<f64>> = axis.iter().step_by(2).copied().collect();
        thin.extend(axis.last().filter(|_| axis.len() % 2 == 0));
        let gaps = thin.windows(2).map(|p| doubt::Gap::new(metres(p[0], p[1]), 500.0, doubt::WANDER));
        let limit_m = doubt::of_gaps(&gaps.collect::<Vec<_>>());
        let line = Geom::LineString(thin.into_iter().collect());
        for pair in axis.windows(2) {
            for step in 0..20 {
                let at = pair[0] + (pair[1] - pair[0]) * (f64::from(step) / 20.0);
                let off_m = crate::geometry::distance_to_m([at.x, at.y], &line).unwrap();
                all += 1;
                held += u32::from(off_m <= limit_m);
            }
        }
    }
    let share = f64::from(held) / f64::from(all);
    assert!(all > 2_000 && share >= 0.95, "{share:.3} of {all} points of the axes");
}

#[test]
fn stations_of_lines_stand_in_the_list_they_cite() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata/recipes/inputs");
    let list = std::fs::read_to_string(folder.join("osm_railway_stations.csv")).unwrap();
    let known: std::collections::HashSet<&str> =
        list.lines().filter_map(|row| row.rsplit_once(',').map(|(at, _)| at)).collect();
    let waypoints = REAL.alignments().iter().flat_map(|a| &a.stretches).flat_map(|s| &s.waypoints);
    let cited: Vec<String> = waypoints
        .filter(|w| w.source == "osm-stations")
        .map(|w| format!("{:.5},{:.5}", w.point.x, w.point.y))
        .collect();
    assert!(cited.len() > 150);
    assert!(cited.iter().all(|at| known.contains(at.as_str())));
}

#[test]
fn lines_better_than_schematic_keep_their_length_their_bank_and_out_of_lakes() {
    for line in REAL.alignments() {
        let firm: Vec<_> =
            line.stretches.iter().filter(|s| s.grade < crate::vocabulary::Grade::Schematic).collect();
        if firm.len() == line.stretches.len() {
            assert!(!line.length_contradicts(), "{}: {:.0} km", line.id, line.drawn_m() / 1_000.0);
        }
        for stretch in firm.iter().filter(|_| line.category != crate::vocabulary::Category::Water) {
            let told = format!("{} {:?}", stretch.method, stretch.waypoints);
            assert_eq!(REAL.ground().contradicts(&stretch.line(), &told), None, "{}", line.id);
        }
    }
}

#[test]
fn a_line_through_a_lake_or_over_the_river_is_told() {
    let line = |points: &[(f64, f64)]| points.iter().copied().collect::<crate::geometry::LineString<f64>>();
    let through = line(&[(112.4, 40.58), (112.95, 40.58)]); // 岱海
    assert!(REAL.ground().contradicts(&through, "").is_some_and(|why| why.contains("岱海")));
    let over = line(&[(110.0, 40.57), (110.0, 40.35)]); // 包头 to 达拉特
    assert!(REAL.ground().contradicts(&over, "").is_some_and(|why| why.contains("Yellow River")));
    assert_eq!(REAL.ground().contradicts(&over, "by the bridge of Baotou"), None);
    let beside = line(&[(109.83, 40.65), (110.5, 40.56)]); // 包头 to 萨拉齐 on the left bank
    assert_eq!(REAL.ground().contradicts(&beside, ""), None);
}

/// The recipes' control points: positions of independent open sources, each of another kind than the row it controls.
#[test]
fn every_control_point_meets_its_place_and_a_shifted_layer_does_not() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata/recipes/control_points.csv");
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_path(path).unwrap();
    let controls: Vec<(Control, f64)> = rows
        .deserialize::<std::collections::HashMap<String, String>>()
        .map(|row| {
            let row = row.unwrap();
            let number = |name: &str| row[name].parse::<f64>().unwrap();
            let point = Coord { x: number("lon"), y: number("lat") };
            (Control { name: row["place"].clone(), point }, number("tolerance_m"))
        })
        .collect();
    assert!(controls.len() >= 10);
    for (control, tolerance_m) in &controls {
        let place = REAL.place(&control.name).unwrap();
        assert!(metres(place.point, control.point) <= *tolerance_m, "{}", control.name);
    }
    let controls: Vec<Control> = controls.into_iter().map(|(control, _)| control).collect();
    let layer = |shift: f64| {
        move |c: &Control| {
            let p = REAL.place(&c.name)?.point;
            Some(Coord { x: p.x + shift * 0.0062, y: p.y + shift * 0.0014 })
        }
    };
    assert_eq!(datum::check(&controls, layer(0.0)), Ok(()));
    // GCJ-02 taken for WGS 84, and shifted back a second time.
    assert!(datum::check(&controls, layer(1.0)).is_err() && datum::check(&controls, layer(-1.0)).is_err());
}

#[test]
fn the_stations_of_lines_lie_on_the_datum_of_the_station_buildings() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata/recipes/inputs");
    let mut rows = csv::Reader::from_path(folder.join("osm_railway_stations.csv")).unwrap();
    let stations: Vec<(f64, f64, String)> = rows
        .deserialize()
        .map(|row| row.unwrap())
        .filter(|(_, _, name): &(f64, f64, String)| !name.is_empty())
        .collect();
    let buildings = REAL.places().filter(|p| p.class == PlaceClass::Station && p.source == "osm-geopi");
    let controls: Vec<Control> =
        buildings.map(|p| Control { name: p.name.replace('站', ""), point: p.point }).collect();
    let layer = |c: &Control| {
        let same = stations.iter().filter(|(_, _, name)| *name == c.name);
        let points = same.map(|(x, y, _)| Coord { x: *x, y: *y });
        points
            .filter(|p| metres(*p, c.point) < 3_000.0)
            .min_by(|a, b| metres(*a, c.point).total_cmp(&metres(*b, c.point)))
    };
    assert!(controls.iter().filter(|c| layer(c).is_some()).count() > 50);
    assert_eq!(datum::check(&controls, layer), Ok(()));
}
