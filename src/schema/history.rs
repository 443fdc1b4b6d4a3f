//! Which releases accept a key: asked of the catalog itself, for the keys in question only.

use super::node::Node;
use super::release::Release;
use super::tables::name_index;

/// Releases without a gap between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first of them.
    pub first: Release,
    /// The last of them.
    pub last: Release,
}

/// The releases that accept a key, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    periods: Vec<Period>,
}

impl History {
    /// That of a key, given as names from the root down (`[]`, or an index, for an item). A key
    /// counts as accepted where some value under it is, and one in an agent's entry where the same
    /// was while agents were a list.
    pub fn of(key: &[impl AsRef<str>]) -> Self {
        Self::of_all(&[key])
    }

    /// The releases that accept all of these keys.
    pub fn of_all<S: AsRef<str>>(keys: &[impl AsRef<[S]>]) -> Self {
        let items: Vec<_> = keys.iter().map(|key| as_item(key.as_ref())).collect();
        let mut walks: Vec<_> = keys
            .iter()
            .zip(&items)
            .map(|(key, item)| (Walk::new(key.as_ref()), item.as_deref().map(Walk::new)))
            .collect();
        Self::of_releases(|release| {
            walks.iter_mut().all(|(own, item)| {
                own.ends_in(release) || item.as_mut().is_some_and(|item| item.ends_in(release))
            })
        })
    }

    /// That of a key as it is written: an agent's entry has none from when agents were a list.
    pub fn of_exactly(key: &[impl AsRef<str>]) -> Self {
        let mut walk = Walk::new(key);
        Self::of_releases(|release| walk.ends_in(release))
    }

    /// The releases of which `accepted` holds.
    fn of_releases(mut accepted: impl FnMut(Release) -> bool) -> Self {
        let mut periods: Vec<Period> = Vec::new();
        let mut goes_on = false;
        for release in Release::all() {
            let accepted = accepted(release);
            match periods.last_mut() {
                Some(period) if accepted && goes_on => period.last = release,
                _ if accepted => periods.push(Period { first: release, last: release }),
                _ => {}
            }
            goes_on = accepted;
        }
        Self { periods }
    }

    /// The periods, oldest first.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Whether no release accepts the key.
    pub fn is_never(&self) -> bool {
        self.periods.is_empty()
    }

    /// The last period that ended before `release`.
    pub fn before(&self, release: Release) -> Option<Period> {
        self.periods.iter().rev().find(|period| period.last < release).copied()
    }

    /// The first period that began after `release`.
    pub fn after(&self, release: Release) -> Option<Period> {
        self.periods.iter().find(|period| period.first > release).copied()
    }
}

/// The key that a key in an agent's entry had while agents were a list, up to 2026.7.35.
pub(super) fn as_item(key: &[impl AsRef<str>]) -> Option<Vec<String>> {
    let [agents, entries, _, below @ ..] = key else { return None };
    let is_entry = agents.as_ref() == "agents" && entries.as_ref() == "entries";
    (is_entry && !below.is_empty()).then(|| {
        let item = ["agents", "list", "[]"].into_iter().map(str::to_owned);
        item.chain(below.iter().map(|name| name.as_ref().to_owned())).collect()
    })
}

/// The way to one key in release after release. Neighbours share most of their nodes: where one
/// walk meets the one before it, it ends as that did.
struct Walk<'k> {
    key: Vec<Name<'k>>,
    /// What the last release takes at each name of the way.
    trail: Vec<Vec<Node>>,
    ended: bool,
}

impl<'k> Walk<'k> {
    fn new(key: &'k [impl AsRef<str>]) -> Self {
        let key = key.iter().map(|name| Name::new(name.as_ref())).collect();
        Self { key, trail: Vec::new(), ended: false }
    }

    /// Whether the release accepts the key.
    fn ends_in(&mut self, release: Release) -> bool {
        let mut nodes = vec![release.root()];
        for (depth, name) in self.key.iter().enumerate() {
            if self.trail.get(depth) == Some(&nodes) {
                return self.ended;
            }
            let below = below(&nodes, *name);
            self.trail.truncate(depth);
            self.trail.push(nodes);
            nodes = below;
        }
        self.ended = !nodes.is_empty();
        self.ended
    }
}

/// Whether a release accepts a key.
pub(super) fn accepts(release: Release, key: &[impl AsRef<str>]) -> bool {
    !nodes_at(release, key).is_empty()
}

/// What a release takes at a key, in every branch of the unions on the way; what takes anything
/// speaks for all below it.
pub(super) fn nodes_at(release: Release, key: &[impl AsRef<str>]) -> Vec<Node> {
    let mut nodes = vec![release.root()];
    for name in key {
        nodes = below(&nodes, Name::new(name.as_ref()));
    }
    nodes
}

/// A name of a key, looked up once for all the nodes that are asked for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'k> {
    text: &'k str,
    /// Where the catalog has it, if any release does.
    index: Option<u32>,
}

impl<'k> Name<'k> {
    pub(super) fn new(text: &'k str) -> Self {
        Self { text, index: name_index(text.as_bytes()) }
    }
}

/// What any of these nodes takes under a name.
fn below(nodes: &[Node], name: Name<'_>) -> Vec<Node> {
    if let Some(anything) = nodes.iter().find(|node| node.is_anything()) {
        return vec![*anything];
    }
    let mut below = Vec::new();
    for node in nodes {
        step(*node, name, &mut below);
    }
    below.sort_unstable();
    below.dedup();
    below
}

/// Adds what a node takes under a name, in any branch of a union.
pub(super) fn step(node: Node, name: Name<'_>, below: &mut Vec<Node>) {
    use crate::syntax::ValueKind::{Array, Object};
    let types = node.types();
    if types.admits(Array) && !types.is_any() {
        let index = if name.text == "[]" { Some(0) } else { name.text.parse().ok() };
        below.extend(index.and_then(|index| node.item(index)));
    }
    match name.index.and_then(|index| node.property_of_index(index)) {
        Some(own) => below.extend((!own.is_nothing()).then_some(own)),
        None if types.admits(Object) && !types.is_any() => below.extend(node.additional()),
        None => {}
    }
    for branch in node.branches().chain(node.all_of()) {
        step(branch, name, below);
    }
}
