//! `clawtidy rejected` against what the real OpenClaw 2026.9.6 left and said.
//!
//! `fixtures/artefacts/recorded.jsonl` is written by `cargo xtask artefacts --record`: OpenClaw's own
//! writer and reader refused writes and put older states back, each case in a directory of its own.
//! The first line holds the texts; each other a case: the files that lay there at the end, with their
//! times, and the reasons that OpenClaw logged for each artefact.

#[path = "session/process.rs"]
mod process;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use clawtidy::artefacts::Basis;
use clawtidy::cli::Status;
use clawtidy::effective::next_bytes;
use clawtidy::files;
use clawtidy::schema::Release;
use clawtidy::syntax::{Tree, parse};
use clawtidy::world::{Environment, World};
use process::{Given, Ran, run};
use serde_json::Value;
use tempfile::TempDir;

const RECORD: &str = include_str!("../fixtures/artefacts/recorded.jsonl");

/// One file of a recorded case.
struct Recorded<'r> {
    name: &'r str,
    modified: u64,
    /// `None` for what OpenClaw cannot read.
    text: Option<&'r str>,
}

/// What OpenClaw left in one case, and what it logged of it.
struct Case<'r> {
    name: &'r str,
    /// Whether it compared with a state that no file holds any more.
    lost_baseline: bool,
    files: Vec<Recorded<'r>>,
    /// The reasons, by the artefact's name.
    told: BTreeMap<&'r str, Vec<&'r str>>,
}

fn lines() -> Vec<Value> {
    let lines = RECORD.split('\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).expect("JSON a line")).collect()
}

fn cases(lines: &[Value]) -> Vec<Case<'_>> {
    let [texts, records @ ..] = lines else { panic!("the record is empty") };
    records.iter().map(|record| Case::read(record, &texts["texts"])).collect()
}

impl<'r> Case<'r> {
    fn read(record: &'r Value, texts: &'r Value) -> Self {
        let text = |value: &'r Value| value.as_str().expect("a string");
        let list = |value: &'r Value| value.as_array().expect("a list").iter();
        let files = list(&record["files"]).map(|file| Recorded {
            name: text(&file["name"]),
            modified: file["modified"].as_u64().expect("milliseconds"),
            text: file["text"]
                .as_u64()
                .map(|at| text(&texts[usize::try_from(at).expect("an index")])),
        });
        let told = record["told"].as_object().expect("what was told").iter();
        Self {
            name: text(&record["case"]),
            lost_baseline: record["lostBaseline"] == true,
            files: files.collect(),
            told: told.map(|(name, why)| (name.as_str(), list(why).map(text).collect())).collect(),
        }
    }

    /// The directory as OpenClaw left it.
    fn lay_out(&self) -> TempDir {
        let directory = TempDir::new().expect("a temporary directory");
        for file in &self.files {
            let path = directory.path().join(file.name);
            let Some(text) = file.text else {
                fs::create_dir(&path).expect("a directory");
                continue;
            };
            put(directory.path(), file.name, text);
            let modified = UNIX_EPOCH + Duration::from_millis(file.modified);
            let file = File::options().write(true).open(&path).expect("it is there");
            file.set_modified(modified).expect("a time");
        }
        directory
    }
}

fn put(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    let file = File::create(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
}

fn rejected(directory: &Path, arguments: &[&str]) -> Ran {
    let arguments = [&["rejected"], arguments].concat();
    run(directory, &Given { arguments: &arguments, ..Given::default() })
}

/// What `rejected` tells in JSON.
fn told(directory: &Path, arguments: &[&str]) -> Value {
    let ran = rejected(directory, &[&["--output-format", "json"], arguments].concat());
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr))
}

fn strings<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    let items = list.as_array().expect("a list").iter();
    items.map(|item| item[field].as_str().expect("a string")).collect()
}

/// Reasons without figures.
fn codes<'r>(logged: &[&'r str]) -> Vec<&'r str> {
    logged.iter().map(|reason| reason.split(':').next().expect("a code")).collect()
}

#[test]
fn reasons_are_those_that_openclaw_logged() {
    let lines = lines();
    let mut explained = 0;
    let mut seen = BTreeSet::new();
    for case in cases(&lines) {
        let directory = case.lay_out();
        let story = told(directory.path(), &["openclaw.json"]);
        let artefacts = story["histories"][0]["artefacts"].as_array().expect("a list");
        let mut stated = BTreeMap::new();
        for artefact in artefacts {
            if matches!(artefact["kind"].as_str(), Some("rejected" | "clobbered")) {
                let name = artefact["path"].as_str().expect("a path");
                stated.insert(name, (strings(&artefact["reasons"], "logged"), &artefact["basis"]));
            }
        }
        assert!(stated.keys().eq(case.told.keys()), "{}", case.name);
        for (name, reasons) in &case.told {
            let (ours, basis) = &stated[name];
            if case.lost_baseline {
                // The figure cannot be known, and nobody says that it is.
                assert_eq!(codes(ours), codes(reasons), "{}", case.name);
                assert_eq!(**basis, Basis::Nearest.name(), "{}", case.name);
            } else {
                assert_eq!(ours, reasons, "{}: {name}", case.name);
            }
            seen.extend(codes(reasons));
            explained += 1;
        }
    }
    assert!(explained >= 40, "{explained}");
    let all = [
        "doctor-invalid-config",
        "gateway-mode-missing-vs-last-good",
        "gateway-mode-removed",
        "missing-meta-vs-last-good",
        "size-drop",
        "size-drop-vs-last-good",
        "text-before-root",
        "unreadable-config-before-write",
        "update-channel-only-root",
    ];
    assert!(seen.iter().copied().eq(all), "{seen:?}");
}

#[test]
fn sizes_are_those_that_openclaw_writes() {
    let lines = lines();
    let bytes = |text: &str| {
        let tree = parse(text.to_owned());
        next_bytes(&tree, Release::LATEST).expect("an object")
    };
    let mut written = 0;
    for case in cases(&lines) {
        for file in case.files.iter().filter(|file| file.name.contains(".rejected.")) {
            let text = file.text.expect("OpenClaw wrote it");
            let mut config: Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(bytes(text), text.len() as u64, "{}", case.name);
            // Without what the writer adds, and on one line.
            config.as_object_mut().expect("an object").remove("meta");
            assert_eq!(bytes(&config.to_string()), text.len() as u64, "{}", case.name);
            written += 1;
        }
    }
    assert!(written > 20, "{written}");
}

/// The paths of the artefacts of the first history, in order.
fn paths(story: &Value) -> Vec<String> {
    let paths = strings(&story["histories"][0]["artefacts"], "path");
    paths.into_iter().map(|path| path.replace('\\', "/")).collect()
}

#[test]
fn backups_count_down_to_the_newest_whatever_their_times() {
    let lines = lines();
    let cases = cases(&lines);
    let ring = cases.iter().find(|case| case.name == "ring").expect("a case");
    let directory = ring.lay_out();
    let expected = ["bak.4", "bak.3", "bak.2", "bak.1", "bak", "last-good"]
        .map(|it| format!("openclaw.json.{it}"));
    let story = told(directory.path(), &[]);
    assert_eq!(paths(&story), expected);
    assert_eq!(story["histories"][0]["base"], "openclaw.json.last-good");
    assert_eq!(story["histories"][0]["lost_edit"], Value::Null);
    assert_eq!(rejected(directory.path(), &[]).status, Status::Clean);
    // As a copy leaves them.
    for file in &ring.files {
        let file = File::options().write(true).open(directory.path().join(file.name));
        file.expect("it is there")
            .set_modified(UNIX_EPOCH + Duration::from_secs(9))
            .expect("a time");
    }
    assert_eq!(paths(&told(directory.path(), &[])), expected);
}

#[test]
fn a_copy_of_a_host_needs_no_config() {
    let lines = lines();
    let cases = cases(&lines);
    let case =
        cases.iter().find(|case| case.name == "write-refused-between-writes").expect("a case");
    let directory = case.lay_out();
    fs::remove_file(directory.path().join("openclaw.json")).expect("it was there");
    let outer = TempDir::new().expect("a temporary directory");
    let inner = outer.path().join("host/.openclaw");
    fs::create_dir_all(inner.parent().expect("a parent")).expect("a directory");
    fs::rename(directory.path(), &inner).expect("a move");
    let expected: Vec<_> = case.told.values().collect();
    for arguments in [
        &[][..],
        &["host"],
        &["host/.openclaw/openclaw.json"],
        &["host/.openclaw/openclaw.json.bak"],
    ] {
        let story = told(outer.path(), arguments);
        let history = &story["histories"][0];
        assert_eq!(history["active"], Value::Null);
        let artefacts = history["artefacts"].as_array().expect("a list");
        let stated: Vec<_> = artefacts
            .iter()
            .filter(|it| it["kind"] == "rejected")
            .map(|it| strings(&it["reasons"], "logged"))
            .collect();
        assert!(stated.iter().eq(expected.iter().copied()), "{arguments:?}: {stated:?}");
    }
    assert_eq!(rejected(outer.path(), &[]).status, Status::Found);
    // Nothing to tell, and nothing to look at.
    let empty = TempDir::new().expect("a temporary directory");
    assert_eq!(rejected(empty.path(), &[]).status, Status::Clean);
    assert_eq!(rejected(empty.path(), &["openclaw.json"]).status, Status::Failed);
    assert_eq!(rejected(empty.path(), &["nowhere/openclaw.json"]).status, Status::Failed);
}

/// Every file below a directory with its bytes, links as what they point at.
fn everything(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        let bytes = match (fs::read_link(&path), path.is_dir()) {
            (Ok(target), _) => target.display().to_string().into_bytes(),
            (_, true) => Vec::new(),
            (_, false) => fs::read(&path).unwrap_or_default(),
        };
        found.insert(path.display().to_string(), bytes);
    }
    found
}

#[test]
fn whatever_lies_there_is_listed_and_left_as_it_is() {
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path();
    put(root, "openclaw.json", "{ gateway: { mode: 'local' } }");
    for (name, text) in [
        ("openclaw.json.rejected.yesterday", "{ gateway: {} }"),
        ("openclaw.json.rejected.2026-13-45T99-99-99-999Z", "{"),
        ("openclaw.json.rejected.", "null"),
        ("openclaw.json.clobbered.2026-11-26T15-29-46-123Z", ""),
        ("openclaw.json.clobbered.2026-11-26T15-29-46-123Z-31", "\u{FEFF}"),
        ("openclaw.json.clobbered.2026-11-26T15-29-46-123Z-99999", "[]"),
        ("openclaw.json.bak.9", "{}"),
        ("openclaw.json.bak-\u{202E}monday", "{}"),
        ("openclaw.json.last-good", "{ gateway: { mode: 'local' }, note: 1 }"),
        ("openclaw.json.unrelated", "{}"),
    ] {
        put(root, name, text);
    }
    for name in ["openclaw.json.clobber.lock", "openclaw.json.bak.1"] {
        fs::create_dir(root.join(name)).expect("a directory");
    }
    let not_text = File::create(root.join("openclaw.json.bak"));
    not_text.and_then(|mut file| file.write_all(b"{ a: '\xFF' }")).expect("a file");
    #[cfg(unix)]
    for (name, target) in [
        ("openclaw.json.bak.2", "openclaw.json"),
        ("openclaw.json.bak.3", "nowhere"),
        ("openclaw.json.bak.4", "openclaw.json.bak.4"),
    ] {
        std::os::unix::fs::symlink(target, root.join(name)).expect("a link");
    }
    let before = everything(root);
    let ran = rejected(root, &[]);
    assert_eq!(ran.status, Status::Found, "{}", ran.stderr);
    let story = told(root, &[]);
    let listed = story["histories"][0]["artefacts"].as_array().expect("a list").len();
    assert_eq!(listed, before.len() - 2, "all but the config and the unrelated");
    for name in
        before.keys().filter(|name| name.contains("openclaw.json.") && !name.ends_with("unrelated"))
    {
        let shown = name.rsplit(std::path::MAIN_SEPARATOR).next().expect("a name");
        assert!(
            ran.stdout.contains(&shown.replace('\u{202E}', "\u{FFFD}")),
            "{shown}\n{}",
            ran.stdout
        );
    }
    assert_eq!(everything(root), before);
}

#[test]
fn equal_texts_are_judged_once() {
    let directory = TempDir::new().expect("a temporary directory");
    put(directory.path(), "openclaw.json", "{ gateway: { mode: 'local' } }");
    for at in 0..500 {
        let name =
            format!("openclaw.json.rejected.2026-11-26T15-{:02}-{:02}-123Z", at / 60, at % 60);
        put(directory.path(), &name, if at % 2 == 0 { "{ a: 1 }" } else { "{ b: 1 }" });
    }
    let histories = files::histories(Path::new("."), directory.path());
    let [history] = histories.found.as_slice() else { panic!("{histories:?}") };
    assert_eq!(history.artefacts.len(), 500);
    let asked = AtomicUsize::new(0);
    let judged = history.judge(&|_: &Tree| {
        asked.fetch_add(1, Ordering::Relaxed);
        World::new(Release::LATEST, Environment::Unknown)
    });
    assert_eq!(asked.into_inner(), 3);
    assert!(judged.entries.iter().all(|entry| entry.state.is_some()));
}

#[test]
fn the_base_is_sound_and_the_lost_edit_can_be_read() {
    let sound = "{ meta: {}, gateway: { mode: 'local' } }";
    let broken = "{ gateway: { mode: 'local' }, nope: 1 }";
    let redacted = "{ gateway: { mode: 'local' }, env: { vars: { A: '***' } } }";
    let (older, newer) = ("2026-11-26T15-29-46-123Z", "2026-11-26T15-29-46-124Z");
    for (good, backup, older_backup, base) in [
        (sound, sound, sound, Some("openclaw.json.last-good")),
        (broken, sound, sound, Some("openclaw.json.bak")),
        (redacted, redacted, sound, Some("openclaw.json.bak.1")),
        (broken, broken, redacted, None),
    ] {
        let directory = TempDir::new().expect("a temporary directory");
        let root = directory.path();
        put(root, "openclaw.json.last-good", good);
        put(root, "openclaw.json.bak", backup);
        put(root, "openclaw.json.bak.1", older_backup);
        put(root, &format!("openclaw.json.rejected.{older}"), sound);
        put(root, &format!("openclaw.json.clobbered.{newer}"), "{ gateway: ");
        let histories = files::histories(Path::new("openclaw.json"), root);
        let world = |_: &Tree| World::new(Release::LATEST, Environment::Unknown);
        let judged = histories.found[0].judge(&world);
        assert_eq!(judged.base().map(|entry| entry.file.name.as_str()), base);
        let edit = judged.lost_edit().map(|entry| entry.file.name.clone());
        assert_eq!(edit, Some(format!("openclaw.json.rejected.{older}")));
        assert!(judged.find("openclaw.json.bak").is_some());
        assert!(judged.find("openclaw.json.bak.7").is_none());
    }
}

/// What `check` finds, as rule and path.
fn found(directory: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    let arguments = [&["check", "--output-format", "json"], arguments].concat();
    let ran = run(directory, &Given { arguments: &arguments, ..Given::default() });
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let files = report["files"].as_array().expect("a list").iter();
    let findings = files.flat_map(|file| file["findings"].as_array().expect("a list"));
    let field = |finding: &Value, name: &str| finding[name].as_str().expect("a string").to_owned();
    findings.map(|it| (field(it, "rule"), field(it, "file").replace('\\', "/"))).collect()
}

#[test]
fn copies_that_git_would_take_along_are_found_without_being_read() {
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path();
    let name = "openclaw.json.rejected.2026-11-26T15-29-46-123Z";
    put(root, "openclaw.json", "{ gateway: { mode: 'local' } }");
    put(root, "host/openclaw.json.bak", "{ nope: 1 }");
    put(root, "host/openclaw.json.bak-monday", "{");
    put(root, "kept-out/openclaw.json.bak", "{ nope: 1 }");
    put(root, name, "{ nope: 1 }");
    put(root, "package.json.bak-monday", "{}");
    // In no repository they are where they belong.
    assert_eq!(found(root, &[]), []);
    assert!(found(root, &[name]).iter().all(|(rule, _)| rule != "artefact-in-repo"));
    fs::create_dir(root.join(".git")).expect("a directory");
    put(root, ".gitignore", "kept-out/\n");
    let rule = |path: &str| ("artefact-in-repo".to_owned(), path.to_owned());
    let expected =
        [rule("host/openclaw.json.bak"), rule("host/openclaw.json.bak-monday"), rule(name)];
    assert_eq!(found(root, &[]), expected);
    // Who names one has it read as well.
    let named = found(root, &["host/openclaw.json.bak"]);
    assert!(named.contains(&expected[0]) && named.len() > 1, "{named:?}");
    let ignored = found(root, &["kept-out/openclaw.json.bak"]);
    assert!(ignored.iter().all(|(rule, _)| rule != "artefact-in-repo"), "{ignored:?}");
    put(root, ".gitignore", "*.json.*\n");
    assert_eq!(found(root, &[]), []);
}

/// Runs git as someone who has no settings.
fn git(directory: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .current_dir(directory)
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("these tests need git");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The rules that compare.
const RULES: [&str; 3] = ["gateway-mode-removed", "missing-meta", "size-drop-hazard"];

/// A config of very many short lines, without them.
const TALL: (&str, &str) =
    ("{ meta: {}, gateway: { mode: 'local' }, channels: { telegram: { allowFrom: [", "] } } }");

#[test]
fn edits_are_compared_with_what_was_committed() {
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path();
    let long = include_str!("../fixtures/valid/written-by-openclaw.json");
    let tall = format!("{}\n      {}\n{}", TALL.0, vec!["1"; 200].join(",\n      "), TALL.1);
    put(root, "hosts/openclaw.json", long);
    put(root, "tall/openclaw.json", &tall);
    git(root, &["init", "--quiet"]);
    git(root, &["add", "."]);
    git(root, &["commit", "--quiet", "--message", "first"]);
    let compared = |path: &str| -> Vec<String> {
        let found = found(root, &[path, "--against", "HEAD"]);
        let found = found.into_iter().map(|(rule, _)| rule);
        found.filter(|rule| RULES.contains(&rule.as_str())).collect()
    };
    assert_eq!(compared("hosts"), [] as [&str; 0]);
    for (text, expected) in [
        ("{ meta: {}, gateway: { mode: 'local' } }", &["size-drop-hazard"][..]),
        ("{ gateway: { mode: 'local' } }", &["missing-meta", "size-drop-hazard"]),
        ("{ meta: {} }", &["gateway-mode-removed", "size-drop-hazard"]),
        (&long.replace("\n  ", ""), &[]),
    ] {
        put(root, "hosts/openclaw.json", text);
        assert_eq!(compared("hosts"), expected, "{text}");
    }
    // What is included counts as it was in the commit, and as it is now.
    put(root, "split/openclaw.json", "{ meta: {}, gateway: { $include: 'parts/gateway.json5' } }");
    put(root, "split/parts/gateway.json5", "{ mode: 'local' }");
    git(root, &["add", "split"]);
    git(root, &["commit", "--quiet", "--message", "second"]);
    assert_eq!(compared("split"), [] as [&str; 0]);
    put(root, "split/parts/gateway.json5", "{ port: 18789 }");
    assert_eq!(compared("split"), ["gateway-mode-removed"]);
    put(root, "split/openclaw.json", "{ meta: {}, gateway: { mode: 'local' } }");
    std::fs::remove_dir_all(root.join("split/parts")).expect("it is there");
    assert_eq!(compared("split"), [] as [&str; 0]);
    // OpenClaw would write as many bytes as before, yet it would read fewer.
    put(root, "tall/openclaw.json", &tall.replace("\n      ", ""));
    assert_eq!(compared("tall"), ["size-drop-hazard"]);
    // A file that is new is compared with nothing; a commit that is not there is our failure.
    put(root, "hosts/moltbot.json", "{ gateway: { mode: 'local' } }");
    let check = |directory: &Path, arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        run(directory, &Given { arguments: &arguments, ..Given::default() })
    };
    let new = check(root, &["hosts/moltbot.json", "--against", "HEAD"]);
    assert_eq!(new.status, Status::Clean, "{}", new.stderr);
    assert!(new.stderr.contains("it was not there in HEAD"), "{}", new.stderr);
    for reference in ["no-such-branch", "--output=openclaw.json", ""] {
        let option = format!("--against={reference}");
        let unknown = check(root, &["hosts/openclaw.json", &option]);
        assert_eq!(unknown.status, Status::Failed, "{}", unknown.stderr);
        assert!(unknown.stderr.contains("git knows no commit called"), "{}", unknown.stderr);
    }
    let outside = TempDir::new().expect("a temporary directory");
    put(outside.path(), "openclaw.json", long);
    let lost = check(outside.path(), &["--against", "HEAD"]);
    assert_eq!(lost.status, Status::Failed);
    assert!(lost.stderr.contains("needs a git repository"), "{}", lost.stderr);
    assert_eq!(check(root, &["-", "--against", "HEAD"]).status, Status::Failed);
}
