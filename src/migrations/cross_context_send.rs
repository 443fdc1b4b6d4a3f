//! See the migration's documentation.

use super::agent_scopes;
use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Whether an agent may write into other chats is one switch, which became two.
    ///
    /// Since 2026.8.1 `tools.message.crossContext` says it for chats of the same channel
    /// (`allowWithinProvider`) and of others (`allowAcrossProviders`). `true` opened both, for all agents
    /// that said nothing else; `false` opened none, which is the default for other channels. The fix
    /// writes what OpenClaw's own migration does.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     message: {
    ///       allowCrossContextSend: true, // the butler
    /// //    ^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     message: {
    ///       crossContext: {
    ///         allowWithinProvider: true,
    ///         allowAcrossProviders: true,
    ///       }, // the butler
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": { "message": { "allowCrossContextSend": true } },
    /// //                        ^^^^^^^^^^^^^^^^^^^^^^^
    ///   "agents": { "entries": { "main": { "tools": { "message": { "allowCrossContextSend": false } } } } }
    /// //                                                           ^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": { "message": { "crossContext": { "allowWithinProvider": true, "allowAcrossProviders": true } } },
    ///   "agents": { "entries": { "main": { "tools": { "message": { "crossContext": { "allowWithinProvider": true, "allowAcrossProviders": false } } } } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { message: { crossContext: { allowAcrossProviders: true } } } }
    /// ```
    "cross-context-send" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.3.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const OLD: &str = "allowCrossContextSend";
const NEW: &str = "crossContext";
const WITHIN: &str = "allowWithinProvider";
const ACROSS: &str = "allowAcrossProviders";

/// The settings of sending of one scope, and what is to be written: within a channel, and across.
struct Change<'t> {
    message: Object<'t>,
    switches: Option<(bool, bool)>,
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let Some(root) = context.tree.root() else { return };
    if release.lookup(&["tools", "message", OLD]).is_some() || release.lookup(&["tools"]).is_none()
    {
        return;
    }
    let global = root.at(&["tools", "message"]).and_then(Value::as_object);
    let defaults = root.at(&["agents", "defaults"]);
    let is_open = global.is_some_and(|it| flag(it, OLD) == Some(true));
    let mut agents = Vec::new();
    for scope in agent_scopes(root) {
        let message = scope.at(&["tools", "message"]).and_then(Value::as_object);
        let Some(message) = message.filter(|_| Some(scope.object.value()) != defaults) else {
            continue;
        };
        let own = message.get(OLD).map(|member| member.value().and_then(Value::as_bool));
        let switches = match own {
            None if !is_open => continue,
            None | Some(Some(true)) => Some((true, true)),
            Some(_) if is_open => Some(inherited(message, global)),
            Some(_) => None,
        };
        agents.push(Change { message, switches });
    }
    let switches = is_open.then_some((true, true));
    let global = global.filter(|it| it.get(OLD).is_some());
    let global = global.map(|message| Change { message, switches });

    // What all agents inherit is written to each before it goes.
    let (together, alone) = if is_open {
        (agents.as_slice(), [].as_slice())
    } else {
        ([].as_slice(), agents.as_slice())
    };
    for change in global.iter().chain(alone) {
        let others =
            if global.as_ref().is_some_and(|it| std::ptr::eq(it, change)) { together } else { &[] };
        let edits = context
            .edits(|plan| others.iter().chain([change]).try_for_each(|change| carry(plan, change)));
        if let Some(finding) = report(findings, change.message) {
            finding.fix(Safety::Safe, format!("write it as `{NEW}`"), edits);
        }
    }
    for change in together {
        report(findings, change.message);
    }
}

fn report<'f>(findings: &'f mut Findings<'_>, message: Object<'_>) -> Option<&'f mut Finding> {
    let member = message.get(OLD)?;
    let finding = findings.add(
        Place::name(member),
        format!("this one switch became two, `{NEW}.{WITHIN}` and `{NEW}.{ACROSS}`"),
    );
    finding.help(format!("write what it stood for in `{NEW}`"));
    Some(finding)
}

/// What holds for an agent that keeps out of what all others may.
fn inherited(message: Object<'_>, global: Option<Object<'_>>) -> (bool, bool) {
    let of =
        |message: Object<'_>, name: &str| message.value().at(&[NEW, name]).and_then(Value::as_bool);
    let found = |name: &str| of(message, name).or_else(|| of(global?, name));
    (found(WITHIN) != Some(false), found(ACROSS) == Some(true))
}

fn flag(message: Object<'_>, name: &str) -> Option<bool> {
    message.value().get(name).and_then(Value::as_bool)
}

fn carry<'t>(plan: &mut Plan<'t>, change: &Change<'t>) -> Result<(), Refusal> {
    let message = change.message;
    let old = message.get(OLD).and_then(|member| Some((member, member.value()?)));
    let Some((within, across)) = change.switches else {
        return match old {
            Some((member, _)) => plan.retire(member, "it opened nothing"),
            None => Ok(()),
        };
    };
    let switches = [(WITHIN, within), (ACROSS, across)];
    let new = message.get(NEW).and_then(|member| member.value()?.as_object());
    match (new, old) {
        (Some(new), old) => {
            for (name, on) in switches {
                match new.get(name).and_then(Member::value) {
                    Some(value) => plan.replace(value, on),
                    None => plan.insert(new, Where::Last, name, on)?,
                }
            }
            old.map_or(Ok(()), |(member, _)| plan.absorb(member, &[NEW]))
        }
        (None, Some((member, value))) => {
            plan.replace(value, New::object(switches));
            plan.rename(member, NEW)
        }
        (None, None) => plan.insert(message, Where::Last, NEW, New::object(switches)),
    }
}
