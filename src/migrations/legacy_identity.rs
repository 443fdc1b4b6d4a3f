//! See the rule's documentation.

use crate::effective::{IMPLICIT_AGENT, Roster, RosterForm};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::agent_id;
use crate::syntax::Value;

rule! {
    /// The identity of the agent stands at the root.
    ///
    /// Before 2026.1.24 there was one agent, and `identity` at the root was its name and emoji. Each
    /// agent has an `identity` of its own now. OpenClaw rejects the one at the root, and from
    /// 2026.3.28 on its `doctor --fix` deletes it.
    ///
    /// The fix gives it to the default agent; what that one says of itself already counts.
    ///
    /// ```json5 bad
    /// {
    ///   identity: { name: "Clawd", emoji: "🦞" }, // since 2025
    /// //^^^^^^^^
    ///   agents: { entries: { main: { identity: { emoji: "🐙" } } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // `agents.entries.main.identity` is set already
    ///   // identity: { emoji: "🦞" }, // since 2025
    ///   agents: { entries: { main: { identity: { emoji: "🐙", name: "Clawd" } } } },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "identity": { "name": "Clawd" } }
    /// //^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "agents": { "entries": { "main": { "identity": { "name": "Clawd" } } } } }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: { main: { identity: { name: "Clawd" } } } } }
    /// ```
    "legacy-identity" {
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
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let Some(identity) = member_of(root, "identity") else { return };
    if context.world.target.lookup(&["agents", "entries"]).is_none() {
        return;
    }
    let finding =
        findings.add(Place::name(identity), "an identity belongs to an agent, not to the root");
    finding.help("move it to `agents.entries`, into the agent whose identity it is");
    if identity.value().is_some_and(|value| value.as_object().is_none()) {
        let edits = context.edits(|plan| plan.retire(identity, "this is no identity"));
        finding.fix(Safety::Unsafe, "take it out of force", edits);
        return;
    }
    if roster.is_partial || !matches!(roster.form, RosterForm::Keyed | RosterForm::Implicit) {
        return;
    }
    let owner = default_agent(context, root, roster);
    let edits =
        context.edits(|plan| plan.carry_over(identity, &["agents", "entries", &owner, "identity"]));
    finding.fix(Safety::Safe, format!("give it to `{owner}`"), edits);
}

/// The agent that speaks where none is named: the one that is marked, or named for OpenClaw's own
/// work, else `main`, else the first.
fn default_agent(context: &Context<'_>, root: Value<'_>, roster: &Roster<'_>) -> String {
    let system = root.at(&["agents", "defaults", "systemAgent", "agentId"]);
    let system = system.and_then(|id| context.text(id)).map(|id| agent_id(&id));
    let called = |id: &str| roster.agents.iter().find(|agent| agent.id == id);
    let marked = roster.agents.iter().find(|agent| agent.mark().is_some());
    let owner = marked
        .or_else(|| called(&system?))
        .or_else(|| called(IMPLICIT_AGENT))
        .or(roster.agents.first());
    owner.map_or_else(|| IMPLICIT_AGENT.to_owned(), |agent| agent.name.clone())
}
