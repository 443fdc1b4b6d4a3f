//! What `clawtidy diff` prints, whatever the terminal and the text.

#[path = "session/process.rs"]
mod process;

use std::fs::File;
use std::io::Write as _;

use clawtidy::cli::{Status, Terminal};
use process::{Given, Ran, run};
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

/// Compares two texts.
fn diff(a: &str, b: &str, arguments: &[&str], width: Option<usize>, locale: &str) -> Ran {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in [("a.json5", a), ("b.json5", b)] {
        let file = File::create(directory.path().join(name));
        file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
    }
    let arguments = [&["diff", "a.json5", "b.json5"], arguments].concat();
    let terminal = Terminal { stdout: width.is_some(), width, ..Terminal::default() };
    let variables = [("LANG", locale)];
    let given = Given { arguments: &arguments, variables: &variables, terminal, stdin: b"" };
    run(directory.path(), &given)
}

/// Configs with long lines, wide characters, tabs and controls; `@` is what changes.
fn texts() -> Vec<String> {
    let filler = |text: &str| text.repeat(20_000 / text.len());
    vec![
        format!("{{ ui: {{ a: \"{}\", b: @ }}, c: \"@{}\" }}", filler("x"), filler("y")),
        format!("{{ ui: {{ a: \"{}\", b: @ }}, c: \"@{}\" }}", filler("宽字 "), filler("宽🦞")),
        "{\n\tui: {\n\t\tb:\t@, c: [\"@\u{1b}[31m\u{202e}\ty\u{200d}é\"],\n\t},\n}".to_owned(),
        "{ agents: { list: [{ id: 'main', model: \"@\" }] }, gateway: { token: '@' } }".to_owned(),
        format!("{{{}\n  gateway: {{ port: @ }} }}", "\n".repeat(1200)),
        "{ gateway: { port: @".to_owned(),
    ]
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for (text, width) in texts().iter().flat_map(|text| [40, 80, 200].map(|width| (text, width))) {
        let (a, b) = (text.replace('@', "1234"), text.replace('@', "56789"));
        for format in ["full", "concise"] {
            let arguments = ["--output-format", format, "--color", "never"];
            let ran = diff(&a, &b, &arguments, Some(width), "C.UTF-8");
            assert!(ran.stdout.contains("5678"), "{}", ran.stdout);
            // What is said at the end of a line about its verdict stays on it.
            let lines = ran
                .stdout
                .split('\n')
                .map(|line| line.split_once(" (OpenClaw").map_or(line, |(line, _)| line));
            for line in lines {
                assert!(line.width() <= width.max(44), "{width}: {}\n{line}", line.width());
                assert!(!line.chars().any(|it| it.is_control() && it != '\t'), "{line:?}");
            }
        }
        for arguments in [&["--unified"][..], &["--unified", "--color", "always"]] {
            let ran = diff(&a, &b, arguments, Some(width), "C.UTF-8");
            assert!(ran.stdout.split('\n').all(|line| line.chars().count() < 600));
        }
    }
}

#[test]
fn colours_and_line_drawing_are_for_terminals_that_have_them() {
    let (a, b) = ("{ gateway: { port: 1, token: 'x' } }", "{ gateway: { port: 2 } }");
    let plain = diff(a, b, &[], None, "C");
    assert!(plain.stdout.is_ascii(), "{}", plain.stdout);
    assert!(!plain.stdout.contains('\u{1b}'));
    let drawn = diff(a, b, &[], Some(80), "C.UTF-8");
    assert!(drawn.stdout.contains('╭') && drawn.stdout.contains('\u{1b}'), "{}", drawn.stdout);
    let never = diff(a, b, &["--color", "never"], Some(80), "C.UTF-8");
    assert!(!never.stdout.contains('\u{1b}'), "{:?}", never.stdout);
}

#[test]
fn the_exit_code_says_whether_they_differ() {
    let config = "{ gateway: { mode: 'local' } }";
    for format in ["full", "concise", "json"] {
        let arguments = ["--output-format", format];
        let status = |a, b| diff(a, b, &arguments, None, "C").status;
        assert_eq!(status(config, "{ 'gateway': { /* x */ mode: \"local\", }, }"), Status::Clean);
        assert_eq!(status(config, "{ gateway: { mode: 'remote' } }"), Status::Found);
        assert_eq!(status(config, ""), Status::Failed);
        let broken = diff(config, "{ gateway: { mode: 'local' }", &arguments, None, "C");
        assert_eq!(broken.status, Status::Failed);
        assert!(broken.stderr.contains("b.json5: it has syntax errors"), "{}", broken.stderr);
    }
    assert_eq!(diff(config, config, &["--unified"], None, "C").stdout, "");
}

#[test]
fn secrets_are_masked_unless_they_are_asked_for() {
    let a = "{ gateway: { auth: { token: 'swordfish-42' } } }";
    let b = "{ gateway: { auth: { token: 'swordfish-43' } }, note: 'swordfish-42' }";
    for arguments in [
        &["--output-format", "full"][..],
        &["--output-format", "concise"],
        &["--output-format", "json"],
        &["--unified"],
    ] {
        let masked = diff(a, b, arguments, None, "C");
        assert!(!masked.stdout.contains("swordfish"), "{}", masked.stdout);
        // That it is another one is seen all the same.
        assert_eq!(masked.status, Status::Found);
        let shown = diff(a, b, &[arguments, &["--show-secrets"]].concat(), None, "C");
        assert!(shown.stdout.contains("swordfish-43"), "{}", shown.stdout);
    }
}
