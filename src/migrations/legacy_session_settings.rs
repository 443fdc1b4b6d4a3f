//! See the rule's documentation.

use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value};

rule! {
    /// When a session ends, or shows that it is typing, is set where it was before.
    ///
    /// `session.idleMinutes` is `session.reset.idleMinutes` since 2026.8.1, with `mode: "idle"` where
    /// there was no `reset`: without it a session would begin anew every day. `session.typingMode` is
    /// `agents.defaults.typingMode`. Releases that took both obeyed the one in `session`, so that one
    /// counts.
    ///
    /// ```json5 bad
    /// {
    ///   session: {
    ///     idleMinutes: 90, // lunch
    /// //  ^^^^^^^^^^^
    ///     typingMode: "never",
    /// //  ^^^^^^^^^^
    ///   },
    ///   agents: { defaults: { typingMode: "instant" } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   session: {
    ///     reset: {
    ///       idleMinutes: 90, // lunch
    ///       mode: "idle",
    ///     },
    ///   },
    ///   agents: { defaults: { typingMode: "never" } },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "session": { "idleMinutes": 90, "reset": { "mode": "daily", "idleMinutes": 30 } } }
    /// //             ^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "session": { "reset": { "mode": "daily", "idleMinutes": 30 } } }
    /// ```
    ///
    /// ```json5 good
    /// { session: { reset: { mode: "idle", idleMinutes: 90 } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { session: { idleMinutes: 90, typingMode: "never" } }
    /// ```
    "legacy-session-settings" {
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
    let Some(root) = context.tree.root() else { return };
    let Some(session) = root.get("session") else { return };
    let knows = |key: &[&str]| context.world.target.lookup(key).is_some();
    if let Some(idle) = member_of(session, "idleMinutes")
        && !knows(&["session", "idleMinutes"])
        && knows(&["session", "reset", "idleMinutes"])
    {
        let finding = moved(findings, idle, "session.reset.idleMinutes");
        let edits = context.edits(|plan| {
            plan.carry_over(idle, &["session", "reset", "idleMinutes"])?;
            if session.get("reset").is_none() {
                plan.set(&["session", "reset", "mode"], "idle")?;
            }
            Ok(())
        });
        finding.fix(Safety::Safe, "move it to `session.reset`", edits);
    }
    if let Some(typing) = member_of(session, "typingMode")
        && !knows(&["session", "typingMode"])
        && knows(&["agents", "defaults", "typingMode"])
    {
        let path = ["agents", "defaults", "typingMode"];
        let finding = moved(findings, typing, "agents.defaults.typingMode");
        let there = root.at(&path);
        let edits = context.edits(|plan| match there.zip(typing.value()) {
            Some((there, value)) if !there.same_as(value) => {
                plan.replace(there, value);
                plan.absorb(typing, &path)
            }
            _ => plan.carry_over(typing, &path),
        });
        if let Some(there) = there.and_then(Value::member) {
            finding.related(there.name_span(), "this did not count so far");
        }
        finding.fix(Safety::Safe, "move it to `agents.defaults`", edits);
    }
}

fn moved<'f>(findings: &'f mut Findings<'_>, member: Member<'_>, to: &str) -> &'f mut Finding {
    let message = format!("`session.{}` is `{to}` now", member.name());
    let finding = findings.add(Place::name(member), message);
    finding.help("move it there")
}
