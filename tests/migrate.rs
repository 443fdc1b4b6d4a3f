//! `clawtidy migrate` as people run it: what it prints, what it writes, and how it ends.

#[path = "session/process.rs"]
mod process;

use std::fs;
use std::path::Path;

use clawtidy::cli::Status;
use process::{Given, Ran, run};
use tempfile::TempDir;

/// A config of an old release: a key that moved, one that went, and one to agree to.
const OLD: &str = r#"// the family's
{
  gateway: {
    mode: "local",
    handshakeTimeoutMs: 20000, // slow disk
    token: "${CLAWDBOT_GATEWAY_TOKEN}",
  },
  messages: {
    tts: { auto: "always" }, // reads answers aloud
  },
}
"#;

const STRICT: &str = r#"{
  "gateway": {
    "mode": "local",
    "handshakeTimeoutMs": 20000
  }
}
"#;

const YAML: &str = "\
# what a guide says
gateway:
  mode: local # here
llm:
  provider: anthropic
  model: claude-sonnet-4-6
  api_key: sk-ant-quokka-1234567890abcdef
channels:
  telegram:
    enabled: yes
    token: ${TELEGRAM_BOT_TOKEN}
";

fn put(directory: &TempDir, name: &str, text: &str) {
    let path = directory.path().join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    #[expect(clippy::disallowed_methods, reason = "a file of the test")]
    fs::write(path, text).expect("a file");
}

fn read(directory: &TempDir, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).unwrap_or_else(|error| format!("{error}"))
}

fn names(directory: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(directory.path()).expect("a directory");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.map(|it| it.file_name());
    let mut names: Vec<_> = entries
        .map(|entry| name(entry).expect("an entry").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn with(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in files {
        put(&directory, name, text);
    }
    directory
}

fn migrate(directory: &TempDir, arguments: &[&str]) -> Ran {
    let arguments = [&["migrate"], arguments].concat();
    run(directory.path(), &Given { arguments: &arguments, ..Given::default() })
}

/// All that a run printed, and how it ended.
fn story(ran: &Ran) -> String {
    let Ran { status, stdout, stderr } = ran;
    format!("exit code {}\n--- stdout\n{stdout}\n--- stderr\n{stderr}", *status as u8)
}

/// Holds what runs print to the snapshot of this name.
fn snapshot(name: &str, runs: &[Ran]) {
    let story: Vec<String> = runs.iter().map(story).collect();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("migrate_{name}"), story.join("\n"));
    });
}

#[test]
fn by_itself_it_shows_a_diff_and_writes_nothing() {
    let directory = with(&[("openclaw.json", OLD)]);
    snapshot("diff", &[migrate(&directory, &[]), migrate(&directory, &["--unsafe-fixes"])]);
    assert_eq!(read(&directory, "openclaw.json"), OLD);
    assert_eq!(names(&directory), ["openclaw.json"]);
}

#[test]
fn written_files_leave_what_they_were_beside_them() {
    let directory = with(&[("openclaw.json", OLD)]);
    let first = migrate(&directory, &["--write", "--unsafe-fixes"]);
    let text = read(&directory, "openclaw.json");
    let again = migrate(&directory, &["--write", "--unsafe-fixes"]);
    assert_eq!(read(&directory, "openclaw.json"), text);
    assert_eq!(read(&directory, "openclaw.json.bak"), OLD);
    snapshot("write", &[first, again]);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("migrate_written", text);
    });
}

#[test]
fn check_says_whether_there_is_anything_to_do() {
    let directory = with(&[("openclaw.json", OLD)]);
    let before = migrate(&directory, &["--check"]);
    assert_eq!(before.status, Status::Found);
    migrate(&directory, &["--write", "--unsafe-fixes"]);
    let after = migrate(&directory, &["--check", "--unsafe-fixes"]);
    assert_eq!(after.status, Status::Clean);
    let missing = migrate(&directory, &["--check", "nowhere.json"]);
    assert_eq!(missing.status, Status::Failed);
    snapshot("check", &[before, after, missing]);
}

#[test]
fn stdout_is_the_result_and_nothing_else() {
    let directory = with(&[("openclaw.json", OLD), ("other/openclaw.json", STRICT)]);
    let one = migrate(&directory, &["--stdout", "openclaw.json"]);
    let piped = Given { arguments: &["migrate", "-"], stdin: OLD.as_bytes(), ..Given::default() };
    assert_eq!(run(directory.path(), &piped).stdout, one.stdout);
    let piped = Given { arguments: &["migrate", "--stdout", "-"], ..piped };
    assert_eq!(run(directory.path(), &piped).stdout, one.stdout);
    assert!(one.stdout.starts_with("// the family's\n{"), "{}", one.stdout);
    let several = migrate(&directory, &["--stdout"]);
    assert_eq!((several.status, several.stdout.as_str()), (Status::Failed, ""));
    // What has nothing to do is printed as it is.
    let done = with(&[("openclaw.json", &one.stdout)]);
    assert_eq!(migrate(&done, &["--stdout"]).stdout, one.stdout);
}

#[test]
fn reports_tell_of_every_setting() {
    let directory = with(&[("openclaw.json", OLD), ("strict/openclaw.json", STRICT)]);
    let report = |format| migrate(&directory, &["--report", format, ".", "nowhere.json"]);
    snapshot("report", &[report("markdown"), report("json")]);
    let none = with(&[("openclaw.json", "{ gateway: { mode: 'local' } }")]);
    let written = migrate(&none, &["--report", "json", "--write"]);
    let story: serde_json::Value = serde_json::from_str(&written.stdout).expect("it is JSON");
    assert_eq!(story["files"][0]["changes"], serde_json::json!([]));
    assert_eq!(story["written"], true);
}

#[test]
fn strict_json_stays_strict_and_the_report_keeps_what_went() {
    let directory = with(&[("strict.json", STRICT), ("free.json", OLD)]);
    let strict = migrate(&directory, &["strict.json"]);
    let dropped = migrate(&directory, &["free.json", "--drop-retired"]);
    assert!(!dropped.stdout.contains("+    // retired"), "{}", dropped.stdout);
    snapshot("strict", &[strict, dropped]);
    migrate(&directory, &["--write", "strict.json"]);
    let text = read(&directory, "strict.json");
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
    assert_eq!(read(&directory, "strict.json.bak"), STRICT);
}

#[test]
fn yaml_becomes_the_config_beside_it() {
    let directory = with(&[("openclaw.config.yaml", YAML)]);
    let found = run(directory.path(), &Given { arguments: &["check"], ..Given::default() });
    assert_eq!(found.status, Status::Found);
    let shown = migrate(&directory, &["openclaw.config.yaml"]);
    let stdout = migrate(&directory, &["--stdout", "openclaw.config.yaml"]);
    assert_eq!(shown.stdout, stdout.stdout);
    assert!(shown.stdout.contains("enabled: true"), "{}", shown.stdout);
    let check = migrate(&directory, &["--check"]);
    assert_eq!(check.status, Status::Found);
    assert_eq!(names(&directory), ["openclaw.config.yaml"]);
    let written = migrate(&directory, &["--write", "--unsafe-fixes"]);
    let text = read(&directory, "openclaw.json");
    assert!(text.starts_with("{\n  // what a guide says\n"), "{text}");
    let again = migrate(&directory, &["--write", "openclaw.config.yaml"]);
    assert_eq!(again.status, Status::Failed);
    assert_eq!(read(&directory, "openclaw.json"), text);
    assert_eq!(read(&directory, "openclaw.config.yaml"), YAML);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let new = directory.path().join("openclaw.json");
        let mode = new.metadata().expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let reported = with(&[("openclaw.config.yaml", YAML), ("b/openclaw.yaml", "a: [\n")]);
    let markdown = migrate(&reported, &["--report", "markdown", "--unsafe-fixes"]);
    let several = migrate(&reported, &[]);
    for ran in [&found, &check, &written, &again, &markdown, &several] {
        assert!(!story(ran).contains("quokka"), "{}", story(ran));
    }
    snapshot("yaml", &[found, shown, check, written, again, markdown, several]);
}

#[test]
fn old_names_become_new_ones_together_with_what_they_include() {
    let config = r#"{ $include: "./clawdbot-base.json5", gateway: { mode: "local" } }"#;
    let base = "{ logging: { level: 'info' } }";
    let directory = with(&[
        ("clawdbot.json", config),
        ("clawdbot-base.json5", base),
        ("clawdbot-other.json5", "{}"),
    ]);
    let hint = migrate(&directory, &[]);
    let renamed = migrate(&directory, &["--write", "--rename"]);
    assert_eq!(renamed.status, Status::Clean, "{}", renamed.stderr);
    assert_eq!(
        names(&directory),
        ["clawdbot-other.json5", "clawdbot.json.bak", "openclaw-base.json5", "openclaw.json"]
    );
    let text = read(&directory, "openclaw.json");
    assert_eq!(text, config.replace("clawdbot", "openclaw"));
    assert_eq!(read(&directory, "clawdbot.json.bak"), config);
    assert_eq!(read(&directory, "openclaw-base.json5"), base);
    snapshot("rename", &[hint, renamed]);
}

#[test]
fn nothing_is_renamed_over_what_is_there() {
    let config = r#"{ $include: ["./clawdbot-a.json", "sub/clawdbot-b.json"] }"#;
    let files =
        [("clawdbot.json", config), ("clawdbot-a.json", "{}"), ("sub/clawdbot-b.json", "{}")];
    for taken in ["openclaw.json", "openclaw-a.json"] {
        let directory = with(&files);
        put(&directory, taken, "{ meta: {} }");
        let before = names(&directory);
        let ran = migrate(&directory, &["--write", "--rename", "clawdbot.json"]);
        assert_eq!(ran.status, Status::Failed);
        let message = format!("clawdbot.json: not renamed: there is a file {taken} already");
        assert!(ran.stderr.contains(&message), "{}", ran.stderr);
        assert_eq!(names(&directory), before);
        assert_eq!(read(&directory, taken), "{ meta: {} }");
        assert_eq!(read(&directory, "clawdbot.json"), config);
    }
    // What stands in another directory keeps its name.
    let directory = with(&files);
    migrate(&directory, &["--write", "--rename", "clawdbot.json"]);
    let text = read(&directory, "openclaw.json");
    assert!(text.contains("./openclaw-a.json") && text.contains("sub/clawdbot-b.json"), "{text}");
}

#[cfg(unix)]
#[test]
fn links_are_renamed_as_links_and_read_only_directories_not_at_all() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let config = r#"{ gateway: { mode: "local" } }"#;
    let directory = with(&[("real.json", config)]);
    symlink("real.json", directory.path().join("moltbot.json")).expect("a link");
    let ran = migrate(&directory, &["--write", "--rename", "moltbot.json"]);
    assert_eq!(ran.status, Status::Clean, "{}", ran.stderr);
    let link = directory.path().join("openclaw.json");
    assert_eq!(fs::read_link(link).expect("a link"), Path::new("real.json"));
    assert_eq!(names(&directory), ["openclaw.json", "real.json"]);

    let closed = with(&[("clawdbot.json", config)]);
    let mode = |mode| fs::set_permissions(closed.path(), fs::Permissions::from_mode(mode));
    mode(0o555).expect("it is ours");
    let ran = migrate(&closed, &["--write", "--rename"]);
    mode(0o755).expect("it is ours");
    let complaints: Vec<_> = ran.stderr.split('\n').filter(|it| it.starts_with("error")).collect();
    assert_eq!(complaints, ["error: clawdbot.json: not renamed: its directory is read-only"]);
    assert_eq!(names(&closed), ["clawdbot.json"]);
}

/// Keys that were gone before the oldest release of the catalog: a config with one, and where its
/// value is now.
const FORGOTTEN: [(&str, &str, &str); 17] = [
    (r#"{"gateway": {"token": "x"}}"#, "/gateway/auth/token", r#""x""#),
    (r#"{"agent": {"workspace": "/srv/a"}}"#, "/agents/defaults/workspace", r#""/srv/a""#),
    (
        r#"{"agent": {"allowedModels": ["openai/gpt-5.5"]}}"#,
        "/agents/defaults/modelPolicy/allow",
        r#"["openai/gpt-5.5"]"#,
    ),
    (
        r#"{"agent": {"modelAliases": {"fast": "openai/gpt-5.5"}}}"#,
        "/agents/defaults/models",
        r#"{"openai/gpt-5.5": {"alias": "fast"}}"#,
    ),
    (
        r#"{"agent": {"modelFallbacks": ["openai/gpt-5.5"]}}"#,
        "/agents/defaults/model/fallbacks",
        r#"["openai/gpt-5.5"]"#,
    ),
    (r#"{"agent": {"elevated": {"enabled": true}}}"#, "/tools/elevated/enabled", "true"),
    (r#"{"agent": {"bash": {"timeoutSec": 5}}}"#, "/tools/exec/timeoutSeconds", "5"),
    (
        r#"{"agent": {"subagents": {"tools": {"allow": ["read"]}}}}"#,
        "/tools/subagents/tools/allow",
        r#"["read"]"#,
    ),
    (
        r#"{"routing": {"allowFrom": ["+15550100"]}, "channels": {"whatsapp": {}}}"#,
        "/channels/whatsapp/allowFrom",
        r#"["+15550100"]"#,
    ),
    (
        r#"{"routing": {"bindings": [{"agentId": "main", "match": {"provider": "slack"}}]}}"#,
        "/bindings/0/match/channel",
        r#""slack""#,
    ),
    (
        r#"{"routing": {"agents": {"main": {"workspace": "/srv/a"}}}}"#,
        "/agents/entries/main/workspace",
        r#""/srv/a""#,
    ),
    (r#"{"routing": {"queue": {"mode": "collect"}}}"#, "/messages/queue/mode", r#""collect""#),
    (r#"{"identity": {"name": "Clawd"}}"#, "/agents/entries/main/identity/name", r#""Clawd""#),
    (r#"{"discord": {"enabled": true}}"#, "/channels/discord/enabled", "true"),
    (r#"{"providers": {"telegram": {"enabled": true}}}"#, "/channels/telegram/enabled", "true"),
    (r#"{"memorySearch": {"enabled": true}}"#, "/memory/search/enabled", "true"),
    (r#"{"heartbeat": {"every": "30m"}}"#, "/agents/defaults/heartbeat/every", r#""30m""#),
];

#[test]
fn what_no_release_of_the_catalog_knows_has_its_place_as_well() {
    let directory = with(&[]);
    for (before, place, value) in FORGOTTEN {
        let arguments = ["migrate", "--unsafe-fixes", "-"];
        let given = Given { arguments: &arguments, stdin: before.as_bytes(), ..Given::default() };
        let ran = run(directory.path(), &given);
        let after: serde_json::Value = serde_json::from_str(&ran.stdout).expect("it is JSON");
        let value: serde_json::Value = serde_json::from_str(value).expect("it is JSON");
        assert_eq!(after.pointer(place), Some(&value), "{before}\n{}", ran.stdout);
        assert!(ran.stderr.contains("accepts it"), "{before}\n{}", ran.stderr);
    }
}

#[test]
fn one_run_takes_out_of_force_what_it_emptied() {
    let config = "{
        gateway: { mode: 'local' },
        channels: { whatsapp: {} },
        routing: { groupChat: { /* own */ requireMention: true }, /* end */ },
    }";
    let directory = with(&[("openclaw.json", config)]);
    let first = migrate(&directory, &["--write", "openclaw.json"]);
    assert!(first.stderr.contains("accepts it"), "{}", first.stderr);
    let made = read(&directory, "openclaw.json");
    migrate(&directory, &["--write", "openclaw.json"]);
    assert_eq!(read(&directory, "openclaw.json"), made);
}

#[test]
fn what_a_comment_sets_apart_stays_where_it_stands() {
    let config = "{
    gateway: { mode: 'local' },
    messages: {
        // clawtidy-ignore[tts-in-messages]: a wrapper of ours reads it
        tts: { auto: 'always' },
    },
}
";
    let directory = with(&[("openclaw.json", config)]);
    for arguments in [["migrate", "--write"], ["check", "--fix"]] {
        run(directory.path(), &Given { arguments: &arguments, ..Given::default() });
        assert_eq!(read(&directory, "openclaw.json"), config, "{arguments:?}");
    }
    let without = config.replace("clawtidy-ignore", "clawtidy-knows");
    put(&directory, "openclaw.json", &without);
    migrate(&directory, &["--write"]);
    assert_ne!(read(&directory, "openclaw.json"), without);
}
