//! Credentials: a literal, a placeholder, a reference, or nothing.

use std::borrow::Cow;

use crate::schema::Variables;
use crate::syntax::{Value, ValueKind};
use crate::world::{Resolved, Variable, bare_variable, placeholders, resolve_with};

/// What stands at a place for a credential (OpenClaw 2026.9.6).
#[derive(Debug, Clone)]
pub enum Credential<'t> {
    /// Nothing.
    Absent,
    /// A string of white space only.
    Blank(Value<'t>),
    /// This text, trimmed: it stands there, or a reference to a variable that is known leads to it.
    Text(Value<'t>, Cow<'t, str>),
    /// Something that is taken as set: a placeholder while the environment is not known, or a
    /// value of a wrong type, which is a finding of its own.
    Assumed(Value<'t>),
    /// A placeholder whose variable is not set: as good as nothing.
    Unset(Value<'t>),
    /// A secret reference `{ source, provider, id }` that leads to no text that is known.
    Reference(Value<'t>),
    /// This text, trimmed, in a variable that OpenClaw reads without a word in the config.
    Variable(String),
}

impl<'t> Credential<'t> {
    /// What stands at `place`.
    pub(super) fn of(place: Option<Value<'t>>, variables: &Variables<'_>) -> Self {
        let Some(value) = place else { return Self::Absent };
        match value.kind() {
            ValueKind::Null => return Self::Absent,
            ValueKind::Object => {
                let text = referenced(value, variables).map(|text| text.trim().to_owned());
                return match text.filter(|text| !text.is_empty()) {
                    Some(text) => Self::Text(value, text.into()),
                    None => Self::Reference(value),
                };
            }
            ValueKind::String => {}
            _ => return Self::Assumed(value),
        }
        let written = value.as_text().and_then(|text| text.as_str().map(str::to_owned));
        let Some(written) = written else { return Self::Assumed(value) };
        // What the config itself sets is put in place of `${NAME}` alone.
        let resolved = match bare_variable(&written).map(|name| variables.inherited(name)) {
            Some(Variable::Unknown) => Resolved::Unknown,
            Some(Variable::Unset) => Resolved::Unset,
            Some(Variable::Set(set)) => Resolved::Text(set.into()),
            None => resolve_with(&written, |name| variables.get(name)),
        };
        match resolved {
            Resolved::Unknown => Self::Assumed(value),
            Resolved::Unset => Self::Unset(value),
            Resolved::Text(text) if text.trim().is_empty() => Self::Blank(value),
            Resolved::Text(text) => Self::Text(value, text.trim().to_owned().into()),
        }
    }

    /// Where it stands.
    pub fn value(&self) -> Option<Value<'t>> {
        match self {
            Self::Absent | Self::Variable(_) => None,
            Self::Blank(value)
            | Self::Text(value, _)
            | Self::Assumed(value)
            | Self::Unset(value)
            | Self::Reference(value) => Some(*value),
        }
    }

    /// Whether a text is known or assumed to be there.
    pub fn has_text(&self) -> bool {
        matches!(self, Self::Text(..) | Self::Assumed(_) | Self::Variable(_))
    }

    /// Its text, as far as it is known.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(_, text) => Some(text),
            Self::Variable(text) => Some(text),
            _ => None,
        }
    }

    /// Whether its text stands in the config itself, not in a variable.
    pub fn is_literal(&self) -> bool {
        let Self::Text(value, _) = self else { return false };
        let written = value.as_text().map(|text| text.to_lossy().into_owned());
        let is_literal = |text: String| {
            bare_variable(&text).is_none() && placeholders(&*text).all(|found| found.escaped)
        };
        written.is_some_and(is_literal)
    }

    /// What OpenClaw's audit takes for a secret in the config: a text, wherever it came from, and a
    /// `$VAR` that is not set, which it does not know for a variable there.
    pub fn audited_as_written(&self) -> Option<Value<'t>> {
        match self {
            Self::Text(value, _) => Some(*value).filter(|value| value.as_text().is_some()),
            Self::Unset(value) => {
                let text = value.as_text()?.to_lossy().into_owned();
                bare_variable(&text).map(|_| *value)
            }
            _ => None,
        }
    }

    /// Whether a text or a reference is there.
    pub fn is_configured(&self) -> bool {
        self.has_text() || matches!(self, Self::Reference(_))
    }
}

/// The text that a reference to a variable leads to, if it is known.
fn referenced(reference: Value<'_>, variables: &Variables<'_>) -> Option<String> {
    let id = reference.get("id")?.as_text()?;
    match variables.get(&id.to_lossy()) {
        Variable::Set(text) if reference.get("source")?.is_text("env") => Some(text.to_owned()),
        _ => None,
    }
}
