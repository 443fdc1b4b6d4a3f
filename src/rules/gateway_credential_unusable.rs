//! See the rule's documentation.

use super::missing_env_variable::takes_placeholder;
use crate::effective::{AuthMode, Credential, is_mask};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;
use crate::world::Variable;

rule! {
    /// The gateway's token or password cannot be used: it is missing, a sample, or what hides a secret.
    ///
    /// OpenClaw refuses to start when the credential that counts (`gateway.auth.mode` decides, else
    /// the password if there is one, else the token) is
    ///
    /// - a sample from OpenClaw's own documentation, which everybody can look up;
    /// - what OpenClaw, or a tool like this one, prints in place of a secret: somebody copied the
    ///   output back into the config;
    /// - a password that is neither there nor in `OPENCLAW_GATEWAY_PASSWORD`, with `mode: "password"`.
    ///   (A token that is not there is made up anew for each run.)
    ///
    /// Blank ones are a matter of `gateway-token-placeholder-value` and
    /// `gateway-password-placeholder-value`.
    ///
    /// With `--env-file`, a variable that is not set counts as missing, for `${VAR}`, `$VAR` and
    /// references to the environment alike; a token that is an unset `${VAR}` is made up.
    ///
    /// The fix writes the placeholder that OpenClaw's documentation uses. It is unsafe: the variable
    /// has to be set where the gateway runs.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "change-me-now" } },
    /// //                                         ^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { mode: "password" } },
    /// //                                        ^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { mode: "password", password: "${OPENCLAW_GATEWAY_PASSWORD}" } },
    /// }
    /// ```
    ///
    /// With an empty environment file:
    ///
    /// ```json5 bad env
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     auth: { token: { source: "env", provider: "default", id: "GATEWAY_TOKEN" } },
    /// //                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 good env
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    /// }
    /// ```
    ///
    /// A config of a client starts no gateway:
    ///
    /// ```json5 good
    /// { gateway: { mode: "remote", auth: { token: "change-me-now" } } }
    /// ```
    "gateway-credential-unusable" {
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Tokens and passwords that OpenClaw's documentation has shown (2026.9.6).
const SAMPLE_TOKENS: [&str; 2] = ["change-me-to-a-long-random-token", "change-me-now"];
const SAMPLE_PASSWORDS: [&str; 1] = ["change-me-to-a-strong-password"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    if gateway.has_includes || gateway.is_remote() {
        return;
    }
    let (word, samples) = match gateway.auth_mode() {
        AuthMode::Token => ("token", &SAMPLE_TOKENS[..]),
        AuthMode::Password => ("password", &SAMPLE_PASSWORDS[..]),
        AuthMode::None | AuthMode::TrustedProxy => return,
    };
    let credential = match gateway.credential(&["auth", word]) {
        // A client's token stands in for one of the gateway's own.
        Credential::Absent if word == "token" => gateway.credential(&["remote", word]),
        own => own,
    };
    let why = match &credential {
        Credential::Text(_, text) if samples.contains(&&**text) => {
            format!("this {word} is a sample that everybody can look up")
        }
        Credential::Text(_, text) if is_mask(text) => {
            format!("this {word} is what is printed in place of a secret, and no secret")
        }
        Credential::Text(..)
        | Credential::Assumed(_)
        | Credential::Blank(_)
        | Credential::Variable(_) => return,
        Credential::Unset(value) => {
            // A token in `${VAR}` is made up; `$VAR` is a reference, which must lead somewhere.
            let made_up = value.as_text().is_some_and(|text| text.as_bytes().contains(&b'{'));
            if word == "token" && made_up {
                return;
            }
            format!("the variable that holds this {word} is not set")
        }
        Credential::Reference(reference) => {
            let id = reference.get("id").and_then(|id| context.text(id));
            let unset = id.is_some_and(|id| {
                let variable = context.variables().map(|variables| variables.get(&id));
                reference.get("source").is_some_and(|source| source.is_text("env"))
                    && variable == Some(Variable::Unset)
            });
            if !unset {
                return;
            }
            format!("the variable that holds this {word} is not set")
        }
        Credential::Absent => {
            if let Some(mode) = gateway.at(&["auth", "mode"]).filter(|_| word == "password") {
                check_missing_password(context, mode, findings);
            }
            return;
        }
    };
    let Some(value) = credential.value() else { return };
    let finding = findings.add(Place::value(value), why);
    match credential {
        Credential::Unset(_) | Credential::Reference(_) => {
            finding.help("set it where the gateway runs");
        }
        _ => offer(context, word, finding),
    }
}

/// The password may come from the environment without a word in the config.
fn check_missing_password(context: &Context<'_>, mode: Value<'_>, findings: &mut Findings<'_>) {
    let variable = context.world.environment.variable("OPENCLAW_GATEWAY_PASSWORD");
    if let Variable::Set(_) = variable {
        return;
    }
    let message = "this mode needs `gateway.auth.password`, which is not there";
    let finding = findings.add(Place::value(mode), message);
    offer(context, "password", finding);
    if variable == Variable::Unknown {
        finding.severity(Severity::Info).help(
            "nothing to do if `OPENCLAW_GATEWAY_PASSWORD` is set where the gateway runs; else set \
             a long random password",
        );
    }
}

/// Offers the placeholder of OpenClaw's own documentation.
fn offer(context: &Context<'_>, word: &str, finding: &mut Finding) {
    let variable = match word {
        "password" => "${OPENCLAW_GATEWAY_PASSWORD}",
        _ => "${OPENCLAW_GATEWAY_TOKEN}",
    };
    finding.help(format!("set a long random {word}, best as a placeholder such as `{variable}`"));
    if !takes_placeholder(context, variable) {
        return;
    }
    let edits = context.edits(|plan| plan.set(&["gateway", "auth", word], variable));
    finding.fix(Safety::Unsafe, format!("read it from `{variable}`"), edits);
}
