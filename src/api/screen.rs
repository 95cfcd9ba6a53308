//! Screening a drawn place, or a project with a distance.
//!
//! In: a body. Out: JSON, or the same as a table of an office. Must not know: how things are judged.

use super::answer::Answer;
use super::body;
use super::context::Context;
use super::cpu;
use super::pages;
use super::problem::Problem;
use crate::export;
use crate::geometry::{Geom, GeometryJson};
use crate::screen::{self, Ask, Certainty};
use axum::body::Body;
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use std::sync::Arc;

/// The forms of the answer.
const FORMS: [&str; 4] = ["json", "csv", "xlsx", "html"];

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScreenBody {
    /// A drawn geometry, WGS 84, longitude first.
    geometry: Option<GeometryJson>,
    /// Or the id of a project.
    project: Option<String>,
    /// How far round it, metres.
    distance_m: Option<f64>,
    /// Only what touches for certain, or also what may.
    certainty: Option<Least>,
    /// Collections that are looked at.
    collections: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Least {
    Certainly,
    Possibly,
}

/// `POST /screen`: `f` is `json`, `csv`, `xlsx` or `html`.
pub async fn screen(cx: Context, headers: HeaderMap, body: Body) -> Result<Answer, Problem> {
    let mut reader = cx.reader();
    let form = reader.text("f").unwrap_or("json").to_owned();
    if !FORMS.contains(&form.as_str()) {
        reader.fail("f", format!("\"{form}\" is not one of: {}", FORMS.join(" ")));
    }
    reader.finish()?;
    let ask = ask(&cx, body::json(&headers, body).await?);
    let site = Arc::clone(&cx.site);
    cpu::run(&site, move || {
        let found = screen::screen(&cx.snapshot.catalog, &ask)?;
        let file = |name: &str| format!("attachment; filename=\"{name}\"");
        match form.as_str() {
            "csv" => {
                Ok(Answer::new(export::Format::Csv.media_type(), export::table_csv(&screen::table(&found))?)
                    .with(header::CONTENT_DISPOSITION, &file("screening.csv")))
            }
            "xlsx" => Ok(Answer::new(
                export::Format::Xlsx.media_type(),
                export::table_xlsx(&screen::table(&found))?,
            )
            .with(header::CONTENT_DISPOSITION, &file("screening.xlsx"))),
            "html" => Ok(Answer::html(pages::table(&cx, &screen::table(&found)))),
            _ => Answer::json(&found),
        }
    })
    .await
}

/// `projects` and every file of the office are looked at unless the body says otherwise.
fn ask(cx: &Context, body: ScreenBody) -> Ask {
    let own = cx.site.options.files().map(|(name, _)| name.clone());
    Ask {
        geometry: body.geometry.map(Geom::from),
        project: body.project,
        distance_m: body.distance_m.unwrap_or(0.0),
        least: match body.certainty {
            Some(Least::Certainly) => Certainty::Certainly,
            Some(Least::Possibly) | None => Certainty::Possibly,
        },
        collections: body
            .collections
            .unwrap_or_else(|| std::iter::once("projects".to_owned()).chain(own).collect()),
    }
}
