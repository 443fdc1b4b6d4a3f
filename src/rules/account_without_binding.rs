//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{Config, members};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Value};

rule! {
    /// Bindings name accounts of a channel, but not all of them.
    ///
    /// A binding without `accountId` is for the account `default` alone. Where a channel has accounts
    /// and none of that name, an account that no binding names, and no `accountId: "*"` covers, falls to
    /// the default agent, or to nobody. OpenClaw's `doctor --lint` says so when asked for
    /// `core/doctor/default-account-routing`; it starts without a word.
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { main: { default: true }, work: {} } },
    ///   channels: {
    ///     telegram: { accounts: { home: {}, office: {} } },
    /// //                                    ^^^^^^
    ///   },
    ///   bindings: [{ agentId: "main", match: { channel: "telegram", accountId: "home" } }],
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { main: { default: true }, work: {} } },
    ///   channels: {
    ///     telegram: { accounts: { office: {} } },
    /// //                          ^^^^^^
    ///   },
    ///   bindings: [{ agentId: "work", match: { channel: "telegram" } }],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { accounts: { default: {}, office: {} } } },
    ///   bindings: [{ agentId: "main", match: { channel: "telegram", accountId: "office" } }],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { accounts: { home: {}, office: {} } } } }
    /// ```
    "account-without-binding" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Who the bindings of a channel are for.
struct Bound<'t> {
    accounts: BTreeSet<String>,
    /// A binding that names no account.
    without_account: Option<Value<'t>>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    for (channel, member) in members(config.at(&["channels"])) {
        let Some(section) = member.value() else { continue };
        if section.get("enabled").and_then(Value::as_bool) == Some(false) {
            continue;
        }
        let accounts = members(section.get("accounts"));
        if accounts.iter().any(|(name, _)| account_id(name) == "default") {
            continue;
        }
        // Without any binding all accounts go to the same agent.
        let Some(bound) = bound(&config, &channel).filter(|bound| !bound.accounts.contains("*"))
        else {
            continue;
        };
        for (name, account) in accounts {
            let value = account.value();
            let off = value.and_then(|it| it.get("enabled")?.as_bool()) == Some(false);
            if off || bound.accounts.contains(&account_id(&name)) {
                continue;
            }
            let message = format!("no binding is for the account `{name}` of `{channel}`");
            let finding = findings.add(Place::name(account), message);
            if let Some(binding) = bound.without_account {
                finding.related(binding.span(), "without `accountId` this is for `default` alone");
            }
            finding
                .help(format!("add a binding with `accountId: \"{name}\"`, or `accountId: \"*\"`"));
        }
    }
}

/// Who the bindings of a channel are for; `None` where there are none, or others that are not known.
fn bound<'t>(config: &Config<'_, 't>, channel: &str) -> Option<Bound<'t>> {
    let bindings = config.at(&["bindings"]).and_then(Value::as_array)?;
    let mut bound = Bound { accounts: BTreeSet::new(), without_account: None };
    for binding in Array::items(bindings) {
        let kind = binding.get("type").map(|kind| config.text(kind));
        let name = config.text(binding.at(&["match", "channel"])?)?;
        if kind.is_some_and(|kind| kind.as_deref() != Some("route"))
            || !trim(&name).eq_ignore_ascii_case(channel)
        {
            continue;
        }
        match binding.at(&["match", "accountId"]) {
            Some(account) => {
                bound.accounts.insert(account_id(&config.text(account)?));
            }
            None => bound.without_account = Some(binding),
        }
    }
    (!bound.accounts.is_empty() || bound.without_account.is_some()).then_some(bound)
}

fn account_id(name: &str) -> String {
    trim(name).to_lowercase()
}
