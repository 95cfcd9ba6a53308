//! Large answers, written while they are sent.
//!
//! In: a seed that changes whenever the bytes would, a function that writes them. Out: an answer with a strong ETag per
//! encoding and flat memory: a few pieces wait for the client, then the writer waits. Must not know: what is written.

use super::compress::{Encoding, etag};
use super::finish::{accepted, matches, not_modified, tag};
use super::problem::Problem;
use super::site::Site;
use crate::error::{Error, Result};
use axum::body::{Body, Bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use std::io::{BufWriter, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes of a piece.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces that may wait for the client.
const WAITING: usize = 4;

type Work = Box<dyn FnOnce(&mut dyn Write) -> Result<()> + Send>;

/// What will be written.
#[derive(Clone)]
pub struct Streamed {
    seed: String,
    encodable: bool,
    work: Arc<Mutex<Option<Work>>>,
}

impl Streamed {
    /// Bytes that `work` writes; the same `seed` means the same bytes. What is packed already is not `encodable`.
    pub fn new(
        seed: String,
        encodable: bool,
        work: impl FnOnce(&mut dyn Write) -> Result<()> + Send + 'static,
    ) -> Self {
        Self { seed, encodable, work: Arc::new(Mutex::new(Some(Box::new(work)))) }
    }
}

/// The answer to a request with the head `asked`; with `head`, without its body.
pub fn answer(
    site: &Arc<Site>,
    asked: &HeaderMap,
    mut parts: Parts,
    streamed: &Streamed,
    head: bool,
) -> std::result::Result<Response, Problem> {
    let encoding = if streamed.encodable { accepted(asked) } else { Encoding::Identity };
    let own = etag(streamed.seed.as_bytes(), encoding);
    if matches(asked, &own) {
        return Ok(not_modified(parts.headers, &own));
    }
    if encoding != Encoding::Identity {
        parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.word()));
    }
    tag(&mut parts.headers, &own);
    // The router has measured the empty body that the handler gave.
    parts.headers.remove(header::CONTENT_LENGTH);
    let work = streamed.work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(work) = work.filter(|_| !head) else { return Ok(Response::from_parts(parts, Body::empty())) };
    let (pieces, mut arriving) = channel(WAITING);
    tokio::spawn(produce(Arc::clone(site), encoding, work, pieces));
    let body = futures_util::stream::poll_fn(move |cx| Receiver::poll_recv(&mut arriving, cx));
    Ok(Response::from_parts(parts, Body::from_stream(body)))
}

type Piece = std::io::Result<Bytes>;

async fn produce(site: Arc<Site>, encoding: Encoding, work: Work, pieces: Sender<Piece>) {
    let Ok(_permit) = site.work.acquire().await else { return };
    let sink = Sink(pieces.clone());
    let written = tokio::task::spawn_blocking(move || encoded(encoding, work, sink)).await;
    if let Ok(Err(error)) = written {
        tracing::warn!("a download was cut short: {error}");
        // The client must not take what it has for the whole.
        let _ = pieces.send(Err(std::io::Error::other(error.to_string()))).await;
    }
}

fn encoded(encoding: Encoding, work: Work, sink: Sink) -> Result<()> {
    let refused = |e: std::io::Error| Error::Other(format!("cannot write: {e}"));
    let sink = BufWriter::with_capacity(PIECE_BYTES, sink);
    let mut sink = match encoding {
        Encoding::Identity => {
            let mut sink = sink;
            work(&mut sink)?;
            sink
        }
        Encoding::Gzip => {
            let mut out = flate2::write::GzEncoder::new(sink, flate2::Compression::new(6));
            work(&mut out)?;
            out.finish().map_err(refused)?
        }
        Encoding::Zstd => {
            let mut out = zstd::Encoder::new(sink, 3).map_err(refused)?;
            work(&mut out)?;
            out.finish().map_err(refused)?
        }
        Encoding::Brotli => {
            let mut out = brotli::CompressorWriter::new(sink, 4096, 5, 22);
            work(&mut out)?;
            out.into_inner()
        }
    };
    sink.flush().map_err(refused)
}

/// Gives each piece to the connection; waits while too many are under way.
struct Sink(Sender<Piece>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let gone = |_| std::io::Error::new(std::io::ErrorKind::BrokenPipe, "the client has gone");
        self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes))).map_err(gone)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
