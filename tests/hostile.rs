//! Input that means harm: to the terminal, to what reads the output, or to the time that it takes. None of
//! these looks at a clock: what is not bounded does not come to an end here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clawtidy::check;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
use regress::{Flags, Regex};
use tempfile::TempDir;

fn directory() -> TempDir {
    TempDir::new().expect("a temporary directory")
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("it is below")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// Runs the program; `variables` are all of the environment.
fn run(directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_clawtidy"))
        .args(arguments)
        .current_dir(directory)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("what is printed is UTF-8")
}

/// A config with something to say of a key, a value, a comment and a reason, all of which hold `trick`.
fn config(trick: &str) -> String {
    format!(
        "{{\n  // {trick}\n  // clawtidy-ignore[unknown-key]: {trick}\n  unknown1: 1,\n  \
         gateway: {{\n {trick}\n    mode: 'local', port: '18789', \"{trick}\": \"{trick}\",\n    \
         bind: \"{trick}\", token: '${{A}}',\n  }},\n  \"x{trick}\": {{}},\n}}\n"
    )
}

const FORMATS: [&str; 8] =
    ["full", "concise", "json", "github", "gitlab", "junit", "sarif", "markdown"];

/// Command lines that print something about the config at `path`.
fn commands(path: &str) -> Vec<Vec<&str>> {
    let mut all: Vec<Vec<&str>> = FORMATS
        .iter()
        .map(|format| vec!["check", "--show-suppressed", "--output-format", format, path])
        .collect();
    let others: [&[&str]; 13] = [
        &["check", "--diff", path],
        &["check", "--statistics", path],
        &["check", "--colour=always", path],
        &["migrate", path],
        &["migrate", "--check", path],
        &["migrate", "--report", "markdown", path],
        &["migrate", "--report", "json", path],
        &["compat", path],
        &["diff", path, "other.json"],
        &["diff", "--unified", path, "other.json"],
        &["rejected", path],
        &["rejected", "--merge", path],
        &["config", path],
    ];
    all.extend(others.iter().map(|it| it.to_vec()));
    all
}

/// Whether a terminal obeys a character instead of showing it.
fn is_obeyed(c: char) -> bool {
    let is_turn = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_turn
}

/// Lays out a config with tricks in it below a directory with tricks in its name, and runs everything on it.
fn held(trick: &str, folder: &str, variables: &[(&str, &str)], hold: impl Fn(&[&str], &str)) {
    let directory = directory();
    let root = directory.path();
    let path = format!("{folder}/openclaw.json");
    put(&root.join(&path), &config(trick));
    let lost = config(trick).replace("'local'", "'remote'");
    put(&root.join(format!("{path}.rejected.2026-09-01T00-00-00-000Z")), &lost);
    put(&root.join("other.json"), "{ gateway: { mode: 'remote' } }");
    put(&root.join(format!("{folder}/.openclaw.json.aB3dE6.tmp")), "{}");
    for arguments in commands(&path) {
        let output = run(root, &arguments, variables);
        assert!(output.status.code().is_some_and(|code| code <= 2), "{arguments:?}: {output:?}");
        assert!(!(output.stdout.is_empty() && output.stderr.is_empty()), "{arguments:?}");
        for printed in [&output.stdout, &output.stderr] {
            hold(&arguments, &text(printed));
        }
    }
}

#[test]
#[cfg(unix)]
fn no_terminal_obeys_a_config_or_the_name_of_a_file() {
    let trick = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}2J\u{202e}evil\u{2066}\u{61c}\u{8}";
    held(trick, "a\u{1b}[31m\n\rb\u{202e}\u{61c}", &[], |arguments, printed| {
        // Ours.
        let printed = if arguments.contains(&"--colour=always") {
            printed.replace("\u{1b}[", "")
        } else {
            printed.to_owned()
        };
        let is_for_programs =
            arguments.iter().any(|it| ["json", "sarif", "gitlab", "junit"].contains(it));
        // A program needs the name as it is; JSON escapes the rest.
        let obeyed =
            |c: &char| if is_for_programs { c.is_control() && *c != '\n' } else { is_obeyed(*c) };
        let found: Vec<char> = printed.chars().filter(obeyed).collect();
        assert!(found.is_empty(), "{arguments:?}: {found:?} in {printed:?}");
    });
}

#[test]
#[cfg(unix)]
fn names_that_are_no_text_are_printed_as_such() {
    use std::os::unix::ffi::OsStrExt;
    let directory = directory();
    let name = PathBuf::from(std::ffi::OsStr::from_bytes(b"\xFF\x1B[31m\xFE"));
    put(&directory.path().join(&name).join("openclaw.json"), &config("x"));
    for format in FORMATS {
        let output = run(directory.path(), &["check", "--output-format", format], &[]);
        assert_eq!(output.status.code(), Some(1), "{format}: {output:?}");
        assert!(!text(&output.stdout).contains('\u{1b}'), "{format}");
    }
}

#[test]
#[cfg(unix)]
fn no_runner_of_ci_obeys_a_config_or_the_name_of_a_file() {
    let trick = "::stop-commands::x ##[add-mask]y ##vso[task.setvariable]z ##teamcity[t]";
    for variable in ["GITHUB_ACTIONS", "TF_BUILD"] {
        held(trick, "::warning::a ##[group]b", &[(variable, "true")], |arguments, printed| {
            let for_programs = ["json", "sarif", "gitlab", "junit", "markdown"];
            if arguments.iter().any(|it| for_programs.contains(it)) {
                return;
            }
            for line in printed.split('\n') {
                let ours = ["::error file=", "::warning file=", "::notice file="];
                if ours.iter().any(|begin| line.starts_with(begin)) {
                    // Of a name, nothing is left that ends a property.
                    let properties = line[2..].split("::").next().unwrap_or_default();
                    assert!(!properties.contains("stop-commands"), "{arguments:?}: {line}");
                    continue;
                }
                assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
                for command in ["##[", "##vso[", "##teamcity["] {
                    assert!(!line.contains(command), "{arguments:?}: {line}");
                }
            }
        });
    }
}

#[test]
fn nothing_in_a_config_is_markup() {
    let trick = "<script>alert(1)</script> ![x](javascript:y) @everyone ]]> &amp; `a` | b";
    let directory = directory();
    put(&directory.path().join("openclaw.json"), &config(trick));
    let printed = |arguments: &[&str]| text(&run(directory.path(), arguments, &[]).stdout);
    for arguments in [
        &["check", "--show-suppressed", "--output-format", "markdown"][..],
        &["migrate", "--report", "markdown"],
    ] {
        let page = printed(arguments);
        let options = pulldown_cmark::Options::ENABLE_TABLES;
        for event in pulldown_cmark::Parser::new_ext(&page, options) {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    assert!(["<!-- -->", "<br>"].contains(&html.trim()), "{html}: {page}");
                }
                Event::Start(Tag::Image { .. }) => panic!("an image: {page}"),
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(dest_url.starts_with("https://"), "{dest_url}: {page}");
                }
                Event::Text(words) => assert!(!words.contains("@everyone"), "{words}: {page}"),
                _ => {}
            }
        }
    }
    let xml = printed(&["check", "--output-format", "junit"]);
    assert!(!xml.contains("<script>") && !xml.contains("]]>"), "{xml}");
}

#[test]
fn what_is_typed_is_shown_and_not_obeyed() {
    let directory = directory();
    for arguments in
        [&["check", "--\u{1b}[31mx"][..], &["\u{1b}]0;x\u{7}"], &["check", "\u{1b}[2J"]]
    {
        let output = run(directory.path(), arguments, &[]);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let printed = text(&output.stdout) + &text(&output.stderr);
        assert!(!printed.contains('\u{1b}'), "{arguments:?}: {printed:?}");
    }
}

/// The rules that find something in a config, each once.
fn found(text: String) -> Vec<&'static str> {
    let world = World::new(Release::LATEST, Environment::Unknown);
    let report = check(&Source::new("openclaw.json", text), &world);
    let mut rules: Vec<_> = report.findings().iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

#[test]
fn large_and_strange_configs_come_to_an_end() {
    let many = 100_000;
    let repeated = |part: &str, count: usize| part.repeat(count);
    let numbered =
        |part: &dyn Fn(usize) -> String, count: usize| -> String { (0..count).map(part).collect() };
    let syntax = [
        repeated("[", 10 * many),
        repeated("{a:", many),
        repeated("]", many),
        repeated("/*", many),
        repeated("{,", many),
        format!("{{a:{}", repeated("\"", many)),
        format!("{{{}}}", numbered(&|at| format!("a{at}:@ "), 5000)),
    ];
    for text in syntax {
        let begin: String = text.chars().take(20).collect();
        assert!(found(text).contains(&"syntax-error"), "{begin}");
    }
    let port = |number: &str| found(format!("{{ gateway: {{ mode: 'local', port: {number} }} }}"));
    for number in
        ["1e999", "-1e999", &repeated("9", 10 * many), &format!("1e{}", repeated("9", many))]
    {
        assert!(port(number).contains(&"impossible-gateway-port"), "{number:.20}");
    }
    let accepted = [
        format!("{{ {} gateway: {{ mode: 'local' }} }}", repeated("// c\n", 10 * many)),
        format!("{}{{ gateway: {{ mode: 'local' }} }}", repeated("\n", 10 * many)),
    ];
    for text in accepted {
        assert!(!found(text).contains(&"syntax-error"));
    }
    let unknown = [
        format!(
            "{{ gateway: {{ mode: 'local', {} }} }}",
            numbered(&|at| format!("k{at}: 1,"), 5000)
        ),
        format!("{{ gateway: {{ mode: 'local', '{}': 1 }} }}", repeated("a", 10 * many)),
    ];
    for text in unknown {
        assert!(found(text).contains(&"unknown-key"));
    }
    let twice = numbered(&|at| format!("mode: 'x{at}',"), 3000);
    assert!(
        found(format!("{{ gateway: {{ {twice} mode: 'local' }} }}")).contains(&"duplicate-key")
    );
    for open in ["${", "{{", "${{", "$(", "%A", "{env:", "process.env."] {
        let value = repeated(open, many);
        found(format!("{{ gateway: {{ mode: 'local', bind: '{value}' }} }}"));
    }
}

#[test]
fn no_pattern_of_the_catalog_runs_away() {
    let catalog = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/patterns.jsonl");
    let catalog = fs::read_to_string(catalog).expect("the catalog's patterns");
    let alphabet =
        ["a", "A", "0", "-", ".", "_", " ", "/", "~", "a.", "a-", "0a", "/.", "a/", "é", "2"];
    let heads = ["", "/", "a@", "https://", "https://a", "2024-02-29T", "~/", "@"];
    let tails = ["", "\n", "!", "@", "~", "\u{0}", "/..", " a", "."];
    let mut patterns = 0;
    for line in catalog.split('\n').filter(|line| !line.is_empty()) {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let pattern = line["pattern"].as_str().expect("a pattern");
        let flags = Flags { unicode: true, ..Flags::default() };
        let compiled = Regex::with_flags(pattern, flags).expect("a pattern of ECMAScript");
        let longest = 2000;
        for head in heads {
            for letters in alphabet {
                for tail in tails {
                    let text = format!("{head}{}{tail}", letters.repeat(longest));
                    // Of an exponential one, this would be the last that is heard.
                    let _ = compiled.find(&text);
                }
            }
        }
        patterns += 1;
    }
    assert!(patterns > 30, "{patterns} patterns only");
}

#[test]
#[cfg(unix)]
fn includes_are_bounded_and_open_no_device() {
    let directory = directory();
    let root = directory.path();
    // Each file brings eight times what the next does.
    for level in 0..9 {
        let next = format!("'./{}.json5',", level + 1).repeat(8);
        put(
            &root.join(format!("{level}.json5")),
            &format!("{{ l{level}: {{ $include: [{next}] }} }}"),
        );
    }
    put(&root.join("9.json5"), &format!("{{ a: '{}' }}", "x".repeat(1000)));
    put(&root.join("openclaw.json"), "{ $include: './0.json5' }");
    let output = run(root, &["check", "openclaw.json"], &[]);
    assert!(output.status.code().is_some_and(|code| code == 1 || code == 2), "{output:?}");
    let lines = text(&output.stderr).split('\n').count();
    assert!(lines < 5, "{output:?}");
    let pipe = root.join("pipe.json5");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    std::os::unix::fs::symlink("/dev/zero", root.join("zero.json5")).expect("a link");
    for file in
        ["./pipe.json5", "./zero.json5", "/dev/zero", "/proc/self/environ", "/proc/self/fd/0"]
    {
        put(&root.join("openclaw.json"), &format!("{{ $include: '{file}' }}"));
        let output = run(root, &["check", "--output-format", "concise", "openclaw.json"], &[]);
        assert!(text(&output.stdout).contains("broken-include"), "{file}: {output:?}");
    }
}
