//! Writes one column.
//!
//! In: values in order. Out: its stretches. Must not know: which property it is.

use super::section::Section;
use crate::catalog::ValueRef;
use crate::error::{Error, Result};
use crate::release::ColumnKind;
use std::collections::HashMap;
use std::path::Path;

#[derive(Debug, Default)]
struct Nulls {
    bits: Vec<u8>,
    any: bool,
}

impl Nulls {
    fn push(&mut self, position: u32, null: bool) {
        let position = position as usize;
        if position.is_multiple_of(8) {
            self.bits.push(0);
        }
        self.bits[position / 8] |= u8::from(null) << (position % 8);
        self.any |= null;
    }
}

#[derive(Debug)]
enum Form {
    Boolean(Section),
    Numbers { values: Section, nulls: Nulls },
    Words { codes: Section, at: Section, of: Section, first: Vec<u32>, known: HashMap<Vec<u8>, u16> },
    Texts { at: Section, of: Section, nulls: Nulls },
}

/// Writes one column.
#[derive(Debug)]
pub struct ColumnWriter {
    index: usize,
    form: Form,
    bytes: Vec<u8>,
}

impl ColumnWriter {
    /// The column `index` of `kind`; `repeats`: it has few different texts.
    pub fn new(index: usize, kind: ColumnKind, repeats: bool, scratch: Option<&Path>) -> Self {
        let section = |name: &str| Section::new(&format!("c{index}.{name}"), scratch);
        let form = match kind {
            ColumnKind::Boolean => Form::Boolean(section("values")),
            ColumnKind::Integer | ColumnKind::Number => {
                Form::Numbers { values: section("values"), nulls: Nulls::default() }
            }
            _ if repeats => Form::Words {
                codes: section("codes"),
                at: section("at"),
                of: section("of"),
                first: vec![u32::MAX],
                known: HashMap::new(),
            },
            _ => Form::Texts { at: section("at"), of: section("of"), nulls: Nulls::default() },
        };
        Self { index, form, bytes: Vec::new() }
    }

    /// Appends a value; what does not fit the column is null.
    ///
    /// # Errors
    /// A scratch file cannot be written.
    pub fn push(&mut self, position: u32, value: ValueRef<'_>) -> Result<()> {
        match &mut self.form {
            Form::Boolean(values) => values.write(&[match value {
                ValueRef::Boolean(truth) => u8::from(truth),
                _ => 2,
            }]),
            Form::Numbers { values, nulls } => {
                let bytes = match value {
                    ValueRef::Integer(number) => number.to_le_bytes(),
                    ValueRef::Number(number) => number.to_le_bytes(),
                    _ => [0; 8],
                };
                nulls.push(position, value == ValueRef::Null);
                values.write(&bytes)
            }
            Form::Words { codes, at, of, first, known } => {
                let code = if pack(value, &mut self.bytes) {
                    match known.get(&self.bytes) {
                        Some(code) => *code,
                        None => {
                            let next = u16::try_from(known.len() + 1)
                                .map_err(|_| Error::Other("a dictionary is full".to_owned()))?;
                            at.write(&of.len().to_le_bytes())?;
                            of.write(&self.bytes)?;
                            first.push(position);
                            known.insert(self.bytes.clone(), next);
                            next
                        }
                    }
                } else {
                    0
                };
                if code == 0 && first[0] == u32::MAX {
                    first[0] = position;
                }
                codes.write(&code.to_le_bytes())
            }
            Form::Texts { at, of, nulls } => {
                at.write(&of.len().to_le_bytes())?;
                let there = pack(value, &mut self.bytes);
                nulls.push(position, !there);
                of.write(&self.bytes)
            }
        }
    }

    /// Its stretches.
    ///
    /// # Errors
    /// A scratch file cannot be written.
    pub fn finish(self) -> Result<Vec<Section>> {
        let index = self.index;
        let nulls = |nulls: Nulls| {
            Section::of(&format!("c{index}.nulls"), if nulls.any { nulls.bits } else { Vec::new() })
        };
        Ok(match self.form {
            Form::Boolean(values) => vec![values],
            Form::Numbers { values, nulls: own } => vec![values, nulls(own)],
            Form::Words { codes, mut at, of, first, .. } => {
                at.write(&of.len().to_le_bytes())?;
                let first = first.iter().flat_map(|v| v.to_le_bytes()).collect();
                vec![codes, at, of, Section::of(&format!("c{index}.first"), first)]
            }
            Form::Texts { mut at, of, nulls: own } => {
                at.write(&of.len().to_le_bytes())?;
                vec![at, of, nulls(own)]
            }
        })
    }
}

/// The bytes of a text, list or JSON; false for null.
fn pack(value: ValueRef<'_>, out: &mut Vec<u8>) -> bool {
    out.clear();
    match value {
        ValueRef::Text(text) => out.extend(text.as_bytes()),
        ValueRef::Strings(list) => list.pack(out),
        ValueRef::Json(json) => out.extend(json.to_text().as_bytes()),
        _ => return false,
    }
    true
}
