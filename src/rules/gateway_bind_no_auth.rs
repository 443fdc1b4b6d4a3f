//! See the rule's documentation.

use super::gateway_no_auth;
use crate::effective::{Bind, Tailscale};
use crate::finding::{Effect, Place, Profile, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway listens beyond this machine and asks nobody for a token or a password.
    ///
    /// Whoever reaches the port may run the agents, with their tools, files and credentials. OpenClaw
    /// counts every `gateway.bind` but `"loopback"` as reachable from outside, `"auto"` and
    /// `"custom"` included, and so does this rule.
    ///
    /// These count as authentication: `gateway.auth.token` or `gateway.auth.password` (as text, as a
    /// secret reference, or as a placeholder such as `${OPENCLAW_GATEWAY_TOKEN}`),
    /// `gateway.auth.mode: "trusted-proxy"`, and, by a quirk of OpenClaw, `gateway.remote.token`,
    /// which is meant for clients. With a chosen `gateway.auth.mode` only the credential of that
    /// mode counts. A placeholder counts as set unless `--env-file` says what is set.
    ///
    /// Without authentication OpenClaw refuses to start on `"lan"`, on `"tailnet"` (once the machine
    /// is in one), and on a `"custom"` address that is not in 127.0.0.0/8; on `"auto"` it refuses only
    /// in a container.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan", // the office
    /// //        ^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan", // the office
    ///     auth: {
    ///       token: "${OPENCLAW_GATEWAY_TOKEN}",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// The mode decides which credential counts:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "tailnet",
    /// //        ^^^^^^^^^
    ///     auth: { mode: "none", token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "tailnet",
    ///     auth: { mode: "token", token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { password: { source: "env", provider: "default", id: "GATEWAY_PASSWORD" } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "loopback" } }
    /// ```
    "gateway-bind-no-auth" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.bind_no_auth"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes {
        return;
    }
    let Some(bind) = gateway.at(&["bind"]) else { return };
    let reach = match gateway.bind() {
        Bind::Loopback | Bind::Other => return,
        Bind::Auto => "every interface when it runs in a container",
        Bind::Lan => "every network interface",
        Bind::Tailnet => "the tailnet",
        Bind::Custom(_) => "a custom address",
    };
    // With Tailscale in front it may only listen on this machine, which another rule says.
    let elsewhere = match gateway.bind() {
        Bind::Auto | Bind::Lan | Bind::Tailnet => true,
        Bind::Custom(Some(address)) => !address.is_loopback(),
        Bind::Custom(None) => gateway.at(&["customBindHost"]).is_none(),
        _ => false,
    };
    let is_rejected = elsewhere && gateway.tailscale() != Tailscale::Off;
    if gateway.audit_has_auth() || is_rejected {
        return;
    }
    let refuses = match gateway.bind() {
        Bind::Lan | Bind::Tailnet => true,
        Bind::Custom(Some(address)) => !address.is_loopback(),
        _ => false,
    };
    let finding = findings
        .add(Place::value(bind), format!("the gateway listens on {reach} and asks for nothing"));
    if refuses && !gateway.start_has_auth() {
        finding.effect(Effect::BlocksStart);
    }
    // A blank credential has a finding of its own.
    if gateway_no_auth::is_blank(gateway) {
        finding.profile(Profile::Public);
    }
    finding.help(
        "ask for a token or a password, or let the gateway listen on `\"loopback\"` only and \
         reach it through an SSH tunnel or Tailscale Serve",
    );
    gateway_no_auth::point_at_auth(gateway, finding);
    gateway_no_auth::mend(context, gateway, finding);
}
