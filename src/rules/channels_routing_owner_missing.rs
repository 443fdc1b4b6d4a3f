//! See the rule's documentation.

use crate::effective::{Config, Entrance, Ownership, RosterForm};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::{Array, Value};

rule! {
    /// There are several agents, and none of them answers on a channel.
    ///
    /// With `agents.ownership: "explicit"` a binding says which agent speaks on which channel. Where
    /// none does, `agents.defaults.systemAgent.agentId` speaks; where that is not set either, OpenClaw
    /// drops the message and says so in its log alone. A binding without `accountId` is for the account
    /// `default`, one with `accountId: "*"` for all. The running gateway reports it in its audit for each
    /// person who is let in; `openclaw security audit` alone does not.
    ///
    /// ```json5 bad
    /// {
    ///   agents: { ownership: "explicit", entries: { main: {}, work: {} } },
    ///   channels: { telegram: { allowFrom: ["1234"] }, slack: { allowFrom: ["U1"] } },
    /// //                                               ^^^^^
    ///   bindings: [{ agentId: "main", match: { channel: "telegram" } }],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { systemAgent: { agentId: "main" } },
    ///     entries: { main: {}, work: {} },
    ///   },
    ///   channels: { telegram: { allowFrom: ["1234"] } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { ownership: "explicit", entries: { main: {}, work: {} } },
    ///   channels: { telegram: { accounts: { a: {}, b: {} } } },
    ///   bindings: [{ agentId: "main", match: { channel: "telegram", accountId: "*" } }],
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { entries: { main: {}, work: {} } },
    ///   channels: { slack: { appToken: "${SLACK_APP_TOKEN}", botToken: "${SLACK_BOT_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { ownership: "explicit", entries: { main: {} } },
    ///   channels: { slack: { appToken: "${SLACK_APP_TOKEN}", botToken: "${SLACK_BOT_TOKEN}" } },
    /// }
    /// ```
    "channels-routing-owner-missing" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("channels.*.routing.owner_missing.*"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// What is no channel.
const NO_CHANNELS: [&str; 3] = ["defaults", "modelByChannel", "tools"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let roster = config.roster;
    let listed = matches!(roster.form, RosterForm::Keyed | RosterForm::Listed);
    let explicit = matches!(roster.ownership, Ownership::Explicit(_));
    let included = config.root.get("bindings").is_some_and(|it| it.get("$include").is_some());
    if !listed || !explicit || roster.agents.len() < 2 || included || may_have_system_agent(&config)
    {
        return;
    }
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        let channel = entrance.channel.as_str();
        let policy = entrance.policy(&config, "dmPolicy");
        if NO_CHANNELS.contains(&channel)
            || entrance.is_shared()
            || policy.as_deref() == Some("disabled")
        {
            continue;
        }
        if config.direct_binding(channel, entrance.account_name.as_deref(), None).is_none()
            && !has_own_binding(&config, &entrance)
        {
            report(&entrance, findings);
        }
    }
}

/// Whether some agent speaks where no binding fits, or may.
fn may_have_system_agent(config: &Config<'_, '_>) -> bool {
    let owner = config.at(&["agents", "defaults", "systemAgent", "agentId"]);
    owner.is_some_and(|owner| config.text(owner).is_none_or(|id| !trim(&id).is_empty()))
}

/// Whether a binding is for some group or person of that channel: then it may be meant for them alone.
fn has_own_binding(config: &Config<'_, '_>, entrance: &Entrance<'_>) -> bool {
    let bindings = config.at(&["bindings"]).and_then(Value::as_array);
    let mut matches = bindings.into_iter().flat_map(Array::items);
    matches.any(|binding| {
        let channel = binding.at(&["match", "channel"]);
        let same = channel.and_then(|channel| config.text(channel));
        let is_narrow =
            ["peer", "guildId", "teamId"].iter().any(|name| binding.at(&["match", name]).is_some());
        is_narrow && same.is_some_and(|it| trim(&it).eq_ignore_ascii_case(&entrance.channel))
    })
}

fn report(entrance: &Entrance<'_>, findings: &mut Findings<'_>) {
    let Some(member) = entrance.scope().member() else { return };
    let channel = &entrance.channel;
    let (place, id) = match &entrance.account_name {
        Some(account) => (format!("for the account `{account}` of `{channel}`"), account.as_str()),
        None => (format!("on `{channel}`"), "default"),
    };
    let account = match id {
        "default" => String::new(),
        id => format!(", accountId: \"{id}\""),
    };
    let message = format!("there are several agents, and none answers {place}");
    findings.add(Place::name(member), message).audit(None::<&str>).help(format!(
        "add `{{ agentId: \"…\", match: {{ channel: \"{channel}\"{account} }} }}` to `bindings`, or \
         name an agent in `agents.defaults.systemAgent.agentId`"
    ));
}
