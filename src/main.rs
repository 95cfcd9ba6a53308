//! The executable: one subcommand per verb.
//!
//! In: arguments. Out: the work of one module, or one sentence that says what is wrong. Must not know: anything deeper.

use axum::http::HeaderValue;
use clap::{Args, Parser, Subcommand};
use indicatif::ProgressBar;
use planmap::api::{self, Options, Readers};
use planmap::catalog::{self, Catalog, Collection, Embedded, prepared_path};
use planmap::error::{Error, Result};
use planmap::eval;
use planmap::export::{self, About, Format};
use planmap::pipeline::{self, Ingested, Wanted};
use planmap::release;
use planmap::tile;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const DATA: &str = "dist/release";

/// Reads government plan documents and maps every project and ecological zone they name.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve a release as map, OGC API and vector tiles
    Serve(Serve),
    /// Prove a release: every quote at its span, geometry valid, references whole, sums balanced
    Check(Check),
    /// Write a collection as a file
    Export(Export),
    /// Read the plans, place what they name, and write a release
    Build(Build),
    /// Measure a release against answers marked by hand
    Eval(Eval),
    /// Read new documents (txt, docx, html, xlsx, pdf, ofd) and tell what they name: known, new, doubtful, unplaced
    Ingest(Ingest),
    /// Make files fast to serve: ids, indexes and geometry for tiles, in a file beside each
    Prepare(Prepare),
    /// Tell one project: quotes, decisions, candidates, sources
    Explain(Explain),
    /// Tell where a name or phrase may be: candidates, scores, reasons
    Locate(Locate),
}

#[derive(Debug, Args)]
struct Build {
    /// Folder of the plans
    #[arg(long, value_name = "DIR", default_value = "seeds")]
    seeds: PathBuf,
    /// Folder of what is known of the ground, and of decisions
    #[arg(long, value_name = "DIR", default_value = "geodata")]
    geodata: PathBuf,
    /// Folder of the release; swapped in whole
    #[arg(long, value_name = "DIR", default_value = DATA)]
    out: PathBuf,
    /// Keep the ids of wordings that are new, in the register of geodata
    #[arg(long)]
    register: bool,
}

#[derive(Debug, Args)]
struct Ingest {
    /// Documents, or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// report for people, jsonl for programs
    #[arg(long, default_value = "report", value_parser = ["report", "jsonl"])]
    format: String,
    /// Put the documents, their text and description into the folder of the plans, for the next build
    #[arg(long)]
    add: bool,
    /// Id of the plan (a-z, 0-9, hyphen), for a single document
    #[arg(long)]
    id: Option<String>,
    /// Date of issue, where the text does not say it
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Folder of the plans: what they name is known
    #[arg(long, value_name = "DIR", default_value = "seeds")]
    seeds: PathBuf,
    /// Folder of what is known of the ground, and of decisions
    #[arg(long, value_name = "DIR", default_value = "geodata")]
    geodata: PathBuf,
    /// Folder of the release: known projects that it does not hold yet are told
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
    /// Folder for the extracted texts
    #[arg(long, value_name = "DIR", default_value = "dist/ingest")]
    out: PathBuf,
}

#[derive(Debug, Args)]
struct Eval {
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
    /// Folder of the answers
    #[arg(long, value_name = "DIR", default_value = "tests/truth")]
    truth: PathBuf,
    /// Write the figures into the release, where /quality shows them
    #[arg(long)]
    write: bool,
}

#[derive(Debug, Args)]
struct Prepare {
    /// FlatGeobuf, GeoJSON or GeoJSONSeq in WGS 84
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Folder for what is written; beside each file unless said
    #[arg(long, value_name = "DIR")]
    prepared: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Explain {
    /// Id, name, short name or alias
    project: String,
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
}

#[derive(Debug, Args)]
struct Locate {
    /// A name or phrase
    text: String,
    /// Folder of what is known of the ground
    #[arg(long, value_name = "DIR", default_value = "geodata")]
    geodata: PathBuf,
}

#[derive(Debug, Args)]
struct Serve {
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
    /// Address to listen on
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:8080")]
    addr: String,
    /// Address of the service as others see it, behind a proxy
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// A file served as a collection of its own: FlatGeobuf, GeoJSON or GeoJSONSeq in WGS 84
    #[arg(long = "collection", value_name = "NAME=FILE", value_parser = named_file)]
    collections: Vec<(String, PathBuf)>,
    /// Folder for prepared collections (which open at once the next time); beside each file unless said
    #[arg(long, value_name = "DIR")]
    prepared: Option<PathBuf>,
    /// Memory for finished tiles, megabytes; 0 turns the cache off
    #[arg(long, value_name = "N", default_value_t = 128)]
    tile_cache_mb: usize,
    /// 审图号 of the map; without one every picture says that it was not reviewed, and public ones are refused
    #[arg(long, value_name = "NUMBER")]
    map_approval: Option<String>,
    /// A file served and screened like --collection, but never in exports, static output or the dataset's tiles
    #[arg(long = "private-collection", value_name = "NAME=FILE", value_parser = named_file)]
    private_collections: Vec<(String, PathBuf)>,
    /// An origin whose pages may ask (https://gov.example); several are given one by one; any if there is none
    #[arg(long = "cors-origin", value_name = "ORIGIN", value_parser = origin)]
    cors_origins: Vec<HeaderValue>,
    /// Address for figures in Prometheus' format under /metrics; they are not on the public address
    #[arg(long, value_name = "HOST:PORT")]
    metrics_addr: Option<String>,
    /// Write a line to the log for every request
    #[arg(long)]
    access_log: bool,
    /// An intranet tile service in Web Mercator, fetched through /basemap/{z}/{x}/{y}: http://host/{z}/{x}/{y}.png, or
    /// a WMTS address with {TileMatrix}, {TileCol}, {TileRow}
    #[arg(long, value_name = "TEMPLATE")]
    basemap_url: Option<String>,
}

#[derive(Debug, Args)]
struct Check {
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
}

#[derive(Debug, Args)]
struct Export {
    /// geojson, geojsonseq, fgb, csv, xlsx, shp (a zip), kml or gpkg; pmtiles (all tiles in one file) or static (the
    /// whole map as plain files, for any web server)
    format: String,
    /// Language of headings and words in tables: zh or en
    #[arg(long, value_name = "LANG")]
    lang: Option<String>,
    /// Datum of the coordinates: wgs84, or gcj02 where the format can say so
    #[arg(long, value_name = "DATUM")]
    datum: Option<String>,
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
    /// Collection to write: projects unless said; for pmtiles several with commas, all that a map shows unless said
    #[arg(long, value_name = "NAME")]
    collection: Option<String>,
    /// File to write; a new folder for static
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// For pmtiles: a file written as a collection of its own
    #[arg(long = "file", value_name = "NAME=FILE", value_parser = named_file)]
    files: Vec<(String, PathBuf)>,
    /// For pmtiles and static: the highest zoom; 14 and 11 unless said
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=14))]
    max_zoom: Option<u8>,
    /// For static: the files are for everybody
    #[arg(long)]
    public: bool,
    /// For static: the number under which the map was approved for the public (审图号)
    #[arg(long, value_name = "NUMBER")]
    map_approval: Option<String>,
}

fn named_file(text: &str) -> std::result::Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("expected NAME=FILE")?;
    Ok((name.to_owned(), PathBuf::from(file)))
}

fn origin(text: &str) -> std::result::Result<HeaderValue, String> {
    let whole = text.split_once("://").is_some_and(|(scheme, host)| {
        (scheme == "http" || scheme == "https") && !host.is_empty() && !host.contains('/')
    });
    let value = HeaderValue::from_str(text).ok().filter(|_| whole);
    value.ok_or_else(|| "expected an origin such as https://gov.example, without a path".to_owned())
}

fn main() -> ExitCode {
    let verb = Cli::parse().verb;
    let access = if matches!(&verb, Verb::Serve(args) if args.access_log) { "info" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| {
        tracing_subscriber::EnvFilter::new(format!("info,planmap::access={access},lopdf=error"))
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr).init();
    let done = match verb {
        Verb::Serve(args) => serve(args),
        Verb::Check(args) => check(&args),
        Verb::Export(args) => export(&args),
        Verb::Build(args) => build(&args),
        Verb::Ingest(args) => ingest(&args),
        Verb::Eval(args) => evaluate(&args),
        Verb::Prepare(args) => prepare(&args),
        Verb::Explain(args) => explain(&args),
        Verb::Locate(args) => locate(&args),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("planmap: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(args: Serve) -> Result<ExitCode> {
    let addr = address("--addr", &args.addr)?;
    let metrics = args.metrics_addr.as_deref().map(|text| address("--metrics-addr", text)).transpose()?;
    let options = Options {
        data: args.data,
        base_url: args.base_url,
        collections: args.collections,
        prepared: args.prepared,
        tile_cache_mb: args.tile_cache_mb,
        map_approval: args.map_approval,
        private_collections: args.private_collections,
        cors_origins: args.cors_origins,
        basemap_url: args.basemap_url,
    };
    runtime()?.block_on(api::serve(options, addr, metrics))?;
    Ok(ExitCode::SUCCESS)
}

fn address(option: &str, text: &str) -> Result<SocketAddr> {
    use std::net::ToSocketAddrs;
    let wrong = |message: String| Error::parameter(option, message);
    let mut found = text.to_socket_addrs().map_err(|e| wrong(format!("\"{text}\" is not HOST:PORT: {e}")))?;
    found.next().ok_or_else(|| wrong(format!("\"{text}\" leads nowhere")))
}

fn check(args: &Check) -> Result<ExitCode> {
    let contents = release::read(&args.data)?;
    let issues = release::check(&contents);
    issues.iter().for_each(|issue| println!("{issue}"));
    for sum in release::sums(&contents) {
        println!(
            "{}: {} mentions = {} exact + {} near + {} schematic + {} area + {} unplaced",
            sum.plan, sum.mentions, sum.exact, sum.near, sum.schematic, sum.area, sum.unplaced
        );
    }
    println!(
        "{} plans, {} mentions, {} projects, {} issues",
        contents.plans.len(),
        contents.mentions.len(),
        contents.projects.len(),
        issues.len()
    );
    Ok(if issues.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn export(args: &Export) -> Result<ExitCode> {
    match args.format.as_str() {
        "pmtiles" => return archive(args),
        "static" => return freeze(args),
        _ => {}
    }
    let format: Format = args.format.parse()?;
    let options = export::Options {
        lang: args.lang.as_deref().map(str::parse).transpose()?,
        datum: args.datum.as_deref().map(str::parse).transpose()?.unwrap_or_default(),
    };
    let catalog = Embedded::open(&args.data, Vec::new())?;
    let collection = collection(&catalog, args.collection.as_deref().unwrap_or("projects"))?;
    let file = File::create(&args.out).map_err(|e| Error::io(&args.out, e))?;
    let mut out = BufWriter::new(file);
    export::write_whole(format, &catalog, collection, options, &mut out)?;
    out.flush().map_err(|e| Error::io(&args.out, e))?;
    Ok(ExitCode::SUCCESS)
}

fn collection<'a>(catalog: &'a Embedded, name: &str) -> Result<&'a Collection> {
    catalog.collection(name).ok_or_else(|| {
        let known: Vec<&str> = catalog.collections().iter().map(|c| c.id.as_str()).collect();
        let message = format!("there is no collection \"{name}\"; there are: {}", known.join(" "));
        Error::parameter("--collection", message)
    })
}

fn archive(args: &Export) -> Result<ExitCode> {
    let bar = ProgressBar::new_spinner();
    let mut report = |p: catalog::Progress| bar.set_message(format!("{} {}", p.step, p.done));
    let open = |(name, path): &(String, PathBuf)| catalog::open_collection(name, path, None, &mut report);
    let extra = args.files.iter().map(open).collect::<Result<Vec<_>>>()?;
    // A file needs no release beside it.
    let release = if extra.is_empty() { Some(Embedded::open(&args.data, Vec::new())?) } else { None };
    let (about, collections) = match (&release, &args.collection) {
        (None, _) => (about_files(&extra), extra.iter().collect()),
        (Some(catalog), None) => (about(catalog), tile::dataset(catalog)),
        (Some(catalog), Some(names)) => {
            let named = names.split(',').map(|name| collection(catalog, name));
            (about(catalog), named.collect::<Result<Vec<_>>>()?)
        }
    };
    let max_zoom = args.max_zoom.unwrap_or(tile::MAX_ZOOM);
    let written = export::pmtiles(&about, &collections, max_zoom, &args.out, &mut |written| {
        if written.tiles.is_multiple_of(1000) {
            bar.set_message(format!("zoom {}: {} tiles", written.zoom, written.tiles));
            bar.tick();
        }
    })?;
    bar.finish_and_clear();
    println!("{}: {} tiles up to zoom {max_zoom}", args.out.display(), written.tiles);
    Ok(ExitCode::SUCCESS)
}

fn about(catalog: &Embedded) -> About {
    About { version: catalog.version().to_owned(), attribution: catalog::attribution(catalog) }
}

fn about_files(collections: &[Collection]) -> About {
    let stamps: String = collections.iter().filter_map(|c| c.source()).map(|s| s.sha256.as_str()).collect();
    About { version: stamps.chars().take(16).collect(), attribution: String::new() }
}

fn freeze(args: &Export) -> Result<ExitCode> {
    let readers = match (args.public, &args.map_approval) {
        (false, _) => Readers::Own,
        (true, Some(number)) if !number.trim().is_empty() => Readers::Public(number.clone()),
        (true, _) => {
            let message = "a map for everybody needs its approval: --map-approval NUMBER (审图号)";
            return Err(Error::parameter("--public", message));
        }
    };
    let frozen =
        runtime()?.block_on(api::freeze(&args.data, &args.out, args.max_zoom.unwrap_or(11), &readers))?;
    println!("{}: {} files, {} bytes", args.out.display(), frozen.files, frozen.bytes);
    Ok(ExitCode::SUCCESS)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    let built = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    built.map_err(|e| Error::Other(format!("cannot start threads: {e}")))
}

fn build(args: &Build) -> Result<ExitCode> {
    let began = std::time::Instant::now();
    let said = |what: &str| eprintln!("{what} ({:.1} s)", began.elapsed().as_secs_f64());
    let inputs = pipeline::read_inputs(&args.seeds, &args.geodata)?;
    said("read the plans and the gazetteer");
    let built = pipeline::build(&inputs)?;
    said("found the mentions, made projects of them, placed them");
    let manifest = release::write(&built.contents, &args.out)?;
    said("wrote the release");
    if args.register {
        let path = args.geodata.join("register").join("ids.csv");
        std::fs::write(&path, built.register.to_csv()?).map_err(|e| Error::io(&path, e))?;
    } else if built.new_keys > 0 {
        eprintln!(
            "note: {} wordings are not in geodata/register/ids.csv yet; their ids are kept by `planmap build --register`",
            built.new_keys
        );
    }
    let counts: Vec<String> = manifest.counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
    println!("{}: release {} with {}", args.out.display(), manifest.version, counts.join(", "));
    Ok(ExitCode::SUCCESS)
}

fn ingest(args: &Ingest) -> Result<ExitCode> {
    let files = pipeline::files(&args.files)?;
    if files.len() > 1 && (args.id.is_some() || args.date.is_some()) {
        return Err(Error::parameter("--id, --date", "these are for a single document"));
    }
    let inputs = pipeline::read_inputs(&args.seeds, &args.geodata)?;
    let wanted = Wanted { out: args.out.clone(), id: args.id.clone(), date: args.date.clone() };
    let bar = (files.len() > 1).then(|| ProgressBar::new(files.len() as u64));
    let mut said = |index: usize, path: &Path, what: &str| {
        let line = format!("{} of {}: {}: {what}", index + 1, files.len(), path.display());
        match &bar {
            Some(bar) => {
                bar.suspend(|| eprintln!("{line}"));
                bar.inc(1);
            }
            None => eprintln!("{line}"),
        }
    };
    let found = pipeline::ingest(&inputs, &files, &wanted, &mut said)?;
    if let Some(bar) = &bar {
        bar.finish_and_clear();
    }
    tell(&found, &args.format)?;
    missing_in_release(&found, &args.data);
    if args.add {
        let ids = found.add(&args.seeds)?;
        eprintln!("added to {}: {}; the next build has them", args.seeds.display(), ids.join(", "));
    }
    found.failures.iter().for_each(|error| eprintln!("planmap: {error}"));
    Ok(if found.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(found: &Ingested, format: &str) -> Result<()> {
    let wrong = |e: std::io::Error| Error::io(Path::new("standard output"), e);
    let mut out = BufWriter::new(std::io::stdout().lock());
    if format == "jsonl" {
        for row in &found.rows {
            serde_json::to_writer(&mut out, row).map_err(|e| wrong(e.into()))?;
            writeln!(out).map_err(wrong)?;
        }
    } else {
        out.write_all(found.report().as_bytes()).map_err(wrong)?;
    }
    out.flush().map_err(wrong)
}

/// Known projects come from the plans; a release that lacks one is older than they are.
fn missing_in_release(found: &Ingested, data: &Path) {
    let Ok(contents) = release::read(data) else { return };
    let missing: Vec<&str> = found
        .projects
        .iter()
        .filter_map(|p| p.matched.project.as_deref())
        .filter(|id| !contents.projects.iter().any(|p| p.id == *id))
        .collect();
    if !missing.is_empty() {
        eprintln!(
            "note: the release in {} is older than the plans, it does not hold: {}",
            data.display(),
            missing.join(", ")
        );
    }
}

fn evaluate(args: &Eval) -> Result<ExitCode> {
    let mut contents = release::read(&args.data)?;
    let figures = eval::evaluate(&contents, &args.truth)?;
    print!("{}", figures.to_table());
    if args.write {
        let value = serde_json::to_value(&figures).map_err(|e| Error::Other(format!("figures: {e}")))?;
        contents.quality = Some(value);
        release::write(&contents, &args.data)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn prepare(args: &Prepare) -> Result<ExitCode> {
    for file in &args.files {
        let target = prepared_path(file, args.prepared.as_deref());
        let bar = ProgressBar::new_spinner();
        catalog::prepare(file, &target, &mut |progress| {
            if let Some(all) = progress.all {
                bar.set_length(all as u64);
            }
            bar.set_position(progress.done as u64);
            bar.set_message(format!("{} {}", progress.step, progress.done));
        })?;
        bar.finish_and_clear();
        println!("{}: prepared from {}", target.display(), file.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(args: &Explain) -> Result<ExitCode> {
    let contents = release::read(&args.data)?;
    print!("{}", pipeline::explain(&contents, &args.project)?);
    Ok(ExitCode::SUCCESS)
}

fn locate(args: &Locate) -> Result<ExitCode> {
    let found = pipeline::locate(&args.text, &args.geodata)?;
    if found.is_empty() {
        println!("nothing is known under \"{}\"", args.text);
    }
    for candidate in found {
        println!("{:.2}  {}  ({})", candidate.score, candidate.value.place, candidate.value.reason);
    }
    Ok(ExitCode::SUCCESS)
}
