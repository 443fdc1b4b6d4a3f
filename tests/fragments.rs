//! Files that are only included, named on the command line: on a real disk, as a pre-commit hook names
//! them.

#[path = "session/process.rs"]
mod process;

use std::fs;
use std::path::Path;

use clawtidy::cli::Status;
use process::{Given, Ran, run};
use serde_json::Value;
use tempfile::TempDir;

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is below")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// A repository that holds these files.
fn repository(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    write(&directory.path().join(".git/HEAD"), "");
    for (name, text) in files {
        write(&directory.path().join(name), text);
    }
    directory
}

fn clawtidy(directory: &Path, arguments: &[&str]) -> Ran {
    run(directory, &Given { arguments, ..Given::default() })
}

/// The findings of a run, each with its place, in one line each; the closing lines left out.
fn found(directory: &Path, paths: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--output-format", "concise", "--quiet"], paths].concat();
    let ran = clawtidy(directory, &arguments);
    assert_eq!(ran.stderr, "");
    let line = |line: &str| line.split_once("] ").map(|(place, _)| place.replace(" error[", " "));
    ran.stdout.split('\n').filter_map(line).collect()
}

fn text(directory: &TempDir, name: &str) -> String {
    fs::read_to_string(directory.path().join(name)).expect("a file")
}

const ROOT: (&str, &str) = (
    "openclaw.json",
    "{ gateway: { mode: 'local' }, channels: { $include: './parts/channels.json5' } }",
);
const CHANNELS: (&str, &str) =
    ("parts/channels.json5", "{ telegram: { dm_policy: 'pairing' } } // chat\n");
const FINDING: &str = "parts/channels.json5:1:15: misspelled-key";

#[test]
fn findings_come_once_however_often_a_file_is_named_and_included() {
    let second = ("openclaw.json5", ROOT.1);
    let directory = repository(&[ROOT, second, CHANNELS]);
    for paths in [
        &["."][..],
        &["openclaw.json"],
        &["parts/channels.json5"],
        &["openclaw.json", "parts/channels.json5"],
        &["parts/channels.json5", "openclaw.json5", "./openclaw.json"],
    ] {
        assert_eq!(found(directory.path(), paths), [FINDING], "{paths:?}");
    }
    let json = |paths: &[&str]| {
        let arguments = [&["check", "--output-format", "json"], paths].concat();
        let ran = clawtidy(directory.path(), &arguments);
        let parsed: Value = serde_json::from_str(&ran.stdout).expect("JSON");
        (parsed, ran.stderr)
    };
    let (alone, said) = json(&["parts/channels.json5"]);
    assert_eq!(
        said,
        "note: parts/channels.json5: read with openclaw.json and openclaw.json5, which include it\n"
    );
    assert_eq!(alone["files"][0]["path"], "parts/channels.json5");
    assert_eq!(alone["files"][0]["accepted"], Value::Null);
    assert_eq!(alone["files"][0]["fragment"], true);
    assert_eq!(alone["summary"]["errors"], 1);
    let (beside, said) = json(&["openclaw.json", "parts/channels.json5"]);
    assert_eq!(said, "");
    assert_eq!(beside["files"].as_array().map(Vec::len), Some(1));
    assert_eq!(beside["files"][0]["accepted"], false);
    assert_eq!(beside["files"][0].get("fragment"), None);
}

#[test]
fn configs_are_looked_for_up_to_the_repository_and_no_further() {
    let directory = repository(&[ROOT, CHANNELS]);
    let parts = directory.path().join("parts");
    assert_eq!(found(&parts, &["channels.json5"]), ["channels.json5:1:15: misspelled-key"]);
    // What lies above a repository is not of its project.
    write(&parts.join(".git/HEAD"), "");
    let as_config = found(&parts, &["channels.json5"]);
    assert!(as_config.iter().any(|it| it.ends_with("legacy-channel-sections")), "{as_config:?}");
}

#[test]
fn only_the_named_file_is_mended() {
    let root = (
        "openclaw.json",
        "{ gateway: { bind: '0.0.0.0', mode: 'local' }, channels: { $include: './parts/channels.json5' } }",
    );
    let directory = repository(&[root, CHANNELS]);
    let ran = clawtidy(directory.path(), &["check", "--fix", "parts/channels.json5"]);
    assert_eq!(ran.status, Status::Clean, "{}", ran.stdout);
    assert!(
        ran.stdout.starts_with("parts/channels.json5: fixed[misspelled-key]"),
        "{}",
        ran.stdout
    );
    assert_eq!(text(&directory, "openclaw.json"), root.1);
    assert_eq!(
        text(&directory, "parts/channels.json5"),
        "{ telegram: { dmPolicy: 'pairing' } } // chat\n"
    );
}

#[test]
fn files_of_a_config_are_written_together_or_not_at_all() {
    let root = ("openclaw.json", ROOT.1);
    let root = (root.0, root.1.replace("mode: 'local'", "bind: '0.0.0.0', mode: 'local'"));
    for locked in ["openclaw.json", "parts/channels.json5", "parts/agents.json5"] {
        let whole =
            root.1.replace("channels:", "agents: { $include: 'parts/agents.json5' }, channels:");
        let agents =
            ("parts/agents.json5", "// The team.\n{ defaults: { thinking_default: 'high' } }");
        let directory = repository(&[(root.0, &whole), CHANNELS, agents]);
        let path = directory.path().join(locked);
        let mut permissions = path.metadata().expect("it is there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("it is ours");
        for arguments in [&["check", "--fix"][..], &["migrate", "--write"]] {
            let ran = clawtidy(directory.path(), arguments);
            assert_eq!(ran.status, Status::Failed, "{locked}: {}", ran.stdout);
            assert!(ran.stderr.contains("read-only"), "{locked}: {}", ran.stderr);
            assert_eq!(text(&directory, root.0), whole, "{locked}");
            assert_eq!(text(&directory, CHANNELS.0), CHANNELS.1, "{locked}");
            assert_eq!(text(&directory, agents.0), agents.1, "{locked}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_under_two_names_is_one() {
    let link = |directory: &TempDir| {
        let link = directory.path().join("parts/link.json5");
        std::os::unix::fs::symlink("channels.json5", link).expect("a link");
    };
    let linked = ("openclaw.json5", ROOT.1.replace("channels.json5", "link.json5"));
    let directory = repository(&[ROOT, (linked.0, &linked.1), CHANNELS]);
    link(&directory);
    let ran = clawtidy(directory.path(), &["check", "--fix"]);
    assert_eq!((ran.status, &*ran.stderr), (Status::Clean, ""), "{}", ran.stdout);
    assert!(text(&directory, CHANNELS.0).contains("dmPolicy"));
    assert!(directory.path().join("parts/link.json5").is_symlink());

    // Where it stands for something else it is to stay as it is.
    let other = "{ gateway: { mode: 'local' }, env: { vars: { $include: './parts/link.json5' } } }";
    let bind = ("parts/channels.json5", "{ dm_policy: 'pairing' }");
    let root = "{ gateway: { mode: 'local' }, channels: { telegram: { $include: './parts/channels.json5' } } }";
    let directory = repository(&[("openclaw.json", root), ("openclaw.json5", other), bind]);
    link(&directory);
    let ran = clawtidy(directory.path(), &["check", "--fix"]);
    assert_eq!(ran.status, Status::Failed, "{}", ran.stdout);
    assert!(ran.stderr.contains("is included several times"), "{}", ran.stderr);
    assert_eq!(text(&directory, bind.0), bind.1);
}

#[test]
fn a_comment_for_a_file_is_for_the_file_that_it_stands_in() {
    let of_file = "// clawtidy-ignore-file[misspelled-key]: ours\n";
    let root = "{ gateway: { mode: 'local', prot: 1 }, agents: { $include: './parts/agents.json5' }, channels: { $include: './parts/channels.json5' } }";
    let agents = ("parts/agents.json5", "{ defaults: { modle: 'x/y' } }\n");
    let at = |root: &str, channels: &str, agents_text: &str| {
        let files = [("openclaw.json", root), (CHANNELS.0, channels), (agents.0, agents_text)];
        found(repository(&files).path(), &["."])
    };
    let commented = |text: &str| format!("{of_file}{text}");
    let of_root = "openclaw.json:1:29: misspelled-key";
    let of_agents = "parts/agents.json5:1:15: misspelled-key";
    assert_eq!(at(root, CHANNELS.1, agents.1), [of_root, of_agents, FINDING]);
    assert_eq!(at(&commented(root), CHANNELS.1, agents.1), [of_agents, FINDING]);
    assert_eq!(at(root, &commented(CHANNELS.1), agents.1), [of_root, of_agents]);
    assert_eq!(at(root, CHANNELS.1, &commented(agents.1)), [of_root, FINDING]);
    // It may stand below what the file brings as well, and anywhere in it.
    for channels in [
        format!("{} {of_file}", CHANNELS.1),
        format!("{{ telegram: {{ dm_policy: 'pairing',\n{of_file} }} }}"),
    ] {
        assert_eq!(at(root, &channels, agents.1), [of_root, of_agents], "{channels}");
    }
}

#[test]
fn an_idle_comment_above_what_a_file_brings_goes_with_its_line() {
    let idle =
        "// Chat.\n// clawtidy-ignore-file[unknown-key]: ours\n{ telegram: { enabled: true } }\n";
    let directory = repository(&[ROOT, (CHANNELS.0, idle)]);
    let at = "parts/channels.json5:2:25: warning[unused-suppression";
    assert_eq!(found(directory.path(), &["."]), [at]);
    let ran = clawtidy(directory.path(), &["check", "--fix"]);
    assert_eq!(ran.status, Status::Clean, "{}", ran.stdout);
    assert_eq!(text(&directory, CHANNELS.0), "// Chat.\n{ telegram: { enabled: true } }\n");
}

#[test]
fn a_comment_that_one_config_has_use_for_stays_for_all() {
    let commented = "{ dm_policy: 'pairing' } // clawtidy-ignore-file[misspelled-key]: ours\n";
    let of_telegram = "{ gateway: { mode: 'local' }, channels: { telegram: { $include: './parts/channels.json5' } } }";
    let of_variables =
        "{ gateway: { mode: 'local' }, env: { vars: { $include: './parts/channels.json5' } } }";
    let configs = [("openclaw.json", of_telegram), ("openclaw.json5", of_variables)];
    let directory = repository(&[configs[0], configs[1], (CHANNELS.0, commented)]);
    for paths in [&["."][..], &[CHANNELS.0]] {
        let ran = clawtidy(directory.path(), &[&["check", "--quiet"], paths].concat());
        assert_eq!((ran.status, &*ran.stdout), (Status::Clean, ""));
    }
    let ran = clawtidy(directory.path(), &["check", "--quiet", "openclaw.json5"]);
    assert!(ran.stdout.contains("unused-suppression"), "{}", ran.stdout);
}

#[test]
fn comments_are_added_once_to_a_file_of_two_configs() {
    let directory = repository(&[ROOT, ("openclaw.json5", ROOT.1), CHANNELS]);
    let add = &["check", "--add-ignores", "--reason", "later", "--output-format", "concise"];
    let ran = clawtidy(directory.path(), add);
    assert_eq!(ran.status, Status::Clean, "{}", ran.stdout);
    assert_eq!(ran.stderr, "openclaw.json: 1 comment added\n");
    let once = "{ telegram: { /* clawtidy-ignore[misspelled-key]: later */ dm_policy: 'pairing' } } // chat\n";
    assert_eq!(text(&directory, CHANNELS.0), once);
    assert_eq!(text(&directory, ROOT.0), ROOT.1);
    assert_eq!(clawtidy(directory.path(), add).stderr, "");
    assert_eq!(text(&directory, CHANNELS.0), once);
}

#[test]
fn a_file_that_the_settings_call_a_fragment_lacks_nothing() {
    let part = ("loose/a.json5", "{ dm_policy: 'x', a: 1, a: 2 }");
    let settings = ("clawtidy.toml", "fragments = ['loose/']");
    let directory = repository(&[part, settings]);
    let ran = clawtidy(directory.path(), &["check", "--output-format", "concise", part.0]);
    assert!(ran.stdout.contains("warning[duplicate-key]"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("OpenClaw 2"), "there is no verdict: {}", ran.stdout);
    assert!(!ran.stdout.contains("dm_policy"), "{}", ran.stdout);
    let told = "note: loose/a.json5: no config that includes it was found, so only what holds of any text is told\n";
    assert_eq!(ran.stderr, told);
    let arguments = &["check", "-", "--stdin-filename", part.0, "--output-format", "concise"];
    let given = Given { arguments, stdin: part.1.as_bytes(), ..Given::default() };
    assert_eq!(run(directory.path(), &given).stdout, ran.stdout);
    let ran = clawtidy(directory.path(), &["migrate", "--write", part.0]);
    assert_eq!(ran.stdout, "");
    assert_eq!(text(&directory, part.0), part.1);
}
