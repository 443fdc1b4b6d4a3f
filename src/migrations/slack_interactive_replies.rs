//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// Slack has a switch for interactive replies, and no longer needs one.
    ///
    /// `capabilities` was a list, or an object with the switch `interactiveReplies`. Since 2026.8.1 it is a
    /// list only, and `interactiveReplies` says nothing in it: they are there whenever an answer has buttons.
    ///
    /// The fix comments the switch out, and what is empty without it.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     slack: {
    ///       capabilities: ["interactiveReplies", "inlineButtons"],
    /// //                   ^^^^^^^^^^^^^^^^^^^^
    ///       accounts: {
    ///         work: {
    ///           capabilities: { interactiveReplies: true },
    /// //        ^^^^^^^^^^^^
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     slack: {
    ///       capabilities: [/* interactive replies need no switch: "interactiveReplies" */ "inlineButtons"],
    ///       accounts: {
    ///         work: {
    ///           // interactive replies need no switch
    ///           // capabilities: { interactiveReplies: true },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { slack: { capabilities: ["inlineButtons"] } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { slack: { capabilities: { interactiveReplies: true } } } }
    /// ```
    "slack-interactive-replies" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const REASON: &str = "interactive replies need no switch";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // The catalog takes any words in the list.
    if !context.world.target.is_since("2026.8.1") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "slack") {
        let Some(member) = entry.get("capabilities") else { continue };
        let Some(value) = member.value() else { continue };
        let items = value.as_array().map(|array| array.items().collect::<Vec<_>>());
        let items = items.unwrap_or_default();
        let switches: Vec<Value<'_>> = items.iter().copied().filter(|it| is_switch(*it)).collect();
        let is_object = value.as_object().is_some_and(is_only_the_switch);
        let is_all = is_object || (!switches.is_empty() && switches.len() == items.len());
        let edits = context.edits(|plan| {
            if is_all {
                return plan.retire(member, REASON);
            }
            switches.iter().try_for_each(|switch| plan.retire_item(*switch, REASON))
        });
        let place = match switches.first() {
            _ if is_all => Place::name(member),
            Some(first) => Place::value(*first),
            None => continue,
        };
        findings.add(place, REASON).fix(Safety::Safe, "take the switch out of force", edits);
    }
}

fn is_switch(item: Value<'_>) -> bool {
    item.as_text().is_some_and(|text| text.to_lossy().trim().to_lowercase() == "interactivereplies")
}

fn is_only_the_switch(object: Object<'_>) -> bool {
    object.members().all(|member| member.is_named("interactiveReplies"))
}
