//! See the rule's documentation.

use super::gateway_no_auth;
use crate::effective::{AuthMode, Bind, Tailscale};
use crate::finding::{Effect, Place, Profile, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway on this machine asks nobody for a token or a password.
    ///
    /// A gateway on loopback is reached by every program and every user of this machine, and by everyone
    /// whom a reverse proxy or a tunnel lets through. With authentication it asks them for something.
    ///
    /// With `gateway.auth.mode: "none"` it does not. Without any mode and any credential OpenClaw makes up
    /// a token for each run when it starts, and its audit reports the config all the same; a mode without
    /// its credential it may refuse to start with. What counts: a token, a password, a reference to one,
    /// `gateway.auth.mode: "trusted-proxy"`, and Tailscale Serve, which tells who comes.
    ///
    /// A credential need not be in the config: OpenClaw also reads `OPENCLAW_GATEWAY_TOKEN` and
    /// `OPENCLAW_GATEWAY_PASSWORD`. So a config that is merely silent is reported only with `--env-file`,
    /// when neither is set.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "none" } },
    /// //                                        ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { mode: "token", token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// With an empty environment file:
    ///
    /// ```json5 bad env
    /// {
    ///   gateway: { mode: "local" },
    /// //^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" } }
    /// ```
    ///
    /// ```json5 good env
    /// { gateway: { mode: "local", tailscale: { mode: "serve" } } }
    /// ```
    "gateway-loopback-no-auth" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.loopback_no_auth"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes || gateway.bind() != Bind::Loopback || !gateway.has_control_ui() {
        return;
    }
    // With Tailscale in front such a config is not even accepted, which another rule says.
    let is_off = gateway.explicit_auth_mode() == Some(AuthMode::None);
    if is_off && gateway.tailscale() != Tailscale::Off {
        return;
    }
    if gateway.audit_has_loopback_auth() || gateway.may_have_unwritten_auth() {
        return;
    }
    let mode = gateway.at(&["auth", "mode"]).map(Place::value);
    let Some(place) = mode.or_else(|| context.absence(&["gateway", "auth"])) else { return };
    let finding =
        findings.add(place, "whoever reaches this machine's gateway is asked for nothing");
    // A blank credential has a finding of its own.
    if gateway_no_auth::is_blank(gateway) {
        finding.profile(Profile::Public);
    }
    finding.help(
        "ask for a token or a password; where `OPENCLAW_GATEWAY_TOKEN` or \
         `OPENCLAW_GATEWAY_PASSWORD` is set for the gateway, name that in `--env-file`",
    );
    gateway_no_auth::point_at_auth(gateway, finding);
    gateway_no_auth::mend(context, gateway, finding);
}
