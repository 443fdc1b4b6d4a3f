//! See the rule's documentation.

use std::cell::LazyCell;

use super::{
    gateway_credential_unusable, gateway_password_placeholder_value,
    gateway_token_placeholder_value, redaction_placeholder,
};
use crate::finding::{Effect, Place, Severity};
use crate::redact::Standing;
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A sample stands where a credential is to stand.
    ///
    /// Documentation and templates write `YOUR_BOT_TOKEN`, `<token>` or `change-me` where the reader is to
    /// put a credential. OpenClaw knows three samples of its own, for the gateway, and refuses to start
    /// with them (`gateway-credential-unusable`). Any other it takes for the credential: a provider then
    /// refuses it, while a sample that the config itself asks of others, such as a webhook's secret, lets
    /// in whoever has read the same documentation.
    ///
    /// Configs that are samples themselves hold them on purpose, so this is on from the profile `shared`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "YOUR_BOT_TOKEN", webhookSecret: "change-me" } },
    /// //                                  ^^^^^^^^^^^^^^^^                 ^^^^^^^^^^^
    ///   env: { vars: { GROQ_API_KEY: "<your key>" } },
    /// //                             ^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" } },
    ///   models: { providers: { ollama: { baseUrl: "http://127.0.0.1:11434", apiKey: "ollama-local", models: [] } } },
    /// }
    /// ```
    "placeholder-credential" from Shared {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let told = LazyCell::new(|| {
        context.told_by(&[
            &gateway_credential_unusable::RULE,
            &gateway_password_placeholder_value::RULE,
            &gateway_token_placeholder_value::RULE,
            &redaction_placeholder::RULE,
        ])
    });
    let samples = context.credentials().filter(|(_, it)| *it == Standing::Sample);
    for (value, _) in samples {
        if !told.contains(&value.span()) {
            let message = format!("a sample stands at `{}` in place of a credential", value.key());
            findings.add(Place::value(value), message).help(
                "put the credential into a variable and write a placeholder such as `${NAME}` here",
            );
        }
    }
}
