//! `${VAR}` in strings, as OpenClaw 2026.9.6 substitutes it before it validates.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::syntax::{JsText, Tree, Value};
use crate::world::{Environment, Variable};

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
        let tables = [config.get("env"), config.at(&["env", "vars"])];
        for table in tables.into_iter().flatten().filter_map(Value::as_object) {
            for (name, member) in table.effective() {
                let text = member.value().and_then(Value::as_text);
                let text = text.filter(|text| !has_placeholder(text.as_bytes()));
                if let Some(text) = text.filter(|text| !text.to_lossy().trim().is_empty()) {
                    own.insert(name.to_lossy().into_owned(), text.to_lossy().into_owned());
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

fn has_placeholder(text: &[u8]) -> bool {
    memchr::memchr_iter(b'$', text).any(|at| placeholder(&text[at..]).is_some())
}

/// The variable named by a `${VAR}` that `text` begins with.
fn placeholder(text: &[u8]) -> Option<&str> {
    let inside = text.strip_prefix(b"${")?;
    let end = inside.iter().position(|byte| !matches!(byte, b'A'..=b'Z' | b'_' | b'0'..=b'9'))?;
    let name = (inside[end] == b'}').then_some(&inside[..end])?;
    let starts_well = name.first().is_some_and(|first| !first.is_ascii_digit());
    starts_well.then(|| std::str::from_utf8(name).ok()).flatten()
}

fn substitute<'x, 'v>(text: &'x [u8], get: impl Fn(&str) -> Variable<'v>) -> Resolved<'x> {
    let mut result = Vec::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| memchr::memchr(b'$', rest)) {
        at += offset;
        if text[at + 1..].starts_with(b"$")
            && let Some(name) = placeholder(&text[at + 1..])
        {
            // The first of the two signs goes.
            result.extend_from_slice(&text[done..at]);
            done = at + 1;
            at = done + name.len() + 3;
        } else if let Some(name) = placeholder(&text[at..]) {
            let end = at + name.len() + 3;
            match get(name) {
                Variable::Unknown => return Resolved::Unknown,
                Variable::Unset => {}
                Variable::Set(value) => {
                    result.extend_from_slice(&text[done..at]);
                    result.extend_from_slice(value.as_bytes());
                    done = end;
                }
            }
            at = end;
        } else {
            at += 1;
        }
    }
    if done == 0 {
        return Resolved::Text(Cow::Borrowed(text));
    }
    result.extend_from_slice(&text[done..]);
    Resolved::Text(Cow::Owned(result))
}
