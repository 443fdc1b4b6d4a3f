//! See the rule's documentation.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::hooks_token_reuse_gateway_token;
use super::own_secrets::{Owner, owner};
use crate::finding::{Effect, Place, Severity};
use crate::redact::Standing;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Value};

rule! {
    /// One secret opens two doors.
    ///
    /// A secret that the config asks of others (the gateway's token or password, the token of the hooks, a
    /// webhook's secret) is known to whoever has to send it. When the same text stands at another key,
    /// each of them holds that one too. And two accounts of one channel with the same bot token are one
    /// bot: OpenClaw runs the first of them and leaves the other out.
    ///
    /// The same key of a provider at several places is no matter, nor is a secret that `env` passes on, nor
    /// a client's own copy in `gateway.remote`. The gateway's token in `hooks.token` is a matter of
    /// `hooks-token-reuse-gateway-token`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "zwieback-77-quokka-plover-9" } },
    ///   channels: {
    ///     telegram: {
    ///       webhookUrl: "https://example.com",
    ///       webhookSecret: "zwieback-77-quokka-plover-9",
    /// //                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///       accounts: {
    ///         home: { botToken: "quokka-9-numbats" },
    ///         work: { botToken: "quokka-9-numbats" },
    /// //                        ^^^^^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "zwieback-77-quokka-plover-9" }, remote: { token: "zwieback-77-quokka-plover-9" } },
    ///   env: { vars: { OPENAI_API_KEY: "numbats-77-kwyjibo" } },
    ///   models: { providers: { openai: { baseUrl: "https://ai.example.com", apiKey: "numbats-77-kwyjibo", models: [] } } },
    /// }
    /// ```
    "reused-credential" {
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
    let told = LazyCell::new(|| context.told_by(&[&hooks_token_reuse_gateway_token::RULE]));
    let secrets = context.credentials().filter(|(_, it)| *it == Standing::Secret);
    let mut by_text: BTreeMap<String, Vec<(Value<'_>, Key)>> = BTreeMap::new();
    for (value, _) in secrets {
        let key = value.key();
        let is_passed_on = key.segments().iter().any(|name| name == "env");
        let text = value.as_text().map(|text| text.to_lossy().trim().to_owned());
        if let Some(text) = text.filter(|_| !is_passed_on) {
            by_text.entry(text).or_default().push((value, key));
        }
    }
    for places in by_text.values() {
        for (at, (value, key)) in places.iter().enumerate().skip(1) {
            let first = places[..at].iter().find_map(|(other, before)| {
                let why = opened_by_both(before, key)?;
                Some((*other, why))
            });
            let Some((other, why)) = first.filter(|_| !told.contains(&value.span())) else {
                continue;
            };
            findings
                .add(Place::value(*value), why)
                .related(other.span(), "the same")
                .help("give each a secret of its own: `openssl rand -hex 32`");
        }
    }
}

/// What is wrong with the same secret at two keys, if anything is.
fn opened_by_both(before: &Key, key: &Key) -> Option<String> {
    if let (Some(channel), true) = (account(before), account(before) == account(key)) {
        return Some(format!("two accounts of `{channel}` have this token, and so are one bot"));
    }
    let (one, other) = (owner(before), owner(key));
    let is_one_door = one == other && matches!(one, Some(Owner::Gateway | Owner::Hooks));
    if (one.is_none() && other.is_none()) || is_one_door {
        return None;
    }
    Some(format!("this is what stands at `{before}` as well, so whoever holds one holds both"))
}

/// The channel of an account's bot token.
fn account(key: &Key) -> Option<&str> {
    match key.segments() {
        [channels, channel, accounts, _, token]
            if channels == "channels"
                && accounts == "accounts"
                && matches!(token.as_str(), "botToken" | "token") =>
        {
            Some(channel)
        }
        _ => None,
    }
}
