//! The documents agree with the code: generated parts are current, links lead somewhere, commands run,
//! configs are judged as is said. `UPDATE=1 cargo test --test docs` rewrites what is generated.

mod generated;
mod links;
#[cfg(unix)]
mod walk;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use clawtidy::settings::{self, KEYS, Key};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// A file of the project, with line ends of one kind.
fn read(name: &str) -> String {
    let text = fs::read_to_string(root().join(name)).unwrap_or_default();
    text.replace("\r\n", "\n")
}

/// The Markdown files of a folder, those in its folders included.
fn markdown_in(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("the folder is there") {
        let entry = entry.expect("an entry");
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files.extend(markdown_in(&name));
        } else if Path::new(&name).extension().is_some_and(|it| it == "md") {
            files.push(name);
        }
    }
    files.sort();
    files
}

/// Holds a file to what it should say, or rewrites it.
fn hold(path: &Path, expected: &str) {
    let actual = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if actual == expected {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{} is not current; UPDATE=1 cargo test --test docs rewrites it",
        path.display()
    );
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    #[expect(clippy::disallowed_methods, reason = "a document of the project, no config")]
    fs::write(path, expected).expect("the document can be written");
}

/// Two tests may be at one document, each at its part of it.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Holds what stands between two markers of a document to what it should say.
fn hold_part(document: &str, name: &str, text: &str) {
    let path = root().join(document);
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let document = read(document);
    let begin = format!("<!-- {name}: written by a test -->\n");
    let (before, rest) = document.split_once(&begin).expect("the document has a place for it");
    let (_, after) = rest.split_once(&format!("<!-- {name} end -->")).expect("the place ends");
    hold(&path, &format!("{before}{begin}{text}<!-- {name} end -->{after}"));
}

#[test]
fn the_settings_are_documented() {
    let schema = serde_json::to_string_pretty(&settings::json_schema()).expect("JSON");
    hold(&root().join("docs/clawtidy.schema.json"), &format!("{schema}\n"));

    let mut table = String::from(
        "| key | what it says | default | command line | in overrides |\n\
         | --- | --- | --- | --- | --- |\n",
    );
    for Key { name, docs, default, option, per_file, .. } in KEYS {
        let code = |text: &str| format!("`{text}`");
        let default = if default.is_empty() { "none".to_owned() } else { code(default) };
        let option = option.map_or_else(|| "–".to_owned(), code);
        let per_file = if *per_file { "yes" } else { "no" };
        let line = writeln!(table, "| `{name}` | {docs} | {default} | {option} | {per_file} |");
        line.expect("a string takes all");
    }
    hold_part("docs/configuration.md", "keys", &table);
}

#[test]
fn the_picture_is_current() {
    let output = Command::new(env!("CARGO_BIN_EXE_clawtidy"))
        .args(["check", "fixtures/rejected/from-a-guide.json5"])
        .env("NO_COLOR", "1")
        .env_remove("GITHUB_ACTIONS")
        .current_dir(root())
        .output()
        .expect("clawtidy runs");
    let output = String::from_utf8(output.stdout).expect("its output is UTF-8");
    let output = output.replace("\r\n", "\n");
    hold_part("README.md", "output", &format!("```text\n{output}```\n"));
}
