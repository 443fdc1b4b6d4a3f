//! The choices as edits of the active text.

use super::place::{Place, Step, Version};
use super::weigh::{Change, Verdict};
use crate::edit::{Plan, Planner, Where, at_left, comments_of};
use crate::finding::Mending;
use crate::syntax::{Member, Tree, Value};

/// How many neighbours are looked at for one that both versions have.
const NEIGHBOURS: usize = 8;

/// The edits that carry out what was weighed. In the places that were `asked` for, the rejected edit
/// wins.
pub(super) fn compose<'t>(
    (active, rejected): (&'t Tree, &'t Tree),
    changes: &[Change<'t>],
    asked: &dyn Fn(&Place) -> bool,
) -> Mending {
    let mut plan = Planner::new(active).plan();
    let (Some(own), Some(its)) = (active.root(), rejected.root()) else { return plan.mending() };
    let sides = Sides { active: Version::new(own), rejected: Version::new(its) };
    for change in changes {
        match change.verdict {
            Verdict::Take => take(&mut plan, change, &sides),
            Verdict::Conflict if asked(&change.place) => {
                if let Some(value) = change.active.filter(|_| change.rejected.is_some()) {
                    say(&mut plan, value, &sentence("the active file said", change, value));
                }
                take(&mut plan, change, &sides);
            }
            Verdict::Conflict => conflict(&mut plan, change, &sides),
            Verdict::Keep(_) => {}
        }
    }
    plan.mending()
}

fn take<'t>(plan: &mut Plan<'t>, change: &Change<'t>, sides: &Sides<'t>) {
    match (change.active, change.rejected) {
        (Some(old), Some(new)) => plan.take_over(old, new),
        (Some(old), None) => remove(plan, change, old),
        (None, Some(new)) => add(plan, change, new, sides),
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
fn add<'t>(plan: &mut Plan<'t>, change: &Change<'t>, value: Value<'t>, sides: &Sides<'t>) {
    let neighbour = sides.neighbour(change, value);
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

/// Both versions, to find neighbours in.
struct Sides<'t> {
    active: Version<'t>,
    rejected: Version<'t>,
}

impl<'t> Sides<'t> {
    /// The nearest neighbour that both versions have, and whether it comes before.
    fn neighbour(&self, change: &Change<'t>, value: Value<'t>) -> Option<(Value<'t>, bool)> {
        if let (Some(own), Some(its)) = (change.into.as_array(), change.from.as_array()) {
            let own = self.active.items(&own.value().key(), own)?;
            let its = self.rejected.items(&its.value().key(), its)?;
            let (at, _) = its.get(change.place.steps().last()?)?;
            let known = |(step, _): &(Step, Value<'t>)| own.get(step).map(|(_, value)| value);
            return nearest(&its.list, at, known);
        }
        let own = change.into.as_object()?;
        let its: Vec<Member<'t>> = change.from.as_object()?.members().collect();
        let at = its.iter().position(|member| Some(*member) == value.member())?;
        let known = |member: &Member<'t>| own.get(member.name().as_str()?)?.value();
        nearest(&its, at, known)
    }
}

/// The nearest of what is before or after an item, and known.
fn nearest<'t, T>(
    items: &[T],
    at: usize,
    known: impl Fn(&T) -> Option<Value<'t>>,
) -> Option<(Value<'t>, bool)> {
    let before = items[..at].iter().rev().take(NEIGHBOURS).find_map(&known);
    let after = || items[at + 1..].iter().take(NEIGHBOURS).find_map(&known);
    before.map(|own| (own, true)).or_else(|| after().map(|own| (own, false)))
}

/// Leaves what the rejected edit says in a comment beside what stays.
fn conflict<'t>(plan: &mut Plan<'t>, change: &Change<'t>, sides: &Sides<'t>) {
    match (change.active, change.rejected) {
        (Some(own), Some(value)) => {
            say(plan, own, &sentence("the rejected edit says", change, value));
        }
        (Some(own), None) => say(plan, own, "the rejected edit removes this"),
        (None, Some(value)) => {
            let text = sentence("the rejected edit has here", change, value);
            let beside = sides.neighbour(change, value).map_or(change.into, |(own, _)| own);
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
