//! What must be there: it may come from other files as long as any adds to the object, or to one
//! around it.

use serde_json::{Map, Value, json};

use super::place::Place;
use super::reader;
use super::writer::{Mode, Writer};
use crate::schema::node::Node;
use crate::schema::tables::Fact;
use crate::syntax::ValueKind;

impl Writer {
    /// What a value needs beyond its schema where no other file adds to it, or to what is in it;
    /// `None` if that is nothing. Items of lists are whole by themselves.
    pub(super) fn needs(&mut self, node: Node, place: &Place) -> Option<Value> {
        let settled = !reader::is_listed(place, node);
        if settled && self.content.contains(&node) {
            return None;
        }
        let needs = if node.branches().len() > 0 {
            self.needs_of_union(node, place)
        } else {
            self.needs_of_one(node, place)
        };
        if settled && needs.is_none() {
            self.content.insert(node);
        }
        let needs = needs?;
        Some(self.pool.keep(needs, || format!("needs.{}", place.name())))
    }

    /// Which branch is meant decides what is needed.
    fn needs_of_union(&mut self, node: Node, place: &Place) -> Option<Value> {
        let mut branches = Vec::new();
        flatten(node, &mut branches);
        let of = |kind: ValueKind| {
            let takes = |branch: &Node| branch.types().admits(kind) && !branch.types().is_any();
            branches.iter().copied().filter(takes).collect::<Vec<Node>>()
        };
        let mut ways = Vec::new();
        let mut with_needs = Vec::new();
        for (kind, name) in [(ValueKind::Object, "object"), (ValueKind::Array, "array")] {
            let branches = of(kind);
            let needs: Vec<Option<Value>> =
                branches.iter().map(|branch| self.needs(*branch, place)).collect();
            if needs.iter().all(Option::is_none) {
                continue;
            }
            with_needs.push(name);
            match <[Option<Value>; 1]>::try_from(needs) {
                Ok([only]) => ways.extend(only),
                Err(_) => {
                    ways.extend(branches.into_iter().map(|branch| self.whole(branch, place)));
                }
            }
        }
        let others: Vec<Value> = with_needs.iter().map(|name| json!({ "type": name })).collect();
        let others = match others.as_slice() {
            [] => return None,
            [one] => one.clone(),
            several => json!({ "anyOf": several }),
        };
        ways.insert(0, json!({ "not": others }));
        Some(json!({ "anyOf": ways }))
    }

    fn needs_of_one(&mut self, node: Node, place: &Place) -> Option<Value> {
        let mut parts: Vec<Value> =
            node.all_of().filter_map(|part| self.needs(part, place)).collect();
        parts.extend(self.needs_of_condition(node, place));
        parts.extend(self.needs_of_object(node, place));
        let mut list = Map::from_iter([("type".to_owned(), "array".into())]);
        let is_tuple = node.facts().iter().any(|fact| matches!(fact, Fact::Tuple(_)));
        for fact in node.facts() {
            if matches!(fact, Fact::MinItems(_) | Fact::MaxItems(_)) && !is_tuple {
                let (keyword, value) = node.keyword(*fact);
                list.insert(keyword.to_owned(), value);
            }
        }
        if list.len() > 1 {
            parts.push(list.into());
        }
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(json!({ "allOf": parts })),
        }
    }

    /// What is needed under a condition.
    fn needs_of_condition(&mut self, node: Node, place: &Place) -> Option<Value> {
        let mut condition = None;
        let mut then = None;
        for fact in node.facts() {
            match *fact {
                Fact::If(child) => condition = Some(Node(child)),
                Fact::Then(child) => then = self.needs(Node(child), place),
                _ => {}
            }
        }
        let (condition, then) = (condition?, then?);
        let condition = self.value(condition, place, Mode::Condition);
        Some(json!({"if": condition, "then": then}))
    }

    fn needs_of_object(&mut self, node: Node, place: &Place) -> Option<Value> {
        let mut needs = Map::from_iter([("type".to_owned(), "object".into())]);
        needs.append(&mut counts(node, place));
        let mut properties = Map::new();
        for (name, child) in node.properties() {
            let below = place.child(name);
            properties.extend(self.needs(child, &below).map(|below| (name.to_owned(), below)));
        }
        let others = node.additional().filter(|other| !other.is_anything());
        let others = others.and_then(|other| self.needs(other, &place.child("*")));
        if let Some(others) = others {
            for (name, _) in node.properties() {
                properties.entry(name).or_insert_with(|| json!({}));
            }
            needs.insert("additionalProperties".to_owned(), others);
        }
        if !properties.is_empty() {
            needs.insert("properties".to_owned(), properties.into());
        }
        if needs.len() == 1 {
            return None;
        }
        ask_for_named(&mut needs);
        let mut schema = Map::from_iter([("type".to_owned(), "object".into())]);
        schema.insert("if".to_owned(), self.alone());
        schema.insert("then".to_owned(), needs.into());
        Some(schema.into())
    }

    /// An object to which no other file adds.
    fn alone(&mut self) -> Value {
        let schema = json!({"type": "object", "propertyNames": {"not": {"const": "$include"}}});
        self.pool.define(schema, "alone")
    }
}

/// The branches of a union and of those in it.
fn flatten(node: Node, branches: &mut Vec<Node>) {
    if node.branches().len() == 0 {
        branches.push(node);
    }
    node.branches().for_each(|branch| flatten(branch, branches));
}

/// The keys that must be there, and how many there must be.
pub(super) fn counts(node: Node, place: &Place) -> Map<String, Value> {
    let are = |fact: &&Fact| {
        matches!(fact, Fact::Required(_) | Fact::MinProperties(_) | Fact::MaxProperties(_))
    };
    let mut needs: Map<String, Value> = Map::new();
    for fact in node.facts().iter().filter(are) {
        let (keyword, value) = node.keyword(*fact);
        needs.insert(keyword.to_owned(), value);
    }
    if reader::is_listed(place, node) {
        let required = needs.entry("required").or_insert_with(|| json!([]));
        if let Value::Array(required) = required {
            required.push("id".into());
        }
    }
    needs
}

/// Names all keys that the schema asks for, as ajv's `strictRequired` would have it.
pub(super) fn ask_for_named(schema: &mut Map<String, Value>) {
    let Some(Value::Array(required)) = schema.get("required").cloned() else { return };
    if let Value::Object(properties) = schema.entry("properties").or_insert_with(|| json!({})) {
        for name in required.iter().filter_map(Value::as_str) {
            properties.entry(name).or_insert_with(|| json!({}));
        }
    }
}
