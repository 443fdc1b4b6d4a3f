//! A unified diff of a config before and after its fixes, masked on both sides.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::AnsiColor::{Cyan, Green, Red};
use similar::udiff::UnifiedHunkHeader;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use super::{Look, printable};
use crate::Fixed;
use crate::redact::Redactor;
use crate::report::Gate;
use crate::source::{Rewritten, Source};
use crate::text::Span;

/// Lines that stay, shown before and after those that change.
const CONTEXT: usize = 3;

/// The unified diff from `before` to what mending made of it, with what `gate` masks: one for each
/// file that is not the same.
pub fn diff(before: &Source, fixed: &Fixed, gate: &Gate, look: Look) -> Vec<String> {
    let (old, new) = (gate.redactor(before), gate.redactor_after(before, fixed));
    if !before.is_assembled() {
        let diff = diff_of_file((before, &old), (&fixed.source, &new), look);
        return Some(diff).filter(|diff| !diff.is_empty()).into_iter().collect();
    }
    let old_files = views(gate, before, &old);
    let new_files = views(gate, &fixed.source, &new);
    let diff = |file: Rewritten<'_>| {
        let old = old_files.get(file.before.name())?;
        let new = new_files.get(file.after.name())?;
        Some(diff_of_file((file.before, old), (file.after, new), look))
    };
    // The config first, as it is read.
    fixed.source.rewritten().into_iter().rev().filter_map(diff).collect()
}

/// What masks each file that a config is put together of, by its name.
fn views<'s>(
    gate: &'s Gate,
    source: &'s Source,
    whole: &Redactor<'_>,
) -> BTreeMap<&'s str, Redactor<'s>> {
    source.files().iter().map(Source::name).zip(gate.redactors_of_files(source, whole)).collect()
}

/// The unified diff of one file, each with what masks it.
fn diff_of_file(
    (before, old_view): (&Source, &Redactor<'_>),
    (after, new_view): (&Source, &Redactor<'_>),
    look: Look,
) -> String {
    let (old, new) = (lines(before), lines(after));
    let (old_text, new_text) = (slices(before, &old), slices(after, &new));
    let hunks = hunks(
        (&old_text, &|index| line(&old_view.text()[old_view.span(old[index]).range()])),
        (&new_text, &|index| line(&new_view.text()[new_view.span(new[index]).range()])),
        look,
    );
    if hunks.is_empty() {
        return String::new();
    }
    let name = printable(before.name());
    look.bold(&format!("--- {name}")) + "\n" + &look.bold(&format!("+++ {name}")) + "\n" + &hunks
}

/// Lines, and how each is shown.
pub(super) type Lines<'l> = (&'l [&'l str], &'l dyn Fn(usize) -> String);

/// The hunks between old and new lines, with the lines around them; empty if both are the same. Lines
/// are told apart by what they hold and not by what is shown of them.
pub(super) fn hunks(
    (old, shown_old): Lines<'_>,
    (new, shown_new): Lines<'_>,
    look: Look,
) -> String {
    let mut text = String::new();
    for hunk in group_diff_ops(capture_diff_slices(Algorithm::Myers, old, new), CONTEXT) {
        let header = UnifiedHunkHeader::new(&hunk).to_string();
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{}", look.paint(Cyan.on_default(), &header));
        for (tag, old, new) in hunk.iter().map(DiffOp::as_tag_tuple) {
            if tag == DiffTag::Equal {
                text.extend(old.map(|index| format!(" {}\n", shown_old(index))));
                continue;
            }
            for index in old {
                let line = format!("-{}", shown_old(index));
                let _ = writeln!(text, "{}", look.paint(Red.on_default(), &line));
            }
            for index in new {
                let line = format!("+{}", shown_new(index));
                let _ = writeln!(text, "{}", look.paint(Green.on_default(), &line));
            }
        }
    }
    text
}

/// A config that is not there yet, as a unified diff from nothing, with what `gate` masks. It was
/// mended from `before`, which is on no disk and was made of `original`.
pub fn diff_from_nothing(
    original: &str,
    before: &Source,
    fixed: &Fixed,
    gate: &Gate,
    look: Look,
) -> String {
    let after = &fixed.source;
    let lines = lines(after);
    let view = gate.redactor_after(before, fixed);
    // What went wrong in the original may be a name here: `token "abc"`, without a colon.
    let further = gate.redactor_of_text(original);
    let names = format!("--- /dev/null\n+++ {}", printable(after.name()));
    let header = format!("@@ -0,0 +1,{} @@", lines.len());
    let mut text = look.bold(&names) + "\n" + &look.paint(Cyan.on_default(), &header) + "\n";
    for span in lines {
        let shown = line(&view.text()[view.span(span).range()]);
        let line = format!("+{}", further.mask_in_place(&shown));
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{}", look.paint(Green.on_default(), &line));
    }
    text
}

/// The spans of the lines with their line ends, without the empty one after the last line end.
pub(super) fn lines(source: &Source) -> Vec<Span> {
    let spans = (1..=source.lines().count()).map_while(|n| source.lines().span(n, source.text()));
    spans.filter(|span| !span.is_empty()).collect()
}

pub(super) fn slices<'s>(source: &'s Source, lines: &[Span]) -> Vec<&'s str> {
    lines.iter().map(|&span| source.tree().slice(span)).collect()
}

/// A line as it is printed, without its end; that it has none is said as `diff` says it.
pub(super) fn line(masked: &str) -> String {
    let text = masked.trim_end_matches(['\r', '\n']);
    let hint = if text.len() == masked.len() { "\n\\ No newline at end of file" } else { "" };
    format!("{text}{hint}")
}
