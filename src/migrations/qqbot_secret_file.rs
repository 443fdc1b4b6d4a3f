//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use super::qqbot;
use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The file that holds QQBot's secret is named in its section, and is no provider of secrets.
    ///
    /// `clientSecretFile` named a file. Tencent's plugin, which QQBot is since 2026.8.1, does not read it; a
    /// reference in `clientSecret` to a file under `secrets.providers` says the same.
    ///
    /// The fix makes such a provider and the reference, as `openclaw doctor --fix` does. Beside a `clientSecret`
    /// the file did not count, and is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       appId: "100",
    ///       clientSecretFile: "/run/secrets/qqbot",
    /// //    ^^^^^^^^^^^^^^^^
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       appId: "100",
    ///       clientSecret: {
    ///         source: "file",
    ///         provider: "qqbot-client-secret",
    ///         id: "value",
    ///       },
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///     },
    ///   },
    ///   secrets: {
    ///     providers: {
    ///       "qqbot-client-secret": {
    ///         source: "file",
    ///         path: "/run/secrets/qqbot",
    ///         mode: "singleValue",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// The secret of an account is named after it.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       accounts: {
    ///         "Night Shift": {
    ///           appId: "100",
    ///           clientSecretFile: "/run/secrets/night",
    /// //        ^^^^^^^^^^^^^^^^
    ///           dmPolicy: "allowlist",
    ///           allowFrom: ["ABC"],
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       accounts: {
    ///         "Night Shift": {
    ///           appId: "100",
    ///           clientSecret: {
    ///             source: "file",
    ///             provider: "qqbot-night-shift-client-secret",
    ///             id: "value",
    ///           },
    ///           dmPolicy: "allowlist",
    ///           allowFrom: ["ABC"],
    ///         },
    ///       },
    ///     },
    ///   },
    ///   secrets: {
    ///     providers: {
    ///       "qqbot-night-shift-client-secret": {
    ///         source: "file",
    ///         path: "/run/secrets/night",
    ///         mode: "singleValue",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { appId: "100", clientSecret: "${QQBOT_SECRET}", dmPolicy: "allowlist", allowFrom: ["ABC"] } },
    /// }
    /// ```
    "qqbot-secret-file" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let mut chosen = Vec::new();
    for entry in qqbot::entries(context) {
        let Some(member) = entry.get("clientSecretFile") else { continue };
        let file = member.value().and_then(Value::as_text);
        let file = file.map(|file| file.to_lossy().trim().to_owned()).unwrap_or_default();
        let provider = provider(context, &entry, &file, &chosen);
        let edits = context.edits(|plan| match (entry.get("clientSecret"), &provider) {
            (Some(_), _) => plan.retire(member, "`clientSecret` is set already"),
            (None, _) if file.is_empty() => plan.retire(member, "it names no file"),
            (None, None) => Ok(()),
            (None, Some(name)) => {
                let provider = ["secrets", "providers", name.as_str()];
                if context.tree.root().and_then(|root| root.at(&provider)).is_none() {
                    plan.set(&provider, New::object(file_provider(&file)))?;
                }
                let reference = [("source", "file"), ("provider", name), ("id", "value")];
                if let Some(value) = member.value() {
                    plan.replace(value, New::object(reference));
                }
                plan.rename(member, "clientSecret")
            }
        });
        chosen.extend(provider);
        findings
            .add(Place::name(member), "QQBot reads its secret from no file that is named here")
            .help("make the file a provider of secrets, and refer to it in `clientSecret`")
            .fix(Safety::Safe, "refer to the file in `clientSecret`", edits);
    }
}

fn file_provider(file: &str) -> [(&'static str, New<'static>); 3] {
    [("source", "file".into()), ("path", file.into()), ("mode", "singleValue".into())]
}

/// The name of a provider for the file of an entry: one that is free, or is for this file already.
fn provider(
    context: &Context<'_>,
    entry: &ChannelEntry<'_>,
    file: &str,
    chosen: &[String],
) -> Option<String> {
    const LONGEST: usize = 60;
    let root = context.tree.root()?;
    let account = entry.account().map(|account| {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
        let name = account.trim().to_lowercase();
        let words: Vec<&str> = name.split(|c| !fits(c)).filter(|word| !word.is_empty()).collect();
        words.join("-").trim_matches('-').to_owned()
    });
    let account = account.map(|name| if name.is_empty() { "account".to_owned() } else { name });
    let base = account.map_or("qqbot-client-secret".to_owned(), |account| {
        format!("qqbot-{account}-client-secret")
    });
    let base: String = base.chars().take(LONGEST).collect();
    let names = (2..=999).map(|number| {
        let number = number.to_string();
        let start: String = base.chars().take(LONGEST - number.len()).collect();
        format!("{start}-{number}")
    });
    std::iter::once(base.trim_end_matches('-').to_owned()).chain(names).find(|name| {
        let there = root.at(&["secrets", "providers", name]);
        let is = |value: Value<'_>, key: &str, text: &str| {
            value.get(key).is_some_and(|own| own.is_text(text))
        };
        let is_same = |value: Value<'_>| {
            is(value, "source", "file")
                && is(value, "path", file)
                && is(value, "mode", "singleValue")
        };
        there.is_none_or(is_same) && !chosen.contains(name)
    })
}
