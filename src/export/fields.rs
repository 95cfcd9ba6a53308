//! Names of properties as people read them, and as a shapefile can hold them.
//!
//! In: `fields.toml` beside this file. Out: headings, ten-character names. Must not know: values.

use super::Lang;
use crate::catalog::Schema;
use crate::error::{Error, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

const FIELDS: &str = include_str!("fields.toml");

/// Longest name of a field in a dBASE table, characters.
const DBF_CHARS: usize = 10;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Field {
    zh: String,
    en: String,
    dbf: String,
}

fn read() -> Result<HashMap<String, Field>> {
    toml::from_str(FIELDS).map_err(|e| Error::Other(format!("src/export/fields.toml: {e}")))
}

fn fields() -> &'static HashMap<String, Field> {
    static TABLE: OnceLock<HashMap<String, Field>> = OnceLock::new();
    // The table is part of the executable: a test keeps it readable.
    TABLE.get_or_init(|| read().unwrap_or_default())
}

/// The heading of the property `name`: with no language, the name itself.
pub fn heading(lang: Option<Lang>, name: &str) -> &str {
    let known = fields().get(name);
    match (lang, known) {
        (Some(Lang::Zh), Some(field)) => &field.zh,
        (Some(Lang::En), Some(field)) => &field.en,
        _ => name,
    }
}

/// The names of the properties of `schema` in a dBASE table, in order: at most ten characters, none twice.
pub fn short_names(schema: &Schema) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for property in &schema.properties {
        let name = match fields().get(&property.name) {
            Some(field) => field.dbf.clone(),
            None => property.name.chars().filter(char::is_ascii).take(DBF_CHARS).collect(),
        };
        taken.push(free(name, &taken));
    }
    taken
}

/// `name`, or with a number at its end where it is taken or empty.
fn free(name: String, taken: &[String]) -> String {
    let used = |name: &str| name.is_empty() || taken.iter().any(|t| t.eq_ignore_ascii_case(name));
    if !used(&name) {
        return name;
    }
    let numbered = |n: usize| {
        let digits = n.to_string();
        let stem: String = name.chars().take(DBF_CHARS - digits.len()).collect();
        format!("{stem}{digits}")
    };
    (1..).map(numbered).find(|name| !used(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{GeometryKind, Property};
    use crate::release::{
        ADMIN_COLUMNS, ColumnKind, MENTION_COLUMNS, PLACE_COLUMNS, PLAN_COLUMNS, PROJECT_COLUMNS,
    };

    #[test]
    fn every_property_of_the_contract_has_headings_and_a_short_name_of_its_own() {
        let table = read().unwrap_or_default();
        for columns in [PROJECT_COLUMNS, MENTION_COLUMNS, PLAN_COLUMNS, PLACE_COLUMNS, ADMIN_COLUMNS] {
            for column in columns {
                let field = table.get(column.name);
                assert!(
                    field.is_some_and(|f| f.dbf.len() <= DBF_CHARS && f.dbf.is_ascii()),
                    "{}",
                    column.name
                );
            }
        }
        let mut short: Vec<&str> = table.values().map(|f| f.dbf.as_str()).collect();
        let all = short.len();
        short.sort_unstable();
        short.dedup();
        assert_eq!(short.len(), all);
    }

    #[test]
    fn names_of_others_are_cut_and_numbered() {
        let property = |name: &str| Property { name: name.into(), kind: ColumnKind::Text, words: Vec::new() };
        let properties = ["uncertainty_m", "population_2010", "population_2020", "名称"].map(property).into();
        let schema = Schema { properties, geometry: GeometryKind::Any, temporal: false };
        assert_eq!(short_names(&schema), ["uncert_m", "population", "populatio1", "1"]);
    }
}
