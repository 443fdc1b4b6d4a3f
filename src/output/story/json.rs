//! Format 1 of `rejected`, for programs. Frozen: names and meanings stay; fields may be added. The
//! types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use crate::artefacts::{Cause, Chapter, Code, Content, Kind, Made, Reason, Story, Told};
use crate::effective::Alarm;
use crate::report::{Point, Reported};
use crate::schema::Target;
use crate::syntax::Segment;

/// Writes the whole run as one object and a line end.
pub(super) fn write(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Document::new(told))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'t> {
    format: u32,
    tool: &'static str,
    /// A release, or `auto` where each file was judged against the one that wrote it last.
    target: &'static str,
    /// One a config, in order of path.
    histories: Vec<History<'t>>,
    /// What could not be looked at.
    errors: Vec<Error<'t>>,
}

#[derive(Serialize)]
struct History<'t> {
    /// The config's path, whether it is there or not.
    config: &'t str,
    /// The config; `null` when it is not there.
    active: Option<File<'t>>,
    /// Oldest first; those of no known time last.
    artefacts: Vec<File<'t>>,
    /// The path of the state that an edit can be put back on: `.last-good`, else the newest backup,
    /// that the release accepts and in which nothing stands in place of a secret.
    base: Option<&'t str>,
    /// The path of the newest edit that OpenClaw refused or replaced and that can be read.
    lost_edit: Option<&'t str>,
}

#[derive(Serialize)]
struct File<'t> {
    path: &'t str,
    /// `config`, `backup`, `pre-update`, `last-good`, `rejected`, `clobbered`, `lock`, or `copy` for
    /// one under a name that OpenClaw does not give.
    kind: &'static str,
    /// How many writes ago it was made, for a `backup`: 0 to 4.
    age: Option<u8>,
    made: Option<Moment>,
    link: bool,
    /// Why its text is not known; then `content` is `null`.
    error: Option<&'t str>,
    content: Option<Text<'t>>,
    /// Why OpenClaw made it; empty for what it makes without a cause.
    reasons: Vec<Why<'t>>,
    /// How sure the reasons are: `sure`; `times`, where another state here would give others and the
    /// times of the files decided; `nearest`, where the state it was compared with may be gone.
    basis: &'static str,
    /// Where no reason can be told, the codes of those that it was not.
    ruled_out: Vec<&'static str>,
    /// Where no reason can be told, the codes of those that it may have been.
    possible: Vec<&'static str>,
}

#[derive(Serialize)]
struct Moment {
    /// RFC 3339, in UTC, with milliseconds.
    time: String,
    /// `name`, or `modified` where the file system says so, which a copy may have changed.
    from: &'static str,
}

#[derive(Serialize)]
struct Text<'t> {
    bytes: u64,
    /// The path of an earlier file of this history that holds the same; it has the findings.
    same_as: Option<&'t str>,
    /// The release it was judged against.
    target: &'static str,
    accepted: bool,
    /// The version that it says wrote it last: three numbers.
    written_by: Option<&'t str>,
    /// What keeps OpenClaw from taking it, or from putting it back.
    findings: Vec<Finding<'t>>,
}

#[derive(Serialize)]
struct Why<'t> {
    /// OpenClaw's own word where it has one, without figures.
    code: &'static str,
    /// As OpenClaw logs it, with figures.
    logged: String,
    /// Bytes, for a drop in size.
    before: Option<u64>,
    after: Option<u64>,
    /// The path of the file that holds what it was compared with.
    against: Option<&'t str>,
}

#[derive(Serialize)]
struct Finding<'t> {
    rule: &'t str,
    severity: &'t str,
    effect: &'t str,
    message: &'t str,
    help: Option<&'t str>,
    key: &'t [Segment],
    /// The file of the text, or one that it includes.
    file: &'t str,
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

#[derive(Serialize)]
struct Error<'t> {
    path: &'t str,
    message: &'t str,
}

impl<'t> Document<'t> {
    fn new(told: &'t Told) -> Self {
        let errors = told.failures.iter();
        Self {
            format: 1,
            tool: concat!("clawtidy ", env!("CARGO_PKG_VERSION")),
            target: match told.target {
                Target::Release(release) => release.name(),
                Target::Auto => "auto",
            },
            histories: told.stories.iter().map(History::new).collect(),
            errors: errors.map(|it| Error { path: &it.path, message: &it.message }).collect(),
        }
    }
}

impl<'t> History<'t> {
    fn new(story: &'t Story) -> Self {
        Self {
            config: &story.config,
            active: story.active.as_ref().map(File::new),
            artefacts: story.artefacts.iter().map(File::new).collect(),
            base: story.base.as_deref(),
            lost_edit: story.lost_edit.as_deref(),
        }
    }
}

impl<'t> File<'t> {
    fn new(chapter: &'t Chapter) -> Self {
        Self {
            path: &chapter.path,
            kind: chapter.kind.map_or("config", Kind::name),
            age: match chapter.kind {
                Some(Kind::Backup(age)) => Some(age),
                _ => None,
            },
            made: chapter.made.map(|made| Moment {
                time: made.time().to_string(),
                from: match made {
                    Made::Named(_) => "name",
                    Made::Modified(_) => "modified",
                },
            }),
            link: chapter.is_link,
            error: chapter.text.as_ref().err().map(String::as_str),
            content: chapter.text.as_ref().ok().map(|it| Text::new(it, &chapter.path)),
            reasons: chapter.account.reasons.iter().map(Why::new).collect(),
            basis: chapter.account.basis.name(),
            ruled_out: names(&chapter.account.ruled_out),
            possible: names(&chapter.account.possible),
        }
    }
}

fn names(codes: &[Code]) -> Vec<&'static str> {
    codes.iter().map(|code| code.name()).collect()
}

impl<'t> Text<'t> {
    fn new(content: &'t Content, path: &'t str) -> Self {
        Self {
            bytes: content.bytes,
            same_as: content.same_as.as_deref(),
            target: content.target.name(),
            accepted: content.accepted,
            written_by: content.written_by.as_deref(),
            findings: content.findings.iter().map(|it| Finding::new(it, path)).collect(),
        }
    }
}

impl<'t> Why<'t> {
    fn new(reason: &'t Reason) -> Self {
        let (before, after) = match reason.cause {
            Cause::Alarm(
                Alarm::SizeDrop { before, after } | Alarm::SizeDropVsLastGood { before, after },
            ) => (Some(before), Some(after)),
            _ => (None, None),
        };
        Self {
            code: reason.cause.code().name(),
            logged: reason.cause.to_string(),
            before,
            after,
            against: reason.against.as_deref(),
        }
    }
}

impl<'t> Finding<'t> {
    fn new(finding: &'t Reported, path: &'t str) -> Self {
        let place = |point: Point| Place {
            line: point.position.line,
            column: point.position.column,
            offset: point.offset,
        };
        Self {
            rule: finding.rule,
            severity: finding.severity.name(),
            effect: finding.effect.name(),
            message: &finding.message,
            help: finding.help.as_deref(),
            key: finding.key.segments(),
            file: finding.region.file(path),
            start: place(finding.region.start),
            end: place(finding.region.end),
        }
    }
}
