//! Objects all of whose settings only one config has, as one difference each.

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

/// The objects that hold nothing but what is `alone`, and are not there in the other config.
fn join<'t>(
    alone: Vec<Value<'t>>,
    own: &Settings<'t>,
    other: &Settings<'t>,
) -> HashMap<NodeId, Value<'t>> {
    let mut joined = HashMap::new();
    // How many values of an object are not alone; nothing for one that the other config has.
    let mut rest: HashMap<NodeId, Option<usize>> = HashMap::new();
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut open = alone;
    while let Some(value) = open.pop() {
        let holder = value.holder().and_then(Value::as_object);
        let Some(holder) = holder.filter(|_| seen.insert(value.id())) else { continue };
        let rest = rest.entry(holder.value().id()).or_insert_with(|| {
            let at = holder.value();
            let is_gone = own.is_in_no_list(at) && !own.is_written_in(at, other);
            is_gone.then(|| values(holder).count())
        });
        if let Some(rest) = rest {
            *rest = rest.saturating_sub(1);
            if *rest == 0 {
                joined.insert(holder.value().id(), holder.value());
                open.push(holder.value());
            }
        }
    }
    joined
}
