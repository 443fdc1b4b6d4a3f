//! Ctrl-C in the middle of a run that writes: on a real process, since signals are of processes.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio, exit};
use std::sync::Once;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many configs there are: more than are done before anyone can press a key.
const CONFIGS: usize = 1200;
const BEFORE: &str = "{ gateway: { mode: 'local' }, agents: { list: [{ id: 'main' }] } }\n";

fn config(root: &Path, number: usize) -> std::path::PathBuf {
    root.join(format!("host-{number}/openclaw.json"))
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn lay_out(root: &Path) {
    for number in 0..CONFIGS {
        let path = config(root, number);
        fs::create_dir(path.parent().expect("its directory")).expect("a directory");
        fs::write(path, BEFORE).expect("a config");
    }
}

/// The names of all files of the run, the configs aside.
fn others(root: &Path) -> Vec<String> {
    let entries = |path: &Path| {
        fs::read_dir(path).expect("a directory").map(|it| it.expect("an entry").path())
    };
    let names = entries(root).flat_map(|host| entries(&host).collect::<Vec<_>>());
    let names = names.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned());
    names.filter(|name| name != "openclaw.json").collect()
}

/// Has children start with a Ctrl-C that ends them. One that is ignored, as in the background of a shell
/// script, stays ignored in them; one that is handled does not.
#[expect(clippy::exit, reason = "Ctrl-C ends a test")]
fn let_signals_reach_children() {
    static HANDLED: Once = Once::new();
    HANDLED.call_once(|| ctrlc::set_handler(|| exit(130)).expect("a handler"));
}

fn interrupted(root: &Path, signal: &str, mut process: Child) -> Option<i32> {
    let begun = Instant::now();
    // The first backup says that it is writing.
    while others(root).is_empty() && process.try_wait().expect("a process").is_none() {
        assert!(begun.elapsed() < Duration::from_mins(2), "nothing is written");
        sleep(Duration::from_millis(5));
    }
    let id = process.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status().expect("kill");
    assert!(sent.success(), "it ended before");
    process.wait().expect("a process").code()
}

#[test]
fn what_is_interrupted_leaves_whole_files_and_nothing_else() {
    let_signals_reach_children();
    for signal in ["-INT", "-TERM"] {
        let directory = TempDir::new().expect("a temporary directory");
        let root = directory.path();
        lay_out(root);
        let process = Command::new(env!("CARGO_BIN_EXE_clawtidy"))
            .args(["migrate", "--write", "."])
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        assert_eq!(interrupted(root, signal, process), Some(130), "{signal}");
        let others = others(root);
        assert!(others.iter().all(|name| name == "openclaw.json.bak"), "{others:?}");
        let texts: Vec<String> = (0..CONFIGS)
            .map(|number| fs::read_to_string(config(root, number)).expect("a config"))
            .collect();
        let after = texts.iter().find(|text| *text != BEFORE).expect("one was written");
        assert!(after.contains("entries") && texts.iter().all(|it| it == BEFORE || it == after));
        assert!(texts.iter().any(|text| text == BEFORE), "all were written before the signal");
    }
}

/// The files at the root of a run.
fn at_root(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).expect("a directory").map(|it| it.expect("an entry"));
    let files = entries.filter(|it| it.path().is_file());
    files.map(|it| it.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_report_that_is_interrupted_leaves_nothing() {
    let_signals_reach_children();
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path();
    lay_out(root);
    let mut process = Command::new(env!("CARGO_BIN_EXE_clawtidy"))
        .args(["check", "--output-file", "json=report.json", "."])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    let begun = Instant::now();
    while at_root(root).is_empty() {
        assert!(begun.elapsed() < Duration::from_mins(2), "no report is begun");
        sleep(Duration::from_millis(1));
    }
    let id = process.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill");
    assert!(sent.success(), "it ended before");
    assert_eq!(process.wait().expect("a process").code(), Some(130));
    assert_eq!(at_root(root), Vec::<String>::new());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn what_a_killed_run_left_is_named_by_the_next() {
    let directory = TempDir::new().expect("a temporary directory");
    let root = directory.path();
    let left = [
        ".openclaw.json.aB3dE6.tmp",
        ".env.aB3dE6.tmp",
        "parts/.a.json5.aB3dE6.tmp",
        ".report.json.aB3dE6.tmp",
    ];
    fs::create_dir(root.join("parts")).expect("a directory");
    let rejected = "openclaw.json.rejected.2026-09-01T00-00-00-000Z";
    for name in left.into_iter().chain(["openclaw.json", "parts/a.json5", rejected]) {
        let text = if name == "openclaw.json" {
            "{ gateway: { $include: './parts/a.json5' } }"
        } else {
            "{}"
        };
        fs::write(root.join(name), text).expect("a file");
    }
    let check = ["check", "--output-file", "json=report.json", "openclaw.json"];
    for (arguments, named) in [
        (&check[..], &left[..]),
        (&["check", "--quiet"], &left[..3]),
        (&["check", "--fix"], &left[..3]),
        (&["migrate"], &left[..3]),
        (&["migrate", "--write"], &left[..3]),
        (&["rejected"], &left[..1]),
        (&["rejected", "--merge"], &left[..1]),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_clawtidy"))
            .args(arguments)
            .current_dir(root)
            .output()
            .expect("the program");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        for name in left {
            let line = format!("{name}: left by a run of clawtidy that was killed");
            assert_eq!(
                told.contains(&line),
                named.contains(&name),
                "{arguments:?}: {name}: {told}"
            );
        }
    }
}
