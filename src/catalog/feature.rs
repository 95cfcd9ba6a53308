//! One feature, and how it is shown as GeoJSON.
//!
//! In: id, geometry, properties. Out: a row of a collection. Must not know: where it is stored.

use super::store::write_string;
use super::{Row, Schema, Value};
use crate::geometry::{Bounds, Geom, GeometryJson, label_point};
use crate::query::Interval;
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

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

/// What is done to a geometry before it is shown: another datum, another reference system.
pub type Reshape<'a> = &'a (dyn Fn(&Geom) -> Geom + Send + Sync);

/// A feature as GeoJSON.
#[derive(Clone, Copy)]
pub struct FeatureView<'a> {
    /// The feature.
    pub row: Row<'a>,
    /// Its schema.
    pub schema: &'a Schema,
    /// Only these properties, by position; every one if none.
    pub properties: Option<&'a [usize]>,
    /// Leaves the geometry out; the box stays.
    pub skip_geometry: bool,
    /// What is done to the geometry; the box and the property `label_point` follow it.
    pub reshape: Option<Reshape<'a>>,
}

impl<'a> FeatureView<'a> {
    fn geometry(&self) -> (Option<Cow<'a, Geom>>, Option<Bounds>) {
        match (self.row.geometry(), self.reshape) {
            (Some(geometry), Some(reshape)) => {
                let geometry = reshape(&geometry);
                let bounds = Bounds::of(&geometry);
                (Some(Cow::Owned(geometry)), bounds)
            }
            (geometry, _) => (geometry, self.row.bounds()),
        }
    }

    /// The label point where it does not stand as stored: coordinates of two kinds in one answer would be mixed up.
    fn label(&self, property: &str) -> Option<[f64; 2]> {
        let reshape = self.reshape.filter(|_| property == "label_point")?;
        let [x, y] = self.row.label_point()?;
        match reshape(&Geom::Point((x, y).into())) {
            Geom::Point(point) => Some([point.x(), point.y()]),
            _ => None,
        }
    }
}

impl FeatureView<'_> {
    /// Appends the feature as JSON, the same as its serialisation; where the geometry stays as it is, without anything
    /// between the store and the bytes.
    ///
    /// # Errors
    /// A reshaped geometry cannot be written.
    pub fn write_json(&self, mut out: &mut Vec<u8>) -> serde_json::Result<()> {
        if self.reshape.is_some() {
            return serde_json::to_writer(&mut out, self);
        }
        out.extend(b"{\"type\":\"Feature\",\"id\":");
        write_string(self.row.id(), out);
        if self.row.bounds().is_some() {
            out.extend(b",\"bbox\":");
            self.row.write_box(out);
        }
        out.extend(b",\"geometry\":");
        if self.skip_geometry {
            out.extend(b"null");
        } else {
            self.row.shape().write_json(out);
        }
        out.extend(b",\"properties\":{");
        let mut first = true;
        for (index, property) in self.schema.properties.iter().enumerate() {
            if self.properties.is_none_or(|wanted| wanted.contains(&index)) {
                if !std::mem::take(&mut first) {
                    out.push(b',');
                }
                write_string(&property.name, out);
                out.push(b':');
                self.row.value(index).write_json(out);
            }
        }
        out.extend(b"}}");
        Ok(())
    }
}

impl Serialize for FeatureView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (geometry, bounds) = self.geometry();
        let shown = geometry.filter(|_| !self.skip_geometry);
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
                match view.label(&property.name) {
                    Some(label) => out.serialize_entry(&property.name, &label)?,
                    None => out.serialize_entry(&property.name, &view.row.value(index))?,
                }
            }
        }
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Collection, ColumnKind, GeometryKind, Property};
    use serde_json::json;

    #[test]
    fn both_ways_to_json_are_the_same_and_give_back_what_came_in() {
        let kinds = [
            ("t", ColumnKind::Text),
            ("i", ColumnKind::Integer),
            ("n", ColumnKind::Number),
            ("b", ColumnKind::Boolean),
            ("l", ColumnKind::Strings),
            ("j", ColumnKind::Json),
        ];
        let property = |(name, kind): (&str, ColumnKind)| Property { name: name.into(), kind, words: vec![] };
        let properties = kinds.map(property).into();
        let schema = Schema { properties, geometry: GeometryKind::Any, temporal: false };
        let values = [
            json!({"t": "a \"quoted\"\n敖镇", "i": -7, "n": 1e-7, "b": false, "l": ["x", ""], "j": {"a": [1.5, null]}}),
            json!({"t": null, "i": null, "n": null, "b": null, "l": null, "j": null}),
        ];
        let geometries = [
            json!({"type": "MultiPolygon", "coordinates": [
                [[[0.0, 0.0], [9.0, 0.0], [9.0, 9.5], [0.0, 0.0]], [[3.0, 2.0], [4.0, 2.0], [4.0, 3.0], [3.0, 2.0]]],
                [[[20.0, 0.0], [21.0, 0.0], [21.0, 1.0], [20.0, 0.0]]]]}),
            json!({"type": "GeometryCollection", "geometries": [
                {"type": "Point", "coordinates": [111.1234567, -40.5]},
                {"type": "MultiLineString", "coordinates": [[[1.0, 2.0], [1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]]}]}),
            json!({"type": "Point", "coordinates": [0.1 + 0.2, 1.0 / 3.0]}),
        ];
        for geometry in geometries {
            let features: Vec<Feature> = values
                .iter()
                .enumerate()
                .map(|(n, map)| {
                    let own = (n == 0)
                        .then(|| serde_json::from_value::<GeometryJson>(geometry.clone()).expect("g").into());
                    Feature::new(format!("f{n}"), own, map.as_object().expect("map").clone(), &schema)
                })
                .collect();
            let collection = Collection::new("c", "", "", schema.clone(), &features).expect("collection");
            for (row, map) in collection.rows().zip(&values) {
                let view = FeatureView {
                    row,
                    schema: &schema,
                    properties: None,
                    skip_geometry: false,
                    reshape: None,
                };
                let mut fast = Vec::new();
                view.write_json(&mut fast).expect("written");
                let fast: serde_json::Value = serde_json::from_slice(&fast).expect("json");
                assert_eq!(fast, serde_json::to_value(view).expect("json"));
                assert_eq!(&fast["properties"], map);
                let expected = if row.position == 0 { geometry.clone() } else { json!(null) };
                assert_eq!(fast["geometry"], expected);
                assert_eq!(row.geometry().is_some(), row.position == 0);
            }
        }
    }
}
