//! For people: what only one config has, what changed, and what moved.

use std::io::{self, Write};

use anstyle::AnsiColor::{Cyan, Green, Red, Yellow};
use unicode_width::UnicodeWidthChar;

use super::sides::sides;
use crate::compare::Kind;
use crate::finding::Severity;
use crate::output::{Look, counted, printable};
use crate::report::{ComparedFile, ReportedComparison, ReportedDifference, ReportedSide};

/// The narrowest that a value is cut to.
const NARROWEST: usize = 12;
/// How far what is said of a difference stands in.
const INDENT: &str = "    ";

/// Writes the differences under a heading for each kind, those of places in both files with a picture.
pub(super) fn full(
    comparison: &ReportedComparison,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut last = None;
    for difference in &comparison.differences {
        let heading = heading(comparison, difference.kind);
        if last.as_ref() != Some(&heading) {
            if last.is_some() {
                writeln!(out)?;
            }
            writeln!(out, "{}", look.bold(&heading))?;
            last = Some(heading);
        }
        writeln!(out, "{}", line(difference, look, look.width))?;
        let place = owner(difference).map(|place| format!("in {place}"));
        for said in place.into_iter().chain(verdicts(comparison, difference)) {
            let options = textwrap::Options::new(look.width)
                .initial_indent(INDENT)
                .subsequent_indent(INDENT)
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
            writeln!(out, "{}", textwrap::fill(&said, options))?;
        }
        if let (Some(a), Some(b)) = (&difference.a, &difference.b) {
            out.write_all(
                sides(difference.kind, (&comparison.a, a), (&comparison.b, b), look)?.as_bytes(),
            )?;
        }
    }
    if last.is_some() {
        writeln!(out)?;
    }
    closing(comparison, look, out)
}

/// Writes one line a difference.
pub(super) fn concise(
    comparison: &ReportedComparison,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    for difference in &comparison.differences {
        let line = line(difference, look, look.width);
        let short = match rejecting(comparison, difference).as_slice() {
            [] => String::new(),
            [(file, _)] => {
                format!(" (OpenClaw {} rejects it in {})", file.target, printable(&file.path))
            }
            [(file, _), ..] => format!(" (OpenClaw {} rejects it in both)", file.target),
        };
        let place = owner(difference).map_or_else(String::new, |place| format!(" ({place})"));
        writeln!(out, "{line}{place}{}", look.severity(Severity::Error, &short))?;
    }
    closing(comparison, look, out)
}

/// Where the one config that has a setting has it, if in a file that it includes.
fn owner(difference: &ReportedDifference) -> Option<String> {
    let ((Some(side), None) | (None, Some(side))) = (&difference.a, &difference.b) else {
        return None;
    };
    let at = side.region.start.position;
    let file = side.region.file.as_ref()?;
    Some(format!("{}:{}:{}", printable(file), at.line, at.column))
}

/// What differences of a kind stand under.
fn heading(comparison: &ReportedComparison, kind: Kind) -> String {
    match kind {
        Kind::Removed => format!("Only in {}", printable(&comparison.a.path)),
        Kind::Added => format!("Only in {}", printable(&comparison.b.path)),
        Kind::Changed => "Changed".to_owned(),
        Kind::Moved => "Moved".to_owned(),
        Kind::MovedAndChanged => "Moved and changed".to_owned(),
        Kind::Reordered => "In another order".to_owned(),
    }
}

/// "~ gateway.port: 18789 → 18790".
fn line(difference: &ReportedDifference, look: Look, width: usize) -> String {
    let arrow = if look.unicode { "→" } else { "->" };
    let (mark, style) = match difference.kind {
        Kind::Removed => ("-", Red),
        Kind::Added => ("+", Green),
        Kind::Changed | Kind::Reordered => ("~", Yellow),
        Kind::Moved | Kind::MovedAndChanged => (arrow, Cyan),
    };
    let mark = look.paint(style.on_default().bold(), mark);
    let key = |side: &ReportedSide| cut(&printable(&side.key.to_string()), width);
    let (a, b) = (difference.a.as_ref(), difference.b.as_ref());
    let keys = match (a.map(key), b.map(key)) {
        (Some(a), Some(b)) if difference.kind.is_of_two_places() => format!("{a} {arrow} {b}"),
        (_, Some(b)) => b,
        (Some(a), None) => a,
        (None, None) => String::new(),
    };
    let room = width.saturating_sub(columns(&keys) + 4);
    let value = |side: &ReportedSide, room: usize| cut(&side.value, room.max(NARROWEST));
    let values = match (a, b) {
        _ if difference.kind == Kind::Reordered => match difference.why {
            Some(why) => format!("in another order; {why}"),
            None => "in another order".to_owned(),
        },
        (Some(a), Some(b)) if difference.kind != Kind::Moved => {
            let half = room.saturating_sub(columns(arrow) + 2) / 2;
            let (short, long) = (columns(&a.value), columns(&b.value));
            // What one does not need, the other may have.
            let (of_a, of_b) = match (short <= half, long <= half) {
                (true, false) => (half, 2 * half - short),
                (false, true) => (2 * half - long, half),
                _ => (half, half),
            };
            format!("{} {arrow} {}", value(a, of_a), value(b, of_b))
        }
        (_, Some(side)) | (Some(side), None) => value(side, room),
        (None, None) => String::new(),
    };
    format!("{mark} {keys}: {values}")
}

/// The files that have a setting which the target does not accept there, and why.
fn rejecting<'r>(
    comparison: &'r ReportedComparison,
    difference: &'r ReportedDifference,
) -> Vec<(&'r ComparedFile, &'r str)> {
    let sides = [(&comparison.a, &difference.a), (&comparison.b, &difference.b)];
    // That something in a list is rejected has nothing to do with its order.
    let sides = sides.into_iter().filter(|_| difference.kind != Kind::Reordered);
    let rejected =
        sides.filter_map(|(file, side)| Some((file, side.as_ref()?.rejected.as_deref()?)));
    rejected.collect()
}

/// What the target says of the sides of a difference, if it does not accept both.
fn verdicts(comparison: &ReportedComparison, difference: &ReportedDifference) -> Vec<String> {
    let says = |file: &ComparedFile, place: &str, why| {
        format!("OpenClaw {} rejects it in {place}: {why}", file.target)
    };
    match rejecting(comparison, difference).as_slice() {
        [(a, why), (b, also)] if why == also && a.target == b.target => vec![says(a, "both", why)],
        rejecting => {
            let said = rejecting.iter().map(|(file, why)| says(file, &printable(&file.path), why));
            said.collect()
        }
    }
}

/// What it all came to.
fn closing(comparison: &ReportedComparison, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let kinds = [
        (Kind::Removed, "removed"),
        (Kind::Added, "added"),
        (Kind::Changed, "changed"),
        (Kind::Moved, "moved"),
        (Kind::MovedAndChanged, "moved and changed"),
        (Kind::Reordered, "in another order"),
    ];
    let count = |kind| comparison.differences.iter().filter(|it| it.kind == kind).count();
    let counts = kinds.iter().map(|(kind, what)| (count(*kind), what));
    let some: Vec<_> = counts
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let comments = match (comparison.comments_removed, comparison.comments_added) {
        (0, 0) => String::new(),
        (removed, 0) => format!("; {} removed", counted(removed, "comment")),
        (0, added) => format!("; {} added", counted(added, "comment")),
        (removed, added) => format!("; {} removed, {added} added", counted(removed, "comment")),
    };
    if some.is_empty() {
        writeln!(out, "Both set the same{comments}")?;
    } else {
        writeln!(out, "{}{comments}", some.join(", "))?;
    }
    for file in [&comparison.a, &comparison.b] {
        let says = |does| format!("OpenClaw {} {does} {}", file.target, printable(&file.path));
        if file.accepted {
            writeln!(out, "{}", says("accepts"))?;
        } else {
            writeln!(out, "{}", look.severity(Severity::Error, &says("rejects")))?;
        }
    }
    Ok(())
}

/// The columns that a text takes.
fn columns(text: &str) -> usize {
    text.chars().map(|it| it.width().unwrap_or(0)).sum()
}

/// A text cut to `width` columns, with an ellipsis for what is left out.
pub(super) fn cut(text: &str, width: usize) -> String {
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > width {
            let mut cut = text[..at].to_owned();
            cut.pop();
            cut.push('…');
            return cut;
        }
    }
    text.to_owned()
}
