//! See the rule's documentation.

use crate::effective::members;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;
use crate::world::Variable;

rule! {
    /// Telegram is set up, and there is no bot's token anywhere.
    ///
    /// The default account takes its token from `botToken`, from the file that `tokenFile` names, or from the
    /// variable `TELEGRAM_BOT_TOKEN`. Without one, nothing connects. OpenClaw's `doctor` warns of it
    /// (`core/doctor/channel-preview-warnings`). What is set is known only with `--env-file`; without it this
    /// rule is silent.
    ///
    /// With an empty environment file:
    ///
    /// ```json5 bad env
    /// {
    ///   channels: { telegram: { enabled: true, botToken: "" } },
    /// //            ^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good env
    /// {
    ///   channels: { telegram: { accounts: { default: { tokenFile: "~/.secrets/bot" } } } },
    /// }
    /// ```
    ///
    /// An account of another name needs none of the default account:
    ///
    /// ```json5 good env
    /// {
    ///   channels: { telegram: { accounts: { work: { botToken: "${WORK_BOT}" } } } },
    /// }
    /// ```
    "telegram-without-token" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The account that is meant where none is named.
const DEFAULT: &str = "default";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(config), Some(variables)) = (context.config(), context.variables()) else { return };
    if variables.get("TELEGRAM_BOT_TOKEN") != Variable::Unset || config.is_partial() {
        return;
    }
    let Some(channel) = config.at(&["channels", "telegram"]).filter(|it| it.as_object().is_some())
    else {
        return;
    };
    let is_default = |name: &str| trim(name).eq_ignore_ascii_case(DEFAULT);
    let chosen = channel.get("defaultAccount").map(|name| config.text(name));
    let accounts = members(channel.get("accounts"));
    let own = accounts.iter().find(|(name, _)| is_default(name));
    let own = own.and_then(|(_, member)| member.value());
    let is_another = chosen.is_some_and(|name| !name.is_some_and(|name| is_default(&name)));
    if is_another || (own.is_none() && !accounts.is_empty()) {
        return;
    }
    let sections = [Some(channel), own];
    let sections = || sections.into_iter().flatten();
    let is_off =
        |section: Value<'_>| section.get("enabled").and_then(Value::as_bool) == Some(false);
    let holds = |value: Value<'_>| {
        value.as_text().is_none() || config.text(value).is_none_or(|text| !trim(&text).is_empty())
    };
    let has_token = sections().any(|section| {
        let named = ["botToken", "tokenFile"].into_iter().filter_map(|name| section.get(name));
        named.filter(|value| !value.is_null()).any(holds)
    });
    if has_token || sections().any(is_off) {
        return;
    }
    let Some(member) = channel.member() else { return };
    findings.add(Place::name(member), "there is no token for Telegram, and nothing connects").help(
        "write `botToken: \"${TELEGRAM_BOT_TOKEN}\"` and set the variable where the gateway runs",
    );
}
