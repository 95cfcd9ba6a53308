//! One release against an earlier one.
//!
//! In: digests of both, the catalog of the later one. Out: [`Changes`]. Must not know: how releases are kept.

use crate::catalog::{Catalog, Lookup};
use crate::release::Digest;
use serde::Serialize;

/// A project whose fields changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Project id.
    pub id: String,
    /// Which fields; `geometry` among them.
    pub fields: Vec<String>,
}

/// An id that became another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Merged {
    /// The old id.
    pub from: String,
    /// The id it lives on under.
    pub to: String,
}

/// An id that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gone {
    /// The id.
    pub id: String,
    /// Why, as the register says; null if it says nothing.
    pub reason: Option<String>,
}

/// What became of the projects since a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The earlier release.
    pub since: String,
    /// The release that is served.
    pub release: String,
    /// Ids that are new.
    pub added: Vec<String>,
    /// Projects whose fields changed.
    pub changed: Vec<Changed>,
    /// Ids that were merged into others.
    pub merged: Vec<Merged>,
    /// Ids that are gone.
    pub removed: Vec<Gone>,
}

/// What became of the projects of `old` in `new`, which is the release of `catalog`.
pub fn changes(catalog: &dyn Catalog, old: &Digest, new: &Digest) -> Changes {
    let mut out = Changes {
        since: old.version.clone(),
        release: new.version.clone(),
        added: new.projects.keys().filter(|id| !old.projects.contains_key(*id)).cloned().collect(),
        changed: Vec::new(),
        merged: Vec::new(),
        removed: Vec::new(),
    };
    for id in old.projects.keys() {
        if new.projects.contains_key(id) {
            let fields = fields(id, old, new);
            if !fields.is_empty() {
                out.changed.push(Changed { id: id.clone(), fields });
            }
            continue;
        }
        match catalog.collection("projects").map(|c| catalog.feature(c, id)) {
            Some(Lookup::Merged(to)) => out.merged.push(Merged { from: id.clone(), to: to.to_owned() }),
            Some(Lookup::Removed(reason)) => {
                out.removed.push(Gone { id: id.clone(), reason: Some(reason.to_owned()) });
            }
            _ => out.removed.push(Gone { id: id.clone(), reason: None }),
        }
    }
    out
}

/// The fields that differ; a field that only one of the releases knows differs.
fn fields(id: &str, old: &Digest, new: &Digest) -> Vec<String> {
    let gone = old.fields.iter().filter(|f| !new.fields.contains(f));
    let all = new.fields.iter().chain(gone);
    all.filter(|f| old.hash(id, f) != new.hash(id, f)).cloned().collect()
}
