//! How fast documents are read and mentions linked, and that both grow in step with the text: `cargo bench --bench reading`.
//!
//! The five plans of `seeds/` are read once, ten and a hundred times over (each plan's text repeated into one long
//! document); divan prints the time and the megabytes of text a second. Linking is measured on the mentions of the same
//! texts, and on copies whose names differ, so that every copy is a project of its own.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use planmap::document::Document;
use planmap::mention::{self, Mention, PlanInfo, Shape};
use planmap::pipeline::{self, Inputs};
use planmap::project::{self, Corrections, Register};
use std::path::Path;
use std::sync::LazyLock;

const TIMES: [usize; 3] = [1, 10, 100];

static INPUTS: LazyLock<Inputs> =
    LazyLock::new(|| match pipeline::read_inputs(Path::new("seeds"), Path::new("geodata")) {
        Ok(inputs) => inputs,
        Err(error) => {
            eprintln!("the committed data does not load: {error}");
            std::process::exit(1)
        }
    });

fn main() {
    divan::main();
}

/// The text of each plan, repeated.
fn texts(times: usize) -> Vec<(PlanInfo, String)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).repeat(times);
    let info = |id: &str| PlanInfo { id: id.to_string(), horizon_end: Some(2030) };
    INPUTS.seeds.iter().map(|seed| (info(&seed.plan.id), text(&seed.bytes))).collect()
}

fn read(texts: &[(PlanInfo, String)]) -> Vec<Mention> {
    let read = |(info, text): &(PlanInfo, String)| {
        mention::read(&Document::parse(text), info, &INPUTS.names, &INPUTS.lexicon)
    };
    texts.iter().flat_map(read).collect()
}

/// Copies of the mentions, the names of each copy different from those of every other.
fn renamed(mentions: &[Mention], times: usize) -> Vec<Mention> {
    let copy = |k: usize| {
        mentions.iter().cloned().map(move |mut mention| {
            mention.name.push_str(&format!("其{k}"));
            mention.toponyms.iter_mut().for_each(|t| t.push_str(&format!("其{k}")));
            if let Shape::Line { stops } = &mut mention.shape {
                stops.iter_mut().for_each(|s| s.push_str(&format!("其{k}")));
            }
            mention
        })
    };
    (0..times).flat_map(copy).collect()
}

fn link(mentions: &[Mention]) -> usize {
    project::assemble(mentions, &INPUTS.names, &mut Register::default(), &Corrections::default())
        .map_or(0, |projects| projects.len())
}

#[divan::bench(args = TIMES, sample_count = 3, sample_size = 1)]
fn reading(bencher: Bencher<'_, '_>, times: usize) {
    let texts = texts(times);
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| read(black_box(&texts)).len());
}

#[divan::bench(args = TIMES, sample_count = 3, sample_size = 1)]
fn linking_repeated_texts(bencher: Bencher<'_, '_>, times: usize) {
    let mentions = read(&texts(times));
    bencher.counter(ItemsCount::new(mentions.len())).bench_local(|| link(black_box(&mentions)));
}

#[divan::bench(args = TIMES, sample_count = 3, sample_size = 1)]
fn linking_other_names(bencher: Bencher<'_, '_>, times: usize) {
    let mentions = renamed(&read(&texts(1)), times);
    bencher.counter(ItemsCount::new(mentions.len())).bench_local(|| link(black_box(&mentions)));
}
