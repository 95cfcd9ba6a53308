//! What kinds of values a file has.
//!
//! In: the properties of each feature. Out: columns. Must not know: where they are stored.

use crate::release::ColumnKind;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Every name that occurs, in order of first sight, with the narrowest kind that fits all its values.
#[derive(Debug, Default)]
pub struct Columns {
    index: HashMap<String, usize>,
    seen: Vec<(String, Option<ColumnKind>)>,
}

impl Columns {
    /// Takes note of the properties of a feature; tells the column of each to `found`.
    pub fn see<'v>(&mut self, properties: &'v Map<String, Value>, mut found: impl FnMut(usize, &'v Value)) {
        for (name, value) in properties {
            let index = match self.index.get(name) {
                Some(index) => *index,
                None => {
                    self.seen.push((name.clone(), None));
                    self.index.insert(name.clone(), self.seen.len() - 1);
                    self.seen.len() - 1
                }
            };
            self.seen[index].1 = widened(self.seen[index].1, value);
            found(index, value);
        }
    }

    /// The columns; those that a file says come first and keep their kind.
    pub fn finish(self, said: Option<Vec<(String, ColumnKind)>>) -> Vec<(String, ColumnKind)> {
        said.unwrap_or_else(|| {
            self.seen.into_iter().map(|(name, kind)| (name, kind.unwrap_or(ColumnKind::Text))).collect()
        })
    }

    /// The column of a name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }
}

fn widened(kind: Option<ColumnKind>, value: &Value) -> Option<ColumnKind> {
    let own = match value {
        Value::Null => return kind,
        Value::Bool(_) => ColumnKind::Boolean,
        Value::Number(n) if n.is_i64() => ColumnKind::Integer,
        Value::Number(_) => ColumnKind::Number,
        Value::String(_) => ColumnKind::Text,
        Value::Array(list) if list.iter().all(Value::is_string) => ColumnKind::Strings,
        _ => ColumnKind::Json,
    };
    match (kind, own) {
        (None, own) => Some(own),
        (Some(kind), own) if kind == own => Some(own),
        (Some(ColumnKind::Integer | ColumnKind::Number), ColumnKind::Integer | ColumnKind::Number) => {
            Some(ColumnKind::Number)
        }
        (Some(ColumnKind::Strings | ColumnKind::Json), ColumnKind::Strings | ColumnKind::Json) => {
            Some(ColumnKind::Json)
        }
        _ => Some(ColumnKind::Text),
    }
}
