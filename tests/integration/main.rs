//! Integration tests of the library and of the executable: one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::string_slice)]

mod catalog;
mod fixture;
mod release;
