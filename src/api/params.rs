//! Reading parameters: every error is kept, unknown names are refused.
//!
//! In: decoded pairs. Out: typed values, or a problem that names all that is wrong. Must not know: what they are for.

use super::problem::{ParameterError, Problem};
use crate::error::Error;
use std::collections::HashSet;

/// Reads parameters one by one.
#[derive(Debug)]
pub struct Reader<'a> {
    pairs: &'a [(String, String)],
    known: HashSet<String>,
    errors: Vec<ParameterError>,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON or GeoJSON.
    Json,
    /// A page.
    Html,
    /// A download.
    File(crate::export::Format),
}

impl<'a> Reader<'a> {
    /// A reader of `pairs`.
    pub fn new(pairs: &'a [(String, String)]) -> Self {
        Self { pairs, known: HashSet::new(), errors: Vec::new() }
    }

    /// Notes an error.
    pub fn fail(&mut self, parameter: &str, message: impl Into<String>) {
        self.errors.push(ParameterError { parameter: parameter.to_owned(), message: message.into() });
    }

    /// The text of `name`; one that stands twice is an error.
    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        self.known.insert(name.to_owned());
        let mut values = self.pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            self.fail(name, "stands more than once; a list is written with commas");
        }
        first
    }

    /// The text of `name`, which must be given; `hint` says what.
    pub fn required(&mut self, name: &str, hint: &str) -> &'a str {
        let text = self.text(name).unwrap_or_default();
        if text.is_empty() {
            self.fail(name, format!("is missing: {hint}"));
        }
        text
    }

    /// The value of `name` as `parse` reads it.
    pub fn parse<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> crate::error::Result<T>) -> Option<T> {
        match parse(self.text(name)?) {
            Ok(value) => Some(value),
            Err(Error::Parameter { message, .. }) => {
                self.fail(name, message);
                None
            }
            Err(other) => {
                self.fail(name, other.to_string());
                None
            }
        }
    }

    /// A finite number from `least` to `most`.
    pub fn number(&mut self, name: &str, least: f64, most: f64) -> Option<f64> {
        let text = self.text(name)?;
        match text.parse::<f64>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            _ => {
                self.fail(name, format!("\"{text}\" is not a number from {least} to {most}"));
                None
            }
        }
    }

    /// A number of rows: at least 1, clamped to `most`.
    pub fn limit(&mut self, usual: usize, most: usize) -> usize {
        let Some(text) = self.text("limit") else { return usual };
        // Longer than a machine number is still a number: it is clamped like every other.
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse::<usize>() {
            Ok(0) => self.fail("limit", "must be at least 1"),
            Ok(number) => return number.min(most),
            Err(_) if digits => return most,
            Err(_) => self.fail("limit", format!("\"{text}\" is not a whole number")),
        }
        usual
    }

    /// `true` or `false`.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.text(name) {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                self.fail(name, format!("\"{other}\" is neither true nor false"));
                false
            }
        }
    }

    /// `f`, else what `Accept` prefers; `files` are the downloads that are possible.
    pub fn form(&mut self, wants_html: bool, files: &[(&str, crate::export::Format)]) -> Form {
        match self.text("f") {
            None if wants_html => Form::Html,
            None | Some("json" | "geojson") => Form::Json,
            Some("html") => Form::Html,
            Some(other) => match files.iter().find(|(word, _)| *word == other) {
                Some((_, format)) => Form::File(*format),
                None => {
                    let words: Vec<&str> =
                        ["json", "html"].into_iter().chain(files.iter().map(|(w, _)| *w)).collect();
                    self.fail("f", format!("\"{other}\" is not one of: {}", words.join(" ")));
                    Form::Json
                }
            },
        }
    }

    /// Only JSON can be had here.
    pub fn only_json(&mut self) {
        if let Some(other) = self.text("f").filter(|f| *f != "json") {
            self.fail("f", format!("\"{other}\" is not one of: json"));
        }
    }

    /// Refuses what nobody asked for and tells all that is wrong.
    ///
    /// # Errors
    /// A parameter was wrong or is unknown here.
    pub fn finish(mut self) -> Result<(), Problem> {
        let mut unknown: Vec<&str> =
            self.pairs.iter().map(|(key, _)| key.as_str()).filter(|key| !self.known.contains(*key)).collect();
        unknown.dedup();
        let mut known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        known.sort_unstable();
        let hint = format!("is not a parameter here; there are: {}", known.join(" "));
        for name in unknown {
            self.errors.push(ParameterError { parameter: name.to_owned(), message: hint.clone() });
        }
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::parameters(self.errors)) }
    }
}
