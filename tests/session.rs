//! Commands run in this process, with directories, environments, clocks and outputs of our own.

#[path = "session/process.rs"]
mod process;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

use clawtidy::cli::{self, Session, Status, Terminal};
use process::{Given, run};
use tempfile::TempDir;

const REJECTED: &[u8] = b"{ gateway: { mode: 'local', prot: 1 } }";

fn configs(count: usize) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for index in 0..count {
        let below = directory.path().join(index.to_string());
        std::fs::create_dir(&below).expect("a directory");
        let file = std::fs::File::create(below.join("openclaw.json"));
        file.and_then(|mut file| file.write_all(REJECTED)).expect("a file");
    }
    directory
}

#[test]
fn colours_follow_terminal_variables_and_option() {
    let here = Path::new(".");
    let coloured = |terminal, variables: &[_], option: &str| {
        let arguments = ["check", "-", "--color", option];
        let terminal = Terminal { stdout: terminal, ..Terminal::default() };
        let given = Given { arguments: &arguments, variables, terminal, stdin: REJECTED };
        run(here, &given).stdout.contains('\x1b')
    };
    for (terminal, variables, expected) in [
        (false, &[][..], false),
        (true, &[], true),
        (true, &[("NO_COLOR", "1")], false),
        (true, &[("NO_COLOR", "")], true),
        (true, &[("TERM", "dumb")], false),
        (true, &[("CLICOLOR", "0")], false),
        (false, &[("CLICOLOR_FORCE", "1")], true),
        (false, &[("CLICOLOR_FORCE", "0")], false),
        (false, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    ] {
        assert_eq!(coloured(terminal, variables, "auto"), expected, "{terminal} {variables:?}");
        assert!(coloured(terminal, variables, "always"), "{terminal} {variables:?}");
        assert!(!coloured(terminal, variables, "never"), "{terminal} {variables:?}");
    }
}

#[cfg(unix)]
#[test]
fn frames_are_drawn_in_ascii_where_the_locale_knows_no_more() {
    for (locale, terminal, unicode) in [
        ("C.UTF-8", true, true),
        ("de_DE.utf8", true, true),
        ("C", true, false),
        ("C", false, false),
        ("", true, false),
        ("", false, true),
    ] {
        let terminal = Terminal { stdout: terminal, ..Terminal::default() };
        let given = Given {
            arguments: &["check", "-"],
            variables: &[("LANG", locale)],
            terminal,
            stdin: REJECTED,
        };
        assert_eq!(run(Path::new("."), &given).stdout.contains('╭'), unicode, "{locale:?}");
    }
}

#[test]
fn a_long_run_counts_on_the_terminal_and_leaves_no_trace() {
    let directory = configs(3);
    let progress = |arguments: &[&str], stderr| {
        let terminal = Terminal { stderr, ..Terminal::default() };
        run(directory.path(), &Given { arguments, terminal, ..Given::default() }).stderr
    };
    let shown = progress(&["check"], true);
    assert!(shown.contains("of 3 files checked") && shown.ends_with("\r\x1b[K"), "{shown:?}");
    assert_eq!(progress(&["check", "--quiet"], true), "");
    assert_eq!(progress(&["check"], false), "");
}

#[test]
fn reports_keep_the_order_of_paths_and_are_the_same_each_time() {
    let directory = configs(20);
    let given = Given { arguments: &["check", "7", "3", ".", "7"], ..Given::default() };
    let first = run(directory.path(), &given);
    assert_eq!(first.status, Status::Found);
    assert_eq!(run(directory.path(), &given).stdout, first.stdout);
    let places: Vec<_> = first.stdout.match_indices("/openclaw.json:1:").collect();
    assert_eq!(places.len(), 20);
    let at = |name: &str| first.stdout.find(name).expect("it is reported");
    assert!(at("[7/openclaw.json") < at("[3/openclaw.json"));
    assert!(at("[3/openclaw.json") < at("[0/openclaw.json"));
}

#[test]
fn more_files_than_are_held_at_a_time_are_one_run() {
    let directory = configs(260);
    let broken = directory.path().join("100/openclaw.json");
    std::fs::File::create(broken).and_then(|mut it| it.write_all(b"\xFF")).expect("a file");
    let arguments = ["check", "--output-format", "json"];
    let ran = run(directory.path(), &Given { arguments: &arguments, ..Given::default() });
    assert_eq!(ran.status, Status::Failed);
    let said: serde_json::Value = serde_json::from_str(&ran.stdout).expect("one document");
    let files = said["files"].as_array().expect("a list");
    let paths: Vec<_> = files.iter().filter_map(|file| file["path"].as_str()).collect();
    assert_eq!(paths.len(), 259);
    assert!(paths.is_sorted(), "{paths:?}");
    assert_eq!(
        (&said["summary"]["errors"], &said["errors"][0]["path"]),
        (&259.into(), &"100/openclaw.json".into())
    );
}

#[test]
fn whoever_stops_reading_hears_nothing_more() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut stderr = Vec::new();
    let session = Session {
        directory: Path::new("."),
        variable: &|_| None,
        now: &Instant::now,
        stdin: &mut &*REJECTED,
        stdout: &mut Closed,
        stderr: &mut stderr,
        terminal: Terminal::default(),
        end_well: &|| (),
    };
    cli::run(["clawtidy", "check", "-"].map(OsString::from), session);
    assert_eq!(stderr, b"");
}

#[test]
fn a_file_that_cannot_be_written_is_reported_as_it_is() {
    let directory = TempDir::new().expect("a temporary directory");
    let path = directory.path().join("openclaw.json");
    let text = "{ gateway: { mode: 'local', token: '9f2c61d0a4b857e3' } }";
    let file = std::fs::File::create(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
    let mut permissions = path.metadata().expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("it is ours");
    let given = Given { arguments: &["check", "--fix"], ..Given::default() };
    let ran = run(directory.path(), &given);
    assert_eq!(ran.status, Status::Failed);
    assert_eq!(ran.stderr, "error: openclaw.json: not written: the file is read-only\n");
    assert!(ran.stdout.contains("legacy-gateway-token"), "{}", ran.stdout);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), text);
}

#[test]
fn more_syntax_errors_than_are_told_at_once_are_mended_all_the_same() {
    let lines = (0..11_000).map(|line| format!("  [{line} {line}],\n"));
    let text =
        format!("{{ gateway: {{ mode: 'local' }}, nope: [\n{}] }}", lines.collect::<String>());
    let arguments = &["check", "-", "--fix", "--select", "syntax-error", "--quiet"];
    let given = Given { arguments, stdin: text.as_bytes(), ..Given::default() };
    let ran = run(Path::new("."), &given);
    assert_eq!(
        ran.status,
        Status::Clean,
        "{}",
        &ran.stderr[ran.stderr.len().saturating_sub(500)..]
    );
    assert_eq!(ran.stdout.matches(", ").count(), 11_001);
}

#[test]
fn at_a_terminal_the_last_line_is_the_next_command_to_type() {
    let safe = "{ gateway: { mode: 'local' }, channels: { telegram: { dm_policy: 'pairing' } } }";
    let agreed = "{ gateway: { mode: 'local', prot: 1 } }";
    let neither = "{ gateway: { mode: 'local' }, agents: { entries: { main: {}, Main: {} } } }";
    let last = |text: &str, arguments: &[&str], stdout| {
        let directory = TempDir::new().expect("a temporary directory");
        let file = std::fs::File::create(directory.path().join("openclaw.json"));
        file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
        let terminal = Terminal { stdout, ..Terminal::default() };
        let given = Given { arguments, terminal, stdin: text.as_bytes(), ..Given::default() };
        let ran = run(directory.path(), &given);
        let line = ran.stdout.trim_end().rsplit('\n').next().unwrap_or_default().to_owned();
        line.split_once(": clawtidy ").map(|(_, command)| command.to_owned())
    };
    let some = |command: &str| Some(command.to_owned());
    assert_eq!(last(safe, &[], true), some("check --fix"));
    assert_eq!(last(safe, &["check", "openclaw.json"], true), some("check openclaw.json --fix"));
    assert_eq!(
        last(agreed, &["check", "--select", "all"], true),
        some("check --select all --unsafe-fixes --diff")
    );
    let selected = &["check", "--select", "duplicate-agent-id"];
    assert_eq!(last(neither, selected, true), some("explain duplicate-agent-id"));
    // Where there is nothing to mend, nothing to say, or no one to type.
    assert_eq!(last(safe, &["check", "--fix"], true), None);
    assert_eq!(last(safe, &["check", "-"], true), some("explain misspelled-key"));
    assert_eq!(last("{ gateway: { mode: 'local' } }", &["check"], true), None);
    assert_eq!(last(safe, &["check", "--quiet"], true), None);
    assert_eq!(last(safe, &["check", "--output-format", "json"], true), None);
    assert_eq!(last(safe, &["check"], false), None);
}

#[test]
fn names_of_rules_are_links_where_the_terminal_makes_links() {
    let linked = |terminal, variables: &[_], color: &str| {
        let arguments = ["check", "-", "--color", color];
        let given = Given { arguments: &arguments, variables, terminal, stdin: REJECTED };
        run(Path::new("."), &given).stdout.contains("\x1b]8;;https://")
    };
    let terminal = Terminal { stdout: true, links: true, ..Terminal::default() };
    assert!(linked(terminal, &[], "auto"));
    assert!(!linked(terminal, &[("NO_COLOR", "1")], "auto"));
    assert!(!linked(terminal, &[], "never"));
    assert!(!linked(Terminal { links: false, ..terminal }, &[], "always"));
    assert!(!linked(Terminal { stdout: false, ..terminal }, &[], "always"));
}

#[cfg(unix)]
#[test]
fn a_report_keeps_the_mode_and_the_link_of_the_one_before() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let directory = configs(1);
    let at = |name: &str| directory.path().join(name);
    let file = std::fs::File::create(at("old")).expect("a file");
    file.set_permissions(std::fs::Permissions::from_mode(0o640)).expect("a mode");
    symlink("old", at("link")).expect("a link");
    let arguments = ["check", "--output-file", "json=link", "--output-file", "sarif=new"];
    let given = Given { arguments: &arguments, ..Given::default() };
    assert_eq!(run(directory.path(), &given).status, Status::Found);
    let mode = |name: &str| at(name).metadata().expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode("old"), 0o640);
    // As the umask says, which lets the owner at least.
    assert_eq!(mode("new") & 0o600, 0o600);
    assert!(at("link").symlink_metadata().expect("a link").is_symlink());
    let written = std::fs::read_to_string(at("old")).expect("the report");
    assert!(written.starts_with("{\"format\":1"), "{written}");
}
