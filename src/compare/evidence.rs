//! What one plan says of one project, and how two plans' words differ.
//!
//! In: rows of mentions. Out: [`Evidence`] and [`Change`]. Must not know: scopes.

use crate::catalog::{Row, Schema, ValueRef};
use crate::release::{QuantityRow, Wording, is_list_heading, stage};
use crate::vocabulary::{Status, Work};
use serde::{Deserialize, Serialize};

/// One place where a plan names the project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Mention id.
    pub mention: String,
    /// The words that name it.
    pub quote: String,
    /// The sentence.
    pub sentence: String,
    /// Stage.
    pub status: Status,
    /// The plan's words for it.
    pub status_text: String,
    /// Headings above, outermost first.
    pub heading: Vec<String>,
    /// Completed name.
    #[serde(skip)]
    pub name: String,
    /// What is done.
    #[serde(skip)]
    pub work: Work,
    /// Figures.
    #[serde(skip)]
    pub quantities: Vec<QuantityRow>,
    /// Where it stands.
    #[serde(skip)]
    pub start: usize,
}

/// Which words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangedField {
    /// The stage.
    Status,
    /// The plan's words for the stage.
    StatusText,
    /// The name.
    Name,
    /// A figure that both plans give.
    Quantity,
}

/// One change of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What changed.
    pub field: ChangedField,
    /// The earlier words.
    pub from: String,
    /// The later words.
    pub to: String,
}

impl Evidence {
    /// The evidence in a row of the collection `mentions`; none if the row is not one.
    pub fn of(row: Row<'_>, schema: &Schema) -> Option<Self> {
        let text = |name: &str| row.text(schema, name).map(|t| t.to_string()).unwrap_or_default();
        let value = |name: &str| schema.index(name).map_or(ValueRef::Null, |index| row.value(index));
        Some(Self {
            mention: row.id().to_string(),
            quote: text("quote"),
            sentence: text("sentence"),
            status: text("status").parse().ok()?,
            status_text: text("status_text"),
            heading: match value("heading") {
                ValueRef::Strings(list) => list.iter().map(|h| h.to_string()).collect(),
                _ => Vec::new(),
            },
            name: text("name"),
            work: text("work").parse().ok()?,
            quantities: json(value("quantities")).unwrap_or_default(),
            start: match value("start") {
                ValueRef::Integer(start) => usize::try_from(start).ok()?,
                _ => 0,
            },
        })
    }

    fn wording(&self) -> Wording<'_> {
        Wording {
            status: self.status,
            work: self.work,
            status_text: &self.status_text,
            entry: self.heading.iter().any(|h| is_list_heading(h)),
            start: self.start,
        }
    }
}

/// A list or object of a row as its type.
pub fn json<T: for<'de> Deserialize<'de>>(value: ValueRef<'_>) -> Option<T> {
    match value {
        ValueRef::Json(json) => serde_json::from_value(json.parsed().into_owned()).ok(),
        _ => None,
    }
}

/// How the words of two plans about one project differ.
pub fn changes(from: &[Evidence], to: &[Evidence]) -> Vec<Change> {
    let mut out = stages(from, to);
    let names = |all: &[Evidence]| distinct(all.iter().map(|e| e.name.clone()));
    let (before, after) = (names(from), names(to));
    if !before.iter().any(|name| after.contains(name)) {
        out.push(Change { field: ChangedField::Name, from: before.join("、"), to: after.join("、") });
    }
    out.extend(figures(from, to));
    out
}

fn stages(from: &[Evidence], to: &[Evidence]) -> Vec<Change> {
    let of = |all: &[Evidence]| {
        let wordings: Vec<Wording<'_>> = all.iter().map(Evidence::wording).collect();
        stage(&wordings).map(|(wording, status, _)| (status, wording.status_text.to_owned()))
    };
    let Some(((before, words_before), (after, words_after))) = of(from).zip(of(to)) else {
        return Vec::new();
    };
    let change = |field, from: &str, to: &str| {
        (from != to).then(|| Change { field, from: from.to_owned(), to: to.to_owned() })
    };
    [
        change(ChangedField::Status, before.word(), after.word()),
        change(ChangedField::StatusText, &words_before, &words_after),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Figures of one kind and unit that both plans give, with other values. A figure that only one gives is no change.
fn figures(from: &[Evidence], to: &[Evidence]) -> Vec<Change> {
    let all = |list: &[Evidence]| list.iter().flat_map(|e| e.quantities.clone()).collect::<Vec<_>>();
    let (before, after) = (all(from), all(to));
    let kinds = distinct(before.iter().map(|q| (q.of.clone(), q.unit.clone())));
    let of = |list: &[QuantityRow], (what, unit): &(String, String)| -> Vec<QuantityRow> {
        list.iter().filter(|q| q.of == *what && q.unit == *unit).cloned().collect()
    };
    let change = |kind: &(String, String)| {
        let (old, new) = (of(&before, kind), of(&after, kind));
        let same = new.is_empty() || old.iter().any(|o| new.iter().any(|n| n.value == o.value));
        (!same).then(|| Change { field: ChangedField::Quantity, from: words(&old), to: words(&new) })
    };
    kinds.iter().filter_map(change).collect()
}

fn words(quantities: &[QuantityRow]) -> String {
    let word = |q: &QuantityRow| match q.of.as_str() {
        "" => q.text.clone(),
        of if q.text.contains(of) => q.text.clone(),
        of => format!("{of} {}", q.text),
    };
    distinct(quantities.iter().map(word)).join("、")
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut out = Vec::new();
    for value in values {
        if !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(name: &str, status: Status, status_text: &str, km: &[f64]) -> Evidence {
        let quantity = |km: &f64| QuantityRow {
            value: *km,
            unit: "公里".into(),
            of: "长度".into(),
            text: format!("{km}公里"),
            start: 0,
            end: 5,
            plan: None,
            mention: None,
        };
        Evidence {
            mention: "plan-1-2".into(),
            quote: name.into(),
            sentence: format!("{status_text}{name}。"),
            status,
            status_text: status_text.into(),
            heading: vec![],
            name: name.into(),
            work: Work::New,
            quantities: km.iter().map(quantity).collect(),
            start: 0,
        }
    }

    #[test]
    fn a_name_used_by_both_plans_is_no_change() {
        let before = [evidence("包银高铁", Status::Planned, "新建", &[])];
        let both = [
            evidence("包头至银川高铁", Status::Planned, "新建", &[]),
            evidence("包银高铁", Status::Planned, "新建", &[]),
        ];
        assert_eq!(changes(&before, &both), []);
        let other = changes(&before, &both[..1]);
        assert_eq!(other.len(), 1);
        assert_eq!((other[0].field, other[0].to.as_str()), (ChangedField::Name, "包头至银川高铁"));
    }

    #[test]
    fn a_figure_changes_only_where_both_plans_give_one() {
        let of = |km: &[f64]| [evidence("x", Status::Planned, "新建", km)];
        assert_eq!(changes(&of(&[120.0]), &of(&[])), []);
        assert_eq!(changes(&of(&[120.0]), &of(&[120.0, 60.0])), []);
        let changed = changes(&of(&[120.0]), &of(&[130.0]));
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].from.as_str(), changed[0].to.as_str()), ("长度 120公里", "长度 130公里"));
    }

    #[test]
    fn stage_and_words_are_told_apart() {
        let changed = changes(
            &[evidence("x", Status::Planned, "新建", &[])],
            &[evidence("x", Status::Construction, "加快建设", &[])],
        );
        let fields: Vec<ChangedField> = changed.iter().map(|c| c.field).collect();
        assert_eq!(fields, [ChangedField::Status, ChangedField::StatusText]);
        assert_eq!(changed[0].to, "construction");
    }
}
