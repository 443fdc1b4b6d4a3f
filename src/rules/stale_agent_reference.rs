//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{Config, Found, RosterForm, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{agent_id, nearest, quote, trim};
use crate::syntax::{Array, Value};

rule! {
    /// A setting is about an agent that is gone, and OpenClaw does not say so.
    ///
    /// Unlike the places of which `unknown-agent` speaks, OpenClaw does not look for the agents that
    /// hooks, lists of subagents, `tools.agentToAgent.allow`, topics of Telegram and a few others name.
    /// A mapping of a hook for an agent that is not there goes to the default agent; an entry of a list
    /// lets nobody in; a topic is led to an agent of which the config says nothing. Its `doctor` warns of
    /// lists of subagents alone.
    ///
    /// Only a config that lists agents is looked at. Agents that `acp` names count in lists of
    /// subagents, where case does not matter. The fix writes the one name that is near. It is unsafe:
    /// another agent may be meant.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     entries: { main: { default: true, subagents: { allowAgents: ["reserch"] } }, research: {} },
    /// //                                                               ^^^^^^^^^
    ///   },
    ///   hooks: {
    ///     mappings: [{ match: { path: "mail" }, agentId: "secretary" }],
    /// //                                                 ^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     entries: { main: { default: true, subagents: { allowAgents: ["research"] } }, research: {} },
    ///   },
    ///   hooks: {
    ///     mappings: [{ match: { path: "mail" }, agentId: "secretary" }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     entries: { main: { default: true, subagents: { allowAgents: ["*", "codex"] } }, work: {} },
    ///   },
    ///   acp: { allowedAgents: ["codex"] },
    ///   hooks: { allowedAgentIds: ["Work", "*"] },
    ///   tools: { agentToAgent: { allow: ["wor*"] } },
    /// }
    /// ```
    "stale-agent-reference" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Places of one agent each, or of items that are one, and what is known to come of a name that nobody
/// has.
const PLACES: [(&str, &str); 16] = [
    ("hooks.mappings.*.agentId", "the default agent gets what this is for"),
    ("hooks.allowedAgentIds.*", "it allows nothing"),
    (OF_SUBAGENTS[0], "it allows nothing"),
    (OF_SUBAGENTS[1], "it allows nothing"),
    ("tools.agentToAgent.allow.*", "it allows nothing"),
    ("tools.swarm.defaultAgentId", ""),
    ("agents.entries.*.tools.swarm.defaultAgentId", ""),
    ("agents.defaults.sessionStore.agentId", "hooks are then turned away"),
    ("agents.defaults.authInheritance.agentId", ""),
    ("channels.telegram.groups.*.topics.*.agentId", ""),
    ("channels.telegram.direct.*.topics.*.agentId", ""),
    ("channels.telegram.accounts.*.groups.*.topics.*.agentId", ""),
    ("channels.telegram.accounts.*.direct.*.topics.*.agentId", ""),
    ("channels.clickclack.agentId", ""),
    ("channels.clickclack.accounts.*.agentId", ""),
    ("plugins.entries.imap.config.accounts.*.agentId", ""),
];

/// Where agents of ACP count as well.
const OF_SUBAGENTS: [&str; 2] =
    ["agents.defaults.subagents.allowAgents.*", "agents.entries.*.subagents.allowAgents.*"];

/// How many agents are looked through for one that was meant.
const MOST_NAMES: usize = 100;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config().filter(|config| !config.roster.is_partial) else { return };
    let listed = matches!(config.roster.form, RosterForm::Keyed | RosterForm::Listed);
    if !listed || config.roster.agents.is_empty() {
        return;
    }
    let ids = config.roster.ids();
    let of_acp = agents_of_acp(&config);
    for (pattern, consequence) in PLACES {
        for place in places(context.tree, pattern) {
            let Some(text) = config.text(place.value) else { continue };
            let id = agent_id(&text);
            let is_known = trim(&text).is_empty()
                || text.contains('*')
                || ids.contains(id.as_str())
                || OF_SUBAGENTS.contains(&pattern) && of_acp.contains(&id);
            if !is_known {
                report(context, &config, &place, &text, consequence, findings);
            }
        }
    }
}

fn report<'t>(
    context: &Context<'t>,
    config: &Config<'_, 't>,
    place: &Found<'t>,
    text: &str,
    consequence: &str,
    findings: &mut Findings<'_>,
) {
    let name = quote(&place.key, place.value);
    let mut message = format!("there is no agent {name}");
    if !consequence.is_empty() {
        message.extend([": ", consequence]);
    }
    let finding = findings.add(place.place(), message);
    let names: Vec<_> = config.roster.names().into_iter().take(MOST_NAMES).collect();
    let known: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    finding.help(format!("take it out, or write one of {}", known.join(", ")));
    if let [near] = nearest(text, names.iter().copied()).as_slice()
        && place.value.is_text(text)
    {
        let edits = context.edits(|plan| {
            plan.replace(place.value, *near);
            Ok(())
        });
        finding.fix(Safety::Unsafe, format!("write `{near}`"), edits);
    }
}

/// The ids of the agents of other programs that may be started over ACP.
fn agents_of_acp(config: &Config<'_, '_>) -> BTreeSet<String> {
    let acp = config.at(&["acp"]);
    let allowed = acp.and_then(|acp| acp.get("allowedAgents")).and_then(Value::as_array);
    let own =
        config.roster.agents.iter().filter_map(|agent| agent.at(&["runtime", "acp", "agent"]));
    let default = acp.and_then(|acp| acp.get("defaultAgent"));
    let all = allowed.into_iter().flat_map(Array::items).chain(own).chain(default);
    all.filter_map(|name| config.text(name)).map(|name| agent_id(&name)).collect()
}
