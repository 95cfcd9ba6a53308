//! The whole bench: features, services, loads, checks, table.
//!
//! In: options. Out: markdown on standard output, plots in a folder. Must not know: how anything is measured.

use crate::Fail;
use crate::answers::{Expected, expected, share};
use crate::features::generate;
use crate::http::{Answer, Client};
use crate::load::{Load, Work, load};
use crate::requests::{Asked, Kind, Templates, kinds};
use crate::table::{Line, Table};
use crate::{plot, stand_in};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `NAME=VALUE` of the command line.
#[derive(Debug)]
pub struct Options(HashMap<String, String>);

impl Options {
    /// Reads them.
    pub fn new(words: &[&str]) -> Result<Self, Fail> {
        let pair = |word: &&str| {
            let (name, value) =
                word.split_once('=').ok_or_else(|| format!("\"{word}\" is not NAME=VALUE"))?;
            Ok::<_, Fail>((name.to_owned(), value.to_owned()))
        };
        Ok(Self(words.iter().map(pair).collect::<Result<_, _>>()?))
    }

    /// A text.
    pub fn text<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.0.get(name).map_or(usual, String::as_str)
    }

    /// A number.
    pub fn number(&self, name: &str, usual: f64) -> Result<f64, Fail> {
        Ok(self.0.get(name).map(|text| text.parse()).transpose()?.unwrap_or(usual))
    }
}

/// A service of ours that ends when it is let go.
pub struct Served {
    child: Child,
    /// Its address.
    pub base: String,
    /// From start to the first answer.
    pub start_ms: f64,
}

impl Served {
    /// Serves `collections` beside the release.
    pub fn start(options: &Options, collections: &[(&str, &Path)], cache_mb: usize) -> Result<Self, Fail> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(options.text("planmap", "target/release/planmap"));
        command.args(["serve", "--data", options.text("data", "dist/release")]);
        command.args(["--addr", &format!("127.0.0.1:{port}"), "--tile-cache-mb", &cache_mb.to_string()]);
        for (name, path) in collections {
            command.args(["--collection", &format!("{name}={}", path.display())]);
        }
        let began = Instant::now();
        let child = command.env("RUST_LOG", "error").stdout(Stdio::null()).spawn()?;
        let mut served = Self { child, base: format!("http://127.0.0.1:{port}"), start_ms: 0.0 };
        while Client::new(&served.base).get("/health", "identity").is_err() {
            if let Some(status) = served.child.try_wait()? {
                return Err(format!("the service ended: {status}").into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        served.start_ms = began.elapsed().as_secs_f64() * 1000.0;
        Ok(served)
    }

    /// Memory without pages of files, MB.
    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
        let kb = line.and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<f64>().ok());
        kb.unwrap_or_default() / 1024.0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // A service that has ended already needs no end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn own_templates() -> Templates {
    let items = "/collections/bench/items?f=json&limit=100&bbox={bbox}";
    Templates {
        tile: Some("/collections/bench/tiles/WebMercatorQuad/{z}/{y}/{x}".to_owned()),
        items: Some(items.to_owned()),
        filter: Some(format!("{items}&category={{category}}")),
        id: Some("/collections/bench/items/{id}?f=json".to_owned()),
    }
}

/// Peers of a size: name, address, templates. Lines: size, name, kind, address.
fn peers(path: &str, size: usize) -> Result<Vec<(String, String, Templates)>, Fail> {
    let mut all: Vec<(String, String, Templates)> = Vec::new();
    if path.is_empty() {
        return Ok(all);
    }
    for line in std::fs::read_to_string(path)?.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [own, name, kind, address] = words.as_slice() else { continue };
        if own.parse() != Ok(size) {
            continue;
        }
        let rest = address.trim_start_matches("http://");
        let (host, template) = rest.split_once('/').ok_or_else(|| format!("\"{address}\" has no path"))?;
        let base = format!("http://{host}");
        let template = Some(format!("/{template}"));
        let known = all.iter().position(|(n, b, _)| n == name && *b == base);
        let index = known.unwrap_or_else(|| {
            all.push(((*name).to_owned(), base, Templates::default()));
            all.len() - 1
        });
        match *kind {
            "tile" => all[index].2.tile = template,
            "items" => all[index].2.items = template,
            "filter" => all[index].2.filter = template,
            "id" => all[index].2.id = template,
            other => return Err(format!("{path}: \"{other}\" is not one of: tile items filter id").into()),
        }
    }
    Ok(all)
}

/// One service under test.
struct Subject<'a> {
    name: &'a str,
    base: &'a str,
    templates: Templates,
}

struct Bench<'a> {
    options: &'a Options,
    kinds: Vec<Kind>,
    expected: Vec<Vec<Expected>>,
    table: Table,
    /// Answers of ours that were not right.
    wrong: Vec<String>,
}

impl Bench<'_> {
    fn measure(
        &mut self,
        size: usize,
        subject: &Subject<'_>,
        only: &dyn Fn(&Asked) -> bool,
    ) -> Result<(), Fail> {
        for (kind, expected) in self.kinds.iter().zip(&self.expected) {
            let Some(paths) = subject.templates.addresses(&kind.asked).filter(|_| only(&kind.asked)) else {
                continue;
            };
            let right = checked(subject, &paths, expected);
            let work = Work {
                base: subject.base,
                paths: &paths,
                accept: "gzip",
                connections: self.options.number("connections", 8.0)? as usize,
                seconds: self.options.number("seconds", 3.0)?,
            };
            // Once to warm up what a cache or the system keeps.
            load(Work { seconds: work.seconds / 3.0, ..work })?;
            let mut loads = (0..3).map(|_| load(work)).collect::<Result<Vec<Load>, Fail>>()?;
            loads.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
            let line =
                Line { size, work: kind.name, subject: subject.name.to_owned(), load: loads[1], right };
            eprintln!("{}", line.told());
            let is_wrong = line.load.errors > 0 || right.is_some_and(|share| (share - 1.0).abs() > 1e-9);
            if subject.name.starts_with("planmap") && is_wrong {
                self.wrong.push(line.told());
            }
            self.table.push(line);
        }
        Ok(())
    }
}

/// The mean share of right answers in a sample; what cannot be read is 0.
fn checked(subject: &Subject<'_>, paths: &[String], expected: &[Expected]) -> Option<f64> {
    let mut client = Client::new(subject.base);
    let mut one = |e: &Expected| -> f64 {
        let answer = client.get(&paths[e.index], "gzip").and_then(|answer| share(e, &answer));
        answer.unwrap_or_else(|error| {
            eprintln!("{} {}: {error}", subject.name, paths[e.index]);
            0.0
        })
    };
    let shares: Vec<f64> = expected.iter().map(&mut one).collect();
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

/// The answers of a service to all of a list, for the stand-in.
fn answers(base: &str, paths: &[String]) -> Result<Vec<(String, Answer)>, Fail> {
    let mut client = Client::new(base);
    paths.iter().map(|path| Ok((path.clone(), client.get(path, "gzip")?))).collect()
}

/// The file of a size, made where it is missing.
pub fn file(options: &Options, size: usize) -> Result<PathBuf, Fail> {
    let folder = PathBuf::from(options.text("work", "target/bench"));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("bench-{size}.fgb"));
    if !path.exists() {
        generate(&size.to_string(), &path.to_string_lossy())?;
    }
    Ok(path)
}

/// Runs everything for every size.
pub fn run(options: &Options) -> Result<(), Fail> {
    let sizes =
        options.text("sizes", "1000").split(',').map(str::parse).collect::<Result<Vec<usize>, _>>()?;
    let (mut by_size, mut by_hits) = (Vec::new(), Vec::new());
    for size in sizes {
        let path = file(options, size)?;
        let kinds = kinds(size);
        let asked: Vec<&Asked> = kinds.iter().map(|k| &k.asked).collect();
        let expected = expected(&asked, size);
        let mut bench = Bench { options, kinds, expected, table: Table::default(), wrong: Vec::new() };
        // The first start prepares the file; the second is the one that is measured.
        drop(Served::start(options, &[("bench", &path)], 0)?);
        let served = Served::start(options, &[("bench", &path)], 0)?;
        let idle_mb = served.memory_mb();
        let own = Subject { name: "planmap", base: &served.base, templates: own_templates() };
        bench.measure(size, &own, &|_| true)?;
        by_size.push((size as f64, small_box_ms(&served.base, size)?));
        by_hits = hits(&served.base, size)?;
        let busy = crowds(&served.base, &bench.kinds)?;
        let (peak_mb, start_ms) = (served.memory_mb(), served.start_ms);
        static_answers(&mut bench, size, &served.base)?;
        drop(served);
        let cached = Served::start(options, &[("bench", &path)], 512)?;
        let subject = Subject { name: "planmap, cached", base: &cached.base, templates: own_templates() };
        bench.measure(size, &subject, &|asked| matches!(asked, Asked::Tiles(_)))?;
        drop(cached);
        for (name, base, templates) in peers(options.text("peers", ""), size)? {
            let subject = Subject { name: &name, base: &base, templates };
            if let Err(error) = bench.measure(size, &subject, &|_| true) {
                eprintln!("{name}: not measured: {error}");
            }
        }
        println!("{}", bench.table.markdown(size));
        println!(
            "start to first answer {start_ms:.0} ms; memory without file pages {idle_mb:.0} MB, after the load {peak_mb:.0} MB\n"
        );
        println!("{busy}");
        if !bench.wrong.is_empty() {
            return Err(format!("wrong answers: {}", bench.wrong.join("; ")).into());
        }
    }
    plots(options, &by_size, &by_hits)
}

fn static_answers(bench: &mut Bench<'_>, size: usize, base: &str) -> Result<(), Fail> {
    let templates = own_templates();
    let mut all = Vec::new();
    for kind in &bench.kinds {
        all.extend(answers(base, &templates.addresses(&kind.asked).unwrap_or_default())?);
    }
    let base = stand_in::start(all)?;
    bench.measure(size, &Subject { name: "static, axum", base: &base, templates }, &|_| true)
}

/// Many connections at a time: the slowest of a hundred against the middle, and errors.
fn crowds(base: &str, kinds: &[Kind]) -> Result<String, Fail> {
    let mut out = String::new();
    for name in ["tiles z12-14", "items, box 1 degree"] {
        let kind = kinds.iter().find(|k| k.name == name).ok_or("no such kind")?;
        let paths = own_templates().addresses(&kind.asked).unwrap_or_default();
        for connections in [64, 1000] {
            let found = load(Work { base, paths: &paths, accept: "gzip", connections, seconds: 4.0 })?;
            out.push_str(&format!(
                "{name}, {connections} connections: {:.0} req/s, median {:.1} ms, p99 {:.1} ms ({:.1} x), {} errors\n\n",
                found.per_second,
                found.median_ms,
                found.p99_ms,
                found.p99_ms / found.median_ms,
                found.errors
            ));
        }
    }
    Ok(out)
}

/// One client, boxes of a tenth of a degree: the time that an answer takes.
fn small_box_ms(base: &str, size: usize) -> Result<f64, Fail> {
    let kinds = kinds(size);
    let small = kinds.iter().find(|k| k.name == "items, box 0.1 degree").ok_or("no such kind")?;
    let paths = own_templates().addresses(&small.asked).unwrap_or_default();
    Ok(load(Work { base, paths: &paths, accept: "identity", connections: 1, seconds: 2.0 })?.median_ms)
}

/// Boxes of growing size, ten rows a page: hits and the time that an answer takes.
fn hits(base: &str, size: usize) -> Result<Vec<(f64, f64)>, Fail> {
    let (x, y) = kinds(size)
        .iter()
        .find_map(|k| match &k.asked {
            Asked::Items(boxes) => boxes.first().map(|b| (b[0], b[1])),
            _ => None,
        })
        .ok_or("no box")?;
    let mut out = Vec::new();
    for side in [0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0] {
        let path = format!(
            "/collections/bench/items?f=json&limit=10&bbox={},{},{},{}",
            x - side / 2.0,
            y - side / 2.0,
            x + side / 2.0,
            y + side / 2.0
        );
        let answer = Client::new(base).get(&path, "identity")?;
        let page: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let found = load(Work { base, paths: &[path], accept: "identity", connections: 1, seconds: 0.5 })?;
        out.push((page["numberMatched"].as_f64().unwrap_or_default(), found.median_ms));
    }
    Ok(out)
}

fn plots(options: &Options, by_size: &[(f64, f64)], by_hits: &[(f64, f64)]) -> Result<(), Fail> {
    let folder = options.text("plots", "");
    if folder.is_empty() {
        return Ok(());
    }
    let write = |name: &str, title: &str, x: &str, points: &[(f64, f64)]| {
        std::fs::write(Path::new(folder).join(name), plot::plot(title, x, "ms", points))
    };
    write("bench-features.svg", "A box of 0.1 degree against what is stored", "features stored", by_size)?;
    write("bench-hits.svg", "A page of ten against what the box holds", "features in the box", by_hits)?;
    Ok(())
}
