//! What people read, and the API that rules ask.

use std::collections::BTreeMap;
use std::fmt::Write;

use clawtidy::schema::{Node, Release, check};
use clawtidy::syntax::parse;
use clawtidy::text::LineIndex;
use clawtidy::world::Environment;

use crate::{text_of, verdicts, violations};

#[test]
fn violations_of_the_rejected_fixtures() {
    let mut shown = String::new();
    for verdict in verdicts() {
        let file = verdict["file"].as_str().expect("a file");
        if !file.starts_with("rejected/") {
            continue;
        }
        let text = text_of(file);
        let (tree, found) = violations(&text);
        let lines = LineIndex::new(&text);
        let _ = writeln!(shown, "{file}");
        for violation in found {
            let at = lines.position(violation.place.span.start, &text);
            let under = tree.slice(violation.place.span);
            let message = violation.message(&tree);
            let _ = writeln!(shown, "  {}:{} {under}\n      {message}", at.line, at.column);
            if let Some(help) = violation.help(&tree) {
                let _ = writeln!(shown, "      help: {help}");
            }
        }
    }
    insta::assert_snapshot!(shown);
}

/// The messages for a text in an environment.
fn messages(text: &str, environment: &Environment) -> Vec<String> {
    let tree = parse(text.to_owned());
    let found = check(&tree, Release::LATEST, environment);
    found.iter().map(|violation| violation.message(&tree)).collect()
}

#[test]
fn variables_stand_for_what_is_known_of_them() {
    let known = |name: &str, value: &str| {
        Environment::Known(BTreeMap::from([(name.to_owned(), value.to_owned())]))
    };
    let bind = "{ gateway: { bind: '${BIND}' } }";
    assert_eq!(messages(bind, &Environment::Unknown), [""; 0]);
    assert_eq!(messages(bind, &known("BIND", "lan")), [""; 0]);
    assert_eq!(messages(bind, &known("BIND", "wan")).len(), 1);
    // Unset, empty and escaped ones are taken as they are written.
    assert_eq!(messages(bind, &known("OTHER", "lan")).len(), 1);
    assert_eq!(messages(bind, &known("BIND", "")).len(), 1);
    let escaped = "{ gateway: { bind: '$${BIND}' } }";
    assert_eq!(messages(escaped, &Environment::Unknown).len(), 1);
    // Names are upper case.
    let lower = "{ gateway: { bind: '${bind}' } }";
    assert_eq!(messages(lower, &Environment::Unknown).len(), 1);
    // No variable makes a number of a string.
    let port = "{ gateway: { port: '${PORT}' } }";
    assert_eq!(messages(port, &Environment::Unknown).len(), 1);
    assert_eq!(messages(port, &known("PORT", "18789")).len(), 1);
    // The config's own variables count where the environment's do not.
    let own = "{ env: { vars: { BIND: 'lan' } }, gateway: { bind: '${BIND}' } }";
    assert_eq!(messages(own, &known("OTHER", "x")), [""; 0]);
    // Which branch of a union is meant may hang on a variable.
    let source = "{ gateway: { auth: { token: { source: '${S}', provider: 'p', id: 'ID' } } } }";
    assert_eq!(messages(source, &Environment::Unknown), [""; 0]);
    assert_eq!(messages(source, &known("S", "env")), [""; 0]);
    assert_eq!(messages(source, &known("S", "sea")).len(), 1);
}

#[test]
fn the_last_of_duplicate_names_counts() {
    let unknown = Environment::Unknown;
    assert_eq!(messages("{ gateway: { port: 'x', port: 1 } }", &unknown), [""; 0]);
    assert_eq!(messages("{ gateway: { port: 1, port: 'x' } }", &unknown).len(), 1);
}

#[test]
fn secrets_are_not_quoted() {
    let text = "{ gateway: { auth: { token: 5550123, mode: 'sk-ant-api03-abcdefghijklmnop' } } }";
    for message in messages(text, &Environment::Unknown) {
        assert!(!message.contains("5550123") && !message.contains("abcdefgh"), "{message}");
    }
}

#[test]
fn a_config_that_is_no_object_is_one_violation() {
    for text in ["[]", "null", "'x'", "5", "NaN"] {
        assert_eq!(messages(text, &Environment::Unknown).len(), 1, "{text}");
    }
}

#[test]
fn what_other_files_add_is_not_missing() {
    let server = "{ models: { providers: { x: { $include: './x.json5', nope: 1 } } } }";
    let found = messages(server, &Environment::Unknown);
    assert_eq!(found, ["unknown key `nope` in `models.providers.x`"]);
}

#[test]
fn depth_and_length_of_the_input_do_not_matter() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let text = format!("{{ models: {{ providers: {{ x: {{ params: {{ y: {deep} }} }} }} }} }}");
    assert!(messages(&text, &Environment::Unknown).len() <= 2);
    let many = "{},".repeat(20_000);
    let text = format!("{{ bindings: [{many}] }}");
    assert!(messages(&text, &Environment::Unknown).len() >= 20_000);
}

#[test]
fn rules_can_ask_what_a_release_accepts() {
    let latest = Release::LATEST;
    assert_eq!(Release::find(latest.name()), Some(latest));
    assert_eq!(Release::find("2026.0.0"), None);
    let accepts = |key: &[&str]| latest.lookup(key).is_some();
    assert!(accepts(&["gateway", "auth", "token"]));
    assert!(accepts(&["channels", "telegram", "accounts", "any", "botToken"]));
    assert!(accepts(&["bindings", "0", "match", "channel"]));
    assert!(accepts(&["gateway", "auth", "token", "source"]));
    assert!(accepts(&["agents", "entries", "any"]));
    assert!(!accepts(&["gateway", "token"]));
    assert!(!accepts(&["agents", "list"]));
    assert!(!accepts(&["channels", "no-such-channel"]));
    let port = latest.lookup(&["gateway", "port"]).expect("a port");
    assert!(port.types().only_integers());
    assert_eq!(port.bounds().maximum, Some(65535.0));
    let bind = latest.lookup(&["gateway", "bind"]).expect("a bind");
    let values = bind.branches().filter_map(Node::values).flatten();
    let words: Vec<String> = values.map(|value| value.to_string()).collect();
    assert!(words.contains(&"\"lan\"".to_owned()), "{words:?}");
}
