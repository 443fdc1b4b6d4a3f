//! Credentials that providers issue are found by `plaintext-secret` wherever they stand, and what only
//! looks like them is not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clawtidy::redact::{Named, Redactor, Spelt, exposed};
use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};

use crate::issued::{Issued, issued};

/// Kinds of places: `@` is the credential as a string in double quotes holds it, `%` each character of
/// it as an escape.
const PLACES: &[&str] = &[
    r#"{ channels: { telegram: { accounts: { main: { botToken: "@" } } } } }"#,
    r#"{ models: { providers: { own: { apiKey: "@" } } } }"#,
    r#"{ env: { vars: { DEPLOYMENT: "@" } } }"#,
    r#"{ mcp: { servers: { own: { headers: { Authorization: "Bearer @" } } } } }"#,
    r#"{ mcp: { servers: { own: { headers: { "x-api-key": '@' } } } } }"#,
    r#"{ mcp: { servers: { own: { env: { LOGIN: "@" } } } } }"#,
    r#"{ mcp: { servers: { own: { args: ["-y", "--login=@"] } } } }"#,
    r#"{ mcp: { servers: { own: { args: ["--login", "@"] } } } }"#,
    r#"{ skills: { entries: { own: { env: { LOGIN: "@" } } } } }"#,
    r#"{ agents: { entries: { main: { systemPrompt: "log in with @ and go on" } } } }"#,
    r#"{ cron: { webhook: "https://example.com/run/?state=1 @" } }"#,
    r#"{ note: "%" }"#,
    r#"{ "@": true }"#,
    r#"{ list: ["a", { b: "@" }] }"#,
    "{ nope: 1, // was @\n}",
    "{ /* was @, once */ nope: 1 }",
    "{ nope: 1 }\n// token: \"@\",",
];

fn world() -> World {
    World::new(Release::LATEST, Environment::Unknown)
}

/// The text of the credential in a place that holds it.
fn planted(place: &str, credential: &str) -> String {
    let quoted = serde_json::to_string(credential).expect("a string is JSON");
    let escaped = credential.chars().fold(String::new(), |mut escaped, c| {
        // Writing to a `String` cannot fail.
        let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        escaped
    });
    place.replace('@', &quoted[1..quoted.len() - 1]).replace('%', &escaped)
}

#[test]
fn issued_credentials_are_found_at_every_place() {
    let all = issued();
    let shapes: BTreeSet<&str> = all.iter().map(|issued| issued.shape).collect();
    assert!(all.len() >= 300 && shapes.len() >= 40, "{} of {}", all.len(), shapes.len());
    let mut missed = Vec::new();
    for Issued { text, secret, shape } in &all {
        for place in PLACES {
            let planted = planted(place, text);
            // A URL is no name, and a key on several lines no comment.
            let is_odd = (place.contains("\"@\":") && text.contains("://"))
                || (place.contains("/*") || place.contains("//")) && text.contains('\n');
            if is_odd {
                continue;
            }
            let tree = parse(planted.clone());
            assert!(tree.errors().is_empty(), "{planted}");
            let found = exposed(&tree, &Named::of(&tree));
            let holds = |found: &clawtidy::redact::Exposed<'_>| {
                found
                    .parts
                    .iter()
                    .any(|part| found.text[part.range.clone()].contains(secret.as_str()))
            };
            if !found.iter().any(holds) {
                missed.push(format!("{shape}: {planted}"));
            }
            // Whatever is found is masked.
            let masked = Redactor::new(&tree);
            for found in &found {
                let is_as_written = !matches!(found.place, Spelt::Comment(_));
                let shown = &masked.text()[masked.span(found.place.span()).range()];
                assert!(!is_as_written || !shown.contains(secret.as_str()), "{planted}");
            }
        }
    }
    assert!(
        missed.is_empty(),
        "{} missed\n{}",
        missed.len(),
        missed[..missed.len().min(20)].join("\n")
    );
}

#[test]
fn the_rule_names_the_kind_and_shows_nothing_of_it() {
    for Issued { text, secret, .. } in issued().iter().step_by(7) {
        let tree = parse(planted(PLACES[2], text));
        let findings = rules::run(&tree, &world());
        let finding = findings.iter().find(|finding| finding.rule == "plaintext-secret");
        let finding = finding.unwrap_or_else(|| panic!("{text}"));
        let words = format!("{} {:?}", finding.message, finding.help);
        assert!(finding.message.contains("`env.vars.DEPLOYMENT` holds a"), "{words}");
        assert!(!words.contains(secret.as_str()), "{words}");
        let fix = finding.fix.as_ref().expect("a fix");
        assert!(!format!("{fix:?}").contains(secret.as_str()), "{fix:?}");
    }
}

/// What looks like credentials and is none. `@` above stands for it, where a name tells nothing.
const NEAR_MISSES: &[&str] = &[
    // Ids.
    "3f2b8c1e-9d4a-4f6b-8e7c-1a2b3c4d5e6f",
    "-1001234567890",
    "123456789012345678",
    "U4af4980629d1a2b3c4d5e6f708192a3b",
    "oc_a0553eda9014c201e6969b478895c230",
    "!abcdefGHIJKLmnopQR:matrix.example.org",
    "19:0a1b2c3d4e5f60718293a4b5c6d7e8f9@thread.tacv2",
    "projects/my-project-123456/topics/gog-gmail-watch",
    // Names.
    "openrouter/anthropic/claude-sonnet-4-5-20250929",
    "gpt-5.1-codex-max-2025-11-13",
    "Qwen3-Coder-480B-A35B-Instruct-FP8",
    "sk-learn-models-and-metrics",
    "fc-bayern-munich-fans",
    "re_enable_the_old_settings_now",
    "my-gateway.tail1a2b3.ts.net",
    "ghp_is_the_prefix_of_tokens",
    "token-based authentication",
    // Digests and public keys.
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "owner/repo@2c26b46b68ffc68ff99b453c1d30413413422d70",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0pQ8sT5vX2yZ4bN7mK9wRf3hG6jL1cD8eA0uV5iO2q ann@example.com",
    "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p",
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    // Samples and placeholders.
    "YOUR_API_KEY",
    "sk-...",
    "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "<your token>",
    "${OPENAI_API_KEY}",
    "$OPENAI_API_KEY",
    "xoxb-REDACTED",
    "***",
    "change-me",
    "ollama-local",
    "Bearer ${TOKEN}",
    "123456789:ABCdefGHIjklMNOpqrSTUvwxYZ",
    "AKIAIOSFODNN7EXAMPLE",
    "https://user:password@example.com",
    "postgres://${DB_USER}:${DB_PASSWORD}@localhost/db",
    "oauth:qwen-portal",
    // Places.
    "~/.openclaw/credentials/token-7f3a9c.json",
    "https://example.com/docs?page=2#token",
];

#[test]
fn near_misses_are_no_secrets() {
    let places = [
        r#"{ note: "@" }"#,
        r#"{ agents: { entries: { main: { systemPrompt: "see @ for more" } } } }"#,
        r#"{ allowFrom: ["@"] }"#,
        "{ nope: 1 /* see @ */ }",
    ];
    for miss in NEAR_MISSES {
        for place in places {
            let text = planted(place, &miss.replace("*/", ""));
            let tree = parse(text.clone());
            assert!(
                exposed(&tree, &Named::of(&tree)).is_empty(),
                "{text}: {:?}",
                exposed(&tree, &Named::of(&tree))
            );
        }
    }
    // Where a credential belongs, these are none either.
    for sample in NEAR_MISSES.iter().skip_while(|miss| **miss != "YOUR_API_KEY").take(16) {
        for place in [PLACES[0], PLACES[1], PLACES[5]] {
            let text = planted(place, sample);
            let tree = parse(text.clone());
            assert!(
                exposed(&tree, &Named::of(&tree)).is_empty(),
                "{text}: {:?}",
                exposed(&tree, &Named::of(&tree))
            );
        }
    }
}

#[test]
fn includes_and_references_are_left_alone() {
    for text in [
        r#"{ $include: "./secrets/api-token-77.json5" }"#,
        r#"{ gateway: { auth: { token: { source: "file", provider: "own", id: "/token77/key9" } } } }"#,
        r#"{ gateway: { auth: { tokenFile: "/run/secrets/token77" } } }"#,
        r#"{ agents: { defaults: { maxTokens: "4096", contextTokens: 200000 } } }"#,
    ] {
        let tree = parse(text.to_owned());
        assert!(
            exposed(&tree, &Named::of(&tree)).is_empty(),
            "{text}: {:?}",
            exposed(&tree, &Named::of(&tree))
        );
    }
}
