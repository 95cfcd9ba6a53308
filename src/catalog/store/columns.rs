//! The values of one property of all features, side by side.
//!
//! In: stretches of a store. Out: [`ValueRef`] by position. Must not know: which property it is.
//!
//! Texts that repeat are numbers of 16 bits into a dictionary, so that a condition is worked out once a word and a tile
//! writes each word once; `first` keeps a feature that has the word.

use super::Store;
use super::bytes::{Span, f64_at, i64_at, piece, text, u16_at, u32_at};
use super::layout::Spans;
use crate::catalog::{Json, Strings, ValueRef};
use crate::release::ColumnKind;

/// Most words of a dictionary.
pub const WORDS: usize = 20_000;

/// How a column is stored.
#[derive(Debug)]
pub enum Column {
    /// One byte each: false, true, null.
    Boolean(Span),
    /// 64 bits each.
    Integer {
        /// The numbers.
        values: Span,
        /// A bit each; left out where none is null.
        nulls: Span,
    },
    /// Floating point of 64 bits each.
    Number {
        /// The numbers.
        values: Span,
        /// A bit each; left out where none is null.
        nulls: Span,
    },
    /// Texts, lists or JSON that repeat.
    Words {
        /// 16 bits each: 0 is null, else the word after it.
        codes: Span,
        /// Offsets of the words.
        at: Span,
        /// The words.
        of: Span,
        /// A feature for each code.
        first: Span,
        /// Text, list or JSON.
        kind: ColumnKind,
    },
    /// Texts, lists or JSON that seldom repeat.
    Texts {
        /// Offsets.
        at: Span,
        /// Bytes.
        of: Span,
        /// A bit each; left out where none is null.
        nulls: Span,
        /// Text, list or JSON.
        kind: ColumnKind,
    },
}

/// `bytes` of a column of `kind` as a value.
fn value(kind: ColumnKind, bytes: &[u8]) -> ValueRef<'_> {
    match kind {
        ColumnKind::Strings => ValueRef::Strings(Strings::packed(bytes)),
        ColumnKind::Json => ValueRef::Json(Json::of_text(text(bytes))),
        _ => ValueRef::Text(text(bytes)),
    }
}

impl Column {
    /// The column `index` of `kind`.
    pub fn new(spans: &Spans, index: usize, kind: ColumnKind) -> Self {
        let span = |name: &str| spans.column(index, name);
        match kind {
            ColumnKind::Boolean => Self::Boolean(span("values")),
            ColumnKind::Integer => Self::Integer { values: span("values"), nulls: span("nulls") },
            ColumnKind::Number => Self::Number { values: span("values"), nulls: span("nulls") },
            _ if !span("codes").is_empty() => Self::Words {
                codes: span("codes"),
                at: span("at"),
                of: span("of"),
                first: span("first"),
                kind,
            },
            _ => Self::Texts { at: span("at"), of: span("of"), nulls: span("nulls"), kind },
        }
    }

    /// The value at `position`.
    pub fn value<'a>(&self, store: &'a Store, position: usize) -> ValueRef<'a> {
        let bytes = |span: &Span| &store.bytes()[span.clone()];
        let null =
            |nulls: &Span| bytes(nulls).get(position / 8).is_some_and(|b| b >> (position % 8) & 1 == 1);
        match self {
            Self::Boolean(values) => match bytes(values).get(position) {
                Some(0) => ValueRef::Boolean(false),
                Some(1) => ValueRef::Boolean(true),
                _ => ValueRef::Null,
            },
            Self::Integer { nulls, .. } | Self::Number { nulls, .. } | Self::Texts { nulls, .. }
                if null(nulls) =>
            {
                ValueRef::Null
            }
            Self::Integer { values, .. } => ValueRef::Integer(i64_at(bytes(values), position)),
            Self::Number { values, .. } => ValueRef::Number(f64_at(bytes(values), position)),
            Self::Words { codes, .. } => self.word(store, u16_at(bytes(codes), position)),
            Self::Texts { at, of, kind, .. } => value(*kind, piece(bytes(at), bytes(of), position)),
        }
    }

    /// The word of a code.
    pub fn word<'a>(&self, store: &'a Store, code: u16) -> ValueRef<'a> {
        match self {
            Self::Words { at, of, kind, .. } if code > 0 => {
                let bytes = |span: &Span| &store.bytes()[span.clone()];
                value(*kind, piece(bytes(at), bytes(of), usize::from(code) - 1))
            }
            _ => ValueRef::Null,
        }
    }
}

/// A column of words, for those who look at codes.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    store: &'a Store,
    column: &'a Column,
    codes: &'a [u8],
    first: &'a [u8],
}

impl<'a> Words<'a> {
    /// The column as one of words; none if it is not.
    pub fn new(store: &'a Store, column: &'a Column) -> Option<Self> {
        let Column::Words { codes, first, .. } = column else { return None };
        let bytes = |span: &Span| &store.bytes()[span.clone()];
        Some(Self { store, column, codes: bytes(codes), first: bytes(first) })
    }

    /// The code at `position`; 0 is null.
    #[inline]
    pub fn code(self, position: usize) -> u16 {
        u16_at(self.codes, position)
    }

    /// Number of codes, null among them.
    pub fn count(self) -> usize {
        self.first.len() / 4
    }

    /// A feature that has the code; none if no feature has.
    pub fn feature_of(self, code: usize) -> Option<usize> {
        let position = u32_at(self.first, code);
        (position != u32::MAX).then_some(position as usize)
    }

    /// The value of a code.
    pub fn value(self, code: u16) -> ValueRef<'a> {
        self.column.word(self.store, code)
    }
}
