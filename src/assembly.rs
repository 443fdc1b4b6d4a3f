//! A config and the files that it includes as one text, and back.
//!
//! [`assemble`] puts them together as OpenClaw 2026.9.6 merges them: what a file brings comes
//! first, what stands beside its `$include` wins, arrays follow each other. The text that comes of
//! it holds every setting that counts as its author wrote it, comments included; what another file
//! takes the place of stays out. So whoever looks at a config need not know of files.
//!
//! The text is made of pieces: ranges of files and, between them, the commas and line ends that no
//! file has. The [`Assembly`] says where a place of the text stands, and carries edits of the text
//! back to the files ([`Assembly::carry`]).

mod carry;
mod merge;
mod pieces;
mod write;

pub use carry::Lean;
pub use pieces::{Assembly, Site};

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::syntax::Tree;
use crate::world::{Included, Includes, directives};

use merge::Merger;
use pieces::Pieces;

/// The longest text that is put together, in bytes. Files that include each other many times over
/// come to more than any machine holds.
const LONGEST: usize = 64 << 20;
/// How many members and items are merged at most, for the same reason.
const MOST: usize = 4_000_000;
/// How deep objects are merged and directives nested within one another. OpenClaw, which calls
/// itself for each level, goes some thousands deep; no config does.
const DEEPEST_MERGE: usize = 400;

/// Puts a config together with what it includes: the text and where each part of it stands. `None`
/// if it includes nothing that can be read, or what comes of it is larger than any config.
///
/// The comments around the value of an included file that set findings apart follow at the end, where
/// they stand in the way of nothing.
///
/// A directive that OpenClaw rejects stays as it is written, and so does one of which nothing is
/// known.
pub fn assemble(tree: &Tree, includes: &Includes) -> Option<(String, Assembly)> {
    assemble_around(tree, includes, &BTreeSet::new())
}

/// As [`assemble`], with the directives that name one of the files `left` as they are written.
pub fn assemble_around(
    tree: &Tree,
    includes: &Includes,
    left: &BTreeSet<PathBuf>,
) -> Option<(String, Assembly)> {
    let is_known = !matches!(includes, Includes::Unknown) && tree.errors().is_empty();
    if !is_known || directives(tree).is_empty() {
        return None;
    }
    let mut merger = Merger::new(tree, includes, left);
    let config = merger.config()?;
    let mut pieces = Pieces::default();
    write::config(&mut merger, config, &mut pieces)?;
    write::margins(&mut merger, &mut pieces)?;
    let files: Vec<Arc<Included>> = merger.into_files();
    let (text, pieces) = pieces.finish();
    Some((text, Assembly::new(pieces, files)))
}
