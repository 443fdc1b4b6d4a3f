//! Ways into large objects and arrays: who asks for member after member of one is not to look through
//! all of them each time.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Member, NodeId, Tree};

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
        let named = |id: NodeId| Some(Member::at(self, id)?.name());
        let make = || {
            let mut members: Vec<_> =
                self.children(object).filter_map(|id| Some((named(id)?, id))).collect();
            // The last of a name comes first, and stays.
            members.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()).then(b.1.cmp(&a.1)));
            members.dedup_by(|a, b| a.0 == b.0);
            members.into_iter().map(|(_, id)| id).collect()
        };
        let members = self.large.list(object, make);
        let compare = |id: &NodeId| {
            named(*id)
                .map(|own| own.as_bytes().cmp(name.as_bytes()))
                .unwrap_or(std::cmp::Ordering::Less)
        };
        members.binary_search_by(compare).ok().map(|at| members[at])
    }

    /// The items of a large array, in order.
    pub(super) fn items_of_large(&self, array: NodeId) -> Arc<[NodeId]> {
        self.large.list(array, || self.children(array).collect())
    }
}
