//! Workflow commands, which GitHub shows beside the lines of a pull request.

use std::io::{self, Write};

use super::Options;
use super::place::slashed;
use super::printable;
use super::words::said;
use crate::finding::Severity;
use crate::report::{Failure, FileReport, Reported, ReportedSuppressed};

/// Writes one command a finding.
pub(super) fn write(file: &FileReport, options: Options, out: &mut dyn Write) -> io::Result<()> {
    for finding in &file.findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        annotate(command, finding.region.file(&file.path), finding, &said(finding, "\n"), out)?;
    }
    let suppressed = file.suppressed.iter().filter(|_| options.show_suppressed);
    for ReportedSuppressed { finding, reason, .. } in suppressed {
        let why = reason.as_ref().map_or(String::new(), |why| format!(" ({why})"));
        let message = format!("suppressed{why}: {}", finding.message);
        annotate("notice", finding.region.file(&file.path), finding, &message, out)?;
    }
    Ok(())
}

/// Writes one command for each file that could not be judged.
pub(super) fn finish(failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
    for failure in failures {
        let path = named(&failure.path);
        writeln!(out, "::error file={path},title=clawtidy::{}", data(&failure.message))?;
    }
    Ok(())
}

fn annotate(
    command: &str,
    path: &str,
    finding: &Reported,
    message: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (start, end) = (finding.region.start.position, finding.region.end.position);
    write!(out, "::{command} file={},line={}", named(path), start.line)?;
    // GitHub takes columns only of places on one line, and counts the last one in.
    if start.line == end.line {
        let last = end.column.saturating_sub(1).max(start.column);
        write!(out, ",col={},endLine={},endColumn={last}", start.column, end.line)?;
    } else {
        write!(out, ",endLine={}", end.line)?;
    }
    let title = property(finding.rule);
    writeln!(out, ",title={title}::{}", data(message))
}

/// Text after the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The name of a file. GitHub prints the line in a log as well, where nothing in it may steer a terminal.
fn named(path: &str) -> String {
    property(&printable(&slashed(path).replace(['\r', '\n'], " ")))
}

/// Text of a property, where colons and commas count.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_escape_what_would_end_them() {
        assert_eq!(data("50%: a,b\r\nc"), "50%25: a,b%0D%0Ac");
        assert_eq!(property("C:\\a,b\n"), "C%3A\\a%2Cb%0A");
        // Seldom, and not found by GitHub then: better than a log in other colours.
        assert_eq!(named("a\n\u{1b}[31m\u{202e}b.json"), "a \u{fffd}[31m\u{fffd}b.json");
    }
}
