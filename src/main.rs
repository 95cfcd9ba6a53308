//! The executable: one subcommand per verb.
//!
//! In: arguments. Out: the work of one module, or one sentence that says what is wrong. Must not know: anything deeper.

use clap::{Args, Parser, Subcommand};
use planmap::api::{self, Options};
use planmap::catalog::{Catalog, Embedded};
use planmap::error::{Error, Result};
use planmap::eval;
use planmap::export::{self, Format};
use planmap::pipeline;
use planmap::release;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
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
    /// Memory for finished tiles, megabytes; 0 turns the cache off
    #[arg(long, value_name = "N", default_value_t = 128)]
    tile_cache_mb: usize,
}

#[derive(Debug, Args)]
struct Check {
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
}

#[derive(Debug, Args)]
struct Export {
    /// geojson, geojsonseq, fgb or csv
    format: String,
    /// Folder of the release
    #[arg(long, value_name = "DIR", default_value = DATA)]
    data: PathBuf,
    /// Collection to write
    #[arg(long, value_name = "NAME", default_value = "projects")]
    collection: String,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

fn named_file(text: &str) -> std::result::Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("expected NAME=FILE")?;
    Ok((name.to_owned(), PathBuf::from(file)))
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,planmap::access=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr).init();
    let done = match Cli::parse().verb {
        Verb::Serve(args) => serve(args),
        Verb::Check(args) => check(&args),
        Verb::Export(args) => export(&args),
        Verb::Build(args) => build(&args),
        Verb::Eval(args) => evaluate(&args),
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
    let addr = address(&args.addr)?;
    let options = Options {
        data: args.data,
        base_url: args.base_url,
        collections: args.collections,
        tile_cache_mb: args.tile_cache_mb,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Other(format!("cannot start threads: {e}")))?;
    runtime.block_on(api::serve(options, addr))?;
    Ok(ExitCode::SUCCESS)
}

fn address(text: &str) -> Result<SocketAddr> {
    use std::net::ToSocketAddrs;
    let wrong = |message: String| Error::parameter("--addr", message);
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
    let format: Format = args.format.parse()?;
    let catalog = Embedded::open(&args.data, Vec::new())?;
    let collection = catalog.collection(&args.collection).ok_or_else(|| {
        let known: Vec<&str> = catalog.collections().iter().map(|c| c.id.as_str()).collect();
        let message =
            format!("there is no collection \"{}\"; there are: {}", args.collection, known.join(" "));
        Error::parameter("--collection", message)
    })?;
    let file = File::create(&args.out).map_err(|e| Error::io(&args.out, e))?;
    let mut out = BufWriter::new(file);
    export::write_whole(format, &catalog, collection, &mut out)?;
    out.flush().map_err(|e| Error::io(&args.out, e))?;
    Ok(ExitCode::SUCCESS)
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
