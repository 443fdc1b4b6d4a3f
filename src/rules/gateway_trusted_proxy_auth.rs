//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A proxy in front says who comes, and OpenClaw believes it.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` OpenClaw asks for nothing itself. That is as safe as the
    /// proxy: it must log in its users, write the header with the user's name itself and drop one that a
    /// visitor sends, and nothing but the proxy may reach the gateway's port. OpenClaw's audit calls the
    /// mode critical however well it is set up; the rule is on from the profile `public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "x-forwarded-user" } },
    /// //                ^^^^^^^^^^^^^^^
    ///     trustedProxies: ["10.0.0.2"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "token" } } }
    /// ```
    "gateway-trusted-proxy-auth" from Public {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxy_auth"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(mode) = gateway.at(&["auth", "mode"]) else { return };
    if gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy) {
        return;
    }
    let message = "who reaches the gateway is decided by the proxy in front of it alone";
    findings.add(Place::value(mode), message).help(
        "let the proxy log in its users and overwrite the header with their name, and let nothing \
         else reach the gateway's port",
    );
}
