//! Findings as they come, file by file.

use std::io::{self, Write};

use super::{Format, Options, closing, concise, full, github, json};
use crate::report::{FileReport, Tally};

/// Prints the findings of a run, file by file, so that no report need be kept.
#[derive(Debug)]
pub struct Printer {
    format: Format,
    options: Options,
    has_begun: bool,
}

impl Printer {
    /// Has printed nothing yet.
    pub const fn new(format: Format, options: Options) -> Self {
        Self { format, options, has_begun: false }
    }

    /// Prints one file; `tally` is what the run came to before it.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn print(
        &mut self,
        file: &FileReport,
        tally: &Tally,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let is_first = !self.has_begun;
        self.begin(tally, out)?;
        match self.format {
            Format::Full => full::write(file, self.options, out),
            Format::Concise => concise::write(file, self.options, out),
            Format::Json => json::write(file, is_first, self.options, out),
            Format::Github => github::write(file, self.options, out),
        }
    }

    /// Prints what the run came to.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        self.begin(tally, out)?;
        match self.format {
            Format::Full | Format::Concise => {
                out.write_all(closing(tally, self.options).as_bytes())
            }
            Format::Json => json::finish(tally, out),
            Format::Github => github::finish(tally.failures(), out),
        }
    }

    fn begin(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        if !self.has_begun && self.format == Format::Json {
            json::begin(tally, out)?;
        }
        self.has_begun = true;
        Ok(())
    }
}
