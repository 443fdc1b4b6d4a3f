//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use super::qqbot;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Groups of QQBot list tools or limit commands, and now have three levels of tools only.
    ///
    /// Tencent's plugin, which QQBot is since 2026.8.1, knows `toolPolicy` with `full`, `restricted` and `none`
    /// instead of `tools` and `toolsBySender`, no `commandLevel`, and `streaming.mode` instead of
    /// `nativeTransport` and `c2cStreamApi`.
    ///
    /// The fix writes the level that allows no more than before, as `openclaw doctor --fix` does. A group whose
    /// commands were limited cannot be told so, and the groups of the account are switched off. Someone must
    /// agree to that. What was there is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///       groups: {
    ///         G1: { tools: { deny: ["exec", "read", "write"] } },
    /// //            ^^^^^
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
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///       groups: {
    ///         G1: { /* said by `toolPolicy` as far as it can be: tools: { deny: ["exec", "read", "write"] } */ toolPolicy: "restricted" },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { dmPolicy: "allowlist", allowFrom: ["ABC"], groups: { G1: { toolPolicy: "full" } } } },
    /// }
    /// ```
    ///
    /// To allow everything is to forbid nothing:
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { allowFrom: ["ABC"], groups: { G1: { tools: { allow: ["*"] } } } } },
    /// //                                                         ^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { allowFrom: ["ABC"], groups: { G1: { /* said by `toolPolicy` as far as it can be: tools: { allow: ["*"] } */ toolPolicy: "full" } } } },
    /// }
    /// ```
    "qqbot-group-settings" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for entry in qqbot::entries(context) {
        check_groups(context, findings, &entry);
        check_streaming(context, findings, &entry);
    }
}

fn check_groups<'t>(context: &Context<'t>, findings: &mut Findings<'_>, entry: &ChannelEntry<'t>) {
    let Some(groups) = entry.at(&["groups"]).and_then(Value::as_object) else { return };
    let groups: Vec<(String, Object<'t>)> = groups
        .members()
        .filter_map(|group| {
            Some((group.name().to_lossy().into_owned(), group.value()?.as_object()?))
        })
        .collect();
    let mut old = Vec::new();
    for (_, group) in &groups {
        let names = ["tools", "toolsBySender", "commandLevel"];
        old.extend(names.into_iter().filter_map(|name| group.get(name)));
    }
    let mut fix = Some(context.edits(|plan| {
        let mut locks = false;
        for (name, group) in &groups {
            let (tools, senders) = (group.get("tools"), group.get("toolsBySender"));
            if tools.is_some() || senders.is_some() {
                let level = match senders {
                    Some(_) => Level::None,
                    None => Level::of_tools(tools.and_then(Member::value)),
                };
                let set = group.get("toolPolicy").and_then(Member::value);
                let level = set.map_or(level, |set| Level::of_name(set).min(level));
                if set.is_none_or(|set| !set.is_text(level.name())) {
                    plan.set(&entry.below(&["groups", name, "toolPolicy"]), level.name())?;
                }
            }
            for member in [tools, senders].into_iter().flatten() {
                plan.retire(member, "said by `toolPolicy` as far as it can be")?;
            }
            if let Some(commands) = group.get("commandLevel") {
                locks |= !commands.value().is_some_and(|level| level.is_text("all"));
                plan.retire(commands, "QQBot has no levels of commands")?;
            }
        }
        let is_off = entry.at(&["groupPolicy"]).is_some_and(|policy| policy.is_text("disabled"));
        if locks && !is_off {
            plan.set(&entry.below(&["groupPolicy"]), "disabled")?;
        }
        Ok(())
    }));
    for member in old {
        let finding = findings
            .add(Place::name(member), "groups of QQBot have levels of tools, and none of commands")
            .help("their place is `toolPolicy`: `full`, `restricted` or `none`");
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Unsafe, "write the level that allows no more than before", edits);
        }
    }
}

fn check_streaming<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    entry: &ChannelEntry<'t>,
) {
    let Some(streaming) = entry.at(&["streaming"]).and_then(Value::as_object) else { return };
    let switches = ["nativeTransport", "c2cStreamApi"];
    let old: Vec<Member<'t>> =
        switches.into_iter().filter_map(|name| streaming.get(name)).collect();
    let switch = old.iter().find_map(|member| member.value()?.as_bool());
    let mut fix = Some(context.edits(|plan| {
        if let Some(on) = switch {
            let mode = if on { "partial" } else { "off" };
            plan.set(&entry.below(&["streaming", "mode"]), mode)?;
        }
        old.iter().try_for_each(|member| plan.retire(*member, "said by `streaming.mode`"))
    }));
    for member in &old {
        let finding = findings
            .add(Place::name(*member), "QQBot streams as `streaming.mode` says")
            .help("what it said is the mode `partial`, or `off`");
        if let Some(edits) = fix.take() {
            finding.fix(Safety::Safe, "say it in `streaming.mode`", edits);
        }
    }
}

/// How much of the tools a group may use, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    None,
    Restricted,
    Full,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Restricted => "restricted",
            Self::Full => "full",
        }
    }

    fn of_name(value: Value<'_>) -> Self {
        let levels = [Self::Restricted, Self::Full];
        levels.into_iter().find(|level| value.is_text(level.name())).unwrap_or(Self::None)
    }

    /// The one that allows no more than a policy of tools.
    fn of_tools(policy: Option<Value<'_>>) -> Self {
        let list = |name: &str| -> Option<Vec<String>> {
            let list = policy?.get(name)?.as_array()?;
            let text = |item: Value<'_>| item.as_text().map(|text| text.to_lossy().into_owned());
            Some(list.items().filter_map(text).collect())
        };
        let (allow, deny) = (list("allow"), list("deny").unwrap_or_default());
        let all = allow.is_none_or(|allow| allow.is_empty() || allow.iter().any(|it| it == "*"));
        let denies = |tools: &[&str]| {
            deny.len() == tools.len() && tools.iter().all(|tool| deny.iter().any(|it| it == tool))
        };
        if all && deny.is_empty() {
            Self::Full
        } else if all && denies(&["exec", "read", "write"]) {
            Self::Restricted
        } else {
            Self::None
        }
    }
}
