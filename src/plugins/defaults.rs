//! Defaults of a plugin's schema, which OpenClaw 2026.9.6 fills in before it judges.

use serde_json::{Map, Value as Json};

/// Fills the defaults of `schema` into `value`: of properties that are missing, at any depth, by
/// way of `allOf` and of references inside the schema.
pub(super) fn fill_in(schema: &Json, value: &mut Json) {
    Filler { root: schema, open: Vec::new() }.fill(schema, value);
}

struct Filler<'s> {
    root: &'s Json,
    /// The references on the way here; one that leads back is not followed.
    open: Vec<&'s str>,
}

impl<'s> Filler<'s> {
    fn fill(&mut self, schema: &'s Json, value: &mut Json) {
        let Some(facts) = schema.as_object() else { return };
        if let Some(reference) = facts.get("$ref").and_then(Json::as_str)
            && let Some(pointer) = reference.strip_prefix('#')
            && let Some(target) = self.root.pointer(pointer)
            && !self.open.contains(&reference)
        {
            self.open.push(reference);
            self.fill(target, value);
            self.open.pop();
        }
        for part in facts.get("allOf").and_then(Json::as_array).into_iter().flatten() {
            self.fill(part, value);
        }
        match value {
            Json::Object(map) => self.fill_object(facts, map),
            Json::Array(items) => {
                let each = facts.get("items").filter(|items| items.is_object());
                for item in items {
                    if let Some(schema) = each {
                        self.fill(schema, item);
                    }
                }
            }
            _ => {}
        }
    }

    fn fill_object(&mut self, facts: &'s Map<String, Json>, map: &mut Map<String, Json>) {
        let properties = facts.get("properties").and_then(Json::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            if !map.contains_key(name) {
                let Some(default) = schema.get("default") else { continue };
                map.insert(name.clone(), default.clone());
            }
            if let Some(value) = map.get_mut(name) {
                self.fill(schema, value);
            }
        }
        let others = facts.get("additionalProperties").filter(|others| others.is_object());
        let known = |name: &str| properties.is_some_and(|known| known.contains_key(name));
        for (name, value) in map.iter_mut() {
            if let Some(schema) = others
                && !known(name)
            {
                self.fill(schema, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn defaults_are_filled_in_where_something_is_missing() {
        let schema = json!({
            "$defs": { "port": { "properties": { "port": { "default": 80 } } } },
            "allOf": [{ "properties": { "a": { "default": "x" } } }],
            "properties": {
                "b": { "properties": { "c": { "default": 1 } }, "default": {} },
                "d": { "items": { "$ref": "#/$defs/port" } },
                "self": { "$ref": "#" },
            },
            "additionalProperties": { "properties": { "e": { "default": true } } },
        });
        let mut value = json!({ "d": [{}, { "port": 1 }, 2], "other": {}, "self": {} });
        fill_in(&schema, &mut value);
        assert_eq!(value["a"], "x");
        assert_eq!(value["b"], json!({ "c": 1 }));
        assert_eq!(value["d"], json!([{ "port": 80 }, { "port": 1 }, 2]));
        assert_eq!(value["other"], json!({ "e": true }));
    }
}
