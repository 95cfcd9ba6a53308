//! The canonical key of a mention: what two wordings of one thing have in common.

use crate::mention::{Mention, Shape};
use crate::names::Names;
use crate::text::fold;
use crate::vocabulary::{Category, Work};

/// What a mention is about, for comparing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Category.
    pub category: Category,
    /// Finer class that must agree (`upgrade`, `branch`, `general`, …); empty when none.
    pub class: String,
    /// Stops of a line in usual form, first end not after the last; empty for other things.
    pub stops: Vec<String>,
    /// Code of a road.
    pub code: Option<String>,
    /// Core of the name; for lines empty.
    pub core: String,
}

impl Key {
    /// As kept in the register.
    pub fn text(&self) -> String {
        let body = if self.stops.is_empty() { self.core.clone() } else { self.stops.join("-") };
        let code =
            self.code.as_ref().filter(|_| self.stops.is_empty()).map(|c| format!("{c}:")).unwrap_or_default();
        let class = if self.class.is_empty() { String::new() } else { format!(":{}", self.class) };
        format!("{}{class}:{code}{body}", self.category)
    }
}

/// Words that say what is done, not what the thing is; longest first.
const WORK_WORDS: [&str; 34] = [
    "生态保护修复工程",
    "生态修复与保护",
    "生态保护与修复",
    "生态保护综合治理",
    "生态综合治理",
    "综合治理工程",
    "生态保护修复",
    "保护修复工程",
    "综合治理",
    "生态修复",
    "治理工程",
    "修复工程",
    "建设工程",
    "示范工程",
    "建设项目",
    "治理",
    "修复",
    "保护",
    "工程",
    "项目",
    "建设",
    "扩能电气化改造",
    "双线电气化扩能改造",
    "电气化扩能改造",
    "扩能改造",
    "电气化改造",
    "改扩建",
    "改造",
    "迁建",
    "扩建",
    "段",
    "区域",
    "功能",
    "城市",
];

/// Words of rank that wordings of one thing may drop.
const RANK_WORDS: [&str; 12] = [
    "国家级",
    "国家",
    "自治区级",
    "自治区",
    "新型",
    "全国重要的",
    "重要",
    "中国",
    "现代",
    "现代化",
    "区域性",
    "内蒙古",
];

/// The key of a mention.
pub fn key(mention: &Mention, names: &Names) -> Key {
    let class = class(mention);
    let code = mention.code.as_deref().map(fold).map(|c| c.to_uppercase());
    if let Shape::Line { stops } = &mention.shape
        && matches!(mention.category, Category::Rail | Category::Road | Category::Energy | Category::Water)
        && stops.len() > 1
    {
        let mut stops: Vec<String> = stops.iter().map(|s| names.usual(s)).collect();
        if stops.first() > stops.last() {
            stops.reverse();
        }
        return Key { category: mention.category, class, stops, code, core: String::new() };
    }
    Key { category: mention.category, class, stops: Vec::new(), core: core(mention, names), code }
}

fn class(mention: &Mention) -> String {
    let name = &mention.name;
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    let class = match mention.category {
        Category::Rail if has(&["支线"]) => "branch",
        Category::Rail if has(&["延伸"]) => "extension",
        Category::Rail if has(&["城际"]) => "intercity",
        Category::Rail if mention.work == Work::Upgrade && !has(&["高速铁路", "高铁"]) => "upgrade",
        Category::Road if has(&["大桥"]) => "bridge",
        Category::Airport if has(&["通用"]) || mention.kind.as_deref() == Some("通用机场") => "general",
        Category::Airport if has(&["新机场"]) || mention.work == Work::Relocation => "new",
        Category::Port if has(&["航空"]) || has(&["机场"]) => "air",
        Category::Port if has(&["铁路"]) => "rail",
        Category::Hub if has(&["综合交通枢纽", "交通枢纽", "全国性枢纽", "地区性枢纽"]) => {
            "transport"
        }
        Category::Hub if has(&["国家物流枢纽", "物流枢纽", "陆港型"]) => "logistics",
        Category::Hub if has(&["班列"]) => "trains",
        Category::Energy if has(&["配套电源"]) => "power-supply",
        Category::Energy if has(&["新能源项目"]) => "new-energy",
        Category::Energy if has(&["管道", "管线"]) => "pipeline",
        Category::Water if has(&["水库"]) => "reservoir",
        Category::Water if has(&["蓄滞洪", "滞洪"]) => "flood-storage",
        _ => "",
    };
    class.to_string()
}

fn core(mention: &Mention, names: &Names) -> String {
    let mut name = names.respell(&fold(&mention.name));
    if let Some(code) = &mention.code {
        let code = fold(code);
        name = name.trim_start_matches(code.as_str()).to_string();
    }
    match mention.category {
        Category::Airport | Category::Port => return place_core(mention, names, &name),
        Category::Hub if matches!(class(mention).as_str(), "transport" | "logistics" | "trains") => {
            return places(mention, names).join("-");
        }
        _ => {}
    }
    let mut core: String = strip_brackets(&name).chars().filter(|c| !"“”\"'·-,+".contains(*c)).collect();
    for place in &mention.toponyms {
        let usual = names.usual(place);
        core = core.replace(&fold(place), &usual);
        for unit in ["市", "县", "盟"] {
            core = core.replace(&format!("{usual}{unit}"), &usual);
        }
    }
    for word in RANK_WORDS {
        let shorter = core.replace(word, "");
        if shorter.chars().count() >= 2 {
            core = shorter;
        }
    }
    let ecology = mention.category == Category::Ecology;
    let words = if ecology { &WORK_WORDS[..] } else { &WORK_WORDS[12..] };
    let mut changed = true;
    while changed {
        changed = false;
        for word in words {
            if let Some(shorter) = core.strip_suffix(word)
                && shorter.chars().count() >= 2
            {
                core = shorter.to_string();
                changed = true;
                break;
            }
        }
    }
    core
}

fn places(mention: &Mention, names: &Names) -> Vec<String> {
    let list = if mention.toponyms.is_empty() { &mention.context } else { &mention.toponyms };
    let mut places: Vec<String> = list.iter().map(|p| names.usual(p)).collect();
    if mention.toponyms.is_empty() {
        places.truncate(1);
    }
    places
}

fn place_core(mention: &Mention, names: &Names, name: &str) -> String {
    let places = places(mention, names);
    match places.first() {
        Some(_) => places.join("-"),
        None => name.replace("机场", "").replace("口岸", "").replace("通用", "").replace("运输", ""),
    }
}

fn strip_brackets(name: &str) -> String {
    let mut depth = 0;
    name.chars()
        .filter(|c| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' => {
                depth -= 1;
                false
            }
            _ => depth == 0,
        })
        .collect()
}
