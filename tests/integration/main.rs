//! Integration tests of the library and of the executable: one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::string_slice)]

mod api;
mod archive;
mod catalog;
mod changes;
mod crs;
mod diff;
mod drawing;
mod export;
mod filters;
mod fixture;
mod ground;
mod openapi;
mod options;
mod plans;
mod release;
mod reload;
mod screen;
mod service;
mod tidy;
mod tiles;
