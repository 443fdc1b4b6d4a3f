//! One name for each agent of a list: rules may speak of items of `agents.list` or of the entries
//! that newer releases turn them into.

use std::collections::BTreeMap;

use crate::effective::{Roster, RosterForm};
use crate::finding::{Effect, Finding};
use crate::syntax::{Array, Key, Segment, Tree, Value};

/// Names the agents of `agents.list` as OpenClaw does: by their entries where it turns the list into
/// some, else by their places in the list.
pub(super) fn name_agents(
    tree: &Tree,
    has_entries: bool,
    roster: Option<&Roster<'_>>,
    findings: &mut [Finding],
) {
    if has_entries {
        name_entries(roster, findings);
    } else {
        name_items(tree, findings);
    }
}

fn name_entries(roster: Option<&Roster<'_>>, findings: &mut [Finding]) {
    let Some(roster) = roster.filter(|roster| roster.form == RosterForm::Listed) else { return };
    // What the reader warns of it names as it is written, before it turns the list.
    for finding in findings.iter_mut().filter(|it| it.effect != Effect::Warned) {
        let key = &mut finding.place.key;
        let names: Vec<&str> = key.segments().iter().map(Segment::as_str).collect();
        let ["agents", "list", index, below @ ..] = names.as_slice() else { continue };
        let agent = index.parse().ok().and_then(|index: usize| roster.agents.get(index));
        let Some(agent) = agent else { continue };
        let entry = ["agents", "entries", &agent.name];
        *key = entry.iter().chain(below).map(|name| (*name).to_owned()).collect();
    }
}

fn name_items(tree: &Tree, findings: &mut [Finding]) {
    let list = tree.root().and_then(|root| root.at(&["agents", "list"])?.as_array());
    let items = list.into_iter().flat_map(Array::items).enumerate();
    let mut places = BTreeMap::new();
    for (at, item) in items {
        if let Some(id) = item.get("id").and_then(Value::as_text) {
            places.entry(id.to_lossy().into_owned()).or_insert(at);
        }
    }
    if list.is_none() || places.is_empty() {
        return;
    }
    for finding in findings {
        let key = &mut finding.place.key;
        let names: Vec<&str> = key.segments().iter().map(Segment::as_str).collect();
        let ["agents", "entries", below @ ..] = names.as_slice() else { continue };
        *key = match below {
            [] => Key::from_iter(["agents", "list"]),
            [id, below @ ..] => {
                let Some(at) = places.get(*id) else { continue };
                let item = ["agents", "list", &at.to_string()].map(str::to_owned);
                item.into_iter().chain(below.iter().map(|name| (*name).to_owned())).collect()
            }
        };
    }
}
