//! A config as it was read: its name, its text, its tree and its lines; and, of one that includes
//! others, the files that its text is put together of.

mod files;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use crate::assembly::{Site, TooMuch};
use crate::finding::Edit;
use crate::syntax::{self, Tree};
use crate::text::{LineIndex, Span};

use files::Files;

/// A config as it was read. Owns everything that checking it needs.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    tree: Arc<Tree>,
    lines: OnceLock<LineIndex>,
    files: Option<Arc<Files>>,
    too_much: Option<TooMuch>,
}

/// A file after fixes.
#[derive(Debug)]
pub struct Rewritten<'s> {
    /// As it was read.
    pub before: &'s Source,
    /// As it is now.
    pub after: &'s Source,
    /// Where it lies; `None` for the config itself.
    pub path: Option<PathBuf>,
    /// The edits between the two, in passes.
    pub passes: &'s [Vec<Edit>],
}

impl Source {
    /// Parses `text`, which output calls `name`: a path, or what standard input stands for.
    pub fn new(name: impl Into<String>, text: String) -> Self {
        Self::from_tree(name, syntax::parse(text))
    }

    /// Takes a text that was parsed already.
    pub fn from_tree(name: impl Into<String>, tree: Tree) -> Self {
        Self::of(name.into(), Arc::new(tree))
    }

    fn of(name: String, tree: Arc<Tree>) -> Self {
        Self { name, tree, lines: OnceLock::new(), files: None, too_much: None }
    }

    /// What output calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text as it was read, byte order mark included; of a config that includes others, that of
    /// all of them put together.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// Its tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Where its lines begin.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.tree.text()))
    }

    /// The files that its text is put together of, each as it is written: the config, then what it
    /// includes. Of one that includes nothing, itself.
    pub fn files(&self) -> &[Source] {
        self.files.as_ref().map_or(std::slice::from_ref(self), |files| files.sources())
    }

    /// The config's own text as it is written.
    pub fn written(&self) -> &Source {
        self.files().first().unwrap_or(self)
    }

    /// The config's own tree, where its text is put together of several files.
    pub fn own_tree(&self) -> Option<Arc<Tree>> {
        self.is_assembled().then(|| Arc::clone(&self.written().tree))
    }

    /// Why it is not put together with what it includes, and where, in one sentence without a full stop;
    /// `None` where it is, or includes nothing.
    pub fn too_much(&self) -> Option<String> {
        let TooMuch { place, limit } = self.too_much?;
        let at = self.lines().position(place.start, self.text());
        Some(format!(
            "line {}, column {}: what this includes {limit}; clawtidy puts no more than that \
             together, while OpenClaw goes on until it has no memory left; include less here",
            at.line, at.column
        ))
    }

    /// Whether its text is put together of several files.
    pub fn is_assembled(&self) -> bool {
        self.files.is_some()
    }

    /// Where `span` of its text stands in [`Source::files`].
    pub fn locate(&self, span: Span) -> Site {
        match &self.files {
            Some(files) => files.assembly().locate(span),
            None => Site { file: 0, span },
        }
    }

    /// All that `span` of its text covers in [`Source::files`].
    pub fn locate_all(&self, span: Span) -> Vec<Site> {
        match &self.files {
            Some(files) => files.assembly().locate_all(span).collect(),
            None => vec![Site { file: 0, span }],
        }
    }

    /// Where the files lie that it includes.
    pub fn included(&self) -> Vec<PathBuf> {
        self.files.as_ref().map_or_else(Vec::new, |files| files.paths())
    }
}
