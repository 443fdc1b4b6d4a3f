//! Ids of agents and the list that once held them, as the reader of OpenClaw 2026.9.6 takes them.

use std::collections::BTreeSet;

use super::placeholder::{Resolved, Variables};
use super::space::trim;
use crate::syntax::{Array, Value, ValueKind};

/// The id that an id without a letter or a digit stands for.
const FALLBACK: &str = "main";

/// The longest id, in characters.
const LONGEST: usize = 64;

/// The normal form of an agent's id: without white space around it, in lower case, other characters
/// than letters, digits, `_` and `-` as one `-`, none of them at either end; `main` if that leaves
/// nothing.
pub fn agent_id(text: &str) -> String {
    let trimmed = trim(text);
    let lower = trimmed.to_lowercase();
    let begins = trimmed.starts_with(|first: char| first.is_ascii_alphanumeric());
    if begins && trimmed.len() <= LONGEST && trimmed.chars().all(fits) {
        return lower;
    }
    let mut id = String::with_capacity(lower.len());
    let mut gap = false;
    for letter in lower.chars() {
        if fits(letter) {
            id.push(letter);
        } else if !gap {
            id.push('-');
        }
        gap = !fits(letter);
    }
    let id = id.trim_matches('-');
    let id = id.get(..LONGEST).unwrap_or(id);
    if id.is_empty() { FALLBACK.to_owned() } else { id.to_owned() }
}

/// Whether an id may hold the character.
const fn fits(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')
}

/// Why `agents.list` cannot be turned into `agents.entries`.
#[derive(Debug, Clone, PartialEq)]
pub enum ListFault<'t> {
    /// It is no list.
    NoList(Value<'t>),
    /// An item is no object.
    NoObject(Value<'t>),
    /// An agent has no id, or one that is no text.
    NoId(Value<'t>),
    /// This id is not in its normal form, which is given.
    OddId(Value<'t>, String),
    /// This id stands in the list already.
    Repeated(Value<'t>),
    /// This mark of a default agent is neither `true` nor `false`.
    OddMark(Value<'t>),
}

/// Everything that keeps the reader from turning `agents.list` into `agents.entries`. It does so
/// only when there is nothing.
pub fn list_faults<'t>(list: Value<'t>, variables: &Variables<'_>) -> Vec<ListFault<'t>> {
    let Some(items) = list.as_array().map(Array::items) else {
        return vec![ListFault::NoList(list)];
    };
    let mut ids = BTreeSet::new();
    let mut faults = Vec::new();
    for item in items {
        if item.kind() != ValueKind::Object {
            faults.push(ListFault::NoObject(item));
            continue;
        }
        match item.get("id").and_then(|id| Some((id, id.as_text()?))) {
            None => faults.push(ListFault::NoId(item)),
            Some((id, text)) => {
                // What is not known is taken to be fine.
                if let Resolved::Text(text) = variables.resolve(&text) {
                    let normal = agent_id(&String::from_utf8_lossy(&text));
                    if *normal.as_bytes() != *text {
                        faults.push(ListFault::OddId(id, normal));
                    } else if !ids.insert(normal) {
                        faults.push(ListFault::Repeated(id));
                    }
                }
            }
        }
        let mark = item.get("default").filter(|mark| mark.as_bool().is_none());
        faults.extend(mark.map(ListFault::OddMark));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_a_normal_form() {
        let long = "a".repeat(70);
        for (text, expected) in [
            ("main", "main"),
            (" Work_1 ", "work_1"),
            ("x-", "x-"),
            ("_x-", "_x"),
            ("_x", "_x"),
            ("-x", "x"),
            ("Doc Writer!", "doc-writer"),
            ("caf\u{e9}", "caf"),
            ("\u{212a}elvin", "kelvin"),
            ("\u{feff}x\u{85}", "x"),
            ("!!!", "main"),
            ("", "main"),
            (&long, &long[..64]),
        ] {
            assert_eq!(agent_id(text), expected, "{text:?}");
        }
    }
}
