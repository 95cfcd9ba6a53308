//! Single values of a condition.
//!
//! In: an operand and a schema. Out: a value per feature. Must not know: what it is compared with.

use super::{column, is_null, wrong};
use crate::catalog::{ColumnKind, Row, Schema, ValueRef};
use crate::error::Result;
use crate::query::{Arithmetic, Folding, Literal, Operand, Span};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What a value can be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts, by code point.
    Text,
    /// Numbers.
    Number,
    /// Truth values.
    Boolean,
    /// Dates and instants.
    Time,
}

impl Kind {
    /// For messages.
    pub fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time => "a date or an instant",
        }
    }
}

/// A compiled operand.
#[derive(Debug, Clone)]
pub enum Scalar {
    Constant(Literal),
    Column(usize),
    /// The column as a date or an instant; null where it is neither.
    Time(usize),
    Calculated(Arithmetic, Box<Scalar>, Box<Scalar>),
    Folded(Folding, Box<Scalar>),
}

impl Scalar {
    /// Compiles `operand`.
    pub fn new(operand: &Operand, schema: &Schema) -> Result<(Self, Kind)> {
        match operand {
            Operand::Property(name) => property(name, schema),
            Operand::Literal(literal) => Ok((Self::Constant(literal.clone()), kind(literal))),
            Operand::Calculated(arithmetic, a, b) => {
                let [a, b] = [Self::number(a, schema)?, Self::number(b, schema)?];
                Ok((calculated(*arithmetic, a, b)?, Kind::Number))
            }
            Operand::Folded(folding, text) => {
                let (text, kind) = Self::new(text, schema)?;
                if kind != Kind::Text {
                    return Err(wrong(format!("CASEI and ACCENTI take text, not {}", kind.words())));
                }
                Ok((folded(*folding, text), Kind::Text))
            }
        }
    }

    /// Compiles `operand`, which may be a list as well: for IS NULL.
    pub fn any(operand: &Operand, schema: &Schema) -> Result<Self> {
        match operand {
            Operand::Property(name) => Ok(Self::Column(column(schema, name)?.0)),
            other => Ok(Self::new(other, schema)?.0),
        }
    }

    fn number(operand: &Operand, schema: &Schema) -> Result<Self> {
        match Self::new(operand, schema)? {
            (scalar, Kind::Number) => Ok(scalar),
            (_, kind) => Err(wrong(format!("{operand} is {}: a calculation takes numbers", kind.words()))),
        }
    }

    /// The same as a date or an instant.
    pub fn to_time(&self) -> Result<Self> {
        match self {
            Self::Column(index) => Ok(Self::Time(*index)),
            Self::Constant(Literal::Text(text)) => match Span::parse(text) {
                Some(span) => Ok(Self::Constant(Literal::Time(span))),
                None => Err(wrong(format!("\"{text}\" is neither a date nor an instant of RFC 3339"))),
            },
            _ => Err(wrong("a folded text cannot be compared with a date or an instant")),
        }
    }

    /// The text of a feature; none for null.
    pub fn text<'a>(&'a self, row: Row<'a>) -> Option<Cow<'a, str>> {
        match self {
            Self::Constant(Literal::Text(text)) => Some(Cow::Borrowed(text)),
            Self::Column(index) => match row.value(*index) {
                ValueRef::Text(text) => Some(Cow::Borrowed(text)),
                _ => None,
            },
            Self::Folded(folding, text) => Some(Cow::Owned(folding.fold(&text.text(row)?))),
            _ => None,
        }
    }

    /// The number of a feature; none for null.
    fn number_of(&self, row: Row<'_>) -> Option<f64> {
        match self {
            Self::Constant(Literal::Number(number)) => Some(*number),
            Self::Column(index) => match row.value(*index) {
                ValueRef::Integer(number) => Some(number as f64),
                ValueRef::Number(number) => Some(number),
                _ => None,
            },
            Self::Calculated(arithmetic, a, b) => {
                calculate(*arithmetic, a.number_of(row)?, b.number_of(row)?)
            }
            _ => None,
        }
    }

    fn truth_of(&self, row: Row<'_>) -> Option<bool> {
        match self {
            Self::Constant(Literal::Boolean(truth)) => Some(*truth),
            Self::Column(index) => match row.value(*index) {
                ValueRef::Boolean(truth) => Some(truth),
                _ => None,
            },
            _ => None,
        }
    }

    /// The date or instant of a feature; none for null.
    pub fn span(&self, row: Row<'_>) -> Option<Span> {
        match self {
            Self::Constant(Literal::Time(span)) => Some(*span),
            Self::Time(index) => match row.value(*index) {
                ValueRef::Text(text) => Span::parse(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// How the two lie to each other; none where one is null. Both are of one kind: that was checked.
    pub fn order(&self, other: &Self, row: Row<'_>) -> Option<Ordering> {
        if let Some(a) = self.text(row) {
            return other.text(row).map(|b| a.cmp(&b));
        }
        if let Some(a) = self.number_of(row) {
            return a.partial_cmp(&other.number_of(row)?);
        }
        if let Some(a) = self.span(row) {
            return other.span(row).map(|b| a.order(b));
        }
        self.truth_of(row).zip(other.truth_of(row)).map(|(a, b)| a.cmp(&b))
    }

    /// Whether it has no value.
    pub fn is_null(&self, row: Row<'_>) -> bool {
        match self {
            Self::Constant(_) => false,
            Self::Column(index) | Self::Time(index) => is_null(row, *index),
            Self::Calculated(..) => self.number_of(row).is_none(),
            Self::Folded(_, text) => text.is_null(row),
        }
    }
}

fn property(name: &str, schema: &Schema) -> Result<(Scalar, Kind)> {
    let (index, kind) = column(schema, name)?;
    match kind {
        ColumnKind::Text => Ok((Scalar::Column(index), Kind::Text)),
        ColumnKind::Date => Ok((Scalar::Time(index), Kind::Time)),
        ColumnKind::Integer | ColumnKind::Number => Ok((Scalar::Column(index), Kind::Number)),
        ColumnKind::Boolean => Ok((Scalar::Column(index), Kind::Boolean)),
        ColumnKind::Strings | ColumnKind::Json => {
            let hint = format!("A_CONTAINS({name},('…'))");
            Err(wrong(format!("\"{name}\" is a list: ask for its members with {hint}")))
        }
    }
}

fn kind(literal: &Literal) -> Kind {
    match literal {
        Literal::Text(_) => Kind::Text,
        Literal::Number(_) => Kind::Number,
        Literal::Boolean(_) => Kind::Boolean,
        Literal::Time(_) => Kind::Time,
    }
}

/// A calculation of constants is done once.
fn calculated(arithmetic: Arithmetic, a: Scalar, b: Scalar) -> Result<Scalar> {
    match (&a, &b) {
        (Scalar::Constant(Literal::Number(x)), Scalar::Constant(Literal::Number(y))) => {
            let result = calculate(arithmetic, *x, *y);
            let result = result.ok_or_else(|| wrong("divides by zero, or has a result without end"))?;
            Ok(Scalar::Constant(Literal::Number(result)))
        }
        _ => Ok(Scalar::Calculated(arithmetic, Box::new(a), Box::new(b))),
    }
}

fn folded(folding: Folding, text: Scalar) -> Scalar {
    match text {
        Scalar::Constant(Literal::Text(text)) => Scalar::Constant(Literal::Text(folding.fold(&text))),
        other => Scalar::Folded(folding, Box::new(other)),
    }
}

/// The result; none where there is none, as after a division by zero.
fn calculate(arithmetic: Arithmetic, a: f64, b: f64) -> Option<f64> {
    let result = match arithmetic {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::WholeDivide => (a / b).trunc(),
        Arithmetic::Modulo => a % b,
        Arithmetic::Power => a.powf(b),
    };
    Some(result).filter(|r| r.is_finite())
}
