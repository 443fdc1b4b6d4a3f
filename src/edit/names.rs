//! Members by their names, for objects that hold so many that to look through them for each of a
//! thousand plans would take too long.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::syntax::{Member, NodeId, Object};

/// How many nodes an object has at least that is not looked through.
const LARGE: u32 = 256;

/// What was looked up so far: for each large object, the last member of each name.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<BTreeMap<NodeId, BTreeMap<String, NodeId>>>);

impl Names {
    /// The member that JavaScript would read for `name`.
    pub(super) fn get<'t>(&self, object: Object<'t>, name: &str) -> Option<Member<'t>> {
        let (tree, id) = (object.value().tree(), object.value().id());
        if tree.node(id).next - id.0 < LARGE {
            return object.get(name);
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let members = known.entry(id).or_insert_with(|| {
            let named = |member: Member<'_>| (member.name().to_lossy().into_owned(), member.id());
            object.members().map(named).collect()
        });
        let member = members.get(name).and_then(|&id| Member::at(tree, id));
        // Names that are not Unicode may look alike.
        member.filter(|member| member.is_named(name)).or_else(|| {
            let is_odd = member.is_some();
            object.get(name).filter(|_| is_odd)
        })
    }
}
