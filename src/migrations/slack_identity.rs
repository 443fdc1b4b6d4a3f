//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// As whom Slack posts is said by `identity`, and not by `postAs`.
    ///
    /// It was `identity`, with the same words, in builds before 2026.8.1. OpenClaw rejects that name.
    ///
    /// The fix renames it; a `postAs` that is there wins.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     slack: {
    ///       identity: "user", // posts as me
    /// //    ^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     slack: {
    ///       postAs: "user", // posts as me
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { slack: { postAs: "user" } } }
    /// ```
    ///
    /// What `postAs` does not take is not renamed:
    ///
    /// ```json5 good
    /// { channels: { slack: { identity: "robot" } } }
    /// ```
    "slack-identity" {
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
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "slack") {
        let Some(old) = entry.get("identity") else { continue };
        let fits = old.value().is_some_and(|value| entry.takes(context, &["postAs"], value));
        if !entry.has_moved(context, &["identity"], &["postAs"]) || !fits {
            continue;
        }
        let edits = context.edits(|plan| plan.carry_over(old, &entry.below(&["postAs"])));
        findings
            .add(Place::name(old), "as whom Slack posts is said by `postAs` now")
            .help("its name is `postAs`")
            .fix(Safety::Safe, "rename it to `postAs`", edits);
    }
}
