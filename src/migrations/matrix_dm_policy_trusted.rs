//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Direct messages on Matrix have no policy `trusted` any more.
    ///
    /// It let in whom `dm.allowFrom` lists, and older releases took it. What it meant is `allowlist` where
    /// that list names someone, and `pairing` where it does not: then nobody was let in, and pairing asks you
    /// first.
    ///
    /// The fix writes that, as `openclaw doctor --fix` does.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     matrix: {
    ///       dm: { policy: "trusted", allowFrom: ["@me:example.org"] },
    /// //                  ^^^^^^^^^
    ///       accounts: {
    ///         work: { dm: { policy: "trusted" } },
    /// //                            ^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     matrix: {
    ///       dm: { policy: "allowlist", allowFrom: ["@me:example.org"] },
    ///       accounts: {
    ///         work: { dm: { policy: "pairing" } },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { matrix: { dm: { policy: "allowlist", allowFrom: ["@me:example.org"] } } } }
    /// ```
    "matrix-dm-policy-trusted" {
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
    for entry in ChannelEntry::of_channel(root, "matrix") {
        let path = ["dm", "policy"];
        let Some(policy) = entry.at(&path).filter(|policy| policy.is_text("trusted")) else {
            continue;
        };
        if entry.takes(context, &path, policy) {
            continue;
        }
        let senders = entry.at(&["dm", "allowFrom"]).and_then(Value::as_array);
        let names_someone = |sender: Value<'_>| {
            sender.as_text().is_some_and(|text| !text.to_lossy().trim().is_empty())
        };
        let any = senders.is_some_and(|senders| senders.items().any(names_someone));
        let new = if any { "allowlist" } else { "pairing" };
        let edits = context.edits(|plan| {
            plan.replace(policy, new);
            Ok(())
        });
        findings
            .add(Place::value(policy), "direct messages have no policy `trusted` any more")
            .help(format!("what it meant is `{new}`"))
            .fix(Safety::Safe, format!("write `{new}`"), edits);
    }
}
