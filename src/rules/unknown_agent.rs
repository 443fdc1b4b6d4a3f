//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{IMPLICIT_AGENT, Roster, RosterForm};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::invalid_broadcast_group::names_channel;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{agent_id, nearest, quote, trim};
use crate::syntax::{Array, Key, Object, Value};

rule! {
    /// The config names an agent that it does not have.
    ///
    /// OpenClaw looks in `agents.entries` (without agents there is one, `main`) for the agents of
    /// `bindings` and `broadcast`, for `agents.defaults.heartbeat.agentId`,
    /// `agents.defaults.systemAgent.agentId` and `talk.agentId`, and rejects the config when one is not
    /// there. Upper and lower case count in `broadcast` only. In `bindings` the name `main` is always
    /// fine.
    ///
    /// The fix writes the name of the one agent that is near. It is safe where only case or white space
    /// differ. A binding for an agent that is nowhere is taken out of force, as `openclaw doctor --fix`
    /// does, if someone agrees.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { heartbeat: { agentId: "hose" } },
    /// //                                    ^^^^^^
    ///     entries: { house: {}, work: {} },
    ///   },
    ///   broadcast: {
    ///     "120363@g.us": ["house", "Work"],
    /// //                           ^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     ownership: "explicit",
    ///     defaults: { heartbeat: { agentId: "house" } },
    ///     entries: { house: {}, work: {} },
    ///   },
    ///   broadcast: {
    ///     "120363@g.us": ["house", "work"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// { bindings: [{ agentId: "work", match: { channel: "telegram" } }] }
    /// //                      ^^^^^^
    /// ```
    ///
    /// ```json5 fixed
    /// { bindings: [/* there is no such agent: { agentId: "work", match: { channel: "telegram" } } */] }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: { entries: { work: {} } },
    ///   bindings: [
    ///     { agentId: "Work", match: { channel: "telegram" } },
    ///     { agentId: "main", match: { channel: "signal" } },
    ///   ],
    ///   talk: { agentId: "work" },
    /// }
    /// ```
    "unknown-agent" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The first release that checks all of these; assumed.
const SINCE: &str = "2026.9.6";

/// How many agents are looked through for one that was meant.
const MOST_NAMES: usize = 100;

/// Places of one agent each.
const TARGETS: [&[&str]; 3] = [
    &["agents", "defaults", "heartbeat", "agentId"],
    &["agents", "defaults", "systemAgent", "agentId"],
    &["talk", "agentId"],
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(root), Some(roster)) = (context.tree.root(), context.roster()) else { return };
    if !context.world.target.is_since(SINCE)
        || roster.is_partial
        || roster.form == RosterForm::Broken
    {
        return;
    }
    // Where OpenClaw finds no agents at all, it looks at fewer places, and knows the implicit one.
    let none = matches!(roster.form, RosterForm::Empty | RosterForm::Unreadable);
    let mut ids = roster.ids();
    if none {
        ids.insert(IMPLICIT_AGENT);
    }
    let knows = |text: &str| ids.contains(agent_id(text).as_str());

    for value in TARGETS.iter().filter_map(|path| root.at(path)) {
        // A blank one is no id at all.
        let text = context.text(value).filter(|text| !trim(text).is_empty());
        if text.is_some_and(|text| !knows(&text)) {
            report(context, findings, &roster, value, value.key());
        }
    }
    for (index, binding) in items(root.get("bindings")).enumerate().filter(|_| !none) {
        let Some(value) = binding.get("agentId") else { continue };
        let text = context.text(value);
        if text.is_some_and(|text| text != IMPLICIT_AGENT && !knows(&text)) {
            let key = Key::from_iter(["bindings", &index.to_string(), "agentId"]);
            report(context, findings, &roster, value, key);
        }
    }
    let names: BTreeSet<_> = roster.names().into_iter().collect();
    let groups = root.get("broadcast").and_then(Value::as_object);
    for (name, group) in groups.into_iter().flat_map(Object::effective) {
        if name == "strategy" || name == "__proto__" || none && !names_channel(&name.to_lossy()) {
            continue;
        }
        let own = group.value().and_then(|group| group.get("agents"));
        let key = Key::from_iter(["broadcast", &name.to_lossy()]);
        let key = if own.is_some() { key.child("agents") } else { key };
        for (index, value) in items(own.or(group.value())).enumerate() {
            let text = context.text(value);
            if text.is_some_and(|text| !names.contains(text.as_str())) {
                report(context, findings, &roster, value, key.clone().child(index.to_string()));
            }
        }
    }
}

fn items(value: Option<Value<'_>>) -> impl Iterator<Item = Value<'_>> {
    value.and_then(Value::as_array).into_iter().flat_map(Array::items)
}

fn report(
    context: &Context<'_>,
    findings: &mut Findings<'_>,
    roster: &Roster<'_>,
    value: Value<'_>,
    key: Key,
) {
    let message = format!("there is no agent {}", quote(&key, value));
    let finding = findings.add(Place { key, span: value.span() }, message);
    if let (RosterForm::Unreadable, Some(holder)) = (roster.form, roster.holder) {
        finding.related(holder.name_span(), "OpenClaw cannot read these agents");
        finding.help("mend the list of agents first");
        return;
    }
    let names: Vec<_> = roster.names().into_iter().take(MOST_NAMES).collect();
    let known: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    finding.help(match known.as_slice() {
        [] => "list the agent in `agents.entries`".to_owned(),
        [one] => format!("the only agent is {one}; list others in `agents.entries`"),
        _ => format!("the agents are {}", known.join(", ")),
    });
    mend(context, finding, &names, value);
    let binding = value.member().map(|member| member.object().value());
    let is_bound = finding.place.key.segments().first().is_some_and(|name| name == "bindings");
    if let Some(binding) = binding.filter(|_| is_bound && finding.fix.is_none()) {
        let edits = context.edits(|plan| plan.retire_item(binding, "there is no such agent"));
        finding.fix(Safety::Unsafe, "take the binding out of force", edits);
    }
}

/// Offers the one agent that is near.
fn mend(context: &Context<'_>, finding: &mut Finding, names: &[&str], value: Value<'_>) {
    let Some(text) = context.text(value).filter(|text| value.is_text(text)) else { return };
    let id = agent_id(&text);
    let same: Vec<&str> = names.iter().copied().filter(|name| agent_id(name) == id).collect();
    let (safety, name) = match (same.as_slice(), nearest(&text, names.iter().copied()).as_slice()) {
        ([name], _) => (Safety::Safe, *name),
        ([], [name]) => (Safety::Unsafe, *name),
        _ => return,
    };
    let edits = context.edits(|plan| {
        plan.replace(value, name);
        Ok(())
    });
    finding.fix(safety, format!("write `{name}`"), edits);
}
