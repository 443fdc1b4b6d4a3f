//! What the reader of OpenClaw takes out of a config before it validates: a schema does not know
//! of it, and it is no mistake.

use std::collections::BTreeSet;

use super::check::Step;
use crate::syntax::{JsText, Object, Value};

/// Keys that the reader moves elsewhere or drops, each time it reads (2026.9.6). `*` is any name.
const TAKEN: [&[&str]; 5] = [
    &["agents", "defaults", "contextTokens"],
    &["agents", "entries", "*", "contextTokens"],
    &["models", "providers", "*", "contextTokens"],
    &["models", "providers", "*", "contextWindow"],
    &["plugins", "entries", "github-copilot", "config", "discovery"],
];

/// Whether a member of that name counts for validation: `__proto__` is dropped when the reader
/// rebuilds the config, `$include` is replaced by what it names.
pub(super) fn counts(name: &JsText<'_>) -> bool {
    !(*name == *INCLUDE || *name == *"__proto__")
}

/// Whether other files add to the object.
pub(super) fn is_partial(object: Object<'_>) -> bool {
    object.members().any(|member| member.is_named(INCLUDE))
}

/// The directive that merges other files into the object it stands in.
const INCLUDE: &str = "$include";

/// Whether the reader takes the key at that path.
pub(super) fn takes(path: &[Step<'_>]) -> bool {
    TAKEN.iter().any(|taken| is(path, taken))
}

/// Whether the path is that of the older form of `agents.entries`.
pub(super) fn is_list_of_agents(path: &[Step<'_>]) -> bool {
    is(path, &["agents", "list"])
}

/// Whether the path is that of `names`, of which `*` is any.
fn is(path: &[Step<'_>], names: &[&str]) -> bool {
    let same = |(step, name): (&Step<'_>, &&str)| match step {
        Step::Name(own) => **name == *"*" || *own == **name,
        Step::Item(_) => false,
    };
    path.len() == names.len() && path.iter().zip(names).all(same)
}

/// Whether the reader turns `agents.list` into `agents.entries`: there are no entries, and every
/// item is an object with an id of its own that is in its normal form.
pub(super) fn is_roster(agents: Object<'_>, list: Value<'_>) -> bool {
    let Some(list) = list.as_array() else { return false };
    let mut ids = BTreeSet::new();
    agents.get("entries").is_none()
        && list.items().all(|agent| {
            let id = agent.get("id").and_then(Value::as_text);
            id.is_some_and(|id| is_normal(&id) && ids.insert(id.as_bytes().to_vec()))
        })
}

/// Whether an agent's id is in its normal form.
fn is_normal(id: &JsText<'_>) -> bool {
    let first = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = id.as_bytes();
    bytes.len() <= 64
        && bytes.first().is_some_and(first)
        && bytes.iter().all(|byte| first(byte) || matches!(byte, b'_' | b'-'))
}
