//! The numbers that Word draws before paragraphs without writing them down (ECMA-376 part 1, 17.9).
//!
//! In: `word/numbering.xml` and `word/styles.xml`. Out: the number of each numbered paragraph in its turn, as on the
//! page: 一、 （一） 1. Must not know: what stands in the paragraph.

use super::Said;
use super::archive::Archive;
use super::xml::{Node, attribute, walk};
use quick_xml::events::BytesStart;
use std::collections::HashMap;

const NUMBERING: &str = "word/numbering.xml";
const STYLES: &str = "word/styles.xml";
/// Levels of a list.
const LEVELS: usize = 9;
const HAN_DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// How one level counts.
#[derive(Debug, Clone, Default)]
struct Level {
    start: usize,
    format: String,
    /// With `%1` for the number of the first level, and so on.
    text: String,
}

/// The list and level that a paragraph or a style names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the list; 0 takes a paragraph out of the list of its style.
    pub list: Option<usize>,
    /// Level from 0.
    pub level: Option<usize>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    abstracts: HashMap<usize, Vec<Level>>,
    lists: HashMap<usize, usize>,
    styles: HashMap<String, Place>,
    counters: HashMap<usize, [usize; LEVELS]>,
}

impl Numbering {
    /// The lists of the document in `archive`; none if it has none.
    pub fn read(archive: &mut Archive<'_>) -> Said<Self> {
        let mut numbering = Self::default();
        if let Some(xml) = archive.text(NUMBERING)? {
            numbering.lists(&xml)?;
        }
        if let Some(xml) = archive.text(STYLES)? {
            numbering.styles(&xml)?;
        }
        Ok(numbering)
    }

    fn lists(&mut self, xml: &str) -> Said<()> {
        let (mut of_abstract, mut of_list) = (None, None);
        walk(NUMBERING, xml, |node| {
            match node {
                Node::Start("abstractNum", e) => of_abstract = number(e, "abstractNumId"),
                Node::End("abstractNum") => of_abstract = None,
                Node::Start("num", e) => of_list = number(e, "numId"),
                Node::End("num") => of_list = None,
                Node::Start("abstractNumId", e) => {
                    if let Some((list, target)) = of_list.zip(number(e, "val")) {
                        self.lists.insert(list, target);
                    }
                }
                Node::Start(name, e) => {
                    if let Some(id) = of_abstract {
                        level(self.abstracts.entry(id).or_default(), name, e);
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    fn styles(&mut self, xml: &str) -> Said<()> {
        let mut style: Option<String> = None;
        walk(STYLES, xml, |node| {
            match node {
                Node::Start("style", e) => style = attribute(e, "styleId"),
                Node::End("style") => style = None,
                Node::Start(name @ ("numId" | "ilvl"), e) => {
                    if let Some(style) = &style {
                        self.styles.entry(style.clone()).or_default().note(name, e);
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// The number of the next paragraph at `place` or of the style `style`; empty if it has none, or a bullet.
    pub fn next(&mut self, place: &Place, style: Option<&str>) -> String {
        let base = style.and_then(|s| self.styles.get(s)).cloned().unwrap_or_default();
        let Some(list) = place.list.or(base.list).filter(|list| *list > 0) else { return String::new() };
        let at = place.level.or(base.level).unwrap_or(0).min(LEVELS - 1);
        let Some(id) = self.lists.get(&list) else { return String::new() };
        let Some(levels) = self.abstracts.get(id) else { return String::new() };
        let counters = self.counters.entry(*id).or_default();
        let start = |level: usize| levels.get(level).map_or(1, |l| l.start);
        counters[at] = if counters[at] == 0 { start(at) } else { counters[at] + 1 };
        counters[at + 1..].fill(0);
        let Some(level) = levels.get(at).filter(|l| !matches!(l.format.as_str(), "bullet" | "none")) else {
            return String::new();
        };
        let mut text = level.text.clone();
        for (n, own) in levels.iter().enumerate().take(at + 1) {
            let count = if counters[n] == 0 { start(n) } else { counters[n] };
            text = text.replace(&format!("%{}", n + 1), &written(count, &own.format));
        }
        text
    }
}

impl Place {
    /// Takes in an element of the numbering properties.
    pub fn note(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "numId" => self.list = number(element, "val"),
            "ilvl" => self.level = number(element, "val"),
            _ => {}
        }
    }
}

fn number(element: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(element, name)?.parse().ok()
}

/// Takes in an element below an abstract list; the last level begun is the one it speaks of.
fn level(levels: &mut Vec<Level>, name: &str, element: &BytesStart<'_>) {
    if name == "lvl" {
        let at = number(element, "ilvl").unwrap_or(levels.len()).min(LEVELS - 1);
        levels.resize_with(at + 1, || Level { start: 1, ..Level::default() });
        return;
    }
    let Some(last) = levels.last_mut() else { return };
    let value = attribute(element, "val").unwrap_or_default();
    match name {
        "start" => last.start = value.parse().unwrap_or(1),
        "numFmt" => last.format = value,
        "lvlText" => last.text = value,
        _ => {}
    }
}

/// `count` as the format of a level writes it; an unknown format counts in digits.
fn written(count: usize, format: &str) -> String {
    match format {
        "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand" => {
            han(count)
        }
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => digits(count),
        "decimalFullWidth" => count.to_string().chars().map(full_width).collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(count),
        "lowerLetter" => letters(count, b'a'),
        "upperLetter" => letters(count, b'A'),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// 十一, 二十, 一百零三: counting below a thousand; above, digit by digit.
fn han(count: usize) -> String {
    let digit = |n: usize| HAN_DIGITS.get(n).copied().unwrap_or_default();
    let tens = |n: usize| match (n / 10, n % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    };
    match count {
        0..=99 => tens(count),
        100..=999 => match count % 100 {
            0 => format!("{}百", digit(count / 100)),
            rest @ 1..=9 => format!("{}百零{}", digit(count / 100), digit(rest)),
            rest @ 10..=19 => format!("{}百一{}", digit(count / 100), tens(rest)),
            rest => format!("{}百{}", digit(count / 100), tens(rest)),
        },
        _ => digits(count),
    }
}

fn digits(count: usize) -> String {
    let digit =
        |c: char| c.to_digit(10).and_then(|n| HAN_DIGITS.get(n as usize)).copied().unwrap_or_default();
    count.to_string().chars().map(digit).collect()
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c)
}

fn circled(count: usize) -> String {
    let circle = (1..=20).contains(&count).then(|| char::from_u32(0x245f + count as u32)).flatten();
    circle.map_or_else(|| count.to_string(), String::from)
}

/// a to z, then aa, bb.
fn letters(count: usize, first: u8) -> String {
    let n = count.saturating_sub(1);
    let letter = char::from(first + (n % 26) as u8);
    std::iter::repeat_n(letter, (n / 26 + 1).min(8)).collect()
}

fn roman(count: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if count > 3999 {
        return count.to_string();
    }
    let mut rest = count;
    let mut out = String::new();
    for (value, word) in STEPS {
        while rest >= value {
            out.push_str(word);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_on_the_page() {
        let han: Vec<String> = [1, 10, 11, 20, 21, 100, 103, 110, 115, 120].map(han).into();
        assert_eq!(
            han,
            ["一", "十", "十一", "二十", "二十一", "一百", "一百零三", "一百一十", "一百一十五", "一百二十"]
        );
        assert_eq!(written(3, "decimalEnclosedCircle"), "③");
        assert_eq!(written(27, "lowerLetter"), "aa");
        assert_eq!(written(14, "upperRoman"), "XIV");
        assert_eq!(written(12, "decimalFullWidth"), "１２");
    }
}
