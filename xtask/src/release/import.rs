//! From the schema that OpenClaw prints to nodes of the catalog: facts stay, prose goes.

use serde_json::{Map, Value};

use crate::catalog::{Catalog, Node};

/// Words for people. They belong to OpenClaw and say nothing about what it accepts.
const PROSE: [&str; 5] = ["$comment", "$schema", "description", "examples", "title"];
/// Facts that stand as they are printed.
const PLAIN: [&str; 17] = [
    "const",
    "default",
    "deprecated",
    "enum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "pattern",
    "required",
    "uniqueItems",
];

/// Adds the nodes of a printed schema and gives the id of its root.
pub(crate) fn import(catalog: &mut Catalog, schema: &Value) -> Result<String, String> {
    let mut import = Import { catalog, definitions: Vec::new(), following: Vec::new() };
    match import.node(schema)? {
        Value::String(id) => Ok(id),
        _ => Err("the schema says nothing".to_owned()),
    }
}

struct Import<'c, 's> {
    catalog: &'c mut Catalog,
    /// The `$defs` around the current place, outermost first. A plugin's schema is embedded with
    /// its own, and its references are meant relative to it.
    definitions: Vec<&'s Map<String, Value>>,
    /// The references being followed, to notice one that leads back to itself.
    following: Vec<&'s str>,
}

impl<'s> Import<'_, 's> {
    /// The id of a schema's node, or `true` or `false` for one that takes anything or nothing.
    fn node(&mut self, schema: &'s Value) -> Result<Value, String> {
        let Value::Object(schema) = schema else {
            return match schema {
                Value::Bool(_) => Ok(schema.clone()),
                _ => Err(format!("{schema} is not a schema")),
            };
        };
        let own = schema.get("$defs").and_then(Value::as_object);
        self.definitions.extend(own);
        let node = self.facts(schema);
        if own.is_some() {
            self.definitions.pop();
        }
        node
    }

    fn facts(&mut self, schema: &'s Map<String, Value>) -> Result<Value, String> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.follow(reference);
        }
        let mut node = Node::new();
        for (keyword, value) in schema {
            let fact = match (keyword.as_str(), value) {
                ("$defs", _) => continue,
                (prose, _) if PROSE.contains(&prose) => continue,
                ("required", Value::Array(names)) => sorted(names),
                ("type", Value::Array(types)) => sorted(types),
                ("type", Value::String(_)) => value.clone(),
                (plain, _) if PLAIN.contains(&plain) => value.clone(),
                ("properties", Value::Object(properties)) => {
                    let mut by_name = Map::new();
                    for (name, property) in properties {
                        by_name.insert(name.clone(), self.node(property)?);
                    }
                    by_name.sort_keys();
                    Value::Object(by_name)
                }
                // Every name is a string.
                ("propertyNames", names) if *names == serde_json::json!({"type": "string"}) => {
                    continue;
                }
                ("allOf" | "anyOf" | "oneOf" | "items", Value::Array(list)) => {
                    Value::Array(list.iter().map(|item| self.node(item)).collect::<Result<_, _>>()?)
                }
                (
                    "additionalItems"
                    | "additionalProperties"
                    | "if"
                    | "items"
                    | "not"
                    | "propertyNames"
                    | "then",
                    child,
                ) => self.node(child)?,
                _ => {
                    return Err(format!(
                        "`{keyword}: {value}` is new: teach build/tables.rs and the validator first"
                    ));
                }
            };
            if fact != Value::Array(Vec::new()) {
                node.insert(keyword.clone(), fact);
            }
        }
        if node.is_empty() {
            return Ok(Value::Bool(true));
        }
        Ok(Value::String(self.catalog.intern(node)?))
    }

    fn follow(&mut self, reference: &'s str) -> Result<Value, String> {
        if self.following.contains(&reference) {
            return Err(format!("{reference} leads back to itself"));
        }
        let name = reference.strip_prefix("#/$defs/");
        let target = name.and_then(|name| {
            self.definitions.iter().rev().find_map(|definitions| definitions.get(name))
        });
        let target = target.ok_or_else(|| format!("{reference} leads nowhere"))?;
        self.following.push(reference);
        let node = self.node(target);
        self.following.pop();
        node
    }
}

/// A set, in order.
fn sorted(set: &[Value]) -> Value {
    let mut set = set.to_vec();
    set.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    Value::Array(set)
}
