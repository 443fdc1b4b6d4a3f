//! A JSON Schema of the file of settings, for editors.

use serde_json::{Map, Value, json};

use super::keys::{FILES, KEYS, Key, OVERRIDES, SEVERITIES, Takes};

/// The schema, which takes what the reader takes as far as a schema can say it: whether a word is the
/// name of a rule or of a release, it cannot.
pub fn json_schema() -> Value {
    let mut properties: Map<String, Value> = KEYS.iter().map(property).collect();
    let per_file = KEYS.iter().filter(|key| key.per_file);
    let of_override: Map<String, Value> =
        [&FILES].into_iter().chain(per_file).map(property).collect();
    properties.insert(
        OVERRIDES.to_owned(),
        json!({
            "description": "What is different for some configs; the later counts more.",
            "type": "array",
            "items": {
                "type": "object",
                "properties": of_override,
                "required": [FILES.name],
                "additionalProperties": false,
            },
        }),
    );
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "clawtidy.toml",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

fn property(key: &Key) -> (String, Value) {
    let mut schema = match key.takes {
        Takes::Release | Takes::Path => json!({ "type": "string" }),
        Takes::OneOf(words) => json!({ "enum": words }),
        Takes::Rules | Takes::Paths | Takes::Globs => {
            json!({ "type": "array", "items": { "type": "string" } })
        }
        Takes::Severities => {
            json!({ "type": "object", "additionalProperties": { "enum": SEVERITIES } })
        }
    };
    schema["description"] = key.docs.into();
    (key.name.to_owned(), schema)
}
