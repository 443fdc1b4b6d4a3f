//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Member, Value};

rule! {
    /// Who may write to a channel directly is set under `dm`, and not in its section.
    ///
    /// Discord, Slack and Google Chat had `dm.policy` and `dm.allowFrom`, in the section and in accounts. Since
    /// 2026.8.1 they are `dmPolicy` and `allowFrom`, as with all other channels.
    ///
    /// The fix moves them, and removes a `dm` that is empty without them. What stands in the new place wins:
    /// it was the one that counted before.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       dm: {
    ///         policy: "allowlist", // only me
    /// //      ^^^^^^
    ///         allowFrom: ["123456789012345678"],
    /// //      ^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     discord: {
    ///       dmPolicy: "allowlist", // only me
    ///       allowFrom: ["123456789012345678"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "channels": {
    ///     "slack": {
    ///       "dmPolicy": "allowlist",
    ///       "dm": { "enabled": true, "policy": "allowlist", "allowFrom": ["U012345"] }
    /// //                             ^^^^^^^^               ^^^^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": {
    ///     "slack": {
    ///       "dmPolicy": "allowlist",
    ///       "dm": { "enabled": true },
    ///       "allowFrom": ["U012345"]
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { discord: { dmPolicy: "allowlist", allowFrom: ["123456789012345678"] } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { discord: { dm: { policy: "allowlist", allowFrom: ["123456789012345678"] } } } }
    /// ```
    "legacy-dm-settings" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const MOVED: [(&str, &str); 2] = [("policy", "dmPolicy"), ("allowFrom", "allowFrom")];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for channel in ["discord", "googlechat", "slack"] {
        for entry in ChannelEntry::of_channel(root, channel) {
            check_entry(context, findings, &entry);
        }
    }
}

fn check_entry<'t>(context: &Context<'t>, findings: &mut Findings<'_>, entry: &ChannelEntry<'t>) {
    let Some(dm) = entry.get("dm") else { return };
    let Some(object) = dm.value().and_then(Value::as_object) else { return };
    let old: Vec<(Member<'t>, &str)> = MOVED
        .into_iter()
        .filter(|(from, to)| entry.has_moved(context, &["dm", from], &[to]))
        .filter_map(|(from, to)| Some((object.get(from)?, to)))
        .filter(|(old, to)| old.value().is_some_and(|value| entry.takes(context, &[to], value)))
        .collect();
    let mut fix = Some(context.edits(|plan| {
        for (old, to) in &old {
            let says_the_same = old.value().zip(entry.at(&[to]));
            if says_the_same.is_some_and(|(own, other)| same_senders(own, other)) {
                plan.absorb(*old, &entry.below(&[to]))?;
            } else {
                plan.carry_over(*old, &entry.below(&[to]))?;
            }
        }
        plan.drop_emptied(dm);
        Ok(())
    }));
    for (old, to) in &old {
        let place: Key = entry.below(&[to]).into_iter().collect();
        let finding = findings
            .add(Place::name(*old), "who may write directly stands in the section itself now")
            .help(format!("its place is `{place}`"));
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "move what stands under `dm` to its places", edits);
        }
    }
}

/// Whether both list the same, white space around names aside.
fn same_senders(a: Value<'_>, b: Value<'_>) -> bool {
    let names = |value: Value<'_>| -> Option<Vec<String>> {
        let name = |item: Value<'_>| match item.as_text() {
            Some(text) => text.to_lossy().trim().to_owned(),
            None => item.source().to_owned(),
        };
        Some(value.as_array()?.items().map(name).collect())
    };
    a.same_as(b) || (names(a).is_some() && names(a) == names(b))
}
