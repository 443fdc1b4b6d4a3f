//! See the rule's documentation.

use super::open_to_all;
use crate::effective::CONTROL_TOOLS;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Anybody may write to agents that may change OpenClaw itself.
    ///
    /// A `groupPolicy` or `dmPolicy` of `"open"`, of a channel or of an account, lets people whom nobody
    /// has chosen write to the agents. The tools `automations`, `gateway` and `plugins` change the
    /// schedule, the config and the programs of the gateway, and what a stranger writes may talk an
    /// agent into using them. Every profile but none leaves `gateway` in, also `"minimal"` and
    /// `"messaging"`: the tools have to be denied. OpenClaw's audit calls that critical.
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    /// //                                     ^^^^^^
    ///   tools: { profile: "messaging" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    ///   tools: { profile: "messaging", deny: ["automations", "gateway", "plugins"] },
    /// }
    /// ```
    "security-exposure-open-groups-with-control-plane-tools" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("security.exposure.open_groups_with_control_plane_tools"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let open = config.open_policies();
    if open.is_empty() {
        return;
    }
    let scopes = config.scopes();
    let able = scopes.iter().map(|scope| (scope, scope.tool_layers().allowed(&CONTROL_TOOLS)));
    let able: Vec<_> = able.filter(|(_, tools)| !tools.is_empty()).collect();
    if able.is_empty() {
        return;
    }
    let message = "anybody may write here to agents that may change OpenClaw itself";
    let Some(finding) = open_to_all::report(findings, &open, message) else { return };
    for (scope, tools) in &able {
        if let Some(agent) = scope.agent {
            let tools: Vec<_> = tools.iter().map(|tool| format!("`{tool}`")).collect();
            finding.related(agent.span, format!("this agent has {}", tools.join(", ")));
        }
    }
    finding.help(
        "add `deny: [\"automations\", \"gateway\", \"plugins\"]` to `tools`, or choose \"allowlist\" or \
         \"pairing\" instead of \"open\"",
    );
}
