//! What `rejected` proposes: a config with a lost edit put back on it, or an artefact in its place.

mod json;
mod text;

use std::io::{self, Write};

use super::diff::{hunks, line, lines, slices};
use super::{Look, StoryFormat, printable};
use crate::artefacts::ShownRestoration;
use crate::merge::{Merge, Proposal};
use crate::redact::Redactor;
use crate::report::Gate;
use crate::source::Source;

/// A proposal, and what was done with it.
#[derive(Debug, Clone, Copy)]
pub struct Proposed<'p> {
    /// What came through the gate.
    pub proposal: &'p Proposal,
    /// The diff from the active file.
    pub diff: &'p str,
    /// Whether it was written.
    pub written: bool,
}

/// Writes a proposal in `format`; `look` is that of the text for people.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_proposal(
    format: StoryFormat,
    proposed: &Proposed<'_>,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        StoryFormat::Text => text::write(proposed, look, out),
        StoryFormat::Json => json::write(proposed, out),
    }
}

/// Writes what restoring a file as `config` came to, for programs.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_restoration(
    config: &str,
    restoration: &ShownRestoration,
    written: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    json::write_restoration(config, restoration, written, out)
}

/// The unified diff from the active file to a proposal, with what `gate` masks of either version.
pub fn proposed_diff(merge: &Merge, gate: &Gate, look: Look) -> String {
    let active = &merge.active.before;
    let new = gate.redactor_after(active, &merge.merged);
    let edit = gate.redactor(&merge.rejected.before);
    diff((active, &gate.redactor(active)), (&merge.merged.source, &new), &edit, look)
}

/// The unified diff from a config to what is to stand in its place, with what `gate` masks of
/// either.
pub fn restoring_diff(before: &Source, after: &Source, gate: &Gate, look: Look) -> String {
    let own = gate.redactor(before);
    diff((before, &own), (after, &gate.redactor(after)), &own, look)
}

/// The diff of two texts, the second of which may hold secrets of a third.
fn diff(
    (before, old): (&Source, &Redactor<'_>),
    (after, new): (&Source, &Redactor<'_>),
    further: &Redactor<'_>,
    look: Look,
) -> String {
    let spans = (lines(before), lines(after));
    let texts = (slices(before, &spans.0), slices(after, &spans.1));
    let shown_old = |index: usize| line(&old.text()[old.span(spans.0[index]).range()]);
    let shown_new = |index: usize| {
        let shown = line(&new.text()[new.span(spans.1[index]).range()]);
        further.mask_in_place(&shown).into_owned()
    };
    let hunks = hunks((&texts.0, &shown_old), (&texts.1, &shown_new), look);
    if hunks.is_empty() {
        return String::new();
    }
    let name = printable(before.name());
    look.bold(&format!("--- {name}")) + "\n" + &look.bold(&format!("+++ {name}")) + "\n" + &hunks
}
