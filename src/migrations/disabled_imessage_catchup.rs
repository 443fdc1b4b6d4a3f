//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The `catchup` of iMessage is there and not on, and is retired.
    ///
    /// `catchup` fetched what came in while OpenClaw was down. Messages that were missed are recovered
    /// without it; where it is on it still does something, and anything else is only in the way.
    /// OpenClaw's `doctor --fix` removes it.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     imessage: {
    ///       catchup: { enabled: false, maxAgeMinutes: 60 },
    /// //    ^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     imessage: {
    ///       // messages that were missed are recovered without it
    ///       // catchup: { enabled: false, maxAgeMinutes: 60 },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { imessage: { catchup: { enabled: true } } } }
    /// ```
    ///
    /// ```json5 good 2026.5.28
    /// { channels: { imessage: { catchup: { enabled: false } } } }
    /// ```
    "disabled-imessage-catchup" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since("2026.6.8") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "imessage") {
        let Some(member) = entry.get("catchup") else { continue };
        let enabled = member.value().and_then(|value| value.get("enabled")?.as_bool());
        if enabled == Some(true) {
            continue;
        }
        let reason = "messages that were missed are recovered without it";
        let edits = context.edits(|plan| plan.retire(member, reason));
        findings
            .add(Place::name(member), "`catchup` does nothing unless it is on")
            .help("OpenClaw's `doctor --fix` would remove it")
            .fix(Safety::Safe, "take it out of force", edits);
    }
}
