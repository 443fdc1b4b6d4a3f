//! Taking out what OpenClaw rejects where nothing better is known, so that the file starts again.

use crate::edit::New;
use crate::finding::{Finding, Safety, Step};
use crate::rules::Context;
use crate::schema::{self, Node};
use crate::syntax::{Key, Value};

/// Names of settings that limit something: without one, more may be allowed than was meant. Whether
/// that is so only the author knows.
const LIMITS: [&str; 14] = [
    "allow",
    "allowFrom",
    "ask",
    "auth",
    "deny",
    "dm",
    "dmPolicy",
    "groupAllowFrom",
    "groupPolicy",
    "groups",
    "hooks",
    "policy",
    "sandbox",
    "security",
];

/// Offers to take the value out, if OpenClaw does without it and nothing is opened by that.
pub(super) fn offer(context: &Context<'_>, value: Value<'_>, key: &Key, finding: &mut Finding) {
    let names = key.segments();
    let is_limit = names.iter().any(|name| LIMITS.contains(&name.as_str()));
    // A placeholder may stand for something that is taken; and what is escaped twice could, in a
    // comment, hide a secret from who masks it.
    let is_open = value.as_text().is_some_and(|text| {
        let text = text.to_lossy();
        text.contains("${") || text.contains('\\')
    });
    let Some((name, above)) = names.split_last() else { return };
    let parent = context.world.target.lookup(above);
    if is_limit || is_open || parent.is_none_or(|parent| asks_for(parent, name)) {
        return;
    }
    let reason = format!("OpenClaw {} does not take this value", context.world.target);
    let edits = context.edits(|plan| match value.member() {
        Some(member) => plan.retire(member, &reason),
        None => plan.retire_item(value, &reason),
    });
    let gone = edits.steps.iter().any(|step| matches!(step, Step::Removed { .. }));
    finding.fix(Safety::Unsafe, if gone { "remove it" } else { "comment it out" }, edits);
}

/// Whether an object, or some form of it, must have the key.
fn asks_for(object: Node, name: &str) -> bool {
    let mut nodes = vec![object];
    // Unions are a few levels deep at most; each node is looked at once.
    while let Some(node) = nodes.pop() {
        if node.required().any(|required| required == name) {
            return true;
        }
        nodes.extend(node.branches().chain(node.all_of()));
    }
    false
}

/// The value as the only item of a list, where a list is asked for whose items are like it.
pub(super) fn as_list<'t>(
    context: &Context<'_>,
    value: Value<'t>,
    alternatives: &[Node],
) -> Option<New<'t>> {
    value.as_text()?;
    let takes = |node: &Node| {
        let item = node.item(0).filter(|_| node.types().names().any(|name| name == "array"));
        item.is_some_and(|item| schema::accepts(item, value, &context.world.environment))
    };
    alternatives.iter().any(takes).then(|| New::list([value]))
}
