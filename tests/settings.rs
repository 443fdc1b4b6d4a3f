//! The file of settings: what is read, what the schema says, and where it is looked for.

#[path = "session/process.rs"]
mod process;

use std::path::Path;

use clawtidy::cli::Status;
use clawtidy::files;
use clawtidy::settings::{self, FILES, KEYS, Key, OVERRIDES, Takes};
use process::{Given, Ran, run};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Makes a file, and the directories above it.
fn put(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    std::fs::create_dir_all(path.parent().expect("it is below")).expect("a directory");
    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    std::fs::write(path, text).expect("a file");
}

/// Something that a key takes, as TOML and as JSON.
fn sample(key: &Key) -> (String, Value) {
    match key.takes {
        Takes::Release => ("\"auto\"".to_owned(), json!("auto")),
        Takes::OneOf(words) => (format!("\"{}\"", words[0]), json!(words[0])),
        Takes::Rules => ("[\"all\"]".to_owned(), json!(["all"])),
        Takes::Severities => ("{ all = \"info\" }".to_owned(), json!({ "all": "info" })),
        Takes::Path => ("\"a\"".to_owned(), json!("a")),
        Takes::Paths | Takes::Globs => ("[\"a\"]".to_owned(), json!(["a"])),
    }
}

#[test]
fn the_schema_takes_what_the_reader_takes_and_nothing_else() {
    let schema = jsonschema::validator_for(&settings::json_schema()).expect("a schema");
    let agree = |text: &str, value: &Value, is_right: bool| {
        assert_eq!(settings::read(text).is_ok(), is_right, "{text}");
        assert_eq!(schema.is_valid(value), is_right, "{value}");
    };
    for key in KEYS {
        let (name, (text, value)) = (key.name, sample(key));
        agree(&format!("{name} = {text}"), &json!({ name: value }), true);
        agree(&format!("{name} = 1"), &json!({ name: 1 }), false);
        agree(&format!("{name}x = {text}"), &json!({ format!("{name}x"): value }), false);
        let text = format!("[[{OVERRIDES}]]\nfiles = [\"a\"]\n{name} = {text}");
        let value = json!({ OVERRIDES: [{ "files": ["a"], name: value }] });
        agree(&text, &value, key.per_file);
    }
    let named: Vec<_> = KEYS.iter().map(|key| key.name).chain([OVERRIDES]).collect();
    let schema = settings::json_schema();
    let listed = schema["properties"].as_object().expect("an object");
    assert_eq!(listed.keys().collect::<Vec<_>>(), named);
    let own: Vec<_> = [FILES.name]
        .into_iter()
        .chain(KEYS.iter().filter(|it| it.per_file).map(|it| it.name))
        .collect();
    let listed = schema["properties"][OVERRIDES]["items"]["properties"].as_object();
    assert_eq!(listed.expect("an object").keys().collect::<Vec<_>>(), own);
    assert!(settings::read("[[overrides]]\nprofile = \"public\"").is_err());
}

#[test]
fn what_is_printed_can_be_read() {
    let directory = TempDir::new().expect("a directory");
    let arguments =
        ["config", "--select", "all", "--fail-on", "never", "--env-file", "a \"b\".env"];
    let printed =
        run(directory.path(), &Given { arguments: &arguments, ..Given::default() }).stdout;
    let settings = settings::read(&printed).expect("settings");
    assert_eq!(settings.layer.texts("select"), ["all"]);
    assert_eq!(settings.layer.texts("env-files"), ["a \"b\".env"]);
}

#[test]
fn the_nearest_file_in_the_repository_holds() {
    let directory = TempDir::new().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    put(directory.path(), "clawtidy.toml", "");
    put(directory.path(), "repo/.git/HEAD", "");
    put(directory.path(), "repo/a/b/openclaw.json", "{}");
    let found = |name: &str| files::settings(&at(name));
    // Not one above the repository, and outside of one none but its own.
    assert_eq!(found("repo/a/b"), None);
    assert_eq!(found(""), Some("clawtidy.toml".into()));
    put(directory.path(), "loose/x", "");
    assert_eq!(found("loose"), None);
    put(directory.path(), "repo/clawtidy.toml", "");
    assert_eq!(found("repo/a/b"), Some("../../clawtidy.toml".into()));
    put(directory.path(), "repo/a/clawtidy.toml", "");
    assert_eq!(found("repo/a/b"), Some("../clawtidy.toml".into()));
}

#[test]
fn paths_are_relative_to_the_file_that_names_them() {
    let directory = TempDir::new().expect("a directory");
    put(directory.path(), ".git/HEAD", "");
    put(
        directory.path(),
        "clawtidy.toml",
        "env-files = [\"env/ci.env\"]\ninclude-roots = [\"shared\"]\n",
    );
    put(directory.path(), "env/ci.env", "TOKEN=a-long-and-random-token-of-ours\n");
    put(directory.path(), "shared/port.json", "{ port: 18789 }");
    let include = format!("$include: '{}'", directory.path().join("shared/port.json").display());
    let config = format!(
        "{{ gateway: {{ mode: 'local', auth: {{ token: '${{TOKEN}}${{OTHER}}' }}, {include} }} }}"
    );
    put(directory.path(), "a/openclaw.json", &config);
    let arguments = ["check", "--output-format", "concise"];
    let Ran { stdout, stderr, .. } =
        run(&directory.path().join("a"), &Given { arguments: &arguments, ..Given::default() });
    assert_eq!(stderr, "");
    assert!(
        stdout.contains("the variable `OTHER` is not set") && !stdout.contains("`TOKEN`"),
        "{stdout}"
    );
    assert!(!stdout.contains("broken-include"), "{stdout}");
}

#[test]
fn without_a_config_here_the_one_of_this_machine_is_checked_and_never_changed() {
    let directory = TempDir::new().expect("a directory");
    let at = |name: &str| directory.path().join(name);
    let home = at("home").display().to_string();
    put(directory.path(), "empty/x", "");
    put(directory.path(), "home/.openclaw/clawdbot.json", "{ gateway: { mode: 'local' } }");
    put(directory.path(), "home/.clawdbot/openclaw.json", "{}");
    let named = at("home/other.json").display().to_string();
    let check = |from: &str, arguments: &[&str], variables: &[(&str, &str)]| {
        let home = [("HOME", home.as_str())];
        let variables: Vec<_> = home.iter().chain(variables).copied().collect();
        run(&at(from), &Given { arguments, variables: &variables, ..Given::default() })
    };
    for from in ["empty", "home"] {
        let Ran { status, stderr, .. } = check(from, &["check"], &[]);
        assert_eq!(status, Status::Clean, "{stderr}");
        assert!(
            stderr.contains(
                ".openclaw/clawdbot.json: the config that OpenClaw reads here (~/.openclaw)"
            ),
            "{stderr}"
        );
    }
    put(directory.path(), "home/.openclaw/openclaw.json", "{ gateway: { mode: 'local' } }");
    assert!(check("empty", &["compat"], &[]).stderr.contains(".openclaw/openclaw.json"));
    put(directory.path(), "home/other.json", "{ gateway: { mode: 'local', prot: 1 } }");
    let variables = [("OPENCLAW_CONFIG_PATH", " ~/other.json ")];
    let Ran { status, stderr, .. } = check("empty", &["check"], &variables);
    assert_eq!(status, Status::Found);
    assert!(stderr.contains(&named) && stderr.contains("(OPENCLAW_CONFIG_PATH)"), "{stderr}");
    let Ran { status, stderr, .. } =
        check("empty", &["check", "--fix", "--unsafe-fixes"], &variables);
    assert_eq!(status, Status::Failed);
    assert!(stderr.contains("not changed, as it was not named"), "{stderr}");
    let text = std::fs::read_to_string(at("home/other.json")).expect("it is there");
    assert!(text.contains("prot"));
    // In a repository its own configs are meant, and that there is none is a failure.
    put(directory.path(), "empty/.git/HEAD", "");
    let Ran { status, stderr, .. } = check("empty", &["check"], &variables);
    assert_eq!(status, Status::Failed);
    assert!(stderr.contains("no config in this directory"), "{stderr}");
}
