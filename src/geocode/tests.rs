//! Whole locations on the committed data.

use super::*;
use crate::gazetteer::tests::REAL;
use crate::geometry::{Coord, Point};
use crate::mention::Shape;
use crate::vocabulary::Category;
use geo::{CoordsIter, Distance, Haversine, Validation};

fn project(name: &str, category: Category, shape: Shape, toponyms: &[&str], context: &[&str]) -> Project {
    let own = |words: &[&str]| words.iter().map(|t| t.to_string()).collect();
    Project {
        id: "test".into(),
        key: name.into(),
        name: name.into(),
        short_name: None,
        aliases: vec![],
        category,
        kind: None,
        zone_kind: None,
        code: None,
        shape,
        toponyms: own(toponyms),
        context: own(context),
        mentions: vec![],
        relations: vec![],
    }
}

fn site(name: &str, category: Category, toponyms: &[&str], context: &[&str]) -> Location {
    locate(&project(name, category, Shape::Site, toponyms, context), &[], &REAL)
}

fn zone(name: &str, toponyms: &[&str]) -> Location {
    locate(&project(name, Category::Ecology, Shape::Zone, toponyms, &[]), &[], &REAL)
}

fn line(name: &str, category: Category, stops: &[&str]) -> Location {
    let shape = Shape::Line { stops: stops.iter().map(|s| s.to_string()).collect() };
    locate(&project(name, category, shape, stops, &[]), &[], &REAL)
}

fn km(location: &Location, at: usize, lon: f64, lat: f64) -> f64 {
    let points: Vec<Coord<f64>> = location.geometry.iter().flat_map(|g| g.coords_iter()).collect();
    let point = if at == usize::MAX { points.last() } else { points.get(at) };
    point.map_or(f64::MAX, |p| Haversine.distance(Point::from(*p), Point::new(lon, lat)) / 1_000.0)
}

#[test]
fn a_line_of_homonyms_stays_where_its_places_are_near_each_other() {
    // A code keeps it from the line prepared under this name.
    let l = line("龙口至纳日松至图克支线", Category::Water, &["龙口", "纳日松", "图克"]);
    assert_eq!(l.grade, Some(Grade::Schematic));
    assert!(l.resolved.iter().all(|r| r.starts_with("内蒙古自治区鄂尔多斯市")), "{:?}", l.resolved);
    assert!(km(&l, 0, 111.2, 39.43) < 15.0 && km(&l, usize::MAX, 109.38, 39.0) < 15.0);
    assert_eq!(l.parts.len(), 2);
    assert!(l.candidates.iter().any(|c| c.place.contains("山东") && c.reason.starts_with("left")));
}

#[test]
fn a_line_may_leave_the_region() {
    for (first, last, lon, lat) in
        [("鄂托克前旗", "银川", 106.25, 38.48), ("准格尔旗", "河曲", 111.15, 39.38)]
    {
        let l = line(&format!("{first}至{last}管线"), Category::Water, &[first, last]);
        assert!(km(&l, usize::MAX, lon, lat) < 20.0, "{last}");
        assert!(l.uncertainty_m.is_some_and(|u| (8_000.0..40_000.0).contains(&u)));
        assert!(l.admin.iter().all(|c| c.starts_with("15")));
    }
}

#[test]
fn prepared_lines_are_found_by_name_and_by_their_ends() {
    let l = line("新建包头—银川高速铁路", Category::Rail, &["包头", "银川"]);
    assert!(l.method.starts_with("prepared line") && !l.length_published.is_empty());
    assert!(l.admin.contains(&"150800".into()) && l.admin.contains(&"150300".into()));
    let l = line("银川至包头快速通道", Category::Rail, &["银川", "包头"]);
    assert!(l.method.starts_with("prepared line"), "{}", l.method);
}

#[test]
fn ends_that_are_regions_give_an_area_not_a_line() {
    let l = line("蒙西至华中输电通道", Category::Energy, &["蒙西", "华中"]);
    assert_eq!(l.grade, Some(Grade::Area));
    assert!(l.admin.iter().all(|c| c.starts_with("15")) && l.method.contains("regions"));
}

#[test]
fn a_stop_that_is_not_found_is_told_and_widens_the_gap() {
    let l = line("集宁至无此地名至大同输水管线", Category::Water, &["集宁", "无此地名", "大同"]);
    assert!(l.method.contains("not found: 无此地名"));
    let straight = line("集宁至大同输水管线", Category::Water, &["集宁", "大同"]);
    assert!(l.uncertainty_m > straight.uncertainty_m);
}

#[test]
fn the_new_airport_is_one_point_in_horinger() {
    let l = site("呼和浩特新机场", Category::Airport, &["呼和浩特"], &[]);
    assert!(km(&l, 0, 111.573, 40.48) < 2.0);
    assert_eq!(l.admin, ["150100", "150123"]);
}

#[test]
fn zones_are_outlines_and_take_the_limits_that_stand_beside_them() {
    let whole = zone("毛乌素沙地综合治理", &["毛乌素沙地"]);
    let cut = zone("乌审旗毛乌素沙地综合治理", &["乌审旗", "毛乌素沙地"]);
    assert!(whole.admin.len() > cut.admin.len());
    assert_eq!(cut.admin, ["150600", "150626"]);
    assert_eq!(whole.grade, Some(Grade::Area));
}

#[test]
fn the_two_lakes_of_one_spelling_are_not_mixed_up() {
    let l = zone("察汗淖尔生态保护治理", &["察汗淖尔"]);
    assert!(l.admin.iter().all(|c| !c.starts_with("1525")), "{:?} {}", l.admin_names, l.method);
}

#[test]
fn a_town_inside_the_name_gives_a_point_with_its_radius() {
    let l = site("毕克齐通用航空基地", Category::Airport, &["毕克齐"], &[]);
    assert_eq!((l.grade, l.place_level), (Some(Grade::Near), Some(PlaceLevel::Town)));
    assert!(l.uncertainty_m.is_some_and(|u| (4_000.0..20_000.0).contains(&u)));
}

#[test]
fn only_a_unit_known_is_that_unit_and_never_its_seat() {
    let l = site("托克托某园区", Category::Industry, &["托克托"], &[]);
    assert_eq!((l.grade, l.place_level), (Some(Grade::Area), Some(PlaceLevel::County)));
    assert_eq!(l.admin, ["150100", "150122"]);
    let l = site("某医院", Category::Other, &[], &["呼包鄂"]);
    assert_eq!(l.admin, ["150100", "150200", "150600"]);
}

#[test]
fn nothing_named_is_unplaced_with_reason_and_what_was_tried() {
    let l = site("某医院", Category::Other, &[], &[]);
    assert!(l.geometry.is_none() && l.grade.is_none());
    assert!(l.reason.is_some_and(|r| r.contains("names no place")) && l.tried.len() > 3);
}

#[test]
fn a_sensitive_kind_is_withheld() {
    let l = site("大营铀矿基地", Category::Energy, &["大营"], &["杭锦旗"]);
    assert_eq!(l.place_level, Some(PlaceLevel::County));
    assert!(l.method.starts_with("withheld (nuclear)"));
    // A prepared site of such a kind would not be used either.
    let l = site("包头核科技创新示范产业园", Category::Innovation, &["包头"], &[]);
    assert_eq!((l.grade, l.sources.len()), (Some(Grade::Area), 1), "{}", l.method);
}

#[test]
fn whatever_is_drawn_is_valid() {
    for l in [
        zone("库布其沙漠、毛乌素沙地治理", &["库布其沙漠", "毛乌素沙地"]),
        zone("沿黄生态走廊", &["沿黄生态走廊"]),
        site("某医院", Category::Other, &[], &["呼包鄂乌"]),
        site("某医院", Category::Other, &["内蒙古"], &[]),
    ] {
        assert!(l.geometry.is_some_and(|g| g.is_valid()), "{}", l.method);
    }
}

#[test]
fn a_phrase_is_read_from_its_units_down() {
    let rows = explain_name("鄂尔多斯市伊金霍洛旗新街", &REAL);
    assert!(rows.first().is_some_and(|r| r.value.place.contains("伊金霍洛旗")), "{rows:?}");
    assert!(explain_name("四市", &REAL).iter().any(|r| r.value.reason.contains("group of units")));
}

#[test]
fn a_work_of_the_whole_plan_stands_on_what_the_plan_speaks_about() {
    let p = project("某防护林", Category::Ecology, Shape::Zone, &[], &[]);
    let l = locate_in(&p, &[], &REAL, &["150100".into(), "150200".into()]);
    assert_eq!(l.admin, ["150100", "150200"]);
    assert!(l.method.starts_with("no place is named"));
}

#[test]
fn homonyms_that_nothing_tells_apart_are_not_guessed() {
    let l = zone("沙尔沁某公园", &["沙尔沁"]);
    assert_eq!(l.admin, ["150100", "150121", "150200", "150202"]);
    let told = project("沙尔沁某公园", Category::Ecology, Shape::Zone, &["沙尔沁"], &["包头"]);
    assert_eq!(locate(&told, &[], &REAL).admin, ["150200", "150202"]);
}

#[test]
fn a_town_name_that_begins_like_a_city_is_the_town() {
    let l = site("上海庙某矿井", Category::Energy, &["上海"], &["鄂尔多斯"]);
    assert!(l.admin.contains(&"150623".into()), "{}", l.method);
}

#[test]
fn a_province_at_the_far_end_is_not_a_street_of_that_name() {
    let l = line("蒙西至河南特高压输电通道", Category::Energy, &["蒙西", "河南"]);
    assert_eq!(l.grade, Some(Grade::Area));
}

#[test]
fn toponyms_of_outlines_resolve_to_them() {
    assert_eq!(zone("察汗淖尔生态保护治理", &["察汗淖尔"]).resolved, ["察汗淖尔"]);
    let l = site("和林格尔新区某产业园", Category::Digital, &["和林格尔新区"], &[]);
    assert!(l.resolved.iter().all(|r| r.contains("新区")), "{:?}", l.resolved);
}

#[test]
fn a_banner_without_its_side_goes_by_the_other_stops() {
    let l = line("巴林至阜新输变电工程", Category::Energy, &["巴林", "阜新"]);
    assert!(l.resolved.first().is_some_and(|r| r.contains("赤峰市巴林")), "{:?}", l.resolved);
    let both = site("苏尼特某风电场", Category::Energy, &["苏尼特"], &[]);
    assert_eq!(both.admin, ["152500", "152523", "152524"]);
}

#[test]
fn a_line_of_which_only_a_far_province_is_named_is_not_put_there() {
    let l = site("湖北煤运新通道", Category::Rail, &["湖北"], &["湖北"]);
    assert!(l.admin.len() == 12 && l.method.contains("far end"));
}

#[test]
fn a_section_is_cut_from_a_longer_prepared_line_by_its_end_towns() {
    let l = line("集宁至化德铁路电气化改造", Category::Rail, &["集宁", "化德"]);
    assert!(l.method.starts_with("section of the prepared line 集宁至通辽"), "{}", l.method);
    assert_eq!(l.grade, Some(Grade::Near));
    assert!(km(&l, 0, 113.1044, 41.0423) < 8.0 && km(&l, usize::MAX, 114.0321, 41.8947) < 8.0);
    let length = l.geometry.as_ref().map_or(0.0, crate::geometry::length_m) / 1_000.0;
    assert!((110.0..160.0).contains(&length), "{length}");
    assert!(l.length_published.is_empty(), "the published length is that of the whole");
}

#[test]
fn a_line_with_a_code_of_its_own_is_no_section_of_another_road() {
    let mut p = project(
        "G999乌海至石嘴山高速公路",
        Category::Road,
        Shape::Line { stops: vec!["乌海".into(), "石嘴山".into()] },
        &["乌海", "石嘴山"],
        &[],
    );
    p.code = Some("G999".into());
    assert!(!locate(&p, &[], &REAL).method.starts_with("section"));
}

#[test]
fn what_a_name_could_have_meant_is_kept_with_score_and_reason() {
    let l = project("沙尔沁某公园", Category::Ecology, Shape::Zone, &["沙尔沁"], &["包头"]);
    let l = locate(&l, &[], &REAL);
    let of = |word: &str| l.candidates.iter().filter(|c| c.reason.starts_with(word)).collect::<Vec<_>>();
    assert!(
        of("taken as what 沙尔沁 means").iter().all(|c| c.place.contains("东河区")),
        "{:?}",
        l.candidates
    );
    let left = of("left as what 沙尔沁 means");
    assert!(
        left.iter().any(|c| c.place.contains("土默特左旗") && c.score > 0.0 && c.reason.contains("not in"))
    );
}
