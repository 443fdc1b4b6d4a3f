//! See the rule's documentation.

use crate::effective::members;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Everyone on a channel may have commands run outside of the sandbox.
    ///
    /// `tools.elevated.allowFrom` lists, by channel, who may switch an agent to commands that run
    /// beside the gateway instead of in its sandbox. `"*"` stands for everyone who may write there.
    /// OpenClaw's audit calls that critical, once for each channel. Nothing is elevated while
    /// `tools.elevated.enabled` is `false`.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     elevated: {
    ///       allowFrom: { telegram: ["*"], whatsapp: ["+15555550123"] },
    /// //                            ^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { elevated: { allowFrom: { telegram: ["12345678"] } } } }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { elevated: { enabled: false, allowFrom: { telegram: ["*"] } } } }
    /// ```
    "tools-elevated-allow-from-wildcard" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("tools.elevated.allowFrom.*.wildcard"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let elevated = config.at(&["tools", "elevated"]);
    let elevated = elevated.filter(|e| e.get("enabled").and_then(Value::as_bool) != Some(false));
    for (channel, member) in members(elevated.and_then(|elevated| elevated.get("allowFrom"))) {
        let mut senders = config.texts(member.value()).into_iter();
        let Some((_, wildcard)) = senders.find(|(sender, _)| sender.trim() == "*") else {
            continue;
        };
        findings
            .add(
                Place::value(wildcard),
                format!("everyone on `{channel}` may have commands run outside of the sandbox"),
            )
            .audit(Some(format!("tools.elevated.allowFrom.{channel}.wildcard")))
            .help("list those whom you trust with the machine, or set `tools.elevated.enabled: false`");
    }
}
