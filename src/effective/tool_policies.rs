//! The objects of a config that list tools.

use crate::syntax::{Array, Object, Value};

/// The sections in which OpenClaw 2026.9.6 looks for them. What plugins hold is their own.
pub const TOOL_SECTIONS: [&str; 4] = ["tools", "agents", "channels", "gateway"];

/// The lists of a policy.
const LISTS: [&str; 3] = ["allow", "alsoAllow", "deny"];

/// Every list of tools in these of the [`TOOL_SECTIONS`], in no order: each `allow`, `alsoAllow` or
/// `deny` of a policy, and each `toolsAllow`. Takes time in proportion to their text.
pub fn tool_lists<'t>(root: Value<'t>, sections: &[&str]) -> Vec<Array<'t>> {
    let mut lists = Vec::new();
    let section = |name: &&str| Some((Way::default().to(name), root.get(name)?));
    // An explicit stack: depth comes from the input.
    let mut open: Vec<(Way, Value<'_>)> = sections.iter().filter_map(section).collect();
    while let Some((way, value)) = open.pop() {
        if let Some(object) = value.as_object() {
            add_lists(way, object, &mut lists);
            open.extend(object.members().filter_map(|member| {
                let value = member.value().filter(|value| holds_more(*value))?;
                Some((way.to(&member.name().to_lossy()), value))
            }));
        } else if let Some(array) = value.as_array() {
            open.extend(array.items().filter(|item| holds_more(*item)).map(|it| (way.to(""), it)));
        }
    }
    lists
}

fn holds_more(value: Value<'_>) -> bool {
    value.as_object().is_some() || value.as_array().is_some()
}

fn add_lists<'t>(way: Way, object: Object<'t>, lists: &mut Vec<Array<'t>>) {
    let names = if way.is_policy() { &LISTS[..] } else { &[] };
    for name in names.iter().chain(&["toolsAllow"]) {
        lists.extend(object.get(name).and_then(|member| member.value()?.as_array()));
    }
}

/// What the names on the way to a value say of it.
#[derive(Debug, Clone, Copy, Default)]
struct Way {
    ends_in_tools: bool,
    below_tools: bool,
    /// Below what holds a policy for each sender or provider.
    below_policies: bool,
}

impl Way {
    /// One name further; an item has none.
    fn to(self, name: &str) -> Self {
        let ends_in_tools = name == "tools";
        Self {
            ends_in_tools,
            below_tools: self.below_tools || ends_in_tools,
            below_policies: self.below_policies
                || name == "toolsBySender"
                || (self.below_tools && name == "byProvider"),
        }
    }

    /// Whether an object there is a policy.
    const fn is_policy(self) -> bool {
        self.ends_in_tools || self.below_policies
    }
}
