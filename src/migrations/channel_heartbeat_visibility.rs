//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// What a channel shows of heartbeats is set in `heartbeat`, and not in `heartbeatVisibility`.
    ///
    /// It stood in `heartbeat`, with the same three switches, until 2026.7.35. Some channels accept either
    /// name, for they take any key; OpenClaw reads the new one only, and its `doctor --fix` renames the old.
    /// A `heartbeat` with other keys is left alone.
    ///
    /// The fix renames it; where both are there, the switches that the new one lacks are carried over.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       heartbeat: { showOk: true },
    /// //    ^^^^^^^^^
    ///     },
    ///     "synology-chat": {
    ///       heartbeat: { showAlerts: false }, // quiet nights
    /// //    ^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: {
    ///       heartbeatVisibility: { showOk: true },
    ///     },
    ///     "synology-chat": {
    ///       heartbeatVisibility: { showAlerts: false }, // quiet nights
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "channels": { "defaults": { "heartbeat": { "useIndicator": false } } } }
    /// //                            ^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "channels": { "defaults": { "heartbeatVisibility": { "useIndicator": false } } } }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { "synology-chat": { heartbeat: { showOk: true, every: "5m" } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { telegram: { heartbeat: { showOk: true } } } }
    /// ```
    "channel-heartbeat-visibility" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SWITCHES: [&str; 3] = ["showOk", "showAlerts", "useIndicator"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Where a channel takes any key, the catalog does not tell.
    if !context.world.target.is_since("2026.8.1") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::defaults(root).into_iter().chain(ChannelEntry::all(root)) {
        let Some(old) = entry.get("heartbeat").filter(|old| says_what_is_shown(*old)) else {
            continue;
        };
        let to = entry.below(&["heartbeatVisibility"]);
        if context.world.target.lookup(&to).is_none() {
            continue;
        }
        let edits = context.edits(|plan| plan.carry_over(old, &to));
        findings
            .add(Place::name(old), "what a channel shows of heartbeats is not read from here")
            .help("its name is `heartbeatVisibility`")
            .fix(Safety::Safe, "rename it to `heartbeatVisibility`", edits);
    }
}

fn says_what_is_shown(heartbeat: Member<'_>) -> bool {
    let object = heartbeat.value().and_then(Value::as_object);
    object.is_some_and(|object| {
        let is_switch = |member: Member<'_>| SWITCHES.iter().any(|name| member.is_named(name));
        object.members().all(is_switch)
    })
}
