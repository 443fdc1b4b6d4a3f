//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// Whoever the proxy vouches for may add devices with every right, and nobody is asked.
    ///
    /// `operator.admin` among `gateway.auth.trustedProxy.deviceAutoApprove.scopes` lets each user of the
    /// proxy pair a device that changes the gateway's settings, its agents and, through them, the machine.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: {
    ///         userHeader: "x-forwarded-user",
    ///         deviceAutoApprove: { enabled: true, scopes: ["operator.read", "operator.admin"] },
    /// //                                                                    ^^^^^^^^^^^^^^^^
    ///       },
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
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: {
    ///         userHeader: "x-forwarded-user",
    ///         deviceAutoApprove: { enabled: true, scopes: ["operator.read"] },
    ///       },
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
    ///     auth: {
    ///       mode: "trusted-proxy",
    ///       trustedProxy: {
    ///         userHeader: "x-forwarded-user",
    ///         deviceAutoApprove: { enabled: false, scopes: ["operator.admin"] },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "gateway-trusted-proxy-device-auto-approve-admin" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("gateway.trusted_proxy_device_auto_approve_admin"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let path = ["auth", "trustedProxy", "deviceAutoApprove"];
    let Some(section) = gateway.at(&path) else { return };
    let is_on = section.get("enabled").and_then(Value::as_bool) == Some(true);
    if !is_on || gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy) {
        return;
    }
    let scopes = section.get("scopes").and_then(Value::as_array);
    let is_admin = |scope: &Value<'_>| {
        context.text(*scope).is_some_and(|text| trim(&text) == "operator.admin")
    };
    let Some(admin) = scopes.and_then(|scopes| scopes.items().find(is_admin)) else { return };
    let message = "each user of the proxy may pair a device with every right";
    findings.add(Place::value(admin), message).help(
        "leave it out and approve such devices by hand, or grant it by name in \
         `gateway.auth.identityScopes`",
    );
}
