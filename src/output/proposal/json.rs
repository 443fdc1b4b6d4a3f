//! Format 1 of `rejected --merge` and `--restore`, for programs. Frozen: names and meanings stay;
//! fields may be added. The types here are the format and nothing else uses them.

use std::io::{self, Write};

use serde::Serialize;

use super::Proposed;
use crate::artefacts::ShownRestoration;
use crate::finding::Effect;
use crate::merge::ShownChoice;
use crate::report::{Reported, ReportedChange};
use crate::syntax::Segment;

const TOOL: &str = concat!("clawtidy ", env!("CARGO_PKG_VERSION"));

/// Writes a proposal as one object and a line end.
pub(super) fn write(proposed: &Proposed<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Proposed { proposal, written, .. } = *proposed;
    let document = Document {
        format: 1,
        tool: TOOL,
        target: proposal.file.target.name(),
        config: &proposal.file.path,
        edit: &proposal.from,
        base: proposal.base.as_deref(),
        changes: proposal.changes,
        written,
        accepted: proposal.file.accepted,
        faults: &proposal.faults,
        migrated: proposal.file.fixed.iter().map(Migrated::new).collect(),
        choices: proposal.choices.iter().map(Choice::new).collect(),
        left: proposal
            .file
            .findings
            .iter()
            .filter(|finding| stops(finding))
            .map(|it| Left::new(it))
            .collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// Writes what restoring a file came to as one object and a line end.
pub(super) fn write_restoration(
    config: &str,
    restoration: &ShownRestoration,
    written: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Restoration {
        format: 1,
        tool: TOOL,
        config,
        restored: &restoration.from,
        written,
        accepted: restoration.accepted,
        faults: &restoration.faults,
        left: restoration.findings.iter().map(Left::new).collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn stops(finding: &Reported) -> bool {
    matches!(finding.effect, Effect::Rejected | Effect::BlocksStart)
}

#[derive(Serialize)]
struct Document<'p> {
    format: u32,
    tool: &'static str,
    /// The release that all versions were carried to and judged against.
    target: &'static str,
    config: &'p str,
    /// The path of the edit.
    edit: &'p str,
    /// The path of what both came from, if it is known.
    base: Option<&'p str>,
    /// Whether the proposal differs from the config.
    changes: bool,
    written: bool,
    /// Whether the release accepts the proposal.
    accepted: bool,
    /// Why it must not be written; empty where nothing stands in the way.
    faults: &'p [String],
    /// What migrations changed in the config first.
    migrated: Vec<Migrated<'p>>,
    choices: Vec<Choice<'p>>,
    /// What in the proposal OpenClaw rejects, or refuses to start with.
    left: Vec<Left<'p>>,
}

#[derive(Serialize)]
struct Migrated<'p> {
    rule: &'p str,
    title: &'p str,
    key: &'p [Segment],
}

#[derive(Serialize)]
struct Choice<'p> {
    key: &'p [Segment],
    /// `added`, `replaced`, `removed`, `conflict`, `kept` or `left-out`.
    outcome: &'static str,
    why: &'p str,
    /// The values as they are written, masked; `null` where there is none.
    active: Option<&'p str>,
    edit: Option<&'p str>,
    /// Comments of the edit that the config, which is strict JSON, cannot hold.
    comments: &'p [String],
}

#[derive(Serialize)]
struct Left<'p> {
    rule: &'p str,
    effect: &'p str,
    key: &'p [Segment],
    message: &'p str,
}

#[derive(Serialize)]
struct Restoration<'p> {
    format: u32,
    tool: &'static str,
    config: &'p str,
    /// The path of the file that is to stand in the config's place.
    restored: &'p str,
    written: bool,
    /// Whether the release accepts it.
    accepted: bool,
    /// Why OpenClaw would not keep it; it is not written then.
    faults: &'p [String],
    left: Vec<Left<'p>>,
}

impl<'p> Migrated<'p> {
    fn new(change: &'p ReportedChange) -> Self {
        Self { rule: change.rule, title: &change.title, key: change.key.segments() }
    }
}

impl<'p> Choice<'p> {
    fn new(choice: &'p ShownChoice) -> Self {
        Self {
            key: choice.key.segments(),
            outcome: choice.outcome.name(),
            why: &choice.why,
            active: choice.active.as_deref(),
            edit: choice.rejected.as_deref(),
            comments: &choice.comments,
        }
    }
}

impl<'p> Left<'p> {
    fn new(finding: &'p Reported) -> Self {
        Self {
            rule: finding.rule,
            effect: finding.effect.name(),
            key: finding.key.segments(),
            message: &finding.message,
        }
    }
}
