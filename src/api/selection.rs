//! Parameters that select features: the same on items, tiles and downloads.
//!
//! In: a reader, a schema. Out: a [`Query`]. Must not know: what it is run on.

use super::collections::systems;
use super::params::Reader;
use crate::catalog::{Collection, ColumnKind, Property, check_filter};
use crate::crs::{Crs, parse_bbox};
use crate::error::{Error, Result};
use crate::query::{Filter, Interval, Language, Literal, Query, Span, located, parse_filter, parse_sort};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Longest text of `q`, characters.
const TEXT_CHARS: usize = 200;
/// Most values of one list.
const LIST_VALUES: usize = 200;
/// Page size unless said.
pub const USUAL_LIMIT: usize = 100;
/// Largest page.
pub const MOST_LIMIT: usize = 10_000;

/// Parameters of the service; a queryable of the same name is not a parameter.
const RESERVED: &[&str] = &[
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "q",
    "limit",
    "cursor",
    "sortby",
    "properties",
    "skipGeometry",
    "f",
    "filter",
    "filter-lang",
    "filter-crs",
    "collections",
    "cluster",
    "lang",
    "datum",
];

/// The queryables of `collection` that are parameters.
pub fn queryable_parameters(collection: &Collection) -> impl Iterator<Item = &Property> {
    collection.schema.queryables().filter(|p| !RESERVED.contains(&p.name.as_str()))
}

/// `datetime`, `q`, `filter` and every queryable of `collection`.
pub fn conditions(reader: &mut Reader<'_>, collection: &Collection) -> Query {
    let mut query = Query {
        datetime: reader.parse("datetime", Interval::parse),
        text: text(reader),
        filter: {
            let crs = system(reader, "filter-crs", collection);
            filter(reader, crs, |filter| check_filter(filter, &collection.schema))
        },
        ..Query::everything()
    };
    for property in queryable_parameters(collection) {
        if let Some(filter) = reader.parse(&property.name, |text| equality(property, text)) {
            query.and(filter);
        }
    }
    query
}

/// A reference system that `collection` is served in.
pub fn system(reader: &mut Reader<'_>, name: &str, collection: &Collection) -> Crs {
    let parse = |text: &str| {
        let crs = Crs::parse(name, text)?;
        if systems(collection).any(|served| served == crs) {
            return Ok(crs);
        }
        let message = format!(
            "{} does not reach all of this collection: its description lists those that do",
            crs.uri()
        );
        Err(Error::parameter(name, message))
    };
    reader.parse(name, parse).unwrap_or_default()
}

/// [`conditions`] and `bbox`, `sortby`, `properties`, `skipGeometry`, `cursor`, `limit`.
pub fn items(reader: &mut Reader<'_>, collection: &Collection) -> Query {
    let names = |text: &str| properties(collection, text);
    let bbox_crs = system(reader, "bbox-crs", collection);
    let place = reader.parse("bbox", |text| parse_bbox(text, bbox_crs));
    let mut query = Query {
        sort: reader.parse("sortby", |t| sort(collection, t)).unwrap_or_default(),
        properties: reader.parse("properties", names),
        skip_geometry: reader.flag("skipGeometry"),
        after: reader.parse("cursor", |text| cursor(collection, text)),
        limit: reader.limit(USUAL_LIMIT, MOST_LIMIT),
        ..conditions(reader, collection)
    };
    if let Some(place) = place {
        query.within(place);
    }
    query
}

/// `filter` in the language of `filter-lang`, its shapes in `crs`, as far as `check` accepts it.
pub fn filter(
    reader: &mut Reader<'_>,
    crs: Crs,
    check: impl FnOnce(&Filter) -> Result<()>,
) -> Option<Filter> {
    let language = reader.parse("filter-lang", str::parse::<Language>).unwrap_or_default();
    reader.parse("filter", |text| {
        let filter = located(parse_filter(text, language)?, crs)?;
        check(&filter)?;
        Ok(filter)
    })
}

/// `q` alone, for answers over several collections.
pub fn text(reader: &mut Reader<'_>) -> Option<String> {
    let text = reader.text("q")?;
    if text.chars().count() > TEXT_CHARS {
        reader.fail("q", format!("is longer than {TEXT_CHARS} characters"));
        return None;
    }
    Some(text.to_owned())
}

/// The opaque form of "after this feature".
pub fn cursor_after(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(id)
}

fn cursor(collection: &Collection, text: &str) -> Result<String> {
    let wrong = || Error::parameter("cursor", "is not one that this service gave: start again without it");
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
    let id = String::from_utf8(bytes).map_err(|_| wrong())?;
    if collection.by_id(&id).is_none() {
        return Err(Error::parameter("cursor", "the release has changed since: start again without it"));
    }
    Ok(id)
}

fn unknown(collection: &Collection, name: &str) -> String {
    let known: Vec<&str> = collection.schema.properties.iter().map(|p| p.name.as_str()).collect();
    format!("there is no property \"{name}\"; there are: {}", known.join(" "))
}

fn properties(collection: &Collection, text: &str) -> Result<Vec<String>> {
    let names: Vec<String> = text.split(',').map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
    match names.iter().find(|name| collection.schema.index(name).is_none()) {
        Some(name) => Err(Error::parameter("properties", unknown(collection, name))),
        None => Ok(names),
    }
}

fn sort(collection: &Collection, text: &str) -> Result<Vec<crate::query::SortKey>> {
    let keys = parse_sort(text)?;
    match keys.iter().find(|k| collection.schema.index(&k.property).is_none()) {
        Some(key) => Err(Error::parameter("sortby", unknown(collection, &key.property))),
        None => Ok(keys),
    }
}

/// `name=a,b`: the property is one of the values.
fn equality(property: &Property, text: &str) -> Result<Filter> {
    let fail = |message: String| Error::parameter(&property.name, message);
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.len() > LIST_VALUES {
        return Err(fail(format!("more than {LIST_VALUES} values")));
    }
    let literals = parts.iter().map(|part| literal(property, part)).collect::<Result<Vec<_>>>()?;
    Ok(match property.kind {
        ColumnKind::Strings => Filter::has_one_of(&property.name, literals),
        _ => Filter::one_of(&property.name, literals),
    })
}

fn literal(property: &Property, text: &str) -> Result<Literal> {
    let fail = |message: String| Error::parameter(&property.name, message);
    if !property.words.is_empty() && !property.words.contains(&text) {
        return Err(fail(format!("\"{text}\" is not one of: {}", property.words.join(" "))));
    }
    match property.kind {
        ColumnKind::Integer | ColumnKind::Number => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Literal::Number(number)),
            _ => Err(fail(format!("\"{text}\" is not a number"))),
        },
        ColumnKind::Boolean => match text {
            "true" => Ok(Literal::Boolean(true)),
            "false" => Ok(Literal::Boolean(false)),
            _ => Err(fail(format!("\"{text}\" is neither true nor false"))),
        },
        ColumnKind::Date => match Span::date(text) {
            Some(date) => Ok(Literal::Time(date)),
            None => Err(fail(format!("\"{text}\" is not a date YYYY-MM-DD"))),
        },
        _ => Ok(Literal::Text(text.to_owned())),
    }
}
