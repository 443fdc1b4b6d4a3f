//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Every user of the proxy may use the gateway.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` and no `allowUsers`, whoever logs in at the proxy reaches
    /// the agents, be it a colleague who should only see the wiki behind the same proxy. It is on from the
    /// profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "x-forwarded-user" } },
    /// //                                 ^^^^^^^^^^^^
    ///     trustedProxies: ["10.0.0.2"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: { userHeader: "x-forwarded-user", allowUsers: ["ada@example.com"] },
    ///     },
    ///     trustedProxies: ["10.0.0.2"],
    ///   },
    /// }
    /// ```
    "gateway-trusted-proxy-no-allowlist" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxy_no_allowlist"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let path = ["auth", "trustedProxy", "allowUsers"];
    let is_trusted = gateway.explicit_auth_mode() == Some(AuthMode::TrustedProxy);
    if gateway.has_includes || !is_trusted || !gateway.items(&path).is_empty() {
        return;
    }
    let written = gateway.at(&path).map(Place::value);
    let absence = || context.absence(&["gateway", "auth", "trustedProxy", "allowUsers"]);
    let Some(place) = written.or_else(absence) else { return };
    findings
        .add(place, "everyone who logs in at the proxy may use the gateway")
        .help("name those who may in `gateway.auth.trustedProxy.allowUsers`");
}
