//! See the rule's documentation.

use super::gateway_secret;
use crate::effective::Credential;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;

rule! {
    /// The token of the hooks is short enough to be guessed.
    ///
    /// Whoever has `hooks.token` sends messages to the agents. OpenClaw's audit asks for 24 characters. A
    /// good token is random: `openssl rand -hex 32`.
    ///
    /// A token in a variable is measured with `--env-file`. When that variable is not set, OpenClaw takes
    /// the placeholder itself, such as the text `${HOOKS_TOKEN}`, for the token, and so does anyone who
    /// reads the config.
    ///
    /// ```json5 bad
    /// {
    ///   hooks: { enabled: true, token: "hunter2" },
    /// //                               ^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 bad env
    /// {
    ///   hooks: { enabled: true, token: "${HOOKS_TOKEN}" },
    /// //                               ^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: true, token: "${HOOKS_TOKEN}" } }
    /// ```
    ///
    /// ```json5 good
    /// { hooks: { enabled: false, token: "hunter2" } }
    /// ```
    "hooks-token-too-short" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("hooks.token_too_short"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(hooks) = context.hooks() else { return };
    let token = hooks.token();
    let (value, text, message) = match &token {
        Credential::Text(value, text) => {
            (*value, text.to_string(), "the token of the hooks has fewer than 24 characters")
        }
        Credential::Unset(value) => {
            let written = value.as_text().map(|text| text.to_lossy().into_owned());
            let message =
                "this variable is not set, so its name in the config is the token of the hooks";
            (*value, written.unwrap_or_default(), message)
        }
        _ => return,
    };
    if gateway_secret::is_short(trim(&text)) {
        findings
            .add(Place::value(value), message)
            .help("take a long random one, such as from `openssl rand -hex 32`");
    }
}
