//! Secrets at keys that someone declares to hold them: the manifests of plugins do.

use super::named::is_reference;
use super::names::Name;
use super::places::Found;
use crate::syntax::{Array, Member, Object, Tree, Value};

impl Found {
    /// Takes what stands at `keys`, from the root down, and below; `*` is any name or index.
    pub(super) fn declared(&mut self, tree: &Tree, keys: &[Vec<String>]) {
        for key in keys {
            let mut reached: Vec<Value<'_>> = tree.root().into_iter().collect();
            for step in key {
                reached = reached.into_iter().flat_map(|value| below(value, step)).collect();
            }
            // An explicit stack: depth comes from the input.
            while let Some(value) = reached.pop() {
                if !is_reference(value) {
                    self.leaf(value, Name::Secret);
                    reached.extend(below(value, "*"));
                }
            }
        }
    }
}

/// What stands below a value at a name: every member that may be meant by it, duplicates and other
/// spellings included.
fn below<'t>(value: Value<'t>, name: &str) -> Vec<Value<'t>> {
    let members = value.as_object().into_iter().flat_map(Object::members);
    let named = members
        .filter(|member| name == "*" || member.name().to_lossy().trim().eq_ignore_ascii_case(name));
    let items = value.as_array().into_iter().flat_map(Array::items).filter(|_| name == "*");
    named.filter_map(Member::value).chain(items).collect()
}
