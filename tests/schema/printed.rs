//! The JSON Schema that `clawtidy schema` prints, read by an independent validator: it says what the
//! validator says as far as a schema can, and never rejects what that accepts.

use clawtidy::rules::RULES;
use clawtidy::schema::{Fate, Release, ViolationKind, check};
use clawtidy::syntax::{Tree, parse};
use clawtidy::world::Environment;
use jsonschema::Validator;
use rayon::prelude::*;
use serde_json::Value;

use crate::mutate::Mutator;
use crate::{text_of, verdicts};

/// How many mutations are judged.
const MUTATIONS: usize = 10_000;

fn printed(release: Release) -> Validator {
    let schema = release.to_json_schema();
    let built = jsonschema::draft7::new(&schema);
    built.unwrap_or_else(|error| panic!("{release}: {}", error.masked()))
}

/// Whether the catalog takes a config, whatever its variables stand for.
fn takes(tree: &Tree, release: Release) -> bool {
    check(tree, release, &Environment::Unknown).is_empty()
}

fn json(text: &str) -> Value {
    json5::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Every schema in a document, `definitions` and conditions included.
fn schemas<'s>(schema: &'s Value, found: &mut Vec<&'s Value>) {
    found.push(schema);
    let Some(keywords) = schema.as_object() else { return };
    for (keyword, value) in keywords {
        match (keyword.as_str(), value) {
            ("properties" | "definitions", Value::Object(named)) => {
                for below in named.values() {
                    schemas(below, found);
                }
            }
            ("allOf" | "anyOf" | "items", Value::Array(list)) => {
                for below in list {
                    schemas(below, found);
                }
            }
            (
                "items"
                | "additionalItems"
                | "additionalProperties"
                | "propertyNames"
                | "not"
                | "if"
                | "then",
                below,
            ) => schemas(below, found),
            _ => {}
        }
    }
}

#[test]
fn the_schema_of_every_release_loads_and_agrees_on_the_examples_of_the_rules() {
    let mut examples: Vec<(&str, String)> = Vec::new();
    // What an include may look like is no matter of the catalog; the schema knows it all the same.
    for rule in RULES.iter().filter(|rule| rule.id != "broken-include") {
        let own = rule.examples().expect("examples can be read");
        examples.extend(own.into_iter().map(|example| (rule.id, example.text.clone())));
    }
    examples.retain(|(_, text)| parse(text.clone()).errors().is_empty());
    assert!(examples.len() > 100);
    let releases: Vec<Release> = Release::all().collect();
    releases.into_par_iter().for_each(|release| {
        let printed = printed(release);
        let (mut same, mut lax) = (0, Vec::new());
        for (rule, text) in &examples {
            let ours = takes(&parse(text.clone()), release);
            let theirs = printed.is_valid(&json(text));
            assert!(theirs || !ours, "{release}: {rule}: rejected though it is taken: {text}");
            if ours == theirs { same += 1 } else { lax.push(*rule) }
        }
        // What a schema cannot say is little.
        assert!(lax.len() * 20 < same, "{release}: {lax:?}");
    });
}

#[test]
fn the_document_is_the_same_every_time_and_names_what_it_means() {
    let latest = Release::LATEST;
    let document = latest.to_json_schema();
    assert_eq!(document.to_string(), latest.to_json_schema().to_string());
    assert_eq!(document["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(document["$id"], format!("urn:clawtidy:openclaw:{latest}"));
    let definitions = document["definitions"].as_object().expect("definitions");
    let mut all = Vec::new();
    schemas(&document, &mut all);
    let mut uses = std::collections::BTreeMap::<&str, usize>::new();
    for schema in &all {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { continue };
        let name = reference.strip_prefix("#/definitions/").expect("a definition");
        assert!(definitions.contains_key(name), "{reference} leads nowhere");
        let beside = schema.as_object().expect("a schema").keys();
        let said = |keyword: &String| {
            ["$ref", "title", "description", "default", "deprecated"].contains(&keyword.as_str())
        };
        assert!(beside.into_iter().all(said), "nothing beside a reference counts: {schema}");
        *uses.entry(name).or_default() += 1;
    }
    for name in definitions.keys() {
        assert!(uses.get(name.as_str()) > Some(&1), "{name} stands in one place");
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "._-*".contains(letter);
        assert!(name.chars().all(plain), "{name} has to be escaped");
    }
    let known = [
        "$schema",
        "$id",
        "$ref",
        "title",
        "description",
        "default",
        "deprecated",
        "definitions",
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "minProperties",
        "maxProperties",
        "items",
        "additionalItems",
        "minItems",
        "maxItems",
        "uniqueItems",
        "anyOf",
        "allOf",
        "not",
        "if",
        "then",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "minLength",
        "maxLength",
        "pattern",
    ];
    for schema in &all {
        for keyword in schema.as_object().into_iter().flat_map(serde_json::Map::keys) {
            assert!(known.contains(&keyword.as_str()), "{keyword} is not known to all");
        }
    }
}

#[test]
fn retired_keys_are_marked_and_rejected() {
    let document = Release::LATEST.to_json_schema();
    let mut all = Vec::new();
    schemas(&document, &mut all);
    let retired: Vec<&&Value> = all
        .iter()
        .filter(|one| one["description"].as_str().is_some_and(|said| said.starts_with("Retired ")))
        .collect();
    assert!(retired.len() > 100, "{}", retired.len());
    assert!(retired.iter().all(|one| one["deprecated"] == true && one["not"].is_object()));
    let host = &document["properties"]["canvasHost"]["description"];
    let host = host.as_str().expect("canvasHost is marked");
    assert!(host.starts_with("Retired after OpenClaw 2026.7.35; its place is `plugins."), "{host}");
    // In its own release it is a key like others.
    let older = Release::find("2026.7.35").expect("a release").to_json_schema();
    assert_eq!(older["properties"]["canvasHost"]["deprecated"], Value::Null);

    // Every mark is at a key of which the same is said of a config that has it.
    let marks = document["properties"].as_object().expect("sections");
    for (name, mark) in
        marks.iter().filter(|(_, mark)| mark.get("not").is_some() && mark["deprecated"] == true)
    {
        assert!(mark["title"].is_null(), "{name}");
        let tree = parse(format!("{{ {name}: {{}} }}"));
        let found = check(&tree, Release::LATEST, &Environment::Unknown);
        let [one] = found.as_slice() else { panic!("{name}: {found:?}") };
        let ViolationKind::UnknownKey { object, .. } = one.kind else { panic!("{name}: {one:?}") };
        let fate = Fate::of(&one.place.key, one.value(&tree), object, Release::LATEST);
        assert!(matches!(fate, Fate::Retired(_)), "{name}: {fate:?}");
    }
}

#[test]
fn fixtures_get_the_verdict_of_the_catalog() {
    let printed = printed(Release::LATEST);
    let (mut valid, mut rejected) = (0, 0);
    for verdict in verdicts() {
        let file = verdict["file"].as_str().expect("a file");
        let tree = parse(text_of(file));
        if !tree.errors().is_empty() {
            continue;
        }
        let config = json(&text_of(file));
        if verdict["valid"] == true {
            assert!(printed.is_valid(&config), "{file} is valid");
            valid += 1;
        } else if !takes(&tree, Release::LATEST) {
            assert!(!printed.is_valid(&config), "{file} is not valid");
            rejected += 1;
        }
    }
    assert!(valid > 5 && rejected > 5, "{valid}, {rejected}");
}

#[test]
fn nothing_that_the_catalog_takes_is_rejected() {
    let printed = printed(Release::LATEST);
    let configs: Vec<String> = verdicts()
        .iter()
        .map(|verdict| text_of(verdict["file"].as_str().expect("a file")))
        .filter(|text| parse(text.clone()).errors().is_empty())
        .collect();
    let mut mutator = Mutator::new(Release::LATEST, 0x5eed_0bad);
    let (mut accepted, mut rejected, mut lax) = (0, 0, 0);
    for turn in 0..MUTATIONS {
        let text = mutator.mutate(&configs[turn % configs.len()]);
        let ours = takes(&parse(text.clone()), Release::LATEST);
        let theirs = printed.is_valid(&json(&text));
        assert!(theirs || !ours, "turn {turn}: rejected though it is taken\n{text}");
        match (ours, theirs) {
            (true, _) => accepted += 1,
            (false, false) => rejected += 1,
            (false, true) => lax += 1,
        }
    }
    assert!(accepted > MUTATIONS / 10 && rejected > MUTATIONS / 10, "{accepted}, {rejected}");
    // What a schema cannot say is little.
    assert!(lax * 50 < rejected, "{lax} of {rejected} are taken");
}

#[test]
fn what_the_reader_does_first_is_not_rejected() {
    let printed = printed(Release::LATEST);
    let accepted = [
        // Other files.
        "{ $include: './base.json5', accessGroups: { team: { type: 'message.senders' } } }",
        "{ agents: { $include: './agents.json5' }, bindings: { $include: ['./a.json5', './b.json5'] } }",
        "{ models: { providers: { x: { $include: './x.json5', apiKey: '${KEY}' } } } }",
        "{ gateway: { auth: { token: { $include: './token.json5' } } } }",
        // Variables.
        "{ gateway: { bind: '${BIND}', auth: { token: { source: '${S}', provider: 'p', id: 'ID' } } } }",
        // The list of agents, budgets and a switch.
        "{ agents: { defaults: { contextTokens: 'x' }, list: [{ id: 'a', contextTokens: 1 }, { id: '_b', default: true }] } }",
        "{ models: { providers: { x: { baseUrl: 'http://a', contextWindow: 5, models: [{ id: 'a', name: 'a' }] } } } }",
        "{ plugins: { entries: { 'github-copilot': { config: { discovery: { enabled: true } } } } } }",
        // Channels of plugins that may be installed one day.
        "{ plugins: { allow: ['mine'] }, channels: { mine: { token: 'x' } } }",
        "{ channels: { ' ': 1, telegram: {}, ' telegram': 1 } }",
    ];
    for text in accepted {
        assert!(takes(&parse(text.to_owned()), Release::LATEST), "the catalog rejects {text}");
        assert!(printed.is_valid(&json(text)), "{text}");
    }
    // Another file may name the plugin.
    assert!(printed.is_valid(&json("{ $include: './plugins.json5', channels: { mine: {} } }")));
    let rejected = [
        "{ accessGroups: { team: { type: 'message.senders' } } }",
        "{ accessGroups: { team: { type: 'message.senders' } }, gateway: { $include: './g.json5' } }",
        "{ gateway: { bind: '${bind}' } }",
        "{ gateway: { port: '${PORT}' } }",
        "{ agents: { list: [{ name: 'no id' }] } }",
        "{ agents: { list: [{ id: 'A b' }] } }",
        "{ agents: { list: [{ id: 'a' }], entries: {} } }",
        "{ agents: { list: [{ id: 'a', nope: 1 }] } }",
        "{ channels: { mine: {} } }",
        "{ plugins: { allow: ['telegram'], entries: { browser: {} } }, channels: { mine: {} } }",
        "{ $include: './base.json5', gateway: { prot: 1 } }",
        "{ gateway: { token: 'x' } }",
    ];
    for text in rejected {
        assert!(!takes(&parse(text.to_owned()), Release::LATEST), "the catalog takes {text}");
        assert!(!printed.is_valid(&json(text)), "{text}");
    }
}
