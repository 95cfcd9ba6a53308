//! Responsible bodies: （实施主体：…）, （责任单位：…）, （…牵头，…配合）.

use super::Responsible;
use crate::document::Document;
use crate::names::Names;
use crate::text::find;
use crate::vocabulary::Role;
use std::ops::Range;

/// A list of bodies in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bodies {
    /// Cleaned characters, parentheses included.
    pub range: Range<usize>,
    /// The bodies.
    pub list: Vec<Responsible>,
}

const OPENERS: [&str; 4] = ["实施主体", "责任单位", "责任部门", "牵头单位"];
const CLOSERS: [&str; 7] = ["列为首位", "配合部门可", "按职责", "以下各项", "下同", "不再列出", "分工负责"];
const KINDS: [char; 6] = ['厅', '委', '局', '办', '署', '院'];

/// All lists of bodies of a document, in order.
pub fn find_bodies(document: &Document, names: &Names) -> Vec<Bodies> {
    let text = &document.text;
    let first_leads = contains(text, "列为首位");
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if matches!(text[at], '（' | '(')
            && let Some(close) = super::scan::closing(text, at, text.len().min(at + 600))
        {
            let inner = &text[at + 1..close];
            if let Some(list) = parse(inner, first_leads, names) {
                found.push(Bodies { range: at..close + 1, list });
            }
            if !inner.is_empty() && found.last().is_some_and(|b| b.range.start == at) {
                at = close;
            }
        }
        at += 1;
    }
    found
}

fn contains(text: &[char], word: &str) -> bool {
    find(text, 0, &word.chars().collect::<Vec<_>>()).is_some()
}

fn parse(inner: &[char], first_leads: bool, names: &Names) -> Option<Vec<Responsible>> {
    let text: String = inner.iter().collect();
    let opened = OPENERS.iter().any(|o| text.starts_with(o));
    let led = text.contains("牵头") && (text.ends_with("配合") || text.ends_with("牵头"));
    if !opened && !led {
        return None;
    }
    let body =
        OPENERS.iter().fold(text.as_str(), |t, o| t.trim_start_matches(o)).trim_start_matches(['：', ':']);
    let cut = CLOSERS.iter().filter_map(|c| body.find(c)).min().unwrap_or(body.len());
    let body: String = body.char_indices().take_while(|(i, _)| *i < cut).map(|(_, c)| c).collect();
    let mut list = Vec::new();
    if led {
        let (lead, support) = body.split_once("牵头")?;
        push_all(&mut list, lead, |_| Role::Lead, names);
        push_all(
            &mut list,
            support.trim_start_matches(['，', '、']).trim_end_matches("配合"),
            |_| Role::Support,
            names,
        );
    } else {
        let mut region_lead_seen = false;
        push_all(
            &mut list,
            &body,
            |name| {
                if !first_leads {
                    return Role::Lead;
                }
                let department = name.starts_with("自治区");
                let lead = !department || !region_lead_seen;
                region_lead_seen |= department;
                if lead { Role::Lead } else { Role::Support }
            },
            names,
        );
    }
    (!list.is_empty()).then_some(list)
}

fn push_all(list: &mut Vec<Responsible>, text: &str, mut role: impl FnMut(&str) -> Role, names: &Names) {
    let pieces: Vec<&str> = text
        .split(['、', '，', ',', '；', '。', '及'])
        .map(|p| p.trim_start_matches('和'))
        .filter(|p| !p.is_empty())
        .collect();
    let mut regional = false;
    for (index, piece) in pieces.iter().enumerate() {
        let shares = (piece.ends_with('市') || piece.ends_with('盟'))
            && pieces[index..].iter().any(|p| p.ends_with("人民政府"));
        let name = if shares { format!("{piece}人民政府") } else { (*piece).to_string() };
        regional = if piece.starts_with("自治区") { true } else { regional && piece.ends_with(KINDS) };
        let full = if regional && !name.starts_with("自治区") { format!("自治区{name}") } else { name };
        if full.chars().count() < 3 || full.chars().count() > 30 {
            continue;
        }
        let role = role(&full);
        list.push(Responsible {
            name_today: names.department_today(&full),
            role,
            text: (*piece).to_string(),
            name: full,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(text: &str) -> Vec<Responsible> {
        let names = Names::new(std::iter::empty()).unwrap_or_else(|e| unreachable!("{e}"));
        find_bodies(&Document::parse(text), &names).into_iter().flat_map(|b| b.list).collect()
    }

    #[test]
    fn lead_and_support_and_todays_names() {
        let list = bodies("建设机场。（自治区国土资源厅牵头，自治区发展改革委、环保厅配合）");
        assert_eq!(list[0].role, Role::Lead);
        assert_eq!(list[0].name_today.as_deref(), Some("自治区自然资源厅"));
        assert_eq!(list[2].name, "自治区环保厅");
        assert_eq!(list[2].role, Role::Support);
    }

    #[test]
    fn the_first_department_leads_where_the_plan_says_so() {
        let list = bodies(
            "一、甲。（实施主体：呼和浩特市、包头市人民政府，自治区水利厅、生态环境厅，列为首位的自治区部门为推进牵头部门，下同）",
        );
        let roles: Vec<(&str, Role)> = list.iter().map(|b| (b.name.as_str(), b.role)).collect();
        assert_eq!(roles[0], ("呼和浩特市人民政府", Role::Lead));
        assert_eq!(roles[2], ("自治区水利厅", Role::Lead));
        assert_eq!(roles[3], ("自治区生态环境厅", Role::Support));
    }
}
