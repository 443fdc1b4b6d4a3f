//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// Nothing says who in the groups on Telegram may give the agent commands.
    ///
    /// Groups are let in when `groupPolicy` is `"open"`, or when it is `"allowlist"`, which it is
    /// unless the config says otherwise, and `groups` has one. Without `groupAllowFrom`, and without
    /// `allowFrom` in a group or a topic, only the people whom you have paired count, and before there
    /// are any, everyone may give commands. Commands are off while `commands.text` is `false`. The
    /// running gateway calls that critical in its audit; `openclaw security audit` alone does not report
    /// it, and who is paired is not known here: this is on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       groups: { "-100123": {} },
    /// //    ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { groups: { "-100123": { allowFrom: ["12345678"] } } } } }
    /// ```
    "channels-telegram-groups-allow-from-missing" from Shared {
        severity: Severity::Error,
        effect: Effect::Silent,
        audit: Some("channels.telegram.groups.allowFrom.missing"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    if config.at(&["commands", "text"]).and_then(Value::as_bool) == Some(false) {
        return;
    }
    let groups = config.telegram_groups().into_iter();
    let unlisted =
        groups.filter(|groups| groups.lists().into_iter().all(|list| list.items().count() == 0));
    let mut members: Vec<_> = unlisted.filter_map(|groups| groups.place.member()).collect();
    members.dedup();
    let Some((first, others)) = members.split_first() else { return };
    let finding = findings.add(
        Place::name(*first),
        "until you pair somebody, everyone in these groups may give the agent commands",
    );
    for other in others {
        finding.related(other.name_span(), "here as well");
    }
    finding.audit(None::<&str>).help(
        "list in `groupAllowFrom`, or in `allowFrom` of the group, who may; or set \
         `commands.text: false`",
    );
}
