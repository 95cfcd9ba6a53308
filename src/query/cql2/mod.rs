//! CQL2 in both its encodings.
//!
//! In: a filter as text or JSON. Out: [`Filter`], shapes still in the system the filter is written in. Must not know:
//! which properties there are.
//!
//! How: the crate `cql2` reads the text and writes it as JSON; one reader of JSON makes the filter of both.

mod json;
mod limits;

use super::filter::Filter;
use crate::error::{Error, Result};
use std::num::NonZeroUsize;
use std::str::FromStr;
use std::sync::Once;

/// Longest filter, characters.
pub const MOST_CHARS: usize = 16_000;
/// Most levels of brackets and conditions inside each other.
pub const MOST_LEVELS: usize = 32;
/// Most operators of one text.
pub const MOST_OPERATORS: usize = 300;
/// Most vertices of all its geometries together.
pub const MOST_VERTICES: usize = 2_000;

/// Steps after which the reader of texts gives up: a text that can be read needs far fewer.
const MOST_STEPS: usize = 3_000_000;

/// An encoding of CQL2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// `cql2-text`
    #[default]
    Text,
    /// `cql2-json`
    Json,
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "cql2-text" => Ok(Self::Text),
            "cql2-json" => Ok(Self::Json),
            _ => {
                Err(Error::parameter("filter-lang", format!("\"{word}\" is not one of: cql2-text cql2-json")))
            }
        }
    }
}

/// An error of the filter.
fn wrong(message: impl Into<String>) -> Error {
    Error::parameter("filter", message)
}

/// Reads a filter.
///
/// # Errors
/// It is too long or too deep, is not CQL2, or uses what CQL2 does not have.
pub fn parse(text: &str, language: Language) -> Result<Filter> {
    if text.chars().count() > MOST_CHARS {
        return Err(wrong(format!("is longer than {MOST_CHARS} characters")));
    }
    let value = match language {
        Language::Text => text_to_json(text)?,
        Language::Json => serde_json::from_str(text).map_err(|e| wrong(format!("is not JSON: {e}")))?,
    };
    json::filter(&value)
}

fn text_to_json(text: &str) -> Result<serde_json::Value> {
    static LIMITED: Once = Once::new();
    LIMITED.call_once(|| pest::set_call_limit(NonZeroUsize::new(MOST_STEPS)));
    limits::check(text)?;
    let expression = cql2::parse_text(text).map_err(|e| wrong(not_cql2(text, &e)))?;
    expression.to_value().map_err(|e| wrong(format!("has a geometry that cannot be read: {e}")))
}

/// Where the reader stopped, with the text that follows.
fn not_cql2(text: &str, error: &cql2::Error) -> String {
    let cql2::Error::Pest(error) = error else { return format!("is not CQL2 text: {error}") };
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    let near: String = rest.chars().take(20).collect();
    let place = if near.is_empty() { "at its end".to_owned() } else { format!("near \"{near}\"") };
    format!("is not CQL2 text: cannot be read on from character {} {place}", before.chars().count() + 1)
}

#[cfg(test)]
mod tests;
