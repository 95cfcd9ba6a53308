//! Asks as fast as answers come.
//!
//! In: an address, a list of paths, how many at a time, for how long. Out: answers a second, times. Must not know: what
//! is asked for.

use crate::Fail;
use crate::http::Client;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What a load gave.
#[derive(Debug, Clone, Copy, Default)]
pub struct Load {
    /// Answers a second.
    pub per_second: f64,
    /// Middle time, ms.
    pub median_ms: f64,
    /// Time that one in a hundred took longer than, ms.
    pub p99_ms: f64,
    /// Answers that were no answer.
    pub errors: usize,
    /// Mean length of a body.
    pub bytes: f64,
}

/// What a client is told.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// `http://host:port/prefix`.
    pub base: &'a str,
    /// Asked in turn.
    pub paths: &'a [String],
    /// `Accept-Encoding`.
    pub accept: &'a str,
    /// At the same time.
    pub connections: usize,
    /// How long.
    pub seconds: f64,
}

/// Runs the load.
pub fn load(work: Work<'_>) -> Result<Load, Fail> {
    let next = AtomicUsize::new(0);
    let end = Instant::now() + Duration::from_secs_f64(work.seconds);
    let began = Instant::now();
    let parts: Vec<(Vec<f64>, usize, usize)> = std::thread::scope(|scope| {
        let one = || ask(work, &next, end);
        let builder = || std::thread::Builder::new().stack_size(256 * 1024);
        let started: Vec<_> =
            (0..work.connections).filter_map(|_| builder().spawn_scoped(scope, one).ok()).collect();
        started.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let elapsed = began.elapsed().as_secs_f64();
    let mut times: Vec<f64> = parts.iter().flat_map(|p| p.0.iter().copied()).collect();
    times.sort_by(f64::total_cmp);
    let at =
        |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let errors = parts.iter().map(|p| p.1).sum();
    if times.is_empty() {
        return Err(format!("{}: no answer at all", work.base).into());
    }
    Ok(Load {
        per_second: times.len() as f64 / elapsed,
        median_ms: at(0.5).copied().unwrap_or_default(),
        p99_ms: at(0.99).copied().unwrap_or_default(),
        errors,
        bytes: parts.iter().map(|p| p.2).sum::<usize>() as f64 / times.len() as f64,
    })
}

fn ask(work: Work<'_>, next: &AtomicUsize, end: Instant) -> (Vec<f64>, usize, usize) {
    let mut client = Client::new(work.base);
    let (mut times, mut errors, mut bytes) = (Vec::new(), 0, 0);
    while Instant::now() < end {
        let path = &work.paths[next.fetch_add(1, Ordering::Relaxed) % work.paths.len()];
        let began = Instant::now();
        match client.get(path, work.accept) {
            Ok(answer) if answer.status < 400 => {
                times.push(began.elapsed().as_secs_f64() * 1000.0);
                bytes += answer.body.len();
            }
            _ => errors += 1,
        }
    }
    (times, errors, bytes)
}
