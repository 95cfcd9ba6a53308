//! One property of one feature, typed.
//!
//! In: JSON of a row. Out: a value that compares and prints. Must not know: which property it is.

use crate::release::ColumnKind;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Unknown.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A string, a word of a closed list, a date.
    Text(String),
    /// A list of strings.
    Strings(Vec<String>),
    /// Any other list or object.
    Json(serde_json::Value),
}

impl Value {
    /// The value of `json` in a column of `kind`; what does not fit the kind becomes null.
    pub fn new(kind: ColumnKind, json: serde_json::Value) -> Self {
        use serde_json::Value as J;
        match (kind, json) {
            (_, J::Null) => Self::Null,
            (ColumnKind::Boolean, J::Bool(b)) => Self::Boolean(b),
            (ColumnKind::Integer, J::Number(n)) => n.as_i64().map_or(Self::Null, Self::Integer),
            (ColumnKind::Number, J::Number(n)) => n.as_f64().map_or(Self::Null, Self::Number),
            (ColumnKind::Text | ColumnKind::Date, J::String(s)) => Self::Text(s),
            (ColumnKind::Text, other) => Self::Text(other.to_string()),
            (ColumnKind::Strings, J::Array(list)) => {
                Self::Strings(list.into_iter().filter_map(|v| v.as_str().map(str::to_owned)).collect())
            }
            (ColumnKind::Json, other) => Self::Json(other),
            _ => Self::Null,
        }
    }

    /// The same, borrowed.
    pub fn as_ref(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Boolean(b) => ValueRef::Boolean(*b),
            Self::Integer(n) => ValueRef::Integer(*n),
            Self::Number(n) => ValueRef::Number(*n),
            Self::Text(s) => ValueRef::Text(s),
            Self::Strings(list) => ValueRef::Strings(Strings(list)),
            Self::Json(json) => ValueRef::Json(Json(json)),
        }
    }
}

/// A value of a stored feature: the same cases as [`Value`], borrowed from wherever the feature lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueRef<'a> {
    /// Unknown.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A string, a word of a closed list, a date.
    Text(&'a str),
    /// A list of strings.
    Strings(Strings<'a>),
    /// Any other list or object.
    Json(Json<'a>),
}

/// A list of strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Strings<'a>(&'a [String]);

impl<'a> Strings<'a> {
    /// Its members in order.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(String::as_str)
    }
}

/// A list or object of any kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Json<'a>(&'a serde_json::Value);

impl<'a> Json<'a> {
    /// As a JSON value.
    pub fn parsed(self) -> Cow<'a, serde_json::Value> {
        Cow::Borrowed(self.0)
    }
}

impl<'a> ValueRef<'a> {
    /// Lists and objects as JSON strings, for formats that hold scalars only.
    pub fn as_scalar_text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Null => None,
            Self::Boolean(b) => Some(b.to_string().into()),
            Self::Integer(n) => Some(n.to_string().into()),
            Self::Number(n) => Some(n.to_string().into()),
            Self::Text(s) => Some(s.into()),
            Self::Strings(list) => Some(serde_json::json!(list.0).to_string().into()),
            Self::Json(json) => Some(json.0.to_string().into()),
        }
    }

    /// Order for sorting; null comes last.
    pub fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Null, Self::Null) => Ordering::Equal,
            (Self::Null, _) => Ordering::Greater,
            (_, Self::Null) => Ordering::Less,
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(&b),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(&b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(&b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Strings(a), Self::Strings(b)) => a.cmp(&b),
            _ => Ordering::Equal,
        }
    }
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(b) => serializer.serialize_bool(b),
            Self::Integer(n) => serializer.serialize_i64(n),
            Self::Number(n) => serializer.serialize_f64(n),
            Self::Text(s) => serializer.serialize_str(s),
            Self::Strings(list) => list.0.serialize(serializer),
            Self::Json(json) => json.0.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_sorted_last() {
        assert!(ValueRef::Null.order(ValueRef::Integer(1)).is_gt());
    }
}
