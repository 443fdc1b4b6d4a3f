//! Where the printed schema and OpenClaw's reader differ, the reader is right.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Node, by_version, merge_patch, records, take_text};
use crate::keywords::is_parent;

/// Applies `corrections.jsonl` in `directory` to every release it speaks of.
///
/// A correction holds for the releases from its `since` to its `until`, both optional. It is one of
///
/// - `at`, a JSON pointer into the printed schema or a list of them, and `merge`, what to merge
///   there (RFC 7396; children that are new are written out). Each pointer leads somewhere in one of the releases at least;
/// - the same with `where`: the pointer begins at every object whose properties are these
///   constants, unless it is below one of the keys of the config that `outside` lists;
/// - `"required": "without-default"`: a key that has a default is required nowhere.
pub(crate) fn apply(catalog: &mut Catalog, directory: &Path) -> Result<(), String> {
    for mut correction in records(&directory.join("corrections.jsonl"))? {
        take_text(&mut correction, "reason")?;
        let correction = Correction::of(&correction)?;
        let mut missing = vec![None; correction.at.len()];
        for index in 0..catalog.releases.len() {
            let release = &catalog.releases[index];
            if !correction.speaks_of(&release.name) {
                continue;
            }
            let mut root = Value::String(release.root.clone());
            match correction.what {
                What::Merge(patch) => {
                    for (pointer, missing) in correction.at.iter().zip(&mut missing) {
                        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
                        match merge(catalog, &root, &steps, patch) {
                            Ok(merged) => (root, *missing) = (merged, Some(Ok(()))),
                            Err(error) => *missing = missing.take().or(Some(Err(error))),
                        }
                    }
                }
                What::MergeWhere { constants, ref outside, patch } => {
                    for (pointer, missing) in correction.at.iter().zip(&mut missing) {
                        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
                        let mut selection =
                            Selection { constants, steps, patch, done: BTreeMap::new(), hits: 0 };
                        root = selection.merge_outside(catalog, &root, outside)?;
                        *missing = if selection.hits > 0 {
                            Some(Ok(()))
                        } else {
                            missing.take().or(Some(Err("no object is like that".to_owned())))
                        };
                    }
                }
                What::DefaultsAreOptional => {
                    root = defaults_are_optional(catalog, &root, &mut BTreeMap::new())?;
                }
            }
            if let Value::String(root) = root {
                catalog.releases[index].root = root;
            }
        }
        for (pointer, missing) in correction.at.iter().zip(missing) {
            if let Some(Err(error)) = missing {
                return Err(format!("{pointer} leads nowhere: {error}"));
            }
        }
    }
    Ok(())
}

/// A line of the file.
struct Correction<'c> {
    since: Option<&'c str>,
    until: Option<&'c str>,
    at: Vec<&'c str>,
    what: What<'c>,
}

enum What<'c> {
    Merge(&'c Node),
    MergeWhere { constants: &'c Node, outside: Vec<&'c str>, patch: &'c Node },
    DefaultsAreOptional,
}

impl<'c> Correction<'c> {
    fn of(record: &'c Node) -> Result<Self, String> {
        let texts = |name: &str| -> Vec<&'c str> {
            match record.get(name) {
                Some(Value::String(text)) => vec![text],
                Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            }
        };
        let object = |name: &str| record.get(name).and_then(Value::as_object);
        let what = match (object("merge"), object("where")) {
            (Some(patch), None) => What::Merge(patch),
            (Some(patch), Some(constants)) => {
                What::MergeWhere { constants, outside: texts("outside"), patch }
            }
            _ if record.get("required") == Some(&"without-default".into()) => {
                What::DefaultsAreOptional
            }
            _ => return Err(format!("{record:?} is not a correction")),
        };
        let bound = |name: &str| record.get(name).and_then(Value::as_str);
        Ok(Self { since: bound("since"), until: bound("until"), at: texts("at"), what })
    }

    fn speaks_of(&self, release: &str) -> bool {
        let early = self.since.is_some_and(|since| by_version(release, since).is_lt());
        let late = self.until.is_some_and(|until| by_version(release, until).is_gt());
        !early && !late
    }
}

/// Merges into every object with certain constants.
struct Selection<'c> {
    constants: &'c Node,
    /// From such an object to where to merge.
    steps: Vec<&'c str>,
    patch: &'c Node,
    done: BTreeMap<String, Value>,
    /// How many objects were found.
    hits: usize,
}

impl Selection<'_> {
    /// The config's node with all of it merged, but for what stands under these keys.
    fn merge_outside(
        &mut self,
        catalog: &mut Catalog,
        root: &Value,
        outside: &[&str],
    ) -> Result<Value, String> {
        let id = root.as_str().ok_or("the config is anything")?;
        let mut node = catalog.node(id)?.clone();
        if let Some(Value::Object(keys)) = node.get_mut("properties") {
            for (_, child) in keys.iter_mut().filter(|(key, _)| !outside.contains(&key.as_str())) {
                *child = self.merge_below(catalog, child)?;
            }
        }
        catalog.intern(node).map(Value::String)
    }

    /// The node with all of it merged, at any depth.
    fn merge_below(&mut self, catalog: &mut Catalog, node: &Value) -> Result<Value, String> {
        let Value::String(id) = node else { return Ok(node.clone()) };
        if let Some(done) = self.done.get(id) {
            return Ok(done.clone());
        }
        let mut facts = catalog.node(id)?.clone();
        replace_children(&mut facts, |child| self.merge_below(catalog, child))?;
        let is_one = self.constants.iter().all(|(name, constant)| {
            let property = facts.get("properties").and_then(|all| all.get(name)?.as_str());
            let node = property.and_then(|id| catalog.nodes.get(id));
            node.is_some_and(|node| node.get("const") == Some(constant))
        });
        let mut changed = Value::String(catalog.intern(facts)?);
        if is_one && let Ok(merged) = merge(catalog, &changed, &self.steps, self.patch) {
            changed = merged;
            self.hits += 1;
        }
        self.done.insert(id.clone(), changed.clone());
        Ok(changed)
    }
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
        [] => {
            merge_patch(&mut node, patch);
            replace_children(&mut node, |child| written_out(catalog, child))?;
        }
        [keyword @ ("properties" | "anyOf" | "oneOf" | "allOf"), name, rest @ ..] => {
            let child = match node.get_mut(*keyword) {
                Some(Value::Array(list)) => {
                    name.parse().ok().and_then(|at: usize| list.get_mut(at))
                }
                children => children.and_then(|children| children.get_mut(*name)),
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

/// The id of a child that a correction writes out; other children stay as they are.
fn written_out(catalog: &mut Catalog, child: &Value) -> Result<Value, String> {
    let Value::Object(facts) = child else { return Ok(child.clone()) };
    let mut facts = facts.clone();
    replace_children(&mut facts, |child| written_out(catalog, child))?;
    catalog.intern(facts).map(Value::String)
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
