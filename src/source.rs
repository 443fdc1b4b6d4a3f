//! A config as it was read: its name, its text, its tree and its lines.

use crate::syntax::{self, Tree};
use crate::text::LineIndex;

/// A config as it was read. Owns everything that checking it needs.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    tree: Tree,
    lines: LineIndex,
}

impl Source {
    /// Parses `text`, which output calls `name`: a path, or what standard input stands for.
    pub fn new(name: impl Into<String>, text: String) -> Self {
        Self::from_tree(name, syntax::parse(text))
    }

    /// Takes a text that was parsed already.
    pub fn from_tree(name: impl Into<String>, tree: Tree) -> Self {
        let lines = LineIndex::new(tree.text());
        Self { name: name.into(), tree, lines }
    }

    /// What output calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text as it was read, byte order mark included.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// Its tree.
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Where its lines begin.
    pub const fn lines(&self) -> &LineIndex {
        &self.lines
    }
}
