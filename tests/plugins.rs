//! Installed plugins: what OpenClaw says of configs for them, and how they are found.
//!
//! `fixtures/plugins/verdicts.jsonl` holds one config a line, with the plugins of that folder that
//! were installed, and what the validator of OpenClaw 2026.9.6 said in a process without variables
//! that found them by `plugins.load.paths`: whether the config is valid, and the keys that its
//! issues and warnings name. That a bundled plugin is overridden, and that a manifest lacks what
//! its maker should add, are left out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clawtidy::files;
use clawtidy::finding::{Effect, Finding};
use clawtidy::plugins::Installed;
use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};
use serde_json::Value;
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plugins")
}

fn installed(names: &[&str]) -> Installed {
    let manifests = names.iter().flat_map(|name| {
        files::plugins(Path::new(name), &fixtures()).expect("the fixtures are plugins")
    });
    Installed::new(manifests.collect())
}

fn findings(plugins: &Installed, config: &str, environment: Environment) -> Vec<Finding> {
    let target = Release::find("2026.9.6").expect("it is there");
    let world = World { plugins: plugins.clone(), ..World::new(target, environment) };
    rules::run(&parse(config.to_owned()), &world)
}

/// The keys of the findings with that effect, as OpenClaw writes keys.
fn keys(findings: &[Finding], effect: Effect) -> Vec<String> {
    let those = findings.iter().filter(|finding| finding.effect == effect);
    those.map(|finding| finding.place.key.segments().join(".")).collect()
}

#[test]
fn openclaw_said_the_same() {
    let record = fs::read_to_string(fixtures().join("verdicts.jsonl")).expect("it is there");
    let mut judged = 0;
    for line in record.split('\n').filter(|line| !line.is_empty()) {
        let record: Value = serde_json::from_str(line).expect("a record a line");
        let texts = |name: &str| -> Vec<&str> {
            let list = record[name].as_array().expect("a list").iter();
            list.map(|text| text.as_str().expect("a text")).collect()
        };
        let config = record["config"].as_str().expect("a config");
        let plugins = installed(&texts("plugins"));
        let found = findings(&plugins, config, Environment::Known(BTreeMap::new()));
        let rejected = keys(&found, Effect::Rejected);
        assert_eq!(record["valid"], rejected.is_empty(), "{config}: {rejected:?}");
        // OpenClaw names the object of an unknown key, and the list of an item.
        let is_named = |key: &str, ours: &[String]| {
            let below = format!("{key}.");
            ours.iter().any(|own| own == key || own.starts_with(&below))
        };
        let warned = keys(&found, Effect::Warned);
        for (theirs, ours) in [(texts("issues"), &rejected), (texts("warnings"), &warned)] {
            for key in theirs {
                assert!(is_named(key, ours), "{config}: nothing at {key}, but {ours:?}");
            }
        }
        assert!(!texts("warnings").is_empty() || warned.is_empty(), "{config}: {warned:?}");
        judged += 1;
    }
    assert!(judged > 50, "{judged}");
}

#[test]
fn what_variables_and_files_may_hold_is_not_judged() {
    let parrot = installed(&["parrot"]);
    let said = |entry: &str| {
        let config = format!("{{ plugins: {{ entries: {{ parrot: {entry} }} }} }}");
        let found = findings(&parrot, &config, Environment::Unknown);
        found.iter().filter(|finding| finding.rule == "invalid-plugin-config").count()
    };
    for (entry, count) in [
        ("{ config: { perch: '${SIDE}' } }", 0),
        ("{ config: { perch: 'up' } }", 1),
        ("{ config: { words: { $include: 'words.json5' } } }", 0),
        ("{ config: { words: { $include: 'words.json5', nope: 1 } } }", 1),
        ("{ config: { $include: 'a.json5', words: {} } }", 0),
        ("{ config: { $include: 'a.json5', perch: 'up' } }", 1),
        ("{ $include: 'a.json5', config: { words: {} } }", 0),
        ("{ config: { pick: { a: '${A}' } } }", 0),
    ] {
        assert_eq!(said(entry), count, "{entry}");
    }
}

#[test]
fn a_config_of_any_depth_is_judged_without_harm() {
    let parrot = installed(&["parrot"]);
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let config =
        format!("{{ plugins: {{ entries: {{ parrot: {{ config: {{ x: {deep} }} }} }} }} }}");
    let found = findings(&parrot, &config, Environment::Unknown);
    assert!(found.iter().all(|finding| finding.rule != "invalid-plugin-config"));
}

fn put(directory: &Path, plugin: &str, text: &str) {
    let folder = directory.join(plugin);
    fs::create_dir_all(&folder).expect("a directory");
    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    fs::write(folder.join("openclaw.plugin.json"), text).expect("a file");
}

#[test]
fn plugins_are_found_as_they_are_installed() {
    let directory = TempDir::new().expect("a temporary directory");
    let manifest = |id: &str| format!("{{ id: '{id}', configSchema: {{}} }}");
    for plugin in ["b", "a", "@maker/c", ".hidden/d", "not/deeper/e"] {
        put(directory.path(), &format!("node_modules/{plugin}"), &manifest(plugin));
    }
    let ids = |path: &str| -> Vec<String> {
        let found = files::plugins(Path::new(path), directory.path()).expect("plugins");
        found.into_iter().map(|manifest| manifest.id).collect()
    };
    assert_eq!(ids("node_modules"), ["@maker/c", "a", "b"]);
    assert_eq!(ids("node_modules/@maker"), ["@maker/c"]);
    assert_eq!(ids("node_modules/a"), ["a"]);
    let none = files::plugins(Path::new("node_modules/not"), directory.path());
    let message = "node_modules/not: no plugin in this directory; looked for openclaw.plugin.json";
    assert_eq!(none.expect_err("there is none"), message);
}

#[test]
fn a_broken_manifest_says_where_it_is() {
    let directory = TempDir::new().expect("a temporary directory");
    let large = format!("{{ id: 'x', configSchema: {{}} }} //{}", "-".repeat(256 << 10));
    let brackets = "[".repeat(200_000);
    for (text, message) in [
        ("nonsense", "the manifest is not JSON5 (line 1, column 1)"),
        ("{ configSchema: {} }", "the manifest has no `id`"),
        (&large, "larger than 256 KiB, which OpenClaw reads no manifest of"),
    ] {
        put(directory.path(), "a", text);
        let error = files::plugins(Path::new("a"), directory.path()).expect_err("it is broken");
        assert_eq!(error, format!("a/openclaw.plugin.json: {message}"));
    }
    put(directory.path(), "a", &brackets);
    assert!(files::plugins(Path::new("a"), directory.path()).is_err());
}
