//! What became of configs, in one of two formats.

mod json;
mod text;

use std::io::{self, Write};

use super::Look;
use crate::artefacts::Told;

/// A format of `rejected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StoryFormat {
    /// In the order of time, for people.
    #[default]
    Text,
    /// Format 1, for programs.
    Json,
}

/// Writes what a run tells in `format`; `look` is that of the text for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_story(
    format: StoryFormat,
    told: &Told,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        StoryFormat::Text => text::write(told, look, out),
        StoryFormat::Json => json::write(told, out),
    }
}
