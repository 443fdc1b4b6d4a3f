//! The catalog's data: `nodes.jsonl` and `releases.jsonl`.
//!
//! Shared by `build.rs`, which turns the data into tables, and `xtask`, which extends it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use crate::keywords::children;

/// What one place of a config may hold: the facts of one node of a JSON Schema, its children given
/// by id (a string), or as `true` (anything) or `false` (nothing).
pub(crate) type Node = Map<String, Value>;

/// Every node of every release, shared where releases agree.
pub(crate) struct Catalog {
    /// By id, which is made from the content.
    pub(crate) nodes: BTreeMap<String, Node>,
    /// Oldest first.
    pub(crate) releases: Vec<Release>,
}

/// A release and where its facts come from.
pub(crate) struct Release {
    /// Its version, `2026.9.6`.
    pub(crate) name: String,
    /// The npm package that holds it.
    pub(crate) package: String,
    /// The id of the node for the whole config.
    pub(crate) root: String,
}

impl Catalog {
    /// Reads the data in `directory`; files that are not there yet are empty.
    pub(crate) fn read(directory: &Path) -> Result<Self, String> {
        let mut written = BTreeMap::new();
        for mut node in records(&directory.join("nodes.jsonl"))? {
            written.insert(take_text(&mut node, "id")?, node);
        }
        let mut nodes = BTreeMap::new();
        let ids: Vec<String> = written.keys().cloned().collect();
        for id in ids {
            // From the node up to one that is like no other, then down again.
            let mut chain = vec![id];
            while let Some(at) = chain.last() {
                let Some(node) = written.get(at) else { break };
                match node.get("like").and_then(Value::as_str) {
                    Some(other) => chain.push(other.to_owned()),
                    None => break,
                }
            }
            while let Some(id) = chain.pop() {
                let Some(mut node) = written.remove(&id) else { continue };
                if node.contains_key("like") {
                    let like = take_text(&mut node, "like")?;
                    let like: &Node = nodes.get(&like).ok_or_else(|| format!("no node {like}"))?;
                    let patch = std::mem::replace(&mut node, like.clone());
                    merge_patch(&mut node, &patch);
                    sort(&mut node);
                }
                if id_of(&node) != id {
                    return Err(format!("node {id} is not what its id was made from"));
                }
                nodes.insert(id, node);
            }
        }
        let mut releases = Vec::new();
        for mut record in records(&directory.join("releases.jsonl"))? {
            releases.push(Release {
                name: take_text(&mut record, "release")?,
                package: take_text(&mut record, "package")?,
                root: take_text(&mut record, "root")?,
            });
        }
        Ok(Self { nodes, releases })
    }

    /// The node of that id.
    pub(crate) fn node(&self, id: &str) -> Result<&Node, String> {
        self.nodes.get(id).ok_or_else(|| format!("there is no node {id}"))
    }

    /// The ids of every node that a release reaches, each before what it leads to first.
    pub(crate) fn reachable(&self) -> Result<Vec<&str>, String> {
        let mut open: Vec<&str> = self.releases.iter().map(|r| r.root.as_str()).collect();
        let (mut seen, mut order) = (BTreeSet::new(), Vec::new());
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                order.push(id);
                let children = children(self.node(id)?);
                open.extend(children.into_iter().rev().filter_map(Value::as_str));
            }
        }
        Ok(order)
    }

    /// Adds a node unless an equal one is there, and gives its id.
    pub(crate) fn intern(&mut self, mut node: Node) -> Result<String, String> {
        sort(&mut node);
        let id = id_of(&node);
        match self.nodes.get(&id) {
            Some(known) if *known != node => Err(format!("two nodes have the id {id}")),
            Some(_) => Ok(id),
            None => {
                self.nodes.insert(id.clone(), node);
                Ok(id)
            }
        }
    }
}

/// Merges a patch into facts as RFC 7396 says: `null` takes one out.
pub(crate) fn merge_patch(facts: &mut Node, patch: &Node) {
    for (name, value) in patch {
        match (value, facts.get_mut(name)) {
            (Value::Null, _) => drop(facts.shift_remove(name)),
            (Value::Object(patch), Some(Value::Object(facts))) => merge_patch(facts, patch),
            _ => drop(facts.insert(name.clone(), value.clone())),
        }
    }
}

/// Puts facts, and the names of properties, in order.
fn sort(node: &mut Node) {
    node.sort_keys();
    if let Some(Value::Object(properties)) = node.get_mut("properties") {
        properties.sort_keys();
    }
}

/// Orders versions as numbers: `2026.4.9` before `2026.4.15`.
pub(crate) fn by_version(a: &str, b: &str) -> Ordering {
    let numbers = |version: &str| -> Vec<u32> {
        version.split(['.', '-']).map(|part| part.parse().unwrap_or(0)).collect()
    };
    numbers(a).cmp(&numbers(b))
}

/// The objects of a file that holds one a line.
pub(crate) fn records(file: &Path) -> Result<Vec<Node>, String> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let error = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|e| error(&e))?;
    let lines = text.split('\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|e| error(&e))).collect()
}

/// Takes a string out of a record.
pub(crate) fn take_text(record: &mut Node, name: &str) -> Result<String, String> {
    match record.shift_remove(name) {
        Some(Value::String(text)) => Ok(text),
        other => Err(format!("`{name}` should be a string, not {other:?}")),
    }
}

/// An id from the content: 40 bits of FNV-1a in base 32. Two equal ids are noticed when a node is
/// added.
fn id_of(node: &Node) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let text = Value::Object(node.clone()).to_string();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = hash ^ (hash >> 40);
    let digit = |bits: u64| char::from(DIGITS[usize::try_from(bits & 31).unwrap_or_default()]);
    (0..8).map(|at| digit(hash >> (at * 5))).collect()
}
