//! See the rule's documentation.

use super::gateway_secret;
use crate::effective::Secret;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's password is short enough to be guessed.
    ///
    /// OpenClaw's audit asks for 24 characters. Whoever has the password runs the agents and, with them, this
    /// machine. A good one is random: `openssl rand -hex 32`.
    ///
    /// A password in a variable is measured with `--env-file`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "password", password: "hunter2" } },
    /// //                                                              ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" } } }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { mode: "password", password: "twenty-four characters.." } } }
    /// ```
    "gateway-password-too-short" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.password_too_short"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    gateway_secret::check_length(context, Secret::Password, findings);
}
