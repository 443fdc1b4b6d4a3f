//! Where a schema stands, and what stood there before.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema::history::{History, Name, step};
use crate::schema::moves::{Whereabouts, moves, whereabouts};
use crate::schema::node::Node;
use crate::schema::path::{covers, steps};
use crate::schema::release::Release;
use crate::syntax::Segment;

/// A key, `*` for any name and `[]` for any item, with what releases take there.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// Its names from the root down.
    pub(super) key: Vec<Segment>,
    /// What the target takes there; of a union each branch counts.
    now: Vec<Node>,
    /// What earlier releases took there.
    earlier: Vec<Node>,
}

/// A key that the target no longer takes.
pub(super) struct RetiredKey {
    /// Its name in its object.
    pub(super) name: String,
    /// When it was retired and what became of it, in sentences.
    pub(super) fate: String,
}

/// The paths of all keys that moved or went, by how many steps they have.
pub(super) type Moved = BTreeMap<usize, Vec<&'static str>>;

/// What [`Place::retired`] asks of the catalog's moves.
pub(super) fn moved() -> Moved {
    let mut moved = Moved::new();
    for one in moves() {
        moved.entry(steps(one.from).count()).or_default().push(one.from);
    }
    moved
}

impl Place {
    /// The whole config of `target`.
    pub(super) fn root(target: Release) -> Self {
        let earlier = Release::all().filter(|release| *release < target).map(Release::root);
        let mut earlier: Vec<Node> = earlier.collect();
        earlier.sort_unstable();
        earlier.dedup();
        Self { key: Vec::new(), now: vec![target.root()], earlier }
    }

    /// What the target takes here; of a union each branch counts.
    pub(super) fn now(&self) -> &[Node] {
        &self.now
    }

    /// What stands under a name here, or as an item.
    pub(super) fn child(&self, name: &str) -> Self {
        let below = |nodes: &[Node], name: &str| {
            let mut below = Vec::new();
            for &node in nodes {
                step(node, Name::new(name), &mut below);
            }
            below
        };
        let mut earlier = below(&self.earlier, name);
        if name == "entries" && self.key == ["agents"] {
            // What held of an agent in the list holds of its entry.
            earlier.extend(below(&self.earlier, "list"));
        }
        if name == "*" && self.key == ["agents", "entries"] {
            earlier.extend(below(&self.earlier, "[]"));
        }
        earlier.sort_unstable();
        earlier.dedup();
        let mut key = self.key.clone();
        key.push(name.into());
        Self { key, now: below(&self.now, name), earlier }
    }

    /// The key, written out: `channels.*.accounts`.
    pub(super) fn name(&self) -> String {
        if self.key.is_empty() {
            "config".to_owned()
        } else {
            written(&self.key).replace("[]", "*")
        }
    }

    /// Whether it is the key that `path` names.
    pub(super) fn is(&self, path: &[&str]) -> bool {
        self.key == path
    }

    /// Whether what stands here says all that there is to say of what is below: no release took
    /// anything else.
    pub(super) fn is_settled(&self) -> bool {
        self.earlier.iter().all(|node| self.now.contains(node))
    }

    /// The keys right below that were retired before `target`, as far as it is known what became of
    /// them, in order.
    pub(super) fn retired(&self, target: Release, moved: &Moved) -> Vec<RetiredKey> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let mut open = self.earlier.clone();
        while let Some(node) = open.pop() {
            let taken = node.properties().filter(|(_, child)| !child.is_nothing());
            names.extend(taken.map(|(name, _)| name));
            open.extend(node.branches().chain(node.all_of()));
        }
        // Those that the catalog is too young for.
        let older = moved.get(&(self.key.len() + 1)).into_iter().flatten().filter_map(|path| {
            let (_, last) = path.rsplit_once('.').unwrap_or(("", path));
            let mut key = self.key.clone();
            key.push(last.into());
            (last != "*" && covers(path, &key).is_some()).then_some(last)
        });
        names.extend(older);
        names.into_iter().filter_map(|name| self.retired_key(name, target)).collect()
    }

    fn retired_key(&self, name: &str, target: Release) -> Option<RetiredKey> {
        let mut now = Vec::new();
        for &node in &self.now {
            step(node, Name::new(name), &mut now);
        }
        if !now.is_empty() {
            return None;
        }
        let mut key = self.key.clone();
        key.push(name.into());
        let found = whereabouts(&key, target)?;
        let history = History::of(&key);
        if history.after(target).is_some() {
            return None;
        }
        let retired = match history.before(target) {
            Some(period) => format!("after OpenClaw {}", period.last),
            None => "before OpenClaw 2026.1.24".to_owned(),
        };
        let fate = format!("Retired {retired}; {}.", fate(&found));
        Some(RetiredKey { name: name.to_owned(), fate })
    }
}

/// What became of a value, in a clause.
fn fate(found: &Whereabouts) -> String {
    // That much is said already.
    let note = found.note.trim_start_matches("from before 2026.1.24; ");
    let Some(key) = &found.key else { return note.to_owned() };
    let place = format!("its place is `{}`", written(key));
    let place =
        if found.value_differs { format!("{place}, where it is written otherwise") } else { place };
    if note.is_empty() { place } else { format!("{place}; {note}") }
}

/// A key with dots, items in brackets.
fn written(key: &[Segment]) -> String {
    key.join(".").replace(".[]", "[]")
}
