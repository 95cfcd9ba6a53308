//! The canonical key of a mention: what two wordings of one thing have in common.

use crate::mention::{Mention, Shape};
use crate::names::Names;
use crate::text::fold;
use crate::vocabulary::{Category, Work};
use serde::Deserialize;
use std::sync::LazyLock;

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
    /// The place that leads the name, in usual form, where the rest says what the thing is.
    pub place: Option<String>,
}

impl Key {
    /// As kept in the register.
    pub fn text(&self) -> String {
        let body = if self.stops.is_empty() { self.core.clone() } else { self.stops.join("-") };
        let code =
            self.code.as_ref().filter(|_| self.stops.is_empty()).map(|c| format!("{c}:")).unwrap_or_default();
        let class = if self.class.is_empty() { String::new() } else { format!(":{}", self.class) };
        let place = self.place.as_ref().map(|p| format!("{p}/")).unwrap_or_default();
        format!("{}{class}:{code}{place}{body}", self.category)
    }
}

#[derive(Deserialize)]
struct Lists {
    same: Vec<(String, String)>,
    work_ecology: Vec<String>,
    work: Vec<String>,
    rank: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml")).unwrap_or_else(|_| Lists {
        same: Vec::new(),
        work_ecology: Vec::new(),
        work: Vec::new(),
        rank: Vec::new(),
    })
});

/// The key of a mention.
pub fn key(mention: &Mention, names: &Names) -> Key {
    let class = class(mention);
    let code = mention.code.as_deref().map(fold).map(|c| c.to_uppercase());
    if let Shape::Line { stops } = &mention.shape
        && matches!(mention.category, Category::Rail | Category::Road | Category::Energy | Category::Water)
        && stops.len() > 1
    {
        let mut stops: Vec<String> = stops.iter().map(|s| names.usual(s.trim_end_matches('等'))).collect();
        if stops.first() > stops.last() {
            stops.reverse();
        }
        let class = if class == "bridge" { String::new() } else { class };
        return Key { category: mention.category, class, stops, code, core: String::new(), place: None };
    }
    let (place, core) = core(mention, names);
    Key { category: mention.category, class, stops: Vec::new(), core, code, place }
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
        Category::Hub if name.ends_with("园区") => "",
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

/// The place that leads the name, and the core of what is left.
fn core(mention: &Mention, names: &Names) -> (Option<String>, String) {
    let mut name = names.respell(&fold(&mention.name));
    if let Some(code) = &mention.code {
        name = name.trim_start_matches(fold(code).as_str()).to_string();
    }
    match mention.category {
        Category::Airport | Category::Port => return (None, place_core(mention, names, &name)),
        Category::Hub if matches!(class(mention).as_str(), "transport" | "logistics" | "trains") => {
            return (None, places(mention, names).join("-"));
        }
        _ => {}
    }
    for (from, to) in &LISTS.same {
        name = name.replace(from.as_str(), to);
    }
    for place in &mention.toponyms {
        name = name.replace(&format!("({})", fold(place)), &fold(place));
    }
    let mut core: String = strip_brackets(&name).chars().filter(|c| !"“”\"'·-,+".contains(*c)).collect();
    for place in mention.toponyms.iter().chain(&mention.context) {
        let usual = names.usual(place);
        core = core.replace(&fold(place), &usual);
        for unit in ["市", "县", "盟"] {
            core = core.replace(&format!("{usual}{unit}"), &usual);
        }
    }
    for word in &LISTS.rank {
        let shorter = core.replace(word.as_str(), "");
        if shorter.chars().count() >= 2 {
            core = shorter;
        }
    }
    let core = without_work(&core, mention.category);
    split_place(&core, mention, names)
}

fn without_work(core: &str, category: Category) -> String {
    let ecology: &[String] = if category == Category::Ecology { &LISTS.work_ecology } else { &[] };
    let mut core = core.to_string();
    loop {
        let shorter = ecology
            .iter()
            .chain(&LISTS.work)
            .filter_map(|w| core.strip_suffix(w.as_str()))
            .find(|s| s.chars().count() >= 2);
        match shorter {
            Some(shorter) => core = shorter.to_string(),
            None => return core,
        }
    }
}

/// A place at the head of the name stands apart, where at least three characters say what the thing is.
fn split_place(core: &str, mention: &Mention, names: &Names) -> (Option<String>, String) {
    if matches!(mention.category, Category::Ecology | Category::Water) {
        return (None, core.to_string());
    }
    let head = mention.toponyms.iter().chain(&mention.context).map(|p| names.usual(p));
    for place in head {
        if let Some(rest) = core.strip_prefix(place.as_str())
            && rest.chars().count() >= 3
        {
            return (Some(place), rest.to_string());
        }
    }
    (None, core.to_string())
}

fn places(mention: &Mention, names: &Names) -> Vec<String> {
    let list = if mention.toponyms.is_empty() { &mention.context } else { &mention.toponyms };
    let bare = |p: &String| names.usual(p.strip_suffix("口岸").unwrap_or(p));
    let mut places: Vec<String> = list.iter().map(bare).collect();
    places.dedup();
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
