//! Order of an answer.
//!
//! In: `sortby` as text. Out: keys. Must not know: how values are stored.

use crate::error::{Error, Result};

/// One key of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// Name of the property.
    pub property: String,
    /// Greatest first.
    pub descending: bool,
}

/// Keys from `a,-b,+c`.
///
/// # Errors
/// An empty key.
pub fn parse_sort(text: &str) -> Result<Vec<SortKey>> {
    text.split(',')
        .map(|part| {
            let descending = part.starts_with('-');
            // A plus arrives as a blank where the caller did not escape it.
            let property = part.trim_start_matches(['-', '+', ' ']).to_owned();
            if property.is_empty() {
                return Err(Error::parameter("sortby", format!("\"{text}\" has an empty key")));
            }
            Ok(SortKey { property, descending })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minus_turns_the_order_round() {
        let keys = parse_sort("name,-last_date, kind").unwrap_or_default();
        let keys: Vec<_> = keys.iter().map(|k| (k.property.as_str(), k.descending)).collect();
        assert_eq!(keys, [("name", false), ("last_date", true), ("kind", false)]);
        assert!(parse_sort("name,").is_err());
    }
}
