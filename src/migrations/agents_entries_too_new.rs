//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::edit::Where;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Object, Value};

rule! {
    /// The agents stand under their ids, and the target has a list of them.
    ///
    /// Since 2026.8.1 agents stand in `agents.entries`, each under its id as the name; before that they
    /// stood in `agents.list`, each with an `id`, and OpenClaw rejects entries. The fix makes a list of
    /// the entries where they stand, and says nothing new. Where there is a list already, that is what
    /// the target reads.
    ///
    /// ```json5 bad 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     entries: {
    /// //  ^^^^^^^
    ///       // answers everyone
    ///       main: { default: true, workspace: "~/claw" },
    ///
    ///       "after-hours": {
    ///         workspace: "~/work", // shared
    ///       },
    ///       spare: {},
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed 2026.7.35
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: {
    ///     list: [
    ///       // answers everyone
    ///       { id: "main", default: true, workspace: "~/claw" },
    ///
    ///       {
    ///         id: "after-hours",
    ///         workspace: "~/work", // shared
    ///       },
    ///       { id: "spare" },
    ///     ],
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad 2026.7.35
    /// {
    ///   "gateway": { "mode": "local" },
    ///   "agents": {
    ///     "entries": { "main": { "default": true } }
    /// //  ^^^^^^^^^
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed 2026.7.35
    /// {
    ///   "gateway": { "mode": "local" },
    ///   "agents": {
    ///     "list": [ { "id": "main", "default": true } ]
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good 2026.8.1
    /// { gateway: { mode: "local" }, agents: { entries: { main: { default: true } } } }
    /// ```
    "agents-entries-too-new" {
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
    let target = context.world.target;
    let takes = |name| target.lookup(&["agents", name]).is_some();
    if takes("entries") || !takes("list") {
        return;
    }
    let agents = context.tree.root().and_then(|root| root.get("agents")).and_then(Value::as_object);
    let Some((agents, member)) = agents.and_then(|it| Some((it, it.get("entries")?))) else {
        return;
    };
    let entries = member.value().and_then(Value::as_object);
    let Some(entries) = entries.filter(|_| agents.get("list").is_none()) else { return };
    let message = format!("OpenClaw {target} has no `agents.entries`; its agents stand in a list");
    let finding = findings.add(Place::name(member), message);
    finding.help("write `agents.list`, with an `id` for each agent");
    let Some(named) = named(entries) else { return };
    let edits = context.edits(|plan| {
        plan.rename(member, "list")?;
        plan.unkey_members(entries)?;
        for (agent, id) in named {
            plan.insert(agent, Where::First, "id", id)?;
        }
        Ok(())
    });
    finding.fix(Safety::Safe, "make a list of them", edits);
}

/// The agents with their ids; `None` where one is no object, has an id of its own, or stands twice.
fn named(entries: Object<'_>) -> Option<Vec<(Object<'_>, String)>> {
    let mut ids = BTreeSet::new();
    let named = entries.members().map(|member| {
        let id = member.name().to_lossy().into_owned();
        let agent = member.value()?.as_object()?;
        (ids.insert(id.clone()) && agent.get("id").is_none()).then_some((agent, id))
    });
    named.collect()
}
