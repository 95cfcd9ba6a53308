//! One layer of tiles: which properties it carries, and its features as bytes.
//!
//! In: a collection, rows, a tile. Out: the bytes of a layer. Must not know: queries, HTTP.

use super::cluster::Clusters;
use super::columns;
use super::draw::Drawn;
use super::encode::LayerWriter;
use super::grid::TileId;
use crate::catalog::{Collection, Row, ValueRef, Words};

/// How features are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Form {
    /// Points that are near each other become one, with their number.
    pub cluster: bool,
}

/// The layer of a collection.
#[derive(Debug)]
pub struct Layer<'a> {
    /// Whose features.
    pub collection: &'a Collection,
    names: Vec<&'a str>,
    columns: Vec<(usize, Option<Words<'a>>)>,
}

/// Slots of the properties that only clusters have, from the end of the names.
const CLUSTER_NAMES: [&str; 2] = ["cluster", "point_count"];

impl<'a> Layer<'a> {
    /// The layer of `collection`.
    pub fn new(collection: &'a Collection) -> Self {
        let columns = columns(collection);
        let own = columns.iter().map(|index| collection.schema.properties[*index].name.as_str());
        let names = std::iter::once("id").chain(own).chain(CLUSTER_NAMES).collect();
        let words = |index| (index, collection.store().words(index));
        Self { collection, names, columns: columns.into_iter().map(words).collect() }
    }

    /// An empty tile of the layer.
    pub fn writer(&self) -> LayerWriter<'a> {
        LayerWriter::new(&self.collection.id, self.names.clone())
    }

    /// Appends the layer of `rows` in `tile`.
    pub fn encode(&self, tile: TileId, rows: impl Iterator<Item = Row<'a>>, form: Form, out: &mut Vec<u8>) {
        let mut writer = self.writer();
        let mut drawn = Drawn::default();
        let mut clusters = form.cluster.then(|| Clusters::new(tile));
        for row in rows {
            match (&mut clusters, row.shape().point()) {
                (Some(clusters), Some(point)) => clusters.add(row.position, point),
                _ => {
                    if drawn.draw(row.shape(), tile) {
                        self.write(&mut writer, row, &drawn);
                    }
                }
            }
        }
        for cluster in clusters.into_iter().flat_map(Clusters::finish) {
            drawn.put_point(cluster.at);
            if cluster.count == 1 {
                self.write(&mut writer, self.collection.at(cluster.first as u32), &drawn);
            } else {
                let slot = self.names.len() - CLUSTER_NAMES.len();
                writer.begin(None);
                writer.boolean(slot, true);
                writer.integer(slot + 1, cluster.count as i64);
                writer.end(&drawn);
            }
        }
        writer.finish(out);
    }

    /// Appends one feature as it was drawn.
    pub fn write(&self, writer: &mut LayerWriter<'_>, row: Row<'a>, drawn: &Drawn) {
        writer.begin(Some(row.number()));
        writer.text(0, row.id());
        for (n, (index, words)) in self.columns.iter().enumerate() {
            let slot = n + 1;
            if let Some(words) = words {
                let code = words.code(row.position);
                if code > 0 {
                    writer.word(slot, code, || words.value(code).as_scalar_text().unwrap_or_default());
                }
                continue;
            }
            match row.value(*index) {
                ValueRef::Null => {}
                ValueRef::Boolean(truth) => writer.boolean(slot, truth),
                ValueRef::Integer(number) => writer.integer(slot, number),
                ValueRef::Number(number) => writer.number(slot, number),
                other => writer.text(slot, &other.as_scalar_text().unwrap_or_default()),
            }
        }
        writer.end(drawn);
    }
}
