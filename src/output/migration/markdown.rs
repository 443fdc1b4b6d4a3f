//! For people, such as in the description of a pull request.

use std::io::{self, Write};

use super::{Tally, left};
use crate::finding::{Safety, Step};
use crate::output::counted;
use crate::output::markup::{cell_code, cell_prose, code, prose};
use crate::report::{Failure, FileReport, ReportedChange, Role};

/// Writes the heading of a run over so many files.
pub(super) fn begin(files: usize, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Migration of {}", counted(files, "config"))
}

/// Writes what could not be migrated.
pub(super) fn finish(failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
    for failure in failures {
        writeln!(out, "\n## {}\n\nNot migrated: {}", code(&failure.path), prose(&failure.message))?;
    }
    Ok(())
}

/// Writes a file's story under a heading of its own.
pub(super) fn write(file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
    let verdict = if file.accepted { "accepts" } else { "still rejects" };
    writeln!(out, "\n## {}\n", code(&file.path))?;
    if let Some(from) = &file.from {
        writeln!(out, "Converted from {}, which OpenClaw never reads.", code(from))?;
    }
    if file.role == Role::Fragment {
        writeln!(out, "This is read with the config that includes it.")?;
    } else {
        writeln!(out, "OpenClaw {} {verdict} the result.", file.target)?;
    }
    if file.fixed.is_empty() {
        writeln!(out, "Nothing was to be changed.")?;
    } else {
        let tally = Tally::of(&file.fixed).words();
        writeln!(out, "{}: {tally}.\n", counted(file.fixed.len(), "change"))?;
        writeln!(out, "| what | setting | why | by |")?;
        writeln!(out, "| --- | --- | --- | --- |")?;
        for change in &file.fixed {
            rows(change, out)?;
        }
    }
    let left: Vec<_> = left(file).collect();
    if !left.is_empty() {
        writeln!(out, "\n### Left to decide\n")?;
    }
    for finding in left {
        let key = code(&finding.key.segments().join("."));
        write!(out, "- {key}: {}", prose(&finding.message))?;
        if let Some(help) = &finding.help {
            write!(out, "; {}", prose(help))?;
        }
        writeln!(out, " (`{}`)", finding.rule)?;
    }
    Ok(())
}

/// A row for each setting that a change concerns; the reason stands in the first.
fn rows(change: &ReportedChange, out: &mut dyn Write) -> io::Result<()> {
    let consent = if change.safety == Safety::Unsafe { ", unsafe" } else { "" };
    let by = format!("`{}`{consent}", change.rule);
    if change.steps.is_empty() {
        let key = cell_code(&change.key.segments().join("."));
        return writeln!(out, "| mended | {key} | {} | {by} |", cell_prose(&change.message));
    }
    for (index, step) in change.steps.iter().enumerate() {
        let (what, setting) = match step {
            Step::Moved { from, to } => (
                "moved",
                format!("{} → {}", cell_code(&from.to_string()), cell_code(&to.to_string())),
            ),
            Step::Set { key } => ("written anew", cell_code(&key.to_string())),
            Step::CommentedOut { key } => ("commented out", cell_code(&key.to_string())),
            Step::Removed { key, text } => (
                "removed",
                format!("{}, which was {}", cell_code(&key.to_string()), cell_code(text)),
            ),
        };
        let why = if index == 0 { cell_prose(&change.message) } else { String::new() };
        writeln!(out, "| {what} | {setting} | {why} | {by} |")?;
    }
    Ok(())
}
