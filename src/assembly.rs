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
mod holes;
mod merge;
mod pieces;
mod write;

pub use carry::Lean;
pub use pieces::{Assembly, Site};

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::syntax::Tree;
use crate::text::Span;
use crate::world::{Included, Includes, directives};

use merge::Merger;
use pieces::Pieces;

/// The longest text that is put together, in bytes. Files that include each other many times over
/// come to more than any machine holds.
const LONGEST: usize = 64 << 20;
/// How many members are merged, files included and arrays joined at most, for the same reason.
const MOST: usize = 1_000_000;
/// How deep objects are merged and directives nested within one another. OpenClaw, which calls
/// itself for each level, goes some thousands deep; no config does.
const DEEPEST_MERGE: usize = 400;

/// Why a config is not put together with what it includes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch {
    /// The directive of the config that brings too much.
    pub place: Span,
    /// What of it is too much.
    pub limit: Limit,
}

/// What is put together at most. OpenClaw has no such limit: it goes on until it has no memory left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// How long the text is.
    Bytes,
    /// How many settings it has.
    Settings,
    /// How deep they lie.
    Depth,
}

impl fmt::Display for Limit {
    /// Goes on a sentence about what is included.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes => write!(f, "comes to more than {} MiB", LONGEST >> 20),
            Self::Settings => write!(f, "comes to more than {} million settings", MOST / 1_000_000),
            Self::Depth => write!(f, "is nested more than {DEEPEST_MERGE} deep"),
        }
    }
}

/// A text, and where each part of it stands.
pub type Assembled = (String, Assembly);

/// Puts a config together with what it includes. `None` if it includes nothing that can be read.
///
/// The comments around the value of an included file that set findings apart follow at the end, where
/// they stand in the way of nothing.
///
/// A directive that OpenClaw rejects stays as it is written, and so does one of which nothing is
/// known.
///
/// # Errors
/// When what comes of it is larger than any config.
pub fn assemble(tree: &Tree, includes: &Includes) -> Result<Option<Assembled>, TooMuch> {
    assemble_around(tree, includes, &BTreeSet::new())
}

/// As [`assemble`], with the directives that name one of the files `left` as they are written.
///
/// # Errors
/// As [`assemble`].
pub fn assemble_around(
    tree: &Tree,
    includes: &Includes,
    left: &BTreeSet<PathBuf>,
) -> Result<Option<Assembled>, TooMuch> {
    let is_known = !matches!(includes, Includes::Unknown) && tree.errors().is_empty();
    if !is_known || directives(tree).is_empty() {
        return Ok(None);
    }
    let mut merger = Merger::new(tree, includes, left);
    let Some(page) = merger.config() else { return Ok(None) };
    let mut pieces = Pieces::default();
    let written = write::config(&mut merger, &page, &mut pieces)
        .and_then(|()| write::margins(&mut merger, &mut pieces));
    if written.is_none() {
        return Err(merger.too_much());
    }
    let files: Vec<Arc<Included>> = merger.into_files();
    let (text, pieces, holes) = pieces.finish();
    Ok(Some((text, Assembly::new(pieces, holes, files))))
}
