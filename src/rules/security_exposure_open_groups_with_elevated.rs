//! See the rule's documentation.

use super::open_to_all;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Anybody may write to agents that may leave their sandbox.
    ///
    /// A `groupPolicy` or `dmPolicy` of `"open"`, of a channel or of an account, lets people whom nobody
    /// has chosen write to the agents. Elevated commands, which run beside the gateway instead of in
    /// the sandbox, are possible unless `tools.elevated.enabled` is `false`. Only those in
    /// `tools.elevated.allowFrom` may ask for them, but what a stranger writes may talk the model into
    /// it while one of those is there. OpenClaw's audit calls that critical, whoever is listed.
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    /// //                                     ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    ///   tools: { elevated: { enabled: false } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { groupPolicy: "allowlist" } } }
    /// ```
    "security-exposure-open-groups-with-elevated" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("security.exposure.open_groups_with_elevated"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let elevated = config.at(&["tools", "elevated"]);
    if elevated.and_then(|elevated| elevated.get("enabled")?.as_bool()) == Some(false) {
        return;
    }
    let message = "anybody may write here to agents that may leave their sandbox";
    let open = config.open_policies();
    let Some(finding) = open_to_all::report(findings, &open, message) else { return };
    if let Some(member) = elevated.and_then(Value::member) {
        finding.related(member.name_span(), "this does not switch them off");
    }
    finding.help(
        "set `tools.elevated.enabled: false`, or choose \"allowlist\" or \"pairing\" instead of \
         \"open\"",
    );
}
