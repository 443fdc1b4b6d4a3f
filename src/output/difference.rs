//! What two configs set differently, in one of several formats.

mod json;
mod sides;
mod text;
mod unified;

use std::io::{self, Write};

pub use unified::unified;

use super::Look;
use crate::report::ReportedComparison;

/// A format of `diff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DifferenceFormat {
    /// By kind, with the places in both files, for people.
    #[default]
    Full,
    /// One line a difference.
    Concise,
    /// Format 1, for programs.
    Json,
}

impl DifferenceFormat {
    /// Whether its places come with their lines.
    pub const fn wants_excerpts(self) -> bool {
        matches!(self, Self::Full)
    }
}

/// Writes `comparison` in `format`; `look` is that of the text for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_difference(
    format: DifferenceFormat,
    comparison: &ReportedComparison,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DifferenceFormat::Full => text::full(comparison, look, out),
        DifferenceFormat::Concise => text::concise(comparison, look, out),
        DifferenceFormat::Json => json::write(comparison, out),
    }
}
