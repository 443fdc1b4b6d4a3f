//! What `openclaw security audit` is told to keep to itself (OpenClaw 2026.9.6).

use crate::schema::{Resolved, Variables, trim};
use crate::syntax::{Array, Tree, Value};

/// An item of `security.audit.suppressions`.
#[derive(Debug, Clone)]
pub struct Suppression<'t> {
    /// The item.
    pub value: Value<'t>,
    /// The id of the audit check that it silences.
    pub check: String,
    /// Whether it only silences findings with certain words in OpenClaw's title or detail.
    pub is_narrowed: bool,
    /// Why, as the author says.
    pub reason: Option<String>,
}

/// The suppressions of a config, as far as they silence something.
pub fn suppressions<'t>(tree: &'t Tree, variables: &Variables<'_>) -> Vec<Suppression<'t>> {
    let list = tree.root().and_then(|root| root.at(&["security", "audit", "suppressions"]));
    let items = list.and_then(Value::as_array).into_iter().flat_map(Array::items);
    let text = |value: Value<'_>| match variables.resolve(&value.as_text()?) {
        Resolved::Text(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        Resolved::Unknown => None,
    };
    items
        .filter_map(|value| {
            let says = |name: &str| {
                let said = text(value.get(name)?)?;
                Some(trim(&said).to_owned()).filter(|said| !said.is_empty())
            };
            // Words that are not known may fit as little as those that are.
            let narrows = |name: &str| {
                value.get(name).is_some_and(|it| text(it).is_none() || says(name).is_some())
            };
            Some(Suppression {
                value,
                check: says("checkId")?,
                is_narrowed: narrows("titleIncludes") || narrows("detailIncludes"),
                reason: says("reason"),
            })
        })
        .collect()
}
