//! What is known of a key, in one of two formats.

mod json;
mod text;

use std::io::{self, Write};

use super::Look;
use crate::schema::Description;

/// A format of `explain` for keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeyFormat {
    /// For people.
    #[default]
    Text,
    /// Format 1, for programs.
    Json,
}

/// Writes what is known of a key in `format`; `look` is that of the text for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_key(
    format: KeyFormat,
    description: &Description,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        KeyFormat::Text => text::write(description, look, out),
        KeyFormat::Json => json::write(description, out),
    }
}
