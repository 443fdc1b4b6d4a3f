//! Where the printed schema and OpenClaw's reader differ, the reader is right.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Node, by_version, merge_patch, records, take_text};
use crate::keywords::is_parent;

/// Applies `corrections.jsonl` in `directory` to every release it speaks of.
///
/// A correction holds for the releases from its `since` to its `until`, both optional. Either it
/// names a JSON pointer into the printed schema in `at` and what to merge there (RFC 7396), or it
/// says `"required": "without-default"`: a key that has a default is required nowhere.
pub(crate) fn apply(catalog: &mut Catalog, directory: &Path) -> Result<(), String> {
    for mut correction in records(&directory.join("corrections.jsonl"))? {
        take_text(&mut correction, "reason")?;
        let bound = |name: &str| correction.get(name).and_then(Value::as_str).map(str::to_owned);
        let (since, until) = (bound("since"), bound("until"));
        let mut done = BTreeMap::new();
        for index in 0..catalog.releases.len() {
            let release = &catalog.releases[index];
            let early =
                since.as_ref().is_some_and(|since| by_version(&release.name, since).is_lt());
            let late = until.as_ref().is_some_and(|until| by_version(&release.name, until).is_gt());
            if early || late {
                continue;
            }
            let root = Value::String(release.root.clone());
            let root = match (correction.get("at"), correction.get("merge")) {
                (Some(Value::String(at)), Some(Value::Object(patch))) => {
                    let steps: Vec<&str> = at.split('/').skip(1).collect();
                    merge(catalog, &root, &steps, patch).map_err(|error| {
                        format!("{at} in {}: {error}", release_name(catalog, index))
                    })?
                }
                _ if correction.get("required") == Some(&"without-default".into()) => {
                    defaults_are_optional(catalog, &root, &mut done)?
                }
                _ => return Err(format!("{correction:?} is not a correction")),
            };
            if let Value::String(root) = root {
                catalog.releases[index].root = root;
            }
        }
    }
    Ok(())
}

fn release_name(catalog: &Catalog, index: usize) -> &str {
    &catalog.releases[index].name
}

/// The node with `patch` merged into what stands at `steps` below it.
fn merge(
    catalog: &mut Catalog,
    node: &Value,
    steps: &[&str],
    patch: &Map<String, Value>,
) -> Result<Value, String> {
    let id = node.as_str().ok_or("there is no such place")?;
    let mut node = catalog.node(id)?.clone();
    match steps {
        [] => merge_patch(&mut node, patch),
        [keyword @ ("properties" | "anyOf" | "oneOf" | "allOf"), name, rest @ ..] => {
            let child = match &mut node[*keyword] {
                Value::Array(list) => name.parse().ok().and_then(|at: usize| list.get_mut(at)),
                children => children.get_mut(*name),
            };
            let child = child.ok_or_else(|| format!("there is no {name}"))?;
            *child = merge(catalog, child, rest, patch)?;
        }
        [keyword, rest @ ..] => {
            let child = node.get_mut(*keyword).ok_or_else(|| format!("there is no {keyword}"))?;
            *child = merge(catalog, child, rest, patch)?;
        }
    }
    catalog.intern(node).map(Value::String)
}

/// The node with every key that has a default taken out of `required`, at any depth.
fn defaults_are_optional(
    catalog: &mut Catalog,
    node: &Value,
    done: &mut BTreeMap<String, Value>,
) -> Result<Value, String> {
    let Value::String(id) = node else { return Ok(node.clone()) };
    if let Some(done) = done.get(id) {
        return Ok(done.clone());
    }
    let mut facts = catalog.node(id)?.clone();
    let properties =
        facts.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let has_default = |name: &Value| {
        let property = name.as_str().and_then(|name| properties.get(name)?.as_str());
        property.is_some_and(|id| catalog.nodes.get(id).is_some_and(|p| p.contains_key("default")))
    };
    if let Some(Value::Array(required)) = facts.get_mut("required") {
        required.retain(|name| !has_default(name));
        if required.is_empty() {
            facts.shift_remove("required");
        }
    }
    replace_children(&mut facts, |child| defaults_are_optional(catalog, child, done))?;
    let corrected = Value::String(catalog.intern(facts)?);
    done.insert(id.clone(), corrected.clone());
    Ok(corrected)
}

/// Puts something else in the place of every child of a node.
fn replace_children(
    node: &mut Node,
    mut replace: impl FnMut(&Value) -> Result<Value, String>,
) -> Result<(), String> {
    for (keyword, value) in node.iter_mut() {
        let children: Vec<&mut Value> = match value {
            Value::Array(list) if is_parent(keyword) => list.iter_mut().collect(),
            Value::Object(by_name) if keyword == "properties" => by_name.values_mut().collect(),
            child if is_parent(keyword) => vec![child],
            _ => continue,
        };
        for child in children {
            *child = replace(child)?;
        }
    }
    Ok(())
}
