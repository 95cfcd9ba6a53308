//! Static answers of the same size: what this machine can send at most.
//!
//! In: answers. Out: an axum server of them. Must not know: what they are.

use crate::Fail;
use crate::http::Answer;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;

type Kept = Arc<HashMap<String, (String, String, Bytes)>>;

/// A server of kept answers; it ends with the process.
pub fn start(answers: Vec<(String, Answer)>) -> Result<String, Fail> {
    let one =
        |(path, answer): (String, Answer)| (path, (answer.media, answer.encoding, Bytes::from(answer.body)));
    let kept: Kept = Arc::new(answers.into_iter().map(one).collect());
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let base = format!("http://{}", listener.local_addr()?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
            let router = Router::new().fallback(answer).with_state(kept);
            // The bench ends by itself; a server that stopped earlier shows as errors of the load.
            let _ = axum::serve(listener, router).await;
        });
    });
    Ok(base)
}

async fn answer(State(kept): State<Kept>, uri: Uri) -> Response {
    let path = uri.path_and_query().map(|p| p.as_str()).unwrap_or_default();
    match kept.get(path) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some((_, _, body)) if body.is_empty() => StatusCode::NO_CONTENT.into_response(),
        Some((media, encoding, body)) => {
            let encoding = if encoding.is_empty() { "identity" } else { encoding };
            let headers = [(header::CONTENT_TYPE, media.as_str()), (header::CONTENT_ENCODING, encoding)];
            (headers, body.clone()).into_response()
        }
    }
}
