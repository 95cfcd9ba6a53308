//! Spelling of names: what may be left out and which characters stand for each other.
//!
//! In: a name. Out: the forms under which it is found. Must not know: any place.

use crate::text::fold;

/// Suffixes that everyday speech leaves out, longest first.
const SUFFIXES: [&str; 24] = [
    "自治区",
    "自治旗",
    "自治县",
    "自治州",
    "矿区",
    "新区",
    "林区",
    "街道",
    "地区",
    "管理区",
    "联合旗",
    "口岸",
    "车站",
    "火车站",
    "省",
    "市",
    "县",
    "旗",
    "区",
    "盟",
    "镇",
    "乡",
    "苏木",
    "站",
];

/// Suffixes of villages and waters; what is left stands only for them.
const SMALL_SUFFIXES: [&str; 6] = ["嘎查", "村", "水库", "沙漠", "沙地", "机场"];

/// Characters of Mongol names that are written in more than one way; the first stands for all.
const SAME: [(&str, &str); 11] = [
    ("齐", "其"),
    ("汗", "干"),
    ("察干", "查干"),
    ("毛道", "毛都"),
    ("诺尔", "淖尔"),
    ("布拉格", "宝力格"),
    ("布其", "卜其"),
    ("彦", "音"),
    ("敖包", "鄂博"),
    ("哈达布其", "嘎达布其"),
    ("额济讷", "额济纳"),
];

/// The folded name with every variant spelling brought to one form.
pub fn skeleton(name: &str) -> String {
    let mut form = fold(name);
    for (written, stands) in SAME {
        form = form.replace(written, stands);
    }
    form
}

/// The name without its administrative suffix, when at least two characters stay.
pub fn without_suffix(name: &str) -> Option<&str> {
    strip(name, &SUFFIXES)
}

/// The name without the suffix of a village, water or desert.
pub fn without_small_suffix(name: &str) -> Option<&str> {
    strip(name, &SMALL_SUFFIXES)
}

/// 巴林 of 巴林左: the stem of a 旗 without the side that tells it from its neighbour.
pub fn without_side(stem: &str) -> Option<&str> {
    let half = ["左", "右", "前", "后", "中"].iter().find_map(|side| stem.strip_suffix(side))?;
    (half.chars().count() >= 2 && !half.ends_with('翼')).then_some(half)
}

fn strip<'n>(name: &'n str, suffixes: &[&str]) -> Option<&'n str> {
    let stems = suffixes.iter().filter_map(|s| name.strip_suffix(s));
    stems.filter(|stem| stem.chars().count() >= 2).min_by_key(|stem| stem.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variant_spellings_meet() {
        for (a, b) in [("库布齐沙漠", "库布其沙漠"), ("察汗淖尔", "查干诺尔"), ("甘其毛道", "甘其毛都")]
        {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }

    #[test]
    fn a_suffix_goes_only_when_a_name_stays() {
        assert_eq!(without_suffix("托克托县"), Some("托克托"));
        assert_eq!(without_suffix("七苏木"), None);
        assert_eq!(without_suffix("旗县"), None);
        assert_eq!(without_suffix("白云鄂博矿区"), Some("白云鄂博"));
        assert_eq!(without_small_suffix("昆都仑水库"), Some("昆都仑"));
        assert_eq!(without_side("巴林左"), Some("巴林"));
        assert_eq!(without_side("科尔沁左翼中"), None);
    }
}
