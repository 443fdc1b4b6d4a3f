//! See the rule's documentation.

use crate::effective::members;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Many people on a channel may have commands run outside of the sandbox.
    ///
    /// `tools.elevated.allowFrom` lists, by channel, who may switch an agent to commands that run
    /// beside the gateway instead of in its sandbox. OpenClaw's audit warns when more than 25 people of
    /// one channel are listed: each of their accounts is a way in.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     elevated: {
    ///       allowFrom: {
    ///         telegram: [
    /// //      ^^^^^^^^
    ///           "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13",
    ///           "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26",
    ///         ],
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { elevated: { allowFrom: { telegram: ["12345678"] } } } }
    /// ```
    "tools-elevated-allow-from-large" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.elevated.allowFrom.*.large"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// How many people the audit lets pass.
const MOST: usize = 25;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let elevated = config.at(&["tools", "elevated"]);
    let elevated = elevated.filter(|e| e.get("enabled").and_then(Value::as_bool) != Some(false));
    for (channel, member) in members(elevated.and_then(|elevated| elevated.get("allowFrom"))) {
        let Some(list) = member.value().and_then(Value::as_array) else { continue };
        let texts = config.texts(Some(list.value()));
        if texts.iter().any(|(sender, _)| sender.trim() == "*") {
            continue;
        }
        let blank = texts.iter().filter(|(sender, _)| sender.trim().is_empty()).count();
        let count = list.items().count() - blank;
        if count > MOST {
            findings
                .add(
                    Place::name(member),
                    format!(
                        "{count} people on `{channel}` may have commands run outside of the sandbox"
                    ),
                )
                .audit(Some(format!("tools.elevated.allowFrom.{channel}.large")))
                .help("keep only those whom you trust with the machine");
        }
    }
}
