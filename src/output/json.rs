//! Format 1, for programs. Frozen: names and meanings stay; fields may be added. The types here
//! are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use super::Options;
use crate::report::{
    self, FileReport, Point, Region, Reported, ReportedFix, ReportedPlace, Role, SuppressedBy,
    Tally,
};
use crate::syntax::Segment;

/// Writes what stands before the first file.
pub(super) fn begin(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let tool = concat!("clawtidy ", env!("CARGO_PKG_VERSION"));
    write!(out, "{{\"format\":1,\"tool\":\"{tool}\",")?;
    // Where the files decide, it is not known before them.
    if let Some(release) = tally.settled_release() {
        write!(out, "\"target\":\"{release}\",")?;
    }
    out.write_all(b"\"files\":[")
}

/// Writes one file, which others may have come before.
pub(super) fn write(
    file: &FileReport,
    is_first: bool,
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !is_first {
        out.write_all(b",")?;
    }
    Ok(serde_json::to_writer(out, &File::new(file, options))?)
}

/// Writes what stands after the last file, and a line end.
pub(super) fn finish(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"],")?;
    if tally.settled_release().is_none() {
        match tally.release() {
            Some(release) => write!(out, "\"target\":\"{release}\",")?,
            None => out.write_all(b"\"target\":\"auto\",")?,
        }
    }
    let failures = tally.failures().iter();
    let errors = failures.map(|it| Error { path: &it.path, message: &it.message }).collect();
    let end = End { errors, summary: Summary::new(tally.summary()) };
    // Its opening brace has been written.
    let end = serde_json::to_string(&end)?;
    writeln!(out, "{}", end.trim_start_matches('{'))
}

/// The last members of the document.
#[derive(Serialize)]
struct End<'r> {
    errors: Vec<Error<'r>>,
    summary: Summary,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    /// The release it was judged against.
    target: &'static str,
    /// Null for a file that is only included: OpenClaw accepts or rejects what includes it.
    accepted: Option<bool>,
    /// There for such a file.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    fragment: bool,
    findings: Vec<Finding<'r>>,
    fixed: Vec<Change<'r>>,
    /// Only with `--show-suppressed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<Vec<Suppressed<'r>>>,
}

/// A fix that was applied; `findings` are what is left.
#[derive(Serialize)]
struct Change<'r> {
    rule: &'r str,
    title: &'r str,
}

#[derive(Serialize)]
struct Finding<'r> {
    rule: &'r str,
    severity: &'r str,
    effect: &'r str,
    audit: Option<&'r str>,
    message: &'r str,
    help: Option<&'r str>,
    key: &'r [Segment],
    file: &'r str,
    start: Place,
    end: Place,
    related: Vec<Related<'r>>,
    fix: Option<Fix<'r>>,
}

/// A finding that is set apart.
#[derive(Serialize)]
struct Suppressed<'r> {
    #[serde(flatten)]
    finding: Finding<'r>,
    /// What sets it apart: `config` or `baseline`.
    by: &'static str,
    /// The reason that the config gives.
    reason: Option<&'r str>,
}

/// Line and column are 1-based, columns in characters; the offset is in bytes.
#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Related<'r> {
    message: &'r str,
    file: &'r str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Fix<'r> {
    title: &'r str,
    safety: &'r str,
    edits: Vec<Edit<'r>>,
}

/// Start and end are offsets in bytes.
#[derive(Serialize)]
struct Edit<'r> {
    file: &'r str,
    start: u32,
    end: u32,
    text: &'r str,
    /// There when `text` holds a masked secret, so that it must not be applied as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    masked: bool,
}

/// A file that could not be judged.
#[derive(Serialize)]
struct Error<'r> {
    path: &'r str,
    message: &'r str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Findings with a safe fix.
    fixable: usize,
    /// Fixes that were applied.
    fixed: usize,
    /// Findings that the config sets apart and that count nowhere else.
    suppressed: usize,
    /// Findings that the baseline lists and that count nowhere else.
    known: usize,
}

impl Summary {
    const fn new(summary: report::Summary) -> Self {
        Self {
            files: summary.files,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            fixable: summary.fixable,
            fixed: summary.fixed,
            suppressed: summary.suppressed,
            known: summary.known,
        }
    }
}

impl<'r> File<'r> {
    fn new(file: &'r FileReport, options: Options) -> Self {
        let path = file.path.as_str();
        let findings = file.findings.iter().map(|finding| Finding::new(finding, path)).collect();
        let fixed = file.fixed.iter();
        let fixed = fixed.map(|change| Change { rule: change.rule, title: &change.title });
        let suppressed = file.suppressed.iter().map(|it| Suppressed {
            finding: Finding::new(&it.finding, path),
            by: match it.by {
                SuppressedBy::Config(_) => "config",
                SuppressedBy::Baseline => "baseline",
            },
            reason: it.reason.as_deref(),
        });
        Self {
            path,
            target: file.target.name(),
            accepted: file.role.has_verdict().then_some(file.accepted),
            fragment: file.role == Role::Fragment,
            findings,
            fixed: fixed.collect(),
            suppressed: options.show_suppressed.then(|| suppressed.collect()),
        }
    }
}

impl<'r> Finding<'r> {
    fn new(finding: &'r Reported, file: &'r str) -> Self {
        let (start, end) = places(&finding.region);
        Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            effect: finding.effect.name(),
            audit: finding.audit.as_deref(),
            message: &finding.message,
            help: finding.help.as_deref(),
            key: finding.key.segments(),
            file: finding.region.file(file),
            start,
            end,
            related: finding.related.iter().map(|place| Related::new(place, file)).collect(),
            fix: finding.fix.as_ref().map(|fix| Fix::new(fix, file)),
        }
    }
}

impl<'r> Related<'r> {
    fn new(place: &'r ReportedPlace, file: &'r str) -> Self {
        let (start, end) = places(&place.region);
        Self { message: &place.message, file: place.region.file(file), start, end }
    }
}

impl<'r> Fix<'r> {
    fn new(fix: &'r ReportedFix, file: &'r str) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit {
            file: edit.region.file(file),
            start: edit.region.start.offset,
            end: edit.region.end.offset,
            text: &edit.text,
            masked: edit.masked,
        });
        Self { title: &fix.title, safety: fix.safety.name(), edits: edits.collect() }
    }
}

fn places(region: &Region) -> (Place, Place) {
    let place = |point: Point| Place {
        line: point.position.line,
        column: point.position.column,
        offset: point.offset,
    };
    (place(region.start), place(region.end))
}
