//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The gateway's HTTP endpoints ask for nothing.
    ///
    /// `POST /tools/invoke` is always there, and runs tools. Further endpoints can be switched on:
    /// `/v1/chat/completions`, `/v1/responses`, and the administration of the plugin `admin-http-rpc`. They
    /// ask for the token or the password of the gateway's mode, whose text has to be known when the gateway
    /// runs; that Tailscale knows a visitor is not enough. OpenClaw's audit calls it critical when other
    /// machines reach the gateway.
    ///
    /// Without any mode and any credential OpenClaw makes up a token for each run when it starts. As the
    /// credential may be in `OPENCLAW_GATEWAY_TOKEN` or `OPENCLAW_GATEWAY_PASSWORD`, a config that is merely
    /// silent is reported only with `--env-file`. A reference to a file or to a command then counts as
    /// missing, as it does for the audit.
    ///
    /// Where `gateway-loopback-no-auth` or `gateway-bind-no-auth` says as much, this rule is on from the
    /// profile `public`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "none" }, controlUi: { enabled: false } },
    /// //                                        ^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good env
    /// {
    ///   gateway: { mode: "local", auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "user" } } },
    /// }
    /// ```
    "gateway-http-no-auth" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.http.no_auth"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where an endpoint is switched on.
const SWITCHES: [(&str, &[&str]); 3] = [
    ("/v1/chat/completions", &["gateway", "http", "endpoints", "chatCompletions", "enabled"]),
    ("/v1/responses", &["gateway", "http", "endpoints", "responses", "enabled"]),
    ("/api/v1/admin/rpc", &["plugins", "entries", "admin-http-rpc", "enabled"]),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes || gateway.audit_has_http_auth() || gateway.may_have_unwritten_auth() {
        return;
    }
    let mode = gateway.at(&["auth", "mode"]).map(Place::value);
    let Some(place) = mode.or_else(|| context.absence(&["gateway", "auth"])) else { return };
    let finding = findings.add(place, "callers over HTTP are asked for nothing");
    if let Some(cause) = gateway.exposure() {
        finding
            .severity(Severity::Error)
            .related(cause.span(), "and other machines reach the gateway");
    }
    let is_off = gateway.explicit_auth_mode() == Some(AuthMode::None);
    let is_said = gateway.has_control_ui() || gateway.beyond_loopback().is_some();
    if !is_off || is_said {
        finding.profile(Profile::Public);
    }
    for (endpoint, path) in SWITCHES {
        let switch = context.tree.root().and_then(|root| root.at(path));
        if let Some(on) = switch.filter(|on| Value::as_bool(*on) == Some(true)) {
            finding.related(on.span(), format!("`{endpoint}` answers as well"));
        }
    }
    finding.help(
        "ask for a token or a password; where `OPENCLAW_GATEWAY_TOKEN` or \
         `OPENCLAW_GATEWAY_PASSWORD` is set for the gateway, name that in `--env-file`",
    );
}
