//! See the rule's documentation.

use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The token of the hooks is written in the config.
    ///
    /// A config is copied, kept in git and shown to others for help. Whoever reads it there may send
    /// messages to the agents. OpenClaw's audit notes it, and, as it measures the config after it has put
    /// in the variables, reports a token that only came from `${…}` too. With `--env-file` so does this
    /// rule. It is on from the profile `shared`, for such a token from `public`.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: { enabled: true, token: "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6" },
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" } }
    /// ```
    "config-secrets-hooks-token-in-config" from Shared {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("config.secrets.hooks_token_in_config"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(token) = context.hooks().map(|hooks| hooks.token()) else { return };
    let Some(value) = token.audited_as_written() else { return };
    if token.is_literal() {
        findings
            .add(Place::value(value), "the token of the hooks is written in the config")
            .help("put it in a variable and write `\"${OPENCLAW_HOOKS_TOKEN}\"` here");
        return;
    }
    let message = "OpenClaw's audit takes this token from a variable for one in the config";
    let finding = findings.add(Place::value(value), message);
    finding.profile(Profile::Public).help("nothing to do; the config only names the variable");
}
