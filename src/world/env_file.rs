//! A file of environment variables, and what the configs that are used with it say of them.

use std::collections::BTreeSet;

use super::placeholder::placeholders;
use crate::syntax::{Array, Object, Tree, Value};
use crate::text::Span;

/// A file of environment variables, and what the configs that are used with it say of them.
#[derive(Debug, Clone, Default)]
pub struct EnvFile {
    /// The variables that it sets, in order of place: the name and where it stands.
    pub sets: Vec<(String, Span)>,
    /// What the configs say.
    pub said: SaidOfVariables,
}

/// What configs say of variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaidOfVariables {
    /// Each word in their strings and names: whatever way a variable is named, it is among them.
    words: BTreeSet<String>,
    /// The variables that they read and do not set themselves.
    asked: BTreeSet<String>,
}

impl SaidOfVariables {
    /// What a config says. `None` for a text with syntax errors, which may say more.
    pub fn of(tree: &Tree) -> Option<Self> {
        let root = tree.root().filter(|_| tree.errors().is_empty())?;
        let mut said = Self::default();
        // An explicit stack: depth comes from the input.
        let mut values = vec![root];
        while let Some(value) = values.pop() {
            values.extend(value.as_array().into_iter().flat_map(Array::items));
            let Some(object) = value.as_object() else {
                said.read(value);
                continue;
            };
            for member in object.members() {
                said.words.extend(words(&member.name().to_lossy()));
                values.extend(member.value());
            }
            if text_of(object.value(), "source").is_some_and(|source| source == "env") {
                said.asked.extend(text_of(object.value(), "id"));
            }
        }
        let own = root.at(&["env", "vars"]).and_then(Value::as_object);
        for member in own.into_iter().flat_map(Object::members) {
            said.asked.remove(&*member.name().to_lossy());
        }
        Some(said)
    }

    fn read(&mut self, value: Value<'_>) {
        let Some(text) = value.as_text() else { return };
        let text = text.to_lossy();
        self.words.extend(words(&text));
        let asked = placeholders(&*text).filter(|found| !found.escaped);
        self.asked.extend(asked.map(|found| found.name.to_owned()));
    }

    /// Adds what another config says.
    pub fn add(&mut self, other: Self) {
        self.words.extend(other.words);
        self.asked.extend(other.asked);
    }

    /// Whether a variable is named, whatever way.
    pub fn names(&self, variable: &str) -> bool {
        self.words.contains(variable)
    }

    /// The variables that the configs read and do not set themselves, in the order of the alphabet.
    pub fn asked(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(String::as_str)
    }
}

fn text_of(object: Value<'_>, name: &str) -> Option<String> {
    Some(object.get(name)?.as_text()?.to_lossy().into_owned())
}

/// The words of a text that could be names of variables.
fn words(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    parts.filter(|part| !part.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn every_way_to_name_a_variable_counts() {
        let text = r#"{ a: "${ONE}-$${TWO}", b: { source: "env", provider: "p", id: "THREE" },
            c: ["%FOUR%"], d: { FIVE: 1 }, env: { vars: { ONE: "x" } } }"#;
        let said = SaidOfVariables::of(&parse(text.to_owned())).expect("a config");
        for name in ["ONE", "TWO", "THREE", "FOUR", "FIVE"] {
            assert!(said.names(name), "{name}");
        }
        assert!(!said.names("SIX"));
        assert_eq!(said.asked().collect::<Vec<_>>(), ["THREE"]);
        assert_eq!(SaidOfVariables::of(&parse("{".to_owned())), None);
    }
}
