//! What OpenClaw's reader takes although the catalog does not know it: [`Reading`] in other words.
//!
//! [`Reading`]: crate::schema::reader

use serde_json::{Value, json};

use super::place::Place;
use crate::schema::node::Node;
use crate::schema::release::Release;
use crate::syntax::Segment;

/// The keys that the reader takes right below a place, each with what it takes there.
pub(super) fn keys(place: &Place, target: Release) -> Vec<(&'static str, Value)> {
    let names: Vec<&str> = place.key.iter().map(Segment::as_str).collect();
    match names.as_slice() {
        ["agents", "defaults"] | ["agents", "entries" | "list", _]
            if target.is_since("2026.8.1") =>
        {
            vec![("contextTokens", passed_over("OpenClaw passes over it"))]
        }
        ["models", "providers", _] if target.is_since("2026.8.1") => {
            let moved = || passed_over("OpenClaw reads it from the provider's models");
            vec![("contextTokens", moved()), ("contextWindow", moved())]
        }
        ["plugins", "entries", "github-copilot", "config"] if target.is_since("2026.9.5") => {
            let mut switch = passed_over("OpenClaw passes over it");
            if let Value::Object(switch) = &mut switch {
                switch.insert("type".to_owned(), "object".into());
                switch.insert("properties".to_owned(), json!({"enabled": {}}));
                switch.insert("additionalProperties".to_owned(), false.into());
            }
            vec![("discovery", switch)]
        }
        _ => Vec::new(),
    }
}

/// Whether the reader takes keys at a place or below it that hang on where it is.
pub(super) fn reaches(place: &Place) -> bool {
    let depth = place.key.len();
    let within = |path: &[&str]| {
        let pairs = path.iter().zip(&place.key);
        depth <= path.len() && pairs.into_iter().all(|(step, name)| step == name)
    };
    PLACES.iter().any(|path| within(path))
}

/// Where the reader takes keys.
const PLACES: [&[&str]; 6] = [
    &["agents", "defaults"],
    &["agents", "entries", "*"],
    &["agents", "list", "[]"],
    &["channels"],
    &["models", "providers", "*"],
    &["plugins", "entries", "github-copilot", "config"],
];

/// What is to know about `agents.list`.
pub(super) const LIST: &str =
    "The older form of `agents.entries`; OpenClaw converts it whenever it reads the config.";

fn passed_over(reason: &str) -> Value {
    json!({"description": format!("{reason}."), "deprecated": true})
}

/// The node of an agent, where the reader turns `agents.list` into `agents.entries`.
pub(super) fn listed_agent(place: &Place, agents: Node, target: Release) -> Option<Node> {
    let reads = place.is(&["agents"]) && target.is_since("2026.8.1");
    let entries = agents.property("entries").filter(|_| reads && agents.property("list").is_none());
    entries.and_then(Node::additional)
}

/// Whether `agent` is listed where the reader turns the list into entries, whose names the ids
/// become.
pub(super) fn is_listed(place: &Place, agent: Node) -> bool {
    place.is(&["agents", "list", "[]"]) && agent.property("id").is_none()
}

/// What the id of a listed agent must be: its normal form.
pub(super) const AGENT_ID: &str = "^(?:[a-z0-9][a-z0-9_-]{0,63}|_(?:[a-z0-9_-]{0,62}[a-z0-9_])?)$";

/// Names of channels that the reader passes over whatever stands there: blank ones, and those that
/// another stands for.
pub(super) const PASSED_OVER_CHANNELS: &str = r"^\s*$|^\s|\s$";

/// What holds of the whole config: a channel that the target does not know is one of a plugin, so
/// that the config must name a plugin which does not come with OpenClaw.
pub(super) fn channels_of_plugins(target: Release) -> Option<Value> {
    let channels = target.lookup(&["channels"]).filter(|node| node.additional().is_none())?;
    let known: Vec<&str> = channels.properties().map(|(name, _)| name).collect();
    let bundled: Vec<&str> = target.bundled().collect();
    let ids = |kind: &str| json!({"type": "object", "propertyNames": {kind: bundled}});
    // What another file adds is not known.
    let whole = json!({"not": {"const": "$include"}});
    let plugins = json!({
        "type": "object",
        "propertyNames": whole,
        "properties": {
            "allow": {"type": "array", "items": {"enum": bundled}},
            "entries": ids("enum"),
            "installs": ids("enum"),
        },
    });
    let names: Vec<&str> = known.into_iter().chain(["$include"]).collect();
    let passed_over = super::pattern::portable(PASSED_OVER_CHANNELS);
    let names = json!([{"enum": names}, {"pattern": passed_over}]);
    let channels = json!({"type": "object", "propertyNames": {"anyOf": names}});
    Some(json!({
        "if": {"propertyNames": whole, "properties": {"plugins": plugins}},
        "then": {"properties": {"channels": channels}},
    }))
}
