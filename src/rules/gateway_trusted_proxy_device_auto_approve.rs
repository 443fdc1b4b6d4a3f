//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Whoever the proxy vouches for may add devices, and nobody is asked.
    ///
    /// With `gateway.auth.trustedProxy.deviceAutoApprove.enabled` a new browser or app is paired as soon as
    /// the proxy says whose it is. That is as safe as the proxy's login. It is on from the profile
    /// `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: { userHeader: "x-forwarded-user", deviceAutoApprove: { enabled: true } },
    /// //                                                                                  ^^^^
    ///     },
    ///     trustedProxies: ["10.0.0.2"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "x-forwarded-user" } },
    ///     trustedProxies: ["10.0.0.2"],
    ///   },
    /// }
    /// ```
    "gateway-trusted-proxy-device-auto-approve" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxy_device_auto_approve"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let on = gateway.at(&["auth", "trustedProxy", "deviceAutoApprove", "enabled"]);
    let Some(on) = on.filter(|on| on.as_bool() == Some(true)) else { return };
    if gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy) {
        return;
    }
    let message = "new devices of whoever the proxy vouches for are paired without asking";
    findings.add(Place::value(on), message).help(
        "keep it on only if nothing else reaches the gateway, and name the users in `allowUsers`",
    );
}
