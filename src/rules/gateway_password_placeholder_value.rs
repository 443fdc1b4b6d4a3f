//! See the rule's documentation.

use super::gateway_secret;
use crate::effective::Secret;
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's password is blank, or a word that scripts leave behind for nothing.
    ///
    /// Blank, `undefined` and `null` are what a template or a script writes when a variable was empty.
    /// OpenClaw refuses to start with such a password. A password that is meant for clients
    /// (`gateway.remote.password`) counts where the gateway has none of its own.
    ///
    /// The fix reads the password from `${OPENCLAW_GATEWAY_PASSWORD}`. It is unsafe: the variable has to be set
    /// where the gateway runs.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "password", password: "undefined" } },
    /// //                                                              ^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" } } }
    /// ```
    "gateway-password-placeholder-value" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("gateway.password_placeholder_value"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    gateway_secret::check_nothing(context, Secret::Password, findings);
}
