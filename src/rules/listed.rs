//! Agents of releases that have them in a list only.

use crate::finding::Finding;
use crate::syntax::{Array, Key, Tree, Value};

/// Names the agents of `agents.list` by their places in it. Rules speak of `agents.entries`, which
/// newer releases turn the list into; older ones know no other place than the list.
pub(super) fn name_items(tree: &Tree, findings: &mut [Finding]) {
    let list = tree.root().and_then(|root| root.at(&["agents", "list"])?.as_array());
    let ids: Vec<_> = list
        .into_iter()
        .flat_map(Array::items)
        .map(|item| item.get("id").and_then(Value::as_text).map(|id| id.to_lossy().into_owned()))
        .collect();
    if ids.is_empty() {
        return;
    }
    for finding in findings {
        let key = &mut finding.place.key;
        let names: Vec<&str> = key.segments().iter().map(String::as_str).collect();
        let ["agents", "entries", below @ ..] = names.as_slice() else { continue };
        *key = match below {
            [] => Key::from_iter(["agents", "list"]),
            [id, below @ ..] => {
                let at = ids.iter().position(|own| own.as_deref() == Some(*id));
                let Some(at) = at else { continue };
                let item = ["agents", "list", &at.to_string()].map(str::to_owned);
                item.into_iter().chain(below.iter().map(|name| (*name).to_owned())).collect()
            }
        };
    }
}
