//! The whole map as plain files, for any web server.
//!
//! In: options, a folder. Out: the page, and the answers it needs, as the service itself gives them, each as a file.
//! Collections of analysts never enter: only the release is opened. Must not know: how answers are made.

use super::routes::router;
use super::site::{Options, Site};
use crate::catalog::{Catalog, Collection};
use crate::error::{Error, Result};
use crate::export;
use crate::tile::{Layer, Pyramid, TileId};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt;

/// Collections whose features the page reads whole.
const READ: &[&str] =
    &["projects", "projects_points", "projects_lines", "projects_areas", "plans", "places", "admin"];
/// Downloads, by the ending that is their word.
const FILES: &[&str] = &["geojsonseq", "csv", "fgb"];
/// The line by which the page knows that it reads files.
const MARK: &str = "<meta name=\"planmap-static\" content=\"1\">";

/// Who may read the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readers {
    /// Those who have them.
    Own,
    /// Everybody; the number under which the map was approved (审图号).
    Public(String),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frozen {
    /// Files.
    pub files: usize,
    /// Bytes.
    pub bytes: u64,
}

/// Writes the release in `data` into `folder`, which must be empty or not there; tiles up to `max_zoom`.
///
/// # Errors
/// The release is broken, the folder is in use, the page was not built in; or the files are for everybody and hold a
/// plan that is not public.
pub async fn freeze(data: &Path, folder: &Path, max_zoom: u8, readers: &Readers) -> Result<Frozen> {
    let options = Options {
        data: data.to_path_buf(),
        map_approval: match readers {
            Readers::Own => None,
            Readers::Public(number) => Some(number.clone()),
        },
        ..Options::default()
    };
    let site = Arc::new(Site::open(options)?);
    let catalog = &site.snapshot().catalog;
    if let Readers::Public(_) = readers {
        all_public(catalog)?;
    }
    if std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Error::file(folder, "is not empty: name a folder that is new"));
    }
    let mut writer =
        Writer { router: router(Arc::clone(&site)), folder: folder.to_path_buf(), frozen: Frozen::default() };
    writer.page(readers).await?;
    writer.answers(catalog).await?;
    for id in READ.iter().chain(&["mentions"]) {
        if let Some(collection) = catalog.collection(id).filter(|c| c.bounds.is_some()) {
            writer.tiles(collection, max_zoom).await?;
        }
    }
    Ok(writer.frozen)
}

/// Refuses plans that were not issued to the public.
fn all_public(catalog: &dyn Catalog) -> Result<()> {
    let Some(plans) = catalog.collection("plans") else { return Ok(()) };
    let internal: Vec<&str> = plans
        .rows()
        .filter(|row| row.text(&plans.schema, "disclosure") != Some("public"))
        .map(|row| row.id())
        .collect();
    if internal.is_empty() {
        return Ok(());
    }
    let message = format!(
        "the release holds plans that do not say they are public ({}): build one without them",
        internal.join(" ")
    );
    Err(Error::parameter("--public", message))
}

struct Writer {
    router: Router,
    folder: PathBuf,
    frozen: Frozen,
}

impl Writer {
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(name);
        let failed = |e| Error::io(&path, e);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        std::fs::write(&path, bytes).map_err(failed)?;
        self.frozen.files += 1;
        self.frozen.bytes += bytes.len() as u64;
        Ok(())
    }

    /// What the service answers to `path`.
    async fn answer(&self, path: &str) -> Result<Vec<u8>> {
        let failed = |e: String| Error::Other(format!("{path}: {e}"));
        let request = Request::get(path)
            .header("host", "localhost")
            .header("accept", "application/geo+json, application/json, text/html;q=0.5")
            .body(Body::empty())
            .map_err(|e| failed(e.to_string()))?;
        let response = self.router.clone().oneshot(request).await.map_err(|e| failed(e.to_string()))?;
        let status = response.status();
        if status != StatusCode::OK {
            return Err(failed(format!("the service answers {status}")));
        }
        let body = to_bytes(response.into_body(), usize::MAX).await.map_err(|e| failed(e.to_string()))?;
        Ok(body.to_vec())
    }

    async fn keep(&mut self, path: &str, name: &str) -> Result<()> {
        let body = self.answer(path).await?;
        self.write(name, &body)
    }

    /// A page of features without links, which lead nowhere in files.
    async fn keep_features(&mut self, path: &str, name: &str) -> Result<()> {
        let mut page = self.json(path).await?;
        if let Some(map) = page.as_object_mut() {
            map.shift_remove("links");
        }
        self.write(name, page.to_string().as_bytes())
    }

    async fn json(&self, path: &str) -> Result<Value> {
        let body = self.answer(path).await?;
        serde_json::from_slice(&body).map_err(|e| Error::Other(format!("{path}: {e}")))
    }

    async fn page(&mut self, readers: &Readers) -> Result<()> {
        for name in super::assets::names().filter(|name| name != "index.html") {
            self.keep(&format!("/{name}"), &name).await?;
        }
        let page = super::assets::page().ok_or_else(|| {
            Error::Other("the page is not built into this executable: build it by `make release`".to_owned())
        })?;
        let approval = match readers {
            Readers::Own => String::new(),
            Readers::Public(number) => {
                format!("<meta name=\"planmap-approval\" content=\"{}\">", escaped(number))
            }
        };
        let page = page.replacen("<head>", &format!("<head>{MARK}{approval}"), 1);
        if !page.contains(MARK) {
            return Err(Error::Other("the page has no head to mark".to_owned()));
        }
        self.write("index.html", page.as_bytes())
    }

    async fn answers(&mut self, catalog: &dyn Catalog) -> Result<()> {
        self.keep("/quality", "quality.json").await?;
        for collection in READ.iter().filter_map(|id| catalog.collection(id)) {
            let whole = whole(catalog, collection)?;
            self.write(&format!("collections/{}/items.json", collection.id), &whole)?;
            if collection.id == "projects" {
                self.write("files/projects.geojson", &whole)?;
            }
        }
        for ending in FILES {
            self.keep(
                &format!("/collections/projects/items?f={ending}"),
                &format!("files/projects.{ending}"),
            )
            .await?;
        }
        let ids = |collection: &str| -> Vec<String> {
            let rows = catalog.collection(collection).into_iter().flat_map(Collection::rows);
            rows.map(|row| row.id().to_owned()).collect()
        };
        for id in ids("projects") {
            let segment = super::pages::segment(&id);
            self.keep_features(
                &format!("/collections/projects/items/{segment}?f=json"),
                &format!("collections/projects/items/{id}.json"),
            )
            .await?;
            let mentions =
                format!("/collections/mentions/items?f=json&limit=10000&skipGeometry=true&project={segment}");
            self.keep_features(&mentions, &format!("collections/mentions/of/{id}.json")).await?;
        }
        for id in ids("plans") {
            let segment = super::pages::segment(&id);
            if catalog.text(&id).is_some() {
                self.keep(&format!("/plans/{segment}/text"), &format!("plans/{id}/text.json")).await?;
            }
        }
        Ok(())
    }

    async fn tiles(&mut self, collection: &Collection, max_zoom: u8) -> Result<()> {
        let path = format!("/collections/{}/tiles/WebMercatorQuad/tilejson.json", collection.id);
        let mut about = self.json(&path).await?;
        about["maxzoom"] = json!(max_zoom);
        about["tiles"] = json!([format!("../../../../tiles/{}/{{z}}/{{x}}/{{y}}.mvt", collection.id)]);
        if let Some(layers) = about["vector_layers"].as_array_mut() {
            layers.iter_mut().for_each(|layer| layer["maxzoom"] = json!(max_zoom));
        }
        self.write(path.trim_start_matches('/'), about.to_string().as_bytes())?;
        let threads = std::thread::available_parallelism().map_or(2, |n| n.get());
        let pyramid = Pyramid::new(vec![Layer::new(collection)], max_zoom, threads);
        pyramid.walk(&|bytes| Ok(bytes.to_vec()), &mut |TileId { z, x, y, .. }, bytes| {
            self.write(&format!("tiles/{}/{z}/{x}/{y}.mvt", collection.id), bytes)
        })
    }
}

/// Every feature of a collection as one GeoJSON document.
fn whole(catalog: &dyn Catalog, collection: &Collection) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    export::write_whole(export::Format::GeoJson, catalog, collection, export::Options::default(), &mut out)?;
    Ok(out)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
