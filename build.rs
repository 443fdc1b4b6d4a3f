//! Turns the catalog's data in `schema/` into tables that need no reading at start-up.

#[path = "build/catalog.rs"]
mod catalog;
#[path = "build/corrections.rs"]
mod corrections;
#[path = "build/keywords.rs"]
mod keywords;
#[path = "build/name_hash.rs"]
mod name_hash;
#[path = "build/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // How a build script tells cargo why it failed.
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    let schema = Path::new("schema");
    for file in [
        "nodes.jsonl",
        "releases.jsonl",
        "corrections.jsonl",
        "patterns.jsonl",
        "moves.jsonl",
        "values.jsonl",
        "invented.jsonl",
    ] {
        println!("cargo::rerun-if-changed={}", schema.join(file).display());
    }
    println!("cargo::rerun-if-changed=build");
    link_at_fixed_place();
    let mut catalog = catalog::Catalog::read(schema)?;
    corrections::apply(&mut catalog, schema)?;
    let words = catalog::records(&schema.join("patterns.jsonl"))?
        .into_iter()
        .map(|mut record| {
            let pattern = catalog::take_text(&mut record, "pattern")?;
            Ok((pattern, catalog::take_text(&mut record, "words")?))
        })
        .collect::<Result<BTreeMap<_, _>, String>>()?;
    let mut tables = tables::Tables::of(&catalog, &words)?;
    tables.add_moves(catalog::records(&schema.join("moves.jsonl"))?)?;
    tables.add_values(catalog::records(&schema.join("values.jsonl"))?)?;
    tables.add_invented(catalog::records(&schema.join("invented.jsonl"))?)?;
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let file = PathBuf::from(out).join("catalog.rs");
    write(&file, &tables.source()).map_err(|e| format!("{}: {e}", file.display()))
}

/// Lets the released program stand at one address on Linux. A program that can stand anywhere has
/// each of its 25,000 pointers put right before it starts, which takes a quarter of the time that a
/// small config does. What is linked statically asks for its own kind of start.
fn link_at_fixed_place() {
    let is = |name: &str, value: &str| std::env::var_os(name).is_some_and(|own| own == value);
    let features = std::env::var_os("CARGO_CFG_TARGET_FEATURE").unwrap_or_default();
    if is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
        && !features.to_string_lossy().split(',').any(|feature| feature == "crt-static")
    {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        link_unwinding();
    }
}

/// Takes what unwinds the stack into the program: a library less to load, which takes a tenth of a
/// millisecond. Not every compiler has it, and that of this machine says nothing of others.
fn link_unwinding() {
    if std::env::var_os("HOST") == std::env::var_os("TARGET") {
        let file = "libgcc_eh.a";
        let asked = Command::new("cc").arg(format!("-print-file-name={file}")).output();
        let found = asked.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned());
        if found.is_ok_and(|found| Path::new(&found).is_absolute()) {
            println!("cargo::rustc-link-lib=dylib:+verbatim={file}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "what cargo compiles next; no config")]
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    std::fs::write(file, text)
}
