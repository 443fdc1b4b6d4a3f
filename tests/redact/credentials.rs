//! Credentials of many providers, planted everywhere: none survives.

use clawtidy::redact::{Redactor, looks_secret};
use clawtidy::syntax::parse;

use crate::planted::{Planted, leaks, planted};

/// Where they are planted: `@` stands for the credential.
const PLACES: &[&str] = &[
    "{ gateway: { auth: { token: '@' } } }",
    "{ gateway: { token: '@' } }",
    "{ llm: { api_key: \"@\", model: \"x\" } }",
    "{ channels: { telegram: { accounts: { main: { botToken: '@' } } } } }",
    "{ note: '@' }",
    "{ note: 'see @ or ask Ann' }",
    "{ note: 'first\\n@' }",
    "{ allowFrom: ['+15551234567', '@'] }",
    "{ '@': true }",
    "// @\n{}",
    "{ a: 1, // was @\n }",
    "{ /* once: @ */ a: 1 }",
    "{ a: 1 }\n// '@',",
    "{ mcp: { servers: { x: { args: ['--api-key', '@'], env: { X_KEY: '@' } } } } }",
    "{ env: { vars: { DEPLOY: '@' } } }",
    "{ a: { headers: { Authorization: '@' } } }",
    "{ gateway: { auth: { token: '@, mode: 'token' } }",
    "{ note: '@\n  port: 1 }",
    "{ gateway: { auth: { token: @ } } }",
    "{ gateway: { auth: { token: \u{201C}@\u{201D}, mode: 'x' } } }",
    "{ gateway: { auth: { token '@' } }",
    "{ gateway: auth: { token = @\n } }",
    "token: @\nport: 1\n",
    "API_TOKEN=@\n",
    "2026-09-06 INFO started with @\n{ a: 1 }",
    "{ '@: true }",
];

fn assert_hidden(text: &str, planted: &Planted) {
    let tree = parse(text.to_owned());
    for redactor in [Redactor::new(&tree), Redactor::plain(text)] {
        let masked = redactor.text();
        assert!(!leaks(masked, &planted.secret), "leaks:\n{text}\n{masked}");
        assert_eq!(masked.chars().count(), text.chars().count(), "{text}");
        for message in [
            format!("`{}` is not allowed", planted.text),
            format!("expected a string, found {:?}", planted.text),
        ] {
            let masked = redactor.mask(&message);
            assert!(!leaks(&masked, &planted.secret), "leaks: {masked}\n{text}");
            let masked = redactor.mask_in_place(&message);
            assert!(!leaks(&masked, &planted.secret), "leaks: {masked}\n{text}");
            assert_eq!(masked.chars().count(), message.chars().count());
        }
    }
}

#[test]
fn credentials_never_survive_wherever_they_stand() {
    for planted in planted() {
        for place in PLACES {
            assert_hidden(&place.replace('@', &planted.text), &planted);
        }
    }
}

#[test]
fn credentials_never_survive_escapes_and_line_continuations() {
    for planted in planted() {
        let characters: Vec<char> = planted.text.chars().collect();
        let escaped = |count: usize| -> String {
            let (head, tail) = characters.split_at(count);
            let head: Vec<String> =
                head.iter().map(|&c| format!("\\u{:04x}", u32::from(c))).collect();
            head.concat() + &tail.iter().collect::<String>()
        };
        let middle = characters.len() / 2;
        let (head, tail) = characters.split_at(middle);
        let split: String = head.iter().chain(&['\\', '\n']).chain(tail).collect();
        for written in [escaped(1), escaped(middle), split] {
            for place in ["{ gateway: { auth: { token: '@' } } }", "{ note: '@' }"] {
                let text = place.replace('@', &written);
                let tree = parse(text.clone());
                let redactor = Redactor::new(&tree);
                // What stands as it is after an escape (`u0061`) or a line end.
                let tail = written.rsplit(['\\', '\n']).next().and_then(|tail| tail.get(5..));
                let tail = tail.filter(|tail| planted.secret.contains(*tail)).unwrap_or_default();
                assert!(!leaks(redactor.text(), tail), "leaks:\n{text}\n{}", redactor.text());
                assert!(!leaks(&redactor.mask(&written), tail), "{text}");
                assert!(!leaks(&redactor.mask(&planted.text), &planted.secret), "{text}");
            }
        }
    }
}

#[test]
fn credentials_are_known_by_their_looks() {
    for planted in planted() {
        assert!(looks_secret(&planted.text).is_some(), "{}", planted.text);
    }
    let named = |text: &str| looks_secret(text).unwrap_or("nothing");
    assert_eq!(named(&format!("sk-ant-{}", "a1".repeat(20))), "an Anthropic API key");
    assert_eq!(named(&format!("sk-{}", "a1".repeat(20))), "an API key");
    assert_eq!(named(&format!("use xoxb-{}", "1a".repeat(20))), "a Slack bot token");
}
