//! Which releases accept files, in one of two formats.

mod json;
mod text;

use std::io::{self, Write};

use super::Look;
use crate::report::{Failure, FileCompat};

/// A format of `compat`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompatFormat {
    /// One line for neighbouring releases with the same answer, for people.
    #[default]
    Text,
    /// Format 1, for programs.
    Json,
}

/// Prints what the releases say of files, one by one, so that no answer need be kept.
#[derive(Debug)]
pub struct CompatPrinter {
    format: CompatFormat,
    look: Look,
    /// Whether there is but one file, which needs no heading.
    is_one: bool,
    has_begun: bool,
}

impl CompatPrinter {
    /// Has printed nothing yet; `look` is that of the text for people.
    pub const fn new(format: CompatFormat, look: Look, is_one: bool) -> Self {
        Self { format, look, is_one, has_begun: false }
    }

    /// Prints one file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn print(&mut self, file: &FileCompat, out: &mut dyn Write) -> io::Result<()> {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        match self.format {
            CompatFormat::Text => {
                if !is_first {
                    writeln!(out)?;
                }
                text::write(file, self.is_one, self.look, out)
            }
            CompatFormat::Json => json::write(file, is_first, out),
        }
    }

    /// Prints what comes after the last file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(self, failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            CompatFormat::Text => Ok(()),
            CompatFormat::Json => json::finish(failures, !self.has_begun, out),
        }
    }
}
