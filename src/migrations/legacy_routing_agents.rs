//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal, Where};
use crate::effective::{IMPLICIT_AGENT, Ownership, Roster};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::agent_id;
use crate::syntax::{Member, Object, Value};

rule! {
    /// Agents, or the name of the default one, stand in a section of early releases.
    ///
    /// Before 2026.1.24 agents stood in `routing.agents`, and `routing.defaultAgentId` named the one
    /// that answers where no other is named; without it that was `main`. OpenClaw rejects both, and
    /// from 2026.3.28 on its `doctor --fix` deletes them.
    ///
    /// The fix carries the agents over to `agents.entries`, where what stands there already counts,
    /// and marks the default one among several; `legacy-default-agent` says what becomes of the mark.
    ///
    /// ```json5 bad
    /// {
    ///   routing: {
    ///     agents: {
    /// //  ^^^^^^
    ///       main: { workspace: "~/claw" },
    ///       // after hours
    ///       work: { mentionPatterns: ["@work"], sandbox: { mode: "all", tools: { allow: ["read"] } } },
    ///     },
    ///     defaultAgentId: "work",
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   routing: {},
    ///   agents: {
    ///     entries: {
    ///       main: { workspace: "~/claw" },
    ///       // after hours
    ///       work: { groupChat: { mentionPatterns: ["@work"] }, sandbox: { mode: "all" }, tools: { sandbox: { tools: { allow: ["read"] } } }, default: true },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// Where an agent is marked already, that one stays.
    ///
    /// ```json5 bad
    /// {
    ///   routing: { defaultAgentId: "work" },
    /// //           ^^^^^^^^^^^^^^
    ///   agents: { entries: { main: { default: true }, work: {} } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   routing: {},
    ///   agents: { entries: { main: { default: true }, work: {} } },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "routing": { "defaultAgentId": "main" } }
    /// //             ^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "routing": {} }
    /// ```
    ///
    /// ```json5 good
    /// { agents: { entries: { main: {} } } }
    /// ```
    "legacy-routing-agents" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// What an agent said under other names, and where it says it now.
const PARTS: [(&[&str], &[&str]); 2] = [
    (&["mentionPatterns"], &["groupChat", "mentionPatterns"]),
    (&["sandbox", "tools"], &["tools", "sandbox", "tools"]),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    let Some(routing) = root.get("routing") else { return };
    let older = member_of(routing, "agents");
    let chosen = member_of(routing, "defaultAgentId");
    let Some(first) = older.or(chosen) else { return };
    if context.world.target.lookup(&["agents", "entries"]).is_none() {
        return;
    }
    let finding = findings.add(
        Place::name(first),
        "agents no longer stand in `routing`; their place is `agents.entries`",
    );
    if let Some(other) = chosen.filter(|other| *other != first) {
        finding.related(other.name_span(), "this names the default one");
    }
    finding.help("list the agents in `agents.entries`, and name one where it is needed");
    // A list becomes entries first.
    let has_list = root.at(&["agents", "list"]).is_some();
    if roster.is_partial || has_list {
        return;
    }
    let agents = older.and_then(Member::value).and_then(Value::as_object);
    let edits = context.edits(|plan| {
        let mut has_parts = false;
        for agent in agents.into_iter().flat_map(Object::members) {
            let name = agent.name().to_lossy().into_owned();
            for (from, to) in PARTS {
                let part = agent.value().and_then(|agent| agent.at(from)).and_then(Value::member);
                let Some(part) = part else { continue };
                let above = ["routing", "agents", name.as_str()];
                let path: Vec<&str> = above.iter().chain(to).copied().collect();
                plan.carry_over(part, &path)?;
                has_parts = true;
            }
        }
        if has_parts {
            return Ok(());
        }
        if marks(roster) {
            mark_default(context, plan, roster, agents, chosen)?;
        }
        if let Some(chosen) = chosen {
            plan.dissolve(chosen, "an agent is marked instead")?;
        }
        match older {
            Some(older) if agents.is_some_and(|agents| !agents.is_empty()) => {
                plan.carry_over(older, &["agents", "entries"])
            }
            Some(older) => plan.retire(older, "there are no agents"),
            None => Ok(()),
        }
    });
    finding.fix(Safety::Unsafe, "list them in `agents.entries`", edits);
}

/// Whether an agent may be marked.
fn marks(roster: &Roster<'_>) -> bool {
    roster.ownership == Ownership::Unsaid && roster.marks().is_empty()
}

/// Marks the default agent among several; one that is named and not listed is listed.
fn mark_default<'t>(
    context: &Context<'_>,
    plan: &mut Plan<'t>,
    roster: &Roster<'_>,
    agents: Option<Object<'t>>,
    chosen: Option<Member<'_>>,
) -> Result<(), Refusal> {
    let listed = roster.agents.iter().map(|agent| agent.name.clone());
    let older = agents.into_iter().flat_map(Object::members);
    let mut names: Vec<String> = listed.collect();
    for agent in older {
        let name = agent.name().to_lossy().into_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let find = |id: &str| names.iter().find(|name| agent_id(name) == id);
    let chosen = chosen.and_then(Member::value).and_then(|it| context.text(it));
    let default = match &chosen {
        Some(text) => Some(find(&agent_id(text)).cloned().unwrap_or_else(|| agent_id(text))),
        None => find(IMPLICIT_AGENT).or(names.first()).cloned(),
    };
    let Some(default) = default else { return Ok(()) };
    let is_known = names.contains(&default);
    let count = names.len() + usize::from(!is_known);
    let path = ["agents", "entries", default.as_str(), "default"];
    let is_listed = roster.agents.iter().any(|agent| agent.name == default);
    let own = agents.and_then(|agents| agents.get(&default)).and_then(Member::value);
    match own.and_then(Value::as_object).filter(|_| !is_listed) {
        _ if count < 2 && (is_known || default == IMPLICIT_AGENT) => Ok(()),
        _ if count < 2 => plan.set(&path[..3], New::Object(Vec::new())),
        Some(own) if own.get("default").is_none() => plan.insert(own, Where::Last, "default", true),
        Some(_) => Ok(()),
        None => plan.set(&path, true),
    }
}
