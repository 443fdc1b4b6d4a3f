//! See the rule's documentation.

use crate::effective::{AuthMode, Bind};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Other machines reach the gateway, which asks them for its secret.
    ///
    /// With `gateway.bind` other than `"loopback"`, the token or the password is all that is between
    /// the agents and everyone on the network. OpenClaw's `doctor` mentions it as
    /// `gateway.bind_network_accessible`; where nothing is asked for, `gateway-bind-no-auth` speaks. As it
    /// is what such a config is for, this is on with `--profile public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// //                                ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "lan", auth: { mode: "none" } } }
    /// ```
    "gateway-bind-network-accessible" from Public {
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
    let is_here = match gateway.bind() {
        Bind::Custom(host) => host.is_none_or(|host| host.is_loopback()),
        // In a container it is all interfaces, elsewhere this machine.
        Bind::Auto => true,
        _ => false,
    };
    let asks = gateway.audit_has_auth() || gateway.auth_mode() == AuthMode::TrustedProxy;
    if gateway.is_remote() || is_here || !asks {
        return;
    }
    if let Some(bind) = gateway.beyond_loopback() {
        findings
            .add(
                Place::value(bind),
                "other machines reach the gateway: its secret is all they need",
            )
            .help("leave `bind` out, and reach it through Tailscale or an SSH tunnel");
    }
}
