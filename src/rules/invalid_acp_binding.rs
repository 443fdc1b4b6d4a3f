//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, nearest, trim};
use crate::syntax::{Array, Key, Member, Object, Value, ValueKind};
use crate::text::Span;

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
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw asks for the conversation.
const PEER_SINCE: Since = Since::known("2026.3.7");
/// Since when it refuses bindings in channels by themselves; before, the key is unknown there.
const IN_CHANNELS_SINCE: Since = Since::known("2026.3.28");

/// The type of ACP bindings.
const ACP: &str = "acp";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let release = context.world.target;
    let bindings = root.get("bindings").filter(|_| PEER_SINCE.holds_in(release));
    let bindings = bindings.and_then(Value::as_array);
    for (index, binding) in bindings.into_iter().flat_map(Array::items).enumerate() {
        let Some(span) = without_peer(context, binding) else { continue };
        let key = Key::from_iter(["bindings", &index.to_string(), "match", "peer"]);
        findings
            .add(Place { key, span }, "this ACP binding does not say which conversation it is for")
            .help("write the conversation's id in `match.peer.id`");
    }
    if let Some(channels) = root.get("channels").filter(|_| IN_CHANNELS_SINCE.holds_in(release)) {
        in_channels(findings, channels);
    }
}

/// Where an ACP binding should name its conversation and does not. An incomplete `match` or `peer`
/// is a missing key.
fn without_peer(context: &Context<'_>, binding: Value<'_>) -> Option<Span> {
    let kind = context.text(binding.get("type")?)?;
    let target = binding.get("match")?;
    // A slip of the hand is rejected by itself; once mended, the binding is one.
    let is_acp = !nearest(&kind, [ACP]).is_empty();
    if !is_acp || target.kind() != ValueKind::Object || target.get("$include").is_some() {
        return None;
    }
    let Some(peer) = target.get("peer") else { return target.member().map(Member::name_span) };
    let id = peer.get("id")?;
    trim(&context.text(id)?).is_empty().then(|| id.span())
}

/// Objects `bindings.acp` anywhere in `channels`, but not inside one another.
fn in_channels(findings: &mut Findings<'_>, channels: Value<'_>) {
    // An explicit stack: depth comes from the input.
    let mut left = vec![channels];
    while let Some(value) = left.pop() {
        left.extend(value.as_array().into_iter().flat_map(Array::items));
        for (name, member) in value.as_object().map(Object::effective).unwrap_or_default() {
            let Some(value) = member.value() else { continue };
            let acp = if name == "bindings" { value.get("acp").map(Value::kind) } else { None };
            if !matches!(acp, Some(ValueKind::Object | ValueKind::Array)) {
                left.push(value);
                continue;
            }
            let place = Place { key: member.key().child("acp"), span: member.name_span() };
            findings.add(place, "OpenClaw takes no ACP bindings in a channel").help(
                "write one entry a conversation in the list `bindings` at the top of the \
                    config, with `type: \"acp\"`",
            );
        }
    }
}
