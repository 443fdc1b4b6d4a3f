//! See the rule's documentation.

use crate::edit::New;
use crate::effective::{IMPLICIT_AGENT, Ownership, RosterForm};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Key, Member, ValueKind};

rule! {
    /// Ownership is explicit, and there is no agent.
    ///
    /// A config without agents has one, `main`. With `agents.ownership: "explicit"` OpenClaw adds none,
    /// and rejects a config that lists none.
    ///
    /// The fix lists `main`. It is unsafe: only you know which agents are meant to be there.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    /// //             ^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       main: {},
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// { agents: { ownership: "explicit", list: [] } }
    /// //                                       ^^
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: {} } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { main: {} } } }
    /// ```
    "empty-agent-roster" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(roster) = context.roster() else { return };
    if !SINCE.holds_in(context.world.target)
        || roster.form != RosterForm::Empty
        || roster.is_partial
    {
        return;
    }
    let Ownership::Explicit(ownership) = roster.ownership else { return };
    let holder = roster.holder.and_then(Member::value);
    let span = holder.unwrap_or(ownership).span();
    let place = Place { key: Key::from_iter(["agents", "entries"]), span };
    let finding = findings.add(place, "ownership is explicit, and there is no agent");
    finding.help("list an agent in `agents.entries`");
    if holder.is_none_or(|holder| holder.kind() == ValueKind::Object) {
        let edits = context.edits(|plan| {
            plan.set(&["agents", "entries", IMPLICIT_AGENT], New::Object(Vec::new()))
        });
        finding.fix(Safety::Unsafe, "list the agent `main`", edits);
    }
}
