//! See the rule's documentation.

use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Agents may run any command without being asked.
    ///
    /// `tools.exec.mode: "full"`, or `security: "full"`, for all or for one agent, lets the model run
    /// whatever it likes as the user that OpenClaw runs as. OpenClaw's audit warns of it where the
    /// config says so, and calls it critical when a policy anywhere in `channels` is `"open"`: then what
    /// a stranger writes may become a command.
    ///
    /// A config that says nothing gets the same from the gateway, which the audit does not mention. On
    /// a machine of your own that may be what you want: without an open channel, this is reported from
    /// `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    ///   tools: { exec: { mode: "full" } },
    /// //                       ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { groupPolicy: "open" } },
    ///   tools: { exec: { mode: "ask" } },
    /// }
    /// ```
    "tools-exec-security-full-configured" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.security_full_configured"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let scopes = config.exec_scopes().into_iter().map(|scope| scope.security);
    let full = scopes.filter(|security| security.value == "full");
    let mut places: Vec<_> = full.filter_map(|security| security.place).collect();
    places.dedup();
    let Some((first, others)) = places.split_first() else { return };
    let open = config.open_policies_at_any_depth();
    let message = if open.is_empty() {
        "agents may run any command without being asked"
    } else {
        "agents may run any command without being asked, and anybody may write to them"
    };
    let finding = findings.add(Place::value(*first), message);
    for other in others {
        finding.related(other.span(), "here as well");
    }
    for policy in &open {
        finding.related(policy.span(), "this lets anybody write");
    }
    finding.help("write `mode: \"ask\"` or `mode: \"allowlist\"` instead of \"full\"");
    if open.is_empty() {
        finding.profile(Profile::Shared);
    } else {
        finding.severity(Severity::Error);
    }
}
