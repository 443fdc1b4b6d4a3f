//! The tree against what the npm package `json5`, which OpenClaw reads with, makes of a text.

use clawtidy::syntax::{Array, JsText, Object, Value, ValueKind, parse};
use serde_json::{Value as Json, json};

/// The package's answers; `fixtures/syntax/README.md` tells how they are written.
const RECORD: &str = include_str!("../fixtures/syntax/json5.jsonl");

/// A number as JavaScript writes it down to be read back: equal numbers give equal bits.
fn number(number: f64) -> Json {
    // JavaScript has one `NaN`.
    let bits = if number.is_nan() { f64::NAN.to_bits() } else { number.to_bits() };
    json!({ "bits": bits })
}

fn text(text: &JsText<'_>) -> Json {
    match text.as_str() {
        Some(text) => text.into(),
        None => json!({ "wtf8": text.as_bytes() }),
    }
}

/// What the tree reads.
fn read(value: Value<'_>) -> Json {
    match value.kind() {
        ValueKind::Object => {
            let members = value.as_object().map(Object::effective).unwrap_or_default();
            let member = |(name, member): &(JsText<'_>, clawtidy::syntax::Member<'_>)| {
                json!([text(name), member.value().map(read)])
            };
            json!({ "members": members.iter().map(member).collect::<Vec<_>>() })
        }
        ValueKind::Array => value.as_array().into_iter().flat_map(Array::items).map(read).collect(),
        ValueKind::String => value.as_text().as_ref().map(text).into(),
        ValueKind::Number => value.as_number().map(number).into(),
        ValueKind::Boolean => value.as_bool().into(),
        ValueKind::Null => Json::Null,
        ValueKind::Invalid => json!({ "invalid": true }),
    }
}

/// What the package read, written as [`read`] does.
fn recorded(value: &Json) -> Json {
    match value {
        Json::Number(own) => number(own.as_f64().expect("a safe integer is a number")),
        Json::Array(items) => items.iter().map(recorded).collect(),
        Json::Object(tagged) => {
            if let Some(words) = tagged.get("number").and_then(Json::as_str) {
                return number(words.parse().expect("Rust reads JavaScript's numbers"));
            }
            if let Some(units) = tagged.get("units").and_then(Json::as_array) {
                let units = units.iter().filter_map(|unit| u16::try_from(unit.as_u64()?).ok());
                return json!({ "wtf8": wtf8(units) });
            }
            let members = tagged["members"].as_array().expect("nothing else is tagged");
            let mut members: Vec<Json> = members.iter().map(recorded).collect();
            // The tree's order is that of the names' bytes.
            members.sort_by_key(|member| match &member[0] {
                Json::String(name) => name.as_bytes().to_vec(),
                name => serde_json::from_value(name["wtf8"].clone()).expect("bytes are numbers"),
            });
            json!({ "members": members })
        }
        other => other.clone(),
    }
}

/// UTF-16 as UTF-8 in which lone surrogates are encoded like any other code point.
fn wtf8(units: impl Iterator<Item = u16>) -> Vec<u8> {
    let encode = |decoded: Result<char, std::char::DecodeUtf16Error>| match decoded {
        Ok(character) => character.to_string().into_bytes(),
        Err(lone) => {
            let [high, low] = lone.unpaired_surrogate().to_be_bytes();
            vec![0xED, 0x80 | (high & 0x0F) << 2 | low >> 6, 0x80 | low & 0x3F]
        }
    };
    char::decode_utf16(units).flat_map(encode).collect()
}

/// The record, one answer a line.
fn lines() -> impl Iterator<Item = &'static str> {
    RECORD.split('\n').filter(|line| !line.is_empty())
}

#[test]
fn the_tree_reads_what_the_npm_package_reads() {
    let mut differ = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for line in lines() {
        let answer: Json = serde_json::from_str(line).expect("the record is JSON");
        let text = answer["text"].as_str().expect("each answer is of a text");
        let tree = parse(text.to_owned());
        let read = tree.errors().is_empty().then(|| tree.root().map(read)).flatten();
        let judged = answer.get("value").map(recorded);
        if judged.is_some() {
            accepted += 1;
        } else {
            refused += 1;
        }
        if read != judged {
            differ.push(format!("{text:?}: {read:?} instead of {judged:?}"));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(accepted > 300 && refused > 300, "the record is cut off");
}

#[test]
fn the_record_holds_no_text_twice() {
    let text = |line| serde_json::from_str::<Json>(line).map(|answer| answer["text"].to_string());
    let mut texts: Vec<String> = lines().filter_map(|line| text(line).ok()).collect();
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!((texts.len(), all), (all, lines().count()));
}
