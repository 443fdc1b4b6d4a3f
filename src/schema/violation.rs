//! What the validator finds, and how it is said.

use super::expected::Expected;
use super::node::{Node, Scalar};
use super::quote::quote;
use super::suggest::nearest;
use crate::finding::Place;
use crate::syntax::{Key, NodeId, Segment, Tree, Value, ValueKind};

/// A place where a config is not what a release accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong.
    pub kind: ViolationKind,
    /// Where: the name of an unknown key or of a wrong name, the value that is wrong, the opening
    /// bracket of the object that lacks a key. Its key is that of the value, and of the missing
    /// key itself.
    pub place: Place,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ViolationKind {
    /// The object takes no key of that name.
    UnknownKey {
        /// What stands under it, unless that is missing.
        value: Option<NodeId>,
        /// What the object takes.
        object: Node,
    },
    /// The name, which is free within limits, is not one that is taken.
    WrongName {
        /// What names must be like.
        expected: Expected,
    },
    /// The value is not one that is taken.
    WrongValue {
        /// The value.
        value: NodeId,
        /// What is taken.
        expected: Expected,
    },
    /// A key that must be there is not.
    MissingKey {
        /// Its name.
        name: &'static str,
        /// What it takes.
        expected: Expected,
    },
    /// One of several sets of keys must be there, and of none is there any.
    MissingKeys {
        /// The sets.
        branches: Vec<Vec<&'static str>>,
    },
    /// The item stands in the list already.
    RepeatedItem {
        /// The item.
        value: NodeId,
    },
    /// These keys, as they are set, exclude each other.
    Conflict {
        /// Their names.
        names: Vec<&'static str>,
    },
}

impl Violation {
    /// The value it is about, if it is about one.
    pub fn value<'t>(&self, tree: &'t Tree) -> Option<Value<'t>> {
        match self.kind {
            ViolationKind::WrongValue { value, .. } | ViolationKind::RepeatedItem { value } => {
                Some(Value::new(tree, value))
            }
            ViolationKind::UnknownKey { value, .. } => Some(Value::new(tree, value?)),
            _ => None,
        }
    }

    /// What is wrong, in one sentence without a full stop. `tree` is the one that was checked.
    pub fn message(&self, tree: &Tree) -> String {
        let key = &self.place.key;
        match &self.kind {
            ViolationKind::UnknownKey { .. } => unknown_key(key),
            ViolationKind::WrongName { expected } => {
                let holder = subject(&key.clone().parent());
                format!("{holder} takes no key `{}`; expected {expected}", self.name())
            }
            ViolationKind::WrongValue { expected, .. } => {
                let found = self.value(tree).map(|value| quote(key, value)).unwrap_or_default();
                format!("{} is {found}; expected {expected}", subject(key))
            }
            ViolationKind::MissingKey { name, .. } => {
                format!("{} lacks the key `{name}`", subject(&key.clone().parent()))
            }
            ViolationKind::MissingKeys { branches } => {
                let sets = branches.iter().map(|names| enumerate(names));
                format!("{} lacks {}", subject(key), sets.collect::<Vec<_>>().join(", or "))
            }
            ViolationKind::RepeatedItem { .. } => {
                format!("{} stands in the list already", subject(key))
            }
            ViolationKind::Conflict { names } => {
                let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                let names = names.join(" and ");
                format!("{names} cannot be combined as they are set in {}", subject(key))
            }
        }
    }

    /// What to do about it, where that is clear.
    pub fn help(&self, tree: &Tree) -> Option<String> {
        match &self.kind {
            ViolationKind::UnknownKey { object, .. } => {
                let near = self.suggestions(tree);
                if !near.is_empty() {
                    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                    return Some(format!("did you mean {}?", near.join(" or ")));
                }
                let known: Vec<String> =
                    allowed_names(*object).into_iter().map(|name| format!("`{name}`")).collect();
                (1..=8).contains(&known.len()).then(|| format!("it takes {}", known.join(", ")))
            }
            ViolationKind::WrongValue { expected, .. } => {
                let near = self.suggestions(tree);
                if let Some(first) = near.first() {
                    return Some(format!("did you mean {first:?}?"));
                }
                retyped(self.value(tree)?, expected)
            }
            ViolationKind::MissingKey { name, expected } if expected.is_anything() => {
                Some(format!("add `{name}`"))
            }
            ViolationKind::MissingKey { name, expected } => {
                Some(format!("add `{name}`: {expected}"))
            }
            ViolationKind::MissingKeys { .. } => Some("add one of these sets of keys".to_owned()),
            ViolationKind::RepeatedItem { .. } => Some("remove it".to_owned()),
            ViolationKind::WrongName { .. } | ViolationKind::Conflict { .. } => None,
        }
    }

    /// What was most likely meant, nearest first: names for an unknown key, texts for a value that
    /// is not among those listed.
    pub fn suggestions(&self, tree: &Tree) -> Vec<&'static str> {
        match &self.kind {
            ViolationKind::UnknownKey { object, .. } => {
                nearest(self.name(), allowed_names(*object))
            }
            ViolationKind::WrongValue { expected, .. } => {
                let text = self.value(tree).and_then(Value::as_text);
                let Some(text) = text else { return Vec::new() };
                let listed = expected.values().into_iter().filter_map(|value| match value {
                    Scalar::Text(text) => Some(text),
                    _ => None,
                });
                nearest(&text.to_lossy(), listed)
            }
            _ => Vec::new(),
        }
    }

    /// The last name of its key, cut where it is too long for a message.
    fn name(&self) -> &str {
        last_name(&self.place.key)
    }
}

/// Says that nothing takes a key.
pub(super) fn unknown_key(key: &Key) -> String {
    format!("unknown key `{}` in {}", last_name(key), subject(&key.clone().parent()))
}

/// The last name of a key, cut where it is too long for a message.
fn last_name(key: &Key) -> &str {
    let name = key.segments().last().map_or("", Segment::as_str);
    name.char_indices().nth(60).map_or(name, |(end, _)| &name[..end])
}

/// The names that an object takes.
pub(super) fn allowed_names(object: Node) -> Vec<&'static str> {
    object.properties().filter(|(_, node)| !node.is_nothing()).map(|(name, _)| name).collect()
}

/// A key for the beginning of a sentence.
fn subject(key: &Key) -> String {
    if key.segments().is_empty() { key.to_string() } else { format!("`{key}`") }
}

/// Names of keys as one list: "`a`, `b` and `c`".
fn enumerate(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.join(""),
    }
}

/// Says how the value would be of the right type.
fn retyped(value: Value<'_>, expected: &Expected) -> Option<String> {
    let text = value.as_text();
    let text = text.as_ref().map(|text| text.to_lossy());
    match (value.kind(), text.as_deref()) {
        (ValueKind::String, Some(text))
            if text.trim().parse().is_ok_and(|switch| expected.takes_boolean(switch))
                || expected.admits(ValueKind::Number)
                    && text.trim().parse::<f64>().is_ok_and(f64::is_finite) =>
        {
            Some("write it without quotes".to_owned())
        }
        (ValueKind::Number | ValueKind::Boolean, _)
            if expected.admits(ValueKind::String) && expected.values().is_empty() =>
        {
            Some("write it in quotes".to_owned())
        }
        (ValueKind::String | ValueKind::Number, _)
            if expected.admits(ValueKind::Array) && !expected.admits(value.kind()) =>
        {
            Some("write it in brackets, as an array of one".to_owned())
        }
        (kind, _) if kind != ValueKind::Object => match expected.alternatives().as_slice() {
            [object] if object.types().admits(ValueKind::Object) => takes(*object),
            _ => None,
        },
        _ => None,
    }
}

/// Says which names an object takes, unless they are many.
fn takes(object: Node) -> Option<String> {
    let known = allowed_names(object);
    let known: Vec<String> = known.into_iter().map(|name| format!("`{name}`")).collect();
    (1..=8).contains(&known.len()).then(|| format!("it takes {}", known.join(", ")))
}
