//! Format 1 of `diff`, for programs. Frozen: names and meanings stay; fields may be added. The types
//! here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use crate::report::{ComparedFile, Point, ReportedComparison, ReportedDifference, ReportedSide};
use crate::syntax::Segment;

/// Writes the comparison as one object and a line end.
pub(super) fn write(comparison: &ReportedComparison, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document::new(comparison))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    tool: &'static str,
    a: File<'r>,
    b: File<'r>,
    /// By kind, then in order of place.
    differences: Vec<Difference<'r>>,
    comments: Comments,
    errors: Vec<Error<'r>>,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    target: &'static str,
    accepted: bool,
}

#[derive(Serialize)]
struct Difference<'r> {
    /// `removed`, `added`, `changed`, `moved`, `moved-and-changed` or `reordered`.
    what: &'static str,
    /// `null` exactly when it was added.
    a: Option<Side<'r>>,
    /// `null` exactly when it was removed.
    b: Option<Side<'r>>,
    /// Of a list in another order, why that matters.
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct Side<'r> {
    key: &'r [Segment],
    /// As it is written, on one line and masked.
    value: &'r str,
    /// The config, or one of those that it includes.
    file: &'r str,
    /// From the name of the setting to the end of its value.
    start: Place,
    end: Place,
    /// Whether the target accepts it there.
    accepted: bool,
    /// Why it does not.
    reason: Option<&'r str>,
}

/// Line and column are 1-based, columns in characters; the offset is in bytes.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

/// How many comments only one of the configs has.
#[derive(Serialize)]
struct Comments {
    removed: usize,
    added: usize,
}

/// What could not be read, or not wholly.
#[derive(Serialize)]
struct Error<'r> {
    path: &'r str,
    message: &'r str,
}

impl<'r> Document<'r> {
    fn new(comparison: &'r ReportedComparison) -> Self {
        let paths = (comparison.a.path.as_str(), comparison.b.path.as_str());
        let differences = comparison.differences.iter().map(|it| Difference::new(it, paths));
        let errors = comparison.failures.iter();
        let errors = errors.map(|it| Error { path: &it.path, message: &it.message });
        Self {
            format: 1,
            tool: concat!("clawtidy ", env!("CARGO_PKG_VERSION")),
            a: File::new(&comparison.a),
            b: File::new(&comparison.b),
            differences: differences.collect(),
            comments: Comments {
                removed: comparison.comments_removed,
                added: comparison.comments_added,
            },
            errors: errors.collect(),
        }
    }
}

impl<'r> File<'r> {
    fn new(file: &'r ComparedFile) -> Self {
        Self { path: &file.path, target: file.target.name(), accepted: file.accepted }
    }
}

impl<'r> Difference<'r> {
    fn new(difference: &'r ReportedDifference, (a, b): (&'r str, &'r str)) -> Self {
        Self {
            what: difference.kind.name(),
            a: difference.a.as_ref().map(|side| Side::new(side, a)),
            b: difference.b.as_ref().map(|side| Side::new(side, b)),
            why: difference.why,
        }
    }
}

impl<'r> Side<'r> {
    fn new(side: &'r ReportedSide, path: &'r str) -> Self {
        let place = |point: Point| Place {
            line: point.position.line,
            column: point.position.column,
            offset: point.offset,
        };
        Self {
            key: side.key.segments(),
            value: &side.value,
            file: side.region.file(path),
            start: place(side.region.start),
            end: place(side.region.end),
            accepted: side.rejected.is_none(),
            reason: side.rejected.as_deref(),
        }
    }
}
