//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::syntax::{Member, Value};

rule! {
    /// What WhatsApp puts before its answers is its `messagePrefix`, and not its `responsePrefix`.
    ///
    /// It was `messagePrefix`, in WhatsApp's section and accounts, and `messages.messagePrefix` for where they
    /// had none. Since 2026.8.1 both are `responsePrefix` in the section, or the account.
    ///
    /// The fix moves them; a `responsePrefix` that is there wins, then the section's own `messagePrefix`,
    /// then the one in `messages`, which makes a section where there is none.
    ///
    /// ```json5 bad
    /// {
    ///   messages: {
    ///     messagePrefix: "[bot]",
    /// //  ^^^^^^^^^^^^^
    ///   },
    ///   channels: {
    ///     whatsapp: {
    ///       accounts: {
    ///         work: { messagePrefix: "[work]" },
    /// //              ^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   messages: {},
    ///   channels: {
    ///     whatsapp: {
    ///       accounts: {
    ///         work: { responsePrefix: "[work]" },
    ///       },
    ///       responsePrefix: "[bot]",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "messages": { "messagePrefix": "[bot]" },
    /// //              ^^^^^^^^^^^^^^^
    ///   "channels": {
    ///     "whatsapp": { "messagePrefix": "[wa]" }
    /// //                ^^^^^^^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "messages": {},
    ///   "channels": {
    ///     "whatsapp": { "responsePrefix": "[wa]" }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { whatsapp: { responsePrefix: "[bot]" } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { messages: { messagePrefix: "[bot]" }, channels: { whatsapp: {} } }
    /// ```
    "whatsapp-message-prefix" {
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
    let entries = ChannelEntry::of_channel(root, "whatsapp");
    let to = ["responsePrefix"];
    let mut own_prefix = None;
    for entry in &entries {
        let Some(old) = entry.get("messagePrefix") else { continue };
        if !entry.has_moved(context, &["messagePrefix"], &to) || !fits(context, entry, old) {
            continue;
        }
        if entry.account().is_none() {
            own_prefix = Some(old);
        }
        let edits = context.edits(|plan| plan.carry_over(old, &entry.below(&to)));
        findings
            .add(Place::name(old), "what WhatsApp puts before its answers has another name")
            .help("its name is `responsePrefix`")
            .fix(Safety::Safe, "rename it to `responsePrefix`", edits);
    }

    let target = context.world.target;
    let messages = root.get("messages").and_then(Value::as_object);
    let Some(old) = messages.and_then(|messages| messages.get("messagePrefix")) else { return };
    let path = ["channels", "whatsapp", "responsePrefix"];
    if target.lookup(&["messages", "messagePrefix"]).is_some() || target.lookup(&path).is_none() {
        return;
    }
    let finding = findings
        .add(Place::name(old), "what WhatsApp puts before its answers stands in its own section")
        .help("its place is `channels.whatsapp.responsePrefix`");
    let node = target.lookup(&path);
    let value = old.value();
    let is_taken = node
        .zip(value)
        .is_some_and(|(node, value)| schema::accepts(node, value, &context.world.environment));
    // The section's own comes first.
    if own_prefix.is_none() && is_taken {
        let edits = context.edits(|plan| plan.carry_over(old, &path));
        finding.fix(Safety::Safe, "move it to `channels.whatsapp.responsePrefix`", edits);
    }
}

fn fits(context: &Context<'_>, entry: &ChannelEntry<'_>, old: Member<'_>) -> bool {
    old.value().is_some_and(|value| entry.takes(context, &["responsePrefix"], value))
}
