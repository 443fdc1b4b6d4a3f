//! `cargo xtask artefacts`: what the real OpenClaw leaves beside a config, and why it says it does.

use std::path::Path;
use std::process::Command;

use clap::Args;
use clawtidy::schema::Release;

use crate::package::{self, Package};

const DRIVER: &str = include_str!("artefacts/driver.mjs");
const CASES: &str = include_str!("artefacts/cases.mjs");

/// Where the record is, for tests that run without OpenClaw.
const RECORD: &str = "fixtures/artefacts/recorded.jsonl";

/// What to do with it.
#[derive(Args)]
pub(crate) struct Options {
    /// Writes what OpenClaw leaves to `fixtures/artefacts/recorded.jsonl`.
    #[arg(long)]
    record: bool,
    /// The installed npm package; without it the package comes from the npm registry.
    #[arg(long)]
    package: Option<std::path::PathBuf>,
    /// The Node that runs it; without it the one on the path or, when that is too old, one from the
    /// npm registry.
    #[arg(long)]
    node: Option<std::path::PathBuf>,
}

/// Has OpenClaw refuse writes and put older states back, and tells how many of them it explained.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let scratch = root.join("target/xtask");
    let package = match &options.package {
        Some(directory) => Package::at(directory)?,
        None => Package::install(Release::LATEST.name(), &scratch)?,
    };
    let node = package.node(options.node.clone(), &scratch)?;
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let home = home.path();
    crate::put(&home.join("driver.mjs"), DRIVER)?;
    crate::put(&home.join("cases.mjs"), CASES)?;
    let file = home.join("record.jsonl");
    let mut command = Command::new(node);
    command
        .arg(home.join("driver.mjs"))
        .arg(package.directory())
        .arg(home.join("hosts"))
        .arg(&file)
        .current_dir(home)
        .env_clear();
    package::answer(&mut command)?;
    let record = std::fs::read_to_string(&file).map_err(|error| error.to_string())?;
    let explained = record.matches("openclaw.json.rejected.").count()
        + record.matches("openclaw.json.clobbered.").count();
    if options.record {
        crate::put(&root.join(RECORD), &record)?;
    }
    // Each stands once among the files and once among what was told.
    let (cases, explained) = (record.matches("\"case\":").count(), explained / 2);
    Ok(format!("OpenClaw {}: {cases} cases, {explained} artefacts explained", package.version))
}
