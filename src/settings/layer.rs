//! What one source says of the settings, and what several come to.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::keys::{KEYS, Key, Takes};
use crate::finding::Severity;

/// What one source says, key by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layer {
    said: BTreeMap<&'static str, Value>,
}

/// Where a word of the settings comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// From a line of the file, 1-based.
    Line(u32),
    /// From the command line.
    CommandLine,
}

/// A word, and who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub text: String,
    /// Who says it.
    pub origin: Origin,
}

/// What is said of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One word.
    Word(Word),
    /// Several words, and who says that it is these.
    Words(Vec<Word>, Origin),
    /// Severities by name.
    Severities(Vec<(Word, Severity)>),
}

impl Layer {
    /// Says something of a key.
    pub fn say(&mut self, key: &'static str, value: Value) {
        self.said.insert(key, value);
    }

    /// What is said of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.said.get(key)
    }

    /// Forgets what is said of a key.
    pub fn forget(&mut self, key: &str) {
        self.said.remove(key);
    }

    /// The word that is said of a key.
    pub fn word(&self, key: &str) -> Option<&Word> {
        match self.said.get(key) {
            Some(Value::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The words that are said of a key; none where nothing is.
    pub fn words(&self, key: &str) -> &[Word] {
        match self.said.get(key) {
            Some(Value::Words(words, _)) => words,
            _ => &[],
        }
    }

    /// As [`Layer::words`], without who says them.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.words(key).iter().map(|word| word.text.clone()).collect()
    }

    /// The severities that are said of a key; none where nothing is.
    pub fn severities(&self, key: &str) -> &[(Word, Severity)] {
        match self.said.get(key) {
            Some(Value::Severities(named)) => named,
            _ => &[],
        }
    }

    /// This layer with another above it, which takes its place or adds to it.
    #[must_use]
    pub fn under(mut self, above: &Layer) -> Self {
        for key in KEYS {
            let Some(value) = above.said.get(key.name) else { continue };
            let below = self.said.remove(key.name);
            self.said.insert(key.name, joined(key, below, value));
        }
        self
    }
}

fn joined(key: &Key, below: Option<Value>, above: &Value) -> Value {
    match (below, above) {
        (Some(Value::Words(mut words, _)), Value::Words(more, origin))
            if Takes::adds(key.takes, key.name) =>
        {
            words.extend(more.iter().cloned());
            Value::Words(words, *origin)
        }
        (Some(Value::Severities(mut named)), Value::Severities(more)) => {
            named.retain(|(name, _)| more.iter().all(|(other, _)| other.text != name.text));
            named.extend(more.iter().cloned());
            Value::Severities(named)
        }
        (_, above) => above.clone(),
    }
}

impl Value {
    /// Who says it, each once, in order.
    pub fn origins(&self) -> Vec<Origin> {
        let mut origins: Vec<Origin> = match self {
            Self::Word(word) => vec![word.origin],
            Self::Words(words, origin) => {
                words.iter().map(|word| word.origin).chain([*origin]).collect()
            }
            Self::Severities(named) => named.iter().map(|(name, _)| name.origin).collect(),
        };
        origins.sort_unstable();
        origins.dedup();
        origins
    }

    /// As TOML on one line.
    pub fn to_toml(&self) -> String {
        let list = |words: Vec<String>| words.join(", ");
        match self {
            Self::Word(word) => quoted(&word.text),
            Self::Words(words, _) => {
                format!("[{}]", list(words.iter().map(|word| quoted(&word.text)).collect()))
            }
            Self::Severities(named) if named.is_empty() => "{}".to_owned(),
            Self::Severities(named) => {
                let named = named.iter().map(|(name, severity)| {
                    format!("{} = {}", quoted(&name.text), quoted(severity.name()))
                });
                format!("{{ {} }}", list(named.collect()))
            }
        }
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                // Writing to a `String` cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
