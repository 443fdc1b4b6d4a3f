//! What a migration changed and what it left: for people and for programs.

mod json;
mod markdown;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Look, counted, printable};
use crate::finding::{Effect, Safety, Severity, Step};
use crate::report::{Failure, FileReport, Reported, ReportedChange, Role};

/// A report of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MigrationFormat {
    /// Markdown, file by file.
    Markdown,
    /// One JSON object. Frozen: names and meanings stay; fields may be added.
    Json,
}

/// Writes the report of a migration file by file, so that none need be kept.
#[derive(Debug)]
pub struct MigrationPrinter {
    format: MigrationFormat,
    has_begun: bool,
    files: usize,
    written: bool,
}

impl MigrationPrinter {
    /// Has printed nothing yet; `files` is how many configs there are, and `written` whether they are
    /// written.
    pub const fn new(format: MigrationFormat, files: usize, written: bool) -> Self {
        Self { format, has_begun: false, files, written }
    }

    /// Prints one file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn print(&mut self, file: &FileReport, out: &mut dyn Write) -> io::Result<()> {
        let is_first = !self.has_begun;
        self.begin(out)?;
        match self.format {
            MigrationFormat::Markdown => markdown::write(file, out),
            MigrationFormat::Json => json::write(file, is_first, out),
        }
    }

    /// Prints what comes after the last file.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn finish(mut self, failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        match self.format {
            MigrationFormat::Markdown => markdown::finish(failures, out),
            MigrationFormat::Json => json::finish(failures, out),
        }
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (std::mem::replace(&mut self.has_begun, true), self.format) {
            (true, _) => Ok(()),
            (false, MigrationFormat::Markdown) => markdown::begin(self.files, out),
            (false, MigrationFormat::Json) => json::begin(self.written, out),
        }
    }
}

/// What someone has to decide: what OpenClaw rejects or refuses to start with, and what only an
/// unsafe fix would mend.
fn left(file: &FileReport) -> impl Iterator<Item = &Reported> {
    file.findings.iter().map(AsRef::as_ref).filter(|finding| {
        let stops = matches!(finding.effect, Effect::Rejected | Effect::BlocksStart);
        stops || finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Unsafe)
    })
}

/// How many settings of each kind were changed.
#[derive(Debug, Default)]
struct Tally {
    moved: usize,
    set: usize,
    commented_out: usize,
    removed: usize,
}

impl Tally {
    fn of<'c>(changes: impl IntoIterator<Item = &'c ReportedChange>) -> Self {
        let mut tally = Self::default();
        for step in changes.into_iter().flat_map(|change| &change.steps) {
            *match step {
                Step::Moved { .. } => &mut tally.moved,
                Step::Set { .. } => &mut tally.set,
                Step::CommentedOut { .. } => &mut tally.commented_out,
                Step::Removed { .. } => &mut tally.removed,
            } += 1;
        }
        tally
    }

    /// "3 moved, 1 commented out".
    fn words(&self) -> String {
        let kinds = [
            (self.moved, "moved"),
            (self.set, "written anew"),
            (self.commented_out, "commented out"),
            (self.removed, "removed"),
        ];
        let some = kinds.iter().filter(|(count, _)| *count > 0);
        some.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
    }
}

/// What came of a file, and of what is left one line more; each with its line end.
pub fn migrated(file: &FileReport, written: bool, allowed: Safety, look: Look) -> String {
    let mut path = look.bold(&printable(&file.path));
    if let Some(from) = &file.from {
        path.extend([", from ", &printable(from)]);
    }
    let tally = Tally::of(&file.fixed).words();
    let done = match (file.fixed.len(), written) {
        (0, _) if file.from.is_some() => "nothing to change but the format".to_owned(),
        (0, _) => "nothing to do".to_owned(),
        (fixes, true) => counted(fixes, "change"),
        (fixes, false) => format!("{} to make", counted(fixes, "change")),
    };
    let done = if tally.is_empty() { done } else { format!("{done} ({tally})") };
    let would = if written || file.fixed.is_empty() && file.from.is_none() { "" } else { "then " };
    if file.role == Role::Fragment {
        return format!("{path}: {done}\n") + &left_lines(file, written, allowed, look);
    }
    let verdict = match (file.accepted, file.starts) {
        (true, true) => look.good(&format!("{would}OpenClaw {} accepts it", file.target)),
        (true, false) => look.severity(
            Severity::Warning,
            &format!("{would}OpenClaw {} accepts it, yet its gateway does not start", file.target),
        ),
        (false, _) => look.severity(
            Severity::Error,
            &format!("{would}OpenClaw {} still rejects it", file.target),
        ),
    };
    format!("{path}: {done}; {verdict}\n") + &left_lines(file, written, allowed, look)
}

/// What is left to decide, one line each.
fn left_lines(file: &FileReport, written: bool, allowed: Safety, look: Look) -> String {
    let mut text = String::new();
    for finding in left(file) {
        let (severity, place) = (finding.severity, finding.region.start.position);
        let label = look.severity(severity, &format!("left[{}]", finding.rule));
        let more = match &finding.fix {
            Some(fix) if fix.safety < allowed => {
                format!(" (--unsafe-fixes would {})", fix.title)
            }
            _ => String::new(),
        };
        let at = if written || file.fixed.is_empty() && file.from.is_none() {
            let path = printable(finding.region.file(&file.path));
            format!("{path}:{}:{}", place.line, place.column)
        } else {
            finding.key.segments().join(".")
        };
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "  {at}: {label} {}{more}", printable(&finding.message));
    }
    text
}
