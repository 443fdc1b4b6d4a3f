//! See the rule's documentation.

use crate::effective::is_dotted_loopback;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The network carries the gateway's traffic in the clear.
    ///
    /// A gateway that listens on the network speaks plain HTTP and WebSocket unless `gateway.tls.enabled` is
    /// true. Whoever listens in on the way reads the token or password and all messages. The rule is silent on
    /// loopback, on a tailnet, which encrypts by itself, and where `gateway.trustedProxies` speaks of a proxy,
    /// which can do it. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// { gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// //                                ^^^^^
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///     tls: { enabled: true },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "remote", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "lan", $include: "./gateway.json5" } }
    /// ```
    "gateway-without-tls" from Shared {
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
    let Some(bind) = gateway.at(&["bind"]) else { return };
    let has_proxies = gateway.at(&["trustedProxies"]).is_some();
    // Releases without the setting leave no choice but a proxy or a tunnel.
    let knows_tls = context.world.target.lookup(&["gateway", "tls", "enabled"]).is_some();
    if gateway.has_includes || gateway.is_remote() || has_proxies || !knows_tls {
        return;
    }
    let tls = gateway.at(&["tls", "enabled"]);
    if tls.is_some_and(|enabled| enabled.as_bool() != Some(false)) {
        return;
    }
    let listens = match context.text(bind).as_deref() {
        Some("lan") => true,
        Some("custom") => {
            let host = gateway.at(&["customBindHost"]).and_then(|host| context.text(host));
            host.is_some_and(|host| !is_dotted_loopback(host.trim()))
        }
        _ => false,
    };
    if listens {
        let message = "the gateway's token and all messages cross the network in the clear";
        findings.add(Place::value(bind), message).help(
            "set `gateway.tls.enabled: true`, let a reverse proxy or Tailscale encrypt, or listen on \
             loopback and reach it through SSH",
        );
    }
}
