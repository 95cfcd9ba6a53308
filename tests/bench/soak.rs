//! A long mixed load with new releases coming in: memory must stay flat.
//!
//! In: options. Out: memory over time as a plot, and the answers that were none. Must not know: the release.

use crate::Fail;
use crate::load::{Work, load};
use crate::plot;
use crate::requests::{Templates, kinds};
use crate::run::{Options, Served, file};
use std::path::Path;
use std::time::{Duration, Instant};

/// Features beside the release.
const SIZE: usize = 10_000;

/// Runs the load and swaps the release again and again.
pub fn soak(options: &Options) -> Result<(), Fail> {
    let minutes = options.number("minutes", 10.0)?;
    let reloads = options.number("reloads", 100.0)?;
    let path = file(options, SIZE)?;
    let release = Path::new(options.text("work", "target/bench")).join("release");
    copy(Path::new(options.text("data", "dist/release")), &release)?;
    let place = release.to_string_lossy().into_owned();
    let own = ["planmap", "work"].map(|name| (name, options.text(name, "")));
    let mut words: Vec<String> =
        own.iter().filter(|(_, v)| !v.is_empty()).map(|(n, v)| format!("{n}={v}")).collect();
    words.push(format!("data={place}"));
    let served = Served::start(
        &Options::new(&words.iter().map(String::as_str).collect::<Vec<_>>())?,
        &[("bench", &path)],
        64,
    )?;
    let paths = mixed();
    let (began, mut memory, mut errors, mut answers) = (Instant::now(), Vec::new(), 0, 0.0);
    let (all_s, mut done) = (minutes * 60.0, 0.0);
    while began.elapsed().as_secs_f64() < all_s {
        let due = (began.elapsed().as_secs_f64() / all_s * reloads).floor();
        if due > done {
            done = due;
            touch(&release, done as u64)?;
        }
        let found =
            load(Work { base: &served.base, paths: &paths, accept: "gzip", connections: 8, seconds: 2.0 })?;
        errors += found.errors;
        answers += found.per_second * 2.0;
        memory.push((began.elapsed().as_secs_f64() / 60.0, served.memory_mb()));
        std::thread::sleep(Duration::from_millis(20));
    }
    let plot = plot::plain("Memory without file pages under mixed load", "minutes", "MB", &memory);
    std::fs::write(options.text("plot", "target/bench/soak.svg"), plot)?;
    let middle = memory.get(memory.len() / 2).map_or(0.0, |m| m.1);
    let (last, most) = (memory.last().map_or(0.0, |m| m.1), memory.iter().map(|m| m.1).fold(0.0, f64::max));
    println!(
        "{answers:.0} answers, {errors} errors, {done:.0} reloads in {minutes} minutes; memory {middle:.0} MB at half time, {last:.0} MB at the end, {most:.0} MB at most"
    );
    Ok(())
}

/// Tiles, pages, filters, features and searches, mixed.
fn mixed() -> Vec<String> {
    let items = "/collections/bench/items?f=json&limit=100&bbox={bbox}";
    let templates = Templates {
        tile: Some("/collections/bench/tiles/WebMercatorQuad/{z}/{y}/{x}".to_owned()),
        items: Some(items.to_owned()),
        filter: Some(format!("{items}&category={{category}}")),
        id: Some("/collections/bench/items/{id}?f=json".to_owned()),
    };
    let mut lists: Vec<Vec<String>> =
        kinds(SIZE).iter().filter_map(|k| templates.addresses(&k.asked)).collect();
    lists.push(
        ["/search?q=baotou", "/quality", "/collections", "/collections/projects/items?f=json"]
            .map(str::to_owned)
            .into(),
    );
    let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
    (0..longest).flat_map(|n| lists.iter().map(move |list| list[n % list.len()].clone())).collect()
}

fn copy(from: &Path, to: &Path) -> Result<(), Fail> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Another version of the same release: the service must open it again.
fn touch(release: &Path, round: u64) -> Result<(), Fail> {
    let path = release.join("manifest.json");
    let mut manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(&path)?)?;
    manifest["version"] = format!("soak-{round}").into();
    let next = release.join("manifest.json.next");
    std::fs::write(&next, serde_json::to_vec_pretty(&manifest)?)?;
    Ok(std::fs::rename(next, path)?)
}
