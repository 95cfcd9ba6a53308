//! Chains of places (甲至乙至丙, 甲—乙, 甲经乙至丙), road codes, and the stops they name.

use super::Shape;
use super::draft::{Draft, Finder};
use super::lexicon::Lexicon;
use crate::names::Found;
use std::ops::Range;

/// The length of a road code (G65, S27, G5511) at the start.
pub fn code_length(text: &[char]) -> Option<usize> {
    if !matches!(text.first()?, 'G' | 'S' | 'Ｇ' | 'Ｓ') {
        return None;
    }
    let digits = text[1..].iter().take_while(|c| c.is_numeric()).count();
    let spur = usize::from(digits > 0 && text.get(digits + 1).is_some_and(|c| matches!(c, 'W' | 'E' | 'N')));
    (1..=4).contains(&digits).then_some(digits + 1 + spur)
}

/// A link of a chain at `at`: 至 — – - 经 到; its length.
pub(super) fn link(text: &[char], at: usize) -> Option<usize> {
    match text.get(at)? {
        '至' | '—' | '–' | '－' | '-' | '～' | '~' => {
            let double = text.get(at + 1) == text.get(at) && text[at] == '—';
            Some(if double { 2 } else { 1 })
        }
        '经' if at > 0
            && !matches!(text[at - 1], '至' | '—')
            && text.get(at + 1).is_some_and(|c| !"济营过历验费".contains(*c)) =>
        {
            Some(1)
        }
        _ => None,
    }
}

fn links(body: &[char], toponyms: &[Found]) -> Vec<(usize, usize)> {
    let inside = |at: usize| toponyms.iter().any(|t| t.start < at && at < t.end);
    let mut found = Vec::new();
    let mut at = 0;
    let mut depth = 0i32;
    while at < body.len() {
        depth += i32::from(matches!(body[at], '（' | '(')) - i32::from(matches!(body[at], '）' | ')'));
        match link(body, at).filter(|_| depth == 0 && !inside(at)) {
            Some(len) => {
                found.push((at, len));
                at += len;
            }
            None => at += 1,
        }
    }
    found
}

/// Is there a chain 甲至乙 in the text?
pub(super) fn is_chain(text: &[char]) -> bool {
    let mut depth = 0i32;
    for at in 0..text.len().saturating_sub(1) {
        depth += i32::from(matches!(text[at], '（' | '(')) - i32::from(matches!(text[at], '）' | ')'));
        if at > 0 && depth == 0 && text[at] != '经' && link(text, at).is_some() {
            return true;
        }
    }
    text.first() == Some(&'至') && text.len() > 2
}

impl Finder<'_> {
    pub(super) fn code_at(&self, at: usize) -> Option<usize> {
        code_length(&self.s.text[at..self.s.range.end.max(at)])
    }

    /// Where the leading place of a name ends: a toponym, a chain of stops, a code with its segment.
    pub(super) fn core_end(&self, range: &Range<usize>) -> usize {
        let mut at = range.start;
        if let Some(len) = self.code_at(at) {
            at += len;
        }
        loop {
            let next = self.toponyms_in(range).find(|t| t.start == at).map(|t| t.end);
            let Some(end) = next else {
                // An unknown stop of a chain ends at the next link or at the end.
                let stop = (at..range.end).find(|&i| link(self.s.text, i).is_some());
                match stop {
                    Some(i) if i > at && i - at <= 8 => at = i,
                    _ if at > range.start && link(self.s.text, at.saturating_sub(1)).is_some() => {
                        return range.end;
                    }
                    _ => return at,
                }
                if let Some(len) = link(self.s.text, at) {
                    at += len;
                }
                continue;
            };
            at = self.after_unit_words(end, range.end);
            if self.toponyms_in(range).any(|t| t.start == at) {
                continue;
            }
            match link(self.s.text, at).filter(|_| at < range.end) {
                Some(len) => at += len,
                None => return at,
            }
        }
    }

    /// Class words that follow a known short name (包头市, 集宁区).
    fn after_unit_words(&self, from: usize, end: usize) -> usize {
        let mut at = from;
        while at < end
            && "市县旗区盟段".contains(self.s.text[at])
            && !self.s.text[at..end].starts_with(&['区', '域'])
        {
            at += 1;
        }
        at
    }

    /// 蒙西至河北、至天津: a member that begins with 至 takes the first end from the first member.
    pub(super) fn complete_chain(&self, draft: &mut Draft, first_stop: Option<&str>, tail: &str) {
        let own = self.string(draft.range.clone());
        if let (Some(first), true) = (first_stop, own.starts_with('至')) {
            draft.name = if draft.name.ends_with(tail) {
                format!("{first}{}", draft.name)
            } else {
                format!("{first}{own}{tail}")
            };
            if let Some(stops) = self.stops(&format!("{first}{own}")) {
                draft.shape = Shape::Line { stops };
            }
        }
    }

    /// The stops of a chain in `name` (without code and head), or of a line's abbreviation.
    pub(super) fn stops(&self, name: &str) -> Option<Vec<String>> {
        let chars: Vec<char> = name.chars().collect();
        let code = code_length(&chars).unwrap_or(0);
        let body = &chars[code..];
        if let Some(route) = self.names.routes().iter().find(|r| {
            let short: Vec<char> = r.text.chars().collect();
            body.starts_with(&short)
                && !is_chain(body)
                && !self.names.find(body).iter().any(|t| t.start == 0 && t.end > short.len())
        }) {
            return Some(route.stops.clone());
        }
        if !is_chain(body) {
            return None;
        }
        let toponyms = self.names.find(body);
        let links: Vec<(usize, usize)> = links(body, &toponyms);
        let mut stops = Vec::new();
        let mut start = 0;
        for (at, len) in links.iter().copied().chain([(body.len(), 0)]) {
            let first = stops.is_empty() && start == 0;
            let stop = trim_stop(body, start..at, &toponyms, first, at == body.len(), self.lexicon);
            if !stop.is_empty() {
                stops.push(stop);
            }
            start = at + len;
        }
        (!stops.is_empty()).then_some(stops)
    }
}

/// One stop of a chain without what belongs to the line as a whole.
fn trim_stop(
    body: &[char],
    range: Range<usize>,
    toponyms: &[Found],
    first: bool,
    last: bool,
    lexicon: &Lexicon,
) -> String {
    let inside: Vec<&Found> =
        toponyms.iter().filter(|t| t.start >= range.start && t.end <= range.end).collect();
    let mut piece = range.clone();
    if first && let Some(t) = inside.iter().rfind(|t| t.end == range.end) {
        piece = t.start..t.end;
    }
    if last {
        piece = match inside.iter().find(|t| t.start == range.start) {
            Some(t) => {
                let units =
                    body[t.end..range.end].iter().take_while(|c| "市县旗区盟镇南北东西".contains(**c));
                range.start..t.end + units.count()
            }
            None => range.start..unknown_stop_end(body, &range, lexicon),
        };
    }
    body[piece].iter().collect()
}

/// Where an unknown last stop ends: before the heads and tails that close the name, before a parenthesis.
fn unknown_stop_end(body: &[char], range: &Range<usize>, lexicon: &Lexicon) -> usize {
    let paren = range.clone().find(|&i| matches!(body[i], '（' | '(')).unwrap_or(range.end);
    let mut end = paren;
    let mut at = paren;
    while at > range.start {
        if let Some((len, _)) = lexicon.head_words.ending(body, at).filter(|(len, _)| at - len > range.start)
        {
            end = at - len;
            at = end;
            continue;
        }
        at -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn codes_have_a_letter_and_up_to_four_digits() {
        assert_eq!(code_length(&chars("G5511集宁")), Some(5));
        assert_eq!(code_length(&chars("S27呼和浩特")), Some(3));
        assert_eq!(code_length(&chars("GDP")), None);
    }

    #[test]
    fn a_link_inside_parentheses_makes_no_chain() {
        assert!(is_chain(&chars("甲地至乙地")));
        assert!(!is_chain(&chars("延伸线（甲至乙段）")));
        assert!(!is_chain(&chars("经济开发区")));
    }
}
