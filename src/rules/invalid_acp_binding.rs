//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{nearest, trim};
use crate::syntax::{Array, Key, Value, ValueKind};

rule! {
    /// An ACP binding names no conversation, or stands in a channel.
    ///
    /// A binding with `type: "acp"` ties one conversation to an agent that is run over ACP, so it needs
    /// `match.peer.id`. Its place is the list `bindings` at the top of the config; OpenClaw rejects an
    /// object `bindings.acp` anywhere in `channels`, where it once stood.
    ///
    /// ```json5 bad
    /// {
    ///   bindings: [
    ///     { type: "acp", agentId: "main", match: { channel: "telegram" } },
    /// //                                  ^^^^^
    ///     { type: "acp", agentId: "main", match: { channel: "telegram", peer: { kind: "direct", id: "" } } },
    /// //                                                                                            ^^
    ///   ],
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// { channels: { telegram: { bindings: { acp: { "42": "main" } } } } }
    /// //                        ^^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   bindings: [
    ///     {
    ///       type: "acp",
    ///       agentId: "main",
    ///       match: { channel: "telegram", peer: { kind: "direct", id: "42" } },
    ///     },
    ///     { agentId: "main", match: { channel: "telegram" } },
    ///   ],
    /// }
    /// ```
    "invalid-acp-binding" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.2.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The first release that checks both; assumed.
const SINCE: &str = "2026.9.6";

/// The type of ACP bindings.
const ACP: &str = "acp";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let bindings = root.get("bindings").and_then(Value::as_array);
    for binding in bindings.into_iter().flat_map(Array::items) {
        without_peer(context, findings, binding);
    }
    if let Some(channels) = root.get("channels") {
        in_channels(findings, channels);
    }
}

/// A binding that names no conversation. An incomplete `match` or `peer` is a missing key.
fn without_peer(context: &Context<'_>, findings: &mut Findings<'_>, binding: Value<'_>) {
    // A slip of the hand is rejected by itself; once mended, the binding is one.
    let is_acp = |kind| context.text(kind).is_some_and(|kind| !nearest(&kind, [ACP]).is_empty());
    let Some(target) = binding.get("match").filter(|_| binding.get("type").is_some_and(is_acp))
    else {
        return;
    };
    if target.kind() != ValueKind::Object || target.get("$include").is_some() {
        return;
    }
    let span = match target.get("peer") {
        None => target.member().map(|member| member.name_span()),
        Some(peer) => peer
            .get("id")
            .filter(|id| context.text(*id).is_some_and(|id| trim(&id).is_empty()))
            .map(Value::span),
    };
    let Some(span) = span else { return };
    let place = Place { key: target.key().child("peer"), span };
    let finding = findings.add(place, "this ACP binding does not say which conversation it is for");
    finding.help("write the conversation's id in `match.peer.id`");
}

/// Objects `bindings.acp` anywhere in `channels`.
fn in_channels(findings: &mut Findings<'_>, channels: Value<'_>) {
    // An explicit stack: depth comes from the input.
    let mut left = vec![(channels, Key::from_iter(["channels"]))];
    while let Some((value, key)) = left.pop() {
        if let Some(array) = value.as_array() {
            let items = array.items().enumerate();
            left.extend(items.map(|(index, item)| (item, key.clone().child(index.to_string()))));
            continue;
        }
        let Some(object) = value.as_object() else { continue };
        for (name, member) in object.effective() {
            let Some(value) = member.value() else { continue };
            let acp = value.get("acp").filter(|acp| {
                name == "bindings" && matches!(acp.kind(), ValueKind::Object | ValueKind::Array)
            });
            let key = key.clone().child(name.to_lossy());
            if acp.is_some() {
                let place = Place { key: key.clone().child("acp"), span: member.name_span() };
                let finding = findings.add(place, "OpenClaw takes no ACP bindings in a channel");
                finding.help("write one entry a conversation in the list `bindings` at the top of the config, with `type: \"acp\"`");
            }
            if matches!(value.kind(), ValueKind::Object | ValueKind::Array) {
                left.push((value, key));
            }
        }
    }
}
