//! Findings as they come, file by file.

use std::io::{self, Write};

use super::gitlab::Issues;
use super::markdown::Page;
use super::sarif::Log;
use super::{Format, Options, closing, concise, full, github, json, junit};
use crate::report::{FileReport, Tally};

/// Prints the findings of a run in one format, file by file, so that no report need be kept.
#[derive(Debug)]
pub struct Printer {
    state: State,
    options: Options,
    has_begun: bool,
}

/// A format, and what it has to know of what was printed before.
#[derive(Debug)]
enum State {
    Full,
    Concise,
    Json,
    Github,
    Sarif(Log),
    Gitlab(Issues),
    Junit,
    Markdown(Page),
}

impl Printer {
    /// Has printed nothing yet.
    pub fn new(format: Format, options: Options) -> Self {
        let state = match format {
            Format::Full => State::Full,
            Format::Concise => State::Concise,
            Format::Json => State::Json,
            Format::Github => State::Github,
            Format::Sarif => State::Sarif(Log::default()),
            Format::Gitlab => State::Gitlab(Issues::default()),
            Format::Junit => State::Junit,
            Format::Markdown => State::Markdown(Page::default()),
        };
        Self { state, options, has_begun: false }
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
        let options = self.options;
        match &mut self.state {
            State::Full => full::write(file, options, out),
            State::Concise => concise::write(file, options, out),
            State::Json => json::write(file, is_first, options, out),
            State::Github => github::write(file, options, out),
            State::Sarif(log) => log.write(file, options, out),
            State::Gitlab(issues) => issues.write(file, options, out),
            State::Junit => junit::write(file, options, out),
            State::Markdown(page) => {
                page.add(file, options);
                Ok(())
            }
        }
    }

    /// Prints what the run came to.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        self.begin(tally, out)?;
        match self.state {
            State::Full | State::Concise => out.write_all(closing(tally, self.options).as_bytes()),
            State::Json => json::finish(tally, out),
            State::Github => github::finish(tally.failures(), out),
            State::Sarif(log) => log.finish(tally, out),
            State::Gitlab(issues) => issues.finish(tally.failures(), out),
            State::Junit => junit::finish(tally.failures(), out),
            State::Markdown(page) => page.finish(tally, self.options, out),
        }
    }

    fn begin(&mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        if self.has_begun {
            return Ok(());
        }
        self.has_begun = true;
        match self.state {
            State::Json => json::begin(tally, out),
            State::Sarif(_) => Log::begin(out),
            State::Gitlab(_) => Issues::begin(out),
            State::Junit => junit::begin(out),
            State::Full | State::Concise | State::Github | State::Markdown(_) => Ok(()),
        }
    }
}
