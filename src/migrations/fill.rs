//! Merging one object into another that stands elsewhere in the text: what stands there wins.

use crate::edit::{Plan, Refusal};
use crate::syntax::{Member, Object, Value};

/// How deep objects are merged; deeper ones conflict. No section of a config is deeper.
const DEPTH: usize = 12;

/// What became of the members of an object.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Filled {
    /// How many leave it.
    pub(super) moved: usize,
    /// How many say something else than what stands at their place.
    pub(super) conflicts: usize,
}

/// Moves the members of `from` into `into` where it has none of that name, at every level. Those
/// named in `but` stay and count for nothing.
pub(super) fn fill<'t>(
    plan: &mut Plan<'t>,
    from: Object<'t>,
    into: Object<'t>,
    but: &[&str],
) -> Result<Filled, Refusal> {
    let mut filled = Filled::default();
    fill_below(plan, (from, into), but, DEPTH, &mut filled)?;
    Ok(filled)
}

fn fill_below<'t>(
    plan: &mut Plan<'t>,
    (from, into): (Object<'t>, Object<'t>),
    but: &[&str],
    depth: usize,
    filled: &mut Filled,
) -> Result<(), Refusal> {
    for (name, member) in from.effective() {
        let name = name.to_lossy();
        let Some(value) = member.value().filter(|_| !but.contains(&&*name)) else { continue };
        let Some(there) = into.get(&name).and_then(Member::value) else {
            plan.move_to(member, into, &name)?;
            filled.moved += 1;
            continue;
        };
        match (value.as_object(), there.as_object()) {
            _ if value.same_as(there) => {}
            (Some(own), Some(other)) if depth > 0 => {
                fill_below(plan, (own, other), &[], depth - 1, filled)?;
            }
            _ => filled.conflicts += 1,
        }
    }
    Ok(())
}

/// Whether a value holds nothing: `{}`.
pub(super) fn is_empty(value: Value<'_>) -> bool {
    value.as_object().is_some_and(Object::is_empty)
}
