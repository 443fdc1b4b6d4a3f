//! The places at which the same settings may stand: agents and channels.

use crate::syntax::{Key, Member, Object, Segment, Value};

/// An object at which settings of a kind may stand.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'t> {
    /// The object itself.
    pub object: Object<'t>,
}

impl<'t> Scope<'t> {
    fn of(value: Value<'t>) -> Option<Self> {
        value.as_object().map(|object| Self { object })
    }

    /// Its key, with names of its own appended: the path of a setting in it.
    pub fn path(&self, below: &[&str]) -> Vec<Segment> {
        let key: Key = self.object.value().key();
        let names = key.segments().iter().cloned();
        names.chain(below.iter().copied().map(Segment::from)).collect()
    }

    /// The value at a path below it.
    pub fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.object.value().at(path)
    }
}

/// The defaults of agents, then each agent: of the entries if there are any, else of the list, as
/// OpenClaw's migrations look at them (2026.9.6).
pub fn agent_scopes(root: Value<'_>) -> Vec<Scope<'_>> {
    let mut scopes = Vec::new();
    let Some(agents) = root.get("agents") else { return scopes };
    scopes.extend(agents.get("defaults").and_then(Scope::of));
    if let Some(entries) = agents.get("entries").and_then(Value::as_object) {
        scopes.extend(members(entries));
    } else if let Some(list) = agents.get("list").and_then(Value::as_array) {
        scopes.extend(list.items().filter_map(Scope::of));
    }
    scopes
}

/// Each channel's section with the channel's name, then each of its accounts.
pub fn channel_entries(root: Value<'_>) -> Vec<(String, Scope<'_>)> {
    let mut entries = Vec::new();
    let channels = root.get("channels").and_then(Value::as_object);
    for channel in channels.into_iter().flat_map(Object::members) {
        let name = channel.name().to_lossy().into_owned();
        let Some(section) = channel.value().and_then(Scope::of) else { continue };
        if name == "defaults" {
            continue;
        }
        let accounts = section.at(&["accounts"]).and_then(Value::as_object);
        entries.push((name.clone(), section));
        entries.extend(accounts.into_iter().flat_map(members).map(|it| (name.clone(), it)));
    }
    entries
}

fn members(object: Object<'_>) -> impl Iterator<Item = Scope<'_>> {
    object.members().filter_map(|member| Scope::of(member.value()?))
}

/// The member of an object that counts for a name.
pub(super) fn member_of<'t>(object: Value<'t>, name: &str) -> Option<Member<'t>> {
    object.as_object()?.get(name)
}
