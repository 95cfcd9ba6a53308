//! KML 2.3: placemarks with their properties.
//!
//! In: a selection. Out: one document, written row by row; features without geometry are placemarks without one. With
//! shifted coordinates the document's name says so. Must not know: HTTP.

use super::fields::heading;
use super::table::{columns, text};
use super::{Datum, Source, refused};
use crate::catalog::Row;
use crate::error::Result;
use crate::geometry::{Geom, LineString, Polygon};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io::Write;

type Out<'a> = Writer<&'a mut dyn Write>;

/// Writes `source` as one document.
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn write(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    let mut out = Writer::new(out);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).map_err(refused)?;
    raw(&mut out, "<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>")?;
    let shifted = source.options.datum == Datum::Gcj02;
    let title = format!("{}{}", source.collection.title, if shifted { "（GCJ-02）" } else { "" });
    element(&mut out, "name", &title)?;
    for row in source.rows()? {
        placemark(&mut out, &source, row)?;
    }
    raw(&mut out, "</Document></kml>\n")
}

fn raw(out: &mut Out<'_>, markup: &str) -> Result<()> {
    out.get_mut().write_all(markup.as_bytes()).map_err(refused)
}

fn element(out: &mut Out<'_>, name: &str, text: &str) -> Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&plain(text))).map(|_| ()).map_err(refused)
}

/// `text` without the control characters that XML 1.0 cannot hold.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

fn placemark(out: &mut Out<'_>, source: &Source<'_>, row: Row<'_>) -> Result<()> {
    raw(out, "<Placemark>")?;
    element(out, "name", row.text(&source.collection.schema, "name").unwrap_or(row.id()))?;
    raw(out, "<ExtendedData>")?;
    data(out, source, "id", row.id())?;
    for index in columns(source.collection) {
        let name = &source.collection.schema.properties[index].name;
        let value = text(source.options.lang, name, row.value(index));
        if !value.is_empty() {
            data(out, source, name, &value)?;
        }
    }
    raw(out, "</ExtendedData>")?;
    if let Some(shape) = row.geometry() {
        geometry(out, source.options.datum, &shape)?;
    }
    raw(out, "</Placemark>\n")
}

fn data(out: &mut Out<'_>, source: &Source<'_>, name: &str, value: &str) -> Result<()> {
    let shown = heading(source.options.lang, name);
    out.create_element("Data")
        .with_attribute(("name", name))
        .write_inner_content(|inner| {
            if shown != name {
                inner.create_element("displayName").write_text_content(BytesText::new(shown))?;
            }
            inner.create_element("value").write_text_content(BytesText::new(&plain(value)))?;
            Ok(())
        })
        .map(|_| ())
        .map_err(refused)
}

fn coordinates(datum: Datum, line: &LineString<f64>) -> String {
    let pairs = line.coords().map(|c| datum.point([c.x, c.y])).map(|[lon, lat]| format!("{lon},{lat}"));
    format!("<coordinates>{}</coordinates>", pairs.collect::<Vec<_>>().join(" "))
}

fn area(out: &mut Out<'_>, datum: Datum, area: &Polygon<f64>) -> Result<()> {
    let ring = |word: &str, line: &LineString<f64>| {
        let line = coordinates(datum, line);
        format!("<{word}><LinearRing>{line}</LinearRing></{word}>")
    };
    let holes: String = area.interiors().iter().map(|hole| ring("innerBoundaryIs", hole)).collect();
    let outer = ring("outerBoundaryIs", area.exterior());
    raw(out, &format!("<Polygon>{outer}{holes}</Polygon>"))
}

fn line(out: &mut Out<'_>, datum: Datum, line: &LineString<f64>) -> Result<()> {
    raw(out, &format!("<LineString>{}</LineString>", coordinates(datum, line)))
}

fn geometry(out: &mut Out<'_>, datum: Datum, shape: &Geom) -> Result<()> {
    let point = |out: &mut Out<'_>, x: f64, y: f64| {
        let [lon, lat] = datum.point([x, y]);
        raw(out, &format!("<Point><coordinates>{lon},{lat}</coordinates></Point>"))
    };
    let several = !matches!(shape, Geom::Point(_) | Geom::Line(_) | Geom::LineString(_) | Geom::Polygon(_));
    if several {
        raw(out, "<MultiGeometry>")?;
    }
    match shape {
        Geom::Point(p) => point(out, p.x(), p.y())?,
        Geom::MultiPoint(points) => points.iter().try_for_each(|p| point(out, p.x(), p.y()))?,
        Geom::Line(l) => line(out, datum, &LineString::from(*l))?,
        Geom::LineString(l) => line(out, datum, l)?,
        Geom::MultiLineString(lines) => lines.iter().try_for_each(|l| line(out, datum, l))?,
        Geom::Polygon(a) => area(out, datum, a)?,
        Geom::MultiPolygon(areas) => areas.iter().try_for_each(|a| area(out, datum, a))?,
        Geom::GeometryCollection(parts) => parts.iter().try_for_each(|part| geometry(out, datum, part))?,
        Geom::Rect(rect) => area(out, datum, &rect.to_polygon())?,
        Geom::Triangle(triangle) => area(out, datum, &triangle.to_polygon())?,
    }
    if several {
        raw(out, "</MultiGeometry>")?;
    }
    Ok(())
}
