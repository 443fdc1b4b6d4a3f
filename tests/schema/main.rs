//! The validator against OpenClaw's recorded verdicts, and against an independent validator of
//! JSON Schema.

mod judge;
mod messages;
mod mutate;
mod reader;

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

#[test]
fn every_fixture_gets_the_verdict_that_openclaw_gave_it() {
    let verdicts = verdicts();
    assert!(verdicts.len() >= 12, "too few verdicts");
    for verdict in verdicts {
        let file = verdict["file"].as_str().expect("a file");
        let (tree, found) = violations(&text_of(file));
        assert!(tree.errors().is_empty(), "{file}: {:?}", tree.errors());
        let messages: Vec<String> = found.iter().map(|one| one.message(&tree)).collect();
        assert_eq!(verdict["valid"], found.is_empty(), "{file}: {messages:?}");
        // OpenClaw names the object of an unknown key, and of a union often the whole.
        let keys: Vec<String> =
            found.iter().map(|one| one.place.key.segments().join(".")).collect();
        for issue in verdict["issues"].as_array().expect("issues") {
            let issue = issue.as_str().expect("a path");
            let inside = format!("{issue}.");
            let named =
                keys.iter().any(|key| issue.is_empty() || key == issue || key.starts_with(&inside));
            assert!(named, "{file}: nothing at {issue}: {messages:?}");
        }
    }
}
