//! Secret references: `{ source, provider, id }` where a credential is expected.

use crate::schema::{Resolved, Variables, trim};
use crate::syntax::Value;

/// An object that OpenClaw 2026.9.6 takes for a reference to a secret.
#[derive(Debug, Clone)]
pub struct SecretRef<'t> {
    /// `env`, `file`, `exec` or `store`.
    pub source: String,
    /// Where the source stands.
    pub source_value: Value<'t>,
    /// The name of the provider; an old form leaves it out.
    pub provider: Option<Value<'t>>,
    /// What the provider knows the secret by.
    pub id: Value<'t>,
}

impl<'t> SecretRef<'t> {
    /// The reference that `value` is, if it is one.
    pub fn of(value: Value<'t>, variables: &Variables<'_>) -> Option<Self> {
        let object = value.as_object()?;
        let text = |value: Value<'_>| match variables.resolve(&value.as_text()?) {
            Resolved::Text(text) => Some(String::from_utf8_lossy(&text).into_owned()),
            Resolved::Unknown => None,
        };
        let says_something = |value: Value<'_>| {
            value.as_text().is_some() && text(value).is_none_or(|text| !trim(&text).is_empty())
        };
        let source_value = value.get("source")?;
        let source = text(source_value)
            .filter(|source| matches!(source.as_str(), "env" | "file" | "exec" | "store"))?;
        let id = value.get("id").filter(|id| says_something(*id))?;
        let provider = value.get("provider");
        if let Some(provider) = provider {
            let names = object.effective();
            let count = names.iter().filter(|(name, _)| *name != "__proto__").count();
            if count != 3 || !says_something(provider) {
                return None;
            }
        }
        Some(Self { source, source_value, provider, id })
    }
}
