//! The corpus that is kept of fuzzing, held to the laws that the fuzz targets hold: see `fuzz/README.md`.

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "../fuzz/src/check.rs"]
mod check;
#[path = "../fuzz/src/config.rs"]
mod config;
#[path = "support/counts.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod counts;
#[path = "../fuzz/src/env_files.rs"]
mod env_files;
#[path = "../fuzz/src/fix.rs"]
mod fix;
#[path = "../fuzz/src/includes.rs"]
mod includes;
#[path = "redact/issued.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod issued;
#[path = "support/keeping.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod keeping;
#[path = "redact/leak.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod leak;
#[path = "../fuzz/src/merge.rs"]
mod merge;
#[path = "support/merging.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod merging;
#[path = "../fuzz/src/migrate.rs"]
mod migrate;
#[path = "../fuzz/src/npm_json5.rs"]
mod npm_json5;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;
#[path = "../fuzz/src/outputs.rs"]
mod outputs;
#[path = "../fuzz/src/parse.rs"]
mod parse;
#[path = "redact/places.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod places;
#[path = "redact/planted.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod planted;
#[path = "session/process.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod process;
#[path = "../fuzz/src/reached.rs"]
mod reached;
#[path = "../fuzz/src/secrets.rs"]
mod secrets;
#[path = "../fuzz/src/settings.rs"]
mod settings;
#[path = "support/split.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod split;
#[path = "../fuzz/src/targets.rs"]
mod targets;
#[path = "support/there_and_back.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod there_and_back;
#[path = "support/triples.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod triples;
#[path = "../fuzz/src/whole.rs"]
mod whole;

use std::collections::BTreeMap;
use std::fs;
use std::iter;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use targets::TARGETS;

/// What must be reached.
const DEEP: &[(&str, &str)] = &[
    ("parse", "read by both"),
    ("parse", "repairable"),
    ("check", "with five findings or more"),
    ("check", "with a fix"),
    ("check", "on several threads"),
    ("fix", "with three fixes or more"),
    ("fix", "in two passes or more"),
    ("fix", "with a move"),
    ("fix", "with a secret moved out"),
    ("migrate", "of an older release"),
    ("migrate", "of any kind"),
    ("migrate", "there and back"),
    ("migrate", "changed"),
    ("merge", "of known outcome"),
    ("merge", "with something taken"),
    ("merge", "with a conflict"),
    ("merge", "with something left out"),
    ("includes", "split"),
    ("includes", "put together"),
    ("includes", "with a broken include"),
    ("includes", "with a file rewritten"),
    ("outputs", "with five findings or more"),
    ("outputs", "with something set apart"),
    ("outputs", "mended"),
    ("secrets", "with a credential in it"),
    ("secrets", "with a finding"),
    ("env_files", "with three variables or more"),
    ("env_files", "added to"),
    ("settings", "read"),
    ("settings", "with an override"),
];

/// How many inputs that are not kept a target is given at most, to reach what those no longer do.
const FURTHER: u64 = 2_000;
/// How many bytes each of them has.
const CHOICES: usize = 256;

/// What is kept for a target, by name.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let named = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file");
        (path.file_name().unwrap_or_default().display().to_string(), bytes)
    };
    paths.into_iter().map(named).collect()
}

/// Inputs that are not kept, always the same ones: choices by chance.
fn by_chance() -> impl Iterator<Item = (String, Vec<u8>)> {
    (0..FURTHER).map(|seed| {
        let mut dice = old_config::Maker::new(seed);
        let choices = (0..CHOICES).map(|_| dice.below(256).to_le_bytes()[0]);
        (format!("chance {seed}"), iter::once(0).chain(choices).collect())
    })
}

#[test]
fn the_corpus_keeps_the_laws() {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut broken = Vec::new();
    // One after the other: a lone config is judged in another way than one of many on a pool.
    for (target, hold) in TARGETS {
        let kept = corpus(target);
        let count = kept.len();
        // What kept bytes choose may be something else after each new example and release.
        for (index, (name, bytes)) in kept.into_iter().chain(by_chance()).enumerate() {
            let mut wanted = DEEP.iter().filter(|it| it.0 == *target);
            if index >= count && wanted.all(|it| counts.contains_key(it)) {
                break;
            }
            match catch_unwind(|| hold(&bytes)) {
                Ok(reached) => {
                    for kind in reached.kinds() {
                        *counts.entry((target, kind)).or_default() += 1;
                    }
                }
                Err(_) => broken.push(format!("{target}: {name}")),
            }
        }
    }
    assert!(broken.is_empty(), "the laws are broken by {broken:?}");
    let missed: Vec<_> = DEEP.iter().filter(|it| !counts.contains_key(it)).collect();
    assert!(missed.is_empty(), "nothing reaches {missed:?}: {counts:#?}");
}
