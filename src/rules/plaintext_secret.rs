//! See the rule's documentation.

mod moving;
mod naming;

use std::fmt::Write as _;

use super::{config_secrets_gateway_password_in_config, config_secrets_hooks_token_in_config};
use crate::finding::{Effect, Place, Severity};
use crate::redact::{Spelt, exposed};
use crate::rules::{Context, Findings, Stage, rule};

pub(super) use moving::offer;

rule! {
    /// A credential is written in the config.
    ///
    /// A config is copied, kept in git and shown to others for help, and whoever reads it there holds the
    /// key. OpenClaw reads the same value from a variable: `${NAME}` in any string of the config.
    ///
    /// Found are credentials that some 80 providers hand out, by their format (prefix, length, alphabet
    /// and, where there is one, checksum), wherever they stand: in values, names, comments, headers, URLs,
    /// arguments. Besides, whatever is written where a credential belongs by its name, and passwords in
    /// URLs. Placeholders, references to secrets, samples such as `YOUR_TOKEN` or `sk-...`, and what
    /// OpenClaw itself writes in place of a key (`ollama-local`) are no secrets. `openclaw secrets audit`
    /// looks at a list of keys; this rule finds what it finds there and more. The gateway's password and the
    /// token of the hooks are matters of `config-secrets-gateway-password-in-config` and
    /// `config-secrets-hooks-token-in-config`, as in OpenClaw's own audit.
    ///
    /// The fix writes `${NAME}` in its place, with the name that the provider or OpenClaw uses, or one
    /// made of the key; the same credential gets the same name. It is unsafe: the variable has to be set
    /// where the gateway runs. `--write-env FILE` adds it to a file that only its owner may read; without
    /// that flag the fix is not applied, since the credential would be lost. OpenClaw reads the `.env` in
    /// its state directory (`~/.openclaw/.env`); a `.env` elsewhere it does not trust with the keys of
    /// providers. A credential in a comment or a name has no fix.
    ///
    /// Whoever could read the file may have the credential still: replace it at the provider.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "zwieback-77-quokka" } },
    /// //                                         ^^^^^^^^^^^^^^^^^^^^
    ///   cron: { webhookToken: "zwieback-77-quokka" },
    /// //                      ^^^^^^^^^^^^^^^^^^^^
    ///   channels: { telegram: { botToken: "quokka-9-numbats", webhookUrl: "https://bot:plover77@example.com" } },
    /// //                                  ^^^^^^^^^^^^^^^^^^              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   mcp: { servers: { own: { url: "https://mcp.example.com", headers: { Authorization: "Bearer xyzzy-kwyjibo-9-plover" } } } },
    /// //                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    ///   cron: { webhookToken: "${OPENCLAW_GATEWAY_TOKEN}" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", webhookUrl: "https://bot:${TELEGRAM_WEBHOOK_URL_PASSWORD}@example.com" } },
    ///   mcp: { servers: { own: { url: "https://mcp.example.com", headers: { Authorization: "Bearer ${OWN_AUTHORIZATION}" } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN}" } },
    ///   channels: { telegram: { botToken: "YOUR_BOT_TOKEN" } },
    ///   models: { providers: { ollama: { baseUrl: "http://127.0.0.1:11434", apiKey: "ollama-local", models: [] } } },
    ///   skills: { entries: { notes: { apiKey: { source: "env", provider: "default", id: "NOTES_KEY" } } } },
    ///   env: { vars: { DATABASE_URL: "postgres://user:password@localhost/bot" } },
    /// }
    /// ```
    ///
    /// Comments are looked through as well, and a variable that is in use is not taken again:
    ///
    /// ```json5 bad
    /// {
    ///   // apiKey: "zwieback-77-quokka"
    /// //            ^^^^^^^^^^^^^^^^^^
    ///   channels: {
    ///     telegram: {
    ///       botToken: "quokka-9-numbats",
    /// //              ^^^^^^^^^^^^^^^^^^
    ///       accounts: { work: { botToken: "${TELEGRAM_BOT_TOKEN}" } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // apiKey: "zwieback-77-quokka"
    ///   channels: {
    ///     telegram: {
    ///       botToken: "${CHANNELS_TELEGRAM_BOT_TOKEN}",
    ///       accounts: { work: { botToken: "${TELEGRAM_BOT_TOKEN}" } },
    ///     },
    ///   },
    /// }
    /// ```
    "plaintext-secret" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(crate::finding::Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let all = exposed(context.tree, context.named());
    if all.is_empty() {
        return;
    }
    let told = context.told_by(&[
        &config_secrets_gateway_password_in_config::RULE,
        &config_secrets_hooks_token_in_config::RULE,
    ]);
    let names = naming::names(context, &all);
    let is_told = |place: Spelt<'_>| told.contains(&place.span());
    for (exposed, names) in all.iter().zip(&names).filter(|(exposed, _)| !is_told(exposed.place)) {
        let kind = exposed.parts.iter().find_map(|part| part.kind).unwrap_or("a secret");
        match exposed.place {
            Spelt::Value(value) => {
                let key = value.key();
                let message = format!("`{key}` holds {kind} in plain text");
                let finding = findings.add(Place::value(value), message);
                moving::offer_as(context, exposed, names, finding);
            }
            Spelt::Name(member) => {
                let message = format!("a name here is {kind} in plain text");
                let help = "names are read as they stand, with no variables in them; take it out, and \
                            replace it at the provider";
                findings.add(Place::name(member), message).help(help);
            }
            Spelt::Comment(comment) => {
                for part in &exposed.parts {
                    let start = comment.start + crate::text::offset(part.range.start);
                    let end = comment.start + crate::text::offset(part.range.end);
                    let kind = part.kind.unwrap_or("what looks like a secret");
                    let message = format!("this comment holds {kind} in plain text");
                    let place = Place::text(crate::text::Span::new(start, end));
                    findings.add(place, message).help(
                        "take it out; a comment is as readable as the rest of the file. Replace the \
                         secret where it came from",
                    );
                }
            }
        }
    }
}

/// What to do by hand: the variables, and how to have it done.
fn advice(names: &[String]) -> String {
    let mut help = String::from("set ");
    for (index, name) in names.iter().enumerate() {
        let joint = if index > 0 { ", " } else { "" };
        // Writing to a `String` cannot fail.
        let _ = write!(help, "{joint}`{name}=…`");
    }
    let written: Vec<String> = names.iter().map(|name| format!("`${{{name}}}`")).collect();
    let _ = write!(
        help,
        " in OpenClaw's own `.env` and write {} here; `--fix --unsafe-fixes --write-env FILE` does both",
        written.join(", ")
    );
    help
}
