//! The validator against OpenClaw's recorded verdicts, and against an independent validator of
//! JSON Schema.

mod fates;
mod judge;
mod messages;
#[path = "../../xtask/src/conformance/mutate.rs"]
mod mutate;
mod printed;
mod reader;
mod recorded;

use std::path::{Path, PathBuf};

use clawtidy::schema::{Release, Violation, check};
use clawtidy::syntax::{Tree, parse};
use clawtidy::world::Environment;
use serde_json::Value;

/// The folder of configs.
fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn text_of(file: &str) -> String {
    let file = fixtures().join(file);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The verdicts that `fixtures/verdicts.jsonl` records.
fn verdicts() -> Vec<Value> {
    let text = text_of("verdicts.jsonl");
    let lines = text.split('\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a verdict a line")).collect()
}

/// What is wrong with a text when no variable is set.
fn violations(text: &str) -> (Tree, Vec<Violation>) {
    let tree = parse(text.to_owned());
    let nothing_set = Environment::Known(std::collections::BTreeMap::new());
    let found = check(&tree, Release::LATEST, &nothing_set);
    (tree, found)
}
