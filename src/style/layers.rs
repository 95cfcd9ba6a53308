//! The layers of the map style, lowest first.
//!
//! In: the table of categories. Out: layers as JSON. Must not know: where the tiles are.

use super::CategoryStyle;
use serde_json::{Value, json};

/// Every layer.
pub fn all(categories: &[CategoryStyle]) -> Vec<Value> {
    let mut layers = base();
    layers.extend(projects(&colours(categories)));
    layers.extend(names());
    layers
}

fn colours(categories: &[CategoryStyle]) -> Value {
    let mut expression = vec![json!("match"), json!(["get", "category"])];
    expression.extend(categories.iter().flat_map(|c| [json!(c.id), json!(c.colour)]));
    expression.push(json!("#888888"));
    Value::Array(expression)
}

fn layer(id: &str, kind: &str, source: &str, filter: Value, paint: Value) -> Value {
    json!({"id": id, "type": kind, "source": source, "source-layer": source, "filter": filter, "paint": paint})
}

fn base() -> Vec<Value> {
    let class = |words: &[&str]| json!(["in", ["get", "class"], ["literal", words]]);
    let is = |kind: &str| json!(["==", ["geometry-type"], kind]);
    let level = |word: &str| json!(["==", ["get", "level"], word]);
    vec![
        json!({"id": "land", "type": "background", "paint": {"background-color": "#f7f5f0"}}),
        layer(
            "deserts",
            "fill",
            "places",
            json!(["all", is("Polygon"), class(&["desert", "sandy_land"])]),
            json!({"fill-color": "#f0e6cf"}),
        ),
        layer(
            "lakes",
            "fill",
            "places",
            json!(["all", is("Polygon"), class(&["lake", "reservoir", "river"])]),
            json!({"fill-color": "#c3dced"}),
        ),
        layer(
            "rivers",
            "line",
            "places",
            json!(["all", is("LineString"), class(&["river", "canal"])]),
            json!({"line-color": "#a9cde4", "line-width": 1.2}),
        ),
        layer(
            "counties",
            "line",
            "admin",
            level("county"),
            json!({"line-color": "#d8d2c6", "line-width": 0.6}),
        ),
        layer(
            "prefectures",
            "line",
            "admin",
            level("prefecture"),
            json!({"line-color": "#b8b0a2", "line-width": 1}),
        ),
        layer(
            "provinces",
            "line",
            "admin",
            level("province"),
            json!({"line-color": "#948c7e", "line-width": 1.6}),
        ),
    ]
}

/// A project that is known only to its county or wider is that unit in the data, and never a filled area on a map.
fn stands_on_its_own() -> Value {
    json!([
        "!",
        [
            "all",
            ["==", ["get", "grade"], "area"],
            ["!=", ["get", "category"], "ecology"],
            ["in", ["get", "place_level"], ["literal", ["county", "prefecture", "province"]]]
        ]
    ])
}

fn projects(colour: &Value) -> Vec<Value> {
    let of = |kind: &str| json!(["all", ["==", ["geometry-type"], kind], stands_on_its_own()]);
    let line = |id: &str, words: &[&str], dash: Option<Value>| {
        let filter = json!(["all", of("LineString"), ["in", ["get", "status"], ["literal", words]]]);
        let mut paint =
            json!({"line-color": colour, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1.5, 12, 4]});
        if let (Some(dash), Some(map)) = (dash, paint.as_object_mut()) {
            map.insert("line-dasharray".to_owned(), dash);
        }
        layer(id, "line", "projects", filter, paint)
    };
    vec![
        layer(
            "zones",
            "fill",
            "projects",
            of("Polygon"),
            json!({"fill-color": colour, "fill-opacity": 0.18}),
        ),
        layer(
            "zone-outlines",
            "line",
            "projects",
            of("Polygon"),
            json!({"line-color": colour, "line-width": 1}),
        ),
        line("lines-built", &["completed", "operating"], None),
        line("lines-building", &["construction", "protection"], Some(json!([6, 1.5]))),
        line("lines-planned", &["planned", "preliminary", "unknown"], Some(json!([2, 2]))),
        layer(
            "sites",
            "circle",
            "projects",
            of("Point"),
            json!({"circle-color": colour, "circle-radius": 5, "circle-stroke-color": "#ffffff",
                "circle-stroke-width": 1.5}),
        ),
    ]
}

fn names() -> Vec<Value> {
    let text = |id: &str, source: &str, minzoom: f64, filter: Value, field: Value, size: f64| {
        json!({"id": id, "type": "symbol", "source": source, "source-layer": source, "minzoom": minzoom,
            "filter": filter, "layout": {"text-field": field, "text-size": size},
            "paint": {"text-color": "#4a463f", "text-halo-color": "#ffffff", "text-halo-width": 1.2}})
    };
    let class = |words: &[&str]| json!(["in", ["get", "class"], ["literal", words]]);
    vec![
        text("cities", "places", 3.0, class(&["city"]), json!(["get", "name"]), 14.0),
        text("seats", "places", 6.6, class(&["county_seat", "county"]), json!(["get", "name"]), 12.0),
        text("towns", "places", 9.0, class(&["town", "township", "sumu"]), json!(["get", "name"]), 11.0),
        text(
            "project-names",
            "projects",
            7.0,
            stands_on_its_own(),
            json!(["coalesce", ["get", "short_name"], ["get", "name"]]),
            11.0,
        ),
    ]
}
