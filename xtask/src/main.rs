//! Chores of the project.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod artefacts;
#[path = "../../tests/support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "../../build/catalog.rs"]
mod catalog;
#[path = "../../benches/support/config.rs"]
mod config;
mod conformance;
mod dependencies;
#[path = "../../tests/support/include_cases.rs"]
mod include_cases;
mod includes;
#[path = "../../tests/support/keeping.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod keeping;
#[path = "../../build/keywords.rs"]
mod keywords;
mod merges;
mod models;
#[path = "../../tests/support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;
mod package;
mod peers;
mod reference;
mod release;
mod schema_tools;
mod soak;
#[path = "../../tests/support/there_and_back.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod there_and_back;
#[path = "../../tests/support/triples.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod triples;
mod variables;

/// Chores of the clawtidy project.
#[derive(Parser)]
enum Chore {
    /// The releases in the catalog.
    #[command(subcommand)]
    Release(ReleaseChore),
    /// Prints a config for measuring: strict JSON without a finding, the same every time.
    Sample {
        /// How long it is, in bytes; the last agent may take it a little over that.
        bytes: usize,
    },
    /// Writes what the program is built of to a file, as CycloneDX.
    Bom {
        /// The file.
        file: PathBuf,
        /// What it is built for, such as x86_64-unknown-linux-musl.
        #[arg(long)]
        target: String,
    },
    /// Compares what OpenClaw says about thousands of configs with what clawtidy says.
    Conformance(conformance::Options),
    /// Has OpenClaw refuse writes and put older states back, and records what it leaves and why.
    Artefacts(artefacts::Options),
    /// Lists the crates that the program, its tests and chores stand on, and why, in `docs/dependencies.md`.
    Dependencies,
    /// Asks OpenClaw what it makes of configs that include files, and records it.
    Includes(includes::Options),
    /// Puts made-up edits back on made-up configs, and has OpenClaw validate and write the results.
    Merges(merges::Options),
    /// Installs a release of OpenClaw, unless an earlier run did; prints the Node that runs it, and its
    /// program.
    Openclaw(package::Wanted),
    /// Lists the models that a release of OpenClaw lists by itself.
    Models(package::Wanted),
    /// Has other tools look at the same configs, and prints who finds, misses and makes up what.
    Peers(peers::Options),
    /// Writes the completions for shells and the manual pages, one file each.
    Reference {
        /// The folder that they are written to.
        folder: PathBuf,
    },
    /// Validates configs with the printed JSON Schema in the tools that it is for, and compares them.
    SchemaTools(schema_tools::Options),
    /// Carries thousands of made-up old configs over and holds the results to the laws.
    Soak(soak::Options),
    /// Lists the environment variables that a release of OpenClaw knows of.
    Variables(package::Wanted),
}

#[derive(Subcommand)]
enum ReleaseChore {
    /// Adds what a release of OpenClaw accepts to `schema/`.
    Add {
        /// The release, such as 2026.9.6.
        release: String,
        /// The installed npm package; without it the package comes from the npm registry.
        #[arg(long)]
        package: Option<PathBuf>,
        /// The Node that runs it; without it the one on the path or, when that is too old, one
        /// from the npm registry.
        #[arg(long)]
        node: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let done = match Chore::parse() {
        Chore::Release(ReleaseChore::Add { release, package, node }) => {
            release::add(root, &release, package, node)
        }
        Chore::Sample { bytes } => {
            let sample = config::config(bytes, None);
            let written = std::io::stdout().write_all(sample.as_bytes());
            written.map(|()| String::new()).map_err(|error| error.to_string())
        }
        Chore::Bom { file, target } => dependencies::write_bom(root, &file, &target),
        Chore::Conformance(options) => conformance::run(root, &options),
        Chore::Artefacts(options) => artefacts::run(root, &options),
        Chore::Dependencies => dependencies::write(root),
        Chore::Includes(options) => includes::run(root, &options),
        Chore::Merges(options) => merges::run(root, &options),
        Chore::Openclaw(wanted) => openclaw(root, &wanted).map(|()| String::new()),
        Chore::Models(options) => models::run(root, &options),
        Chore::Peers(options) => peers::run(root, &options),
        Chore::Reference { folder } => reference::write(&folder).map(|()| String::new()),
        Chore::SchemaTools(options) => schema_tools::run(root, &options),
        Chore::Soak(options) => soak::run(&options),
        Chore::Variables(options) => variables::run(root, &options),
    };
    match done {
        Ok(summary) if summary.is_empty() => ExitCode::SUCCESS,
        Ok(summary) => {
            say(&summary);
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints what runs OpenClaw: its Node and its program, a line each.
fn openclaw(root: &Path, wanted: &package::Wanted) -> Result<(), String> {
    let package = wanted.get(root)?;
    let node = package.node(None, &root.join("target/xtask"))?;
    let lines = format!("{}\n{}\n", node.display(), package.program().display());
    std::io::stdout().write_all(lines.as_bytes()).map_err(|error| error.to_string())
}

/// Tells whoever runs the chore.
#[expect(clippy::print_stderr, reason = "a chore talks to the person who runs it")]
fn say(text: &str) {
    eprintln!("{text}");
}

/// Writes a file that is under version control or of the chore's own making.
#[expect(clippy::disallowed_methods, reason = "generated data; no config of anybody")]
fn put(file: &Path, text: &str) -> Result<(), String> {
    let directory = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory)
        .and_then(|()| fs::write(file, text))
        .map_err(|error| format!("{}: {error}", file.display()))
}
