//! See the rule's documentation.

use crate::effective::{ExecPolicy, Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Member;

rule! {
    /// Whether commands may run is said in two words; one says the same.
    ///
    /// `tools.exec.security` and `tools.exec.ask` together are `tools.exec.mode`: `"deny"`,
    /// `"allowlist"`, `"ask"` (an allowlist, and a question for the rest) or `"full"`. OpenClaw accepts
    /// both ways, but not in one object. An agent takes the word that it lacks from `tools.exec`.
    ///
    /// The fix writes the mode where one says exactly the same, as `openclaw doctor --fix` does. There
    /// is none that always asks, and none that asks before everything may run.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     exec: {
    ///       security: "allowlist", // see the list
    /// //    ^^^^^^^^
    ///       ask: "on-miss",
    ///       timeoutSeconds: 60,
    ///     },
    ///   },
    ///   agents: {
    ///     entries: { main: { tools: { exec: { security: "full", ask: "off" } } } },
    /// //                                      ^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     exec: {
    ///       mode: "ask", // see the list
    ///       timeoutSeconds: 60,
    ///     },
    ///   },
    ///   agents: {
    ///     entries: { main: { tools: { exec: { mode: "full" } } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": { "exec": { "ask": "off", "security": "full" } },
    /// //                     ^^^^^
    ///   "agents": { "entries": { "main": { "tools": { "exec": { "security": "deny" } } } } }
    /// //                                                        ^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": { "exec": { "mode": "full" } },
    ///   "agents": { "entries": { "main": { "tools": { "exec": { "mode": "deny" } } } } }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   tools: { exec: { security: "allowlist", ask: "always" } },
    ///   agents: { entries: { main: { tools: { exec: { mode: "ask" } } } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { exec: { security: "deny" } } }
    /// ```
    "legacy-exec-policy" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose `doctor --fix` began to write the mode.
const SINCE: &str = "2026.8.1";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !context.world.target.is_since(SINCE) {
        return;
    }
    let general = places(context.tree, "tools.exec");
    let inherited = general.first().and_then(|exec| policy(context, exec));
    for exec in general {
        look_at(context, &exec, None, findings);
    }
    for exec in places(context.tree, "agents.entries.*.tools.exec") {
        look_at(context, &exec, inherited, findings);
    }
}

/// What an object says of commands, if it says all of it.
fn policy(context: &Context<'_>, exec: &Found<'_>) -> Option<ExecPolicy> {
    let word = |name: &str| context.text(exec.get(name)?);
    match word("mode").and_then(|mode| ExecPolicy::of_mode(&mode)) {
        Some(policy) => Some(policy),
        None => ExecPolicy::new(&word("security")?, &word("ask")?),
    }
}

fn look_at(
    context: &Context<'_>,
    exec: &Found<'_>,
    inherited: Option<ExecPolicy>,
    findings: &mut Findings<'_>,
) {
    // Two ways in one object are another rule's.
    if exec.is_partial || exec.member("mode").is_some() {
        return;
    }
    let (security, ask) = (exec.member("security"), exec.member("ask"));
    let own =
        |member: Option<Member<'_>>, known: fn(&str) -> Option<&'static str>, other| match member {
            Some(member) => {
                member.value().and_then(|it| context.text(it)).and_then(|it| known(&it))
            }
            None => other,
        };
    let what = own(security, ExecPolicy::security, inherited.map(|it| it.security));
    let when = own(ask, ExecPolicy::ask, inherited.map(|it| it.ask));
    let (Some(security_word), Some(ask_word)) = (what, when) else { return };
    let policy = ExecPolicy { security: security_word, ask: ask_word };
    let Some(mode) = policy.mode() else { return };
    let mut members: Vec<Member<'_>> = security.into_iter().chain(ask).collect();
    members.sort_by_key(|member| member.name_span());
    let Some((first, others)) = members.split_first() else { return };
    let message = format!("`{}` is an older way to say whether commands may run", first.name());
    let finding = findings.add(exec.member_name(*first), message);
    for other in others {
        finding.related(other.name_span(), "so is this one");
    }
    finding.help(format!("OpenClaw's `doctor --fix` would write `mode: {mode:?}`"));
    let edits = context.edits(|plan| {
        plan.rename(*first, "mode")?;
        plan.replace(first.value().ok_or(crate::edit::Refusal::Incomplete)?, mode);
        others.iter().try_for_each(|other| plan.dissolve(*other, "part of `mode` now"))
    });
    finding.fix(Safety::Safe, format!("write `mode: {mode:?}`"), edits);
}
