//! See the rule's documentation.

use crate::effective::Tailscale;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Tailscale Serve opens the gateway to the tailnet.
    ///
    /// With `gateway.tailscale.mode: "serve"` every device that the tailnet's rules let through reaches
    /// the gateway. OpenClaw's audit notes it; nothing is wrong. It is on from the profile `public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "serve" },
    /// //                     ^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", tailscale: { mode: "off" } } }
    /// ```
    "gateway-tailscale-serve" from Public {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("gateway.tailscale_serve"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(mode) = gateway.at(&["tailscale", "mode"]) else { return };
    if gateway.tailscale() != Tailscale::Serve {
        return;
    }
    let message = "the devices of the tailnet reach the gateway through Tailscale Serve";
    findings
        .add(Place::value(mode), message)
        .help("nothing to do if that is meant; the tailnet's own rules say which devices may");
}
