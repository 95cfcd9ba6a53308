//! planmap: what do the plans say will be built, and where?
//!
//! The flow, one noun a stage and one frozen release in the middle:
//!
//! documents -> mentions -> projects -> locations -> release -> catalog -> tiles / queries -> HTTP -> web
//!
//! The builder ([`pipeline`]) reads the plans of `seeds/`, what is known of the ground (`geodata/`), and writes
//! a release. The server ([`api`]) opens a release and never reads a plan document. Each stage is a plain function
//! of its input, so that a ten-line fixture tests it.
//!
//! # Who may import whom
//!
//! The table is tested (`tests/integration/tidy.rs`): an arrow that is not here fails the build. A new arrow is
//! first a change of this table.
//!
//! | module | may use | must not know |
//! |---|---|---|
//! | error | | anything |
//! | vocabulary | error | anything but the closed word lists of the data contract |
//! | text | error | files, HTTP, place names |
//! | scored | error | files, HTTP, place names |
//! | geometry | error | files, HTTP, place names |
//! | config | error | what the data means |
//! | names | text, vocabulary, error | where anything is |
//! | extract | text, error | what a project is |
//! | document | text, error | what a project is |
//! | mention | document, names, text, vocabulary, error | where anything is |
//! | project | mention, document, names, text, scored, vocabulary, error | coordinates |
//! | gazetteer | geometry, names, text, scored, vocabulary, error | projects |
//! | geocode | project, mention, gazetteer, names, geometry, scored, text, vocabulary, error | HTTP |
//! | crs | geometry, error | features |
//! | release | geometry, vocabulary, error | how rows were made |
//! | query | geometry, crs, text, vocabulary, error | storage, HTTP |
//! | search | names, text, scored, vocabulary, error | HTTP |
//! | catalog | release, query, search, geometry, scored, text, vocabulary, error | documents, gazetteer |
//! | compare | catalog, release, geometry, vocabulary, error | HTTP |
//! | screen | catalog, style, export, release, geometry, vocabulary, error | HTTP |
//! | tile | catalog, query, geometry, vocabulary, error | HTTP |
//! | style | catalog, vocabulary, error | HTTP |
//! | draw | catalog, query, style, geometry, vocabulary, error | HTTP |
//! | export | catalog, query, tile, style, release, geometry, vocabulary, error | HTTP |
//! | api | catalog, query, compare, screen, tile, style, draw, export, release, geometry, crs, scored, config, vocabulary, error | document, mention, gazetteer, geocode |
//! | pipeline | extract, document, mention, project, gazetteer, geocode, names, release, catalog, text, scored, geometry, config, vocabulary, error | HTTP |
//! | eval | release, geometry, vocabulary, error | how rows were made |
//! | main | config, pipeline, api, eval, export, catalog, tile, release, error | anything deeper |

pub mod api;
pub mod catalog;
pub mod compare;
pub mod crs;
pub mod document;
pub mod draw;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod gazetteer;
pub mod geocode;
pub mod geometry;
pub mod mention;
pub mod names;
pub mod pipeline;
pub mod project;
pub mod query;
pub mod release;
pub mod scored;
pub mod screen;
pub mod search;
pub mod style;
pub mod text;
pub mod tile;
pub mod vocabulary;
