//! The objects of a config that list tools.

use crate::syntax::{Array, Key, Object, Value};

/// A list of tools: in `allow`, `alsoAllow` or `deny` of a policy, or in `toolsAllow`.
#[derive(Debug, Clone)]
pub struct ToolList<'t> {
    /// Its key.
    pub key: Key,
    /// The list.
    pub list: Array<'t>,
}

/// The sections in which OpenClaw 2026.9.6 looks for them. What plugins hold is their own.
pub const TOOL_SECTIONS: [&str; 4] = ["tools", "agents", "channels", "gateway"];

/// The lists of a policy.
const LISTS: [&str; 3] = ["allow", "alsoAllow", "deny"];

/// Every list of tools in these of the [`TOOL_SECTIONS`], in no order. Takes time in proportion to
/// their text.
pub fn tool_lists<'t>(root: Value<'t>, sections: &[&str]) -> Vec<ToolList<'t>> {
    let mut lists = Vec::new();
    let section = |name: &&str| Some((Key::from_iter([*name]), root.get(name)?));
    // An explicit stack: depth comes from the input.
    let mut open: Vec<(Key, Value<'_>)> = sections.iter().filter_map(section).collect();
    while let Some((key, value)) = open.pop() {
        if let Some(object) = value.as_object() {
            add_lists(&key, object, &mut lists);
            let members = object.members().filter_map(|member| {
                let value = member.value().filter(|value| holds_more(*value))?;
                Some((key.clone().child(member.name().to_lossy()), value))
            });
            open.extend(members);
        } else if let Some(array) = value.as_array() {
            let items = array.items().enumerate().filter(|(_, item)| holds_more(*item));
            open.extend(items.map(|(index, item)| (key.clone().child(index.to_string()), item)));
        }
    }
    lists
}

fn holds_more(value: Value<'_>) -> bool {
    value.as_object().is_some() || value.as_array().is_some()
}

fn add_lists<'t>(key: &Key, object: Object<'t>, lists: &mut Vec<ToolList<'t>>) {
    let names = if is_policy(key) { &LISTS[..] } else { &[] };
    for name in names.iter().chain(&["toolsAllow"]) {
        let list = object.get(name).and_then(|member| member.value()?.as_array());
        lists.extend(list.map(|list| ToolList { key: key.clone().child(*name), list }));
    }
}

/// Whether an object at that key is a policy.
fn is_policy(key: &Key) -> bool {
    let names = key.segments();
    let by_provider = names.iter().rposition(|name| name == "byProvider");
    names.last().is_some_and(|name| name == "tools")
        || names.iter().any(|name| name == "toolsBySender")
        || by_provider.is_some_and(|at| names[..at].iter().any(|name| name == "tools"))
}
