//! What OpenClaw's reader does to a config before it validates, done once more for the judge, and
//! on other data than the library does it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// The config as the schema meets it.
pub(crate) fn read(mut config: Value) -> Value {
    drop_proto(&mut config);
    budgets(&mut config);
    roster(&mut config);
    if let Some(plugin) = config.pointer_mut("/plugins/entries/github-copilot/config") {
        let switch = plugin.get("discovery").and_then(Value::as_object);
        if switch.is_some_and(|switch| switch.keys().all(|key| key == "enabled")) {
            plugin.as_object_mut().map(|plugin| plugin.shift_remove("discovery"));
        }
    }
    plugin_names(&mut config);
    ignored_channels(&mut config);
    plugin_ids(&mut config);
    config
}

/// Entries of plugins are found by their names in lower case; one of the very name comes first.
fn plugin_names(config: &mut Value) {
    let known = clawtidy::schema::Release::LATEST.lookup(&["plugins", "entries"]);
    let known = known.expect("plugins.entries");
    let Some(Value::Object(entries)) = config.pointer_mut("/plugins/entries") else { return };
    for (name, entry) in std::mem::take(entries) {
        let plain = name.trim().to_lowercase();
        let is_other = known.property(&name).is_none() && known.property(&plain).is_some();
        if is_other && !entries.contains_key(&plain) {
            entries.insert(plain, entry);
        } else {
            entries.insert(name, entry);
        }
    }
}

fn drop_proto(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.shift_remove("__proto__");
            object.values_mut().for_each(drop_proto);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_proto),
        _ => {}
    }
}

fn budgets(config: &mut Value) {
    if let Some(Value::Object(defaults)) = config.pointer_mut("/agents/defaults") {
        defaults.shift_remove("contextTokens");
    }
    if let Some(Value::Object(entries)) = config.pointer_mut("/agents/entries") {
        for entry in entries.values_mut().filter_map(Value::as_object_mut) {
            entry.shift_remove("contextTokens");
        }
    }
    if let Some(Value::Array(list)) = config.pointer_mut("/agents/list") {
        for agent in list.iter_mut().filter_map(Value::as_object_mut) {
            agent.shift_remove("contextTokens");
        }
    }
    let Some(Value::Object(providers)) = config.pointer_mut("/models/providers") else { return };
    for provider in providers.values_mut().filter_map(Value::as_object_mut) {
        for name in ["contextTokens", "contextWindow"] {
            let Some(budget) = provider.shift_remove(name) else { continue };
            let rows = provider.get_mut("models").and_then(Value::as_array_mut);
            for row in rows.into_iter().flatten().filter_map(Value::as_object_mut) {
                row.entry(name).or_insert_with(|| budget.clone());
            }
        }
    }
}

fn roster(config: &mut Value) {
    let Some(Value::Object(agents)) = config.get_mut("agents") else { return };
    let Some(Value::Array(list)) = agents.get("list") else { return };
    let mut ids = BTreeSet::new();
    let well_formed = list.iter().all(|agent| {
        let Some(Value::String(id)) = agent.get("id") else { return false };
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
        (1..=64).contains(&id.len())
            && id.chars().all(letters)
            && !id.starts_with('-')
            && !(id.starts_with('_') && id.ends_with('-'))
            && ids.insert(id.clone())
            && agent.get("default").is_none_or(Value::is_boolean)
    });
    if !well_formed || agents.contains_key("entries") {
        return;
    }
    let mut entries = Map::new();
    for agent in list {
        let mut agent = agent.clone();
        if let Some(Value::String(id)) = agent.as_object_mut().and_then(|a| a.shift_remove("id")) {
            entries.insert(id, agent);
        }
    }
    agents.shift_remove("list");
    agents.insert("entries".to_owned(), Value::Object(entries));
}

/// Unknown channels of plugins that the config speaks of, nameless ones, and those that another
/// stands for whose name is the same but for spaces around it.
fn ignored_channels(config: &mut Value) {
    let allowed = config.pointer("/plugins/allow").and_then(Value::as_array);
    let allowed = allowed.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    let entries = config.pointer("/plugins/entries").and_then(Value::as_object);
    let mut named: BTreeSet<String> = allowed.collect();
    named.extend(entries.into_iter().flat_map(Map::keys).cloned());
    let named: BTreeSet<String> = named.iter().map(|name| name.trim().to_lowercase()).collect();
    let latest = clawtidy::schema::Release::LATEST;
    let known = latest.lookup(&["channels"]).expect("channels");
    let bundled = latest.lookup(&["plugins", "entries"]).expect("entries of plugins");
    if let Some(Value::Object(channels)) = config.get_mut("channels") {
        let written: BTreeSet<String> = channels.keys().cloned().collect();
        channels.retain(|name, _| {
            let id = name.trim().to_lowercase();
            let of_plugin = named.contains(&id) && bundled.property(&id).is_none();
            let stands_there = name.trim() != name && written.contains(name.trim());
            known.property(name).is_some() || !(of_plugin || stands_there || name.trim().is_empty())
        });
    }
}

/// Ids of plugins are trimmed and ignore case. Of several entries of a plugin the last config
/// counts; the others are taken for those of strangers here, of which anything goes in a config.
fn plugin_ids(config: &mut Value) {
    let Some(Value::Object(entries)) = config.pointer_mut("/plugins/entries") else { return };
    let mut by_id: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for (name, entry) in std::mem::take(entries) {
        by_id.entry(name.trim().to_lowercase()).or_default().push((name, entry));
    }
    for (id, mut same) in by_id {
        let last = same.iter().rposition(|(_, entry)| entry.get("config").is_some());
        let (name, counts) = same.remove(last.unwrap_or_default());
        for (own, mut other) in same {
            if let Some(other) = other.as_object_mut() {
                other.shift_remove("config");
            }
            entries.insert(if own == id { name.clone() } else { own }, other);
        }
        entries.insert(id, counts);
    }
}
