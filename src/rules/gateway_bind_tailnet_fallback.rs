//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;

rule! {
    /// The gateway listens on its Tailscale address, or on loopback if there is none when it starts.
    ///
    /// With `gateway.bind: "tailnet"` OpenClaw looks for the machine's Tailscale address once, when the
    /// gateway starts. Where Tailscale is not up by then, the gateway listens on `127.0.0.1` alone and says
    /// nothing: other devices find a closed port until it is started again. Programs on the machine
    /// itself reach it on `127.0.0.1` in either case, whatever older guides say. It is on from the profile
    /// `shared`.
    ///
    /// ```json5 bad
    /// { gateway: { mode: "local", bind: "tailnet", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// //                                ^^^^^^^^^
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "loopback",
    ///     tailscale: { mode: "serve" },
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    "gateway-bind-tailnet-fallback" from Shared {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw is known to do so.
const SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let applies = SINCE.holds_in(context.world.target) && !gateway.is_remote();
    let Some(bind) = gateway.at(&["bind"]).filter(|_| applies) else { return };
    if context.text(bind).as_deref() == Some("tailnet") {
        let message =
            "without a Tailscale address at its start the gateway listens on loopback alone";
        findings.add(Place::value(bind), message).help(
            "let the gateway start after Tailscale, or keep `bind: \"loopback\"` with \
             `gateway.tailscale.mode: \"serve\"`",
        );
    }
}
