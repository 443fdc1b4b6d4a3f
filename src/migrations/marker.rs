//! The marks in `meta.migrations` by which OpenClaw knows what it has carried over already.

use crate::edit::{Plan, Refusal};
use crate::rules::Context;
use crate::syntax::Value;

/// Where the mark of that name is.
const fn path(name: &str) -> [&str; 3] {
    ["meta", "migrations", name]
}

/// Whether the target knows the mark.
pub(super) fn is_known(context: &Context<'_>, name: &str) -> bool {
    context.world.target.lookup(&path(name)).is_some()
}

/// Whether a config has the mark.
pub(super) fn is_set(root: Value<'_>, name: &str) -> bool {
    root.at(&path(name)).and_then(Value::as_bool) == Some(true)
}

/// Sets the mark.
pub(super) fn set(plan: &mut Plan<'_>, name: &str) -> Result<(), Refusal> {
    plan.set(&path(name), true)
}
