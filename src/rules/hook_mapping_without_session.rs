//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, trim};
use crate::syntax::{Array, Key, Value};

rule! {
    /// A webhook mapping is to keep its session, and does not say which.
    ///
    /// With `sessionMode: "persistent"` each call goes on in one session of the agent. Its name comes
    /// from the mapping's `sessionKey`, from `hooks.defaultSessionKey`, or from a `transform`. OpenClaw
    /// rejects a config where there is none of them. Mappings with `action: "wake"` need none.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: {
    ///     mappings: [
    ///       { match: { path: "build" }, sessionMode: "persistent" },
    /// //                                             ^^^^^^^^^^^^
    ///       { match: { path: "deploy" }, sessionMode: "persistent", sessionKey: " " },
    /// //                                                                        ^^^
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: {
    ///     mappings: [
    ///       { match: { path: "build" }, sessionMode: "persistent", sessionKey: "hook:build" },
    ///       { match: { path: "wake" }, action: "wake", sessionMode: "persistent" },
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { defaultSessionKey: "hook:all", mappings: [{ sessionMode: "persistent" }] } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: {
    ///     $include: "./hooks.json5",
    ///     mappings: [{ action: "agent", sessionMode: "persistent", messageTemplate: "{{title}}" }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   hooks: {
    ///     defaultSessionKey: "hook:ingress",
    ///     mappings: [{ action: "agent", sessionMode: "persistent", messageTemplate: "{{title}}" }],
    ///   },
    /// }
    /// ```
    "hook-mapping-without-session" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let Some(hooks) = root.get("hooks") else { return };
    let included = |value: Value<'_>| value.get("$include").is_some();
    let fallback = hooks.get("defaultSessionKey");
    if !SINCE.holds_in(context.world.target)
        || included(root)
        || included(hooks)
        || fallback.is_some_and(|key| is_filled(context, key))
    {
        return;
    }
    let mappings = hooks.get("mappings").and_then(Value::as_array);
    for (index, mapping) in mappings.into_iter().flat_map(Array::items).enumerate() {
        let says = |name, word: &str| {
            mapping.get(name).and_then(|value| context.text(value)).is_some_and(|text| text == word)
        };
        let Some(mode) = mapping.get("sessionMode").filter(|_| says("sessionMode", "persistent"))
        else {
            continue;
        };
        let is_agent = mapping.get("action").is_none() || says("action", "agent");
        let session = mapping.get("sessionKey");
        if !is_agent
            || mapping.get("transform").is_some()
            || included(mapping)
            || session.is_some_and(|key| is_filled(context, key))
        {
            continue;
        }
        let key = Key::from_iter(["hooks", "mappings", &index.to_string(), "sessionKey"]);
        let place = Place { key, span: session.unwrap_or(mode).span() };
        let finding =
            findings.add(place, "this mapping keeps its session, and nothing says which one");
        finding.help("write a `sessionKey` here, or a `defaultSessionKey` for all in `hooks`");
    }
}

/// Whether a text is there that is not blank; other values are taken as such.
fn is_filled(context: &Context<'_>, value: Value<'_>) -> bool {
    context.text(value).is_none_or(|text| !trim(&text).is_empty())
}
