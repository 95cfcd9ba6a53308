//! One feature, and how it is shown as GeoJSON.
//!
//! In: id, geometry, properties. Out: a row of a collection. Must not know: where it is stored.

use super::{Row, Schema, Value};
use crate::geometry::{Bounds, Geom, GeometryJson, label_point};
use crate::query::Interval;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// A feature of a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Stable id.
    pub id: String,
    /// WGS 84, longitude first; none for a feature without a place.
    pub geometry: Option<Geom>,
    /// Round the geometry.
    pub bounds: Option<Bounds>,
    /// A point that stands for the geometry, `[lon, lat]`.
    pub label_point: Option<[f64; 2]>,
    /// In the order of the schema.
    pub values: Vec<Value>,
    /// When it holds.
    pub time: Option<Interval>,
    /// Folded texts for `q`.
    pub texts: String,
}

impl Feature {
    /// A feature of `properties` in the order of `schema`; properties outside the schema are left out.
    pub fn new(
        id: String,
        geometry: Option<Geom>,
        mut properties: serde_json::Map<String, serde_json::Value>,
        schema: &Schema,
    ) -> Self {
        let take = |p: &super::Property| {
            properties.remove(&p.name).map_or(Value::Null, |json| Value::new(p.kind, json))
        };
        Self {
            id,
            bounds: geometry.as_ref().and_then(Bounds::of),
            label_point: geometry.as_ref().and_then(label_point),
            geometry,
            values: schema.properties.iter().map(take).collect(),
            time: None,
            texts: String::new(),
        }
    }
}

/// A feature as GeoJSON.
#[derive(Debug, Clone, Copy)]
pub struct FeatureView<'a> {
    /// The feature.
    pub row: Row<'a>,
    /// Its schema.
    pub schema: &'a Schema,
    /// Only these properties, by position; every one if none.
    pub properties: Option<&'a [usize]>,
    /// Leaves the geometry out; the box stays.
    pub skip_geometry: bool,
}

impl Serialize for FeatureView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shown = if self.skip_geometry { None } else { self.row.geometry() };
        let bounds = self.row.bounds();
        let mut out = serializer.serialize_struct("Feature", 4 + usize::from(bounds.is_some()))?;
        out.serialize_field("type", "Feature")?;
        out.serialize_field("id", self.row.id())?;
        if let Some(bounds) = bounds {
            out.serialize_field("bbox", &bounds.to_array())?;
        }
        out.serialize_field("geometry", &shown.as_deref().map(GeometryJson::from))?;
        out.serialize_field("properties", &PropertiesView(self))?;
        out.end()
    }
}

struct PropertiesView<'a>(&'a FeatureView<'a>);

impl Serialize for PropertiesView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let view = self.0;
        let mut out = serializer.serialize_map(None)?;
        for (index, property) in view.schema.properties.iter().enumerate() {
            if view.properties.is_none_or(|wanted| wanted.contains(&index)) {
                out.serialize_entry(&property.name, &view.row.value(index))?;
            }
        }
        out.end()
    }
}
