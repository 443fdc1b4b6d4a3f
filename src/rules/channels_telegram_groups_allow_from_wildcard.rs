//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// Everyone in a group on Telegram may give the agent commands.
    ///
    /// `groupAllowFrom` lists whose messages in groups the agent takes, commands such as `/restart`
    /// included. With `"*"` in it that is every member of every group that is let in. Groups are when
    /// `groupPolicy` is `"open"`, or when it is `"allowlist"` and `groups` has one; commands are not
    /// while `commands.text` is `false`. The running gateway calls that critical in its audit;
    /// `openclaw security audit` alone does not report it.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: { groups: { "-100123": {} }, groupAllowFrom: ["*"] },
    /// //                                                          ^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { groups: { "-100123": {} }, groupAllowFrom: ["12345678"] } } }
    /// ```
    "channels-telegram-groups-allow-from-wildcard" from Shared {
        severity: Severity::Error,
        effect: Effect::Silent,
        audit: Some("channels.telegram.groups.allowFrom.wildcard"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    if config.at(&["commands", "text"]).and_then(Value::as_bool) == Some(false) {
        return;
    }
    let groups = config.telegram_groups().into_iter();
    let lists = groups.filter_map(|groups| groups.entrance.get("groupAllowFrom")?.as_array());
    let is_wildcard = |item: &Value<'_>| config.text(*item).is_some_and(|text| text.trim() == "*");
    let mut wildcards: Vec<_> = lists.flat_map(Array::items).filter(is_wildcard).collect();
    wildcards.dedup();
    let Some((first, others)) = wildcards.split_first() else { return };
    let finding =
        findings.add(Place::value(*first), "everyone in the groups may give the agent commands");
    for other in others {
        finding.related(other.span(), "here as well");
    }
    finding
        .audit(None::<&str>)
        .help("list the numbers of those who may, or set `commands.text: false`");
}
