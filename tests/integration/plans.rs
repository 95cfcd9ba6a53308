//! The whole way on the real plans: what a reader must be able to rely on, project by project.

use planmap::error::Error;
use planmap::eval;
use planmap::geometry::{Geom, distance_to_m};
use planmap::pipeline;
use planmap::release::{self, Contents, ProjectRow};
use planmap::vocabulary::{Category, Grade, RelationType, Work};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static BUILT: LazyLock<Contents> = LazyLock::new(|| {
    let inputs =
        pipeline::read_inputs(Path::new("seeds"), Path::new("geodata")).expect("the committed data loads");
    pipeline::build(&inputs).expect("the plans build").contents
});

fn named(category: Category, name: &str) -> &'static ProjectRow {
    let fits = |p: &&ProjectRow| {
        let q = &p.properties;
        q.category == category
            && (q.name == name
                || q.short_name.as_deref() == Some(name)
                || q.aliases.iter().any(|a| a == name))
    };
    let found: Vec<&ProjectRow> = BUILT.projects.iter().filter(fits).collect();
    assert_eq!(found.len(), 1, "{name}: {:?}", found.iter().map(|p| &p.id).collect::<Vec<_>>());
    found[0]
}

fn km_from(project: &ProjectRow, lon: f64, lat: f64) -> f64 {
    let geometry = project.geometry.as_ref().expect("placed");
    distance_to_m([lon, lat], geometry).expect("measurable") / 1000.0
}

fn is_line(project: &ProjectRow) -> bool {
    matches!(project.geometry, Some(Geom::LineString(_) | Geom::MultiLineString(_)))
}

#[test]
fn the_baotou_yinchuan_railway_is_one_project_of_four_plans_along_its_towns() {
    let railway = named(Category::Rail, "包银高铁");
    assert_eq!(railway.properties.plans, ["hbey-2018", "outline-2021", "hbew-2021", "hbew-2023"]);
    assert!(railway.properties.name.contains("包头至银川"));
    assert!(is_line(railway));
    // Baotou, Linhe, Wuhai, Yinchuan (town points of GeoNames).
    for (lon, lat) in [(109.84, 40.65), (107.39, 40.75), (106.82, 39.66), (106.27, 38.47)] {
        assert!(km_from(railway, lon, lat) < 15.0, "{lon} {lat}: {}", km_from(railway, lon, lat));
    }
    let drawn = railway.properties.length_drawn_km.expect("a line has a length");
    assert!(railway.properties.length_published.iter().any(|l| (l.km - drawn).abs() < l.km * 0.1));
    assert!(railway.properties.status_history.len() >= 5);
}

#[test]
fn its_bayanhot_branch_is_another_project_with_a_line_of_its_own_and_the_two_are_tied() {
    let railway = named(Category::Rail, "包银高铁");
    let branch = named(Category::Rail, "巴彦浩特至银川支线");
    assert!(is_line(branch));
    assert!(km_from(branch, 105.67, 38.84) < 12.0);
    let ties =
        |from: &ProjectRow, to: &ProjectRow| from.properties.relations.iter().any(|r| r.project == to.id);
    assert!(ties(railway, branch) && ties(branch, railway));
}

#[test]
fn s27_keeps_both_published_lengths_with_their_dates() {
    let road = named(Category::Road, "S27呼鄂高速");
    assert!(is_line(road));
    let lengths: Vec<(f64, &str)> =
        road.properties.length_published.iter().map(|l| (l.km, l.date.as_str())).collect();
    assert!(lengths.iter().any(|(km, date)| *km == 179.2 && date.starts_with("2017")), "{lengths:?}");
    assert!(lengths.iter().any(|(km, date)| *km == 204.4 && date.starts_with("2023")), "{lengths:?}");
    assert!(road.properties.admin_names.iter().any(|n| n == "和林格尔县"));
    assert!(road.properties.grade.is_some() && !road.properties.sources.is_empty());
    assert_eq!(road.properties.plans, ["outline-2021", "hbew-2021", "hbew-2023"]);
}

#[test]
fn the_new_airport_is_one_point_under_all_its_wordings_and_its_road_is_a_line() {
    let airport = named(Category::Airport, "呼和浩特新机场");
    assert!(matches!(airport.geometry, Some(Geom::Point(_))));
    assert!(km_from(airport, 111.5729, 40.4796) < 1.5);
    assert_eq!(airport.properties.plans[..4], ["hbyy-2013", "hbey-2018", "outline-2021", "hbew-2021"]);
    let first = &airport.properties.status_history[0];
    assert_eq!((first.plan.as_str(), first.work), ("hbyy-2013", Work::Relocation));
    let road = BUILT.projects.iter().find(|p| p.properties.name.starts_with("S43")).expect("S43 is there");
    assert!(is_line(road));
    assert_ne!(road.id, airport.id);
}

#[test]
fn the_daihai_water_line_runs_from_the_river_to_the_lake_with_its_figures() {
    let line = named(Category::Water, "岱海生态应急补水工程");
    assert!(is_line(line));
    assert!(km_from(line, 111.19, 40.27) < 20.0, "托克托");
    assert!(km_from(line, 112.66, 40.57) < 12.0, "岱海");
    for name in ["托克托县", "和林格尔县", "凉城县"] {
        assert!(line.properties.admin_names.iter().any(|n| n == name), "{name}");
    }
    let figures: Vec<(f64, &str)> =
        line.properties.quantities.iter().map(|q| (q.value, q.unit.as_str())).collect();
    assert!(figures.contains(&(134.24, "公里")) && figures.contains(&(4466.0, "万立方米/年")), "{figures:?}");
}

/// The reading of a road of 专栏 21, with the code that stands displaced in the file.
const CODES: [(&str, &str); 18] = [
    ("G10", "海拉尔至满洲里"),
    ("G55", "二连浩特至赛汉塔拉"),
    ("G1611", "经棚至承德（蒙冀界）"),
    ("G1015", "科右中旗至新发（蒙吉界）"),
    ("G1816", "乌海至石嘴山（蒙宁界）"),
    ("G5511", "白音查干至安业"),
    ("G5511", "安业至公主埂"),
    ("G5511", "公主埂至经棚"),
    ("G5511", "大板至查白音他拉"),
    ("G5511", "查白音他拉至草高吐"),
    ("G5511", "草高吐至乌兰浩特"),
    ("G1817", "巴音呼都格至巴彦浩特"),
    ("S43", "呼和浩特新机场高速公路"),
    ("S29", "呼和浩特至凉城"),
    ("S26", "纳日松至龙口"),
    ("S28", "乌丹至天山"),
    ("S26", "纳日松至图克"),
    ("S27", "呼和浩特至鄂尔多斯"),
];

#[test]
fn displaced_codes_stand_with_their_segments_and_say_where_they_came_from() {
    for (code, segment) in CODES {
        let reading = format!("{code}{segment}");
        let found: Vec<_> = BUILT
            .mentions
            .iter()
            .filter(|m| m.plan == "outline-2021" && m.reading == reading && m.category == Category::Road)
            .collect();
        assert_eq!(found.len(), 1, "{reading}");
        let put_back =
            found[0].repairs.iter().any(|r| r.at == 0 && r.text == code && r.why.starts_with("displaced"));
        assert!(put_back, "{reading}: {:?}", found[0].repairs);
    }
}

#[test]
fn displaced_figures_of_the_water_works_stand_with_their_parts() {
    let figures = |name: &str| -> Vec<(f64, &str)> {
        let of =
            |m: &&release::MentionRow| m.plan == "outline-2021" && m.name == name && !m.quantities.is_empty();
        let mention = BUILT.mentions.iter().find(of).unwrap_or_else(|| panic!("{name} has no figures"));
        mention.quantities.iter().map(|q| (q.value, q.unit.as_str())).collect()
    };
    let km = [(105.0, "公里"), (65.0, "公里"), (140.0, "公里"), (24.6, "公里")];
    assert_eq!(figures("乌梁素海生态修复补水专用通道工程"), km);
    assert_eq!(figures("乌兰布和沙区黄河故道"), [(105.0, "公里")]);
    assert_eq!(figures("总排干沟上游"), [(65.0, "公里")]);
    assert_eq!(figures("乌毛计闸下24.6公里出口段"), [(24.6, "公里")]);
    assert_eq!(figures("岱海生态应急补水工程"), [(134.24, "公里"), (4466.0, "万立方米/年")]);
    assert_eq!(figures("引黄入呼（三期）供水扩建工程"), [(40.0, "万立方米/日")]);
    let metro = BUILT.mentions.iter().any(|m| m.reading == "2号线一期工程" && m.category == Category::Rail);
    assert!(metro, "the second metro line");
}

#[test]
fn ecological_zones_have_outlines_or_courses_never_pins_and_a_kind() {
    for word in [
        "库布其沙漠",
        "毛乌素沙地",
        "阴山北麓",
        "沿黄生态",
        "黄土高原水土流失区",
        "土默川平原",
        "岱海",
        "察汗淖尔",
        "乌梁素海",
        "哈素海",
        "十大孔兑",
    ] {
        let zones: Vec<&ProjectRow> = BUILT
            .projects
            .iter()
            .filter(|p| matches!(p.properties.category, Category::Ecology | Category::Water))
            .filter(|p| {
                p.properties.name.contains(word) || p.properties.aliases.iter().any(|a| a.contains(word))
            })
            .collect();
        assert!(!zones.is_empty(), "{word} is in no project");
        let ecology = zones.iter().filter(|p| p.properties.category == Category::Ecology);
        let drawn = zones.iter().any(|p| {
            matches!(
                p.geometry,
                Some(
                    Geom::Polygon(_) | Geom::MultiPolygon(_) | Geom::LineString(_) | Geom::MultiLineString(_)
                )
            )
        });
        assert!(drawn, "{word} has no outline");
        for zone in ecology {
            assert!(zone.properties.zone_kind.is_some(), "{} has no zone_kind", zone.id);
        }
    }
}

#[test]
fn every_mention_is_accounted_for_and_every_quote_stands_at_its_span() {
    let issues = release::check(&BUILT);
    assert!(issues.is_empty(), "{issues:?}");
    let unplaced = BUILT.projects.iter().filter(|p| p.geometry.is_none());
    for project in unplaced {
        assert!(
            project.properties.unplaced_reason.as_deref().is_some_and(|r| !r.is_empty()),
            "{}",
            project.id
        );
    }
    assert_eq!(BUILT.plans.len(), 5);
    assert!(BUILT.plans.iter().all(|plan| BUILT.mentions.iter().any(|m| m.plan == plan.id)));
}

#[test]
fn an_area_that_stands_for_a_site_says_how_large_it_is() {
    for project in BUILT.projects.iter().filter(|p| p.properties.grade == Some(Grade::Area)) {
        let doubt = project.properties.uncertainty_m.unwrap_or(0.0);
        assert!(doubt > 0.0 && project.properties.place_level.is_some(), "{}", project.id);
    }
}

#[test]
fn a_section_is_part_of_the_longer_line() {
    let section = named(Category::Road, "S26纳日松至龙口高速");
    let parts = section.properties.relations.iter().filter(|r| r.kind == RelationType::PartOf);
    assert!(parts.count() >= 1, "{:?}", section.properties.relations);
}

#[test]
fn the_hand_marked_document_is_read_with_recall_and_precision_of_at_least_85_in_100() {
    let figures = eval::evaluate(&BUILT, Path::new("tests/truth")).expect("the truth resolves");
    let plan = figures.mentions.iter().find(|m| m.plan == "hbey-2018").expect("it has truth");
    assert!(plan.infrastructure.recall() >= 0.85, "recall {:.2}", plan.infrastructure.recall());
    assert!(plan.infrastructure.precision() >= 0.85, "precision {:.2}", plan.infrastructure.precision());
}

#[test]
fn every_wording_of_the_committed_plans_is_in_the_register() {
    let inputs =
        pipeline::read_inputs(Path::new("seeds"), Path::new("geodata")).expect("the committed data loads");
    let built = pipeline::build(&inputs).expect("the plans build");
    assert_eq!(built.new_keys, 0, "run `planmap build --register` and commit geodata/register/ids.csv");
}

/// A copy of a folder that a test may spoil.
fn copy(from: &str) -> tempfile::TempDir {
    fn walk(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("folder");
        for entry in fs::read_dir(from).expect("listed").map(|e| e.expect("entry")) {
            let target = to.join(entry.file_name());
            if entry.path().is_dir() {
                walk(&entry.path(), &target)
            } else {
                fs::copy(entry.path(), target).map(drop).expect("copied")
            }
        }
    }
    let dir = tempfile::tempdir().expect("a scratch folder");
    walk(Path::new(from), dir.path());
    dir
}

fn error_of(seeds: &Path, geodata: &Path) -> String {
    match pipeline::read_inputs(seeds, geodata).and_then(|inputs| pipeline::build(&inputs).map(drop)) {
        Ok(()) => panic!("the spoilt input was taken"),
        Err(Error::Other(message)) => message,
        Err(error) => error.to_string(),
    }
}

fn spoil(path: PathBuf, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(&path).expect("read");
    fs::write(&path, change(&text)).expect("written");
}

/// An invented plan whose file carries a byte-order mark, CR LF, a form feed, a private-use bullet, ideographic spaces, a
/// page mark inside a name and a character beyond the basic plane.
#[test]
fn a_file_with_every_trick_of_its_carrier_keeps_its_offsets() {
    let text = "\u{feff}虚构规划（测试用）\r\n\r\n一、交通\r\n\u{3000}\u{3000}\u{f0d8}建设包头至银\r\n—31—\r\n川高速铁路，推进呼和浩特新机场建设，完善综合交通运输网络。\u{c}\r\n\u{3000}\u{3000}保护𬇙河流域和库布其沙漠，实施库布其沙漠综合治理工程。\r\n";
    let seeds = tempfile::tempdir().expect("a scratch folder");
    fs::write(seeds.path().join("invented.txt"), text).expect("written");
    let sha256: String = {
        use sha2::{Digest, Sha256};
        Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
    };
    let plan = format!(
        "[[plan]]\nid = \"invented\"\ntitle = \"虚构规划\"\nissuer = \"nobody\"\ndate = \"2020-01-01\"\nfile = \"invented.txt\"\nsha256 = \"{sha256}\"\ntype = \"规划\"\nlevel = \"市\"\nscope = {{ adcodes = [], fields = [] }}\nimplements = []\nrepeals = []\ndisclosure = \"draft\"\nsource = \"invented for this test\"\n"
    );
    fs::write(seeds.path().join("plans.toml"), plan).expect("written");
    let geodata = copy("geodata");
    let _ = fs::remove_dir_all(geodata.path().join("register"));
    let inputs = pipeline::read_inputs(seeds.path(), geodata.path()).expect("loads");
    let contents = pipeline::build(&inputs).expect("builds").contents;
    assert!(release::check(&contents).is_empty());
    let railway =
        contents.mentions.iter().find(|m| m.category == Category::Rail).expect("the railway is found");
    assert_eq!(railway.quote, "包头至银\r\n—31—\r\n川高速铁路");
    assert_eq!(railway.reading, "包头至银川高速铁路");
    assert!(railway.repairs.iter().any(|r| r.why == "page_mark"));
    let raw: Vec<char> = text.chars().collect();
    for mention in &contents.mentions {
        assert_eq!(raw[mention.start..mention.end].iter().collect::<String>(), mention.quote);
    }
    assert!(contents.mentions.iter().any(|m| m.category == Category::Airport && m.quote == "呼和浩特新机场"));
    assert!(contents.mentions.iter().any(|m| m.category == Category::Ecology && m.start > railway.end));
}

#[test]
fn a_missing_or_changed_plan_stops_the_build_with_its_name() {
    let seeds = copy("seeds");
    let file = "002_cd4e0f201c18bb09.txt";
    spoil(seeds.path().join(file), |t| format!("{t}。"));
    assert!(error_of(seeds.path(), Path::new("geodata")).contains(file));
    fs::remove_file(seeds.path().join(file)).expect("removed");
    assert!(error_of(seeds.path(), Path::new("geodata")).contains(file));
}

#[test]
fn swapped_longitude_and_latitude_in_a_curated_row_are_named_with_file_and_line() {
    let geodata = copy("geodata");
    let path = geodata.path().join("curated").join("sites.csv");
    let text = fs::read_to_string(&path).expect("read");
    let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
    let (lon, lat) = (header.iter().position(|c| *c == "lon"), header.iter().position(|c| *c == "lat"));
    let (lon, lat) = (lon.expect("lon"), lat.expect("lat"));
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let row = lines
        .iter()
        .position(|l| !l.starts_with('#') && !l.contains('"') && !l.starts_with("names"))
        .expect("a row");
    let mut cells: Vec<&str> = lines[row].split(',').collect();
    cells.swap(lon, lat);
    lines[row] = cells.join(",");
    fs::write(&path, lines.join("\n")).expect("written");
    let message = error_of(Path::new("seeds"), geodata.path());
    assert!(message.contains("sites.csv") && message.contains(&format!("{}", row + 1)), "{message}");
}

#[test]
fn a_wrong_line_of_an_alignment_is_named() {
    let geodata = copy("geodata");
    let path = geodata.path().join("curated").join("alignments").join("baotou-yinchuan-hsr.toml");
    spoil(path, |t| t.replacen("category = \"rail\"", "category = \"trains\"", 1));
    assert!(error_of(Path::new("seeds"), geodata.path()).contains("baotou-yinchuan-hsr.toml"));
}

#[test]
fn a_failed_build_leaves_the_last_good_release() {
    let dir = tempfile::tempdir().expect("a scratch folder");
    let out = dir.path().join("release");
    let good = release::write(&BUILT, &out).expect("written");
    let mut broken = BUILT.clone();
    broken.projects[0].geometry = Some(Geom::Point(planmap::geometry::Point::new(40.48, 111.57)));
    let message = release::write(&broken, &out).expect_err("a swapped point is refused").to_string();
    assert!(message.contains("swapped"), "{message}");
    assert_eq!(release::read_manifest(&out).expect("still there").version, good.version);
}
