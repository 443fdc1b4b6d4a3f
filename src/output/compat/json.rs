//! Format 1 of `compat`, for programs. Frozen: names and meanings stay; fields may be added. The
//! types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::{Failure, FileCompat, Point, ReleaseRange, Reported};
use crate::syntax::Segment;

/// Writes one file, which others may have come before.
pub(super) fn write(file: &FileCompat, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_first {
        begin(out)?;
    } else {
        out.write_all(b",")?;
    }
    Ok(serde_json::to_writer(out, &File::new(file))?)
}

/// Writes what stands after the last file, and a line end; `is_empty` says that there was none.
pub(super) fn finish(failures: &[Failure], is_empty: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_empty {
        begin(out)?;
    }
    let errors = failures.iter().map(|it| Error { path: &it.path, message: &it.message });
    let errors = serde_json::to_string(&errors.collect::<Vec<_>>())?;
    writeln!(out, "],\"errors\":{errors}}}")
}

/// Writes what stands before the first file.
fn begin(out: &mut dyn Write) -> io::Result<()> {
    let tool = concat!("clawtidy ", env!("CARGO_PKG_VERSION"));
    write!(out, "{{\"format\":1,\"tool\":\"{tool}\",\"files\":[")
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    /// The release that the exit code is about.
    target: &'static str,
    /// Whether it accepts the file.
    accepted: bool,
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
    key: &'r [Segment],
    /// The config, or one of those that it includes.
    file: &'r str,
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

impl<'r> File<'r> {
    fn new(file: &'r FileCompat) -> Self {
        let range = |range| Range::new(range, &file.path);
        Self {
            path: &file.path,
            target: file.target.name(),
            accepted: file.accepted(),
            ranges: file.ranges.iter().map(range).collect(),
        }
    }
}

impl<'r> Range<'r> {
    fn new(range: &'r ReleaseRange, path: &'r str) -> Self {
        Self {
            from: range.first.name(),
            to: range.last.name(),
            accepted: range.reason.is_none(),
            reason: range.reason.as_ref().map(|reason| Reason::new(reason, path)),
        }
    }
}

impl<'r> Reason<'r> {
    fn new(reason: &'r Reported, path: &'r str) -> Self {
        let place = |point: Point| Place {
            line: point.position.line,
            column: point.position.column,
            offset: point.offset,
        };
        Self {
            rule: reason.rule,
            message: &reason.message,
            key: reason.key.segments(),
            file: reason.region.file(path),
            start: place(reason.region.start),
            end: place(reason.region.end),
        }
    }
}
