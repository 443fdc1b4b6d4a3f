//! Carrying a value to a place that may be taken: what stands there wins, and nothing is lost.

use crate::syntax::{Key, Member, Object, TokenId, Value};

use super::carried::Carried;
use super::path::Found;
use super::plan::{Fate, Plan, Refusal};

/// How deep two objects are merged; deeper ones conflict. No section of a config is deeper.
const DEPTH: usize = 12;

impl<'t> Plan<'t> {
    /// Moves a member to a path, from the root down. Where something stands there, it wins: of two
    /// objects the members are carried over one by one, at every level, and what is taken there is
    /// retired in its old place with the reason that it is. Comments stay or travel along.
    ///
    /// It may take two passes: members that conflict keep the old object until all others have
    /// left it.
    ///
    /// # Errors
    /// As [`Plan::move_path`], but for [`Refusal::Taken`].
    pub fn carry_over(&mut self, member: Member<'t>, path: &[&str]) -> Result<(), Refusal> {
        self.merge(member, path, DEPTH).map(|_| ())
    }

    /// Removes a member whose object this plan leaves empty: everything that stood in it goes, and no
    /// comment stays.
    pub fn drop_emptied(&mut self, member: Member<'t>) {
        let Some(object) = member.value().and_then(Value::as_object) else { return };
        let changes = self.changes.get(&object.value().id());
        let goes = |child: Member<'t>| {
            let fate = changes.and_then(|changes| changes.fates.get(&child.id()));
            matches!(fate, Some(Fate::Gone))
        };
        let gets_none = changes.is_none_or(|changes| changes.inserts.is_empty());
        let is_empty = gets_none && object.members().all(goes);
        if is_empty && !self.has_stray_comments(member, object) {
            self.depart(member.object().value().id(), member.id(), Fate::Gone);
        }
    }

    /// Merges at most so many levels deep. Gives how many values left their place.
    fn merge(&mut self, member: Member<'t>, path: &[&str], depth: usize) -> Result<usize, Refusal> {
        let value = member.value().ok_or(Refusal::Incomplete)?;
        let there = match self.find(path)? {
            Found::Lacking(..) => return self.move_path(member, path).map(|()| 1),
            // What this plan puts there is part of the text in the next pass.
            Found::Draft(..) => return Ok(0),
            Found::Value(there) if there == value => return Ok(0),
            Found::Value(there) => there,
        };
        if there.same_as(value) {
            return self.absorb(member, path).map(|()| 1);
        }
        let place: Key = path.iter().copied().collect();
        let reason = format!("`{place}` is set already");
        let both = there.as_object().is_some() && depth > 0;
        let Some(object) = value.as_object().filter(|_| both) else {
            return self.retire(member, &reason).map(|()| 1);
        };
        if object.is_empty() {
            return self.dissolve(member, &reason).map(|()| 1);
        }
        let mut moved = 0;
        for child in object.members() {
            let name = child.name().to_lossy().into_owned();
            let below: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
            let is_read = object.get(&name) == Some(child);
            if is_read && self.has_room(child, &below, depth - 1)? {
                moved += self.merge(child, &below, depth - 1)?;
            }
        }
        if moved == 0 {
            return self.retire(member, &reason).map(|()| 1);
        }
        // An object within it may still be there, for the sake of its comments.
        let is_empty = object.members().all(|it| self.departs(object.value().id(), it.id()));
        if is_empty && !self.has_stray_comments(member, object) {
            self.depart(member.object().value().id(), member.id(), Fate::Gone);
        }
        Ok(moved)
    }

    /// Whether something of a member can be carried to a path.
    fn has_room(&self, member: Member<'t>, path: &[&str], depth: usize) -> Result<bool, Refusal> {
        let Some(value) = member.value() else { return Ok(false) };
        Ok(match self.find(path)? {
            Found::Lacking(..) => true,
            Found::Value(there) if there.same_as(value) => true,
            Found::Value(there) => match (there.as_object(), value.as_object()) {
                (Some(_), Some(object)) if depth > 0 => {
                    let mut all = true;
                    for child in object.members() {
                        let name = child.name().to_lossy().into_owned();
                        let below: Vec<&str> =
                            path.iter().copied().chain([name.as_str()]).collect();
                        all &= self.has_room(child, &below, depth - 1)?;
                    }
                    all
                }
                _ => false,
            },
            Found::Draft(..) => false,
        })
    }

    /// Whether a member has comments that none of the members of its object carries.
    fn has_stray_comments(&self, member: Member<'t>, object: Object<'t>) -> bool {
        if !Carried::of(self.tree, member.id()).is_empty() {
            return true;
        }
        let node = self.tree.node(member.id());
        let comments = (node.first..node.last)
            .filter(|&token| self.tree.token_kind(TokenId(token)).is_comment())
            .count();
        let carried: usize = object
            .members()
            .map(|child| {
                let own = Carried::of(self.tree, child.id());
                let inside = child.value().map_or(0, |value| self.comments_in(value));
                own.lead.len() + own.trail.len() + inside
            })
            .sum();
        comments > carried
    }

    fn comments_in(&self, value: Value<'t>) -> usize {
        let node = self.tree.node(value.id());
        (node.first..node.last)
            .filter(|&token| self.tree.token_kind(TokenId(token)).is_comment())
            .count()
    }
}

#[cfg(test)]
mod tests {
    use crate::edit::{Planner, apply};
    use crate::finding::{Fix, Safety};
    use crate::syntax::{Value, parse};

    /// The text after `a.x` moved to `x` and `a` was dropped if nothing is left in it.
    fn after(text: &str) -> String {
        let tree = parse(text.to_owned());
        let root = tree.root().and_then(Value::as_object).expect("an object");
        let outer = root.get("a").expect("`a` is there");
        let inner = outer.value().and_then(|value| value.as_object()?.get("x")).expect("`a.x` is");
        let mut plan = Planner::new(&tree).plan();
        plan.carry_over(inner, &["x"]).expect("it can be carried over");
        plan.drop_emptied(outer);
        apply(text, [&Fix::of(Safety::Safe, plan.finish())]).text
    }

    #[test]
    fn an_object_goes_when_nothing_is_left_in_it() {
        for (text, expected) in [
            ("{ a: { x: 1 } }", "{ x: 1 }"),
            ("{ a: { x: 1, y: 2 } }", "{ a: { y: 2 }, x: 1 }"),
            ("{ a: { x: 1 /* why */ } }", "{ x: 1 /* why */ }"),
            // What is kept in a comment stays where it stood.
            ("{ a: { x: 1 }, x: 2 }", "{ a: { /* `x` is set already: x: 1 */ }, x: 2 }"),
            ("{ /* of a */ a: { x: 1 } }", "{ /* of a */ a: {}, x: 1 }"),
            ("{ a: /* of a */ { x: 1 } }", "{ a: /* of a */ {}, x: 1 }"),
            ("{ a: { /* x */ x: 1 /* why */ } }", "{ /* x */ x: 1 /* why */ }"),
            ("{ a: { x: [1 /* in x */] } }", "{ x: [1 /* in x */] }"),
            (
                "{\n  a: {\n    x: 1,\n\n    // note\n  },\n}",
                "{\n  a: {\n    // note\n  },\n  x: 1,\n}",
            ),
            ("{ a: { x: [1 /* in x */] } /* of a */ }", "{ a: {} /* of a */, x: [1 /* in x */] }"),
        ] {
            assert_eq!(after(text), expected);
        }
    }

    #[test]
    fn what_is_carried_to_where_it_stands_stays() {
        let tree = parse("{ a: { x: 1 } }".to_owned());
        let inner = tree.root().and_then(|root| root.at(&["a", "x"])?.member()).expect("`a.x`");
        let mut plan = Planner::new(&tree).plan();
        plan.carry_over(inner, &["a", "x"]).expect("it can stay");
        assert_eq!(plan.finish(), []);
    }

    #[test]
    fn of_two_objects_what_has_room_is_carried_over() {
        for (text, expected) in [
            ("{ a: { x: { b: 1 } }, x: { c: 2 } }", "{ x: { c: 2, b: 1 } }"),
            ("{ a: { x: {} }, x: { c: 2 } }", "{ a: {}, x: { c: 2 } }"),
            (
                "{ a: { x: { b: 1 } }, x: 2 }",
                "{ a: { /* `x` is set already: x: { b: 1 } */ }, x: 2 }",
            ),
            // What is the same stands there already.
            (
                "{ a: { x: { b: { c: 1 }, d: 1 } }, x: { b: { c: 1 } } }",
                "{ x: { b: { c: 1 }, d: 1 } }",
            ),
            // What conflicts waits until the rest has left.
            (
                "{ a: { x: { b: 1, d: 3 } }, x: { b: 2 } }",
                "{ a: { x: { b: 1 } }, x: { b: 2, d: 3 } }",
            ),
            (
                "{ a: { x: { b: 1 } }, x: { b: 2 } }",
                "{ a: { /* `x` is set already: x: { b: 1 } */ }, x: { b: 2 } }",
            ),
            // Deeper too, if all of it has room.
            (
                "{ a: { x: { b: { c: 1, e: 2 } } }, x: { b: { d: 1 } } }",
                "{ x: { b: { d: 1, c: 1, e: 2 } } }",
            ),
            (
                "{ a: { x: { b: { c: 1, e: 2 }, f: 3 } }, x: { b: { c: 5 } } }",
                "{ a: { x: { b: { c: 1, e: 2 } } }, x: { b: { c: 5 }, f: 3 } }",
            ),
            (
                "{ a: { x: { b: { e: 2, c: 1 }, f: 3 } }, x: { b: { c: 5 } } }",
                "{ a: { x: { b: { e: 2, c: 1 } } }, x: { b: { c: 5 }, f: 3 } }",
            ),
        ] {
            assert_eq!(after(text), expected);
        }
    }

    #[test]
    fn objects_are_merged_twelve_levels_deep() {
        let nested =
            |depth, inner: &str| format!("{}{inner}{}", "{ y: ".repeat(depth), " }".repeat(depth));
        for (depth, is_merged) in [(1, true), (12, true), (13, false), (20, false)] {
            let (old, new) = (nested(depth - 1, "{ b: 1 }"), nested(depth - 1, "{ c: 2 }"));
            let text = format!("{{ a: {{ x: {old} }}, x: {new} }}");
            let merged = format!("{{ x: {} }}", nested(depth - 1, "{ c: 2, b: 1 }"));
            let left = format!("{{ a: {{ /* `x` is set already: x: {old} */ }}, x: {new} }}");
            assert_eq!(after(&text), if is_merged { merged } else { left }, "{depth}");
        }
    }
}
