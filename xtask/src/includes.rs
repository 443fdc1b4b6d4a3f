//! `cargo xtask includes`: what the real OpenClaw makes of configs that include files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use clawtidy::schema::Release;
use serde_json::{Value, json};

use crate::include_cases::cases;
use crate::package::{self, Package};

const DRIVER: &str = include_str!("includes/driver.mjs");
/// The cases, and what OpenClaw said of them, from the root of the project.
const CASES: &str = "tests/includes/cases.txt";
const RECORD: &str = "tests/includes/recorded.jsonl";

/// What to do with it.
#[derive(Args)]
pub(crate) struct Options {
    /// Writes down what OpenClaw says; without it, that is compared with what it said before.
    #[arg(long)]
    record: bool,
    /// The installed npm package; without it the package comes from the npm registry.
    #[arg(long)]
    package: Option<PathBuf>,
    /// The Node that runs it; without it the one on the path or, when that is too old, one from the
    /// npm registry.
    #[arg(long)]
    node: Option<PathBuf>,
}

/// Lays the cases out, each in a directory of its own, and asks OpenClaw's reader about them.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let scratch = root.join("target/xtask");
    let package = match &options.package {
        Some(directory) => Package::at(directory)?,
        None => Package::install(Release::LATEST.name(), &scratch)?,
    };
    let node = package.node(options.node.clone(), &scratch)?;
    let read = |path: &str| {
        std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"))
    };
    let told = told(&read(CASES)?, &package, &node)?;
    let (version, count) = (&package.version, told.len());
    let mut record = String::new();
    for answer in &told {
        // Writing to a `String` cannot fail.
        let _ = writeln!(record, "{answer}");
    }
    if options.record {
        crate::put(&root.join(RECORD), &record)?;
        return Ok(format!("what OpenClaw {version} says of {count} configs is in {RECORD}"));
    }
    let before = read(RECORD)?;
    let differs = before.split('\n').zip(record.split('\n')).find(|(a, b)| a != b);
    match differs {
        Some((before, now)) => Err(format!("it said: {before}\nit says: {now}")),
        None if before == record => {
            Ok(format!("OpenClaw {version} says the same of {count} configs"))
        }
        None => Err(format!("{RECORD} has other cases than {CASES}; record again")),
    }
}

fn told(text: &str, package: &Package, node: &Path) -> Result<Vec<Value>, String> {
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let home = home.path();
    let mut list = Vec::new();
    for (index, case) in cases(text).into_iter().enumerate() {
        let directory = home.join(format!("case-{index}"));
        let laid = std::fs::create_dir(&directory).and_then(|()| case.lay_out(&directory));
        let config = laid.map_err(|error| format!("{}: {error}", case.name))?;
        list.push(json!({ "name": case.name, "config": config, "roots": case.roots(&config) }));
    }
    package::ask(home, DRIVER, list, package, node)
}
