//! What a project settles once for all runs: `clawtidy.toml`.
//!
//! [`KEYS`] is the one list of what may stand in it. The reader, the printed JSON Schema, the table in
//! the documentation and `clawtidy config` all go by that list, so none of them knows a key that the
//! others do not.

mod globs;
mod json_schema;
mod keys;
mod layer;
mod read;

pub use globs::{Globs, below};
pub use json_schema::json_schema;
pub use keys::{FILES, KEYS, Key, OVERRIDES, Takes};
pub use layer::{Layer, Origin, Value, Word};
pub use read::read;

use crate::text::Span;

/// The name of the file.
pub const FILE: &str = "clawtidy.toml";

/// What a file of settings says.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// For every config.
    pub layer: Layer,
    /// For some configs, the later over the earlier.
    pub overrides: Vec<Override>,
}

/// What a file of settings says for some configs.
#[derive(Debug, Clone)]
pub struct Override {
    /// The line where it begins, 1-based.
    pub line: u32,
    /// For which, relative to the file of settings.
    pub files: Globs,
    /// What is different for them.
    pub layer: Layer,
}

/// What is wrong with a file of settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
