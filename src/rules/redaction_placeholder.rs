//! See the rule's documentation.

use super::gateway_credential_unusable;
use crate::effective::redaction_placeholders;
use crate::finding::{Effect, Place, Severity};
use crate::redact::Standing;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A value is what is printed in place of a secret: somebody copied the output back.
    ///
    /// OpenClaw, and tools like this one, print `***` or `[redacted]` where a secret stands, or cut out
    /// its middle (`sk-12...89`). A config into which such output was copied has lost the secret.
    /// OpenClaw accepts it, and whatever needs the secret fails later. It also stops to keep copies: it
    /// makes no `.last-good` of a config that holds any, and restores none that does, with a line in its
    /// log and no other word.
    ///
    /// That is so for exactly what it looks for: `***` and `[redacted]` anywhere, and dots (`...` or
    /// `…`) in a value below a name such as `apiKey`, `auth`, `credential`, `password`, `privateKey`,
    /// `secret` or `token`. The other texts that it prints (`__OPENCLAW_REDACTED__`, `REDACTED`,
    /// `xoxb-REDACTED` …), and stars as this tool prints them, are reported where a credential belongs:
    /// they are no secrets either, though OpenClaw goes on keeping copies. For the gateway's own
    /// credential `gateway-credential-unusable` says so, since the gateway does not start with it.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   env: { vars: { GITHUB_LOGIN: "***", NPM_LOGIN: " [redacted] " } },
    /// //                             ^^^^^             ^^^^^^^^^^^^^^
    ///   models: { providers: { own: { baseUrl: "https://ai.example.com", apiKey: "sk-12...89", models: [] } } },
    /// //                                                                         ^^^^^^^^^^^^
    ///   channels: { telegram: { botToken: "__OPENCLAW_REDACTED__", webhookSecret: "************" } },
    /// //                                  ^^^^^^^^^^^^^^^^^^^^^^^                 ^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   env: { vars: { GREETING: "Well... hello", STARS: "*****" } },
    ///   models: { providers: { own: { baseUrl: "https://ai.example.com", apiKey: "${OWN_KEY}", models: [] } } },
    /// }
    /// ```
    "redaction-placeholder" {
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
    let Some(root) = context.tree.root() else { return };
    let placeholders = redaction_placeholders(root);
    let masks = context.credentials().filter(|(_, it)| *it == Standing::Mask);
    let mut all: Vec<(Value<'_>, bool)> = placeholders.into_iter().map(|it| (it, true)).collect();
    for (mask, _) in masks {
        if all.iter().all(|(value, _)| value.span() != mask.span()) {
            all.push((mask, false));
        }
    }
    if all.is_empty() {
        return;
    }
    let told = context.told_by(&[&gateway_credential_unusable::RULE]);
    for (value, stops_copies) in all {
        let place = Place::value(value);
        if !told.contains(&place.span) {
            let finding =
                findings.add(place, "this is what is printed in place of a secret, and no secret");
            finding.help(if stops_copies {
                "put the secret back, best as a placeholder such as `${NAME}`; until then OpenClaw \
                 keeps no `.last-good` copy of this config and restores none that holds this"
            } else {
                "put the secret back, best as a placeholder such as `${NAME}`; until then OpenClaw \
                 takes this for it"
            });
        }
    }
}
