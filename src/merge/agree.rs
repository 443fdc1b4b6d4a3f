//! Making one version say in some places what another one says.

use std::collections::BTreeSet;

use super::place::{Place, Step, Version};
use crate::edit::{New, Plan, apply};
use crate::finding::{Fix, Safety};
use crate::syntax::{Segment, Tree, parse};

/// `rejected` with what `active` says in `places`, be it nothing. Below a list that `rejected` lacks
/// it takes on the list.
pub(super) fn agreed(rejected: &Tree, active: &Tree, places: &BTreeSet<Place>) -> Tree {
    let mut plan = Plan::new(rejected);
    if let (Some(its), Some(own)) = (rejected.root(), active.root()) {
        let (its, own) = (Version::new(its), Version::new(own));
        // What lies below another place agrees with it; the places are in order.
        let mut above: Option<&Place> = None;
        for place in places {
            if above.is_none_or(|above| !place.is_within(above)) {
                agree(&mut plan, &its, &own, place);
                above = Some(place);
            }
        }
    }
    let fix = Fix::of(Safety::Safe, plan.finish());
    if fix.edits.is_empty() {
        return rejected.clone();
    }
    parse(apply(rejected.text(), [&fix]).text)
}

fn agree<'t>(plan: &mut Plan<'t>, rejected: &Version<'t>, active: &Version<'t>, place: &Place) {
    match (rejected.find(place), active.find(place)) {
        (Some(old), Some(new)) => plan.replace(old, New::Existing(new)),
        (Some(old), None) => {
            let members = rejected.members(place);
            if members.is_empty() {
                plan.remove_item(old);
            }
            for member in members {
                plan.remove(member);
            }
        }
        (None, Some(_)) => add(plan, rejected, active, place),
        (None, None) => {}
    }
}

/// Adds what is there in the active file alone, with the objects around it.
fn add<'t>(plan: &mut Plan<'t>, rejected: &Version<'t>, active: &Version<'t>, place: &Place) {
    let steps = place.steps();
    // The deepest place on the way that the edit has.
    let holder = (0..steps.len())
        .rev()
        .find_map(|depth| rejected.find(&place.above(depth)).map(|holder| (depth, holder)));
    let Some((depth, holder)) = holder else { return };
    let names = steps[depth..].iter().map_while(|step| match step {
        Step::Name(name) => Some(name.clone()),
        Step::Item(..) => None,
    });
    let names: Vec<String> = names.collect();
    let Some(value) = active.find(&place.above(depth + names.len().max(1))) else { return };
    let is_added = match holder.as_array() {
        Some(array) if names.is_empty() => {
            plan.push(array, New::Existing(value));
            true
        }
        _ => {
            let key = holder.key();
            let path = key.segments().iter().map(Segment::as_str);
            let path = path.chain(names.iter().map(String::as_str));
            !names.is_empty() && plan.set(&path.collect::<Vec<_>>(), New::Existing(value)).is_ok()
        }
    };
    // Something else stands on the way.
    if !is_added && let Some(whole) = active.find(&place.above(depth)) {
        plan.replace(holder, New::Existing(whole));
    }
}
