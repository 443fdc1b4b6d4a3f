//! No secret reaches any output of any command in any format: planted where credentials stand, in
//! free text, in comments, in names, and where a value is quoted because it is wrong.

use std::ffi::OsString;
use std::path::Path;
use std::time::Instant;

use clawtidy::cli::{self, Session, Terminal};

/// Put together at run time, so that no scanner takes this file for a leak.
fn secrets() -> Vec<String> {
    let random = |length: usize, seed: usize| -> String {
        let letters = b"aB3dE5fG7hJ9kL2mN4pQ6rS8tU0vWxYz";
        (0..length).map(|i| char::from(letters[(i * i + 7 * i + seed * (i + 3)) % 32])).collect()
    };
    let prefixes = ["sk-ant-api03-", "sk-proj-", "ghp_", "xoxb-", "AIza", "7768489884:AA", "gsk_"];
    let shaped = prefixes.iter().enumerate();
    shaped.map(|(seed, prefix)| format!("{prefix}{}", random(36, seed + 1))).collect()
}

/// Configs with `secret` in every kind of place.
fn planted(secret: &str) -> Vec<String> {
    vec![
        format!("{{ gateway: {{ mode: 'local', token: '{secret}' }} }} // {secret}\n"),
        format!("{{ gateway: {{ mode: '{secret}', bind: '{secret}', auth: '{secret}' }} }}\n"),
        format!("{{ gateway: {{ auth: {{ token: '{secret}' }}, token: '{secret}', prot: 1 }} }}\n"),
        format!("{{ '{secret}': 1, gateway: {{ '{secret}': 2, '{secret}': 3 }} }}\n"),
        format!("{{ env: {{ KEY: '{secret}' }}, env: {{ KEY: '{secret}x' }} }}\n"),
        format!("{{ channels: {{ telegram: {{ botToken: '{secret}', dmPolicy: 'opne' }} }} }}\n"),
        format!("{{ agents: {{ defaults: {{ note: 'use {secret} here', workspace: 1 }} }} }}\n"),
        format!("{{ gateway: {{ mode: 'local'\n  token: '{secret}\n}}\n"),
        format!("log: {secret}\n{{ gateway: {{ token = {secret} }} /* {secret} \n"),
        format!("{secret}\n"),
    ]
}

/// Everything that a run prints.
fn printed(arguments: &[&str], text: &str) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let session = Session {
        directory: Path::new("."),
        variable: &|_| None,
        now: &Instant::now,
        stdin: &mut text.as_bytes(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: Terminal { width: Some(80), ..Terminal::default() },
    };
    cli::run(["clawtidy"].iter().chain(arguments).map(OsString::from), session);
    // Under `--fix` the mended config itself is what goes to `stdout`.
    if !arguments.contains(&"--fix") {
        stderr.extend(stdout);
    }
    String::from_utf8(stderr).expect("output is UTF-8")
}

/// Whether ten characters of the random part of `secret` stand anywhere in `output`.
fn leaks(secret: &str, output: &str) -> bool {
    let random = &secret[secret.len() - 36..];
    (0..=random.len() - 10).any(|at| output.contains(&random[at..at + 10]))
}

#[test]
fn no_output_holds_a_secret() {
    let runs: [&[&str]; 9] = [
        &["check", "-"],
        &["check", "-", "--color", "always"],
        &["check", "-", "--output-format", "concise"],
        &["check", "-", "--output-format", "json"],
        &["check", "-", "--output-format", "github"],
        &["check", "-", "--diff"],
        &["check", "-", "--diff", "--unsafe-fixes"],
        &["check", "-", "--fix"],
        &["check", "-", "--fix", "--unsafe-fixes", "--output-format", "json"],
    ];
    for secret in secrets() {
        for text in planted(&secret) {
            for arguments in runs {
                let output = printed(arguments, &text);
                assert!(!output.is_empty(), "{arguments:?} says nothing of\n{text}");
                assert!(!leaks(&secret, &output), "{arguments:?} on\n{text}\nprints\n{output}");
            }
        }
    }
}

#[test]
fn secrets_are_shown_on_request() {
    let secret = &secrets()[0];
    let text = &planted(secret)[0];
    for arguments in
        [&["check", "-", "--show-secrets"][..], &["check", "-", "--diff", "--show-secrets"]]
    {
        assert!(leaks(secret, &printed(arguments, text)), "{arguments:?}");
    }
}
