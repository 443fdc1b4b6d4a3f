//! `check --fix --unsafe-fixes --write-env FILE`: secrets leave the config for a file that only its owner
//! may read, and nothing is lost on the way.

#[path = "redact/issued.rs"]
mod issued;
#[path = "session/process.rs"]
mod process;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clawtidy::cli::Status;
use clawtidy::files::parse_dotenv;
use clawtidy::syntax::parse;
use clawtidy::world::{Resolved, resolve_with};
use clawtidy::world::{Variable, placeholders};
use issued::issued;
use process::{Given, Ran, run};
use tempfile::TempDir;

const CONFIG: &str = "{
  gateway: { mode: \"local\", auth: { token: \"zwieback-77-quokka\" } }, // mine
  channels: { telegram: { botToken: \"quokka-9-numbats\" } },
  env: { vars: { DEEPL_KEY: \"plover's \\\"77\\\" $HOME #1\" } },
}
";

const WRITE: &[&str] = &["check", "--fix", "--unsafe-fixes", "--write-env", ".env"];

fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in files {
        put(directory.path(), name, text);
    }
    directory
}

/// A file that only its owner may read.
#[expect(clippy::disallowed_methods, reason = "a test may write as it likes")]
fn put(directory: &Path, name: &str, text: &str) {
    fs::write(directory.join(name), text).expect("a file");
    set_mode(&directory.join(name), 0o600);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("its mode");
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

fn read(directory: &TempDir, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap_or_default()
}

fn run_in(directory: &TempDir, arguments: &[&str]) -> Ran {
    run(directory.path(), &Given { arguments, ..Given::default() })
}

/// The strings of a config with variables put in, by key.
fn resolved(text: &str, variables: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let tree = parse(text.to_owned());
    let strings = tree.values().filter_map(|value| {
        let text = value.as_text()?.to_lossy().into_owned();
        let set = |name: &str| variables.get(name).map_or(Variable::Unset, |it| Variable::Set(it));
        let Resolved::Text(resolved) = resolve_with(&text, set) else { return None };
        Some((value.key().to_string(), resolved.into_owned()))
    });
    strings.collect()
}

#[test]
fn secrets_move_to_a_file_of_their_own() {
    let directory = directory(&[("openclaw.json", CONFIG)]);
    let ran = run_in(&directory, WRITE);
    assert_eq!(ran.status, Status::Clean, "{}{}", ran.stdout, ran.stderr);
    let (config, env) = (read(&directory, "openclaw.json"), read(&directory, ".env"));
    for secret in ["zwieback", "numbats", "plover"] {
        assert!(!config.contains(secret), "{config}");
        assert!(!(ran.stdout.clone() + &ran.stderr).contains(secret), "{}", ran.stdout);
    }
    assert!(config.contains("token: \"${OPENCLAW_GATEWAY_TOKEN}\" } }, // mine"), "{config}");
    let set = parse_dotenv(&env);
    assert_eq!(resolved(&config, &set), resolved(CONFIG, &BTreeMap::new()), "{env}");
    // No copy stays behind.
    let names = fs::read_dir(directory.path()).expect("the directory").count();
    assert_eq!(names, 2);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(directory.path().join(".env")).expect("it").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // And that is all.
    let again = run_in(&directory, WRITE);
    assert_eq!(again.status, Status::Clean, "{}", again.stdout);
    assert_eq!((read(&directory, "openclaw.json"), read(&directory, ".env")), (config, env));
}

#[test]
fn without_a_place_for_it_no_secret_leaves() {
    for arguments in [
        &["check", "--fix", "--unsafe-fixes"][..],
        &["check", "--diff", "--unsafe-fixes"],
        &["migrate", "--write", "--unsafe-fixes"],
    ] {
        let directory = directory(&[("openclaw.json", CONFIG)]);
        let ran = run_in(&directory, arguments);
        assert_eq!(read(&directory, "openclaw.json"), CONFIG, "{arguments:?}");
        let shows = ran
            .stdout
            .contains("+  channels: { telegram: { botToken: \"${TELEGRAM_BOT_TOKEN}\" } },");
        assert_eq!(shows, arguments.contains(&"--diff"), "{}", ran.stdout);
    }
    let directory = directory(&[("openclaw.json", CONFIG)]);
    for arguments in
        [&["check", "--write-env", ".env"][..], &["check", "--fix", "--write-env", ".env"]]
    {
        assert_eq!(run_in(&directory, arguments).status, Status::Failed);
        assert_eq!(read(&directory, "openclaw.json"), CONFIG);
    }
}

#[test]
fn lines_are_added_to_a_file_that_is_there() {
    let old = "# mine\nOTHER=1\nTELEGRAM_BOT_TOKEN=quokka-9-numbats";
    let directory = directory(&[("openclaw.json", CONFIG), (".env", old)]);
    set_mode(&directory.path().join(".env"), 0o400 | 0o200);
    let ran = run_in(&directory, WRITE);
    assert_eq!(ran.status, Status::Clean, "{}{}", ran.stdout, ran.stderr);
    let env = read(&directory, ".env");
    assert!(env.starts_with(old), "{env}");
    assert_eq!(env.matches("TELEGRAM_BOT_TOKEN").count(), 1, "{env}");
    assert_eq!(parse_dotenv(&env).len(), 4, "{env}");
}

#[test]
fn what_cannot_be_kept_stays_where_it_is() {
    let refusals: [(&str, u32, &str); 4] = [
        (
            "TELEGRAM_BOT_TOKEN=another\n",
            0o600,
            "sets `TELEGRAM_BOT_TOKEN` to another value already",
        ),
        ("OTHER=1\n", 0o644, "may be read by others than its owner; run `chmod 600` on it first"),
        ("OTHER=1\n", 0o640, "may be read by others"),
        ("OTHER=\"never closed\nA='", 0o600, "cannot hold"),
    ];
    for (env, mode, why) in refusals {
        if cfg!(not(unix)) && mode != 0o600 {
            continue;
        }
        let directory = directory(&[("openclaw.json", CONFIG), (".env", env)]);
        set_mode(&directory.path().join(".env"), mode);
        let ran = run_in(&directory, WRITE);
        if why == "cannot hold" && ran.status == Status::Clean {
            // What is not closed ends with its line.
            continue;
        }
        assert_eq!(ran.status, Status::Failed, "{}{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("error").count(), 1, "{}", ran.stderr);
        assert_eq!(read(&directory, "openclaw.json"), CONFIG);
        assert_eq!(read(&directory, ".env"), env);
    }
    let directory = directory(&[("openclaw.json", CONFIG)]);
    let arguments = ["check", "--fix", "--unsafe-fixes", "--write-env", "nowhere/.env"];
    let ran = run_in(&directory, &arguments);
    assert_eq!(ran.status, Status::Failed, "{}", ran.stdout);
    assert_eq!(read(&directory, "openclaw.json"), CONFIG);
    // Nor does a pipe lose anything.
    let arguments = ["check", "-", "--fix", "--unsafe-fixes", "--write-env", "nowhere/.env"];
    let given = Given { arguments: &arguments, stdin: CONFIG.as_bytes(), ..Given::default() };
    let ran = run(directory.path(), &given);
    assert_eq!((ran.status, ran.stdout.as_str()), (Status::Failed, CONFIG));
}

#[test]
fn two_configs_share_a_file_and_no_name() {
    let other = CONFIG.replace("quokka-9-numbats", "kwyjibo-8-numbats");
    let directory = directory(&[("openclaw.json", CONFIG), ("openclaw.json5", &other)]);
    let arguments = [WRITE, &["openclaw.json", "openclaw.json5"]].concat();
    let ran = run_in(&directory, &arguments);
    // The second one has another token under the same name.
    assert_eq!(ran.status, Status::Failed, "{}", ran.stdout);
    assert!(ran.stderr.contains("openclaw.json5: not written, since .env sets"), "{}", ran.stderr);
    assert_eq!(read(&directory, "openclaw.json5"), other);
    // Told of what is set, it takes another.
    let ran = run_in(&directory, &[&arguments[..], &["--env-file", ".env"]].concat());
    assert_ne!(ran.status, Status::Failed, "{}{}", ran.stdout, ran.stderr);
    let set = parse_dotenv(&read(&directory, ".env"));
    let mended = read(&directory, "openclaw.json5");
    assert_eq!(resolved(&mended, &set), resolved(&other, &BTreeMap::new()), "{mended}");
}

#[test]
fn whatever_is_moved_reads_back_as_it_was() {
    let places = [
        r#"{ channels: { telegram: { accounts: { main: { botToken: "@" } } } } }"#,
        r#"{ mcp: { servers: { own: { url: "https://a.example.com", headers: { Authorization: "Bearer @" } } } } }"#,
        r#"{ mcp: { servers: { own: { command: "x", args: ["--login", "@", "--key=@"], env: { LOGIN: "a @ b" } } } } }"#,
        r#"{ env: { vars: { DEPLOYMENT: "@", SAME: "@" } }, cron: { webhookToken: "$@" } }"#,
    ];
    for (index, credential) in issued().iter().enumerate().step_by(3) {
        let quoted = serde_json::to_string(&credential.text).expect("a string is JSON");
        let text = places[index % places.len()].replace('@', &quoted[1..quoted.len() - 1]);
        let directory = directory(&[("openclaw.json", &text)]);
        let arguments = [WRITE, &["--select", "plaintext-secret"]].concat();
        let ran = run_in(&directory, &arguments);
        assert_ne!(ran.status, Status::Failed, "{}{}", ran.stdout, ran.stderr);
        let (config, env) = (read(&directory, "openclaw.json"), read(&directory, ".env"));
        assert!(!config.contains(&credential.secret), "{config}");
        assert!(!ran.stdout.contains(&credential.secret), "{}", ran.stdout);
        assert!(placeholders(&config).next().is_some(), "{config}");
        let set = parse_dotenv(&env);
        let (now, before) = (resolved(&config, &set), resolved(&text, &BTreeMap::new()));
        assert_eq!(now, before, "{}: {config}\n{env}", credential.shape);
    }
}
