//! Merging one object into another that stands elsewhere in the text: what stands there wins.

use crate::edit::{Plan, Refusal};
use crate::syntax::{Member, Object, Segment, Value};

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
fn is_empty(value: Value<'_>) -> bool {
    value.as_object().is_some_and(Object::is_empty)
}

/// Gives a member of a map another name. Where another has it already, what that says counts: the
/// old one is merged into it, which may take two passes, and what conflicts is retired.
pub(super) fn give_name<'t>(
    plan: &mut Plan<'t>,
    member: Member<'t>,
    name: &str,
) -> Result<(), Refusal> {
    let map = member.object();
    let (Some(own), Some(there)) = (member.value(), map.get(name).and_then(Member::value)) else {
        return plan.rename(member, name);
    };
    let path = map.value().key().child(name);
    let path: Vec<&str> = path.segments().iter().map(Segment::as_str).collect();
    if own.same_as(there) || is_empty(own) {
        return plan.absorb(member, &path);
    }
    let reason = took_its_place(name);
    let (Some(from), Some(into)) = (own.as_object(), there.as_object()) else {
        return plan.retire(member, &reason);
    };
    let filled = fill(plan, from, into, &[])?;
    match (filled.moved, filled.conflicts) {
        (0, 0) => plan.absorb(member, &path),
        (0, _) => plan.retire(member, &reason),
        // What is left follows once the others have gone.
        _ => Ok(()),
    }
}

/// Why something is retired that another name stands for.
pub(super) fn took_its_place(name: &str) -> String {
    format!("`{name}` took its place")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Planner, apply};
    use crate::finding::{Fix, Safety};
    use crate::syntax::parse;

    /// The text after `a` was given the name `b`.
    fn after(text: &str) -> String {
        let tree = parse(text.to_owned());
        let object = tree.root().and_then(Value::as_object).expect("an object");
        let mut plan = Planner::new(&tree).plan();
        give_name(&mut plan, object.get("a").expect("`a` is there"), "b").expect("it can be given");
        apply(text, [&Fix::of(Safety::Safe, plan.finish())]).text
    }

    #[test]
    fn what_has_the_name_already_counts() {
        for (text, expected) in [
            ("{ a: 1 }", "{ b: 1 }"),
            ("{ a: 1, b: 1 }", "{ b: 1 }"),
            ("{ a: {}, b: 2 }", "{ b: 2 }"),
            ("{ a: 1, b: 2 }", "{ /* `b` took its place: a: 1 */ b: 2 }"),
            ("{ a: { x: 1 }, b: 2 }", "{ /* `b` took its place: a: { x: 1 } */ b: 2 }"),
            // What it lacks goes over, the rest in the next pass.
            ("{ a: { x: 1 }, b: { y: 2 } }", "{ a: {}, b: { y: 2, x: 1 } }"),
            ("{ a: { x: 1, y: 1 }, b: { x: 2 } }", "{ a: { x: 1 }, b: { x: 2, y: 1 } }"),
            (
                "{ a: { x: { y: 1 } }, b: { x: { z: 2 } } }",
                "{ a: { x: {} }, b: { x: { z: 2, y: 1 } } }",
            ),
            // All of it is there, or none of it has a place.
            ("{ a: { x: 1 }, b: { x: 1, y: 2 } }", "{ b: { x: 1, y: 2 } }"),
            ("{ a: { x: { y: 1 } }, b: { x: { y: 1 }, z: 2 } }", "{ b: { x: { y: 1 }, z: 2 } }"),
            (
                "{ a: { x: 1 }, b: { x: 2 } }",
                "{ /* `b` took its place: a: { x: 1 } */ b: { x: 2 } }",
            ),
        ] {
            assert_eq!(after(text), expected);
        }
    }

    #[test]
    fn objects_are_merged_twelve_levels_below() {
        let nested =
            |depth, inner: &str| format!("{}{inner}{}", "{ y: ".repeat(depth), " }".repeat(depth));
        for (depth, is_merged) in [(0, true), (12, true), (13, false), (20, false)] {
            let (old, new) = (nested(depth, "{ x: 1 }"), nested(depth, "{ z: 2 }"));
            let text = format!("{{ a: {old}, b: {new} }}");
            let (left, merged) = (nested(depth, "{}"), nested(depth, "{ z: 2, x: 1 }"));
            let expected = if is_merged {
                format!("{{ a: {left}, b: {merged} }}")
            } else {
                format!("{{ /* `b` took its place: a: {old} */ b: {new} }}")
            };
            assert_eq!(after(&text), expected, "{depth}");
        }
    }
}
