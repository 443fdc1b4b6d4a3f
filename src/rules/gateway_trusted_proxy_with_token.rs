//! See the rule's documentation.

use crate::effective::{AuthMode, Credential};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A proxy is to vouch for the users, and a token is set as well.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` OpenClaw refuses to start when there is a token, be it
    /// the gateway's own or one for clients. What else the mode needs is said by
    /// `gateway-trusted-proxy-no-proxies` and `gateway-trusted-proxy-no-user-header`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: { userHeader: "x-forwarded-user" },
    ///       token: "${OPENCLAW_GATEWAY_TOKEN}",
    /// //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
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
    "gateway-trusted-proxy-with-token" {
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
    if gateway.has_includes
        || gateway.is_remote()
        || gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy)
    {
        return;
    }
    let token = match gateway.credential(&["auth", "token"]) {
        // A client's token stands in for one of the gateway's own.
        Credential::Absent => gateway.credential(&["remote", "token"]),
        own => own,
    };
    if let Credential::Text(value, _) | Credential::Assumed(value) | Credential::Reference(value) =
        token
    {
        let finding = findings
            .add(Place::value(value), "a token cannot be set while a proxy vouches for the users");
        finding.help("remove the token, or choose `mode: \"token\"`");
    }
}
