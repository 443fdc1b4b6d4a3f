//! See the rule's documentation.

use crate::effective::members;
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// A channel has several accounts, and none of them is the default one.
    ///
    /// What is sent without naming an account goes out from `defaultAccount`, or from the account
    /// `default`. Where there is neither, or `defaultAccount` names none of them, OpenClaw takes the
    /// first. Its `doctor --lint` says so when asked for `core/doctor/default-account-routing`. A name
    /// that is not there is always reported; that nothing is said, from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       defaultAccount: "house",
    /// //                    ^^^^^^^
    ///       accounts: { home: {}, office: {} },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: { defaultAccount: "home", accounts: { home: {}, office: {} } },
    ///     slack: { accounts: { default: {}, office: {} } },
    ///   },
    /// }
    /// ```
    "default-account-unclear" {
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
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let id = |name: &str| trim(name).to_lowercase();
    for (channel, member) in members(config.at(&["channels"])) {
        let Some(section) = member.value().filter(|it| it.get("$include").is_none()) else {
            continue;
        };
        let off = section.get("enabled").and_then(Value::as_bool) == Some(false);
        let accounts = members(section.get("accounts"));
        let ids: Vec<_> = accounts.iter().map(|(name, _)| id(name)).collect();
        if off || ids.len() < 2 || ids.iter().any(|id| id == "default") {
            continue;
        }
        let names: Vec<_> = accounts.iter().map(|(name, _)| format!("`{name}`")).collect();
        let help = format!("name one of {} in `defaultAccount`", names.join(", "));
        if let Some(written) = section.get("defaultAccount") {
            let name = config.text(written);
            if name.is_some_and(|name| !trim(&name).is_empty() && !ids.contains(&id(&name))) {
                let message = format!("`{channel}` has no account of this name");
                findings.add(Place::value(written), message).help(help);
            }
        } else if let Some(accounts) = section.get("accounts").and_then(Value::member) {
            let message = format!("none of the accounts of `{channel}` is the default one");
            findings.add(Place::name(accounts), message).profile(Profile::Shared).help(help);
        }
    }
}
