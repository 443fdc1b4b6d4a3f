//! Objects as schemas: their keys, those that came and went, and what other files may add.

use serde_json::{Map, Value, json};

use super::needs::{ask_for_named, counts};
use super::place::Place;
use super::reader;
use super::title::title;
use super::writer::{Mode, Writer};
use crate::schema::node::Node;
use crate::syntax::ValueKind;

impl Writer {
    /// The schema of an object. As a value it lacks what must be there, which may come from a file
    /// that the object includes, or one around it: that is what it [needs](Self::needs).
    pub(super) fn object(&mut self, node: Node, place: &Place, mode: Mode) -> Map<String, Value> {
        let mut schema = Map::from_iter([("type".to_owned(), "object".into())]);
        let mut properties = Map::new();
        for (name, child) in node.properties() {
            let below = self.value(child, &place.child(name), mode);
            properties.insert(name.to_owned(), named(name, below, mode));
        }
        let additional = node.additional();
        let is_open = additional.is_some_and(Node::is_anything);
        if mode == Mode::Value {
            self.read_besides(node, place, &mut properties);
            // Objects of a union are told apart by other keys.
            if additional.is_none() && place.is_one_object() {
                for key in place.retired(self.target, &self.moved) {
                    let retired = json!({"description": key.fate, "deprecated": true, "not": {}});
                    properties.entry(key.name).or_insert(retired);
                }
            }
            if !is_open || !properties.is_empty() {
                let files = self.files();
                properties.entry("$include").or_insert(files);
            }
        }
        if place.is(&["agents"])
            && properties.contains_key("entries")
            && mode == Mode::Value
            && reader::listed_agent(place, node, self.target).is_some()
        {
            schema.insert("not".to_owned(), both(&["entries", "list"]));
        }
        if !properties.is_empty() {
            schema.insert("properties".to_owned(), properties.into());
        }
        match additional {
            // Channels of plugins are looked at from the root.
            None if mode == Mode::Value && place.is(&["channels"]) => {}
            None => drop(schema.insert("additionalProperties".to_owned(), false.into())),
            Some(other) if !other.is_anything() => {
                let other = self.value(other, &place.child("*"), mode);
                schema.insert("additionalProperties".to_owned(), other);
            }
            Some(_) => {}
        }
        if let Some(names) = node.names() {
            let names = self.value(names, place, Mode::Name);
            let names = if mode == Mode::Value {
                json!({"anyOf": [names, {"const": "$include"}]})
            } else {
                names
            };
            schema.insert("propertyNames".to_owned(), names);
        }
        if mode != Mode::Value {
            schema.append(&mut counts(node, place));
            ask_for_named(&mut schema);
        }
        self.conditions(node, place, mode, &mut schema);
        schema
    }

    /// Adds the keys that the reader takes although the catalog does not know them.
    fn read_besides(&mut self, node: Node, place: &Place, properties: &mut Map<String, Value>) {
        for (name, taken) in reader::keys(place, self.target) {
            properties.entry(name).or_insert_with(|| named(name, taken, Mode::Value));
        }
        if reader::is_listed(place, node) {
            let id = json!({"type": "string", "pattern": reader::AGENT_ID});
            let id = json!({"title": title("id"), "anyOf": [id, self.placeholder()]});
            properties.insert("id".to_owned(), id);
        }
        if let Some(agent) = reader::listed_agent(place, node, self.target) {
            let agent = self.whole(agent, &place.child("list").child("[]"));
            let list = json!({
                "title": title("list"),
                "description": reader::LIST,
                "deprecated": true,
                "anyOf": [{"type": "array", "items": agent}, self.include()],
            });
            properties.insert("list".to_owned(), list);
        }
    }
}

/// A key's schema under the key's title.
fn named(name: &str, schema: Value, mode: Mode) -> Value {
    if mode != Mode::Value {
        return schema;
    }
    match schema {
        Value::Object(schema) => {
            let mut named = Map::from_iter([("title".to_owned(), title(name).into())]);
            named.extend(schema);
            named.into()
        }
        other => other,
    }
}

/// That an object has all of some keys.
fn both(names: &[&str]) -> Value {
    let mut schema = Map::from_iter([("required".to_owned(), names.into())]);
    ask_for_named(&mut schema);
    schema.into()
}

impl Place {
    /// Whether there is one kind of object here, not a choice of several.
    pub(super) fn is_one_object(&self) -> bool {
        let mut open: Vec<Node> = self.now().to_vec();
        let mut objects = 0;
        while let Some(node) = open.pop() {
            open.extend(node.branches());
            let is_object = node.types().admits(ValueKind::Object) && !node.types().is_any();
            objects += usize::from(is_object);
        }
        objects == 1
    }
}
