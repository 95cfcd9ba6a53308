//! The one table of categories as map style and legend.
//!
//! In: `web/src/categories.json` (the table that the page reads too), the address of the service. Out: a MapLibre
//! style without outside fonts or pictures. Must not know: HTTP.

mod layers;
mod words;

pub use words::{Lang, label};

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const TABLE: &str = include_str!("../../web/src/categories.json");

/// One row of the table, in the order of the legend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryStyle {
    /// Word of the contract.
    pub id: String,
    /// Chinese label.
    pub label_zh: String,
    /// English label.
    pub label_en: String,
    /// `#rrggbb`.
    pub colour: String,
    /// SVG path in a box of 24.
    pub icon: String,
    /// Place in the legend, from 1.
    pub order: u32,
    /// Whether the page shows it at start.
    pub on_at_start: bool,
}

/// The table.
///
/// # Errors
/// The table that was built in is broken; a test keeps that from happening.
pub fn categories() -> Result<Vec<CategoryStyle>> {
    serde_json::from_str(TABLE).map_err(|e| Error::Other(format!("web/src/categories.json: {e}")))
}

/// The map style of the service at `base` (no slash at the end); `attribution` is what a map must print.
///
/// # Errors
/// As for the table.
pub fn style(base: &str, attribution: &str) -> Result<Value> {
    let categories = categories()?;
    let source = |collection: &str| {
        json!({
            "type": "vector",
            "url": format!("{base}/collections/{collection}/tiles/WebMercatorQuad/tilejson.json"),
            "attribution": attribution,
        })
    };
    Ok(json!({
        "version": 8,
        "name": "planmap",
        "metadata": { "legend": legend(&categories) },
        "center": [111.0, 40.6],
        "zoom": 5.5,
        "sources": {
            "admin": source("admin"),
            "places": source("places"),
            "projects": source("projects"),
        },
        "layers": layers::all(&categories),
    }))
}

fn legend(categories: &[CategoryStyle]) -> Vec<Value> {
    let row = |c: &CategoryStyle| json!({"id": c.id, "zh": c.label_zh, "en": c.label_en, "colour": c.colour});
    categories.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Category;

    #[test]
    fn the_table_has_every_category_of_the_contract_once_and_a_colour_for_each() {
        let table = categories().unwrap_or_default();
        let ids: Vec<&str> = table.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, Category::ALL.iter().map(|c| c.word()).collect::<Vec<_>>());
        assert!(table.iter().all(|c| c.colour.len() == 7 && c.colour.starts_with('#')));
    }

    #[test]
    fn the_style_asks_nothing_from_outside() {
        let text = style("http://127.0.0.1:8080", "").map(|s| s.to_string()).unwrap_or_default();
        assert!(!text.contains("https://") && !text.contains("\"glyphs\"") && !text.contains("\"sprite\""));
        assert!(
            text.contains("http://127.0.0.1:8080/collections/projects/tiles/WebMercatorQuad/tilejson.json")
        );
    }
}
