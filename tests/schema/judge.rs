//! The `jsonschema` crate judges the validator.

use clawtidy::schema::{Grammar, Release};
use clawtidy::syntax::parse;
use jsonschema::Validator;
use serde_json::Value;

use crate::mutate::Mutator;
use crate::{reader, text_of, verdicts, violations};

/// How many mutations are judged.
const MUTATIONS: usize = 20_000;

/// Where a printed schema and OpenClaw's reader differ, with the reason.
const DIFFERENCES: &str = include_str!("differences.jsonl");

/// The catalog's schema, held against JSON by another hand.
fn judge() -> Validator {
    let mut schema = Release::LATEST.catalog_as_json_schema();
    spell_out(&mut schema);
    let mut options = jsonschema::draft7::options();
    for grammar in Grammar::ALL {
        // Held to OpenClaw elsewhere; here it is where they are asked that counts.
        options = options.with_format(grammar.name(), move |text: &str| grammar.takes(text));
    }
    options
        // JavaScript's `new URL` is no RFC 3986.
        .with_format("uri", |text: &str| url::Url::parse(text.trim()).is_ok())
        .should_validate_formats(true)
        .build(&schema)
        .expect("the catalog makes a schema")
}

/// Rewrites what the judge's regular expressions cannot say: `\0`, and surrogates, of which its
/// strings hold none.
fn spell_out(schema: &mut Value) {
    match schema {
        Value::Object(facts) => {
            if let Some(Value::String(pattern)) = facts.get_mut("pattern") {
                *pattern = pattern.replace(r"\0", r"\x00");
                *pattern = pattern.replace(r"[^\p{Cs}]", r"[\s\S]").replace(r"\p{Cs}", "");
            }
            facts.values_mut().for_each(spell_out);
        }
        Value::Array(items) => items.iter_mut().for_each(spell_out),
        _ => {}
    }
}

#[test]
fn the_judge_agrees_on_fixtures_and_mutations_of_them() {
    let judge = judge();
    let files = verdicts();
    let configs: Vec<String> = files
        .iter()
        .map(|verdict| text_of(verdict["file"].as_str().expect("a file")))
        .filter(|text| parse(text.clone()).errors().is_empty())
        .collect();
    let mut mutator = Mutator::new(Release::LATEST, 0x0bad_5eed);
    let (mut accepted, mut rejected) = (0, 0);
    for turn in 0..configs.len() + MUTATIONS {
        let mut text = configs[turn % configs.len()].clone();
        if turn >= configs.len() {
            text = mutator.mutate(&text);
        }
        let config: Value = json5::from_str(&text).expect("a mutation is JSON5");
        let (tree, found) = violations(&text);
        let ours = found.is_empty();
        let theirs = judge.is_valid(&reader::read(config));
        let messages: Vec<String> = found.iter().map(|one| one.message(&tree)).collect();
        assert_eq!(ours, theirs, "turn {turn}: {messages:?}\n{text}");
        if ours { accepted += 1 } else { rejected += 1 }
    }
    // Neither verdict is a rarity, or the mutations say little.
    assert!(accepted > MUTATIONS / 10 && rejected > MUTATIONS / 10, "{accepted}, {rejected}");
}

#[test]
fn the_known_differences_are_those_listed() {
    let judge = judge();
    for line in DIFFERENCES.split('\n').filter(|line| !line.is_empty()) {
        let difference: Value = serde_json::from_str(line).expect("a difference a line");
        let reason = &difference["reason"];
        for config in difference["accepted"].as_array().expect("configs") {
            let text = config.to_string();
            let (tree, found) = violations(&text);
            let messages: Vec<String> = found.iter().map(|one| one.message(&tree)).collect();
            assert!(found.is_empty(), "{reason}: {messages:?}\n{text}");
            // What the catalog corrects the judge accepts as well; what the reader does to a
            // config first no schema can say.
            assert_eq!(difference["by"] == "catalog", judge.is_valid(config), "{reason}: {text}");
        }
        for config in difference["rejected"].as_array().expect("configs") {
            let (_, found) = violations(&config.to_string());
            assert!(!found.is_empty(), "{reason}: {config}");
        }
    }
}
