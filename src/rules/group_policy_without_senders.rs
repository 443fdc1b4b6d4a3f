//! See the rule's documentation.

use crate::effective::{Config, Entrance, has_members, members};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// Groups are listed, and nobody in them may write.
    ///
    /// With `groupPolicy: "allowlist"` a channel takes messages in groups from those in
    /// `groupAllowFrom`, and where that is empty, on most channels, from those in `allowFrom`. Where
    /// nobody is listed in either, OpenClaw drops every message in every group, those in `groups`
    /// included. Its `doctor` warns of it. Channels that go by groups alone, as Discord, Slack, Google
    /// Chat and Telegram do, are fine without, and so is a group with an `allowFrom` of its own. Without
    /// `groups` a channel that takes no group at all may be meant, and nothing is said.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     whatsapp: { groupPolicy: "allowlist", groups: { "120363@g.us": {} } },
    /// //                           ^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     whatsapp: {
    ///       groupPolicy: "allowlist",
    ///       groups: { "120363@g.us": {} },
    ///       groupAllowFrom: ["+15550001111"],
    ///     },
    ///     signal: { groupPolicy: "allowlist" },
    ///     telegram: { groupPolicy: "allowlist", groups: { "-100123": {} } },
    ///   },
    /// }
    /// ```
    "group-policy-without-senders" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Channels that ask who writes in a group (OpenClaw 2026.9.6), and whether those in `allowFrom` may
/// as well.
const BY_SENDER: [(&str, bool); 6] = [
    ("imessage", true),
    ("irc", true),
    ("line", false),
    ("mattermost", true),
    ("signal", true),
    ("whatsapp", true),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let mut policies: Vec<Value<'_>> = Vec::new();
    for entrance in config.entrances().into_iter().filter(Entrance::is_on) {
        if !entrance.is_shared() {
            policies.extend(unmet(&config, &entrance));
        }
    }
    policies.dedup();
    for policy in policies {
        findings
            .add(Place::value(policy), "groups are listed, but nobody in them may write")
            .help("list in `groupAllowFrom` who may, or choose \"open\" for everybody in a group");
    }
}

/// The policy that nobody meets, if there is one.
fn unmet<'t>(config: &Config<'_, 't>, entrance: &Entrance<'t>) -> Option<Value<'t>> {
    let (_, direct_count) = BY_SENDER.iter().find(|(channel, _)| *channel == entrance.channel)?;
    let policy = entrance.get("groupPolicy")?;
    let lists_groups = entrance.get("groups").is_some_and(has_members);
    if config.text(policy).as_deref() != Some("allowlist") || !lists_groups {
        return None;
    }
    let holds = |name: &str| {
        let list = entrance.get(name).and_then(Value::as_array);
        list.into_iter().flat_map(Array::items).next().is_some()
    };
    let own_senders = members(entrance.get("groups"))
        .into_iter()
        .any(|(_, group)| group.value().is_some_and(|group| group.get("allowFrom").is_some()));
    let is_met = holds("groupAllowFrom") || *direct_count && holds("allowFrom") || own_senders;
    (!is_met).then_some(policy)
}
