//! Which releases accept a key: asked of the catalog itself, for the keys in question only.

use std::collections::BTreeMap;

use super::node::Node;
use super::release::Release;
use super::tables::name_index;
use crate::syntax::Segment;

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

    /// That of each of these keys, in one walk along all of them.
    pub fn of_each<S: AsRef<str>>(keys: &[impl AsRef<[S]>]) -> Vec<Self> {
        let mut histories = vec![Self::default(); keys.len()];
        if keys.is_empty() {
            return histories;
        }
        along(keys, |release, accepted| {
            for (history, &accepted) in histories.iter_mut().zip(accepted) {
                history.add(release, accepted);
            }
        });
        histories
    }

    /// The releases that accept all of these keys.
    pub fn of_all<S: AsRef<str>>(keys: &[impl AsRef<[S]>]) -> Self {
        let mut history = Self::default();
        along(keys, |release, accepted| history.add(release, !accepted.contains(&false)));
        history
    }

    /// That of a key as it is written: an agent's entry has none from when agents were a list.
    pub fn of_exactly(key: &[impl AsRef<str>]) -> Self {
        let mut ways = Ways::default();
        let end = ways.add(key);
        let mut history = Self::default();
        for release in Release::all() {
            ways.go_in(release);
            history.add(release, ways.leads_to(end));
        }
        history
    }

    /// Adds the release after those that it knows of.
    fn add(&mut self, release: Release, accepted: bool) {
        if !accepted {
            return;
        }
        match self.periods.last_mut() {
            Some(period) if period.last.next() == Some(release) => period.last = release,
            _ => self.periods.push(Period { first: release, last: release }),
        }
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
pub(super) fn as_item(key: &[impl AsRef<str>]) -> Option<Vec<Segment>> {
    let [agents, entries, _, below @ ..] = key else { return None };
    let is_entry = agents.as_ref() == "agents" && entries.as_ref() == "entries";
    (is_entry && !below.is_empty()).then(|| {
        let item = ["agents", "list", "[]"].into_iter();
        item.chain(below.iter().map(AsRef::as_ref)).map(Segment::from).collect()
    })
}

/// Tells of each release, oldest first, which of these keys it accepts. One in an agent's entry counts
/// where the same was accepted while agents were a list.
fn along<S: AsRef<str>>(keys: &[impl AsRef<[S]>], mut tell: impl FnMut(Release, &[bool])) {
    let items: Vec<_> = keys.iter().map(|key| as_item(key.as_ref())).collect();
    let mut ways = Ways::default();
    let ends: Vec<_> = keys
        .iter()
        .zip(&items)
        .map(|(key, item)| (ways.add(key.as_ref()), item.as_ref().map(|item| ways.add(item))))
        .collect();
    for release in Release::all() {
        ways.go_in(release);
        let leads_to = |(own, item): &(usize, Option<usize>)| {
            ways.leads_to(*own) || item.is_some_and(|item| ways.leads_to(item))
        };
        let accepted: Vec<bool> = ends.iter().map(leads_to).collect();
        tell(release, &accepted);
    }
}

/// The ways to keys in release after release, each step that keys share taken once. Neighbours share
/// most of their nodes: what lies below a step that takes what it took before is as it was.
struct Ways<'k> {
    /// The root, and each step after the one before it.
    steps: Vec<Step<'k>>,
}

struct Step<'k> {
    name: Name<'k>,
    /// The steps after it, by their names.
    next: BTreeMap<&'k str, usize>,
    /// What the last release takes there.
    nodes: Vec<Node>,
}

impl Default for Ways<'_> {
    fn default() -> Self {
        Self { steps: vec![Step::to("")] }
    }
}

impl<'k> Step<'k> {
    fn to(name: &'k str) -> Self {
        Self { name: Name::new(name), next: BTreeMap::new(), nodes: Vec::new() }
    }
}

impl<'k> Ways<'k> {
    /// Adds the way to a key; the answer is its last step.
    fn add(&mut self, key: &'k [impl AsRef<str>]) -> usize {
        key.iter().fold(0, |at, name| {
            let name = name.as_ref();
            let new = self.steps.len();
            let next = *self.steps[at].next.entry(name).or_insert(new);
            if next == new {
                self.steps.push(Step::to(name));
            }
            next
        })
    }

    /// Goes all of them in a release.
    fn go_in(&mut self, release: Release) {
        // An explicit stack: depth comes from the input.
        let mut open = vec![(0, vec![release.root()])];
        while let Some((at, nodes)) = open.pop() {
            if self.steps[at].nodes != nodes {
                let next = self.steps[at].next.values();
                open.extend(next.map(|&next| (next, below(&nodes, self.steps[next].name))));
                self.steps[at].nodes = nodes;
            }
        }
    }

    /// Whether the release accepts the key whose last step that is.
    fn leads_to(&self, end: usize) -> bool {
        !self.steps[end].nodes.is_empty()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> Vec<String> {
        path.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn each_key_has_its_own_history() {
        let paths = [
            "gateway.token",
            "gateway.auth.token",
            "agents.entries.x.model",
            "agents.entries.x",
            "agents.list.0.model",
            "channels.telegram.groups.*.allow",
            "channels.telegram.nothing",
            "gateway.token",
        ];
        let keys = paths.map(key);
        let alone: Vec<History> = keys.iter().map(|key| History::of(key)).collect();
        assert_eq!(History::of_each(&keys), alone);
    }

    #[test]
    fn steps_that_keys_share_are_taken_once() {
        let keys: Vec<_> =
            (0..100).map(|n| key(&format!("channels.telegram.groups.{n}"))).collect();
        let mut ways = Ways::default();
        let ends: Vec<usize> = keys.iter().chain(&keys).map(|key| ways.add(key)).collect();
        // The root, three names and the last ones.
        assert_eq!(ways.steps.len(), 1 + 3 + 100);
        assert_eq!(ends[..100], ends[100..]);
    }
}
