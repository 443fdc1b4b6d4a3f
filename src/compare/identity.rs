//! What makes an item of a list the same thing in another config, wherever it stands in the list.

use super::canonical::canonical;
use super::lists::{Order, distinguishing, order};
use super::place::settled;
use crate::schema::{Release, agent_id};
use crate::syntax::{Key, Segment, Value};

/// Members that tell the items of any list apart: the first that an item has.
const NAMES: [&str; 3] = ["id", "name", "key"];

/// What tells `item` apart from all others in the list at `list`: an agent's id, a binding's agent and
/// what it matches, a single value itself in a list whose order does not count. Two items are the same
/// thing exactly when they have the same identity and the same number of equals before them.
///
/// `None` where items have none, and only their order or their whole value tells them apart.
/// It may hold secrets, and is not to be shown.
pub fn identity(list: &Key, item: Value<'_>) -> Option<String> {
    let key = list.segments();
    if item.as_object().is_none() {
        let is_single = item.as_array().is_none();
        return (is_single && order(list) == Order::Free).then(|| canonical(item));
    }
    let Some(by) = distinguishing(key) else {
        let name = NAMES.iter().find_map(|name| Some((name, item.get(name)?)))?;
        return name.1.as_text().map(|_| format!("{}:{}", name.0, canonical(name.1)));
    };
    let parts: Vec<String> = by
        .iter()
        .filter_map(|name| {
            let value = item.get(name)?;
            Some(format!("{name}:{}", part(key, name, value)))
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(","))
}

/// One member as part of an identity.
fn part(list: &[Segment], name: &str, value: Value<'_>) -> String {
    let is_agent = name == "agentId" || name == "id" && list == ["agents", "list"];
    match value.as_text() {
        Some(id) if is_agent => agent_id(&id.to_lossy()),
        _ if name == "match" => matched(list, value),
        _ => canonical(value),
    }
}

/// What an item matches, under the names that its members have now.
fn matched(list: &[Segment], value: Value<'_>) -> String {
    let Some(object) = value.as_object() else { return canonical(value) };
    let members = object.effective().into_iter().filter_map(|(name, member)| {
        let mut key = list.to_vec();
        key.extend(["0", "match", &name.to_lossy()].map(Segment::from));
        let settled = settled(&key, Release::LATEST).map(|place| place.key);
        let name = settled.unwrap_or(key).pop()?;
        Some(format!("{name:?}:{}", canonical(member.value()?)))
    });
    let mut members: Vec<String> = members.collect();
    members.sort_unstable();
    members.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Array, parse};

    /// The identities of the items of a list.
    fn of(list: &str, text: &str) -> Vec<Option<String>> {
        let tree = parse(text.to_owned());
        let list = list.parse::<Key>().expect("a key");
        let items = tree.root().and_then(Value::as_array).map(Array::items);
        items.expect("a list").map(|item| identity(&list, item)).collect()
    }

    fn same(list: &str, text: &str) -> bool {
        let identities = of(list, text);
        assert!(identities.len() == 2, "{text}");
        identities[0].is_some() && identities[0] == identities[1]
    }

    #[test]
    fn things_are_known_by_what_names_them() {
        for (list, items) in [
            ("agents.list", "[{ id: 'Work ', model: 'a' }, { model: 'b', id: 'work' }]"),
            (
                "bindings",
                "[{ agentId: 'main', match: { provider: 'slack', accountID: 'x' } },
                  { match: { accountId: 'x', channel: 'slack' }, agentId: 'Main', comment: 'y' }]",
            ),
            ("models.providers.x.models", "[{ id: 'm', name: 'M' }, { id: 'm', cost: {} }]"),
            ("hooks.mappings", "[{ id: 'a', action: 'wake' }, { 'id': \"a\" }]"),
            ("channels.telegram.allowFrom", "[7, 7.0]"),
            ("plugins.entries.x.config.things", "[{ id: 'a', x: 1 }, { x: 2, id: 'a' }]"),
        ] {
            assert!(same(list, items), "{list} {:?}", of(list, items));
        }
    }

    #[test]
    fn other_things_are_others() {
        for (list, items) in [
            ("agents.list", "[{ id: 'a' }, { id: 'b' }]"),
            ("bindings", "[{ agentId: 'a', match: {} }, { agentId: 'b', match: {} }]"),
            (
                "bindings",
                "[{ agentId: 'a', match: { channel: 'x' } }, { agentId: 'a', match: { channel: 'y' } }]",
            ),
            ("channels.telegram.allowFrom", "[7, '7']"),
        ] {
            assert!(!same(list, items), "{list}");
        }
    }

    #[test]
    fn what_has_no_name_has_no_identity() {
        assert_eq!(of("agents.defaults.model.fallbacks", "['a', ['b']]"), [None, None]);
        assert_eq!(of("channels.telegram.allowFrom", "[[1], {}]"), [None, None]);
        assert_eq!(of("agents.list", "[{ model: 'a' }, 'main']"), [None, None]);
        assert_eq!(of("x.y", "[{ id: 1 }, {}]"), [None, None]);
    }
}
