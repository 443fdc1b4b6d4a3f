//! The command line: arguments, and what they start.
//!
//! The process comes in as a [`Session`], so that a test can run a command in its own process
//! with any directory, environment and terminal. Findings go to `stdout`, all else to `stderr`.

mod args;
mod check;
mod compat;
mod config;
mod convert;
mod copies;
mod diff;
mod discovery;
mod each;
mod env_files;
mod explain;
mod fragments;
mod given;
mod hint;
mod ignoring;
mod interrupt;
mod judge;
mod known;
mod migrate;
mod outputs;
mod panics;
mod progress;
mod project;
mod rejected;
mod rules;
mod schema;
mod terminal;
mod writing;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser};

pub use interrupt::end_well;
pub use panics::hush_panics;
pub use terminal::Terminal;

use crate::finding::Severity;
use crate::output::{Inert, Look, printable};
use args::{Arguments, Command};

/// What a process gives a command.
pub struct Session<'p> {
    /// What relative paths are relative to.
    pub directory: &'p Path,
    /// The environment, by name.
    pub variable: &'p dyn Fn(&str) -> Option<OsString>,
    /// The clock.
    pub now: &'p (dyn Fn() -> Instant + Sync),
    /// Where `-` is read from.
    pub stdin: &'p mut dyn Read,
    /// Where findings go.
    pub stdout: &'p mut dyn Write,
    /// Where all else goes.
    pub stderr: &'p mut (dyn Write + Send),
    /// What the outputs are connected to.
    pub terminal: Terminal,
    /// Called before files are written or a line of progress is shown: from then on, whoever stops the
    /// process is to leave nothing half done. See [`end_well`].
    pub end_well: &'p dyn Fn(),
}

/// How a command ended; its number is the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing at or over the threshold.
    Clean = 0,
    /// Findings at or over the threshold, or a diff under `--diff`.
    Found = 1,
    /// Some work could not be done.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// The command line as clap knows it, to make completions and manuals of.
pub fn command() -> clap::Command {
    let mut command = Arguments::command();
    // The arguments of each command are made only when they are asked for.
    command.build();
    command
}

/// Runs the command that `arguments` (the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>, mut session: Session<'_>) -> Status {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let status = match Arguments::try_parse_from(&typed) {
        Ok(mut arguments) => match panics::caught(|| dispatch(&mut arguments, typed, &mut session))
        {
            Ok(status) => status,
            Err(bug) => session.complain(Look::PLAIN, &bug).map(|()| Status::Failed),
        },
        Err(error) => session.explain_usage(&error),
    };
    let status = status.and_then(|status| session.stdout.flush().map(|()| status));
    match status {
        Ok(status) => status,
        // Whoever read the output has seen enough: `clawtidy check | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            // When `stderr` is gone as well, there is no one left to tell.
            let _ = session.complain(Look::PLAIN, &format!("cannot write the output: {error}"));
            Status::Failed
        }
    }
}

fn dispatch(
    arguments: &mut Arguments,
    mut typed: Vec<OsString>,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let color = arguments.color;
    let command = arguments.command.get_or_insert_with(|| {
        typed.push(OsString::from("check"));
        Command::Check(Box::default())
    });
    match command {
        Command::Check(check) => {
            check.typed = typed;
            check::run(check, color, session)
        }
        Command::Migrate(migrate) => migrate::run(migrate, color, session),
        Command::Diff(diff) => diff::run(diff, color, session),
        Command::Compat(compat) => compat::run(compat, color, session),
        Command::Rejected(rejected) => rejected::run(rejected, color, session),
        Command::Explain(explain) => explain::run(explain, color, session),
        Command::Rules(rules) => rules::run(rules, color, session),
        Command::Schema(schema) => schema::run(schema, color, session),
        Command::Config(config) => config::run(config, color, session),
    }
}

impl Session<'_> {
    /// Says on `stderr` what went wrong.
    fn complain(&mut self, look: Look, message: &str) -> io::Result<()> {
        let label = look.severity(Severity::Error, "error");
        self.say(&label, message)
    }

    /// Says on `stderr` what the outcome must be read with.
    fn warn(&mut self, look: Look, message: &str) -> io::Result<()> {
        let label = look.severity(Severity::Warning, "warning");
        self.say(&label, message)
    }

    /// Says on `stderr` what was done.
    fn note(&mut self, look: Look, message: &str) -> io::Result<()> {
        let label = look.severity(Severity::Info, "note");
        self.say(&label, message)
    }

    fn say(&mut self, label: &str, message: &str) -> io::Result<()> {
        let is_log = self.is_log();
        writeln!(Inert::new(self.stderr, is_log), "{label}: {}", printable(message))
    }

    /// Prints help, the version, or what is wrong with the arguments.
    fn explain_usage(&mut self, error: &clap::Error) -> io::Result<Status> {
        let (to_stderr, text) = (error.use_stderr(), error.render());
        let tip = self.meant_a_config(error);
        // The arguments were not understood, so neither was `--color`.
        let look = self.look(args::Color::Auto, to_stderr);
        let text = match text.to_string() {
            // What was typed may be the name of a file, which someone else chose.
            plain if plain.split('\n').any(|line| printable(line) != line) => {
                plain.split('\n').map(printable).collect::<Vec<_>>().join("\n")
            }
            _ if look.colour => text.ansi().to_string(),
            plain => plain,
        };
        if to_stderr {
            let is_log = self.is_log();
            Inert::new(self.stderr, is_log).write_all(text.as_bytes())?;
            self.stderr.write_all(tip.unwrap_or_default().as_bytes())?;
            return Ok(Status::Failed);
        }
        self.stdout.write_all(text.as_bytes())?;
        Ok(Status::Clean)
    }

    /// What to type, where a file stands in the place of a command.
    fn meant_a_config(&self, error: &clap::Error) -> Option<String> {
        let of = |kind| match error.get(kind) {
            Some(ContextValue::String(text)) => Some(text),
            _ => None,
        };
        let name = of(ContextKind::InvalidSubcommand)?;
        let is_there = self.directory.join(name).exists();
        is_there.then(|| format!("\nTo check a config: clawtidy check {}\n", hint::quoted(name)))
    }
}
