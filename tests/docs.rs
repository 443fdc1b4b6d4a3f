//! The generated documents agree with the code. `UPDATE=1 cargo test --test docs` rewrites them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clawtidy::finding::{Profile, Safety};
use clawtidy::migrations::MIGRATIONS;
use clawtidy::rules::{self, RULES, Rule};
use clawtidy::settings::{self, KEYS, Key};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
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

fn fix(rule: &Rule) -> &'static str {
    rule.fix.map_or("–", Safety::name)
}

/// A rule's page: its head as data, then its documentation.
fn page(rule: &Rule) -> String {
    let audit =
        rule.audit.map_or(String::new(), |id| format!(" · `openclaw security audit`: `{id}`"));
    let profile = match rule.profile {
        Profile::Personal => String::new(),
        profile => format!(" · on with `--profile {}` or `--select`", profile.name()),
    };
    let docs = rule.documentation();
    format!(
        "# {}\n\n{} · {} · fix: {} · since {}{audit}{profile}\n\n{docs}",
        rule.id,
        rule.severity,
        rule.effect.name(),
        fix(rule),
        rule.since,
    )
}

#[test]
fn every_rule_has_its_page() {
    let folder = root().join("docs/rules");
    for rule in rules::every() {
        hold(&folder.join(format!("{}.md", rule.id)), &page(rule));
    }
    let pages = fs::read_dir(&folder).expect("docs/rules is there").count();
    assert_eq!(pages, rules::every().count(), "docs/rules holds a page of a rule that is gone");
}

/// The README with another text between two markers.
fn readme_with(name: &str, text: &str) -> String {
    document_with("README.md", name, text)
}

/// A document with another text between two markers.
fn document_with(document: &str, name: &str, text: &str) -> String {
    let document = fs::read_to_string(root().join(document)).expect("the document is there");
    let document = document.replace("\r\n", "\n");
    let begin = format!("<!-- {name}: written by a test -->\n");
    let (before, rest) = document.split_once(&begin).expect("the document has a place for it");
    let (_, after) = rest.split_once(&format!("<!-- {name} end -->")).expect("the place ends");
    format!("{before}{begin}{text}<!-- {name} end -->{after}")
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
    let document = "docs/configuration.md";
    hold(&root().join(document), &document_with(document, "keys", &table));
}

#[test]
fn the_readme_is_current() {
    let output = Command::new(env!("CARGO_BIN_EXE_clawtidy"))
        .args(["check", "fixtures/rejected/from-a-guide.json5"])
        .env("NO_COLOR", "1")
        .env_remove("GITHUB_ACTIONS")
        .current_dir(root())
        .output()
        .expect("clawtidy runs");
    let output = String::from_utf8(output.stdout).expect("its output is UTF-8");
    let output = output.replace("\r\n", "\n");
    hold(&root().join("README.md"), &readme_with("output", &format!("```text\n{output}```\n")));

    let mut table =
        String::from("| rule | what it finds | effect | fix |\n| --- | --- | --- | --- |\n");
    for rule in RULES {
        let id = rule.id;
        let (effect, fix) = (rule.effect.name(), fix(rule));
        let line =
            writeln!(table, "| [{id}](docs/rules/{id}.md) | {} | {effect} | {fix} |", rule.title());
        line.expect("a string takes all");
    }
    hold(&root().join("README.md"), &readme_with("rules", &table));

    let mut table = String::from("| migration | what it finds | fix |\n| --- | --- | --- |\n");
    let mut migrations = MIGRATIONS.to_vec();
    migrations.sort_by_key(|migration| migration.id);
    for rule in migrations {
        let (id, fix) = (rule.id, fix(rule));
        let line = writeln!(table, "| [{id}](docs/rules/{id}.md) | {} | {fix} |", rule.title());
        line.expect("a string takes all");
    }
    hold(&root().join("README.md"), &readme_with("migrations", &table));
}
