//! Format 1 of `explain` for keys, for programs. Frozen: names and meanings stay; fields may be
//! added. The types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::schema::{
    Answer, Description, Expected, Fate, History, Node, Reading, Scalar, Takes as Described,
};
use crate::syntax::{Key, Segment};

/// Writes what is known of a key as one object and a line end.
pub(super) fn write(description: &Description, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document::new(description))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'d> {
    format: u32,
    tool: &'static str,
    target: &'static str,
    /// From the root down; `*` is any name, `[]` any item.
    key: &'d [Segment],
    /// Whether the target accepts a config with it.
    accepted: bool,
    /// When its schema does: oldest first, both ends included.
    history: Vec<Period>,
    /// The key that the same had while agents were a list, in an agent's entry; else `null`.
    #[serde(rename = "inList")]
    in_list: Option<&'d [Segment]>,
    /// What may stand there; `null` where the schema does not take the key.
    takes: Option<Takes>,
    /// Why the schema does not take it; `null` where it does.
    why: Option<Why<'d>>,
}

#[derive(Serialize)]
struct Period {
    from: &'static str,
    to: &'static str,
}

#[derive(Serialize)]
struct Takes {
    /// In words.
    words: String,
    /// Any of these; references to secrets apart.
    alternatives: Vec<Alternative>,
    /// The sources from which a reference to a secret may take it; none where it may not be one.
    #[serde(rename = "secretSources")]
    secret_sources: Vec<&'static str>,
    /// What OpenClaw takes where the key is absent, if it has such a value.
    #[serde(skip_serializing_if = "Option::is_none")]
    default: Option<Value>,
    /// Whether the object that holds the key must have it.
    required: bool,
    deprecated: bool,
    /// The keys of the object that may stand there.
    keys: Vec<&'static str>,
    /// Those of them that must be there.
    #[serde(rename = "requiredKeys")]
    required_keys: Vec<&'static str>,
    /// What the object takes under names of one's own, in words; `null` if it takes no such names.
    #[serde(rename = "anyName")]
    any_name: Option<String>,
    /// What the items of the array that may stand there are, in words; `null` if it is no array.
    items: Option<String>,
}

/// One kind of value, in the words of JSON Schema.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
struct Alternative {
    r#type: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#enum: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exclusive_minimum: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_length: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
}

#[derive(Serialize)]
struct Why<'d> {
    /// `comment`, `retired`, `too-new`, `invented`, `misspelled`, `misplaced` or `unknown`.
    reason: &'static str,
    /// The key, or the first name on the way to it that is not taken.
    about: &'d [Segment],
    message: String,
    help: Option<String>,
    /// The keys that are meant or that took its place.
    instead: Vec<&'d [Segment]>,
    /// What the reader does with it all the same: `drops`, `turns-into-entries`,
    /// `copies-into-models` or `null`.
    reading: Option<&'static str>,
}

impl<'d> Document<'d> {
    fn new(description: &'d Description) -> Self {
        let (takes, why) = match &description.answer {
            Answer::Taken { takes, required, .. } => (Some(Takes::new(takes, *required)), None),
            Answer::NotTaken { about, fate, reading, instead, .. } => {
                let why = Why {
                    reason: reason(fate),
                    about: about.segments(),
                    message: fate.message(about, description.release),
                    help: fate.help(),
                    instead: instead.iter().map(Key::segments).collect(),
                    reading: name(*reading),
                };
                (None, Some(why))
            }
        };
        Self {
            format: 1,
            tool: concat!("clawtidy ", env!("CARGO_PKG_VERSION")),
            target: description.release.name(),
            key: description.key.segments(),
            accepted: why.as_ref().is_none_or(|why| why.reading.is_some()),
            history: history(&description.history),
            in_list: description.in_list.as_ref().map(Key::segments),
            takes,
            why,
        }
    }
}

fn history(history: &History) -> Vec<Period> {
    let periods = history.periods().iter();
    periods.map(|it| Period { from: it.first.name(), to: it.last.name() }).collect()
}

const fn reason(fate: &Fate) -> &'static str {
    match fate {
        Fate::Comment => "comment",
        Fate::Retired(_) => "retired",
        Fate::TooNew { .. } => "too-new",
        Fate::Invented(_) => "invented",
        Fate::Misspelled { .. } => "misspelled",
        Fate::Misplaced { .. } => "misplaced",
        Fate::Unknown => "unknown",
    }
}

const fn name(reading: Reading) -> Option<&'static str> {
    match reading {
        Reading::Rejects => None,
        Reading::Drops => Some("drops"),
        Reading::TurnsIntoEntries => Some("turns-into-entries"),
        Reading::CopiesIntoModels => Some("copies-into-models"),
    }
}

impl Takes {
    fn new(takes: &Described, required: bool) -> Self {
        Self {
            words: takes.values.to_string(),
            alternatives: takes.values.alternatives().into_iter().map(Alternative::new).collect(),
            secret_sources: takes.secret_sources.clone(),
            // The catalog holds it as JSON.
            default: takes.default.and_then(|text| serde_json::from_str(text).ok()),
            required,
            deprecated: takes.deprecated,
            keys: takes.keys.clone(),
            required_keys: takes.required.clone(),
            any_name: takes.any_name.as_ref().map(|any| any.values.to_string()),
            items: takes.items.as_ref().map(Expected::to_string),
        }
    }
}

impl Alternative {
    fn new(node: Node) -> Self {
        let (bounds, length) = (node.bounds(), node.length());
        let (exclusive_minimum, minimum) = match bounds.minimum {
            least if bounds.exclusive_minimum => (least, None),
            least => (None, least),
        };
        Self {
            r#type: node.types().names().collect(),
            r#enum: node.values().map(|values| values.map(scalar).collect()),
            minimum: minimum.map(number),
            exclusive_minimum: exclusive_minimum.map(number),
            maximum: bounds.maximum.map(number),
            min_length: length.minimum.map(number),
            max_length: length.maximum.map(number),
            pattern: node.pattern(),
        }
    }
}

fn scalar(value: Scalar) -> Value {
    match value {
        Scalar::Text(text) => text.into(),
        Scalar::Number(value) => number(value),
        Scalar::Boolean(boolean) => boolean.into(),
        Scalar::Null => Value::Null,
    }
}

/// A number as people write it: without a fraction where there is none.
fn number(value: f64) -> Value {
    value.to_string().parse::<i64>().map_or_else(|_| value.into(), Value::from)
}
