//! Format 1 of `compat`, for programs. Frozen: names and meanings stay; fields may be added. The
//! types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::{CompatRun, FileCompat, Point, ReleaseRange, Reported};

/// Writes the whole run as one object and a line end.
pub(super) fn write(run: &CompatRun, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document::new(run))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    tool: &'static str,
    files: Vec<File<'r>>,
    errors: Vec<Error<'r>>,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    /// Oldest first; together they are all releases of the catalog.
    ranges: Vec<Range<'r>>,
}

/// Neighbouring releases with the same answer, both ends included.
#[derive(Serialize)]
struct Range<'r> {
    from: &'static str,
    to: &'static str,
    accepted: bool,
    /// The first finding by place that they reject the file for; `null` where they accept it.
    reason: Option<Reason<'r>>,
}

/// In the words for the newest release of the range.
#[derive(Serialize)]
struct Reason<'r> {
    rule: &'r str,
    message: &'r str,
    key: &'r [String],
    start: Place,
    end: Place,
}

/// Line and column are 1-based, columns in characters; the offset is in bytes.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

/// A file that could not be judged.
#[derive(Serialize)]
struct Error<'r> {
    path: &'r str,
    message: &'r str,
}

impl<'r> Document<'r> {
    fn new(run: &'r CompatRun) -> Self {
        let errors = run.failures.iter();
        let errors = errors.map(|it| Error { path: &it.path, message: &it.message });
        Self {
            format: 1,
            tool: concat!("clawtidy ", env!("CARGO_PKG_VERSION")),
            files: run.files.iter().map(File::new).collect(),
            errors: errors.collect(),
        }
    }
}

impl<'r> File<'r> {
    fn new(file: &'r FileCompat) -> Self {
        Self { path: &file.path, ranges: file.ranges.iter().map(Range::new).collect() }
    }
}

impl<'r> Range<'r> {
    fn new(range: &'r ReleaseRange) -> Self {
        Self {
            from: range.first.name(),
            to: range.last.name(),
            accepted: range.reason.is_none(),
            reason: range.reason.as_ref().map(Reason::new),
        }
    }
}

impl<'r> Reason<'r> {
    fn new(reason: &'r Reported) -> Self {
        let place = |point: Point| Place {
            line: point.position.line,
            column: point.position.column,
            offset: point.offset,
        };
        Self {
            rule: reason.rule,
            message: &reason.message,
            key: &reason.key,
            start: place(reason.region.start),
            end: place(reason.region.end),
        }
    }
}
