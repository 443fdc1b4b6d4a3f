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
    for (keyword, value) in node {
        match value {
            Value::Array(list) if is_parent(keyword) => children.extend(list),
            Value::Object(by_name) if keyword == "properties" => children.extend(by_name.values()),
            child if is_parent(keyword) => children.push(child),
            _ => {}
        }
    }
    children
}

/// Whether a keyword leads to other nodes; `properties` does so by name.
pub(crate) fn is_parent(keyword: &str) -> bool {
    ONE.contains(&keyword) || LIST.contains(&keyword)
}
