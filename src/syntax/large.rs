//! Ways into large objects and arrays: who asks for member after member of one is not to look through
//! all of them each time.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Member, NodeId, Object, Tree, Value};

/// How many members or items are looked through before a list of them is worth its making.
pub(super) const LARGE: usize = 64;

/// The lists that were asked for, by object or array.
#[derive(Debug, Default)]
pub(crate) struct Large(Mutex<BTreeMap<NodeId, Arc<[NodeId]>>>);

impl Clone for Large {
    /// A copy makes its own when it is asked.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Large {
    fn list(&self, of: NodeId, make: impl FnOnce() -> Vec<NodeId>) -> Arc<[NodeId]> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lists.entry(of).or_insert_with(|| make().into()))
    }
}

impl Tree {
    /// The member of an object that JavaScript would read for `name`, by a list sorted by name.
    pub(super) fn member_of_large(&self, object: NodeId, name: &str) -> Option<NodeId> {
        let effective = || Value::new(self, object).as_object().map(Object::effective);
        let make = || {
            let members = effective().unwrap_or_default().into_iter();
            members.map(|(_, member)| member.id()).collect()
        };
        let members = self.large.list(object, make);
        let compare = |id: &NodeId| {
            let member = Member::at(self, *id);
            member.map_or(Ordering::Less, |it| it.name().as_bytes().cmp(name.as_bytes()))
        };
        members.binary_search_by(compare).ok().map(|at| members[at])
    }

    /// The items of a large array, in order.
    pub(super) fn items_of_large(&self, array: NodeId) -> Arc<[NodeId]> {
        self.large.list(array, || self.children(array).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn members_of_a_large_object_are_those_that_count() {
        let member = |index: usize| format!("'k\\x{:02x}': {index}", index % 100 + 0x30);
        let members: Vec<String> = (0..3 * LARGE).map(member).collect();
        let tree = parse(format!("{{ {} }}", members.join(", ")));
        let object = tree.root().and_then(Value::as_object).expect("an object");
        for (name, member) in object.effective() {
            assert_eq!(object.get(&name.to_lossy()), Some(member), "{name:?}");
        }
        assert_eq!(object.get("k"), None);
        assert_eq!(object.get("zzz"), None);
        assert_eq!(tree.clone().root().and_then(|root| root.get("k0")?.as_number()), Some(100.0));
    }

    #[test]
    fn items_of_a_large_array_have_their_indices() {
        let tree = parse(format!("[{}]", vec!["{ a: [1] }"; 3 * LARGE].join(", ")));
        let array = tree.root().and_then(Value::as_array).expect("an array");
        for (index, item) in array.items().enumerate() {
            assert_eq!(array.item(index), Some(item));
            assert_eq!(item.key().segments(), [index.to_string()]);
        }
        assert_eq!(array.item(3 * LARGE), None);
    }
}
