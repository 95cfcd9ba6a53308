//! The collections of a release.
//!
//! In: [`Contents`]. Out: [`Collection`] values in the order of the service. Must not know: how they are asked.

use super::{Collection, Feature, GeometryKind, Schema};
use crate::error::{Error, Result};
use crate::geometry::{Geom, Point, label_point};
use crate::query::{Interval, day};
use crate::release::{
    ADMIN_COLUMNS, Column, ColumnKind, Contents, MENTION_COLUMNS, PLACE_COLUMNS, PLAN_COLUMNS,
    PROJECT_COLUMNS, ProjectRow,
};
use crate::search::{fold, initials, pinyin};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

const LABEL: &[(&str, ColumnKind)] = &[("label_point", ColumnKind::Json)];

/// Every collection of `contents`.
pub fn collections(contents: &Contents) -> Result<Vec<Collection>> {
    let mut all = projects(contents)?;
    all.push(mentions(contents)?);
    all.push(plans(contents)?);
    all.push(places(contents)?);
    all.push(admin(contents)?);
    Ok(all)
}

fn object(value: serde_json::Result<Value>) -> Result<Map<String, Value>> {
    match value {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Error::Other("a row is not an object".to_owned())),
        Err(e) => Err(Error::Other(e.to_string())),
    }
}

/// The texts that `q` looks at: as written, by pinyin and by initials.
fn texts<'a>(names: impl IntoIterator<Item = &'a str>, more: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for name in names {
        let sound = pinyin(name);
        for text in [fold(name), fold(&sound.replace(' ', "")), fold(&sound), initials(name)] {
            out.push_str(&text);
            out.push('\n');
        }
    }
    for text in more {
        out.push_str(&fold(text));
        out.push('\n');
    }
    out
}

fn project(row: &ProjectRow, schema: &Schema) -> Result<Feature> {
    let p = &row.properties;
    let properties = object(serde_json::to_value(p))?;
    let mut feature = feature(&row.id, row.geometry.as_ref(), properties, schema);
    feature.label_point = p.label_point;
    feature.time = Interval::from_date_to_year(&p.first_date, p.horizon_end);
    let names = std::iter::once(&p.name).chain(&p.short_name).chain(&p.aliases).map(String::as_str);
    let more = p.name_en.iter().chain(&p.kind).chain(&p.admin_names).chain([&row.id]).map(String::as_str);
    feature.texts = texts(names, more);
    Ok(feature)
}

fn projects(contents: &Contents) -> Result<Vec<Collection>> {
    let schema = |kind| Schema::of(with(PROJECT_COLUMNS, &[]), kind, true);
    let any = schema(GeometryKind::Any);
    let all = contents.projects.iter().map(|row| project(row, &any)).collect::<Result<Vec<_>>>()?;
    let of = |kind: GeometryKind| -> Vec<&Feature> {
        all.iter().filter(|f| f.geometry.as_ref().is_some_and(|g| geometry_kind(g) == kind)).collect()
    };
    let by_type = [
        ("projects_points", "Projects that are points 点状项目", GeometryKind::Points),
        ("projects_lines", "Projects that are lines 线状项目", GeometryKind::Lines),
        ("projects_areas", "Projects that are areas 面状项目", GeometryKind::Areas),
    ];
    let about = "Infrastructure projects and ecological zones that the plans name, each with its evidence; projects \
                 without a place have no geometry.";
    let mut out = vec![Collection::new("projects", "Projects 项目", about, any, &all)?];
    for (id, title, kind) in by_type {
        let about =
            "The placed projects of one geometry type, for desktop GIS; the three together are all of them.";
        out.push(Collection::new(id, title, about, schema(kind), &of(kind))?);
    }
    Ok(out)
}

/// Points, lines or areas; a mixture counts as what its first part is.
fn geometry_kind(geometry: &Geom) -> GeometryKind {
    match geometry {
        Geom::Point(_) | Geom::MultiPoint(_) => GeometryKind::Points,
        Geom::Line(_) | Geom::LineString(_) | Geom::MultiLineString(_) => GeometryKind::Lines,
        Geom::Polygon(_) | Geom::MultiPolygon(_) | Geom::Rect(_) | Geom::Triangle(_) => GeometryKind::Areas,
        Geom::GeometryCollection(parts) => parts.iter().next().map_or(GeometryKind::Points, geometry_kind),
    }
}

/// `id`, then `columns`, then `more`.
fn with(columns: &[Column], more: &[(&'static str, ColumnKind)]) -> Vec<Column> {
    let id = Column { name: "id", kind: ColumnKind::Text };
    let more = more.iter().map(|(name, kind)| Column { name, kind: *kind });
    std::iter::once(id).chain(columns.iter().copied()).chain(more).collect()
}

/// A feature with its id and the point that stands for its geometry among the properties.
fn feature(
    id: &str,
    geometry: Option<&Geom>,
    mut properties: Map<String, Value>,
    schema: &Schema,
) -> Feature {
    properties.insert("id".to_owned(), json!(id));
    if let Some(label) = geometry.and_then(label_point) {
        properties.entry("label_point").or_insert_with(|| json!(label));
    }
    Feature::new(id.to_owned(), geometry.cloned(), properties, schema)
}

fn mentions(contents: &Contents) -> Result<Collection> {
    use ColumnKind::{Date, Text};
    let more = [("plan_title", Text), ("plan_number", Text), ("plan_date", Date), ("project_name", Text)];
    let schema = Schema::of(with(MENTION_COLUMNS, &more), GeometryKind::Points, true);
    let plans: HashMap<_, _> = contents.plans.iter().map(|p| (p.id.as_str(), p)).collect();
    let projects: HashMap<_, _> = contents.projects.iter().map(|p| (p.id.as_str(), &p.properties)).collect();
    let feature = |m: &crate::release::MentionRow| {
        let mut map = object(serde_json::to_value(m))?;
        let (plan, project) = (plans.get(m.plan.as_str()), projects.get(m.project.as_str()));
        map.insert("plan_title".to_owned(), json!(plan.map(|p| &p.title)));
        map.insert("plan_number".to_owned(), json!(plan.and_then(|p| p.number.as_ref())));
        map.insert("plan_date".to_owned(), json!(plan.map(|p| &p.date)));
        map.insert("project_name".to_owned(), json!(project.map(|p| &p.name)));
        let label = project.and_then(|p| p.label_point);
        let geometry = label.map(|[lon, lat]| Geom::Point(Point::new(lon, lat)));
        let mut feature = self::feature(&m.id, geometry.as_ref(), map, &schema);
        feature.time = plan.and_then(|p| day(&p.date));
        feature.texts = texts([m.name.as_str(), m.quote.as_str()], [m.sentence.as_str()]);
        Ok(feature)
    };
    let features = contents.mentions.iter().map(feature).collect::<Result<Vec<_>>>()?;
    let about = "Places in the plans that name a project, with quote, sentence and offsets, at the label point of the \
                 project.";
    Collection::new("mentions", "Mentions 原文依据", about, schema, &features)
}

fn plans(contents: &Contents) -> Result<Collection> {
    let more = [("mention_count", ColumnKind::Integer), ("project_count", ColumnKind::Integer)];
    let schema = Schema::of(with(PLAN_COLUMNS, &more), GeometryKind::None, true);
    let feature = |p: &crate::release::PlanRow| {
        let mut map = object(serde_json::to_value(p))?;
        let mentions = contents.mentions.iter().filter(|m| m.plan == p.id).count();
        let projects = contents.projects.iter().filter(|r| r.properties.plans.contains(&p.id)).count();
        map.insert("mention_count".to_owned(), json!(mentions));
        map.insert("project_count".to_owned(), json!(projects));
        let mut feature = self::feature(&p.id, None, map, &schema);
        feature.time = day(&p.date);
        let more = p.number.iter().chain([&p.issuer, &p.id]).map(String::as_str);
        feature.texts = texts([p.title.as_str()], more);
        Ok(feature)
    };
    let features = contents.plans.iter().map(feature).collect::<Result<Vec<_>>>()?;
    Collection::new("plans", "Plans 规划文件", "The plan documents, by date of issue.", schema, &features)
}

fn places(contents: &Contents) -> Result<Collection> {
    let schema = Schema::of(with(PLACE_COLUMNS, LABEL), GeometryKind::Any, false);
    let feature = |p: &crate::release::PlaceRow| {
        let mut feature = self::feature(&p.id, Some(&p.geometry), object(p.to_properties())?, &schema);
        let names = std::iter::once(&p.name).chain(&p.aliases).map(String::as_str);
        feature.texts = texts(names, p.name_en.iter().map(String::as_str));
        Ok(feature)
    };
    let features = contents.places.iter().map(feature).collect::<Result<Vec<_>>>()?;
    let about = "Towns, villages, stations, airports, ports, rivers, lakes and deserts that the map shows and search \
                 finds.";
    Collection::new("places", "Places 地名", about, schema, &features)
}

fn admin(contents: &Contents) -> Result<Collection> {
    let schema = Schema::of(with(ADMIN_COLUMNS, LABEL), GeometryKind::Areas, false);
    let feature = |a: &crate::release::AdminRow| {
        let mut feature = self::feature(&a.code, Some(&a.geometry), object(a.to_properties())?, &schema);
        let names = [&a.name, &a.short_name].into_iter().chain(&a.aliases).map(String::as_str);
        feature.texts = texts(names, [a.code.as_str()]);
        Ok(feature)
    };
    let features = contents.admin.iter().map(feature).collect::<Result<Vec<_>>>()?;
    let about = "Boundaries of provinces, prefectures (盟市) and counties (旗县).";
    Collection::new("admin", "Administrative units 行政区划", about, schema, &features)
}
