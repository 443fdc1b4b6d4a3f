//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Every program on this machine may pass for the trusted proxy.
    ///
    /// With `gateway.auth.trustedProxy.allowLoopback` a request from a loopback address in
    /// `gateway.trustedProxies` may say who comes. A proxy on the same machine needs that, and every other
    /// program there gets it too. It is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: { userHeader: "x-forwarded-user", allowLoopback: true },
    /// //                                                                   ^^^^
    ///     },
    ///     trustedProxies: ["127.0.0.1"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "token", trustedProxy: { userHeader: "x-forwarded-user", allowLoopback: true } },
    ///   },
    /// }
    /// ```
    "gateway-trusted-proxy-allow-loopback" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxy_allow_loopback"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let on = gateway.at(&["auth", "trustedProxy", "allowLoopback"]);
    let Some(on) = on.filter(|on| on.as_bool() == Some(true)) else { return };
    if gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy) {
        return;
    }
    let message = "a program on this machine may say who comes, as the proxy does";
    findings
        .add(Place::value(on), message)
        .help("keep it on only with the proxy on this machine and nobody else logged in there");
}
