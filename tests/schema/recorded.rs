//! What the real OpenClaw said about every fixture: whether it is valid, and where it is not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use clawtidy::finding::Effect;
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::world::{Environment, World};
use serde_json::Value;

use crate::{fixtures, text_of, verdicts};

#[test]
fn every_fixture_has_a_recorded_verdict() {
    let recorded: BTreeSet<String> =
        verdicts().iter().map(|verdict| verdict["file"].as_str().expect("a file").into()).collect();
    let (mut configs, mut folders) = (BTreeSet::new(), vec![fixtures()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("fixtures are there") {
            let path = entry.expect("their entries can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "json" || ext == "json5") {
                let inside = path.strip_prefix(fixtures()).expect("a fixture");
                configs.insert(inside.display().to_string().replace('\\', "/"));
            }
        }
    }
    assert_eq!(recorded, configs, "run `cargo xtask conformance --record`");
}

#[test]
fn every_fixture_gets_the_verdict_that_openclaw_gave_it() {
    for verdict in verdicts() {
        let file = verdict["file"].as_str().expect("a file");
        let release = verdict["release"].as_str().expect("a release");
        let target = Release::find(release).expect("a release of the catalog");
        // OpenClaw said it with no variable set.
        let world = World { target, environment: Environment::Known(BTreeMap::new()) };
        let report = clawtidy::check(&Source::new(file, text_of(file)), &world);
        let with = |effect: Effect| {
            let findings = report.findings().iter().filter(move |one| one.effect == effect);
            findings.map(|one| (one.place.key.segments().join("."), &one.message))
        };
        let rejected: Vec<_> = with(Effect::Rejected).collect();
        assert_eq!(verdict["valid"], report.accepted(), "{file}: {rejected:?}");
        // OpenClaw names the object of an unknown key, and of a union often the whole.
        for issue in places(&verdict, "issues") {
            let named = issue.is_empty() || rejected.iter().any(|(key, _)| is_within(key, &issue));
            assert!(named, "{file}: nothing at {issue}: {rejected:?}");
        }
    }
}

fn places(verdict: &Value, kind: &str) -> Vec<String> {
    let places = verdict[kind].as_array().expect("places").iter();
    places.map(|place| place.as_str().expect("a path").to_owned()).collect()
}

/// Whether `key` is `outer` or lies below it, both joined by dots.
fn is_within(key: &str, outer: &str) -> bool {
    key.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
