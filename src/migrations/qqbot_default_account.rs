//! See the rule's documentation.

use super::qqbot;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// The default account of QQBot stands among the accounts, and not in its section.
    ///
    /// Tencent's plugin, which QQBot is since 2026.8.1, starts with the account that the section itself makes.
    /// An account `default` was laid over the section before, and `defaultAccount` could name another.
    ///
    /// The fix moves what stands in the account `default` into the section, where it counts before what is
    /// there; that is commented out. A `defaultAccount` that names nothing else is commented out too.
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       appId: "1",
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///       accounts: {
    ///         default: { appId: "100" },
    /// //      ^^^^^^^
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
    ///       // the account `default` counted before it
    ///       // appId: "1",
    ///       dmPolicy: "allowlist",
    ///       allowFrom: ["ABC"],
    ///       appId: "100",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: { qqbot: { appId: "100", dmPolicy: "allowlist", allowFrom: ["ABC"] } },
    /// }
    /// ```
    ///
    /// An account that stands first is the one that QQBot starts with anyway:
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       defaultAccount: "night",
    /// //    ^^^^^^^^^^^^^^
    ///       accounts: { night: { appId: "100" }, day: { appId: "200" } },
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
    ///       // it is the first account
    ///       // defaultAccount: "night",
    ///       accounts: { night: { appId: "100" }, day: { appId: "200" } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Not so with an account `default` beside it, which would take its place:
    ///
    /// ```json5 bad
    /// {
    ///   plugins: { entries: { qqbot: { enabled: true } } },
    ///   channels: {
    ///     qqbot: {
    ///       defaultAccount: "night",
    /// //    ^^^^^^^^^^^^^^
    ///       accounts: { night: { appId: "100" }, default: { appId: "200" } },
    ///     },
    ///   },
    /// }
    /// ```
    "qqbot-default-account" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let entries = qqbot::entries(context);
    let Some(section) = entries.first() else { return };
    let accounts = section.get("accounts");
    let map = accounts.and_then(|accounts| accounts.value()?.as_object());
    let default = map.and_then(|map| map.get("default"));
    let default = default.and_then(|member| Some((member, member.value()?.as_object()?)));
    let named = section.get("defaultAccount");
    let name = named.and_then(|named| named.value()?.as_text());
    let name = name.map(|name| name.to_lossy().trim().to_lowercase()).unwrap_or_default();
    if !name.is_empty() && name != "default" {
        let is_there = map.is_some_and(|map| map.get(&name).is_some_and(is_account));
        if let Some(named) = named {
            let finding = findings.add(
                Place::name(named),
                "QQBot starts with its section or its first account, not with one that is named",
            );
            let first = map.and_then(|map| map.members().next());
            let is_first = first.is_some_and(|first| first.is_named(&name));
            // Without the name, an account `default` would be laid over the section.
            let starts = is_first && section.get("appId").is_none() && default.is_none();
            if !is_there || starts {
                let reason = if is_there { "it is the first account" } else { "no such account" };
                let edits = context.edits(|plan| plan.retire(named, reason));
                finding.fix(Safety::Safe, "take it out of force", edits);
            }
            finding.help("name the account first in `accounts`, or move it into the section");
        }
        return;
    }
    let Some((member, object)) = default else {
        if let Some(named) = named {
            let edits = context.edits(|plan| plan.retire(named, "QQBot starts with its section"));
            findings
                .add(Place::name(named), "QQBot starts with its section without being told")
                .fix(Safety::Safe, "take it out of force", edits);
        }
        return;
    };
    let edits = context.edits(|plan| {
        for child in object.members().filter(|child| counts(object, *child)) {
            let name = child.name().to_lossy().into_owned();
            let to = section.below(&[&name]);
            match section.get(&name) {
                Some(_) if name == "accounts" => plan.retire(child, "accounts hold no accounts")?,
                Some(own) if says_the_same(own, child) => plan.absorb(child, &to)?,
                Some(own) => {
                    plan.retire(own, "the account `default` counted before it")?;
                    plan.move_path(child, &to)?;
                }
                None => plan.move_path(child, &to)?,
            }
        }
        if let Some(named) = named {
            plan.retire(named, "QQBot starts with its section")?;
        }
        plan.drop_emptied(member);
        if let Some(accounts) = accounts {
            plan.drop_emptied(accounts);
        }
        Ok(())
    });
    findings
        .add(Place::name(member), "the default account of QQBot is its section")
        .help("OpenClaw's `doctor --fix` would lay it over the section")
        .fix(Safety::Safe, "move what stands in it into the section", edits);
}

fn is_account(member: Member<'_>) -> bool {
    member.value().is_some_and(|value| value.as_object().is_some())
}

/// Whether the member is the last of its name.
fn counts(object: Object<'_>, member: Member<'_>) -> bool {
    object.get(&member.name().to_lossy()) == Some(member)
}

fn says_the_same(a: Member<'_>, b: Member<'_>) -> bool {
    a.value().zip(b.value()).is_some_and(|(a, b): (Value<'_>, Value<'_>)| a.same_as(b))
}
