//! Nodes written as what differs from a like one. An object that gains a key is one short line, which
//! a reviewer can read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::catalog::{Catalog, Node};
use crate::keywords::leads_on;

/// For each node that is new in a release, the node that stood in its place in the release before.
pub(crate) fn bases(catalog: &Catalog) -> Result<BTreeMap<String, String>, String> {
    let mut bases = BTreeMap::new();
    let mut known = BTreeSet::new();
    let mut earlier: Option<&str> = None;
    for release in &catalog.releases {
        let mut fresh = BTreeSet::new();
        let mut open = vec![(earlier.map(str::to_owned), release.root.clone())];
        while let Some((old, new)) = open.pop() {
            if known.contains(&new) || !fresh.insert(new.clone()) {
                continue;
            }
            let nothing = Node::new();
            let node = catalog.node(&new)?;
            let before = old.as_ref().map(|old| catalog.node(old)).transpose()?.unwrap_or(&nothing);
            for (keyword, value) in node.iter().filter(|(keyword, _)| leads_on(keyword)) {
                pair(before.get(keyword), value, &mut open);
            }
            bases.extend(old.map(|old| (new, old)));
        }
        known.extend(fresh);
        earlier = Some(&release.root);
    }
    Ok(bases)
}

/// Pairs the children of two facts by name or by position.
fn pair(old: Option<&Value>, new: &Value, open: &mut Vec<(Option<String>, String)>) {
    match new {
        Value::Object(children) => {
            for (name, child) in children {
                pair(old.and_then(|old| old.get(name)), child, open);
            }
        }
        Value::Array(children) => {
            for (at, child) in children.iter().enumerate() {
                pair(old.and_then(|old| old.get(at)), child, open);
            }
        }
        Value::String(id) => {
            open.push((old.and_then(Value::as_str).map(str::to_owned), id.clone()));
        }
        _ => {}
    }
}

/// The record of a node: its facts or, where that is less than half as long, the node it is like
/// and a patch (RFC 7396).
pub(crate) fn written(node: &Node, base: Option<(&String, &Node)>) -> Node {
    let whole = node.clone();
    let Some((id, base)) = base else { return whole };
    let Some(patch) = difference(base, node) else { return whole };
    let mut record = Map::new();
    record.insert("like".to_owned(), json!(id));
    record.extend(patch);
    let length = |node: &Node| Value::Object(node.clone()).to_string().len();
    if length(&record) * 2 < length(&whole) { record } else { whole }
}

/// The patch that makes `new` of `old`; `None` where facts hold `null`, which a patch cannot say.
fn difference(old: &Node, new: &Node) -> Option<Node> {
    let mut patch = Node::new();
    for (name, value) in new {
        let change = match (old.get(name), value) {
            (Some(before), _) if before == value => continue,
            (Some(Value::Object(before)), Value::Object(after)) if name == "properties" => {
                Value::Object(difference(before, after)?)
            }
            (Some(Value::Object(_)), _) | (_, Value::Null) => return None,
            _ => value.clone(),
        };
        patch.insert(name.clone(), change);
    }
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        patch.insert(name.clone(), Value::Null);
    }
    patch.sort_keys();
    Some(patch)
}
