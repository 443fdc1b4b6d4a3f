//! Objects and lists all of whose settings only one config has, as one difference each.

use std::collections::{HashMap, HashSet};

use super::difference::{Difference, Kind, Side};
use super::read::values;
use super::settings::Settings;
use crate::syntax::{NodeId, Value};

/// Puts what only one config has together: settings that moved apart are one difference still if
/// everything that they are written in is gone from the other config.
pub(super) fn joined<'t>(
    mut found: Vec<Difference<'t>>,
    a: &Settings<'t>,
    b: &Settings<'t>,
) -> Vec<Difference<'t>> {
    for (kind, own, other) in [(Kind::Removed, a, b), (Kind::Added, b, a)] {
        let is_of_kind = |it: &Difference<'t>| it.kind == kind;
        let alone: Vec<Value<'t>> = found
            .iter()
            .filter(|it| is_of_kind(it))
            .filter_map(|it| it.a.as_ref().or(it.b.as_ref()))
            .map(|side| side.value)
            .collect();
        let joined = join(alone, own, other);
        if joined.is_empty() {
            continue;
        }
        let within = |value: Value<'t>| {
            let holder = value.holder();
            holder.is_some_and(|holder| joined.contains_key(&holder.id()))
        };
        found.retain(|it| {
            let side = it.a.as_ref().or(it.b.as_ref());
            !(is_of_kind(it) && side.is_some_and(|side| within(side.value)))
        });
        for value in joined.values().copied().filter(|value| !within(*value)) {
            let side = Some(Side { key: own.key(value), value });
            let (a, b) = if kind == Kind::Removed { (side, None) } else { (None, side) };
            found.push(Difference { kind, a, b, why: None });
        }
    }
    found
}

/// The objects and lists that hold nothing but what is `alone`, and are not there in the other config.
fn join<'t>(
    alone: Vec<Value<'t>>,
    own: &Settings<'t>,
    other: &Settings<'t>,
) -> HashMap<NodeId, Value<'t>> {
    let mut joined = HashMap::new();
    // How many of its values are not alone; nothing for what the other config has.
    let mut rest: HashMap<NodeId, Option<usize>> = HashMap::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut open = alone;
    while let Some(value) = open.pop() {
        let Some(holder) = value.holder().filter(|_| seen.insert(value.id())) else { continue };
        let rest = rest.entry(holder.id()).or_insert_with(|| values_until_gone(holder, own, other));
        if let Some(rest) = rest {
            *rest = rest.saturating_sub(1);
            if *rest == 0 {
                joined.insert(holder.id(), holder);
                open.push(holder);
            }
        }
    }
    let items: HashSet<NodeId> = joined.keys().copied().collect();
    joined.retain(|_, value| item_of(*value).is_none_or(|item| items.contains(&item.id())));
    joined
}

/// How many values an object or list holds that is gone from the other config once they are. Of what
/// stands in an item of a list, that is known once all of the item is gone.
fn values_until_gone<'t>(
    holder: Value<'t>,
    own: &Settings<'t>,
    other: &Settings<'t>,
) -> Option<usize> {
    let is_gone = !own.is_in_no_list(holder) || !own.is_written_in(holder, other);
    let count = match (holder.as_object(), holder.as_array()) {
        (Some(object), _) => values(object).count(),
        (_, Some(list)) => list.items().count(),
        _ => return None,
    };
    is_gone.then_some(count)
}

/// The item of a list that a value is or stands in; the innermost of several.
fn item_of(value: Value<'_>) -> Option<Value<'_>> {
    let mut at = Some(value);
    while let Some(value) = at {
        at = value.holder();
        if value.member().is_none() && at.is_some() {
            return Some(value);
        }
    }
    None
}
