//! See the rule's documentation.

use std::collections::{BTreeMap, BTreeSet};

use crate::effective::{Config, Entrance, members};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{agent_id, trim};
use crate::syntax::{Array, Value};

rule! {
    /// Several people share one conversation with an agent.
    ///
    /// Unless `session.dmScope`, or that of a binding, says otherwise, all direct messages to an agent
    /// belong to one session, whoever writes: each person may be told what another one wrote. One person
    /// with several addresses is one when `session.identityLinks` says so. The running gateway reports
    /// it in its audit; `openclaw security audit` alone does not. For one person on several channels it
    /// is what one wants, so that this is on from `--profile shared`.
    ///
    /// The fix gives each person on each channel a session. It is unsafe: the agent then no longer knows
    /// what was said so far.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { allowFrom: ["1234", "5678"] },
    /// //                          ^^^^^^
    ///   },
    ///   session: { idleMinutes: 60 },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: { allowFrom: ["1234", "5678"] },
    ///   },
    ///   session: { idleMinutes: 60, dmScope: "per-channel-peer" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: { allowFrom: ["1234"] },
    ///     discord: { allowFrom: ["5678"] },
    ///   },
    ///   session: { identityLinks: { ann: ["telegram:1234", "discord:5678"] } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: { telegram: { allowFrom: ["1234", "5678"] } },
    ///   session: { dmScope: "per-channel-peer" },
    /// }
    /// ```
    "channels-dm-session-collision" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("channels.dm.session_collision.*"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where a person is listed who shares a session.
struct Person<'t> {
    place: Value<'t>,
    /// Who it is, as far as the config says: the same for the same person.
    who: String,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let mut sessions: BTreeMap<String, Vec<Person<'_>>> = BTreeMap::new();
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        if entrance.policy(&config, "dmPolicy").as_deref() == Some("disabled") {
            continue;
        }
        let list = entrance.scope().get("allowFrom").and_then(Value::as_array);
        for (place, id) in
            list.into_iter().flat_map(Array::items).filter_map(|it| read(&config, it))
        {
            add(&config, &entrance, place, &id, &mut sessions);
        }
    }
    for mut people in sessions.into_values() {
        people.sort_by_key(|person| person.place.span());
        let mut known = BTreeSet::new();
        people.retain(|person| known.insert(person.who.clone()));
        let Some((first, others)) = people.split_first() else { continue };
        let strangers = people.iter().any(|person| person.who.ends_with(":*"));
        if others.is_empty() && !strangers {
            continue;
        }
        let message = if strangers {
            "everybody who writes to this agent shares one conversation".to_owned()
        } else {
            format!("{} people share one conversation with this agent", people.len())
        };
        let finding = findings.add(Place::value(first.place), message);
        for other in others {
            finding.related(other.place.span(), "this one takes part");
        }
        finding.audit(None::<&str>).help(
            "set `session.dmScope: \"per-channel-peer\"`, or say in `session.identityLinks` which of \
             these are one person",
        );
        let edits = context.edits(|plan| plan.set(&["session", "dmScope"], "per-channel-peer"));
        finding.fix(Safety::Unsafe, "give each person a session", edits);
    }
}

/// A sender as it is compared; nothing for a group of senders, who are not known here.
fn read<'t>(config: &Config<'_, 't>, item: Value<'t>) -> Option<(Value<'t>, String)> {
    let text = match item.as_number() {
        Some(_) => item.source().into(),
        None => config.text(item)?,
    };
    let text = trim(&text).to_lowercase();
    (!text.is_empty() && !text.starts_with("accessgroup:")).then_some((item, text))
}

fn add<'t>(
    config: &Config<'_, 't>,
    entrance: &Entrance<'t>,
    place: Value<'t>,
    id: &str,
    sessions: &mut BTreeMap<String, Vec<Person<'t>>>,
) {
    let channel = &entrance.channel;
    let id = id.strip_prefix(&format!("{channel}:")).unwrap_or(id);
    let named = Some(id).filter(|id| *id != "*");
    let binding = config.direct_binding(channel, entrance.account_name.as_deref(), named);
    let own = binding.and_then(|binding| binding.at(&["session", "dmScope"]));
    let scope = own.or_else(|| config.at(&["session", "dmScope"]));
    // A scope that is not known may be any.
    if scope.is_some_and(|scope| config.text(scope).as_deref() != Some("main")) {
        return;
    }
    let agent = binding.and_then(|binding| config.text(binding.get("agentId")?));
    let agent = agent.map(|agent| agent_id(&agent)).unwrap_or_default();
    let who = linked(config, channel, id).unwrap_or_else(|| format!("{channel}:{id}"));
    sessions.entry(agent).or_default().push(Person { place, who });
}

/// The name under which `session.identityLinks` lists an address.
fn linked(config: &Config<'_, '_>, channel: &str, id: &str) -> Option<String> {
    let links = members(config.at(&["session", "identityLinks"]));
    let full = format!("{channel}:{id}");
    let is_own = |own: &str| {
        let own = trim(own).to_lowercase();
        own == full || own == id
    };
    let lists = links
        .into_iter()
        .find(|(_, member)| config.texts(member.value()).iter().any(|(own, _)| is_own(own)));
    lists.map(|(name, _)| name)
}
