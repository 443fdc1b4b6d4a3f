//! See the rule's documentation.

use crate::effective::AuthMode;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The network reaches the gateway and may guess at its password as often as it likes.
    ///
    /// A gateway that listens beyond loopback counts failed attempts, and locks out who makes too many,
    /// with `gateway.auth.rateLimit`. A long random token or password cannot be guessed anyhow. It is on
    /// from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", bind: "lan", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// //                                       ^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "lan",
    ///     auth: { token: "${OPENCLAW_GATEWAY_TOKEN}", rateLimit: { maxAttempts: 10 } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    "gateway-auth-no-rate-limit" from Shared {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.auth_no_rate_limit"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    let Some(bind) = gateway.beyond_loopback() else { return };
    let is_limited = gateway.at(&["auth", "rateLimit"]).is_some_and(|limit| !limit.is_null());
    if gateway.has_includes || is_limited || gateway.auth_mode() == AuthMode::TrustedProxy {
        return;
    }
    let absence = context.absence(&["gateway", "auth", "rateLimit"]);
    let message = "failed attempts at the gateway's token or password are not counted";
    findings
        .add(absence.unwrap_or_else(|| Place::value(bind)), message)
        .related(bind.span(), "and the network reaches it")
        .help(
            "limit them: `gateway.auth.rateLimit: { maxAttempts: 10, windowMs: 60000, lockoutMs: \
             300000 }`",
        );
}
