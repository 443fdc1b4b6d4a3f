//! Places that are the same in every version of a config, wherever its lists have an item.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::compare::identity;
use crate::syntax::{Array, Key, Member, NodeId, Value};

/// How deep a place is at most; what lies deeper is weighed as a whole. No section of a config is that
/// deep, and so the walks over versions need no more stack than this.
pub(super) const DEEPEST: usize = 64;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Step {
    /// The member of this name.
    Name(String),
    /// The item with this identity that has so many equals before it.
    Item(String, usize),
}

/// Names, and what tells items of lists apart, from the root down. What such a step does not lead
/// to — an item of a list whose items are nothing by themselves — has the place of that list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Place(Vec<Step>);

impl Place {
    /// The place of the member `name` below it.
    pub(super) fn name(&self, name: &str) -> Self {
        self.step(Step::Name(name.to_owned()))
    }

    pub(super) fn step(&self, step: Step) -> Self {
        Self([&self.0[..], &[step]].concat())
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The place that many steps below the root on the way to it.
    pub(super) fn above(&self, depth: usize) -> Self {
        Self(self.0[..depth.min(self.0.len())].to_vec())
    }

    /// The place above it; the root's is the root.
    pub(super) fn parent(&self) -> Self {
        self.above(self.0.len().saturating_sub(1))
    }

    /// Whether it is `above` or lies below it.
    pub(super) fn is_within(&self, above: &Self) -> bool {
        self.0.starts_with(&above.0)
    }
}

/// A version of a config, in which the items of each list are told apart once.
#[derive(Debug)]
pub(super) struct Version<'t> {
    root: Value<'t>,
    lists: RefCell<BTreeMap<NodeId, Option<Rc<Items<'t>>>>>,
}

/// The items of a list under what tells them apart, and where each stands.
#[derive(Debug)]
pub(super) struct Items<'t> {
    pub(super) list: Vec<(Step, Value<'t>)>,
    places: BTreeMap<Step, usize>,
}

impl<'t> Items<'t> {
    /// The item of a step, and where it stands.
    pub(super) fn get(&self, step: &Step) -> Option<(usize, Value<'t>)> {
        let at = *self.places.get(step)?;
        Some((at, self.list[at].1))
    }
}

impl<'t> Version<'t> {
    pub(super) fn new(root: Value<'t>) -> Self {
        Self { root, lists: RefCell::default() }
    }

    /// The items of the list at `key`; `None` where nothing tells them apart.
    pub(super) fn items(&self, key: &Key, array: Array<'t>) -> Option<Rc<Items<'t>>> {
        let mut lists = self.lists.borrow_mut();
        let listed = lists.entry(array.value().id()).or_insert_with(|| {
            let list = items(key, array)?;
            let places =
                list.iter().enumerate().map(|(at, (step, _))| (step.clone(), at)).collect();
            Some(Rc::new(Items { list, places }))
        });
        listed.clone()
    }

    /// The place that a key has, as far as it leads.
    pub(super) fn place(&self, key: &Key) -> Place {
        let (mut place, mut at) = (Place::default(), Some(self.root));
        let mut list = Key::ROOT;
        for segment in key.segments().iter().take(DEEPEST) {
            let Some(value) = at else { break };
            let step = if let Some(array) = value.as_array() {
                let index: Option<usize> = segment.parse().ok();
                let items = self.items(&list, array);
                let item = items.as_ref().and_then(|items| items.list.get(index?));
                let Some((step, item)) = item else { break };
                at = Some(*item);
                step.clone()
            } else {
                at = value.get(segment);
                Step::Name(segment.to_string())
            };
            list = list.child(segment.clone());
            place.0.push(step);
        }
        place
    }

    /// What stands at a place.
    pub(super) fn find(&self, place: &Place) -> Option<Value<'t>> {
        let (mut at, mut list) = (self.root, Key::ROOT);
        for step in &place.0 {
            let (segment, next) = match step {
                Step::Name(name) => (name.clone(), at.get(name)?),
                Step::Item(..) => {
                    let (index, item) = self.items(&list, at.as_array()?)?.get(step)?;
                    (index.to_string(), item)
                }
            };
            (at, list) = (next, list.child(segment));
        }
        Some(at)
    }

    /// The members at a place, all of one name.
    pub(super) fn members(&self, place: &Place) -> Vec<Member<'t>> {
        let object = self.find(&place.parent()).and_then(Value::as_object);
        match (object, place.0.last()) {
            (Some(object), Some(Step::Name(name))) => {
                object.members().filter(|member| member.is_named(name)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The items of the list at `key` under what tells them apart; `None` where nothing does.
pub(super) fn items<'t>(key: &Key, array: Array<'t>) -> Option<Vec<(Step, Value<'t>)>> {
    let mut counts = BTreeMap::<String, usize>::new();
    let item = |item: Value<'t>| {
        let identity = identity(key, item)?;
        let count = counts.entry(identity.clone()).or_default();
        *count += 1;
        Some((Step::Item(identity, *count - 1), item))
    };
    array.items().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Tree, parse};

    #[test]
    fn a_place_leads_to_the_same_thing_in_another_version() {
        let one = parse("{ agents: { list: [{ id: 'a', x: 1 }, { id: 'b', x: 2 }] } }".to_owned());
        let two = parse("{ agents: { list: [{ x: 3, id: 'b' }, { id: 'c' }] } }".to_owned());
        let version = |tree| Version::new(Tree::root(tree).expect("a root"));
        let (one, two) = (version(&one), version(&two));
        let place = one.place(&"agents.list[1].x".parse().expect("a key"));
        assert_eq!(one.find(&place).map(Value::source), Some("2"));
        assert_eq!(two.find(&place).map(Value::source), Some("3"));
        let gone = one.place(&"agents.list[0]".parse().expect("a key"));
        assert!(one.find(&gone).is_some() && two.find(&gone).is_none());
    }

    #[test]
    fn what_is_nothing_by_itself_has_the_place_of_its_list() {
        let tree = parse("{ a: { fallbacks: ['x', 'y'] } }".to_owned());
        let version = Version::new(tree.root().expect("a root"));
        let place = version.place(&"a.fallbacks[1]".parse().expect("a key"));
        assert_eq!(version.find(&place).map(Value::source), Some("['x', 'y']"));
    }
}
