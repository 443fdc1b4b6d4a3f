//! See the rule's documentation.

use super::{placeholder_credential, plaintext_secret};
use crate::finding::{Effect, Place, Profile, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The token of the hooks is written in the config.
    ///
    /// A config is copied, kept in git and shown to others for help. Whoever reads it there may send
    /// messages to the agents. OpenClaw's audit notes it, and, as it measures the config after it has put
    /// in the variables, reports a token that only came from `${…}` too. With `--env-file` so does this
    /// rule, from the profile `public`, as it does of a sample, of which `placeholder-credential` speaks.
    ///
    /// The fix is that of `plaintext-secret`: it reads the token from a variable, which `--write-env FILE`
    /// sets, and is not applied without.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: { enabled: true, token: "a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6" },
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" } }
    /// ```
    "config-secrets-hooks-token-in-config" {
        severity: Severity::Info,
        effect: Effect::Audited,
        audit: Some("config.secrets.hooks_token_in_config"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(token) = context.hooks().map(|hooks| hooks.token()) else { return };
    let Some(value) = token.audited_as_written() else { return };
    if token.is_literal() {
        let message = "the token of the hooks is written in the config";
        let finding = findings.add(Place::value(value), message);
        finding.help("put it in a variable and write `\"${OPENCLAW_HOOKS_TOKEN}\"` here");
        plaintext_secret::offer(context, value, finding);
        if context.told_by(&[&placeholder_credential::RULE]).contains(&value.span()) {
            finding.profile(Profile::Public);
        }
        return;
    }
    let message = "OpenClaw's audit takes this token from a variable for one in the config";
    let finding = findings.add(Place::value(value), message);
    finding.profile(Profile::Public).help("nothing to do; the config only names the variable");
}
