//! All tiles of a collection, from the world down, for archives.
//!
//! In: layers, the highest zoom, what packs a tile. Out: each tile that is not empty, zoom by zoom and along the Hilbert
//! curve; the same bytes that the service gives. Must not know: files.
//!
//! How: a tile hands the features that meet it to its four children, so that nothing is searched. Where all features of
//! a tile cover it wholly, its descendants are the same bytes: they are told without being drawn. What is in memory is
//! the candidates of one zoom, eight bytes each.

use super::draw::Drawn;
use super::grid::TileId;
use super::layer::Layer;
use super::matrix::MatrixSet;
use crate::error::Result;
use crate::geometry::hilbert_cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Zooms up to this one are drawn side by side: each has few tiles, and each of these is large.
const FIRST: u8 = 6;
/// Tiles that are drawn before the first of them is told.
const BATCH: usize = 1024;

/// What packs the bytes of a tile.
pub type Pack<'p> = &'p (dyn Fn(&[u8]) -> Result<Vec<u8>> + Sync);

/// What takes each packed tile.
pub type Found<'f> = &'f mut dyn FnMut(TileId, &Arc<Vec<u8>>) -> Result<()>;

/// A feature: layer and position.
type Candidate = (u16, u32);

/// A tile that is to be made.
struct Task {
    tile: TileId,
    /// Place on the Hilbert curve of its zoom.
    number: u64,
    content: Content,
}

enum Content {
    /// Draw these.
    Candidates(Vec<Candidate>),
    /// The same as the parent.
    Same(Arc<Vec<u8>>),
}

/// A tile that was made.
struct Made {
    bytes: Option<Arc<Vec<u8>>>,
    /// Features that go on to the children.
    left: Vec<Candidate>,
    /// Every feature covers the tile.
    is_full: bool,
}

fn quad(z: u8, [x, y]: [u32; 2]) -> TileId {
    TileId { set: MatrixSet::WebMercatorQuad, z, x, y }
}

/// The tiles of some layers.
#[derive(Debug)]
pub struct Pyramid<'a> {
    layers: Vec<Layer<'a>>,
    max_zoom: u8,
    threads: usize,
}

impl<'a> Pyramid<'a> {
    /// The tiles of `layers` up to `max_zoom`, made by so many threads.
    pub fn new(layers: Vec<Layer<'a>>, max_zoom: u8, threads: usize) -> Self {
        Self { layers, max_zoom, threads }
    }

    /// Calls `found` with every tile that is not empty, in the order of the archive.
    ///
    /// # Errors
    /// What `pack` or `found` say.
    pub fn walk(&self, pack: Pack<'_>, found: Found<'_>) -> Result<()> {
        let first = self.first();
        let mut level = self.level(&first, pack, found)?;
        let start = FIRST.min(self.max_zoom);
        for _ in start..self.max_zoom {
            level = self.level(&level, pack, found)?;
        }
        Ok(())
    }

    /// The tasks of the first zooms together, by boxes alone.
    fn first(&self) -> Vec<Task> {
        let rows = |(n, layer): (usize, &Layer<'a>)| {
            let rows = layer.collection.rows().filter(|row| row.bounds().is_some());
            rows.map(|row| (n as u16, row.position as u32)).collect::<Vec<_>>()
        };
        let all = self.layers.iter().enumerate().flat_map(rows).collect();
        let root = quad(0, [0, 0]);
        let mut tasks = vec![Task { tile: root, number: 0, content: Content::Candidates(all) }];
        let mut start = 0;
        for _ in 0..FIRST.min(self.max_zoom) {
            let parents = start..tasks.len();
            start = tasks.len();
            for n in parents {
                let Content::Candidates(candidates) = &tasks[n].content else { continue };
                let children = self.children(&tasks[n], candidates);
                tasks.extend(children);
            }
        }
        tasks
    }

    fn children(&self, parent: &Task, candidates: &[Candidate]) -> Vec<Task> {
        let z = parent.tile.z + 1;
        let child = |n: u64| {
            let number = parent.number * 4 + n;
            let [x, y] = hilbert_cell(number, u32::from(z));
            let tile = quad(z, [x, y]);
            let wanted = tile.bounds_with_buffer();
            let meets = |c: &&Candidate| {
                self.layers[usize::from(c.0)].collection.at(c.1).bounds().is_some_and(|b| b.meets(wanted))
            };
            let own: Vec<Candidate> = candidates.iter().filter(meets).copied().collect();
            (!own.is_empty()).then_some(Task { tile, number, content: Content::Candidates(own) })
        };
        (0..4).filter_map(child).collect()
    }

    /// Makes all tasks, tells their tiles, and gives the tasks of the zoom after the last.
    fn level(&self, tasks: &[Task], pack: Pack<'_>, found: Found<'_>) -> Result<Vec<Task>> {
        let last = tasks.iter().map(|t| t.tile.z).max().unwrap_or_default();
        let mut next = Vec::new();
        for batch in tasks.chunks(BATCH) {
            for (task, made) in batch.iter().zip(self.batch(batch, pack)) {
                let made = made?;
                if let Some(bytes) = &made.bytes {
                    found(task.tile, bytes)?;
                }
                if task.tile.z == last && last < self.max_zoom {
                    self.go_on(task, made, &mut next);
                }
            }
        }
        Ok(next)
    }

    fn go_on(&self, task: &Task, made: Made, next: &mut Vec<Task>) {
        match made.bytes {
            Some(bytes) if made.is_full => next.extend((0..4).map(|n| {
                let (z, number) = (task.tile.z + 1, task.number * 4 + n);
                let [x, y] = hilbert_cell(number, u32::from(z));
                Task { tile: quad(z, [x, y]), number, content: Content::Same(Arc::clone(&bytes)) }
            })),
            _ => next.extend(self.children(task, &made.left)),
        }
    }

    fn batch(&self, tasks: &[Task], pack: Pack<'_>) -> Vec<Result<Made>> {
        let turn = AtomicUsize::new(0);
        let done: Vec<Mutex<Option<Result<Made>>>> = tasks.iter().map(|_| Mutex::new(None)).collect();
        std::thread::scope(|scope| {
            for _ in 0..self.threads.min(tasks.len()).max(1) {
                scope.spawn(|| {
                    let mut drawn = Drawn::default();
                    while let Some(n) =
                        Some(turn.fetch_add(1, Ordering::Relaxed)).filter(|n| *n < tasks.len())
                    {
                        let made = self.make(&tasks[n], pack, &mut drawn);
                        *done[n].lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
                    }
                });
            }
        });
        done.into_iter().filter_map(|m| m.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
    }

    fn make(&self, task: &Task, pack: Pack<'_>, drawn: &mut Drawn) -> Result<Made> {
        let candidates = match &task.content {
            Content::Same(bytes) => {
                return Ok(Made { bytes: Some(Arc::clone(bytes)), left: Vec::new(), is_full: true });
            }
            Content::Candidates(candidates) => candidates,
        };
        let wanted = task.tile.bounds_with_buffer();
        let (mut bytes, mut left, mut is_full) = (Vec::new(), Vec::new(), true);
        for group in candidates.chunk_by(|a, b| a.0 == b.0) {
            let layer = &self.layers[usize::from(group[0].0)];
            let mut writer = layer.writer();
            for candidate in group {
                let row = layer.collection.at(candidate.1);
                if drawn.draw(row.shape(), task.tile) {
                    is_full &= drawn.is_full();
                    layer.write(&mut writer, row, drawn);
                    left.push(*candidate);
                } else if row.shape().meets(wanted) {
                    is_full = false;
                    left.push(*candidate);
                }
            }
            writer.finish(&mut bytes);
        }
        let bytes = if bytes.is_empty() { None } else { Some(Arc::new(pack(&bytes)?)) };
        Ok(Made { bytes, left, is_full })
    }
}
