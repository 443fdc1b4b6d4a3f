//! The places of a config that a pattern names, under the keys by which OpenClaw speaks of them.

use crate::finding::Place;
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
    let root =
        tree.root().map(|value| Found { key: Key::ROOT, value, is_partial: includes(value) });
    let roots: Vec<_> = root.into_iter().collect();
    pattern.split('.').fold(roots, |found, name| {
        found
            .iter()
            .flat_map(|found| if name == "*" { found.each() } else { found.one(name) })
            .collect()
    })
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

    fn child(&self, name: &str, value: Value<'t>) -> Self {
        let is_partial = self.is_partial || includes(value);
        Self { key: self.key.clone().child(name), value, is_partial }
    }

    fn one(&self, name: &str) -> Vec<Self> {
        let own = self.get(name);
        // The reader turns the list of agents into entries where there are none.
        let listed = || self.get("list").filter(|list| list.as_array().is_some());
        let is_roster = name == "entries" && *self.key.segments() == ["agents"];
        let value = own.or_else(|| if is_roster { listed() } else { None });
        value.map(|value| self.child(name, value)).into_iter().collect()
    }

    fn each(&self) -> Vec<Self> {
        if let Some(object) = self.value.as_object() {
            let members = object.effective().into_iter();
            let members = members.filter(|(name, _)| *name != "__proto__" && *name != "$include");
            return members
                .filter_map(|(name, member)| Some(self.child(&name.to_lossy(), member.value()?)))
                .collect();
        }
        let is_roster = *self.key.segments() == ["agents", "entries"];
        let items = self.value.as_array().into_iter().flat_map(Array::items);
        items
            .enumerate()
            .filter_map(|(index, item)| {
                let id = item.get("id").and_then(Value::as_text);
                match id.filter(|_| is_roster) {
                    Some(id) => Some(self.child(&id.to_lossy(), item)),
                    None if is_roster => None,
                    None => Some(self.child(&index.to_string(), item)),
                }
            })
            .collect()
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
