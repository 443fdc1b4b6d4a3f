//! GitLab's Code Quality report: one JSON array, which a merge request shows beside its lines.

use std::collections::BTreeMap;
use std::hash::Hasher;
use std::io::{self, Write};

use fnv::FnvHasher;
use serde::Serialize;

use super::Options;
use super::place::slashed;
use super::words::{one_line, said};
use crate::finding::{Effect, Severity};
use crate::report::{Failure, FileReport, Point, Reported, ReportedSuppressed};

/// The issues so far.
#[derive(Debug, Default)]
pub(super) struct Issues {
    /// How often each was there before; GitLab shows one issue for each fingerprint.
    seen: BTreeMap<u64, usize>,
    has_issues: bool,
}

impl Issues {
    /// Writes what stands before the first issue.
    pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    /// Writes the findings of one file.
    pub(super) fn write(
        &mut self,
        file: &FileReport,
        options: Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for finding in &file.findings {
            let severity = match (finding.severity, finding.effect) {
                (Severity::Error, Effect::Rejected | Effect::BlocksStart) => "blocker",
                (Severity::Error, _) => "critical",
                (Severity::Warning, _) => "major",
                (Severity::Info, _) => "info",
            };
            self.finding(file, finding, severity, &said(finding, "; "), out)?;
        }
        let suppressed = file.suppressed.iter().filter(|_| options.show_suppressed);
        for ReportedSuppressed { finding, reason, .. } in suppressed {
            let why = reason.as_ref().map_or(String::new(), |why| format!(" ({why})"));
            let description = format!("suppressed{why}: {}", finding.message);
            self.finding(file, finding, "info", &description, out)?;
        }
        Ok(())
    }

    /// Writes an issue for each file that could not be judged, the end and a line end.
    pub(super) fn finish(mut self, failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
        for Failure { path, message } in failures {
            let issue = Issue {
                description: one_line(message).into_owned(),
                check_name: "clawtidy",
                fingerprint: self.fingerprint(&[path, message]),
                severity: "blocker",
                location: Location {
                    path: &slashed(path),
                    lines: Lines { begin: 1, end: 1 },
                    positions: None,
                },
            };
            self.issue(&issue, out)?;
        }
        out.write_all(b"]\n")
    }

    fn finding(
        &mut self,
        file: &FileReport,
        finding: &Reported,
        severity: &'static str,
        description: &str,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let path = slashed(finding.region.file(&file.path));
        // It stays as lines above come and go.
        let known_by = finding.fingerprint.as_ref().map(ToString::to_string).unwrap_or_default();
        let (start, end) = (finding.region.start, finding.region.end);
        let position =
            |point: Point| Position { line: point.position.line, column: point.position.column };
        let issue = Issue {
            description: one_line(description).into_owned(),
            check_name: finding.rule,
            fingerprint: self.fingerprint(&[&path, &known_by]),
            severity,
            location: Location {
                path: &path,
                lines: Lines { begin: start.position.line, end: end.position.line },
                positions: Some(Positions { begin: position(start), end: position(end) }),
            },
        };
        self.issue(&issue, out)
    }

    /// 16 hexadecimal digits that no other issue of the report has.
    fn fingerprint(&mut self, parts: &[&str]) -> String {
        let mut hasher = FnvHasher::default();
        for part in parts {
            hasher.write(part.as_bytes());
            hasher.write_u8(0);
        }
        let before = self.seen.entry(hasher.finish()).or_default();
        hasher.write_usize(*before);
        *before += 1;
        format!("{:016x}", hasher.finish())
    }

    fn issue(&mut self, issue: &Issue<'_>, out: &mut dyn Write) -> io::Result<()> {
        if self.has_issues {
            out.write_all(b",")?;
        }
        self.has_issues = true;
        Ok(serde_json::to_writer(out, issue)?)
    }
}

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'r>,
}

#[derive(Serialize)]
struct Location<'r> {
    path: &'r str,
    lines: Lines,
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<Positions>,
}

/// 1-based; the last is part of it.
#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

/// 1-based, the column in characters.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}
