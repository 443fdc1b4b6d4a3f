//! See the rule's documentation.

use crate::effective::Tailscale;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Tailscale Funnel opens the gateway to the whole internet.
    ///
    /// With `gateway.tailscale.mode: "funnel"` anyone may knock at the gateway, and its password is all
    /// that keeps them out. OpenClaw's audit calls that critical whatever guards it. `"serve"` stays within
    /// the tailnet. Without a password OpenClaw does not even start, which `gateway-funnel-no-password`
    /// says; this rule is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "funnel" },
    /// //                     ^^^^^^^^
    ///     auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" },
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
    "gateway-tailscale-funnel" from Shared {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.tailscale_funnel"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(mode) = gateway.at(&["tailscale", "mode"]) else { return };
    if gateway.tailscale() != Tailscale::Funnel {
        return;
    }
    let message = "the whole internet reaches the gateway through Tailscale Funnel";
    findings.add(Place::value(mode), message).help(
        "use `\"serve\"`, which stays within the tailnet, unless strangers are meant to reach it; then \
         choose a long random password and limit attempts with `gateway.auth.rateLimit`",
    );
}
