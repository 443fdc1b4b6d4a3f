//! See the rule's documentation.

use std::collections::BTreeSet;

use crate::effective::{IMPLICIT_AGENT, Roster, RosterForm};
use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::rules::invalid_broadcast_group::names_channel;
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, agent_id, nearest, quote, trim};
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
    /// differ. Where none is near, it takes the binding, the item or the setting out of force.
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
    /// {
    ///   bindings: [
    ///     { agentId: "work", match: { channel: "telegram" } }, // from the old machine
    /// //             ^^^^^^
    ///     { agentId: "main", match: { channel: "slack" } },
    ///   ],
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   bindings: [
    ///     // there is no such agent
    ///     // { agentId: "work", match: { channel: "telegram" } }, // from the old machine
    ///     { agentId: "main", match: { channel: "slack" } },
    ///   ],
    /// }
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
    ///
    /// ```json5 bad
    /// {
    ///   agents: { entries: { house: {} } },
    ///   broadcast: { "120363@g.us": ["garden"] },
    /// //                             ^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: { entries: { house: {} } },
    ///   broadcast: { "120363@g.us": [/* there is no such agent: "garden" */] },
    /// }
    /// ```
    "unknown-agent" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw looks for the agents of `bindings`; for those of `broadcast` it always did.
const BINDINGS_SINCE: Since = Since::known("2026.5.28");
/// Since when it looks for those of the other places, which came with `agents.entries`.
const SINCE: Since = Since::known("2026.8.1");

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
    let release = context.world.target;
    let has_entries = SINCE.holds_in(release);
    // While agents were a list, one without agents left every name alone.
    let passed_over =
        roster.form == RosterForm::Broken || !has_entries && roster.form == RosterForm::Implicit;
    if roster.is_partial || passed_over {
        return;
    }
    // Where OpenClaw finds no agents at all, it looks at fewer places, and knows the implicit one.
    let none = matches!(roster.form, RosterForm::Empty | RosterForm::Unreadable);
    let mut ids = roster.ids();
    if none {
        ids.insert(IMPLICIT_AGENT);
    }
    let knows = |text: &str| ids.contains(agent_id(text).as_str());

    let targets = TARGETS.iter().filter(|_| has_entries);
    for value in targets.filter_map(|path| root.at(path)) {
        // A blank one is no id at all.
        let text = context.text(value).filter(|text| !trim(text).is_empty());
        if text.is_some_and(|text| !knows(&text)) {
            report(context, findings, roster, value, value.key());
        }
    }
    let bindings = root.get("bindings").filter(|_| !none && BINDINGS_SINCE.holds_in(release));
    for (index, binding) in items(bindings).enumerate() {
        let Some(value) = binding.get("agentId") else { continue };
        let text = context.text(value);
        if text.is_some_and(|text| !(knows(&text) || has_entries && text == IMPLICIT_AGENT)) {
            let key = Key::from_iter(["bindings", &index.to_string(), "agentId"]);
            report(context, findings, roster, value, key);
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
            if text.is_some_and(|text| !names.contains(&*text)) {
                report(context, findings, roster, value, key.clone().child(index.to_string()));
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
}

/// Offers the one agent that is near.
fn mend(context: &Context<'_>, finding: &mut Finding, names: &[&str], value: Value<'_>) {
    let Some(text) = context.text(value).filter(|text| value.is_text(text)) else { return };
    let id = agent_id(&text);
    let same: Vec<&str> = names.iter().copied().filter(|name| agent_id(name) == id).collect();
    let (safety, name) = match (same.as_slice(), nearest(&text, names.iter().copied()).as_slice()) {
        ([name], _) => (Safety::Safe, *name),
        ([], [name]) => (Safety::Unsafe, *name),
        _ => return offer_retirement(context, finding, value),
    };
    let edits = context.edits(|plan| {
        plan.replace(value, name);
        Ok(())
    });
    finding.fix(safety, format!("write `{name}`"), edits);
}

/// Offers to take what is about no agent out of force: a whole binding, an item of a group, or a
/// setting.
fn offer_retirement(context: &Context<'_>, finding: &mut Finding, value: Value<'_>) {
    const REASON: &str = "there is no such agent";
    let holder = value.holder();
    let binding = holder.filter(|holder| {
        let is_item = holder.member().is_none() && holder.holder().is_some();
        is_item && holder.as_object().is_some()
    });
    let edits = context.edits(|plan| match (binding, value.member()) {
        (Some(binding), _) => plan.retire_item(binding, REASON),
        (None, Some(member)) => plan.retire(member, REASON),
        (None, None) => plan.retire_item(value, REASON),
    });
    let what = if binding.is_some() { "take the binding out" } else { "take it out" };
    finding.fix(Safety::Unsafe, what, edits);
}
