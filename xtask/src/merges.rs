//! `cargo xtask merges`: what the real OpenClaw makes of configs with a lost edit put back on them.

use std::path::{Path, PathBuf};

use clap::Args;
use clawtidy::merge::{Versions, Wishes, merge};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::Tree;
use clawtidy::world::{Environment, World};
use serde_json::{Value, json};

use crate::conformance::Oracle;
use crate::old_config::Maker;
use crate::package::{self, Package};
use crate::triples::triple;

const DRIVER: &str = include_str!("merges/driver.mjs");

/// What to do with it.
#[derive(Args)]
pub(crate) struct Options {
    /// How many triples of versions are merged, and as many with what OpenClaw refuses in them.
    #[arg(long, default_value_t = 200)]
    count: u64,
    /// Where the seeds begin.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// The installed npm package; without it the package comes from the npm registry.
    #[arg(long)]
    package: Option<PathBuf>,
    /// The Node that runs it; without it the one on the path or, when that is too old, one from the
    /// npm registry.
    #[arg(long)]
    node: Option<PathBuf>,
}

/// A merge, and the seed that it came of.
struct Case {
    seed: u64,
    active: String,
    merged: String,
}

/// Merges, has OpenClaw validate the results and write them over the active files, and tells how
/// many it took.
pub(crate) fn run(root: &Path, options: &Options) -> Result<String, String> {
    let scratch = root.join("target/xtask");
    let package = match &options.package {
        Some(directory) => Package::at(directory)?,
        None => Package::install(Release::LATEST.name(), &scratch)?,
    };
    let node = package.node(options.node.clone(), &scratch)?;
    let seeds = options.seed..options.seed + options.count;
    let cases = seeds.flat_map(|seed| [false, true].map(|poison| case(seed, poison)));
    let cases: Vec<Case> = cases.collect::<Result<_, _>>()?;

    let mut oracle = Oracle::start(&package, &node)?;
    for case in &cases {
        let verdict = oracle.ask(&case.merged)?;
        if let Some(issue) = verdict.issues.first().filter(|_| !verdict.valid) {
            let Case { seed, merged, .. } = case;
            let (path, message) = (&issue.path, &issue.message);
            return Err(format!("seed {seed}: OpenClaw rejects {path}: {message}\n{merged}"));
        }
    }
    let told = written(&cases, &package, &node)?;
    for (case, told) in cases.iter().zip(&told) {
        if told["left"].as_array().is_none_or(|left| !left.is_empty()) || !told["error"].is_null() {
            return Err(format!(
                "seed {}: OpenClaw's writer says {told}\n{}",
                case.seed, case.merged
            ));
        }
    }
    let (version, count) = (&package.version, told.len());
    Ok(format!("OpenClaw {version} accepts {} merges and wrote {count} of them", cases.len()))
}

fn case(seed: u64, poison: bool) -> Result<Case, String> {
    let triple = triple(&mut Maker::new(seed), poison);
    let source = |name: &str, text: String| Source::new(name, text);
    let (base, active) = (source("base", triple.base), source("active", triple.active));
    let rejected = source("rejected", triple.rejected);
    let versions = Versions { base: Some(&base), active: &active, rejected: &rejected };
    let world = |_: &Tree| World::new(Release::LATEST, Environment::Unknown);
    let merged = merge(versions, &Wishes::default(), &world).map_err(|error| error.to_string())?;
    if let Some(fault) = merged.faults.first() {
        return Err(format!("seed {seed}: {fault}"));
    }
    let text = merged.merged.source.text().to_owned();
    Ok(Case { seed, active: active.text().to_owned(), merged: text })
}

/// What OpenClaw's writer says to each result as what is to stand in the active file's place.
fn written(cases: &[Case], package: &Package, node: &Path) -> Result<Vec<Value>, String> {
    let home = tempfile::tempdir().map_err(|error| error.to_string())?;
    let home = home.path();
    let list = cases.iter().map(|case| json!({ "active": case.active, "merged": case.merged }));
    package::ask(home, DRIVER, list.collect(), package, node)
}
