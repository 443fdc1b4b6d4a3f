//! What OpenClaw 2026.9.6 adds to the schema that a plugin brings for a channel.

use serde_json::{Map, Value as Json, json};

/// Every channel, and every account of one, may say which heartbeats it shows.
pub(super) fn add_core_keys(schema: &mut Json) {
    let Some(facts) = schema.as_object_mut().filter(|facts| !facts.contains_key("$ref")) else {
        return;
    };
    for form in forms(facts) {
        add_core_keys(form);
    }
    let properties = facts.entry("properties").or_insert_with(|| Json::Object(Map::new()));
    let Some(properties) = properties.as_object_mut() else { return };
    let switch = json!({ "type": "boolean" });
    properties.insert(
        "heartbeatVisibility".to_owned(),
        json!({
            "type": "object",
            "properties": { "showOk": switch, "showAlerts": switch, "useIndicator": switch },
            "additionalProperties": false,
        }),
    );
    if let Some(accounts) = properties.get_mut("accounts") {
        add_to_accounts(accounts);
    }
}

/// The same for a map of accounts by name.
fn add_to_accounts(schema: &mut Json) {
    let Some(facts) = schema.as_object_mut() else { return };
    for form in forms(facts) {
        add_to_accounts(form);
    }
    if let Some(others) = facts.get_mut("additionalProperties").filter(|others| others.is_object())
    {
        add_core_keys(others);
    }
    for named in ["properties", "patternProperties"] {
        let named = facts.get_mut(named).and_then(Json::as_object_mut);
        named.into_iter().flat_map(Map::values_mut).for_each(add_core_keys);
    }
}

/// The schemas that the value is to fit as well, or one of them.
fn forms(facts: &mut Map<String, Json>) -> impl Iterator<Item = &mut Json> {
    let lists =
        facts.iter_mut().filter(|(name, _)| matches!(name.as_str(), "allOf" | "anyOf" | "oneOf"));
    lists.filter_map(|(_, list)| list.as_array_mut()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_and_their_accounts_show_heartbeats() {
        let closed = json!({ "type": "object", "additionalProperties": false });
        let mut schema = json!({
            "properties": { "accounts": { "additionalProperties": closed } },
            "additionalProperties": false,
        });
        add_core_keys(&mut schema);
        let schema = super::super::ConfigSchema::new(schema);
        let shown = json!({ "showOk": true });
        let config = json!({ "heartbeatVisibility": shown, "accounts": { "a": { "heartbeatVisibility": shown } } });
        assert_eq!(schema.mismatches(&config), []);
        assert_eq!(schema.mismatches(&json!({ "heartbeatVisibility": { "nope": 1 } })).len(), 1);
    }
}
