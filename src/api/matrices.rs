//! Tile matrix sets: how the world is cut into tiles.
//!
//! In: the id of a set. Out: the documents of OGC API Tiles. Must not know: features, tiles.

use super::answer::Answer;
use super::context::Context;
use super::links::{JSON, Link};
use super::problem::Problem;
use super::tiles::known_set;
use crate::tile::{Matrix, MatrixSet};
use axum::extract::Path;
use serde_json::{Value, json};

/// `GET /tileMatrixSets`
pub async fn list(cx: Context) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    let item = |set: &MatrixSet| {
        let link = Link::new("self", JSON, cx.url(&format!("/tileMatrixSets/{}", set.id())));
        json!({"id": set.id(), "title": set.title(), "uri": set.uri(), "crs": set.crs(), "links": [link]})
    };
    let sets: Vec<Value> = MatrixSet::ALL.iter().map(item).collect();
    Answer::json(&json!({"tileMatrixSets": sets}))
}

/// `GET /tileMatrixSets/{tileMatrixSetId}`
pub async fn one(cx: Context, Path(id): Path<String>) -> Result<Answer, Problem> {
    let set = known_set(&id)?;
    let mut reader = cx.reader();
    reader.only_json();
    reader.finish()?;
    let matrix = |m: Matrix| {
        json!({"id": m.z.to_string(), "scaleDenominator": m.scale_denominator, "cellSize": m.cell_size,
            "cornerOfOrigin": "topLeft", "pointOfOrigin": set.origin(),
            "tileWidth": 256, "tileHeight": 256, "matrixWidth": m.size[0], "matrixHeight": m.size[1]})
    };
    Answer::json(&json!({
        "id": set.id(), "title": set.title(), "uri": set.uri(),
        "crs": set.crs(),
        "orderedAxes": set.axes(),
        "wellKnownScaleSet": set.scale_set(),
        "tileMatrices": set.matrices().map(matrix).collect::<Vec<_>>(),
    }))
}
