//! See the rule's documentation.

use super::missing_env_variable::takes_placeholder;
use crate::effective::{AuthMode, Credential, Secret};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// The token of the hooks opens the gateway as well.
    ///
    /// `hooks.token` is given to every service that sends messages. When it is the gateway's own token or
    /// password too, each of them may do all that you may.
    ///
    /// The fix reads the token of the hooks from `${OPENCLAW_HOOKS_TOKEN}`. It is unsafe: the variable has to
    /// be set where the gateway runs, and those who send messages have to be told.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    ///   hooks: { enabled: true, token: "${OPENCLAW_GATEWAY_TOKEN}" },
    /// //                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    ///   hooks: { enabled: true, token: "${OPENCLAW_HOOKS_TOKEN}" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "a long one of the gateway" } },
    ///   hooks: { enabled: true, token: "another one for the hooks" },
    /// }
    /// ```
    "hooks-token-reuse-gateway-token" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("hooks.token_reuse_gateway_token"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// A name of its own for the token of the hooks, as OpenClaw's documentation has it.
const PLACEHOLDER: &str = "${OPENCLAW_HOOKS_TOKEN}";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (gateway, Some(hooks)) = (context.gateway(), context.hooks()) else { return };
    let secret = match gateway.auth_mode() {
        AuthMode::None => return,
        AuthMode::Token => Secret::Token,
        AuthMode::Password | AuthMode::TrustedProxy => Secret::Password,
    };
    let (token, shared) = (hooks.token(), gateway.in_force(secret));
    let Some(value) = token.value() else { return };
    let written = |credential: &Credential<'_>| {
        Some(trim(&credential.value()?.as_text()?.to_lossy()).to_owned())
    };
    let is_same = match (&token, &shared) {
        // Whatever the placeholder stands for, it stands for the same.
        (Credential::Assumed(_), Credential::Assumed(_)) => written(&token) == written(&shared),
        (Credential::Unset(_), _) => {
            shared.text().is_some_and(|text| written(&token).as_deref() == Some(text))
        }
        _ => token.text().is_some() && token.text() == shared.text(),
    };
    if !is_same {
        return;
    }
    let word = secret.word();
    let message =
        format!("this is the gateway's {word} as well, so every sender of a hook holds it");
    let finding = findings.add(Place::value(value), message);
    if let Some(other) = shared.value() {
        finding.related(other.span(), format!("the gateway's {word}"));
    }
    finding.help("give the hooks a long random token of their own");
    if !value.is_text(PLACEHOLDER) && takes_placeholder(context, PLACEHOLDER) {
        let edits = context.edits(|plan| {
            plan.replace(value, PLACEHOLDER);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("read it from `{PLACEHOLDER}`"), edits);
    }
}
