//! See the rule's documentation.

use super::open_to_all;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Anybody may write to agents that may run commands.
    ///
    /// A `groupPolicy` or `dmPolicy` of `"open"`, at any depth of a channel, lets people whom nobody
    /// has chosen write to the agents, and `tools.exec`, for all or for one agent, says that commands
    /// may run. What such a person writes may talk the model into running one. OpenClaw's audit warns,
    /// and calls it critical when one of these agents may run any command.
    ///
    /// The audit takes agents of which the config says nothing as unable to run commands, although
    /// they are able to: see `security-exposure-open-groups-with-runtime-or-fs`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { groups: { "-100123": { groupPolicy: "open" } } },
    /// //                                                  ^^^^^^
    ///   },
    ///   tools: { exec: { mode: "allowlist" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { groups: { "-100123": { groupPolicy: "open" } } } },
    ///   tools: { exec: { mode: "deny" } },
    /// }
    /// ```
    "security-exposure-open-channels-with-exec" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("security.exposure.open_channels_with_exec"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let scopes = config.exec_scopes();
    let able: Vec<_> = scopes.iter().filter(|scope| scope.security.value != "deny").collect();
    if able.is_empty() {
        return;
    }
    let open = config.open_policies_at_any_depth();
    let message = "anybody may write here to agents that `tools.exec` lets run commands";
    let Some(finding) = open_to_all::report(findings, &open, message) else { return };
    let mut places: Vec<_> = able.iter().filter_map(|scope| scope.security.place).collect();
    places.dedup();
    for place in places {
        finding.related(place.span(), "this lets commands run");
    }
    finding.help(
        "choose \"allowlist\" or \"pairing\" instead of \"open\", or `mode: \"deny\"` in `tools.exec`",
    );
    if able.iter().any(|scope| scope.security.value == "full") {
        finding.severity(Severity::Error);
    }
}
