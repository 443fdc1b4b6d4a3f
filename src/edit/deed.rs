//! What the requests of a plan do to the settings, for reports.

use crate::finding::Step;
use crate::syntax::{Key, Member, NodeId, Tree, Value};

use super::plan::Plan;

/// What one request does; the keys are found out when someone asks.
#[derive(Debug)]
pub(super) enum Deed {
    /// A member or item goes.
    Removed(NodeId),
    /// A member or item becomes a comment.
    CommentedOut(NodeId),
    /// A member gets another name.
    Renamed(NodeId, String),
    /// A member goes to this path.
    Moved(NodeId, Key),
    /// A value is replaced, or an array gets an item.
    Set(NodeId),
    /// An object gets a member of this name.
    Inserted(NodeId, String),
    /// Something new stands at this path.
    Added(Key),
}

/// The steps of a plan, in the order in which they were asked for.
pub(super) fn steps(plan: &Plan<'_>) -> Vec<Step> {
    let tree = plan.tree;
    let step = |deed: &Deed| match deed {
        Deed::Removed(item) => {
            let text = value(tree, *item).map_or_else(String::new, |it| it.source().to_owned());
            Step::Removed { key: key(tree, *item), text }
        }
        Deed::CommentedOut(item) => Step::CommentedOut { key: key(tree, *item) },
        Deed::Renamed(member, name) => {
            let from = key(tree, *member);
            Step::Moved { to: from.clone().parent().child(name), from }
        }
        Deed::Moved(member, to) => Step::Moved { from: key(tree, *member), to: to.clone() },
        Deed::Set(value) => Step::Set { key: Value::new(tree, *value).key() },
        Deed::Inserted(object, name) => {
            Step::Set { key: Value::new(tree, *object).key().child(name) }
        }
        Deed::Added(key) => Step::Set { key: key.clone() },
    };
    plan.deeds.iter().map(step).collect()
}

/// The key of a member or an item.
fn key(tree: &Tree, item: NodeId) -> Key {
    match Member::at(tree, item) {
        Some(member) => member.key(),
        None => Value::new(tree, item).key(),
    }
}

/// The value of a member, or the item itself.
fn value(tree: &Tree, item: NodeId) -> Option<Value<'_>> {
    match Member::at(tree, item) {
        Some(member) => member.value(),
        None => Some(Value::new(tree, item)),
    }
}
