//! What the real OpenClaw said about every fixture: whether it is valid, where it is not, and what
//! it warns of.

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
            let aside = ["includes", "plugins"].map(|name| fixtures().join(name));
            if aside.contains(&path) {
                // What stands beside configs is none itself.
            } else if path.is_dir() {
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
        let world = World::new(target, Environment::Known(BTreeMap::new()));
        let report = clawtidy::check(&Source::new(file, text_of(file)), &world);
        let with = |effect: Effect| {
            let findings = report.findings().iter().filter(move |one| one.effect == effect);
            findings.map(|one| (one.place.key.segments().join("."), &one.message))
        };
        let rejected: Vec<_> = with(Effect::Rejected).collect();
        assert_eq!(verdict["valid"], report.accepted(), "{file}: {rejected:?}");
        // OpenClaw names the object of an unknown key, of a union often the whole, and the key
        // that is missing, where we may name the object that lacks it.
        for issue in places(&verdict, "issues") {
            let object = issue.rsplit_once('.').map_or("", |(object, _)| object);
            let is_there = |key: &str| is_within(key, &issue) || key == object;
            let named = rejected.iter().any(|(key, _)| is_there(key));
            assert!(named, "{file}: nothing at {issue}: {rejected:?}");
        }
        if verdict["valid"] == true {
            let (ours, theirs): (Vec<_>, _) =
                (with(Effect::Warned).collect(), places(&verdict, "warnings"));
            let near = |a: &str, b: &str| is_within(a, b) || is_within(b, a);
            for place in &theirs {
                let known = ours.iter().any(|(key, _)| near(key, place));
                assert!(known, "{file}: no warning at {place}: {ours:?}");
            }
            for (key, message) in &ours {
                let known = theirs.iter().any(|place| near(key, place));
                assert!(known, "{file}: OpenClaw does not warn at {key}: {message}");
            }
        }
    }
}

fn places(verdict: &Value, kind: &str) -> Vec<String> {
    let places = verdict[kind].as_array().expect("places").iter();
    // Some of its paths have indices in brackets.
    let dotted = |place: &str| place.replace('[', ".").replace(']', "");
    places.map(|place| dotted(place.as_str().expect("a path"))).collect()
}

/// Whether `key` is `outer` or lies below it, both joined by dots.
fn is_within(key: &str, outer: &str) -> bool {
    let rest = key.strip_prefix(outer);
    outer.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
