//! Files of settings: what is wrong has its place, the printed schema takes what the reader takes, and
//! what was read reads the same when it is written again.

use std::fmt::Write as _;
use std::sync::OnceLock;

use clawtidy::settings::{self, KEYS, Layer, OVERRIDES, Origin, Problem, Value};
use jsonschema::Validator;
use serde_json::{Map, Number, Value as Json};
use toml::de::{DeTable, DeValue};

use crate::config::{self, WORDS};
use crate::old_config::Maker;
use crate::reached::Reached;

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let text = match config::made_of(bytes) {
        Some(mut dice) => file(&mut dice),
        None => config::text(bytes),
    };
    let read = settings::read(&text);
    if let Err(problems) = &read {
        assert!(!problems.is_empty(), "{text:?}");
        assert!(problems.is_sorted_by_key(|problem| problem.span), "{problems:?}\n{text}");
        for Problem { span, message, .. } in problems {
            assert!(text.get(span.range()).is_some(), "{message} at {span:?}\n{text:?}");
            assert!(!message.is_empty() && !message.ends_with('.'), "{message}\n{text}");
        }
    }
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let is_toml = DeTable::parse(body).is_ok();
    assert!(is_toml || read.is_err(), "no TOML, and read: {text:?}");
    if let Ok(table) = DeTable::parse(body) {
        let is_right = schema().is_valid(&Json::Object(object(table.get_ref())));
        // What a pattern or a name stands for, no schema says.
        if read.is_ok() {
            assert!(is_right, "read, and no schema takes it\n{text}");
        }
    }
    if let Ok(settings) = &read {
        let layers = settings.overrides.iter().map(|it| &it.layer).chain([&settings.layer]);
        layers.for_each(reads_back);
    }
    Reached::of([
        ("TOML", is_toml),
        ("read", read.is_ok()),
        ("with an override", read.is_ok_and(|it| !it.overrides.is_empty())),
    ])
}

/// Settings, most of them right.
fn file(dice: &mut Maker) -> String {
    let mut text = String::new();
    for _ in 0..dice.below(5) {
        if dice.below(6) == 0 {
            let _ = writeln!(text, "[[{OVERRIDES}]]\nfiles = {}", list(dice));
        }
        let key = &KEYS[dice.below(KEYS.len())];
        let value = match dice.below(3) {
            0 if !key.default.is_empty() => key.default.to_owned(),
            1 => list(dice),
            _ => word(dice),
        };
        let name =
            if dice.below(12) == 0 { key.name.replace('-', "_") } else { key.name.to_owned() };
        let _ = writeln!(text, "{name} = {value}");
    }
    if dice.below(3) == 0 {
        config::slip(&mut text, dice);
    }
    text
}

fn list(dice: &mut Maker) -> String {
    let words: Vec<String> = (0..dice.below(3)).map(|_| word(dice)).collect();
    match dice.below(6) {
        0 => format!("{{ {} = \"error\" }}", word(dice)),
        _ => format!("[{}]", words.join(", ")),
    }
}

fn word(dice: &mut Maker) -> String {
    let rules = config::rules();
    let word = match dice.below(4) {
        0 => rules[dice.below(rules.len())],
        1 => [
            "all",
            "security",
            "style",
            "error",
            "warning",
            "info",
            "auto",
            "public",
            "**/*.json",
            "!a",
        ][dice.below(10)],
        _ => WORDS[dice.below(WORDS.len())],
    };
    // Most strings of JSON are strings of TOML.
    serde_json::to_string(word).expect("a string is JSON")
}

fn schema() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| jsonschema::validator_for(&settings::json_schema()).expect("a schema"))
}

fn object(table: &DeTable<'_>) -> Map<String, Json> {
    table.iter().map(|(name, value)| (name.get_ref().to_string(), json(value.get_ref()))).collect()
}

fn json(value: &DeValue<'_>) -> Json {
    match value {
        DeValue::String(text) => Json::String(text.to_string()),
        DeValue::Boolean(value) => Json::Bool(*value),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => Json::Object(object(table)),
        // No setting is any of these.
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            Json::Number(Number::from(1))
        }
    }
}

/// Settings without the lines that say them.
fn said(layer: &Layer) -> Vec<(&'static str, String)> {
    KEYS.iter().filter_map(|key| Some((key.name, layer.get(key.name)?.to_toml()))).collect()
}

fn reads_back(layer: &Layer) {
    let lines: Vec<String> =
        said(layer).into_iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
    let written = lines.concat();
    let again = settings::read(&written).unwrap_or_else(|why| panic!("{why:?}\n{written}"));
    assert_eq!(said(&again.layer), said(layer), "{written}");
    let origins = KEYS.iter().filter_map(|key| again.layer.get(key.name)).flat_map(Value::origins);
    assert!(origins.into_iter().all(|it| matches!(it, Origin::Line(_))), "{written}");
}
