//! A tiny release built by code. Everything in it is invented: plans, projects, places and coordinates.

use planmap::geometry::{Geom, drawn_length_km, label_point};
use planmap::release::{
    AdminRow, Contents, HeadingRow, MentionRow, PartRow, PlaceRow, PlanRow, ProjectProperties, ProjectRow,
    QuantityRow, Scope, SourceInfo, SourceRow, StatusRow, TextRow, UnplacedRow,
};
use planmap::vocabulary::{Category, Grade, PlaceLevel, Status, Work};
use serde_json::json;

/// Sentences of the two invented plans: project, quote, sentence.
const FIRST: &[(&str, &str, &str)] = &[
    ("rail-aozhen-beicheng", "敖镇至北城高速铁路", "规划建设敖镇至北城高速铁路120公里。"),
    ("airport-aozhen", "敖镇机场", "迁建敖镇机场。"),
    ("ecology-chuisha", "吹沙沙漠", "加强吹沙沙漠综合治理。"),
    ("other-yinshan-lab", "隐山工程", "争取隐山工程落地。"),
];
const SECOND: &[(&str, &str, &str)] = &[
    ("rail-aozhen-beicheng", "敖北高铁", "开工建设敖北高铁。"),
    ("road-s99", "S99敖镇至南镇高速公路", "推进S99敖镇至南镇高速公路建设。"),
    ("water-heihu", "黑湖补水工程", "实施黑湖补水工程。"),
    ("industry-aozhen-park", "敖镇工业园", "提升敖镇工业园。"),
];

fn geometry(value: serde_json::Value) -> Geom {
    serde_json::from_value::<planmap::geometry::GeometryJson>(value).expect("fixture geometry").into()
}

fn square(west: f64, south: f64, side: f64) -> Geom {
    let (east, north) = (west + side, south + side);
    geometry(json!({"type": "Polygon", "coordinates":
        [[[west, south], [east, south], [east, north], [west, north], [west, south]]]}))
}

fn plan(id: &str, title: &str, date: &str) -> PlanRow {
    PlanRow {
        id: id.into(),
        title: title.into(),
        number: Some("敖政发〔2020〕1号".into()),
        issuer: "敖镇人民政府".into(),
        date: date.into(),
        horizon_start: Some(2020),
        horizon_end: Some(2025),
        file: format!("{id}.txt"),
        sha256: "0".repeat(64),
        kind: "规划".into(),
        level: "县级".into(),
        scope: Scope { adcodes: vec!["990101".into()], fields: vec![Category::Rail] },
        implements: vec![],
        repeals: vec![],
        disclosure: "internal".into(),
        source: "invented".into(),
    }
}

fn category(project: &str) -> Category {
    project.split('-').next().and_then(|word| word.parse().ok()).expect("fixture id starts with a category")
}

/// The text of a plan, with a BOM and a character beyond the BMP so that offsets are tested, and its mentions.
fn document(id: &str, title: &str, rows: &[(&str, &str, &str)]) -> (TextRow, Vec<MentionRow>) {
    let mut text = format!("\u{feff}{title}𠀀\r\n\r\n");
    let heading = HeadingRow { level: 1, text: title.into(), start: 1, end: 1 + title.chars().count() };
    let mentions = rows.iter().map(|row| mention(id, title, &mut text, row)).collect();
    (TextRow { plan: id.into(), text, headings: vec![heading] }, mentions)
}

fn mention(
    plan: &str,
    title: &str,
    text: &mut String,
    (project, quote, sentence): &(&str, &str, &str),
) -> MentionRow {
    let sentence_start = text.chars().count();
    let before = sentence.split(quote).next().expect("the quote stands in the sentence").chars().count();
    text.push_str(sentence);
    let sentence_end = text.chars().count();
    text.push_str("\r\n");
    let start = sentence_start + before;
    let end = start + quote.chars().count();
    let quantities = sentence.contains("120公里").then(|| QuantityRow {
        value: 120.0,
        unit: "公里".into(),
        of: "长度".into(),
        text: "120公里".into(),
        start: end,
        end: end + 5,
        plan: None,
        mention: None,
    });
    MentionRow {
        id: format!("{plan}-{start}"),
        plan: plan.into(),
        file: format!("{plan}.txt"),
        start,
        end,
        quote: (*quote).into(),
        reading: (*quote).into(),
        repairs: vec![],
        sentence_start,
        sentence_end,
        sentence: (*sentence).into(),
        heading: vec![title.into()],
        name: (*quote).into(),
        project: (*project).into(),
        category: category(project),
        kind: None,
        status: if plan == "plan-a" { Status::Planned } else { Status::Construction },
        work: Work::New,
        status_text: sentence.chars().take(2).collect(),
        target_year: None,
        toponyms: vec![],
        quantities: quantities.into_iter().collect(),
        responsible: vec![],
        rule: "invented".into(),
    }
}

struct Ground {
    geometry: Option<Geom>,
    grade: Option<Grade>,
    level: Option<PlaceLevel>,
    uncertainty_m: Option<f64>,
}

fn ground(project: &str) -> Ground {
    let (geometry, grade, level, metres) = match project {
        "rail-aozhen-beicheng" => (
            json!({"type": "LineString", "coordinates": [[110.0, 40.0], [110.5, 40.2], [111.0, 40.9]]}),
            Grade::Schematic,
            PlaceLevel::County,
            8000.0,
        ),
        "road-s99" => (
            json!({"type": "MultiLineString", "coordinates":
                [[[110.0, 40.0], [110.1, 39.5]], [[110.1, 39.45], [110.2, 39.0]]]}),
            Grade::Near,
            PlaceLevel::Town,
            2000.0,
        ),
        "airport-aozhen" => {
            (json!({"type": "Point", "coordinates": [110.05, 40.03]}), Grade::Exact, PlaceLevel::Site, 300.0)
        }
        "water-heihu" => {
            (json!({"type": "Point", "coordinates": [112.5, 40.55]}), Grade::Near, PlaceLevel::Site, 3000.0)
        }
        "ecology-chuisha" => (
            json!({"type": "Polygon", "coordinates": [
                [[107.0, 40.0], [109.0, 39.8], [109.5, 40.5], [108.0, 41.0], [107.0, 40.0]],
                [[108.0, 40.2], [108.2, 40.5], [108.5, 40.3], [108.0, 40.2]]]}),
            Grade::Near,
            PlaceLevel::Prefecture,
            8000.0,
        ),
        "industry-aozhen-park" => {
            let area = serde_json::to_value(planmap::geometry::GeometryJson::from(&square(109.9, 39.9, 0.4)));
            (area.expect("fixture square"), Grade::Area, PlaceLevel::County, 25_000.0)
        }
        _ => return Ground { geometry: None, grade: None, level: None, uncertainty_m: None },
    };
    Ground {
        geometry: Some(self::geometry(geometry)),
        grade: Some(grade),
        level: Some(level),
        uncertainty_m: Some(metres),
    }
}

fn project(id: &str, pinyin: &str, mentions: &[&MentionRow], plans: &[PlanRow]) -> ProjectRow {
    let date = |plan: &str| plans.iter().find(|p| p.id == plan).expect("fixture plan").date.clone();
    let at = ground(id);
    let (first, last) = (mentions[0], mentions[mentions.len() - 1]);
    let placed = at.geometry.is_some();
    let mut named: Vec<String> = mentions.iter().map(|m| m.plan.clone()).collect();
    named.dedup();
    let history = |m: &&MentionRow| StatusRow {
        plan: m.plan.clone(),
        date: date(&m.plan),
        status: m.status,
        work: m.work,
        status_text: m.status_text.clone(),
        mention: m.id.clone(),
    };
    let part = |grade| PartRow {
        grade,
        method: "invented".into(),
        source: "invented".into(),
        uncertainty_m: at.uncertainty_m.unwrap_or_default(),
    };
    let properties = ProjectProperties {
        name: first.name.clone(),
        short_name: (mentions.len() > 1).then(|| last.name.clone()),
        name_en: None,
        pinyin: pinyin.into(),
        aliases: mentions[1..].iter().map(|m| m.name.clone()).collect(),
        category: first.category,
        kind: first.kind.clone(),
        zone_kind: (first.category == Category::Ecology).then(|| "自然地理区域".into()),
        status: last.status,
        work: last.work,
        status_history: mentions.iter().map(history).collect(),
        first_date: date(&first.plan),
        last_date: date(&last.plan),
        plans: named,
        horizon_end: Some(2025),
        known_status: None,
        known_date: None,
        known_source: None,
        quantities: mentions.iter().flat_map(|m| m.quantities.clone()).collect(),
        admin: if placed { vec!["990100".into(), "990101".into()] } else { vec![] },
        admin_names: if placed { vec!["虚市".into(), "敖镇县".into()] } else { vec![] },
        responsible: vec![],
        relations: vec![],
        grade: at.grade,
        place_level: at.level,
        uncertainty_m: at.uncertainty_m,
        method: placed.then(|| "invented".into()),
        parts: at.grade.map(part).into_iter().collect(),
        sources: if placed {
            vec![SourceRow { id: "invented".into(), licence: "none".into(), date: "2020-01-01".into() }]
        } else {
            vec![]
        },
        candidates: vec![],
        length_published: vec![],
        length_drawn_km: at.geometry.as_ref().and_then(drawn_length_km),
        mention_count: mentions.len(),
        label_point: at.geometry.as_ref().and_then(label_point),
        unplaced_reason: (!placed).then(|| "没有找到同名地点".into()),
    };
    ProjectRow { id: id.into(), geometry: at.geometry, properties }
}

fn place(id: &str, name: &str, class: &str, rank: u8, geometry: Geom) -> PlaceRow {
    PlaceRow {
        id: id.into(),
        name: name.into(),
        name_en: None,
        aliases: vec![],
        class: class.into(),
        admin: "990101".into(),
        admin_names: vec!["虚市".into(), "敖镇县".into()],
        rank,
        uncertainty_m: 500.0,
        source: "invented".into(),
        licence: "none".into(),
        geometry,
    }
}

fn unit(code: &str, name: &str, level: &str, parent: &str, geometry: Geom) -> AdminRow {
    AdminRow {
        code: code.into(),
        name: name.into(),
        short_name: name.chars().take(2).collect(),
        name_en: None,
        aliases: if level == "prefecture" { vec!["旧虚州".into()] } else { vec![] },
        level: level.into(),
        parent: parent.into(),
        source: "invented".into(),
        geometry,
    }
}

/// The whole invented release.
pub fn contents() -> Contents {
    let plans =
        vec![plan("plan-a", "敖镇发展规划", "2020-03-01"), plan("plan-b", "敖镇实施方案", "2022-06-15")];
    let (first, mut mentions) = document("plan-a", "敖镇发展规划", FIRST);
    let (second, more) = document("plan-b", "敖镇实施方案", SECOND);
    mentions.extend(more);
    let ids = [
        ("airport-aozhen", "ao zhen ji chang"),
        ("ecology-chuisha", "chui sha sha mo"),
        ("industry-aozhen-park", "ao zhen gong ye yuan"),
        ("other-yinshan-lab", "yin shan gong cheng"),
        ("rail-aozhen-beicheng", "ao zhen zhi bei cheng gao su tie lu"),
        ("road-s99", "S99 ao zhen zhi nan zhen gao su gong lu"),
        ("water-heihu", "hei hu bu shui gong cheng"),
    ];
    let own = |id: &str| mentions.iter().filter(|m| m.project == id).collect::<Vec<_>>();
    let projects: Vec<ProjectRow> =
        ids.iter().map(|(id, pinyin)| project(id, pinyin, &own(id), &plans)).collect();
    let unplaced = own("other-yinshan-lab");
    let unplaced = vec![UnplacedRow {
        project: "other-yinshan-lab".into(),
        mentions: unplaced.iter().map(|m| m.id.clone()).collect(),
        reason: "没有找到同名地点".into(),
        tried: vec!["隐山".into()],
    }];
    Contents {
        projects,
        unplaced,
        places: vec![
            place(
                "aozhen",
                "敖镇",
                "town",
                3,
                geometry(json!({"type": "Point", "coordinates": [110.0, 40.0]})),
            ),
            place(
                "beicheng",
                "北城",
                "city",
                1,
                geometry(json!({"type": "Point", "coordinates": [111.0, 40.9]})),
            ),
            place("heihu", "黑湖", "lake", 2, square(112.45, 40.5, 0.1)),
        ],
        admin: vec![
            unit("990100", "虚市", "prefecture", "990000", square(109.0, 39.0, 4.0)),
            unit("990101", "敖镇县", "county", "990100", square(109.9, 39.9, 0.4)),
        ],
        texts: vec![first, second],
        merged: vec![("rail-aobei".into(), "rail-aozhen-beicheng".into())],
        removed: vec![("road-s98".into(), "named by mistake".into())],
        sources: vec![SourceInfo {
            id: "invented".into(),
            title: "Invented for tests".into(),
            licence: "none".into(),
            credit: "".into(),
            date: "2020-01-01".into(),
        }],
        quality: None,
        plans,
        mentions,
    }
}
