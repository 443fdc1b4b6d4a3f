//! The choices as edits of the active text.

use super::place::{Place, Step, items};
use super::weigh::{Change, Verdict};
use crate::edit::{Plan, Planner, Where, at_left, comments_of};
use crate::finding::Mending;
use crate::syntax::{Array, Member, Object, Tree, Value};

/// How many neighbours are looked at for one that both versions have.
const NEIGHBOURS: usize = 16;

/// The edits that carry out what was weighed. In the places that were `asked` for, the rejected edit
/// wins.
pub(super) fn compose<'t>(
    active: &'t Tree,
    changes: &[Change<'t>],
    asked: &dyn Fn(&Place) -> bool,
) -> Mending {
    let mut plan = Planner::new(active).plan();
    for change in changes {
        match change.verdict {
            Verdict::Take => take(&mut plan, change),
            Verdict::Conflict if asked(&change.place) => {
                if let Some(value) = change.active.filter(|_| change.rejected.is_some()) {
                    say(&mut plan, value, &sentence("the active file said", change, value));
                }
                take(&mut plan, change);
            }
            Verdict::Conflict => conflict(&mut plan, change),
            Verdict::Keep(_) => {}
        }
    }
    plan.mending()
}

fn take<'t>(plan: &mut Plan<'t>, change: &Change<'t>) {
    match (change.active, change.rejected) {
        (Some(old), Some(new)) => plan.take_over(old, new),
        (Some(old), None) => remove(plan, change, old),
        (None, Some(new)) => add(plan, change, new),
        (None, None) => {}
    }
}

/// Removes a setting; one with comments becomes one, so that they survive.
fn remove<'t>(plan: &mut Plan<'t>, change: &Change<'t>, value: Value<'t>) {
    const REASON: &str = "the rejected edit removes this";
    let Some(object) = change.into.as_object() else {
        if comments_of(value).is_empty() || plan.comment_out_item(value, REASON).is_err() {
            plan.remove_item(value);
        }
        return;
    };
    let name = value.member().map(Member::name);
    for member in object.members().filter(|member| Some(member.name()) == name) {
        let commented = member.value().is_some_and(|value| !comments_of(value).is_empty());
        if !commented || plan.comment_out(member, REASON).is_err() {
            plan.remove(member);
        }
    }
}

/// Adds a setting beside the neighbour that it has in the rejected edit.
fn add<'t>(plan: &mut Plan<'t>, change: &Change<'t>, value: Value<'t>) {
    let neighbour = neighbour(change, value);
    if let (Some(object), Some(member)) = (change.into.as_object(), value.member()) {
        let place = match neighbour {
            Some((own, true)) => own.member().map_or(Where::Last, Where::After),
            Some((own, false)) => own.member().map_or(Where::Last, Where::Before),
            None => Where::Last,
        };
        // Weighing gave only names that the object lacks.
        let _ = plan.adopt(object, place, member);
    } else if let Some(array) = change.into.as_array() {
        let place = match neighbour {
            Some((own, true)) => Where::After(own),
            Some((own, false)) => Where::Before(own),
            None => Where::Last,
        };
        plan.adopt_item(array, place, value);
    }
}

/// The nearest neighbour that both versions have, and whether it comes before.
fn neighbour<'t>(change: &Change<'t>, value: Value<'t>) -> Option<(Value<'t>, bool)> {
    let (own, its): (Vec<(Step, Value<'t>)>, Vec<_>) = match change.into.as_array() {
        Some(array) => {
            let list = change.from.as_array()?;
            (listed(array)?, listed(list)?)
        }
        None => (named(change.into.as_object()?), named(change.from.as_object()?)),
    };
    let at = its.iter().position(|(_, other)| *other == value)?;
    let known = |(step, _): &(Step, Value<'t>)| {
        own.iter().find(|(other, _)| other == step).map(|(_, value)| *value)
    };
    let before = its[..at].iter().rev().take(NEIGHBOURS).find_map(known);
    let after = || its[at + 1..].iter().take(NEIGHBOURS).find_map(known);
    before.map(|own| (own, true)).or_else(|| after().map(|own| (own, false)))
}

fn listed(array: Array<'_>) -> Option<Vec<(Step, Value<'_>)>> {
    items(&array.value().key(), array)
}

fn named<'t>(object: Object<'t>) -> Vec<(Step, Value<'t>)> {
    let step = |member: Member<'t>| {
        Some((Step::Name(member.name().to_lossy().into_owned()), member.value()?))
    };
    object.members().filter_map(step).collect()
}

/// Leaves what the rejected edit says in a comment beside what stays.
fn conflict<'t>(plan: &mut Plan<'t>, change: &Change<'t>) {
    match (change.active, change.rejected) {
        (Some(own), Some(value)) => {
            say(plan, own, &sentence("the rejected edit says", change, value));
        }
        (Some(own), None) => say(plan, own, "the rejected edit removes this"),
        (None, Some(value)) => {
            let text = sentence("the rejected edit has here", change, value);
            let beside = neighbour(change, value).map_or(change.into, |(own, _)| own);
            say(plan, beside, &text);
        }
        (None, None) => {}
    }
}

/// Writes a comment beside a value, where the text can hold one; the report says the same.
fn say<'t>(plan: &mut Plan<'t>, value: Value<'t>, text: &str) {
    let _ = match value.member() {
        Some(member) => plan.remark(member, text),
        None => plan.remark_item(value, text),
    };
}

/// A setting as it is written, after some words.
fn sentence(words: &str, change: &Change<'_>, value: Value<'_>) -> String {
    let name = match change.place.steps().last() {
        Some(Step::Name(name)) => format!("{name}: "),
        _ => String::new(),
    };
    format!("{words}: {name}{}", at_left(value))
}
