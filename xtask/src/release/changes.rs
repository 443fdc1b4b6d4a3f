//! What a release accepts that the one before did not, and the other way round, for reviewers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Release};

/// The changes of `release` against the `earlier` one: `+` a key that is new, `-` a key that is
/// gone, `~` a key whose facts differ. `*` stands for any name, `[]` for any item. Of what came or
/// went together only the topmost key is listed.
pub(crate) fn list(
    catalog: &Catalog,
    earlier: Option<&Release>,
    release: &Release,
) -> Result<String, String> {
    let new = Value::String(release.root.clone());
    let keys = keys_below(catalog, &new)?;
    let Some(earlier) = earlier else {
        return Ok(format!("{}, the oldest in the catalog: {keys} keys\n", release.name));
    };
    let old = Value::String(earlier.root.clone());
    let mut changes = Changes { catalog, lines: Vec::new(), facts: BTreeMap::new() };
    changes.compare("", &old, &new)?;
    let mut text = format!("{} against {}: {keys} keys\n", release.name, earlier.name);
    for line in &changes.lines {
        let _ = writeln!(text, "{line}");
    }
    for (fact, places) in &changes.facts {
        let shown = places.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let more = places.len().saturating_sub(3);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let _ = writeln!(text, "~ {shown}{more}: {fact}");
    }
    Ok(text)
}

struct Changes<'c> {
    catalog: &'c Catalog,
    /// Keys that came or went.
    lines: Vec<String>,
    /// Facts that changed, each with the keys where it did.
    facts: BTreeMap<String, BTreeSet<String>>,
}

impl Changes<'_> {
    fn compare(&mut self, path: &str, old: &Value, new: &Value) -> Result<(), String> {
        if old == new {
            return Ok(());
        }
        let nothing = Map::new();
        let (from, to) = (facts(self.catalog, old)?, facts(self.catalog, new)?);
        let (from, to) = (from.unwrap_or(&nothing), to.unwrap_or(&nothing));
        if old.is_boolean() || new.is_boolean() {
            self.changed(path, &summary(self.catalog, old), &summary(self.catalog, new));
        }
        for keyword in from.keys().chain(to.keys()).collect::<BTreeSet<_>>() {
            let (left, right) = (from.get(keyword), to.get(keyword));
            let below = match keyword.as_str() {
                "properties" => {
                    self.names(path, left, right)?;
                    continue;
                }
                "anyOf" | "oneOf" | "allOf" => {
                    self.branches(path, left, right)?;
                    continue;
                }
                "additionalProperties" => format!("{path}.*"),
                "items" | "additionalItems" => format!("{path}[]"),
                "propertyNames" => format!("{path}.(name)"),
                "if" | "then" | "not" => path.to_owned(),
                _ => {
                    let show = |fact: Option<&Value>| match fact {
                        Some(value) => format!("{keyword} {value}"),
                        None => format!("no {keyword}"),
                    };
                    if left != right {
                        self.changed(path, &show(left), &show(right));
                    }
                    continue;
                }
            };
            match (left, right) {
                (Some(Value::Array(_)), _) | (_, Some(Value::Array(_))) => {
                    self.branches(&below, left, right)?;
                }
                _ => {
                    let anything = Value::Bool(true);
                    self.compare(&below, left.unwrap_or(&anything), right.unwrap_or(&anything))?;
                }
            }
        }
        Ok(())
    }

    fn names(
        &mut self,
        path: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> Result<(), String> {
        let nothing = Map::new();
        let map = |value: Option<&'_ Value>| value.and_then(Value::as_object).cloned();
        let (old, new) = (map(old).unwrap_or(nothing.clone()), map(new).unwrap_or(nothing));
        for name in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) => self.compare(&below, old, new)?,
                (Some(old), None) => self.came_or_went('-', &below, old)?,
                (None, Some(new)) => self.came_or_went('+', &below, new)?,
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// Pairs the branches of a union: equal ones first, then in order.
    fn branches(
        &mut self,
        path: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> Result<(), String> {
        let list = |value: Option<&Value>| match value {
            Some(Value::Array(list)) => list.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        let (mut old, mut new) = (list(old), list(new));
        let both: Vec<_> = old.iter().filter(|branch| new.contains(branch)).cloned().collect();
        old.retain(|branch| !both.contains(branch));
        new.retain(|branch| !both.contains(branch));
        let paired = old.len().min(new.len());
        for (old, new) in old.iter().zip(&new) {
            self.compare(path, old, new)?;
        }
        for gone in &old[paired..] {
            self.changed(path, &summary(self.catalog, gone), "no longer");
        }
        for added in &new[paired..] {
            self.changed(path, "nothing", &summary(self.catalog, added));
        }
        Ok(())
    }

    fn came_or_went(&mut self, sign: char, path: &str, node: &Value) -> Result<(), String> {
        let below = match keys_below(self.catalog, node)? {
            0 => String::new(),
            1 => ", 1 key below".to_owned(),
            keys => format!(", {keys} keys below"),
        };
        self.lines.push(format!("{sign} {path}: {}{below}", summary(self.catalog, node)));
        Ok(())
    }

    fn changed(&mut self, path: &str, from: &str, to: &str) {
        let path = if path.is_empty() { "the config" } else { path };
        self.facts.entry(format!("{from} -> {to}")).or_default().insert(path.to_owned());
    }
}

fn facts<'c>(catalog: &'c Catalog, node: &Value) -> Result<Option<&'c Map<String, Value>>, String> {
    node.as_str().map(|id| catalog.node(id)).transpose()
}

/// What a node takes, in a few words.
fn summary(catalog: &Catalog, node: &Value) -> String {
    match facts(catalog, node) {
        Ok(Some(facts)) => {
            let plain = ["const", "enum", "pattern", "type"].iter().find_map(|&keyword| {
                facts.get(keyword).map(|value| match value {
                    Value::String(text) if keyword == "type" => text.clone(),
                    other => format!("{keyword} {other}"),
                })
            });
            plain.unwrap_or_else(|| "one of several".to_owned())
        }
        _ if *node == Value::Bool(false) => "nothing".to_owned(),
        _ => "anything".to_owned(),
    }
}

/// How many different keys a node names, at any depth.
fn keys_below(catalog: &Catalog, node: &Value) -> Result<usize, String> {
    let mut keys = BTreeSet::new();
    let mut open = vec![(String::new(), node.clone())];
    while let Some((path, node)) = open.pop() {
        let Some(facts) = facts(catalog, &node)? else { continue };
        for (keyword, value) in facts {
            let below = match keyword.as_str() {
                "properties" => {
                    for (name, child) in value.as_object().into_iter().flatten() {
                        let path = format!("{path}.{name}");
                        open.push((path.clone(), child.clone()));
                        keys.insert(path);
                    }
                    continue;
                }
                "anyOf" | "oneOf" | "allOf" | "then" => path.clone(),
                "additionalProperties" => format!("{path}.*"),
                "items" | "additionalItems" => format!("{path}[]"),
                _ => continue,
            };
            let children = match value {
                Value::Array(list) => list.as_slice(),
                one => std::slice::from_ref(one),
            };
            open.extend(children.iter().map(|child| (below.clone(), child.clone())));
        }
    }
    Ok(keys.len())
}
