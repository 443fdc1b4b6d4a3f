//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// The sections of channels stand at the root, and not under `channels`.
    ///
    /// Before 2026.1.24 `whatsapp`, `telegram`, `discord`, `slack`, `signal`, `imessage` and `msteams` stood at
    /// the top of a config, or under `providers`. No release since 2026.3.24 carries them over: OpenClaw rejects
    /// them, and its `doctor --fix` deletes them with their tokens.
    ///
    /// The fix moves them under `channels`; what stands there wins.
    ///
    /// ```json5 bad
    /// {
    ///   telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, // the family's
    /// //^^^^^^^^
    ///   whatsapp: { allowFrom: ["+15550001111"] },
    /// //^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, // the family's
    ///     whatsapp: { allowFrom: ["+15550001111"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "providers": { "discord": { "token": "${DISCORD_TOKEN}" } },
    /// //               ^^^^^^^^^
    ///   "channels": { "telegram": {} }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": { "telegram": {}, "discord": { "token": "${DISCORD_TOKEN}" } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" } } }
    /// ```
    "legacy-channel-sections" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const CHANNELS: [&str; 7] =
    ["whatsapp", "telegram", "discord", "slack", "signal", "imessage", "msteams"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root().and_then(Value::as_object) else { return };
    let target = context.world.target;
    let is_retired = |key: &[&str]| target.lookup(key).is_none();
    let providers = root.get("providers").filter(|_| is_retired(&["providers"]));
    let in_providers = providers.and_then(|providers| providers.value()?.as_object());
    let at_root = Some(root).into_iter().flat_map(sections).filter(|(name, _)| is_retired(&[name]));
    let mut old: Vec<(&str, Member<'_>)> = at_root
        .chain(in_providers.into_iter().flat_map(sections))
        .filter(|(name, _)| target.lookup(&["channels", name]).is_some())
        .collect();
    old.sort_by_key(|(_, section)| section.id());
    // In one plan: the first may have to make `channels`.
    let mut fix = Some(context.edits(|plan| {
        old.iter()
            .try_for_each(|(name, section)| plan.carry_over(*section, &["channels", name]))?;
        if let Some(providers) = providers {
            plan.drop_emptied(providers);
        }
        Ok(())
    }));
    for (name, section) in &old {
        let finding = findings
            .add(Place::name(*section), "the sections of channels stand under `channels`")
            .help(format!("its place is `channels.{name}`"));
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "move the sections of channels under `channels`", edits);
        }
    }
}

/// The members that were sections of channels.
fn sections(object: Object<'_>) -> impl Iterator<Item = (&'static str, Member<'_>)> {
    CHANNELS.into_iter().filter_map(move |name| {
        let member = object.get(name)?;
        member.value()?.as_object()?;
        Some((name, member))
    })
}
