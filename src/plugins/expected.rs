//! What a schema of a plugin takes, in words.

use serde_json::Value as Json;

/// How many listed values are named.
const MOST: usize = 12;

/// What a keyword with that value takes: `"a string"`, `"at least 1"`; `None` where words would say
/// no more than the schema.
pub(super) fn words(keyword: &str, value: &Json) -> Option<String> {
    Some(match keyword {
        "type" => match value {
            Json::Array(types) => {
                alternatives(types.iter().filter_map(Json::as_str).map(type_name).collect())
            }
            _ => type_name(value.as_str()?),
        },
        "enum" => listed(value.as_array()?),
        "const" => literal(value),
        "minimum" => format!("at least {value}"),
        "maximum" => format!("at most {value}"),
        "exclusiveMinimum" => format!("more than {value}"),
        "exclusiveMaximum" => format!("less than {value}"),
        "multipleOf" => format!("a multiple of {value}"),
        "minLength" if value.as_u64() == Some(1) => "a non-empty string".to_owned(),
        "minLength" => format!("at least {value} characters"),
        "maxLength" => format!("at most {value} characters"),
        "minItems" => format!("at least {value} items"),
        "maxItems" => format!("at most {value} items"),
        "minProperties" => format!("at least {value} keys"),
        "maxProperties" => format!("at most {value} keys"),
        "uniqueItems" => "items that all differ".to_owned(),
        "pattern" => format!("a string that matches /{}/", value.as_str()?),
        "format" if value.as_str() == Some("uri") => "a URL".to_owned(),
        _ => return None,
    })
}

/// A type of JSON Schema.
fn type_name(name: &str) -> String {
    match name {
        "boolean" => "true or false".to_owned(),
        "null" => "null".to_owned(),
        "array" | "integer" | "object" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}

fn listed(values: &[Json]) -> String {
    let mut words: Vec<String> = values.iter().take(MOST).map(literal).collect();
    if values.len() > MOST {
        words.push(format!("{} more", values.len() - MOST));
    }
    alternatives(words)
}

/// A value as JSON, unless it is long.
fn literal(value: &Json) -> String {
    let text = value.to_string();
    if text.len() <= 60 { text } else { "a certain value".to_owned() }
}

/// "a, b or c"; what is there twice is said once.
pub(super) fn alternatives(mut words: Vec<String>) -> String {
    let mut seen = std::collections::BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    match words.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}
