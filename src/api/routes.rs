//! Every route of the service.
//!
//! In: shared state. Out: the router, with what every answer gets round it. Must not know: what handlers do.

use super::finish::finish;
use super::problem::Problem;
use super::site::Site;
use super::{
    assets, basemap, changes, collections, diff, drawing, features, matrices, queries, root, screen, tiles,
};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

/// The service.
pub fn router(site: Arc<Site>) -> Router {
    let routes = Router::new()
        .route("/", get(root::landing))
        .route("/api", get(root::api))
        .route("/conformance", get(root::conformance))
        .route("/collections", get(collections::list))
        .route("/collections/{collectionId}", get(collections::one))
        .route("/collections/{collectionId}/schema", get(collections::schema))
        .route("/collections/{collectionId}/queryables", get(collections::queryables))
        .route("/collections/{collectionId}/items", get(features::items))
        .route("/collections/{collectionId}/items/{featureId}", get(features::feature))
        .route("/collections/{collectionId}/tiles", get(tiles::collection_tilesets))
        .route("/collections/{collectionId}/tiles/{tileMatrixSetId}", get(tiles::collection_tileset))
        .route(
            "/collections/{collectionId}/tiles/{tileMatrixSetId}/tilejson.json",
            get(tiles::collection_tilejson),
        )
        .route(
            "/collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}",
            get(tiles::collection_tile),
        )
        .route("/tiles", get(tiles::dataset_tilesets))
        .route("/tiles/{tileMatrixSetId}", get(tiles::dataset_tileset))
        .route("/tiles/{tileMatrixSetId}/tilejson.json", get(tiles::dataset_tilejson))
        .route("/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", get(tiles::dataset_tile))
        .route("/tileMatrixSets", get(matrices::list))
        .route("/tileMatrixSets/{tileMatrixSetId}", get(matrices::one))
        .route("/styles", get(root::styles))
        .route("/styles/{styleId}", get(root::style))
        .route("/search", get(queries::search))
        .route("/nearby", get(queries::nearby))
        .route("/plans/{planId}/text", get(queries::plan_text))
        .route("/changes", get(changes::changes))
        .route("/diff", get(diff::diff))
        .route("/basemap/{z}/{x}/{y}", get(basemap::tile))
        .route("/map.svg", get(drawing::svg))
        .route("/screen", post(screen::screen))
        .route("/quality", get(queries::quality))
        .route("/health", get(queries::health))
        .fallback(get(assets::fallback))
        .method_not_allowed_fallback(|| async { Problem::method() })
        .with_state(Arc::clone(&site));
    let cors = cors(&site.options.cors_origins);
    // Round the whole router, so that HEAD is turned into GET before a route is chosen.
    Router::new().fallback_service(routes).layer(from_fn_with_state(site, finish)).layer(cors)
}

/// Pages of these origins may ask; of any origin if the list is empty. Every answer says so, errors too.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    let allowed = match origins {
        [] => AllowOrigin::any(),
        some => AllowOrigin::list(some.iter().cloned()),
    };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::OPTIONS])
        .allow_headers(Any)
        .expose_headers([
            header::ETAG,
            header::LINK,
            header::LOCATION,
            HeaderName::from_static("content-crs"),
        ])
        .max_age(Duration::from_secs(86_400))
}
