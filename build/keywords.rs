//! Which facts of a node lead to other nodes.

use serde_json::Value;

use crate::catalog::Node;

/// Keywords whose value is a child or, for `items`, may be a list of children.
const ONE: [&str; 7] =
    ["additionalItems", "additionalProperties", "if", "items", "not", "propertyNames", "then"];
/// Keywords whose value is a list of children.
const LIST: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The children of a node, in order: ids, `true` or `false`.
pub(crate) fn children(node: &Node) -> Vec<&Value> {
    let mut children = Vec::new();
    for (_, value) in node.iter().filter(|(keyword, _)| leads_on(keyword)) {
        match value {
            Value::Array(list) => children.extend(list),
            Value::Object(by_name) => children.extend(by_name.values()),
            child => children.push(child),
        }
    }
    children
}

/// Whether a keyword leads to other nodes, by name or not.
pub(crate) fn leads_on(keyword: &str) -> bool {
    keyword == "properties" || is_parent(keyword)
}

/// Whether a keyword leads to another node, or to a list of them.
pub(crate) fn is_parent(keyword: &str) -> bool {
    ONE.contains(&keyword) || LIST.contains(&keyword)
}
