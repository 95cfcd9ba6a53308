//! The house rules that a compiler does not check: who imports whom, and that every module introduces itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut out = vec![];
    for entry in fs::read_dir(dir).expect("src").flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
    out.sort();
    out
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The table of `src/lib.rs`: module to what it may use.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(root().join("lib.rs")).expect("lib.rs");
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | ")).skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('|').map(str::trim);
        let modules = cells.next()?;
        let uses: BTreeSet<String> =
            cells.next()?.split(',').map(|m| m.trim().to_owned()).filter(|m| !m.is_empty()).collect();
        Some(modules.split(',').map(|m| (m.trim().to_owned(), uses.clone())).collect::<Vec<_>>())
    })
    .flatten()
    .collect()
}

/// The module that a file belongs to: the first name below `src`.
fn module(path: &Path) -> String {
    let below = path.strip_prefix(root()).expect("below src");
    let first = below.components().next().expect("name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Modules named by `crate::x` (or `planmap::x` in the executable), also inside `use crate::{x, y}`.
fn named(text: &str, krate: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let code: String =
        text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for rest in code.split(&format!("{krate}::")).skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let inside: String = group
                .chars()
                .take_while(|c| {
                    depth += i32::from(*c == '{') - i32::from(*c == '}');
                    depth > 0
                })
                .collect();
            let mut depth = 0;
            for part in inside.split_inclusive(['{', '}', ',']) {
                let name: String =
                    part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if depth == 0 && !name.is_empty() {
                    out.insert(name);
                }
                depth += i32::from(part.ends_with('{')) - i32::from(part.ends_with('}'));
            }
        } else {
            out.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    out
}

#[test]
fn every_import_is_an_arrow_of_the_table() {
    let table = table();
    assert!(table.len() > 15, "the table of src/lib.rs was not read: {table:?}");
    let mut wrong = vec![];
    for path in sources(&root()) {
        let module = module(&path);
        if module == "lib" {
            continue;
        }
        let krate = if module == "main" { "planmap" } else { "crate" };
        let Some(allowed) = table.get(&module) else {
            wrong.push(format!("{module} is not in the table"));
            continue;
        };
        // Tests inside a module may reach for whatever they compare with.
        let text = fs::read_to_string(&path).expect("source");
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for used in named(code, krate) {
            if used != module && !allowed.contains(&used) && table.contains_key(&used) {
                wrong.push(format!("{}: {module} may not use {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_introduces_itself_and_every_module_says_what_it_must_not_know() {
    let mut silent = vec![];
    for path in sources(&root()) {
        let text = fs::read_to_string(&path).expect("source");
        let header: Vec<&str> = text
            .lines()
            .take_while(|l| l.starts_with("//!"))
            .map(|l| l.trim_start_matches("//!").trim())
            .collect();
        let header = header.join(" ");
        let is_module = path.ends_with("mod.rs") || path.parent() == Some(root().as_path());
        let complete = !is_module
            || module(&path) == "lib"
            || (header.contains("In") && header.contains("Out: ") && header.contains("Must not know"));
        if header.is_empty() || !complete {
            silent.push(path.display().to_string());
        }
    }
    assert!(
        silent.is_empty(),
        "no header, or a module without In, Out, Must not know:\n{}",
        silent.join("\n")
    );
}

#[test]
fn imports_are_found_in_every_form() {
    let text = "use crate::text::fold;\nuse crate::{names::{a, b}, error};\nfn f() { crate::query::x(); }\n// crate::api\n";
    let found: Vec<String> = named(text, "crate").into_iter().collect();
    assert_eq!(found, ["error", "names", "query", "text"]);
}
