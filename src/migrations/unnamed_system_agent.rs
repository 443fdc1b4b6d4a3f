//! See the rule's documentation.

use super::ownership::is_on;
use crate::effective::{Agent, IMPLICIT_AGENT, Ownership, Roster, RosterForm};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Value};

rule! {
    /// There are several agents, and none is named for what OpenClaw does by itself.
    ///
    /// Work that nobody asked for in a message goes to `agents.defaults.systemAgent.agentId`, the
    /// heartbeat too unless it has an agent of its own. Older releases gave both to the default agent.
    /// OpenClaw accepts a config without these names and does such work for nobody; its `doctor
    /// --fix` names the agent that is marked as the default one, or else the one called `main`.
    ///
    /// The fix does the same. It is unsafe: a heartbeat costs tokens.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: { main: {}, work: {} },
    /// //  ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     entries: { main: {}, work: {} },
    ///     defaults: {
    ///       systemAgent: {
    ///         agentId: "main",
    ///       },
    ///       heartbeat: {
    ///         agentId: "main",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "agents": {
    ///     "ownership": "explicit",
    ///     "defaults": { "heartbeat": { "every": "2h" } },
    ///     "entries": { "main": {}, "work": {} }
    /// //  ^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "agents": {
    ///     "ownership": "explicit",
    ///     "defaults": { "heartbeat": { "every": "2h" }, "systemAgent": { "agentId": "main" } },
    ///     "entries": { "main": {}, "work": {} }
    ///   }
    /// }
    /// ```
    ///
    /// Without an agent called `main` nobody can tell:
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", entries: { house: { heartbeat: {} }, work: {} } } }
    /// ```
    ///
    /// ```json5 good 2026.9.2
    /// { agents: { ownership: "explicit", entries: { main: {}, work: {} } } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { systemAgent: { agentId: "work" } },
    ///     entries: { main: {}, work: {} },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { ownership: "explicit", defaults: { systemAgent: "work" }, entries: { main: {}, work: {} } } }
    /// ```
    "unnamed-system-agent" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// The release whose `doctor --fix` began to name one.
const SINCE: &str = "2026.9.3";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let Some(holder) = roster.holder.filter(|_| context.world.target.is_since(SINCE)) else {
        return;
    };
    let defaults = root.at(&["agents", "defaults"]);
    if roster.is_partial || roster.agents.len() < 2 || !is_nameless(defaults) {
        return;
    }
    let Some(agent) = selected(roster) else { return };
    let place = Place {
        key: Key::from_iter(["agents", "defaults", "systemAgent", "agentId"]),
        span: holder.name_span(),
    };
    let finding = findings.add(place, "none of the agents is named for OpenClaw's own work");
    finding.help(format!(
        "OpenClaw's `doctor --fix` would write `agents.defaults.systemAgent.agentId: {:?}`",
        agent.id
    ));
    let has_heartbeat = defaults.is_some_and(|it| it.get("heartbeat").is_some())
        || roster.agents.iter().any(|it| it.at(&["heartbeat"]).is_some_and(is_on));
    let edits = context.edits(|plan| {
        plan.set(&["agents", "defaults", "systemAgent", "agentId"], agent.id.as_str())?;
        if !has_heartbeat {
            plan.set(&["agents", "defaults", "heartbeat", "agentId"], agent.id.as_str())?;
        }
        Ok(())
    });
    finding.fix(Safety::Unsafe, format!("name `{}`", agent.id), edits);
}

/// Whether the defaults have room for the name of a system agent, and hold none.
fn is_nameless(defaults: Option<Value<'_>>) -> bool {
    let is_object = |value: Value<'_>| value.as_object().is_some();
    let system = defaults.and_then(|defaults| defaults.get("systemAgent"));
    defaults.is_none_or(is_object)
        && system.is_none_or(is_object)
        && system.is_none_or(|system| system.get("agentId").is_none())
}

/// The agent that OpenClaw would name.
fn selected<'r, 't>(roster: &'r Roster<'t>) -> Option<&'r Agent<'t>> {
    let is_explicit = matches!(roster.ownership, Ownership::Explicit(_));
    let mut marked = roster.agents.iter().filter(|agent| agent.mark().is_some());
    match (marked.next(), marked.next()) {
        (Some(agent), None) => is_explicit.then_some(agent),
        (Some(_), Some(_)) => None,
        // Who speaks for a list without a mark is said where it is carried over.
        (None, _) if roster.form == RosterForm::Listed && !is_explicit => None,
        (None, _) => roster.agents.iter().find(|agent| agent.id == IMPLICIT_AGENT),
    }
}
