//! The load test: makes features, serves them, asks for them, checks the answers, compares with peers.
//!
//! In: arguments. Out: files of features, tables, plots. Must not know: how the service works; everything goes through
//! its address.
//!
//! `cargo run --release --example bench -- help` prints the verbs.

mod answers;
mod features;
mod http;
mod load;
mod plot;
mod requests;
mod run;
mod soak;
mod stand_in;
mod table;

use std::process::ExitCode;

/// Anything that stops the bench, as a sentence.
pub type Fail = Box<dyn std::error::Error + Send + Sync>;

const HELP: &str = "\
generate N FILE          N features (half points, a third lines, the rest areas) as .geojsonl or .fgb
run NAME=VALUE ...       serve, load, check, compare; prints a table
    planmap=PATH         the executable; data=DIR the release; sizes=1000,100000
    work=DIR             for features and answers; seconds=3; connections=8
    peers=FILE           lines of: size, name, kind (tile, items, filter, id), address with {z} {x} {y} or {bbox} {id}
soak NAME=VALUE ...      ten minutes of mixed load and 100 reloads; memory over time as a plot
    planmap=PATH data=DIR work=DIR minutes=10 reloads=100 plot=FILE.svg";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["generate", count, path] => features::generate(count, path),
        ["run", options @ ..] => run::Options::new(options).and_then(|o| run::run(&o)),
        ["soak", options @ ..] => run::Options::new(options).and_then(|o| soak::soak(&o)),
        _ => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}
