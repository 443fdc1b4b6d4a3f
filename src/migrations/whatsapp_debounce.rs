//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// How long WhatsApp waits for more messages is set in its section, and not in `messages`.
    ///
    /// `debounceMs` stood in WhatsApp's section and in its accounts. Since 2026.8.1 its place is
    /// `messages.inbound.byChannel.whatsapp`, and an account has none of its own.
    ///
    /// The fix moves the one of the default account, or else of the section, or of the first account, as
    /// `openclaw doctor --fix` does. Where accounts had others, or the new place is taken, those are commented
    /// out, which someone must agree to.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       debounceMs: 1500, // people type in bits
    /// //    ^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     whatsapp: {},
    ///   },
    ///   messages: {
    ///     inbound: {
    ///       byChannel: {
    ///         whatsapp: 1500, // people type in bits
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       debounceMs: 1500,
    /// //    ^^^^^^^^^^
    ///       accounts: {
    ///         work: { debounceMs: 0 },
    /// //              ^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       accounts: {
    ///         work: { /* WhatsApp waits equally long in all accounts: debounceMs: 0 */ },
    ///       },
    ///     },
    ///   },
    ///   messages: {
    ///     inbound: {
    ///       byChannel: { whatsapp: 1500 },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { messages: { inbound: { byChannel: { whatsapp: 1500 } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { whatsapp: { debounceMs: 1500 } } }
    /// ```
    "whatsapp-debounce" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const TO: [&str; 4] = ["messages", "inbound", "byChannel", "whatsapp"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if context.world.target.lookup(&TO).is_none() {
        return;
    }
    let entries = ChannelEntry::of_channel(root, "whatsapp");
    let mut old: Vec<_> = entries
        .iter()
        .filter(|entry| entry.rules_at(context, &["debounceMs"]).is_none())
        .filter_map(|entry| Some((entry.account(), entry.get("debounceMs")?)))
        .collect();
    let written: Vec<_> = old.iter().map(|(_, member)| *member).collect();
    // The section, then the accounts by their names.
    old.sort_by_key(|(account, _)| *account);
    let default = entries.first().and_then(|section| section.at(&["defaultAccount"]));
    let default = default.and_then(|name| context.text(name)).map(|name| id(&name));
    let fits = |value: Value<'_>| {
        value.as_number().is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
    };
    let valid = || old.iter().filter(|(_, member)| member.value().is_some_and(fits));
    let of_account = |wanted: &str| {
        valid().find(|(account, _)| account.is_some_and(|account| id(account) == wanted))
    };
    let chosen = of_account(default.as_deref().unwrap_or("default"))
        .or_else(|| of_account("default"))
        .or_else(|| valid().next())
        .map(|(_, member)| *member);
    let value = chosen.and_then(Member::value);
    let kept = root.at(&TO).or(value);
    let says_it =
        |member: &Member<'_>| member.value().zip(kept).is_some_and(|(own, kept)| own.same_as(kept));
    let safety = if written.iter().all(says_it) { Safety::Safe } else { Safety::Unsafe };
    let mut fix = Some(context.edits(|plan| {
        for member in &written {
            if Some(*member) == chosen {
                plan.carry_over(*member, &TO)?;
            } else if says_it(member) {
                plan.absorb(*member, &TO)?;
            } else {
                plan.retire(*member, "WhatsApp waits equally long in all accounts")?;
            }
        }
        Ok(())
    }));
    for member in &written {
        let finding = findings
            .add(Place::name(*member), "how long WhatsApp waits for more is said once now")
            .help("its place is `messages.inbound.byChannel.whatsapp`");
        if let Some(edits) = fix.take() {
            finding.fix(safety, "move it to `messages.inbound.byChannel.whatsapp`", edits);
        }
    }
}

/// The id that the name of an account stands for.
fn id(name: &str) -> String {
    name.trim().to_lowercase()
}
