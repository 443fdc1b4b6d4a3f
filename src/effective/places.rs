//! The places of a config that a pattern names, under the keys by which OpenClaw speaks of them.

use std::borrow::Cow;

use crate::finding::Place;
use crate::schema::steps;
use crate::syntax::{Array, Key, Member, Tree, Value};

/// A place that a pattern names.
#[derive(Debug, Clone)]
pub struct Found<'t> {
    /// Its key as OpenClaw has it when it validates: agents that the config holds in a list are
    /// under `agents.entries`, by their ids.
    pub key: Key,
    /// What stands there.
    pub value: Value<'t>,
    /// Whether included files may add to it.
    pub is_partial: bool,
}

/// What stands at the places that `pattern` names: names from the root down with dots between
/// them, `*` for each member of an object and each item of an array. Of duplicate names the last
/// counts; `__proto__` and `$include` are no names of OpenClaw's.
pub fn places<'t>(tree: &'t Tree, pattern: &str) -> Vec<Found<'t>> {
    let Some(root) = tree.root() else { return Vec::new() };
    // Most patterns lead nowhere, since the config has not all of their names. Agents may be in a list.
    let may_be = |name| tree.may_name(name) || (name == "entries" && tree.may_name("list"));
    let begins = |name| name == "*" || root.get(name).is_some();
    let mut names = steps(pattern);
    if !(names.next().is_none_or(begins) && names.all(|name| name == "*" || may_be(name))) {
        return Vec::new();
    }
    let first = Step { above: 0, name: Cow::Borrowed(""), value: root, is_partial: None };
    let mut walk = Walk { steps: vec![first] };
    let mut level = 0..1;
    for name in steps(pattern) {
        let next = walk.steps.len();
        for above in level {
            if name == "*" { walk.each(above) } else { walk.one(above, name) }
        }
        level = next..walk.steps.len();
        if level.is_empty() {
            return Vec::new();
        }
    }
    level.map(|at| walk.found(at)).collect()
}

/// The way to the places of a pattern. Keys are made for those alone that it ends at.
struct Walk<'p, 't> {
    /// The root, then each place after the one that holds it.
    steps: Vec<Step<'p, 't>>,
}

struct Step<'p, 't> {
    /// Which step holds it; the root is its own.
    above: usize,
    name: Cow<'p, str>,
    value: Value<'t>,
    /// Whether included files may add to it, once that was asked.
    is_partial: Option<bool>,
}

impl<'t> Found<'t> {
    /// The member that counts for `name`.
    pub fn member(&self, name: &str) -> Option<Member<'t>> {
        self.value.as_object()?.get(name)
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<Value<'t>> {
        self.value.get(name)
    }

    /// Its value.
    pub fn place(&self) -> Place {
        Place { key: self.key.clone(), span: self.value.span() }
    }

    /// The name under which it stands, or the value itself in a list.
    pub fn name_place(&self) -> Place {
        let span = self.value.member().map_or_else(|| self.value.span(), Member::name_span);
        Place { key: self.key.clone(), span }
    }

    /// The name of a member of it.
    pub fn member_name(&self, member: Member<'_>) -> Place {
        Place { key: self.key.clone().child(member.name().to_lossy()), span: member.name_span() }
    }

    /// The value of `name`, which stands in it.
    pub fn member_value(&self, name: &str, value: Value<'_>) -> Place {
        Place { key: self.key.clone().child(name), span: value.span() }
    }
}

impl<'p, 't: 'p> Walk<'p, 't> {
    fn child(&mut self, above: usize, name: Cow<'p, str>, value: Value<'t>) {
        self.steps.push(Step { above, name, value, is_partial: None });
    }

    /// Whether included files may add to what a step leads to. The steps are as many as the pattern has
    /// names, and most patterns lead nowhere.
    fn is_partial(&mut self, at: usize) -> bool {
        let Step { above, value, is_partial, .. } = self.steps[at];
        if let Some(known) = is_partial {
            return known;
        }
        let is_partial = (at != 0 && self.is_partial(above)) || includes(value);
        self.steps[at].is_partial = Some(is_partial);
        is_partial
    }

    /// Whether a step is the one that names and their values lead to from the root.
    fn is_at(&self, at: usize, key: &[&str]) -> bool {
        let mut at = at;
        let led = key.iter().rev().all(|name| {
            let step = &self.steps[at];
            let is_there = at != 0 && step.name == *name;
            at = step.above;
            is_there
        });
        led && at == 0
    }

    fn one(&mut self, above: usize, name: &'p str) {
        let object = self.steps[above].value;
        // The reader turns the list of agents into entries where there are none.
        let listed = || object.get("list").filter(|list| list.as_array().is_some());
        let is_roster = name == "entries" && self.is_at(above, &["agents"]);
        let value = object.get(name).or_else(|| if is_roster { listed() } else { None });
        if let Some(value) = value {
            self.child(above, Cow::Borrowed(name), value);
        }
    }

    fn each(&mut self, above: usize) {
        let value = self.steps[above].value;
        if let Some(object) = value.as_object() {
            for member in object.counting() {
                let Some(value) = member.value() else { continue };
                let name = member.name();
                if name != "__proto__" && name != "$include" {
                    self.child(above, name.into_lossy(), value);
                }
            }
        }
        let is_roster = self.is_at(above, &["agents", "entries"]);
        for (index, item) in value.as_array().into_iter().flat_map(Array::items).enumerate() {
            let id = item.get("id").and_then(Value::as_text);
            match id.filter(|_| is_roster) {
                Some(id) => self.child(above, id.into_lossy(), item),
                None if is_roster => {}
                None => self.child(above, Cow::Owned(index.to_string()), item),
            }
        }
    }

    fn found(&mut self, at: usize) -> Found<'t> {
        let (value, is_partial) = (self.steps[at].value, self.is_partial(at));
        let mut names = Vec::new();
        let mut at = at;
        while at != 0 {
            names.push(&*self.steps[at].name);
            at = self.steps[at].above;
        }
        Found { key: names.into_iter().rev().collect(), value, is_partial }
    }
}

/// Whether other files add to an object.
fn includes(value: Value<'_>) -> bool {
    value.get("$include").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn keys(text: &str, pattern: &str) -> Vec<String> {
        let tree = parse(text.to_owned());
        let found = places(&tree, pattern);
        let mark = |found: &Found<'_>| if found.is_partial { "+" } else { "" };
        found.iter().map(|found| format!("{}{}", found.key, mark(found))).collect()
    }

    #[test]
    fn patterns_find_their_places() {
        let text = "{a: {x: {t: 1}, y: {}, x: {t: 2}, __proto__: {t: 3}}, b: [{t: 1}, 2]}";
        assert_eq!(keys(text, "a.*.t"), ["a.x.t"]);
        assert_eq!(keys(text, "b.*"), ["b[0]", "b[1]"]);
        assert_eq!(keys(text, "b.x"), [""; 0]);
        assert_eq!(keys("{a: {$include: 'x', b: {}}}", "a.b"), ["a.b+"]);
        assert_eq!(keys("{$include: 'x', a: {b: {}}}", "a.*"), ["a.b+"]);
    }

    #[test]
    fn listed_agents_are_entries() {
        let list = "{agents: {list: [{id: 'x', t: 1}, {t: 2}]}}";
        assert_eq!(keys(list, "agents.entries.*.t"), ["agents.entries.x.t"]);
        let both = "{agents: {entries: {y: {t: 1}}, list: [{id: 'x', t: 1}]}}";
        assert_eq!(keys(both, "agents.entries.*.t"), ["agents.entries.y.t"]);
    }
}
