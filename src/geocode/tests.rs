//! Whole locations on the committed data.

use super::*;
use crate::gazetteer::tests::REAL;
use crate::mention::Shape;
use crate::vocabulary::Category;

fn project(name: &str, category: Category, shape: Shape, toponyms: &[&str], context: &[&str]) -> Project {
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
        toponyms: toponyms.iter().map(|t| t.to_string()).collect(),
        context: context.iter().map(|t| t.to_string()).collect(),
        mentions: vec![],
        relations: vec![],
    }
}

fn line(name: &str, category: Category, stops: &[&str]) -> Project {
    let shape = Shape::Line { stops: stops.iter().map(|s| s.to_string()).collect() };
    project(name, category, shape, stops, &[])
}

fn show(p: &Project) -> Location {
    let l = locate(p, &[], &REAL);
    eprintln!(
        "== {}\n  {:?} {:?} ±{:?} {}\n  {:?}\n  admin {:?}",
        p.name, l.grade, l.place_level, l.uncertainty_m, l.method, l.resolved, l.admin_names
    );
    for c in &l.candidates {
        eprintln!("    {:.2} {} | {}", c.score, c.place, c.reason);
    }
    eprintln!("    tried {:?} {:?}", l.tried, l.reason);
    l
}

#[test]
fn look() {
    show(&line("龙口至纳日松至图克铁路", Category::Rail, &["龙口", "纳日松", "图克"]));
    show(&line("鄂托克前旗至银川高速公路", Category::Road, &["鄂托克前旗", "银川"]));
    show(&line("准格尔旗至河曲公路", Category::Road, &["准格尔旗", "河曲"]));
    show(&line("包头至银川高速铁路", Category::Rail, &["包头", "银川"]));
    show(&line("蒙西至华中特高压", Category::Energy, &["蒙西", "华中"]));
    show(&line("上海庙至山东特高压", Category::Energy, &["上海庙", "山东"]));
    show(&line("大板至查白音他拉高速公路", Category::Road, &["大板", "查白音他拉"]));
    show(&project("呼和浩特新机场", Category::Airport, Shape::Site, &["呼和浩特"], &[]));
    show(&project("包头机场", Category::Airport, Shape::Site, &["包头"], &[]));
    show(&project("毕克齐通用机场", Category::Airport, Shape::Site, &["毕克齐"], &[]));
    show(&project("岱海", Category::Ecology, Shape::Zone, &["岱海"], &[]));
    show(&project(
        "鄂尔多斯市毛乌素沙地治理",
        Category::Ecology,
        Shape::Zone,
        &["鄂尔多斯市", "毛乌素沙地"],
        &[],
    ));
    show(&project("甘其毛都口岸", Category::Port, Shape::Site, &["甘其毛都"], &[]));
    show(&project("托克托工业园区", Category::Industry, Shape::Site, &["托克托"], &[]));
    show(&project("智慧医院", Category::Other, Shape::Site, &[], &["呼包鄂"]));
    show(&project("智慧医院", Category::Other, Shape::Site, &[], &[]));
    show(&project("铀矿基地", Category::Energy, Shape::Site, &["大营"], &["杭锦旗"]));
}
