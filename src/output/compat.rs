//! Which releases accept files, in one of two formats.

mod json;
mod text;

use std::io::{self, Write};

use super::Look;
use crate::report::CompatRun;

/// A format of `compat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompatFormat {
    /// One line for neighbouring releases with the same answer, for people.
    #[default]
    Text,
    /// Format 1, for programs.
    Json,
}

/// Writes `run` in `format`; `look` is that of the text for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_compat(
    format: CompatFormat,
    run: &CompatRun,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        CompatFormat::Text => text::write(run, look, out),
        CompatFormat::Json => json::write(run, out),
    }
}
