//! One property of one feature, typed.
//!
//! In: JSON of a row. Out: a value that compares and prints. Must not know: which property it is.

use super::store::{write_number, write_string};
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
            Self::Strings(list) => ValueRef::Strings(Strings(Listed::Owned(list))),
            Self::Json(json) => ValueRef::Json(Json(Parsed::Value(json))),
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
#[derive(Debug, Clone, Copy)]
pub struct Strings<'a>(Listed<'a>);

#[derive(Debug, Clone, Copy)]
enum Listed<'a> {
    Owned(&'a [String]),
    /// Length (32 bits) and bytes of each.
    Packed(&'a [u8]),
}

impl<'a> Strings<'a> {
    /// The list that [`Strings::pack`] wrote.
    pub fn packed(bytes: &'a [u8]) -> Self {
        Self(Listed::Packed(bytes))
    }

    /// Appends length and bytes of each member.
    pub fn pack(self, out: &mut Vec<u8>) {
        for text in self.iter() {
            out.extend((text.len() as u32).to_le_bytes());
            out.extend(text.as_bytes());
        }
    }

    /// Its members in order.
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        let mut left = self.0;
        std::iter::from_fn(move || match left {
            Listed::Owned(list) => {
                let (first, rest) = list.split_first()?;
                left = Listed::Owned(rest);
                Some(first.as_str())
            }
            Listed::Packed(bytes) => {
                let (length, rest) = bytes.split_first_chunk::<4>()?;
                let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
                left = Listed::Packed(rest);
                std::str::from_utf8(text).ok()
            }
        })
    }
}

impl PartialEq for Strings<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Strings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A list or object of any kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Json<'a>(Parsed<'a>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Parsed<'a> {
    Value(&'a serde_json::Value),
    Text(&'a str),
}

impl<'a> Json<'a> {
    /// JSON that was written by [`Json::to_text`].
    pub fn of_text(text: &'a str) -> Self {
        Self(Parsed::Text(text))
    }

    /// As JSON text.
    pub fn to_text(self) -> Cow<'a, str> {
        match self.0 {
            Parsed::Value(value) => value.to_string().into(),
            Parsed::Text(text) => text.into(),
        }
    }

    /// As a JSON value.
    pub fn parsed(self) -> Cow<'a, serde_json::Value> {
        match self.0 {
            Parsed::Value(value) => Cow::Borrowed(value),
            Parsed::Text(text) => Cow::Owned(serde_json::from_str(text).unwrap_or_default()),
        }
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
            Self::Strings(list) => Some(serde_json::to_string(&list).unwrap_or_default().into()),
            Self::Json(json) => Some(json.to_text()),
        }
    }

    /// Appends the value as JSON, the same as its serialisation.
    pub fn write_json(self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend(b"null"),
            Self::Boolean(b) => out.extend(if b { &b"true"[..] } else { b"false" }),
            Self::Integer(n) => out.extend(n.to_string().as_bytes()),
            Self::Number(n) => write_number(n, out),
            Self::Text(s) => write_string(s, out),
            Self::Json(json) => out.extend(json.to_text().as_bytes()),
            Self::Strings(list) => {
                out.push(b'[');
                for (n, text) in list.iter().enumerate() {
                    if n > 0 {
                        out.push(b',');
                    }
                    write_string(text, out);
                }
                out.push(b']');
            }
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
            (Self::Strings(a), Self::Strings(b)) => a.iter().cmp(b.iter()),
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
            Self::Strings(list) => list.serialize(serializer),
            Self::Json(json) => json.parsed().serialize(serializer),
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
