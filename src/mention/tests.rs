//! The grammar of mentions, rule by rule, on invented sentences; and two invented plans marked by hand.

use super::{Lexicon, Mention, PlanInfo, Shape, read};
use crate::document::Document;
use crate::names::{NameClass, Names};
use crate::vocabulary::{Category, Status, Work};
use std::path::Path;

const CITIES: [&str; 10] =
    ["甲山", "甲山市", "乙川", "乙川市", "丙原", "丙原市", "丁陵县", "戊泉旗", "己城", "庚岭"];
const NATURE: [&str; 4] = ["白沙沙漠", "青沙沙地", "月牙湖", "苦水河"];

fn lexicon() -> Lexicon {
    Lexicon::load().unwrap_or_else(|e| unreachable!("{e}"))
}

fn mentions(text: &str) -> Vec<Mention> {
    let cities = CITIES.map(|n| (n.to_string(), NameClass::Admin));
    let nature = NATURE.map(|n| (n.to_string(), NameClass::Nature));
    let names = Names::new(cities.into_iter().chain(nature)).unwrap_or_else(|e| unreachable!("{e}"));
    let plan = PlanInfo { id: "plan".into(), horizon_end: Some(2030) };
    read(&Document::parse(text), &plan, &names, &lexicon())
}

fn quotes(text: &str) -> Vec<String> {
    mentions(text).into_iter().map(|m| m.quote).collect()
}

fn names(text: &str) -> Vec<String> {
    mentions(text).into_iter().map(|m| m.name).collect()
}

fn stages(text: &str) -> Vec<(Status, Work)> {
    mentions(text).into_iter().map(|m| (m.status, m.work)).collect()
}

#[test]
fn members_of_a_list_share_the_head_to_the_right() {
    assert_eq!(quotes("改扩建甲山、乙川和丙原机场。"), ["甲山", "乙川", "丙原机场"]);
    assert_eq!(names("改扩建甲山、乙川和丙原机场。"), ["甲山机场", "乙川机场", "丙原机场"]);
}

#[test]
fn the_word_that_closes_a_list_parts_its_last_member_from_the_head() {
    assert_eq!(quotes("实施柳沟、石峡等病险水库除险加固。"), ["柳沟", "石峡"]);
    assert_eq!(names("实施柳沟、石峡等病险水库除险加固。"), ["柳沟水库", "石峡水库"]);
}

#[test]
fn chains_name_their_stops_and_codes_fix_the_road() {
    let found = mentions("加快建设甲山至乙川至丙原高速铁路、S27己城至庚岭高速公路。");
    assert_eq!(found[0].shape, Shape::Line { stops: vec!["甲山".into(), "乙川".into(), "丙原".into()] });
    assert_eq!(found[1].code.as_deref(), Some("S27"));
    assert_eq!(found[1].category, Category::Road);
}

#[test]
fn a_branch_in_parentheses_is_a_mention_of_its_own() {
    assert_eq!(
        quotes("建设甲山至乙川（含丙原至乙川支线）、己城至庚岭高速铁路。"),
        ["甲山至乙川", "丙原至乙川支线", "己城至庚岭高速铁路"]
    );
}

#[test]
fn members_that_begin_with_a_link_take_the_first_end() {
    let found = names("规划建设甲山至乙川、至丙原特高压输电通道。");
    assert_eq!(found[1], "甲山至丙原特高压输电通道");
}

#[test]
fn a_city_as_subject_stays_out_of_the_quote_and_completes_the_name() {
    let found = mentions("甲山市建设国家级乳业基地、大数据产业基地。");
    assert_eq!(found[0].quote, "国家级乳业基地");
    assert_eq!(found[0].name, "甲山市国家级乳业基地");
    assert_eq!(found[1].category, Category::Digital);
}

#[test]
fn places_before_a_verb_are_one_work_each() {
    assert_eq!(quotes("推进甲山、乙川建设区域性综合交通枢纽城市。"), ["甲山", "乙川"]);
    assert_eq!(quotes("以甲山、乙川为重点，打造新型材料产业基地。"), ["甲山", "乙川"]);
    assert_eq!(quotes("甲山市、乙川市联合建设全球一流乳业核心区。"), ["全球一流乳业核心区"]);
}

#[test]
fn places_of_a_focus_are_one_work_each_and_a_single_one_is_not() {
    assert_eq!(quotes("在甲山、乙川等采煤沉陷区、露天矿坑建设光伏电站。"), ["甲山", "乙川"]);
    assert_eq!(names("在甲山、乙川建设优质牧草种子基地。"), ["甲山优质牧草种子基地", "乙川优质牧草种子基地"]);
    assert_eq!(quotes("以丁陵县、戊泉旗为重点，实施高标准农田建设。"), ["丁陵县", "戊泉旗"]);
    assert_eq!(quotes("以甲山为重点建设稀土新材料基地。"), ["稀土新材料基地"]);
    // Natural things are the places of their own treatment.
    assert_eq!(quotes("在苦水河灌区、月牙湖流域改良盐碱地。"), ["苦水河灌区", "月牙湖流域"]);
}

#[test]
fn a_name_given_before_stands_for_its_zone_where_it_comes_again() {
    let text = "推进丁陵县、戊泉旗等土石山生态治理区的综合治理。对土石山生态治理区，继续封山育林。";
    assert_eq!(quotes(text), ["土石山生态治理区的综合治理", "土石山生态治理区"]);
}

#[test]
fn roads_are_named_by_the_ports_they_lead_to() {
    let found = mentions("建设连接甲山口岸和乙川口岸的高速公路、一级公路。");
    let quotes: Vec<(&str, Category)> = found.iter().map(|m| (m.quote.as_str(), m.category)).collect();
    assert_eq!(quotes, [("甲山口岸", Category::Road), ("乙川口岸的高速公路、一级公路", Category::Road)]);
}

#[test]
fn two_sides_of_one_link_are_one_work() {
    assert_eq!(quotes("实施甲山电网与乙川电网联网工程。"), ["甲山电网与乙川电网联网工程"]);
}

#[test]
fn places_that_grow_together_are_one_and_ranks_of_a_city_are_none() {
    assert_eq!(quotes("推进甲山市与丁陵县一体化发展。"), ["甲山市与丁陵县"]);
    assert_eq!(quotes("甲山市建设区域性消费中心和知名旅游目的地。"), Vec::<String>::new());
    assert_eq!(quotes("支持符合条件的地区设立综合保税区。"), Vec::<String>::new());
}

#[test]
fn wares_share_a_base_under_a_city_and_make_one_name_without() {
    assert_eq!(quotes("甲山市建设乳业、光伏产业基地。"), ["乳业", "光伏产业基地"]);
    assert_eq!(quotes("建设丙原枸杞、红枣、番茄加工基地。"), ["丙原枸杞、红枣、番茄加工基地"]);
}

#[test]
fn kinds_and_plurals_are_no_mentions() {
    for text in [
        "建设一批500千伏汇集站。",
        "加强病险水库除险加固。",
        "推进大型灌区建设。",
        "完善高速公路网络。",
        "支持具备条件的通用机场升级。",
        "扶持一批重点实验室和企业研究中心。",
        "设立甲山城市群发展基金。",
    ] {
        assert_eq!(quotes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_only_says_where_something_leads_is_no_mention() {
    assert_eq!(quotes("畅通通往甲山口岸的运输线路。"), Vec::<String>::new());
    assert_eq!(quotes("增强与甲山城市群、乙川城市群之间的合作。"), Vec::<String>::new());
}

#[test]
fn natural_zones_are_mentions_where_they_are_cared_for() {
    let found = mentions("推进白沙沙漠、青沙沙地防沙治沙，加大月牙湖等重点湖泊保护修复。");
    let quotes: Vec<&str> = found.iter().map(|m| m.quote.as_str()).collect();
    assert_eq!(quotes, ["白沙沙漠", "青沙沙地", "月牙湖"]);
    assert!(found.iter().all(|m| m.status == Status::Protection && m.zone_kind.is_some()));
    assert_eq!(quotes_of_category("推进苦水河防洪治理。"), [("苦水河防洪治理".to_string(), Category::Water)]);
    assert_eq!(self::quotes("月牙湖畔风景优美。"), Vec::<String>::new());
}

fn quotes_of_category(text: &str) -> Vec<(String, Category)> {
    mentions(text).into_iter().map(|m| (m.quote, m.category)).collect()
}

#[test]
fn towns_of_a_list_lose_the_city_that_leads_them() {
    assert_eq!(
        quotes("重点建设甲山市柳树镇、石桥镇，乙川市榆林湾镇等特色小镇。"),
        ["柳树镇", "石桥镇", "榆林湾镇"]
    );
}

#[test]
fn an_entry_gives_its_head_to_its_items() {
    let found = mentions("（一）新建通用机场：甲山、乙川、丙原。");
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|m| m.category == Category::Airport && m.status == Status::Planned));
}

#[test]
fn stages_come_from_the_clause_of_the_list() {
    let construction = (Status::Construction, Work::New);
    assert_eq!(
        stages("（一）建设完成甲山至乙川高速铁路，丙原至己城快速铁路。"),
        [construction, construction]
    );
    assert_eq!(mentions("（一）建设完成甲山至乙川高速铁路。")[0].target_year, Some(2030));
    assert_eq!(stages("积极推进甲山至乙川高速铁路。")[0].0, Status::Preliminary);
    assert_eq!(stages("甲山至乙川铁路建成通车，丙原机场开工建设。")[0].0, Status::Completed);
    assert_eq!(stages("甲山至乙川铁路建成通车，丙原机场开工建设。")[1].0, Status::Construction);
    assert_eq!(stages("改扩建甲山机场。"), [(Status::Planned, Work::Upgrade)]);
    assert_eq!(stages("加快推进甲山机场迁建。"), [(Status::Construction, Work::Relocation)]);
    assert_eq!(stages("甲山综合保税区封关运营。")[0].0, Status::Operating);
    assert_eq!(stages("培育甲山工业园区。")[0].0, Status::Unknown);
}

#[test]
fn figures_of_an_entry_belong_to_its_title() {
    let found = mentions(
        "（一）月牙湖生态应急补水工程：恢复故道105公里，改扩建出口段24.6公里，最大取水量4466万立方米/年。",
    );
    let figures: Vec<f64> = found[0].quantities.iter().map(|q| q.value).collect();
    assert_eq!(figures, [105.0, 24.6, 4466.0]);
}

#[test]
fn a_remark_in_parentheses_belongs_to_the_name() {
    assert_eq!(quotes("建设甲山保税物流中心（B型）。"), ["甲山保税物流中心（B型）"]);
}

#[test]
fn a_verb_between_two_names_parts_them() {
    assert_eq!(quotes("依托甲山煤炭基地构建乙川数据中枢。"), ["甲山煤炭基地", "乙川数据中枢"]);
    // A centre that is only the tool for something else is no work of the plan.
    assert_eq!(quotes("依托甲山大数据中心构建乙川数据中枢。"), ["乙川数据中枢"]);
}

#[test]
fn water_transfers_carry_their_name() {
    assert_eq!(quotes("加快推进引苦济月二期前期工作。"), ["引苦济月二期"]);
}

/// The invented plans: at least 0.92 of precision and recall together, places known as a gazetteer knows them.
#[test]
fn unseen_plans_are_read() {
    for plan in ["league", "city", "coast", "mountain"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/unseen");
        let text = std::fs::read_to_string(folder.join(format!("{plan}.txt"))).unwrap_or_default();
        let truth = std::fs::read_to_string(folder.join(format!("{plan}.tsv"))).unwrap_or_default();
        let rows: Vec<Vec<&str>> = truth.lines().skip(1).map(|l| l.split('\t').collect()).collect();
        let places = rows.iter().flat_map(|r| r[5].split('|')).filter(|p| !p.is_empty());
        let gazetteer = places.flat_map(|p| {
            let short = p.trim_end_matches(['市', '县', '旗', '盟', '区']);
            let natural = p.ends_with(['江', '河', '湖', '海', '山', '岭', '口', '港']);
            let class = if natural { NameClass::Nature } else { NameClass::Admin };
            [p.to_string(), short.to_string()].map(|n| (n, class))
        });
        let names = Names::new(gazetteer).unwrap_or_else(|e| unreachable!("{e}"));
        let info = PlanInfo { id: plan.into(), horizon_end: Some(2025) };
        let found = read(&Document::parse(&text), &info, &names, &lexicon());
        let mut open: Vec<&Mention> = found.iter().collect();
        let mut hits = 0.0;
        let mut missed = Vec::new();
        for row in &rows {
            let same = |m: &&Mention| m.quote == row[0] && m.category.word() == row[1];
            match open.iter().position(same) {
                Some(at) => {
                    open.remove(at);
                    hits += 1.0;
                }
                None => missed.push(row[0]),
            }
        }
        let f1 = 2.0 * hits / (rows.len() + found.len()) as f64;
        let extra: Vec<&str> = open.iter().map(|m| m.quote.as_str()).collect();
        assert!(f1 >= 0.92, "{plan}: {f1:.3}, missed: {missed:?}, not in the truth: {extra:?}");
    }
}
