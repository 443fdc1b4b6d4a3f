//! See the rule's documentation.

use crate::effective::{AuthMode, Tailscale};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The gateway knows people by their proxy or tailnet, and other machines cannot sign in.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"`, or with Tailscale Serve, headers tell who comes. A node
    /// that connects by itself sends none: without `gateway.auth.token` or `gateway.auth.password` no
    /// node can join. OpenClaw's `doctor --lint` warns of it
    /// (`core/doctor/node-hosting-preconditions`). Many have no node: this is on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     tailscale: { mode: "serve" },
    /// //                     ^^^^^^^
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
    "machine-client-without-secret" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let configured = |word| gateway.credential(&["auth", word]).value().is_some();
    if gateway.has_includes || configured("token") || configured("password") {
        return;
    }
    let mode = gateway.explicit_auth_mode();
    let says_who = gateway.at(&["auth", "allowTailscale"]).and_then(Value::as_bool) != Some(false);
    let place = match (mode, gateway.tailscale()) {
        (Some(AuthMode::TrustedProxy), _) => gateway.at(&["auth", "mode"]),
        (None | Some(AuthMode::Token), Tailscale::Serve) if says_who => {
            gateway.at(&["tailscale", "mode"])
        }
        _ => None,
    };
    if let Some(place) = place {
        findings
            .add(Place::value(place), "this tells people from each other, but lets no node sign in")
            .help("set `gateway.auth.token: \"${OPENCLAW_GATEWAY_TOKEN}\"`, if a node is to join");
    }
}
