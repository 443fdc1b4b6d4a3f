//! What a run found, in one of several formats: one file a format, each with types of its own, so
//! that a change inside changes no format.

mod compat;
mod concise;
mod diff;
mod difference;
mod full;
mod github;
mod json;
mod key;
mod migration;
mod printable;
mod printer;
mod proposal;
#[cfg(test)]
mod samples;
mod story;
mod words;

pub use compat::{CompatFormat, CompatPrinter};
pub use diff::{diff, diff_from_nothing};
pub use difference::{DifferenceFormat, unified, write_difference};
pub use full::write_problem;
pub use key::{KeyFormat, write_key};
pub use migration::{MigrationFormat, MigrationPrinter, migrated};
pub use printable::printable;
pub use printer::Printer;
pub use proposal::{Proposed, proposed_diff, restoring_diff, write_proposal, write_restoration};
pub use story::{StoryFormat, write_story};

use crate::finding::{Safety, Severity};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Code frames, for people.
    #[default]
    Full,
    /// One line a finding.
    Concise,
    /// Format 1, for programs.
    Json,
    /// Workflow commands, which GitHub shows beside the lines of a pull request.
    Github,
}

impl Format {
    /// Whether its places come with the lines around them.
    pub const fn wants_excerpts(self) -> bool {
        matches!(self, Self::Full)
    }
}

/// How text for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Whether it has colours, as ANSI escapes.
    pub colour: bool,
    /// Whether frames are drawn with line-drawing characters instead of ASCII.
    pub unicode: bool,
    /// Columns to keep to.
    pub width: usize,
}

/// What text for people leaves out, and what it offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Colours, characters and width.
    pub look: Look,
    /// Whether the closing lines are left out.
    pub quiet: bool,
    /// Whether what is set apart is listed as well.
    pub show_suppressed: bool,
    /// Which fixes `--fix` would apply as the command line stands.
    pub allowed: Safety,
}

pub(crate) use words::counted;
pub use words::{closing, statistics, would_fix};

impl Look {
    /// `text` in the colour of `severity`, bold.
    pub(crate) fn severity(self, severity: Severity, text: &str) -> String {
        use anstyle::AnsiColor::{Cyan, Red, Yellow};
        let colour = match severity {
            Severity::Error => Red,
            Severity::Warning => Yellow,
            Severity::Info => Cyan,
        };
        self.paint(colour.on_default().bold(), text)
    }

    /// `text` in bold.
    pub(crate) fn bold(self, text: &str) -> String {
        self.paint(anstyle::Style::new().bold(), text)
    }

    /// `text` in the colour of help.
    pub(crate) fn help(self, text: &str) -> String {
        self.paint(anstyle::AnsiColor::Cyan.on_default(), text)
    }

    /// `text` in the colour of what is done.
    pub(crate) fn good(self, text: &str) -> String {
        self.paint(anstyle::AnsiColor::Green.on_default(), text)
    }

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
