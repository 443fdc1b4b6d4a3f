//! The names under which the agents of a list are entries.

use std::collections::{BTreeMap, BTreeSet};

use crate::rules::Context;
use crate::schema::{agent_id, trim};
use crate::syntax::{Array, Member, Object, Value};

/// An agent of a list, and its name to be.
pub(super) struct Named<'t> {
    /// What the list says of it.
    pub(super) agent: Object<'t>,
    /// Its name.
    pub(super) name: String,
}

/// What an agent without an id is called.
const NAMELESS: &str = "agent";

/// The agents of a list, each with the name that OpenClaw 2026.9.6 gives it: the normal form of its
/// id, with a number where it is taken. What is no object is left out. `None` where a name cannot be
/// told, because an id stands in another file or holds a variable, or cannot be used.
pub(super) fn named<'t>(context: &Context<'_>, list: Array<'t>) -> Option<Vec<Named<'t>>> {
    let mut taken = BTreeSet::new();
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    let mut agents = Vec::new();
    for agent in list.items().filter_map(Value::as_object) {
        let wanted = wanted(context, agent)?;
        let mut name = wanted.clone();
        if taken.contains(&name) {
            let number = next.entry(wanted.clone()).or_insert(1);
            while taken.contains(&name) {
                *number += 1;
                name = format!("{wanted}-{number}");
            }
        }
        taken.insert(name.clone());
        agents.push(Named { agent, name });
    }
    Some(agents)
}

fn wanted(context: &Context<'_>, agent: Object<'_>) -> Option<String> {
    let id = agent.get("id").and_then(Member::value);
    if id.is_none() && agent.get("$include").is_some() {
        return None;
    }
    let Some(id) = id.filter(|id| id.as_text().is_some()) else { return Some(NAMELESS.to_owned()) };
    // Names are read as they stand, without variables.
    let text = context.text(id).filter(|text| id.is_text(text))?;
    let name = if trim(&text).is_empty() { NAMELESS.to_owned() } else { agent_id(&text) };
    (name != "__proto__").then_some(name)
}
