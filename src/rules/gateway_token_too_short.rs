//! See the rule's documentation.

use super::gateway_secret;
use crate::effective::Secret;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's token is short enough to be guessed.
    ///
    /// OpenClaw's audit asks for 24 characters. Whoever has the token runs the agents and, with them, this
    /// machine. A good one is random: `openssl rand -hex 32`.
    ///
    /// A token in a variable is measured with `--env-file`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "hunter2" } },
    /// //                                         ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "twenty-four characters.." } } }
    /// ```
    "gateway-token-too-short" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.token_too_short"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    gateway_secret::check_length(context, Secret::Token, findings);
}
