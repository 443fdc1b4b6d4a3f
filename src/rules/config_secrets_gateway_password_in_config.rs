//! See the rule's documentation.

use super::plaintext_secret;
use crate::finding::{Effect, Place, Profile, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The gateway's password is written in the config.
    ///
    /// A config is copied, kept in git and shown to others for help. Whoever reads it there runs the
    /// agents. The password belongs in a variable or in a secret store, with a placeholder or a reference
    /// in the config.
    ///
    /// OpenClaw's audit measures the config after it has put in the variables, so it reports a password
    /// that only came from `${…}` too. With `--env-file` so does this rule, from the profile `public`.
    ///
    /// The fix is that of `plaintext-secret`: it reads the password from a variable, which
    /// `--write-env FILE` sets, and is not applied without.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { password: "four words and a number 7" } },
    /// //                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { password: "${OPENCLAW_GATEWAY_PASSWORD}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { password: "${OPENCLAW_GATEWAY_PASSWORD}" } } }
    /// ```
    "config-secrets-gateway-password-in-config" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("config.secrets.gateway_password_in_config"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let password = context.gateway().credential(&["auth", "password"]);
    let Some(value) = password.audited_as_written() else { return };
    if password.is_literal() {
        let message = "the gateway's password is written in the config";
        let finding = findings.add(Place::value(value), message).help(
            "put it in a variable and write `\"${OPENCLAW_GATEWAY_PASSWORD}\"` here, or a reference to \
             a secret store",
        );
        plaintext_secret::offer(context, value, finding);
        return;
    }
    let message = "OpenClaw's audit takes this password from a variable for one in the config";
    let finding = findings.add(Place::value(value), message);
    finding.profile(Profile::Public).help(
        "nothing to do; without this line, OpenClaw reads `OPENCLAW_GATEWAY_PASSWORD` by itself",
    );
}
