//! See the rule's documentation.

use crate::effective::{AuthMode, Credential, Gateway};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Key, Value};

rule! {
    /// A proxy is to vouch for the users, and what that needs is not there, or stands in its way.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` OpenClaw refuses to start without
    /// `gateway.auth.trustedProxy`, with a blank `userHeader` in it, without any address in
    /// `gateway.trustedProxies`, and with a token set as well.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", token: "${OPENCLAW_GATEWAY_TOKEN}" },
    /// //                ^^^^^^^^^^^^^^^         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     trustedProxies: [],
    /// //                  ^^
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
    "gateway-trusted-proxy-incomplete" {
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
    let Some(mode) = gateway.at(&["auth", "mode"]) else { return };
    if gateway.has_includes
        || gateway.is_remote()
        || gateway.explicit_auth_mode() != Some(AuthMode::TrustedProxy)
    {
        return;
    }
    check_header(context, &gateway, mode, findings);
    let proxies = gateway.at(&["trustedProxies"]);
    let some = proxies.and_then(Value::as_array).is_some_and(any);
    if !some {
        let key = Key::from_iter(["gateway", "trustedProxies"]);
        let place = Place { key, span: proxies.unwrap_or(mode).span() };
        let message = "this mode needs the proxy's address in `gateway.trustedProxies`";
        findings.add(place, message).help("list the addresses that the proxy connects from");
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

fn check_header(
    context: &Context<'_>,
    gateway: &Gateway<'_>,
    mode: Value<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(section) = gateway.at(&["auth", "trustedProxy"]) else {
        let key = Key::from_iter(["gateway", "auth", "trustedProxy"]);
        let message = "this mode needs `gateway.auth.trustedProxy`, which is not there";
        let finding = findings.add(Place { key, span: mode.span() }, message);
        finding.help("name the header that holds the user: `trustedProxy: { userHeader: \"…\" }`");
        return;
    };
    let header = section.get("userHeader");
    if let Some(header) = header
        && context.text(header).is_some_and(|text| text.trim().is_empty())
    {
        let finding = findings.add(Place::value(header), "the name of the header is blank");
        finding.help("name the header that holds the user, as the proxy sends it");
    }
}

fn any(list: Array<'_>) -> bool {
    list.items().next().is_some()
}
