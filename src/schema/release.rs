//! Releases in the catalog.

use std::fmt;

use super::node::Node;
use super::tables::RELEASES;

/// A release in the catalog. An older one is less than a newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    index: u16,
}

impl Release {
    /// The newest in the catalog.
    pub const LATEST: Release = {
        #[expect(clippy::cast_possible_truncation, reason = "checked in the line before")]
        {
            assert!(!RELEASES.is_empty() && RELEASES.len() <= u16::MAX as usize);
            Release { index: RELEASES.len() as u16 - 1 }
        }
    };

    /// All of them, oldest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Release> + ExactSizeIterator {
        (0..=Self::LATEST.index).map(|index| Release { index })
    }

    /// The one after it.
    pub(super) fn next(self) -> Option<Release> {
        (self < Self::LATEST).then(|| Release { index: self.index + 1 })
    }

    /// The release of that version, such as `2026.9.6`.
    pub fn find(name: &str) -> Option<Release> {
        Self::all().find(|release| release.name() == name)
    }

    /// Its version.
    pub fn name(self) -> &'static str {
        RELEASES.get(self.index as usize).map_or("", |release| release.0.get())
    }

    /// Whether it is `version`, which need not be in the catalog, or a later release.
    pub fn is_since(self, version: &str) -> bool {
        numbers(self.name()).ge(numbers(version))
    }

    /// The npm package that holds it: `openclaw`, or `clawdbot` before 2026.1.29.
    pub fn package(self) -> &'static str {
        RELEASES.get(self.index as usize).map_or("", |release| release.1.get())
    }

    /// What it accepts as a whole config.
    pub fn root(self) -> Node {
        Node(RELEASES.get(self.index as usize).map_or(0, |release| release.2))
    }

    /// The ids of the plugins that ship with it.
    pub fn bundled(self) -> impl Iterator<Item = &'static str> {
        let entries = self.lookup(&["plugins", "entries"]);
        entries.into_iter().flat_map(Node::properties).map(|(id, _)| id)
    }

    /// Whether a plugin of exactly that id ships with it.
    pub fn bundles(self, plugin: &str) -> bool {
        let entries = self.lookup(&["plugins", "entries"]);
        entries.is_some_and(|entries| entries.property(plugin).is_some())
    }

    /// What it accepts at a key, given as names from the root down, through maps, lists (any item
    /// is named by its 0-based index, or `[]`) and unions. `None` where it accepts nothing. The
    /// first branch of a union that knows the key answers.
    pub fn lookup(self, key: &[impl AsRef<str>]) -> Option<Node> {
        key.iter().try_fold(self.root(), |node, name| node.child(name.as_ref()))
    }
}

/// The numbers of a version; what is no number counts as 0. Many rules compare versions, so that they are
/// read byte by byte.
fn numbers(version: &str) -> impl Iterator<Item = u32> {
    let digit = |byte: u8| char::from(byte).to_digit(10);
    let number = move |part: &[u8]| {
        part.iter()
            .try_fold(0_u32, |number, byte| number.checked_mul(10)?.checked_add(digit(*byte)?))
    };
    version.as_bytes().split(|byte| *byte == b'.').map(move |part| number(part).unwrap_or(0))
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
