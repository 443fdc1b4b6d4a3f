//! See the rule's documentation.

use super::gateway_secret::{LEAST, is_short};
use super::own_secrets::{Owner, owner};
use crate::finding::{Effect, Place, Severity};
use crate::redact::Standing;
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A secret that the config asks of others is short.
    ///
    /// Whoever sends to a webhook proves with this secret that they may. OpenClaw's audit measures the
    /// tokens of the gateway and of the hooks (`gateway-token-too-short`, `hooks-token-too-short`) and no
    /// other. This rule measures the others in the same way, with 24 characters as the least. Keys that a
    /// provider hands out are as long as the provider makes them.
    ///
    /// It is on from the profile `shared`, as nobody but the provider may reach the webhooks of a gateway
    /// that one person keeps to themselves.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", webhookUrl: "https://example.com", webhookSecret: "zwieback77" } },
    /// //                                                                                                             ^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", webhookUrl: "https://example.com", webhookSecret: "${TELEGRAM_WEBHOOK_SECRET}" } },
    ///   models: { providers: { own: { baseUrl: "https://ai.example.com", apiKey: "short-key-9", models: [] } } },
    /// }
    /// ```
    "short-credential" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let secrets = context.credentials().filter(|(_, it)| *it == Standing::Secret);
    for (value, _) in secrets {
        let text = value.as_text().map(|text| text.to_lossy().into_owned()).unwrap_or_default();
        if owner(&value.key()) == Some(Owner::Webhook) && is_short(text.trim()) {
            let message = format!("this secret has fewer than {LEAST} characters");
            findings
                .add(Place::value(value), message)
                .help("take a long random one: `openssl rand -hex 32`");
        }
    }
}
