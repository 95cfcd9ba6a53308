//! One plan against another.
//!
//! In: a catalog, two plan ids. Out: [`Diff`]. Must not know: HTTP.

use super::evidence::{Change, Evidence, changes, json};
use super::scope::{Extent, SharedScope};
use crate::catalog::{Catalog, Collection, Row, ValueRef};
use crate::error::{Error, Result};
use crate::release::Scope;
use crate::vocabulary::Category;
use serde::Serialize;
use std::collections::BTreeMap;

/// A plan, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanHead {
    /// Plan id.
    pub id: String,
    /// Title.
    pub title: String,
    /// 文号.
    pub number: Option<String>,
    /// Date of issue.
    pub date: String,
}

/// One project of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// Project id.
    pub project: String,
    /// Name.
    pub name: String,
    /// Category.
    pub category: Category,
    /// Finer word.
    pub kind: Option<String>,
    /// Stage in the latest plan of all.
    pub status: Option<String>,
    /// How well it is placed.
    pub grade: Option<String>,
    /// `[lon, lat]`.
    pub label_point: Option<[f64; 2]>,
    /// `[west, south, east, north]`.
    pub bbox: Option<[f64; 4]>,
    /// What the first plan says.
    pub from: Vec<Evidence>,
    /// What the second plan says.
    pub to: Vec<Evidence>,
    /// How the words differ; empty unless both name it.
    pub changes: Vec<Change>,
}

/// Projects that only one plan names and that the other does not speak about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Outside {
    /// Named by the first plan alone.
    pub from: usize,
    /// Named by the second plan alone.
    pub to: usize,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// The first plan.
    pub from: PlanHead,
    /// The second plan.
    pub to: PlanHead,
    /// Inside which something is newly named or not named again.
    pub scope: SharedScope,
    /// Named by the second plan alone, inside the scope.
    pub newly_named: Vec<Entry>,
    /// Named by the first plan alone, inside the scope. That says nothing about the project.
    pub not_named_again: Vec<Entry>,
    /// Named by both in other words.
    pub changed: Vec<Entry>,
    /// Named by both in the same words.
    pub unchanged: usize,
    /// Named by one, outside the scope.
    pub outside_scope: Outside,
}

/// Compares the plan `from` with the plan `to`.
///
/// # Errors
/// There is no such plan, or both are the same.
pub fn diff(catalog: &dyn Catalog, from: &str, to: &str) -> Result<Diff> {
    let plans = collection(catalog, "plans")?;
    let (from_row, to_row) = (plan(plans, "from", from)?, plan(plans, "to", to)?);
    if from == to {
        return Err(Error::parameter("to", "is the plan of from: give another one"));
    }
    let (from_scope, to_scope) = (scope_of(from_row, plans), scope_of(to_row, plans));
    let scope = SharedScope::new(&from_scope, &to_scope, |code| unit_name(catalog, code));
    let mut out = Diff {
        from: head(from_row, plans),
        to: head(to_row, plans),
        scope,
        newly_named: Vec::new(),
        not_named_again: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        outside_scope: Outside::default(),
    };
    let projects = collection(catalog, "projects")?;
    for (id, (before, after)) in named(collection(catalog, "mentions")?, from, to) {
        let Some((entry, extent)) = projects.by_id(&id).and_then(|row| entry(row, projects, before, after))
        else {
            continue;
        };
        out.put(entry, &extent, &from_scope, &to_scope);
    }
    Ok(out)
}

impl Diff {
    fn put(&mut self, entry: Entry, extent: &Extent, from: &Scope, to: &Scope) {
        match (entry.from.is_empty(), entry.to.is_empty()) {
            (false, false) if entry.changes.is_empty() => self.unchanged += 1,
            (false, false) => self.changed.push(entry),
            (true, _) if self.scope.holds(extent, to) => self.newly_named.push(entry),
            (true, _) => self.outside_scope.to += 1,
            (false, true) if self.scope.holds(extent, from) => self.not_named_again.push(entry),
            (false, true) => self.outside_scope.from += 1,
        }
    }
}

fn collection<'a>(catalog: &'a dyn Catalog, id: &str) -> Result<&'a Collection> {
    catalog.collection(id).ok_or_else(|| Error::Other(format!("the catalog has no collection {id}")))
}

fn plan<'a>(plans: &'a Collection, parameter: &str, id: &str) -> Result<Row<'a>> {
    plans.by_id(id).ok_or_else(|| {
        let known: Vec<String> = plans.rows().map(|row| row.id().to_string()).collect();
        Error::parameter(parameter, format!("there is no plan \"{id}\"; there are: {}", known.join(" ")))
    })
}

fn head(row: Row<'_>, plans: &Collection) -> PlanHead {
    let text = |name: &str| row.text(&plans.schema, name).map(|t| t.to_string());
    PlanHead {
        id: row.id().to_string(),
        title: text("title").unwrap_or_default(),
        number: text("number"),
        date: text("date").unwrap_or_default(),
    }
}

fn scope_of(row: Row<'_>, plans: &Collection) -> Scope {
    let value = plans.schema.index("scope").map_or(ValueRef::Null, |index| row.value(index));
    json(value).unwrap_or_default()
}

fn unit_name(catalog: &dyn Catalog, code: &str) -> String {
    let units = catalog.collection("admin");
    let name = units.and_then(|units| units.by_id(code)?.text(&units.schema, "name").map(|t| t.to_string()));
    name.unwrap_or_else(|| code.to_owned())
}

type Both = (Vec<Evidence>, Vec<Evidence>);

/// What the two plans say, by project id.
fn named(mentions: &Collection, from: &str, to: &str) -> BTreeMap<String, Both> {
    let schema = &mentions.schema;
    let mut out: BTreeMap<String, Both> = BTreeMap::new();
    for row in mentions.rows() {
        let plan = row.text(schema, "plan").map(|t| t.to_string()).unwrap_or_default();
        if plan != from && plan != to {
            continue;
        }
        let project = row.text(schema, "project").map(|t| t.to_string());
        if let Some((project, evidence)) = project.zip(Evidence::of(row, schema)) {
            let both = out.entry(project).or_default();
            if plan == from { both.0.push(evidence) } else { both.1.push(evidence) }
        }
    }
    out
}

fn entry(
    row: Row<'_>,
    projects: &Collection,
    from: Vec<Evidence>,
    to: Vec<Evidence>,
) -> Option<(Entry, Extent)> {
    let schema = &projects.schema;
    let text = |name: &str| row.text(schema, name).map(|t| t.to_string());
    let category: Category = text("category")?.parse().ok()?;
    let admin = match schema.index("admin").map(|index| row.value(index)) {
        Some(ValueRef::Strings(list)) => list.iter().map(|code| code.to_string()).collect(),
        _ => Vec::new(),
    };
    let grade = text("grade");
    let extent = Extent { category, grade: grade.as_deref().and_then(|g| g.parse().ok()), admin };
    let both = !from.is_empty() && !to.is_empty();
    let entry = Entry {
        project: row.id().to_string(),
        name: text("name")?,
        category,
        kind: text("kind"),
        status: text("status"),
        grade,
        label_point: row.label_point(),
        bbox: row.bounds().map(crate::geometry::Bounds::to_array),
        changes: if both { changes(&from, &to) } else { Vec::new() },
        from,
        to,
    };
    Some((entry, extent))
}
