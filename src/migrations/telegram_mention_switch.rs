//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Whether Telegram answers in groups only when mentioned is said once, and not for each group.
    ///
    /// `groupMentionsOnly`, and before it `requireMention`, stood in Telegram's section and held for all
    /// groups. That is `groups["*"].requireMention` now.
    ///
    /// The fix moves it; what stands in the new place wins. As soon as `groups` lists any group, Telegram
    /// answers only in those that are listed, and `*` stands for all others: so it did with the old keys.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       groupMentionsOnly: true,
    /// //    ^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: {
    ///       groups: {
    ///         "*": {
    ///           requireMention: true,
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "channels": {
    ///     "telegram": {
    ///       "requireMention": false,
    /// //    ^^^^^^^^^^^^^^^^
    ///       "groups": { "*": { "requireMention": true } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": {
    ///     "telegram": {
    ///       "groups": { "*": { "requireMention": true } }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { groups: { "*": { requireMention: true } } } } }
    /// ```
    "telegram-mention-switch" {
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
    let to = ["groups", "*", "requireMention"];
    for entry in ChannelEntry::of_channel(root, "telegram") {
        for name in ["groupMentionsOnly", "requireMention"] {
            let Some(old) = entry.get(name) else { continue };
            let fits = old.value().is_some_and(|value: Value<'_>| entry.takes(context, &to, value));
            if !entry.has_moved(context, &[name], &to) || !fits {
                continue;
            }
            let edits = context.edits(|plan| plan.carry_over(old, &entry.below(&to)));
            findings
                .add(Place::name(old), "whether groups must mention the bot is said for each group")
                .help("its place is `groups[\"*\"].requireMention`, which holds for all groups")
                .fix(Safety::Safe, "move it to `groups[\"*\"].requireMention`", edits);
        }
    }
}
