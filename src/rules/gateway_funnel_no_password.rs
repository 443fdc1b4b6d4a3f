//! See the rule's documentation.

use crate::effective::{AuthMode, Tailscale};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Tailscale Funnel opens the gateway to the internet, and no password guards it.
    ///
    /// OpenClaw accepts the config and then refuses to start: behind Funnel it asks for a password,
    /// and a token does not do. `gateway.auth.mode: "password"` counts, and a password without a mode.
    /// Serve, which stays within the tailnet, takes a token as well.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "funnel" },
    /// //                     ^^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "funnel" },
    ///     auth: { password: "${OPENCLAW_GATEWAY_PASSWORD}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "serve" },
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    "gateway-funnel-no-password" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(mode) = gateway.at(&["tailscale", "mode"]) else { return };
    if gateway.has_includes || gateway.is_remote() || gateway.tailscale() != Tailscale::Funnel {
        return;
    }
    // Without any authentication the config is not even accepted.
    if matches!(gateway.auth_mode(), AuthMode::Password | AuthMode::None) {
        return;
    }
    let message = "Tailscale Funnel opens the gateway to the internet and needs a password";
    let finding = findings.add(Place::value(mode), message);
    finding.help(
        "set `gateway.auth.mode: \"password\"` and `gateway.auth.password`, or use `\"serve\"`, \
         which stays within the tailnet",
    );
    if let Some(auth) = gateway.at(&["auth", "mode"]).or_else(|| gateway.at(&["auth", "token"])) {
        finding.related(auth.span(), "this is not a password");
    }
}
