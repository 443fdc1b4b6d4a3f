//! What the fuzz targets share: how bytes become configs, and what must hold of every one of them.
//!
//! Each target hands its bytes to `hold` in the file of its name, which panics where a law is broken and
//! says otherwise what it reached. `tests/fuzz_corpus.rs` hands it the corpus that is kept, so nothing but
//! the targets themselves needs a fuzzer.

// Others use the rest of what is shared with the tests.
#![allow(dead_code)]

#[path = "../../tests/support/author.rs"]
mod author;
#[path = "../../tests/support/counts.rs"]
mod counts;
#[path = "../../tests/redact/issued.rs"]
mod issued;
#[path = "../../tests/support/keeping.rs"]
mod keeping;
#[path = "../../tests/redact/leak.rs"]
mod leak;
#[path = "../../tests/support/merging.rs"]
mod merging;
#[path = "../../tests/support/old_config.rs"]
mod old_config;
#[path = "../../tests/redact/places.rs"]
mod places;
#[path = "../../tests/redact/planted.rs"]
mod planted;
#[path = "../../tests/session/process.rs"]
mod process;
#[path = "../../tests/support/split.rs"]
mod split;
#[path = "../../tests/support/there_and_back.rs"]
mod there_and_back;
#[path = "../../tests/support/triples.rs"]
mod triples;

mod check;
mod config;
mod counting;
mod env_files;
mod fix;
mod includes;
mod merge;
mod migrate;
mod npm_json5;
mod outputs;
mod parse;
mod reached;
mod secrets;
mod settings;
mod targets;
mod whole;

use std::path::PathBuf;
use std::sync::OnceLock;

/// The variable that names the folder for figures.
const FIGURES: &str = "FUZZ_FIGURES";

/// Holds what a target makes of bytes to its laws, and counts what it reached.
///
/// # Panics
/// Where a law is broken.
pub fn run(target: &'static str, bytes: &[u8]) {
    static FOLDER: OnceLock<Option<PathBuf>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| std::env::var_os(FIGURES).map(PathBuf::from));
    let (_, hold) = targets::TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    counting::count(target, folder.as_deref(), &hold(bytes));
}
