//! Places that are the same in every version of a config, wherever its lists have an item.

use crate::compare::identity;
use crate::syntax::{Array, Key, Member, Value};

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

    /// What has the key below `root`, as far as that leads.
    pub(super) fn of(key: &Key, root: Value<'_>) -> Self {
        let (mut place, mut at) = (Self::default(), Some(root));
        let mut list = Key::ROOT;
        for segment in key.segments().iter().take(DEEPEST) {
            let Some(value) = at else { break };
            let step = if let Some(array) = value.as_array() {
                let index: Option<usize> = segment.parse().ok();
                let item = index.and_then(|index| items(&list, array)?.into_iter().nth(index));
                let Some((step, item)) = item else { break };
                at = Some(item);
                step
            } else {
                at = value.get(segment);
                Step::Name(segment.clone())
            };
            list = list.child(segment.clone());
            place.0.push(step);
        }
        place
    }

    /// What stands there.
    pub(super) fn find<'t>(&self, root: Value<'t>) -> Option<Value<'t>> {
        let (mut at, mut list) = (root, Key::ROOT);
        for step in &self.0 {
            let (segment, next) = match step {
                Step::Name(name) => (name.clone(), at.get(name)?),
                Step::Item(..) => {
                    let items = items(&list, at.as_array()?)?;
                    let index = items.iter().position(|(own, _)| own == step)?;
                    (index.to_string(), items[index].1)
                }
            };
            (at, list) = (next, list.child(segment));
        }
        Some(at)
    }

    /// The members or the item there, all of one name.
    pub(super) fn members<'t>(&self, root: Value<'t>) -> Vec<Member<'t>> {
        let object = self.parent().find(root).and_then(Value::as_object);
        match (object, self.0.last()) {
            (Some(object), Some(Step::Name(name))) => {
                object.members().filter(|member| member.is_named(name)).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The items of the list at `key` under what tells them apart; `None` where nothing does.
pub(super) fn items<'t>(key: &Key, array: Array<'t>) -> Option<Vec<(Step, Value<'t>)>> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
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
    use crate::syntax::parse;

    #[test]
    fn a_place_leads_to_the_same_thing_in_another_version() {
        let one = parse("{ agents: { list: [{ id: 'a', x: 1 }, { id: 'b', x: 2 }] } }".to_owned());
        let two = parse("{ agents: { list: [{ x: 3, id: 'b' }, { id: 'c' }] } }".to_owned());
        let (one, two) = (one.root().expect("a root"), two.root().expect("a root"));
        let place = Place::of(&"agents.list[1].x".parse().expect("a key"), one);
        assert_eq!(place.find(one).map(Value::source), Some("2"));
        assert_eq!(place.find(two).map(Value::source), Some("3"));
        let gone = Place::of(&"agents.list[0]".parse().expect("a key"), one);
        assert!(gone.find(one).is_some() && gone.find(two).is_none());
    }

    #[test]
    fn what_is_nothing_by_itself_has_the_place_of_its_list() {
        let tree = parse("{ a: { fallbacks: ['x', 'y'] } }".to_owned());
        let root = tree.root().expect("a root");
        let place = Place::of(&"a.fallbacks[1]".parse().expect("a key"), root);
        assert_eq!(place.find(root).map(Value::source), Some("['x', 'y']"));
    }
}
