//! See the rule's documentation.

use std::net::Ipv4Addr;

use crate::effective::Tailscale;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway is to listen on an address of its own, and there is none.
    ///
    /// With `gateway.bind: "custom"` OpenClaw listens on `gateway.customBindHost` and refuses to start
    /// when that is missing or is no IPv4 address in four plain numbers. Names such as `localhost` and
    /// IPv6 addresses are not taken.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    /// //        ^^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "my-server.lan",
    /// //                  ^^^^^^^^^^^^^^^
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "custom",
    ///     customBindHost: "192.168.1.5",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   },
    /// }
    /// ```
    "gateway-custom-bind-host" {
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
    let Some(bind) = gateway.at(&["bind"]) else { return };
    if gateway.has_includes
        || gateway.is_remote()
        // With Tailscale in front such a config is not even accepted, which another rule says.
        || gateway.tailscale() != Tailscale::Off
        || context.text(bind).as_deref() != Some("custom")
    {
        return;
    }
    let help = "write the IPv4 address to listen on, or another word for `bind`: `\"loopback\"`, \
                `\"lan\"`, `\"tailnet\"`, `\"auto\"`";
    let Some(host) = gateway.at(&["customBindHost"]) else {
        let message = "`\"custom\"` needs `gateway.customBindHost`, which is not there";
        findings.add(Place::value(bind), message).help(help);
        return;
    };
    if let Some(text) = context.text(host)
        && text.trim().parse::<Ipv4Addr>().is_err()
    {
        findings.add(Place::value(host), "this is no IPv4 address to listen on").help(help);
    }
}
