//! The law of secrecy: whatever a config or an environment file holds, and however broken it is,
//! no command in any format prints a secret of it, not even eight characters in a row.

#[path = "redact/issued.rs"]
mod issued;
#[path = "redact/leak.rs"]
mod leak;
#[path = "redact/places.rs"]
mod places;
#[path = "redact/planted.rs"]
mod planted;
#[path = "session/process.rs"]
mod process;

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use clawtidy::cli::{Status, Terminal};
use clawtidy::report::{Baseline, Details, Gate};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};
use issued::{Issued, issued};
use leak::Case;
use places::{ANYWHERE, COMMANDS, NAMED, is_text};
use planted::{Planted, planted};
use process::{Given, Ran, run};
use rayon::prelude::*;
use tempfile::TempDir;

/// Passwords that people make up; each holds a letter, most a digit.
const MADE_UP: &[&str] = &[
    "Tr0ub4dor&3zebra",
    "plover xyzzy kwyjibo 9",
    "50% off, 9 lives & more: #1!",
    "pa\"ss'w0rd\\x41`kiwi",
    "тайный-пароль-2024",
    "zwieback77",
    "line1-qwop\nline2-zxcv77",
    "C:\\quokka\\9lives\\x",
    "${quokka}-and-9-numbats",
    "tab\tand\u{1B}[31mred-9-numbats",
];

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut plant = |place: &str, inserted: &str, secret: &str, written: String| {
        cases.push(Case { text: place.replace('@', inserted), secret: secret.to_owned(), written });
    };
    for secret in MADE_UP {
        let quoted = serde_json::to_string(secret).expect("a string is JSON");
        for place in NAMED {
            let written = &quoted[1..quoted.len() - 1];
            plant(place, written, secret, written.to_owned());
        }
    }
    let credentials = planted();
    for (place, credential) in NAMED.iter().chain(ANYWHERE).zip(credentials.iter().cycle().skip(7))
    {
        // Elsewhere a backslash joins no lines.
        let is_string = place.contains("\"@") && !place.contains("/*") && !place.contains("//");
        let ways: &[fn(&str) -> String] =
            if is_string { &[plain, escaped, continued] } else { &[plain, escaped] };
        for ways in ways {
            plant(place, &ways(&credential.text), &credential.secret, ways(&credential.secret));
        }
    }
    for (index, Planted { text, secret }) in credentials.iter().enumerate() {
        let places = NAMED.iter().chain(ANYWHERE).skip(index % 13).step_by(13);
        for place in places {
            plant(place, text, secret, secret.clone());
        }
    }
    cases
}

fn plain(text: &str) -> String {
    text.to_owned()
}

/// Each character as an escape.
fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut written, unit| {
        // Writing to a `String` cannot fail.
        let _ = write!(written, "\\u{unit:04x}");
        written
    })
}

/// Broken in the middle by a line continuation.
fn continued(text: &str) -> String {
    let (head, tail) = text.split_at(text.floor_char_boundary(text.len() / 2));
    format!("{head}\\\n{tail}")
}

#[test]
fn no_command_prints_a_secret() {
    let terminals = [
        Terminal::default(),
        Terminal { stdout: true, stderr: true, width: Some(40), links: true },
    ];
    let leaks: Vec<String> = cases()
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, case)| {
            // Every fourth of them for each text, others for the next one in the same place.
            let first = (index + index / NAMED.len()) % 4;
            let commands = COMMANDS.iter().skip(first).step_by(4);
            commands.filter_map(move |&arguments| {
                let terminal = terminals[index % terminals.len()];
                let variables = [("LANG", if index % 4 < 2 { "C" } else { "C.UTF-8" })];
                let stdin = case.text.as_bytes();
                let given = Given { arguments, variables: &variables, terminal, stdin };
                let mut ran = run(Path::new("."), &given);
                if arguments.contains(&"--fix") || is_text(arguments) {
                    // The config itself.
                    ran.stdout.clear();
                }
                case.leak(&ran, arguments)
            })
        })
        .collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(12)].join("\n"));
}

#[test]
fn no_baseline_holds_a_secret() {
    let details = Details { fingerprints: true, ..Details::default() };
    let gate = Gate { details, show_secrets: true, ..Gate::default() };
    let world = World::new(Release::LATEST, Environment::Unknown);
    let leaks: Vec<String> = cases()
        .par_iter()
        .filter_map(|case| {
            let source = Source::new("openclaw.json", case.text.clone());
            let mut baseline = Baseline::default();
            baseline.add(&gate.pass(&source, &clawtidy::check(&source, &world)));
            let stdout = baseline.to_json().expect("JSON");
            let ran = Ran { status: Status::Clean, stdout, stderr: String::new() };
            case.leak(&ran, &["check", "--write-baseline"])
        })
        .collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(12)].join("\n"));
}

#[test]
fn no_comparison_prints_a_secret() {
    let made_up = MADE_UP.len() * NAMED.len();
    let terminals = [
        Terminal::default(),
        Terminal { stdout: true, stderr: true, width: Some(40), links: true },
    ];
    let leaks: Vec<String> = cases()
        .par_iter()
        .enumerate()
        .filter_map(|(index, case)| {
            let quoted = serde_json::to_string(&case.secret).expect("a string is JSON");
            // A variable is none, wherever it stands. What a broken text means by an escape is not known.
            let is_whole = index < made_up
                && !case.secret.starts_with("${")
                && parse(case.text.clone()).errors().is_empty();
            let other = match index % 3 {
                0 => "{}".to_owned(),
                // What is secret by its name in one is so in the other, where no name tells.
                1 if is_whole => {
                    format!("{{ note: {quoted}, list: [{quoted}, 1], x: {{ y: {quoted} }} }}")
                }
                _ => format!("{{ more: 1, x: {} }}", case.text),
            };
            let directory = directory(&[("other.json", other.as_bytes())]);
            let sides = [["-", "other.json"], ["other.json", "-"]];
            let formats = [
                &["--output-format", "full", "--color", "always"][..],
                &["--output-format", "concise"],
                &["--output-format", "json"],
                &["--unified", "--color", "always"],
            ];
            let format = formats[(index + index / 4) % formats.len()];
            let arguments = [&["diff"], &sides[index / 2 % 2][..], format].concat();
            let terminal = terminals[index % terminals.len()];
            let variables = [("LANG", if index % 4 < 2 { "C" } else { "C.UTF-8" })];
            let stdin = case.text.as_bytes();
            let given = Given { arguments: &arguments, variables: &variables, terminal, stdin };
            case.leak(&run(directory.path(), &given), &arguments)
        })
        .collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(12)].join("\n"));
}

#[test]
fn no_migration_of_a_file_prints_a_secret() {
    let secret = MADE_UP[0];
    for place in NAMED.iter().step_by(2) {
        let case = Case {
            text: place.replace('@', secret),
            secret: secret.to_owned(),
            written: secret.to_owned(),
        };
        let text = case.text.as_bytes();
        // The same as a config, and as YAML, which most of these are.
        for files in [&[("openclaw.json", text)][..], &[("a.yaml", text), ("b.yml", text)]] {
            // Without quotes YAML has no escapes, so that this is no name of a secret there.
            if files.len() > 1 && case.text.contains("to\\u006ben") {
                continue;
            }
            let directory = directory(files);
            let paths: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
            for arguments in [
                &["migrate", "--unsafe-fixes", "--color", "always"][..],
                &["migrate", "--report", "markdown", "--unsafe-fixes", "--drop-retired"],
                &["migrate", "--report", "json"],
                &["migrate", "--check"],
                &["check", "--output-format", "json"],
                &["migrate", "--write", "--unsafe-fixes", "--rename"],
            ] {
                let arguments = [arguments, &paths].concat();
                let leak = case.leak(&run_in(directory.path(), &arguments), &arguments);
                assert!(leak.is_none(), "{}", leak.unwrap_or_default());
            }
        }
    }
}

/// A directory with these files.
fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, bytes) in files {
        let file = File::create(directory.path().join(name));
        file.and_then(|mut file| file.write_all(bytes)).expect("a file");
    }
    directory
}

fn run_in(directory: &Path, arguments: &[&str]) -> Ran {
    run(directory, &Given { arguments, ..Given::default() })
}

#[test]
fn no_story_prints_a_secret() {
    let secret = MADE_UP[0];
    for place in NAMED {
        let case = Case {
            text: place.replace('@', secret),
            secret: secret.to_owned(),
            written: secret.to_owned(),
        };
        let text = case.text.as_bytes();
        let directory = directory(&[
            ("openclaw.json", b"{ gateway: { mode: 'local' } }"),
            ("openclaw.json.bak", text),
            ("openclaw.json.rejected.2026-11-26T15-29-46-123Z", text),
            ("openclaw.json.clobbered.2026-11-26T15-29-46-123Z", text),
        ]);
        for arguments in
            [&["rejected", "--color", "always"][..], &["rejected", "--output-format", "json"]]
        {
            let leak = case.leak(&run_in(directory.path(), arguments), arguments);
            assert!(leak.is_none(), "{leak:?}");
        }
    }
}

#[test]
fn no_fix_of_a_file_prints_a_secret() {
    let secret = MADE_UP[0];
    for place in NAMED.iter().step_by(3) {
        let case = Case {
            text: place.replace('@', secret),
            secret: secret.to_owned(),
            written: secret.to_owned(),
        };
        let directory = directory(&[("openclaw.json", case.text.as_bytes())]);
        for arguments in [
            &["check", "--diff", "--unsafe-fixes"][..],
            &["check", "--fix"],
            &["check", "--fix", "--unsafe-fixes", "--output-format", "json"],
        ] {
            let leak = case.leak(&run_in(directory.path(), arguments), arguments);
            assert!(leak.is_none(), "{leak:?}");
        }
    }
}

/// Configs in several files: what is secret in one of them stands in others where nothing says so.
const SPLIT: &[&[(&str, &str)]] = &[
    &[
        (
            "openclaw.json",
            r#"{ gateway: { auth: { $include: "./a.json5" }, nope: "@" }, note: "@" }"#,
        ),
        ("a.json5", r#"{ token: "@", mode: "wrong" }"#),
    ],
    &[
        (
            "openclaw.json",
            r#"{ gateway: { auth: { token: { $include: "./a.json5" }, mode: 1 }, bind: "@" } }"#,
        ),
        ("a.json5", "// once @\n\"@\""),
    ],
    &[
        ("openclaw.json", r#"{ gateway: { auth: { $include: ["a.json5", "b.json5"] } } }"#),
        ("a.json5", r#"{ token: "@", nope: 1, bind: "@" }"#),
        ("b.json5", r#"{ nope: "@", more: "@" }"#),
    ],
    &[
        ("openclaw.json", "{ $include: './a.json5', gateway: { nope: \"@\" } } // was @"),
        (
            "a.json5",
            "// clawtidy-ignore-file[unknown-key, syntax-error]: @\n{ gateway: { auth: { password: \"@\" } }, nope: 1 }",
        ),
    ],
];

#[test]
fn what_is_secret_in_one_file_is_not_printed_of_another() {
    let secret = MADE_UP[0];
    for files in SPLIT {
        let texts: Vec<(&str, String)> =
            files.iter().map(|(name, text)| (*name, text.replace('@', secret))).collect();
        let case = Case {
            text: format!("{texts:?}"),
            secret: secret.to_owned(),
            written: secret.to_owned(),
        };
        for (only, _) in *files {
            for arguments in [
                &["check", "--select", "all", "--color", "always"][..],
                &["check", "--select", "all", "--output-format", "json", "--show-suppressed"],
                &["check", "--select", "all", "--output-format", "concise"],
                &["check", "--output-format", "github"],
                &["check", "--diff", "--unsafe-fixes"],
                &["check", "--fix", "--unsafe-fixes"],
                &["check", "--add-ignores", "--reason", "later"],
                &["migrate", "--unsafe-fixes"],
                &["migrate", "--report", "json", "--unsafe-fixes"],
                &["migrate", "--report", "markdown", "--unsafe-fixes"],
            ] {
                let bytes: Vec<(&str, &[u8])> =
                    texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
                let directory = directory(&bytes);
                let arguments = [arguments, &[*only]].concat();
                let ran = run_in(directory.path(), &arguments);
                let leak = case.leak(&ran, &arguments);
                assert!(leak.is_none(), "{}", leak.unwrap_or_default());
            }
        }
    }
}

#[test]
fn no_merge_and_no_restoration_prints_a_secret() {
    let (secret, other) = (MADE_UP[0], MADE_UP[5]);
    let plain = r#"{ gateway: { mode: "local" } }"#;
    let case = |place: &str, secret: &str| Case {
        text: place.replace('@', secret),
        secret: secret.to_owned(),
        written: secret.to_owned(),
    };
    let commands: &[&[&str]] = &[
        &["--merge", "--color", "always"],
        &["--merge", "--output-format", "json"],
        &["--merge", "--base", "openclaw.json.bak", "--take", "*"],
        &["--restore", "openclaw.json.rejected.2026-09-14T08-05-31-870Z"],
        &["--restore", "openclaw.json.bak", "--output-format", "json"],
        &["--diff", "--color", "always"],
        &["--diff", "--unified"],
        &["--merge", "--write"],
    ];
    NAMED.par_iter().enumerate().for_each(|(index, place)| {
        let cases = [case(place, secret), case(place, other)];
        let (one, two) = (cases[0].text.as_str(), cases[1].text.as_str());
        // Both sides change it; the edit adds it; the edit removes it.
        for (base, active, edit) in [(plain, one, two), (plain, plain, two), (one, one, plain)] {
            let directory = directory(&[
                ("openclaw.json", active.as_bytes()),
                ("openclaw.json.bak", base.as_bytes()),
                ("openclaw.json.rejected.2026-09-14T08-05-31-870Z", edit.as_bytes()),
            ]);
            for arguments in commands.iter().skip(index % 3).step_by(3) {
                let arguments = [&["rejected"], *arguments].concat();
                let ran = run_in(directory.path(), &arguments);
                for case in &cases {
                    let leak = case.leak(&ran, &arguments);
                    assert!(leak.is_none(), "{active}\n{edit}\n{}", leak.unwrap_or_default());
                }
            }
        }
    });
}

#[test]
fn no_key_that_is_asked_for_prints_a_secret() {
    for Planted { text, secret } in planted() {
        let case = Case { text: text.clone(), written: secret.clone(), secret };
        for place in ["@", "gateway.@", "env.vars.@", "channels[\"@\"].enabled", "gateway[@"] {
            let what = place.replace('@', &text);
            let arguments = ["explain", "--output-format", "json", "--", &what];
            for arguments in [&arguments[..], &["explain", "--color", "always", "--", &what]] {
                let leak = case.leak(&run_in(Path::new("."), arguments), &[]);
                assert!(leak.is_none(), "{leak:?}");
            }
        }
    }
}

#[test]
fn what_variables_stand_for_is_never_printed() {
    let text = r#"{ gateway: { mode: "local", bind: "${BIND}", port: "${PORT}", nope: "${NOPE}",
        auth: { mode: "${MODE}", token: "${TOKEN}", password: "${MISSING}" },
        controlUi: { allowedOrigins: ["${NOPE}"] } } }"#;
    for secret in MADE_UP.iter().filter(|secret| !secret.contains(['\n', '\'', '"', '`', '\\'])) {
        let lines =
            ["BIND", "PORT", "NOPE", "MODE", "TOKEN"].map(|name| format!("{name}='{secret}'"));
        let written = (*secret).to_owned();
        let case = Case { text: text.to_owned(), secret: written.clone(), written };
        let variables = lines.join("\n");
        for environment in [variables.as_bytes(), &[variables.as_bytes(), b"\nX=\xFF"].concat()] {
            let directory = directory(&[("openclaw.json", text.as_bytes()), (".env", environment)]);
            for format in ["full", "json"] {
                let arguments = ["check", "--env-file", ".env", "--output-format", format];
                let ran = run_in(directory.path(), &arguments);
                assert_ne!(ran.status, Status::Clean, "{}", ran.stderr);
                let leak = case.leak(&ran, &arguments);
                assert!(leak.is_none(), "{leak:?}");
            }
        }
    }
}

#[test]
fn what_a_plugin_calls_sensitive_is_not_printed() {
    let plugin = "fixtures/plugins/parrot";
    // No name here tells of a secret; the manifest does.
    let places = [
        r#"{ plugins: { entries: { parrot: { config: { words: { phrase: "@", nope: "@" } } } } } }"#,
        r#"{ plugins: { entries: { Parrot: { config: { words: { phrase: ["@"] } } } } } }"#,
        r#"{ plugins: { entries: { parrot: { config: { words: { phrase: { x: "@" } } } } } } }"#,
        r#"{ channels: { parrot: { call: "@", size: "@" } } }"#,
        r#"{ channels: { parrot: { call: "first", call: "@", nope: [1] } }, nope: "@" }"#,
        r#"{ channels: { parrot: { call: "@" nope: 1 } } }"#,
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (place, secret) in places.iter().flat_map(|place| MADE_UP.iter().map(move |it| (place, it)))
    {
        let quoted = serde_json::to_string(secret).expect("a string is JSON");
        let written = quoted[1..quoted.len() - 1].to_owned();
        let text = place.replace('@', &written);
        let case = Case { text, secret: (*secret).to_owned(), written };
        let is_text = |arguments: &[&str]| arguments.contains(&"--fix") || is_text(arguments);
        for arguments in COMMANDS.iter().filter(|arguments| !is_text(arguments)) {
            let arguments = [arguments, &["--plugins", plugin][..]].concat();
            let stdin = case.text.as_bytes();
            let ran = run(root, &Given { arguments: &arguments, stdin, ..Given::default() });
            assert_ne!(ran.status, Status::Failed, "{}", ran.stderr);
            let leak = case.leak(&ran, &arguments);
            assert!(leak.is_none(), "{}", leak.unwrap_or_default());
        }
    }
}

#[test]
fn files_that_cannot_be_read_are_not_quoted() {
    let secret = MADE_UP[0];
    let text = format!("{{ gateway: {{ token: '{secret}' }} }}");
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin = [text.as_bytes(), b" // \xE9"].concat();
    for bytes in [latin, wide] {
        let directory = directory(&[("openclaw.json", &bytes)]);
        let stdin = bytes.as_slice();
        let piped = Given { arguments: &["check", "-"], stdin, ..Given::default() };
        for ran in [run(directory.path(), &piped), run_in(directory.path(), &["check", "--fix"])] {
            assert_eq!(ran.status, Status::Failed);
            let written = secret.to_owned();
            let case = Case { text: text.clone(), secret: written.clone(), written };
            assert!(case.leak(&ran, &[]).is_none(), "{}", ran.stderr);
        }
    }
}

#[test]
fn secrets_are_shown_to_those_who_ask() {
    let text = "{ gateway: { mode: 'local', token: 'Tr0ub4dor&3zebra' } }";
    for arguments in [
        &["check", "-", "--show-secrets"][..],
        &["check", "-", "--show-secrets", "--diff"],
        &["check", "-", "--show-secrets", "--output-format", "json"],
    ] {
        let stdin = text.as_bytes();
        let ran = run(Path::new("."), &Given { arguments, stdin, ..Given::default() });
        assert!(ran.stdout.contains("Tr0ub4dor&3zebra"), "{arguments:?} {}", ran.stdout);
    }
}

/// Kinds of places for members of one config: `@` is a credential, `#` a number of its own.
const MEMBERS: &[&str] = &[
    r#"channels: { telegram: { accounts: { a#: { botToken: "@" } } } }"#,
    r#"models: { providers: { p#: { apiKey: "@", api: "nope" } } }"#,
    r#"env: { vars: { LOGIN_#: "@" } }"#,
    r#"mcp: { servers: { s#: { headers: { Authorization: "Bearer @" }, args: ["--login", "@", "--key=@"] } } }"#,
    r#"mcp: { servers: { t#: { env: { LOGIN: "@" }, url: "https://example.com/?a=1&token=@" } } }"#,
    r#"skills: { entries: { k#: { apiKey: "@" } } }"#,
    r#"nope#: "log in with @ and go on""#,
    r#""@": #"#,
    r#"list#: ["@", { a: { b: "@" } }]"#,
    "// it was @\nnope#: 1",
    "/* it was @, once */ nope#: 1",
    r#"gateway: { auth: { token: "@" }, bind: "@" }"#,
    r#"hooks: { enabled: true, token: "@", path: "/@" }"#,
];

#[test]
fn no_command_prints_a_credential_that_a_provider_issued() {
    let write = &["check", "--fix", "--unsafe-fixes", "--write-env", ".env"][..];
    let all = issued();
    let chunks: Vec<&[Issued]> = all.chunks(MEMBERS.len()).collect();
    let leaks: Vec<String> = chunks
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, chunk)| {
            let mut cases = Vec::new();
            let mut text = String::from("{\n");
            for (at, Issued { text: credential, secret, shape }) in chunk.iter().enumerate() {
                let mut member = MEMBERS[(index + at) % MEMBERS.len()];
                if credential.contains('\n') && (member.starts_with('/') || member.contains("\": "))
                {
                    member = MEMBERS[0];
                }
                let quoted = serde_json::to_string(credential).expect("a string is JSON");
                let quoted = &quoted[1..quoted.len() - 1];
                text += &member.replace('#', &at.to_string()).replace('@', quoted);
                text += ",\n";
                let written = secret.clone();
                cases.push(Case { text: (*shape).to_owned(), secret: secret.clone(), written });
            }
            text += "}\n";
            let directory = directory(&[("openclaw.json", text.as_bytes())]);
            let some = COMMANDS.iter().skip(index % 6).step_by(6);
            let piped = some.map(|&arguments| {
                let stdin = text.as_bytes();
                let given = Given { arguments, stdin, ..Given::default() };
                let mut ran = run(directory.path(), &given);
                if arguments.contains(&"--fix") || is_text(arguments) {
                    ran.stdout.clear();
                }
                (arguments, ran)
            });
            let mut ran: Vec<_> = piped.collect();
            ran.push((write, run_in(directory.path(), write)));
            let leaks = ran.iter().flat_map(|(arguments, ran)| {
                cases.iter().filter_map(|case| case.leak(ran, arguments))
            });
            leaks.collect::<Vec<_>>()
        })
        .collect();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(6)].join("\n"));
}
