//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// What stands before all answers is said in `messages` alone, not in the channels' sections.
    ///
    /// `messages.responsePrefix` is for channels that have none of their own. OpenClaw 2026.8.1 and later want
    /// it in the section of each channel that takes it, and its `doctor --fix` copies it there; the one in
    /// `messages` stays for the others.
    ///
    /// The fix does the same.
    ///
    /// ```json5 bad
    /// {
    ///   messages: { responsePrefix: "[bot]" },
    /// //            ^^^^^^^^^^^^^^
    ///   channels: {
    ///     telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" },
    ///     discord: { responsePrefix: "🤖" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   messages: { responsePrefix: "[bot]" },
    ///   channels: {
    ///     telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", responsePrefix: "[bot]" },
    ///     discord: { responsePrefix: "🤖" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { responsePrefix: "[bot]" }, channels: { discord: { responsePrefix: "🤖" } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { messages: { responsePrefix: "[bot]" }, channels: { telegram: {} } }
    /// ```
    "response-prefix-not-in-channels" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The channels to which OpenClaw copies it (2026.9.6).
const CHANNELS: [&str; 21] = [
    "buzz",
    "clickclack",
    "discord",
    "feishu",
    "googlechat",
    "imessage",
    "irc",
    "line",
    "matrix",
    "mattermost",
    "msteams",
    "nextcloud-talk",
    "qa-channel",
    "signal",
    "slack",
    "telegram",
    "tlon",
    "twitch",
    "whatsapp",
    "zalo",
    "zalouser",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    // Both places are valid before and after.
    if !context.world.target.is_since("2026.8.1") {
        return;
    }
    let Some(root) = context.tree.root() else { return };
    let messages = root.get("messages").and_then(Value::as_object);
    let Some(prefix) = messages.and_then(|messages| messages.get("responsePrefix")) else { return };
    let Some(value) = prefix.value() else { return };
    let lacking: Vec<_> = ChannelEntry::all(root)
        .into_iter()
        .filter(|entry| entry.account().is_none() && CHANNELS.contains(&entry.channel()))
        .filter(|entry| entry.get("responsePrefix").is_none())
        .filter(|entry| entry.takes(context, &["responsePrefix"], value))
        .collect();
    if lacking.is_empty() {
        return;
    }
    let edits = context.edits(|plan| {
        lacking.iter().try_for_each(|entry| plan.set(&entry.below(&["responsePrefix"]), value))
    });
    let names = lacking.iter().map(|entry| format!("`channels.{}`", entry.channel()));
    let names: Vec<String> = names.collect();
    findings
        .add(Place::name(prefix), "what stands before all answers is not said in each channel")
        .help(format!("OpenClaw's `doctor --fix` would copy it to {}", names.join(", ")))
        .fix(Safety::Safe, "copy it to the sections of the channels", edits);
}
