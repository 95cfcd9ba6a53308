//! What a new document says of itself: title, number and date of issue, issuer, years, disclosure.
//!
//! What is not found stays empty: a steward fills it in, nothing is guessed.

use crate::gazetteer::Gazetteer;
use crate::release::{PlanRow, Scope};
use pinyin::ToPinyin;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Default, Deserialize)]
struct Words {
    title_ends: Vec<String>,
    issuer_ends: Vec<String>,
    labels: Vec<String>,
    public: String,
    types: Vec<(String, String)>,
    other_type: String,
    levels: Vec<(String, String)>,
    periods: Vec<(String, i32, i32)>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("describe.toml")).unwrap_or_default());

/// Lines at the head of a document in which it describes itself.
const HEAD_LINES: usize = 80;
/// A title has no more characters than this.
const TITLE_MAX: usize = 90;

/// The description of a document by its text. `id`, `file`, `sha256` and `source` are left to the caller.
pub fn describe(text: &str, gazetteer: &Gazetteer) -> PlanRow {
    let lines: Vec<String> = text
        .lines()
        .map(|l| l.trim_start_matches('\u{feff}').chars().filter(|c| !c.is_whitespace()).collect())
        .filter(|l: &String| !l.is_empty())
        .take(HEAD_LINES)
        .collect();
    let title = title(&lines);
    let date = dates(text).next();
    let issuer = issuer(&lines, &title);
    let (horizon_start, horizon_end) = horizon(&title);
    let level_of = format!("{issuer}{title}");
    let level = WORDS.levels.iter().find(|(word, _)| level_of.contains(word.as_str()));
    let kind = WORDS.types.iter().find(|(word, _)| title.contains(word.as_str()));
    let public = !WORDS.public.is_empty() && without_spaces(text).contains(&WORDS.public);
    PlanRow {
        id: String::new(),
        number: number(&lines),
        issuer,
        date: date.unwrap_or_default(),
        horizon_start,
        horizon_end,
        file: String::new(),
        sha256: String::new(),
        kind: kind.map_or_else(|| WORDS.other_type.clone(), |(_, kind)| kind.clone()),
        level: level.map(|(_, level)| level.clone()).unwrap_or_default(),
        scope: Scope { adcodes: units(&title, gazetteer), fields: Vec::new() },
        implements: Vec::new(),
        repeals: Vec::new(),
        disclosure: if public { "public" } else { "internal" }.to_string(),
        source: String::new(),
        title,
    }
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The first lines that together end as a title does; else the first line.
fn title(lines: &[String]) -> String {
    let ends = |t: &str| WORDS.title_ends.iter().any(|e| t.ends_with(e.as_str()));
    for first in 0..lines.len().min(20) {
        if own_number(&lines[first]).is_some() || own_date(&lines[first]).is_some() {
            continue;
        }
        let mut joined = String::new();
        for line in lines[first..].iter().take(4) {
            if line.contains(['。', '：', '；']) || own_number(line).is_some() || own_date(line).is_some()
            {
                break;
            }
            joined.push_str(line);
            if joined.chars().count() > TITLE_MAX {
                break;
            }
            if ends(joined.trim_end_matches(['》', '）', ')'])) {
                return joined;
            }
        }
    }
    lines.first().map(|l| l.chars().take(TITLE_MAX).collect()).unwrap_or_default()
}

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^([\p{Han}]{1,16})[〔\[【（(](\d{4})[〕\]】）)](\d{1,5})号$"));
static DATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"^[（(]?(\d{4})年(\d{1,2})月(\d{1,2})日[）)]?(?:印发)?$"));
static YEARS: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"((?:19|20)\d{2})年?[—\-－–至~～]+((?:19|20)\d{2})年"));

fn unlabelled(line: &str) -> &str {
    let rest = WORDS.labels.iter().find_map(|label| line.strip_prefix(label.as_str()));
    rest.map_or(line, |rest| rest.trim_start_matches(['：', ':']))
}

fn own_number(line: &str) -> Option<String> {
    let found = NUMBER.as_ref()?.captures(unlabelled(line))?;
    Some(format!("{}〔{}〕{}号", &found[1], &found[2], &found[3]))
}

/// 文号 on a line of its own: those inside sentences are other documents'.
fn number(lines: &[String]) -> Option<String> {
    lines.iter().find_map(|l| own_number(l))
}

fn own_date(line: &str) -> Option<String> {
    let line = digits(unlabelled(line));
    let found = DATE.as_ref()?.captures(&line)?;
    let part = |i: usize| found[i].parse::<u32>().unwrap_or(0);
    let (month, day) = (part(2), part(3));
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{}-{month:02}-{day:02}", &found[1]))
}

/// Dates on lines of their own, in text order.
fn dates(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(without_spaces).filter(|l| l.chars().count() <= 24).filter_map(|l| own_date(&l))
}

/// 二〇二一年十月三十一日 in digits.
fn digits(line: &str) -> String {
    if !line.starts_with('二') {
        return line.to_string();
    }
    let Some((year, rest)) = line.split_once('年') else { return line.to_string() };
    let digit = |c: char| "〇一二三四五六七八九".chars().position(|d| d == c);
    let year: String = year
        .replace(['○', '零', 'O'], "〇")
        .chars()
        .filter_map(|c| digit(c).map(|d| d.to_string()))
        .collect();
    let small = |text: &str| -> usize {
        let (tens, ones) =
            text.split_once('十').map_or(("〇", text), |(t, o)| (if t.is_empty() { "一" } else { t }, o));
        let one = |t: &str| t.chars().next().and_then(digit).unwrap_or(0);
        one(tens) * 10 + one(ones)
    };
    let Some((month, day)) = rest.split_once('月') else { return line.to_string() };
    format!("{year}年{}月{}日", small(month), small(day.trim_end_matches('日')))
}

/// The line before the date of issue, else what stands before 关于 in the title.
fn issuer(lines: &[String], title: &str) -> String {
    let is_body =
        |t: &str| t.chars().count() <= 30 && WORDS.issuer_ends.iter().any(|e| t.ends_with(e.as_str()));
    let signed = lines.windows(2).find(|w| own_date(&w[1]).is_some() && is_body(&w[0]));
    let titled = title.split_once("关于").map(|(body, _)| body).filter(|body| is_body(body));
    signed.map(|w| w[0].clone()).or(titled.map(str::to_string)).unwrap_or_default()
}

fn horizon(title: &str) -> (Option<i32>, Option<i32>) {
    if let Some(found) = YEARS.as_ref().and_then(|p| p.captures(title)) {
        return (found[1].parse().ok(), found[2].parse().ok());
    }
    let period = WORDS.periods.iter().find(|(name, _, _)| title.contains(name.as_str()));
    (period.map(|p| p.1), period.map(|p| p.2))
}

/// Units of the region that the title names; the region itself where it names no smaller one.
fn units(title: &str, gazetteer: &Gazetteer) -> Vec<String> {
    let named = gazetteer.units().iter().filter(|u| u.code.starts_with("15"));
    let mut codes: Vec<String> = named
        .filter(|u| {
            title.contains(&u.name) || u.short_name.chars().count() >= 3 && title.contains(&u.short_name)
        })
        .map(|u| u.code.clone())
        .collect();
    if codes.len() > 1 {
        codes.retain(|c| !c.ends_with("0000"));
    }
    codes
}

/// An id from the name of the file, where it is Latin, else from the initials of the title and the year.
pub fn slug(stem: &str, plan: &PlanRow) -> String {
    let latin: String =
        stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let latin: Vec<&str> = latin.split('-').filter(|w| !w.is_empty()).collect();
    if stem.is_ascii() && stem.chars().any(|c| c.is_ascii_alphabetic()) {
        return latin.join("-").chars().take(40).collect::<String>().trim_matches('-').to_string();
    }
    let core = plan.title.split("印发").last().unwrap_or_default();
    let initials: String =
        core.chars().filter_map(|c| c.to_pinyin().map(|p| p.first_letter())).take(8).collect();
    let year = plan.date.split('-').next().filter(|y| !y.is_empty()).map(str::to_string);
    let year = year.or(plan.horizon_start.map(|y| y.to_string()));
    let parts: Vec<String> = [Some(initials), year].into_iter().flatten().filter(|p| !p.is_empty()).collect();
    if parts.is_empty() { "plan".to_string() } else { parts.join("-") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(without_spaces).filter(|l| !l.is_empty()).collect()
    }

    #[test]
    fn a_notice_tells_its_title_number_issuer_and_date() {
        let text = "内蒙古自治区人民政府关于印发\n自治区甲乙规划（2026—2030年）的通知\n内政发〔2026〕7号\n各盟行政公署：\n根据国发〔2020〕1号，现印发给你们。\n内蒙古自治区人民政府\n2026年3月5日\n";
        let lines = lines(text);
        let title = title(&lines);
        assert_eq!(title, "内蒙古自治区人民政府关于印发自治区甲乙规划（2026—2030年）的通知");
        assert_eq!(number(&lines).unwrap(), "内政发〔2026〕7号");
        assert_eq!(issuer(&lines, &title), "内蒙古自治区人民政府");
        assert_eq!(dates(text).next().unwrap(), "2026-03-05");
        assert_eq!(horizon(&title), (Some(2026), Some(2030)));
    }

    #[test]
    fn dates_in_characters_are_read() {
        assert_eq!(own_date("二〇二一年十月三十一日").unwrap(), "2021-10-31");
        assert_eq!(own_date("二○一三年五月二十三日").unwrap(), "2013-05-23");
        assert_eq!(own_date("在2021年10月31日"), None);
    }
}
