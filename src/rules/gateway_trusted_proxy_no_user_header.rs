//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Key;

rule! {
    /// A proxy is to say who comes, and nothing says in which header.
    ///
    /// With `gateway.auth.mode: "trusted-proxy"` OpenClaw reads the user's name from the header that
    /// `gateway.auth.trustedProxy.userHeader` names. Without `trustedProxy`, or with a blank name in it,
    /// it refuses to start. (Its audit overlooks a name of white space only.)
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { mode: "trusted-proxy" },
    /// //                ^^^^^^^^^^^^^^^
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
    "gateway-trusted-proxy-no-user-header" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("gateway.trusted_proxy_no_user_header"),
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
    if gateway.has_includes || !is_trusted {
        return;
    }
    let finding = if gateway.at(&["auth", "trustedProxy"]).is_none() {
        let key = Key::from_iter(["gateway", "auth", "trustedProxy"]);
        let message = "this mode needs `gateway.auth.trustedProxy`, which is not there";
        findings.add(Place { key, span: mode.span() }, message)
    } else {
        // A section without the name is rejected, which other rules say.
        let Some(header) = gateway.at(&["auth", "trustedProxy", "userHeader"]) else { return };
        let Some(name) = context.text(header).filter(|name| trim(name).is_empty()) else { return };
        let finding = findings.add(Place::value(header), "the name of the header is blank");
        if !name.is_empty() {
            finding.audit(None::<&str>);
        }
        finding
    };
    finding.help("name the header that holds the user: `trustedProxy: { userHeader: \"…\" }`");
    if gateway.is_remote() {
        finding.effect(Effect::Audited);
    }
}
