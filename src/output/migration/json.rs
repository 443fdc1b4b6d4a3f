//! For programs. The types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use super::left;
use crate::finding::Step;
use crate::report::{Failure, FileReport, Reported, ReportedChange, Role};
use crate::syntax::Segment;

/// Writes what stands before the first file.
pub(super) fn begin(written: bool, out: &mut dyn Write) -> io::Result<()> {
    let tool = concat!("clawtidy ", env!("CARGO_PKG_VERSION"));
    // `written` says whether the files were.
    write!(out, "{{\"format\":1,\"tool\":\"{tool}\",\"written\":{written},\"files\":[")
}

/// Writes one file, which others may have come before.
pub(super) fn write(file: &FileReport, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    if !is_first {
        out.write_all(b",")?;
    }
    Ok(serde_json::to_writer(out, &File::new(file))?)
}

/// Writes what stands after the last file, and a line end.
pub(super) fn finish(failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
    let errors = failures.iter().map(|it| Error { path: &it.path, message: &it.message });
    let errors = serde_json::to_string(&errors.collect::<Vec<_>>())?;
    writeln!(out, "],\"errors\":{errors}}}")
}

#[derive(Serialize)]
struct Error<'r> {
    path: &'r str,
    message: &'r str,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    /// The file in YAML that it was converted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'r str>,
    /// The release it was carried to.
    to: &'static str,
    /// Whether that accepts the result; null for a file that is only included.
    accepted: Option<bool>,
    /// There for such a file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fragment: bool,
    changes: Vec<Change<'r>>,
    left: Vec<Left<'r>>,
}

#[derive(Serialize)]
struct Change<'r> {
    rule: &'r str,
    title: &'r str,
    why: &'r str,
    safety: &'r str,
    key: &'r [Segment],
    steps: Vec<Done<'r>>,
}

/// What became of one setting. Keys are those of the text before the change.
#[derive(Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
enum Done<'r> {
    Moved { from: &'r [Segment], to: &'r [Segment] },
    Set { key: &'r [Segment] },
    CommentedOut { key: &'r [Segment] },
    Removed { key: &'r [Segment], value: &'r str },
}

/// What someone has to decide.
#[derive(Serialize)]
struct Left<'r> {
    rule: &'r str,
    severity: &'r str,
    effect: &'r str,
    key: &'r [Segment],
    message: &'r str,
    help: Option<&'r str>,
    /// What an unsafe fix would do.
    fix: Option<&'r str>,
}

impl<'r> File<'r> {
    fn new(file: &'r FileReport) -> Self {
        Self {
            path: &file.path,
            from: file.from.as_deref(),
            to: file.target.name(),
            accepted: file.role.has_verdict().then_some(file.accepted),
            fragment: file.role == Role::Fragment,
            changes: file.fixed.iter().map(Change::new).collect(),
            left: left(file).map(Left::new).collect(),
        }
    }
}

impl<'r> Change<'r> {
    fn new(change: &'r ReportedChange) -> Self {
        let done = |step: &'r Step| match step {
            Step::Moved { from, to } => Done::Moved { from: from.segments(), to: to.segments() },
            Step::Set { key } => Done::Set { key: key.segments() },
            Step::CommentedOut { key } => Done::CommentedOut { key: key.segments() },
            Step::Removed { key, text } => Done::Removed { key: key.segments(), value: text },
        };
        Self {
            rule: change.rule,
            title: &change.title,
            why: &change.message,
            safety: change.safety.name(),
            key: change.key.segments(),
            steps: change.steps.iter().map(done).collect(),
        }
    }
}

impl<'r> Left<'r> {
    fn new(finding: &'r Reported) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            effect: finding.effect.name(),
            key: finding.key.segments(),
            message: &finding.message,
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| fix.title.as_str()),
        }
    }
}
