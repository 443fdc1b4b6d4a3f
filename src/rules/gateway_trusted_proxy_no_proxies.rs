//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Key;

rule! {
    /// A proxy is to say who comes, and no address of a proxy is given.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` OpenClaw only believes requests from the addresses in
    /// `gateway.trustedProxies`. Without any it refuses to start.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy", trustedProxy: { userHeader: "x-forwarded-user" } },
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
    "gateway-trusted-proxy-no-proxies" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("gateway.trusted_proxy_no_proxies"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(mode) = gateway.at(&["auth", "mode"]) else { return };
    let is_trusted = gateway.explicit_auth_mode() == Some(AuthMode::TrustedProxy);
    if gateway.has_includes || !is_trusted || !gateway.items(&["trustedProxies"]).is_empty() {
        return;
    }
    let span = gateway.at(&["trustedProxies"]).unwrap_or(mode).span();
    let place = Place { key: Key::from_iter(["gateway", "trustedProxies"]), span };
    let message = "this mode needs the proxy's address in `gateway.trustedProxies`";
    let finding = findings.add(place, message);
    finding.help("list the addresses that the proxy connects from");
    if gateway.is_remote() {
        finding.effect(Effect::Audited);
    }
}
