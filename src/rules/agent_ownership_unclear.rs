//! See the rule's documentation.

use crate::edit::Where;
use crate::effective::{Ownership, Roster, RosterForm};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Key, Member, Value};

rule! {
    /// There are several agents, and the config does not say clearly who speaks when none is named.
    ///
    /// OpenClaw 2026.9 no longer takes the first agent as the default one. With two agents or more it
    /// asks for one of two things: `agents.ownership: "explicit"`, so that bindings, the heartbeat and
    /// the other surfaces each name their agent, or exactly one agent with `default: true`, the older
    /// way, which it still converts at every start. Neither or both: it rejects the config.
    ///
    /// The fix writes `ownership: "explicit"`, as `openclaw doctor --fix` does, or turns the marks of
    /// default agents into comments where that is written already. It is unsafe: messages that used to
    /// go to the default agent need a binding from then on.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: {
    /// //  ^^^^^^^
    ///       main: {},
    ///       work: { workspace: "~/work" },
    ///     },
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
    ///       work: { workspace: "~/work" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Explicit ownership knows no default agent:
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    /// //             ^^^^^^^^^^
    ///     entries: {
    ///       main: {
    ///         default: true,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: {
    ///       main: {
    ///         // `agents.ownership` is explicit
    ///         // default: true,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { main: {}, work: {} } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: { main: { default: true }, work: {} } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: { work: {} } } }
    /// ```
    "agent-ownership-unclear" {
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
    let listed = matches!(roster.form, RosterForm::Keyed | RosterForm::Listed);
    if !SINCE.holds_in(context.world.target) || !listed {
        return;
    }
    let marks = roster.marks();
    match roster.ownership {
        Ownership::Explicit(value) if !marks.is_empty() => {
            excluded(context, findings, value, &marks);
        }
        // A list is carried over by a migration, which knows who spoke so far.
        Ownership::Unsaid
            if marks.is_empty() && !roster.is_partial && roster.form == RosterForm::Keyed =>
        {
            unsaid(context, findings, roster);
        }
        _ => {}
    }
}

/// Marks beside explicit ownership.
fn excluded(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    ownership: Value<'_>,
    marks: &[Member<'_>],
) {
    let finding = findings.add(
        Place::value(ownership),
        "explicit ownership and an agent marked as the default one exclude each other",
    );
    finding.help(
        "remove `default: true`, and name agents where they are needed: in `bindings`, \
        `agents.defaults.systemAgent.agentId`, `talk.agentId`",
    );
    for mark in marks {
        finding.related(mark.name_span(), "this marks the default agent");
    }
    let edits = context.edits(|plan| {
        let reason = "`agents.ownership` is explicit";
        marks.iter().try_for_each(|mark| plan.retire(*mark, reason))
    });
    finding.fix(Safety::Unsafe, "turn `default: true` into a comment", edits);
}

/// Several agents and nothing else.
fn unsaid(context: &Context<'_>, findings: &mut Findings<'_>, roster: &Roster<'_>) {
    let (Some(holder), count @ 2..) = (roster.holder, roster.agents.len()) else { return };
    let place = Place { key: Key::from_iter(["agents", "ownership"]), span: holder.name_span() };
    let message =
        format!("there are {count} agents, and nothing says who speaks when none is named");
    let finding = findings.add(place, message);
    finding.help(
        "write `agents.ownership: \"explicit\"` and let bindings name agents, or mark \
        one agent with `default: true`",
    );
    let edits =
        context.edits(|plan| plan.insert(holder.object(), Where::First, "ownership", "explicit"));
    finding.fix(Safety::Unsafe, "write `ownership: \"explicit\"`", edits);
}
