//! Selections as tables of text: CSV, and the cells that every sheet shows.
//!
//! In: a selection. Out: CSV. Must not know: HTTP.

use super::fields::heading;
use super::{Datum, Lang, Options, Source, refused};
use crate::catalog::{Collection, Row, ValueRef};
use crate::error::Result;
use crate::style::label;
use std::borrow::Cow;
use std::io::Write;

/// Columns of a table: positions of properties, without the id, which comes first.
pub fn columns(collection: &Collection) -> Vec<usize> {
    let properties = collection.schema.properties.iter().enumerate();
    properties.filter(|(_, p)| p.name != "id").map(|(index, _)| index).collect()
}

/// The headings of [`record`]; with shifted coordinates, theirs say so.
pub fn headings(collection: &Collection, options: Options) -> Vec<String> {
    let name = |name: &str| heading(options.lang, name).to_owned();
    let mark = if options.datum == Datum::Gcj02 { "_gcj02" } else { "" };
    let properties = columns(collection).into_iter().map(|i| name(&collection.schema.properties[i].name));
    let place = ["lon", "lat"].map(|n| format!("{}{mark}", name(n)));
    std::iter::once(name("id")).chain(properties).chain(place).collect()
}

/// A value as text: in a language, words of the contract are translated and lists read as lists.
pub fn text<'a>(lang: Option<Lang>, property: &str, value: ValueRef<'a>) -> Cow<'a, str> {
    match (lang, value) {
        (Some(lang), ValueRef::Text(word)) => label(lang, property, word).into(),
        (Some(lang), ValueRef::Strings(list)) => {
            let between = if lang == Lang::Zh { "、" } else { "; " };
            list.iter().collect::<Vec<_>>().join(between).into()
        }
        (_, other) => other.as_scalar_text().unwrap_or_default(),
    }
}

/// One row as text: id, every property, longitude and latitude of the label point, degrees.
pub fn record(collection: &Collection, row: Row<'_>, options: Options) -> Vec<String> {
    let cell = |index: usize| {
        text(options.lang, &collection.schema.properties[index].name, row.value(index)).into_owned()
    };
    let point = row.label_point().map(|p| options.datum.point(p).map(|v| v.to_string())).unwrap_or_default();
    std::iter::once(row.id().to_owned())
        .chain(columns(collection).into_iter().map(cell))
        .chain(point)
        .collect()
}

/// CSV in UTF-8 with a header: id, every property, `lon` and `lat` of the label point; in Chinese with a byte order
/// mark, so that office programs see the encoding.
///
/// # Errors
/// The query names something that is not there, or the writer refuses.
pub fn csv(source: Source<'_>, out: &mut dyn Write) -> Result<()> {
    if source.options.lang == Some(Lang::Zh) {
        out.write_all("\u{feff}".as_bytes()).map_err(refused)?;
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(headings(source.collection, source.options)).map_err(refused)?;
    for row in source.rows()? {
        writer.write_record(record(source.collection, row, source.options)).map_err(refused)?;
    }
    writer.flush().map_err(refused)
}
