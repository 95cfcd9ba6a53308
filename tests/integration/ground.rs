//! What makes a local planner stop trusting a map: the places that the acceptance names, checked on the geometry.

use planmap::geometry::{Geom, MultiLineString, bank_changes, distance_to_m, run_inside_m};
use planmap::pipeline;
use planmap::release::{Contents, ProjectRow, check};
use planmap::vocabulary::{Category, Grade};
use std::path::Path;
use std::sync::LazyLock;

static BUILT: LazyLock<Contents> = LazyLock::new(|| {
    let inputs =
        pipeline::read_inputs(Path::new("seeds"), Path::new("geodata")).expect("the committed data loads");
    pipeline::build(&inputs).expect("the plans build").contents
});

fn project(category: Category, name: &str) -> &'static ProjectRow {
    let named = |p: &&ProjectRow| {
        let q = &p.properties;
        q.category == category && (q.name.contains(name) || q.aliases.iter().any(|a| a.contains(name)))
    };
    let found = BUILT.projects.iter().filter(named).min_by_key(|p| p.properties.name.chars().count());
    found.unwrap_or_else(|| panic!("no project is called {name}"))
}

fn km(project: &ProjectRow, lon: f64, lat: f64) -> f64 {
    distance_to_m([lon, lat], project.geometry.as_ref().expect("placed")).expect("measurable") / 1000.0
}

fn place(id: &str) -> &'static Geom {
    let row = BUILT.places.iter().find(|p| p.id == id);
    &row.unwrap_or_else(|| panic!("no place {id}")).geometry
}

fn yellow_river() -> MultiLineString<f64> {
    match place("area-huanghe-neimenggu") {
        Geom::LineString(line) => MultiLineString(vec![line.clone()]),
        Geom::MultiLineString(lines) => lines.clone(),
        other => panic!("the Yellow River is {other:?}"),
    }
}

fn lines(project: &ProjectRow) -> Vec<geo_types::LineString<f64>> {
    match &project.geometry {
        Some(Geom::LineString(line)) => vec![line.clone()],
        Some(Geom::MultiLineString(lines)) => lines.0.clone(),
        other => panic!("{} is {other:?}", project.id),
    }
}

fn changes_of_bank(project: &ProjectRow) -> usize {
    let river = yellow_river();
    let whole: geo_types::LineString<f64> = lines(project).into_iter().flat_map(|l| l.0).collect();
    bank_changes(&whole, &river)
}

#[test]
fn the_release_has_no_issue_with_its_ground() {
    assert_eq!(check(&BUILT), []);
}

#[test]
fn s27_goes_by_togtoh_and_changes_the_bank_of_the_yellow_river_once() {
    let road = project(Category::Road, "S27");
    assert_eq!(changes_of_bank(road), 1, "{:?}", road.properties.parts);
    assert!(km(road, 111.18, 40.27) < 5.0, "the county town of Togtoh");
    let horinger = project(Category::Airport, "呼和浩特新机场");
    let Some(Geom::Point(at)) = horinger.geometry else { panic!("the airport is a point") };
    assert!(distance_to_m([at.x(), at.y()], road.geometry.as_ref().unwrap()).unwrap() < 30_000.0);
}

#[test]
fn the_baotou_yinchuan_railway_keeps_to_the_left_bank_as_far_as_dengkou() {
    let railway = project(Category::Rail, "包银高铁");
    // Over by the bridge of Dengkou, and back where Wuhai meets Shizuishan.
    assert_eq!(changes_of_bank(railway), 2);
    for (lon, lat) in [(109.831, 40.604), (108.645, 40.712), (107.424, 40.742), (107.016, 40.332)] {
        assert!(km(railway, lon, lat) < 1.0, "{lon} {lat}");
    }
    assert!(matches!(railway.properties.grade, Some(Grade::Near)));
}

#[test]
fn lines_of_jining_meet_in_jining_and_leave_it_on_their_sides() {
    let (north, east, south) = (
        project(Category::Rail, "集宁至二连浩特"),
        project(Category::Rail, "集宁至通辽"),
        project(Category::Rail, "集宁至大同至原平"),
    );
    for railway in [north, east, south] {
        assert!(km(railway, 113.1206, 41.0) < 6.0, "{}", railway.properties.name);
    }
    assert!(
        km(north, 112.66, 42.748) < 1.0
            && km(east, 114.032, 41.895) < 1.0
            && km(south, 113.2474, 40.0481) < 1.0
    );
    assert!(km(south, 113.35, 40.85) > 5.0, "west of 黄旗海, not through it");
}

#[test]
fn the_two_airports_of_hohhot_are_two_places_32_km_apart() {
    let new = project(Category::Airport, "呼和浩特新机场");
    let old: Vec<&ProjectRow> = BUILT
        .projects
        .iter()
        .filter(|p| p.properties.category == Category::Airport && p.properties.name.contains("白塔"))
        .collect();
    assert!(km(new, 111.573, 40.48) < 2.0);
    assert!(new.properties.admin.contains(&"150123".to_string()), "in 和林格尔");
    assert!(old.iter().all(|p| km(p, 111.824, 40.8514) < 2.0 && km(p, 111.573, 40.48) > 30.0));
}

#[test]
fn daihai_and_huangqihai_are_two_lakes_and_no_firm_line_runs_through_either() {
    let (daihai, huangqihai) = (place("area-daihai"), place("area-huangqihai"));
    let inside = |lake: &Geom, lon, lat| distance_to_m([lon, lat], lake).expect("measurable") == 0.0;
    assert!(inside(daihai, 112.68, 40.58) && !inside(huangqihai, 112.68, 40.58));
    assert!(inside(huangqihai, 113.28, 40.85) && !inside(daihai, 113.28, 40.85));
    let firm = BUILT.projects.iter().filter(|p| {
        let line = matches!(p.properties.category, Category::Rail | Category::Road);
        line && p.properties.grade.is_some_and(|g| g < Grade::Schematic)
    });
    for p in firm.filter(|p| matches!(p.geometry, Some(Geom::LineString(_) | Geom::MultiLineString(_)))) {
        for lake in [daihai, huangqihai] {
            let Geom::MultiPolygon(lake) = lake else { panic!("a lake is an outline") };
            let through: f64 = lines(p).iter().map(|l| run_inside_m(l, lake)).sum();
            assert!(through < 500.0, "{} runs {through:.0} m through a lake", p.properties.name);
        }
    }
    let supply = project(Category::Water, "岱海");
    assert!(km(supply, 112.55, 40.54) < 15.0, "the water for 岱海 ends at 岱海");
}

/// GEOS through GDAL, where it is installed; `make test` installs it.
#[test]
fn geos_finds_every_geometry_valid_as_well() {
    let found = std::process::Command::new("ogrinfo").arg("--version").output();
    if found.is_err() {
        eprintln!("not checked: ogrinfo is not installed");
        return;
    }
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    planmap::release::write(&BUILT, &out).expect("write");
    let judged =
        std::process::Command::new("scripts/check-geos.sh").arg(&out).output().expect("the script runs");
    let told = String::from_utf8_lossy(&judged.stdout);
    assert!(judged.status.success(), "{told}{}", String::from_utf8_lossy(&judged.stderr));
    assert!(told.lines().filter(|line| line.ends_with(" 0 not valid by GEOS")).count() == 3, "{told}");
}
