//! The law of secrecy: whatever a config or an environment file holds, and however broken it is,
//! no command in any format prints a secret of it, not even eight characters in a row.

#[path = "redact/planted.rs"]
mod planted;
#[path = "session/process.rs"]
mod process;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use clawtidy::cli::Terminal;
use planted::{Planted, leaks, planted};
use process::{Given, Ran, run};
use rayon::prelude::*;
use tempfile::TempDir;

/// Where anything is secret, because of the names on the way. `@` is the inside of a string in
/// double quotes.
const NAMED: &[&str] = &[
    // Where OpenClaw reads it.
    r#"{ "gateway": { "mode": "local", "auth": { "token": "@", "mode": "wrong" } } }"#,
    r#"{ gateway: { bind: "lan", auth: { mode: "none", password: "@" } } }"#,
    r#"{ channels: { telegram: { accounts: { main: { botToken: "@", nope: 1 } } } } }"#,
    r#"{ models: { providers: { x: { apiKey: "@", api: "openai" } } }, z: 1 }"#,
    r#"{ env: { vars: { OPENAI_API_KEY: "@" }, shellEnv: 1 } }"#,
    // Where older releases read it, guides invent it and fingers slip.
    r#"{ gateway: { token: "@" } }"#,
    r#"{ gateway: { token: "@", auth: { token: "@ or another" } } }"#,
    r#"{ llm: { api_key: "@", model: "x" } }"#,
    r#"{ bot_token: "@", telegram: { "bot-token": "@" } }"#,
    r#"{ gateway: { auth: { tokne: "@" } }, pasword: "@" }"#,
    r#"{ gateway: { auth: { to\u006ben: "@" } } }"#,
    r#"{ gateway: { tokens: ["@", { a: ["@"] }], mode: [] } }"#,
    r#"{ credentials: { user: "@", nested: { deep: "@" } } }"#,
    r#"{ mcp: { servers: { x: { command: 1, args: ["--api-key", "@"], env: { X_KEY: "@" } } } } }"#,
    r#"{ tools: [{ name: "API_KEY", value: "@" }] }"#,
    // With the wrong type.
    r#"{ gateway: { auth: { token: ["@"], password: { value: "@" } } } }"#,
    r#"{ channels: { slack: { botToken: { source: "env", id: "@", extra: "@" } } } }"#,
    r#"{ secrets: "@", credentials: "@" }"#,
    // Twice, with comments, on several lines.
    "{ gateway: { auth: { token: \"@\",\n token: \"other\",\n token: \"@\" } } }",
    "{ token: \"@\", // and\n token: \"@\" /* again */ }",
    "// old token: \"@\"\n{ nope: 1 }",
    "{ nope: 1, // password: \"@\"\n}",
    "{\n  gateway: {\n    // token: \"@\",\n    auth: { mode: 1 },\n    nope: 1,\n  },\n}",
    "{ nope: 1 } // was { token: \"@\" }",
    // Broken.
    r#"{ gateway: { auth: { token: "@ } }"#,
    r#"{ gateway: { auth: { token: "@" mode: "token" } }"#,
    r#"{ gateway: { auth: { token "@" } } }"#,
    r#"{ gateway: { auth: { token = "@" } } }"#,
    r#"{ gateway: { auth: token: "@" } }"#,
    r#"{ gateway: { auth: { token: "@"#,
    "{ gateway: { auth: { token: \u{201C}@\u{201D}, mode: 'x' } } }",
    "{ gateway: { auth: { token: `@`, mode: True } } }",
    "{ gateway: { auth: { token: '''@''' } } }",
    r#"{ gateway: { auth: { token:: "@", } } ] }"#,
    r#"{ gateway: { auth: { token: b"@" } } }"#,
    r#"{ gateway: { auth: { token: ("@") } } }"#,
    r#"{ gateway: { auth: { token: "a" + "@" } } }"#,
    r#"{ a: 1 } { token: "@" }"#,
    r#"{ a: 1 } token: "@""#,
    r#"[2026-09-06] config: { token: "@" }"#,
    "/* { token: \"@\"",
    "gateway:\n  auth:\n    token: \"@\"\n",
    "[gateway.auth]\ntoken = \"@\"\n",
    "export OPENCLAW_GATEWAY_TOKEN=\"@\"\n",
    "<config><token>\"@\"</token></config>",
    "{ token: \"first line\n@\n\", a: 1 }",
];

/// Where a credential is known by its looks only.
const ANYWHERE: &[&str] = &[
    r#"{ gateway: { bind: "@", mode: "@", port: "@" } }"#,
    r#"{ gateway: { bind: "custom", customBindHost: "@" } }"#,
    r#"{ "@": true, gateway: { "@": { "@": 1 } } }"#,
    r#"{ agents: "@", channels: ["@"], gateway: "@" }"#,
    r#"{ agents: { defaults: { model: "@", nope: "@", thinkingDefault: "use @ instead" } } }"#,
    r#"{ meta: { note: "see @ or ask Ann", lastTouchedVersion: "@" } }"#,
    r#"{ note: "@", note: "@", "note": "@" }"#,
    r#"{ note: "first\n@", n\u006fte: 2 }"#,
    r#"{ gateway: { controlUi: { allowedOrigins: ["*", "@"] }, cors: { allowedOrigins: ["@"] } } }"#,
    r#"{ models: { providers: { x: { baseUrl: "@", api: "openai-completions", models: [{ id: "@", compat: "@" }] } } } }"#,
    "// @\n{ nope: 1 }",
    "{ nope: 1, // was @\n }",
    "{ /* once: @ */ nope: /* @ */ 1 /* @ */, /* @ */ }",
    "{ nope: 1 }\n// '@',",
    "{ nope: 1 }\n\n/* @\n",
    "{ nope: 1 } @",
    "@ { nope: 1 }",
    "@",
    "2026-09-06 INFO started with @\n{ nope: 1 }",
    "{ note: '@\n  port: 1 }",
    "{ note: @, nope: 1 }",
    "{ @: 1 }",
    "{ '@: true }",
    "{ note: '@' 'x' }",
    "{ note: '@', ] nope = 1 }",
    "{ gateway: { bind: \u{201C}@\u{201D} } }",
    "note: @\nport: 1\n",
    "{ note: '\\q@', nope: '\\x@' }",
];

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

/// A text, what of it is secret, and what it came from.
struct Case {
    text: String,
    secret: String,
    /// As the text writes it.
    written: String,
}

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
        for ways in [plain, escaped, continued] {
            plant(place, &ways(&credential.text), &credential.secret, ways(&credential.secret));
        }
    }
    for (index, Planted { text, secret }) in credentials.iter().enumerate() {
        let places = NAMED.iter().chain(ANYWHERE).skip(index % 5).step_by(5);
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

/// The command lines that read a config from standard input.
const COMMANDS: &[&[&str]] = &[
    &["check", "-"],
    &["check", "-", "--color", "always"],
    &["check", "-", "--output-format", "concise", "--color", "always"],
    &["check", "-", "--output-format", "json"],
    &["check", "-", "--output-format", "github"],
    &["check", "-", "--diff"],
    &["check", "-", "--diff", "--unsafe-fixes", "--color", "always"],
    &["check", "-", "--statistics", "--stdin-filename", "a/openclaw.json"],
    &["check", "-", "--fix"],
    &["check", "-", "--fix", "--unsafe-fixes"],
    &["check", "-", "--fix", "--unsafe-fixes", "--output-format", "json"],
];

#[test]
fn no_command_prints_a_secret() {
    let terminals = [Terminal::default(), Terminal { stdout: true, stderr: true, width: Some(40) }];
    let leaks: Vec<String> = cases()
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, case)| {
            COMMANDS.iter().filter_map(move |&arguments| {
                let terminal = terminals[index % terminals.len()];
                let variables = [("LANG", if index % 4 < 2 { "C" } else { "C.UTF-8" })];
                let stdin = case.text.as_bytes();
                let given = Given { arguments, variables: &variables, terminal, stdin };
                let mut ran = run(Path::new("."), &given);
                if arguments.contains(&"--fix") {
                    // The config itself.
                    ran.stdout.clear();
                }
                case.leak(&ran, arguments)
            })
        })
        .collect();
    fs::write("/tmp/leaks.txt", leaks.join("\n=====\n")).unwrap();
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks[..leaks.len().min(12)].join("\n"));
}

impl Case {
    /// What was printed of the secret, if anything was.
    fn leak(&self, ran: &Ran, arguments: &[&str]) -> Option<String> {
        let printed = ran.stdout.clone() + &ran.stderr;
        let seen = [squeezed(&printed), printed.clone()];
        let secrets = [&self.secret, &self.written];
        let forms = secrets.iter().flat_map(|secret| {
            [
                (*secret).clone(),
                format!("{secret:?}"),
                serde_json::to_string(secret).expect("a string is JSON"),
                secret.replace('%', "%25").replace('\n', "%0A"),
            ]
        });
        let mut forms = forms.flat_map(|form| [squeezed(&form), form]);
        let found = forms.find(|form| seen.iter().any(|seen| leaks(seen, form)));
        found.map(|form| format!("{arguments:?}: {form}\n{}\n{printed}", self.text))
    }
}

/// What a reader sees who passes over colours, frames and the ends of lines.
fn squeezed(printed: &str) -> String {
    let mut text = String::new();
    let mut rest = printed;
    while let Some((before, after)) = rest.split_once("\x1b[") {
        text.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    text.push_str(rest);
    text.retain(|c| !c.is_whitespace() && c != '|' && !('\u{2500}'..'\u{2600}').contains(&c));
    text
}
