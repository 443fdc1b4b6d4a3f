//! `${VAR}` in strings, as OpenClaw 2026.9.6 substitutes it before it validates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::space::trim;
use crate::syntax::{JsText, Tree, Value};
use crate::world::{Environment, Variable, placeholders, variable_fault};

/// What a string is after substitution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved<'t> {
    /// This text, in WTF-8.
    Text(Cow<'t, [u8]>),
    /// It holds a variable that nothing is known of.
    Unknown,
}

/// What a config's strings are resolved with: the environment, and the variables that the config
/// sets itself.
#[derive(Debug)]
pub struct Variables<'t> {
    environment: &'t Environment,
    /// `env.vars`, and strings right under `env`.
    own: BTreeMap<String, String>,
}

impl<'t> Variables<'t> {
    /// The variables that `config` is read with.
    pub fn of(config: Value<'_>, environment: &'t Environment) -> Self {
        let mut own = BTreeMap::new();
        // What stands right under `env` comes last, and counts.
        let tables = [config.at(&["env", "vars"]), config.get("env")];
        for table in tables.into_iter().flatten().filter_map(Value::as_object) {
            for (name, member) in table.effective() {
                let name = name.to_lossy();
                let name = trim(&name);
                let text = member.value().and_then(Value::as_text);
                let text = text.filter(|text| placeholders(text.as_bytes()).all(|it| it.escaped));
                let text = text.filter(|text| !trim(&text.to_lossy()).is_empty());
                if let Some(text) = text.filter(|_| variable_fault(name).is_none()) {
                    own.insert(name.to_owned(), text.to_lossy().into_owned());
                }
            }
        }
        Self { environment, own }
    }

    /// The variables that the config in `tree` is read with.
    pub fn of_tree(tree: &Tree, environment: &'t Environment) -> Self {
        match tree.root() {
            Some(root) => Self::of(root, environment),
            None => Self { environment, own: BTreeMap::new() },
        }
    }

    /// What is known of a variable: the environment comes first, then what the config sets. A blank
    /// one of the environment gives way to that of the config, and counts where there is none.
    pub fn get(&self, name: &str) -> Variable<'_> {
        let known = self.environment.variable(name);
        let gives_way = match known {
            Variable::Unknown => false,
            Variable::Unset => true,
            Variable::Set(value) => super::space::trim(value).is_empty(),
        };
        let own = self.own.get(name).filter(|_| gives_way);
        own.map_or(known, |own| Variable::Set(own))
    }

    /// What is known of a variable of the environment, whatever the config sets.
    pub fn inherited(&self, name: &str) -> Variable<'_> {
        self.environment.variable(name)
    }

    /// Whether the config sets a variable itself.
    pub fn sets(&self, name: &str) -> bool {
        self.own.contains_key(name)
    }

    /// The text of a string after substitution; `None` for any other value, and for a string with a
    /// variable of which nothing is known.
    pub fn text<'x>(&self, value: Value<'x>) -> Option<Cow<'x, str>> {
        let text = value.as_text()?;
        let replaced = match self.resolve(&text) {
            Resolved::Text(Cow::Borrowed(_)) => None,
            Resolved::Text(Cow::Owned(text)) => Some(String::from_utf8_lossy(&text).into_owned()),
            Resolved::Unknown => return None,
        };
        Some(replaced.map_or_else(|| text.into_lossy(), Cow::Owned))
    }

    /// The text after substitution.
    pub fn resolve<'x>(&self, text: &'x JsText<'_>) -> Resolved<'x> {
        substitute(text.as_bytes(), |name| self.get(name))
    }
}

/// The text of a string as OpenClaw sees it when `environment` is all there is: `${VAR}` stands for
/// the variable's value, or for itself where the variable is not set; `$${VAR}` is `${VAR}`
/// literally. Names are upper case.
pub fn resolve<'x>(text: &'x JsText<'_>, environment: &Environment) -> Resolved<'x> {
    substitute(text.as_bytes(), |name| environment.variable(name))
}

fn substitute<'x, 'v>(text: &'x [u8], get: impl Fn(&str) -> Variable<'v>) -> Resolved<'x> {
    let mut result = Vec::new();
    let mut done = 0;
    for placeholder in placeholders(text) {
        let Range { start, end } = placeholder.range;
        if placeholder.escaped {
            // The first of the two signs goes.
            result.extend_from_slice(&text[done..start]);
            done = start + 1;
            continue;
        }
        match get(placeholder.name) {
            Variable::Unknown => return Resolved::Unknown,
            Variable::Unset => {}
            Variable::Set(value) => {
                result.extend_from_slice(&text[done..start]);
                result.extend_from_slice(value.as_bytes());
                done = end;
            }
        }
    }
    if done == 0 {
        return Resolved::Text(Cow::Borrowed(text));
    }
    result.extend_from_slice(&text[done..]);
    Resolved::Text(Cow::Owned(result))
}
