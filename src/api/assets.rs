//! The built page inside the executable.
//!
//! In: a path. Out: a file of `web/dist`. Must not know: what the page does.

use super::answer::{Answer, Keep};
use super::context::Context;
use super::problem::Problem;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Page;

/// The page itself; none if it was not built.
pub fn index() -> Option<Answer> {
    file("index.html", Keep::Check)
}

/// The text of the page; none if it was not built.
pub fn page() -> Option<String> {
    String::from_utf8(Page::get("index.html")?.data.into_owned()).ok()
}

/// The names of all files of the page.
pub fn names() -> impl Iterator<Item = String> {
    Page::iter().map(|name| name.into_owned())
}

fn file(path: &str, keep: Keep) -> Option<Answer> {
    let file = Page::get(path)?;
    let media = media_type(path);
    Some(Answer::new(media, file.data.into_owned()).keep(keep))
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Any other path: a file of the page, else 404.
pub async fn fallback(cx: Context) -> Result<Answer, Problem> {
    let path = cx.path.trim_start_matches('/');
    // Names under assets/ carry a hash of the content.
    let keep = if path.starts_with("assets/") { Keep::Always } else { Keep::Check };
    file(path, keep).ok_or_else(|| Problem::not_found(format!("there is nothing at {}", cx.path)))
}
