//! Small plain pages for people and search engines.
//!
//! In: the same values as the JSON. Out: HTML without scripts. Must not know: how values were found.

use super::context::Context;
use super::links::Link;
use crate::catalog::{Catalog, Collection, Row};
use crate::export::{Cell, Table};
use serde_json::Value;
use std::fmt::Write;

const CSS: &str = "body{font:16px/1.5 system-ui,'Noto Sans CJK SC',sans-serif;max-width:72rem;margin:2rem auto;\
padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;width:100%}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ddd}\
code{overflow-wrap:anywhere}nav{margin-bottom:1rem}a{color:#0b5394}";

/// Columns of the table of items.
const TABLE_COLUMNS: usize = 8;

/// `text` safe inside HTML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `text` as one segment of a path.
pub fn segment(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn page(cx: &Context, title: &str, body: &str) -> String {
    let (title, base) = (escape(title), escape(&cx.base));
    format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <style>{CSS}</style></head><body><nav><a href=\"{base}/\">planmap</a> · \
         <a href=\"{base}/collections?f=html\">Collections</a> · <a href=\"{base}/api?f=html\">API</a></nav>\
         <h1>{title}</h1>{body}</body></html>\n"
    )
}

fn anchor(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(href), escape(text))
}

/// The landing page where the map was not built in.
pub fn landing(cx: &Context) -> String {
    let list = ["collections", "api", "conformance", "tiles", "styles", "quality"];
    let rows: String =
        list.iter().map(|p| format!("<li>{}</li>", anchor(&cx.url(&format!("/{p}")), p))).collect();
    page(cx, "planmap", &format!("<p>The page was not built into this executable.</p><ul>{rows}</ul>"))
}

/// The list of collections.
pub fn collections(cx: &Context) -> String {
    let row = |c: &Collection| {
        let href = cx.url(&format!("/collections/{}?f=html", c.id));
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
            anchor(&href, &c.title),
            c.len(),
            escape(&c.description)
        )
    };
    let rows: String = cx.snapshot.catalog.collections().iter().map(row).collect();
    page(cx, "Collections", &format!("<table><tr><th>Title<th>Features<th>What it holds</tr>{rows}</table>"))
}

/// One collection.
pub fn collection(cx: &Context, c: &Collection) -> String {
    let path = format!("/collections/{}", c.id);
    let links: String = [
        ("/items?f=html", "Features"),
        ("/items", "GeoJSON"),
        ("/items?f=csv", "CSV"),
        ("/items?f=csv&lang=zh", "CSV（中文）"),
        ("/items?f=xlsx", "XLSX"),
        ("/items?f=fgb", "FlatGeobuf"),
        ("/items?f=gpkg", "GeoPackage"),
        ("/items?f=shp", "Shapefile"),
        ("/items?f=kml", "KML"),
        ("/schema", "Schema"),
        ("/queryables", "Queryables"),
        ("/tiles", "Tiles"),
    ]
    .iter()
    .map(|(rest, title)| format!("<li>{}</li>", anchor(&cx.url(&format!("{path}{rest}")), title)))
    .collect();
    let bounds = c.bounds.map(|b| format!("<p>Extent: {:?}</p>", b.to_array())).unwrap_or_default();
    let body =
        format!("<p>{}</p><p>{} features</p>{bounds}<ul>{links}</ul>", escape(&c.description), c.len());
    page(cx, &c.title, &body)
}

/// A page of features.
pub fn items(cx: &Context, c: &Collection, rows: &[Row<'_>], matched: usize, links: &[Link]) -> String {
    let columns: Vec<usize> = c
        .schema
        .queryables()
        .filter(|p| p.name != "id")
        .filter_map(|p| c.schema.index(&p.name))
        .take(TABLE_COLUMNS)
        .collect();
    let head: String =
        columns.iter().map(|i| format!("<th>{}</th>", escape(&c.schema.properties[*i].name))).collect();
    let row = |row: &Row<'_>| {
        let href = cx.url(&format!("/collections/{}/items/{}?f=html", c.id, segment(row.id())));
        let cells: String = columns
            .iter()
            .map(|i| row.value(*i).as_scalar_text().unwrap_or_default())
            .map(|text| format!("<td>{}</td>", escape(&text)))
            .collect();
        format!("<tr><td>{}</td>{cells}</tr>", anchor(&href, row.id()))
    };
    let table: String = rows.iter().map(row).collect();
    let next =
        links.iter().find(|l| l.rel == "next").map(|l| format!("<p>{}</p>", anchor(&l.href, "Next page")));
    let body = format!(
        "<p>{matched} features</p><table><tr><th>id</th>{head}</tr>{table}</table>{}",
        next.unwrap_or_default()
    );
    page(cx, &c.title, &body)
}

/// One feature.
pub fn feature(cx: &Context, c: &Collection, row: Row<'_>) -> String {
    let properties = c.schema.properties.iter().enumerate();
    let rows: String = properties
        .map(|(index, p)| {
            let text = row.value(index).as_scalar_text().unwrap_or_default();
            format!("<tr><th>{}</th><td><code>{}</code></td></tr>", escape(&p.name), escape(&text))
        })
        .collect();
    let title = row.text(&c.schema, "name").unwrap_or(row.id());
    let back = anchor(&cx.url(&format!("/collections/{}/items?f=html", c.id)), &c.title);
    page(cx, title, &format!("<p>{back}</p><table>{rows}</table>"))
}

/// A table of an office, for paper: A3 or A4 landscape.
pub fn table(cx: &Context, table: &Table) -> String {
    let notes: String = table.notes.iter().map(|n| format!("<p>{}</p>", escape(n))).collect();
    let head: String = table.columns.iter().map(|(h, _)| format!("<th>{}</th>", escape(h))).collect();
    let cell = |c: &Cell| match c {
        Cell::Number(_) => format!("<td class=\"n\">{}</td>", c.text()),
        Cell::Text(_) => format!("<td>{}</td>", escape(&c.text())),
    };
    let row = |row: &Vec<Cell>| format!("<tr>{}</tr>", row.iter().map(cell).collect::<String>());
    let rows: String = table.rows.iter().map(row).collect();
    let style = "<style>@page{size:A3 landscape;margin:12mm}body{max-width:none}.n{text-align:right}\
                 table{font-size:12px}thead{display:table-header-group}tr{break-inside:avoid}\
                 @media print{nav{display:none}}</style>";
    page(
        cx,
        &table.title,
        &format!("{style}{notes}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"),
    )
}

/// The requirement classes.
pub fn conformance(cx: &Context, classes: &[&str]) -> String {
    let rows: String = classes.iter().map(|c| format!("<li><code>{}</code></li>", escape(c))).collect();
    page(cx, "Conformance", &format!("<ul>{rows}</ul>"))
}

/// The API document, readable.
pub fn api(cx: &Context, document: &Value) -> String {
    let mut body = format!("<p>{}</p>", anchor(&cx.url("/api?f=json"), "OpenAPI 3.0 document"));
    let Some(paths) = document["paths"].as_object() else { return page(cx, "API", &body) };
    for (path, item) in paths {
        let (method, get) = match item.get("post") {
            Some(post) => ("POST ", post),
            None => ("", &item["get"]),
        };
        let _ = write!(
            body,
            "<h2><code>{method}{}</code></h2><p>{}</p>",
            escape(path),
            escape(get["summary"].as_str().unwrap_or_default())
        );
        let parameters =
            get["parameters"].as_array().into_iter().flatten().filter_map(|p| name_of(document, p));
        let list: Vec<String> = parameters.map(|name| format!("<code>{}</code>", escape(name))).collect();
        if !list.is_empty() {
            let _ = write!(body, "<p>Parameters: {}</p>", list.join(", "));
        }
    }
    page(cx, "API", &body)
}

fn name_of<'a>(document: &'a Value, parameter: &'a Value) -> Option<&'a str> {
    let target = match parameter["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#'))?,
        None => parameter,
    };
    target["name"].as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_safe_in_pages_and_paths() {
        assert_eq!(escape("<b>\"&\""), "&lt;b&gt;&quot;&amp;&quot;");
        assert_eq!(segment("包 a/b"), "%E5%8C%85%20a%2Fb");
    }
}
