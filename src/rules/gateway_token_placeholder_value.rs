//! See the rule's documentation.

use super::gateway_secret;
use crate::effective::Secret;
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's token is blank, or a word that scripts leave behind for nothing.
    ///
    /// Blank, `undefined` and `null` are what a template or a script writes when a variable was empty.
    /// OpenClaw refuses to start with such a token, while a token that is not there at all is made up anew
    /// for each run. A token that is meant for clients
    /// (`gateway.remote.token`) counts where the gateway has none of its own.
    ///
    /// The fix reads the token from `${OPENCLAW_GATEWAY_TOKEN}`. It is unsafe: the variable has to be set
    /// where the gateway runs.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "undefined" } },
    /// //                                         ^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    "gateway-token-placeholder-value" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("gateway.token_placeholder_value"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    gateway_secret::check_nothing(context, Secret::Token, findings);
}
