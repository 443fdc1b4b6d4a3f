//! The rules against recorded verdicts of OpenClaw on small configs.
//!
//! `fixtures/plugin-stage.jsonl` holds one config a line, with what the validator of OpenClaw
//! 2026.9.6 said of it in a process without variables and without installed plugins: whether it is
//! valid, and the keys that its issues and warnings name.

use std::collections::BTreeMap;

use clawtidy::finding::{Effect, Finding};
use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};
use serde_json::Value;

const RECORD: &str = include_str!("../fixtures/plugin-stage.jsonl");

/// The keys of the findings with that effect, as OpenClaw writes keys.
fn keys(findings: &[Finding], effect: Effect) -> Vec<String> {
    let those = findings.iter().filter(|finding| finding.effect == effect);
    those.map(|finding| finding.place.key.segments().join(".")).collect()
}

/// Whether a finding stands at the key that OpenClaw names, below it, or at what holds it.
fn is_named(key: &str, ours: &[String]) -> bool {
    let holder = key.rsplit_once('.').map_or("", |(holder, _)| holder);
    let below = format!("{key}.");
    ours.iter().any(|own| own == key || own == holder || own.starts_with(&below) || key.is_empty())
}

#[test]
fn openclaw_said_the_same() {
    let environment = Environment::Known(BTreeMap::new());
    let world = World::new(Release::find("2026.9.6").expect("it is there"), environment);
    let mut judged = 0;
    for line in RECORD.split('\n').filter(|line| !line.is_empty()) {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        let config = record["config"].as_str().expect("a config");
        let findings = rules::run(&parse(config.to_owned()), &world);

        let (rejected, warned) =
            (keys(&findings, Effect::Rejected), keys(&findings, Effect::Warned));
        assert_eq!(record["valid"], rejected.is_empty(), "{config}: {rejected:?}");
        for (named, ours) in [("issues", &rejected), ("warnings", &warned)] {
            for key in record[named].as_array().expect("keys") {
                let key = key.as_str().expect("a key");
                assert!(is_named(key, ours), "{config}: nothing at {key}, but {ours:?}");
            }
        }
        let silent = record["valid"] == true && record["warnings"].as_array() == Some(&Vec::new());
        assert!(!silent || warned.is_empty(), "{config}: {warned:?}");
        judged += 1;
    }
    assert!(judged > 200, "{judged}");
}
