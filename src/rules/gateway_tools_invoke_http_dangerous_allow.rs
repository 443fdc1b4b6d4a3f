//! See the rule's documentation.

use crate::effective::Tailscale;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// Callers over HTTP may use tools that OpenClaw keeps from them.
    ///
    /// `POST /tools/invoke` runs a single tool. OpenClaw shuts it off from the tools that run programs,
    /// change files, send messages or steer the gateway; a name in `gateway.tools.allow` opens one of
    /// them again. Who knows the gateway's token or password then runs programs on this machine with one
    /// request, past every agent. OpenClaw's audit calls that critical when the gateway listens beyond
    /// loopback or Tailscale Funnel opens it to the internet.
    ///
    /// Only whole names count; groups such as `group:runtime` open nothing.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tools: { allow: ["message", "exec"] },
    /// //                              ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", tools: { allow: ["message", "group:runtime"] } } }
    /// ```
    "gateway-tools-invoke-http-dangerous-allow" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.tools_invoke_http.dangerous_allow"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The tools that `/tools/invoke` does not run unless told to (OpenClaw 2026.9.6).
const KEPT_BACK: [&str; 21] = [
    "exec",
    "spawn",
    "shell",
    "fs_write",
    "fs_delete",
    "fs_move",
    "apply_patch",
    "terminal",
    "portal",
    "sessions_spawn",
    "sessions_send",
    "conversations_list",
    "conversations_send",
    "conversations_turn",
    "automations",
    "gateway",
    "plugins",
    "nodes",
    "computer",
    "mobile_ui",
    "openclaw",
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let opened = |text: &str| {
        let name = trim(text).to_lowercase();
        KEPT_BACK.into_iter().find(|kept| *kept == name)
    };
    let mut tools = gateway
        .items(&["tools", "allow"])
        .into_iter()
        .filter_map(|item| Some((item, opened(&context.text(item)?)?)));
    let Some((first, name)) = tools.next() else { return };
    let finding =
        findings.add(Place::value(first), format!("callers over HTTP may use `{name}` directly"));
    for (item, name) in tools {
        finding.related(item.span(), format!("and `{name}`"));
    }
    let funnel =
        gateway.at(&["tailscale", "mode"]).filter(|_| gateway.tailscale() == Tailscale::Funnel);
    if let Some(cause) = gateway.beyond_loopback().or(funnel) {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    finding.help(
        "leave it out of `gateway.tools.allow`; where you need it, keep the gateway on loopback and \
         guard its token as you would a shell",
    );
}
