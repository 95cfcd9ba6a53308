//! `ingest --add`: a document, its text and its description go into `seeds/`, so that the next build has it.

use super::plans;
use crate::error::{Error, Result};
use crate::release::PlanRow;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A document on its way into the folder of plans.
pub struct Newcomer<'a> {
    /// The file as received.
    pub path: &'a Path,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its text, where the file itself is not text.
    pub text: Option<&'a str>,
    /// What is known of it; `file` and `sha256` are those of the text.
    pub plan: &'a PlanRow,
}

/// Copies the files and appends a `[[plan]]` table; on any trouble the folder is left as it was.
///
/// # Errors
/// A plan or file of the same name that is there already, a date that is missing, or what the system says.
pub fn add(seeds: &Path, newcomer: &Newcomer<'_>) -> Result<()> {
    let plan = newcomer.plan;
    if plan.date.is_empty() {
        return Err(Error::file(
            newcomer.path,
            "the text has no date of issue on a line of its own; give it: --date YYYY-MM-DD",
        ));
    }
    let list = seeds.join("plans.toml");
    let before = std::fs::read_to_string(&list).map_err(|e| Error::io(&list, e))?;
    for known in plans::read(seeds)? {
        if known.plan.sha256 == plan.sha256 {
            return Err(Error::file(
                newcomer.path,
                format!("already in {} as {}", seeds.display(), known.plan.id),
            ));
        }
        if known.plan.id == plan.id {
            let message = format!("there is a plan \"{}\" already; give another id: --id ID", plan.id);
            return Err(Error::file(newcomer.path, message));
        }
    }
    let mut written: Vec<PathBuf> = Vec::new();
    let done = write_all(seeds, newcomer, &mut written)
        .and_then(|()| replace(&list, &format!("{}\n\n{}", before.trim_end(), table(plan))))
        .and_then(|()| plans::read(seeds).map(|_| ()));
    if done.is_err() {
        written.iter().for_each(|path| {
            let _ = std::fs::remove_file(path);
        });
        replace(&list, &before)?;
    }
    done
}

fn write_all(seeds: &Path, newcomer: &Newcomer<'_>, written: &mut Vec<PathBuf>) -> Result<()> {
    let name = newcomer.path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files: Vec<(String, &[u8])> = vec![(name, newcomer.bytes)];
    files.extend(newcomer.text.map(|text| (newcomer.plan.file.clone(), text.as_bytes())));
    for (name, bytes) in files {
        let to = seeds.join(&name);
        match std::fs::read(&to) {
            Ok(there) if there == bytes => {}
            Ok(_) => {
                let message = format!("{} holds another file of this name; rename it", to.display());
                return Err(Error::file(newcomer.path, message));
            }
            Err(_) => {
                written.push(to.clone());
                std::fs::write(&to, bytes).map_err(|e| Error::io(&to, e))?;
            }
        }
    }
    Ok(())
}

/// Written beside and renamed: a reader never sees half of it.
fn replace(path: &Path, text: &str) -> Result<()> {
    let beside = path.with_extension("toml.new");
    std::fs::write(&beside, text).map_err(|e| Error::io(&beside, e))?;
    std::fs::rename(&beside, path).map_err(|e| Error::io(path, e))
}

fn table(plan: &PlanRow) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
    let list = |items: &[String]| {
        let items: Vec<String> = items.iter().map(|i| quoted(i)).collect();
        format!("[{}]", items.join(", "))
    };
    let mut out = String::from("[[plan]]\n");
    let mut line = |name: &str, value: String| {
        let _ = writeln!(out, "{name} = {value}");
    };
    line("id", quoted(&plan.id));
    line("title", quoted(&plan.title));
    if let Some(number) = &plan.number {
        line("number", quoted(number));
    }
    line("issuer", quoted(&plan.issuer));
    line("date", quoted(&plan.date));
    for (name, year) in [("horizon_start", plan.horizon_start), ("horizon_end", plan.horizon_end)] {
        if let Some(year) = year {
            line(name, year.to_string());
        }
    }
    line("file", quoted(&plan.file));
    line("sha256", quoted(&plan.sha256));
    line("type", quoted(&plan.kind));
    line("level", quoted(&plan.level));
    line("scope", format!("{{ adcodes = {}, fields = [] }}", list(&plan.scope.adcodes)));
    line("implements", list(&plan.implements));
    line("repeals", list(&plan.repeals));
    line("disclosure", quoted(&plan.disclosure));
    line("source", quoted(&plan.source));
    out
}
