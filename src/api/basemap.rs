//! Tiles of an office's own intranet service, fetched through our address.
//!
//! In: the option `--basemap-url`, tile coordinates. Out: pictures, within bounds of size, time and type. The service
//! that the option names is asked and no other: redirects are not followed, no proxy is taken from the environment.
//! Must not know: what the tiles show.

use super::answer::Keep;
use super::compress::{Compressed, Encoding, etag};
use super::context::Context;
use super::problem::Problem;
use crate::error::{Error, Result};
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Largest tile.
const MOST_BYTES: u64 = 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(10);
/// Tiles fetched at the same time.
const MOST_AT_ONCE: usize = 16;
/// Deepest zoom level.
const MOST_ZOOM: u32 = 22;

/// The office's service.
#[derive(Debug)]
pub struct Basemap {
    template: String,
    agent: ureq::Agent,
    at_once: Semaphore,
}

impl Basemap {
    /// The service at `template`: an `http://` address with `{z}`, `{x}`, `{y}`, or WMTS' own `{TileMatrix}`,
    /// `{TileCol}`, `{TileRow}`.
    ///
    /// # Errors
    /// The address is of another kind, or a mark is missing.
    pub fn new(template: &str) -> Result<Self> {
        let fail = |message: &str| Err(Error::parameter("--basemap-url", message));
        if !template.starts_with("http://") {
            return fail("must begin with http:// (an intranet service without encryption is asked)");
        }
        let plain =
            template.replace("{TileMatrix}", "{z}").replace("{TileCol}", "{x}").replace("{TileRow}", "{y}");
        let host = plain.trim_start_matches("http://").split('/').next().unwrap_or_default();
        if host.is_empty() || host.contains(['{', '@', '?', '#']) {
            return fail("must name a host, without marks or a password in it");
        }
        if ["{z}", "{x}", "{y}"].iter().any(|mark| !plain.contains(mark)) {
            return fail("must hold {z}, {x} and {y} (or {TileMatrix}, {TileCol} and {TileRow})");
        }
        let config = ureq::Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(MOST_TIME))
            .user_agent("planmap")
            .build();
        Ok(Self { template: plain, agent: config.into(), at_once: Semaphore::new(MOST_AT_ONCE) })
    }

    fn fetch(&self, z: u32, x: u32, y: u32) -> std::result::Result<(&'static str, Vec<u8>), String> {
        let url = [("{z}", z), ("{x}", x), ("{y}", y)]
            .iter()
            .fold(self.template.clone(), |url, (mark, value)| url.replace(mark, &value.to_string()));
        let mut response = self.agent.get(&url).call().map_err(|e| e.to_string())?;
        if response.status().as_u16() != 200 {
            return Err(format!("it answered {}", response.status().as_u16()));
        }
        let body =
            response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(|e| e.to_string())?;
        // What the bytes are counts, not what the service calls them.
        let media = picture(&body).ok_or("its answer is neither PNG, JPEG nor WebP")?;
        Ok((media, body))
    }
}

/// The media type of a picture by its first bytes.
fn picture(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// `GET /basemap/{z}/{x}/{y}`
pub async fn tile(
    cx: Context,
    Path((z, x, y)): Path<(String, String, String)>,
) -> std::result::Result<Response, Problem> {
    let reader = cx.reader();
    reader.finish()?;
    let site = Arc::clone(&cx.site);
    if site.basemap.is_none() {
        return Err(Problem::not_found("no basemap is set here (--basemap-url)"));
    }
    let number = |text: &str| text.parse::<u32>().ok();
    let (Some(z), Some(x), Some(y)) = (number(&z), number(&x), number(&y)) else {
        return Err(Problem::not_found("z, x and y are whole numbers"));
    };
    if z > MOST_ZOOM || x >= 1 << z || y >= 1 << z {
        return Err(Problem::not_found(format!("there is no tile {z}/{x}/{y}")));
    }
    let fetched = fetched(&site, z, x, y).await?;
    Ok(answer(fetched))
}

async fn fetched(
    site: &Arc<super::site::Site>,
    z: u32,
    x: u32,
    y: u32,
) -> std::result::Result<(&'static str, Vec<u8>), Problem> {
    let Some(basemap) = &site.basemap else { return Err(Problem::not_found("no basemap is set here")) };
    let _permit = basemap.at_once.acquire().await.map_err(|e| Problem::internal(&e))?;
    let own = Arc::clone(site);
    let work = move || own.basemap.as_ref().map(|b| b.fetch(z, x, y));
    let done = tokio::task::spawn_blocking(work).await.map_err(|e| Problem::internal(&e))?;
    done.unwrap_or_else(|| Err("it is not set".to_owned())).map_err(|message| Problem::bad_gateway(&message))
}

fn answer((media, body): (&'static str, Vec<u8>)) -> Response {
    let ready = Compressed {
        encoding: Encoding::Identity,
        etag: etag(&body, Encoding::Identity),
        bytes: Bytes::from(body),
    };
    let mut response = ().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(Keep::Minutes.header()));
    response.extensions_mut().insert(ready);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_host_and_every_mark() {
        assert!(Basemap::new("http://tiles.gov.local/{z}/{x}/{y}.png").is_ok());
        let wmts = "http://10.0.0.5:8080/wmts?TILEMATRIX={TileMatrix}&TILEROW={TileRow}&TILECOL={TileCol}";
        assert!(
            Basemap::new(wmts).is_ok_and(|b| b.template.ends_with("TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"))
        );
        for wrong in [
            "https://tiles.gov.local/{z}/{x}/{y}",
            "http://{x}.gov.local/{z}/{x}/{y}",
            "http://a:b@gov.local/{z}/{x}/{y}",
            "http://gov.local/{z}/{x}",
            "http:///{z}/{x}/{y}",
            "file:///etc/{z}/{x}/{y}",
        ] {
            assert!(Basemap::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        assert_eq!(picture(b"\x89PNG\r\n"), Some("image/png"));
        assert_eq!(picture(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(picture(b"<html>"), None);
    }
}
