//! What a run found, in one of several formats: one file a format, each with types of its own, so
//! that a change inside changes no format.

mod compat;
mod concise;
mod diff;
mod difference;
mod fit;
mod full;
mod github;
mod gitlab;
mod inert;
mod json;
mod junit;
mod key;
mod markdown;
mod markup;
mod migration;
mod picture;
mod place;
mod printable;
mod printer;
mod proposal;
#[cfg(test)]
mod samples;
mod sarif;
mod story;
mod symptom;
mod words;

pub use compat::{CompatFormat, CompatPrinter};
pub use diff::{diff, diff_from_nothing};
pub use difference::{DifferenceFormat, unified, write_difference};
pub use full::write_problem;
pub use inert::{Inert, inert};
pub use key::{KeyFormat, write_key};
pub use migration::{MigrationFormat, MigrationPrinter, migrated};
pub use printable::printable;
pub use printer::Printer;
pub use proposal::{Proposed, proposed_diff, restoring_diff, write_proposal, write_restoration};
pub use story::{StoryFormat, write_story};
pub use symptom::write_symptoms;

use crate::finding::{Safety, Severity};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
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
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Code Quality, which GitLab shows in a merge request.
    Gitlab,
    /// XML that CI systems show as test results.
    Junit,
    /// For a job's summary or a comment in a pull request.
    Markdown,
}

impl Format {
    /// Whether its places come with the lines around them.
    pub const fn wants_excerpts(self) -> bool {
        matches!(self, Self::Full)
    }

    /// Whether its fixes come with their edits.
    pub const fn wants_edits(self) -> bool {
        matches!(self, Self::Json | Self::Sarif)
    }

    /// Whether its findings come with what they are known by.
    pub const fn wants_fingerprints(self) -> bool {
        matches!(self, Self::Sarif | Self::Gitlab)
    }

    /// Whether it is for people to read as it is printed.
    pub const fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise)
    }
}

/// Where the page of a rule is to be read.
pub(crate) fn rule_page(rule: &str) -> String {
    format!("{}/blob/main/docs/rules/{rule}.md", env!("CARGO_PKG_REPOSITORY"))
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
    /// Whether names of rules are links to their pages, as the escapes of OSC 8.
    pub links: bool,
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

    /// The name of a rule, a link to its page.
    pub(crate) fn rule(self, rule: &str) -> String {
        match crate::rules::find(rule).filter(|_| self.links) {
            Some(rule) => format!("\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\", rule_page(rule.id), rule.id),
            None => rule.to_owned(),
        }
    }

    fn paint(self, style: anstyle::Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
