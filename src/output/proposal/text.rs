//! For people: the diff, then a line for each choice, then the verdict.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Proposed;
use crate::finding::{Effect, Severity};
use crate::merge::{Outcome, Proposal, ShownChoice};
use crate::output::words::one_line;
use crate::output::{Look, counted, printable};

/// How many characters of a value are shown.
const LONGEST: usize = 60;

/// Writes it all.
pub(super) fn write(proposed: &Proposed<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let Proposed { proposal, diff, written } = *proposed;
    let mut text = diff.to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    let base = match &proposal.base {
        Some(base) => format!("with {} as what both came from", printable(base)),
        None => "without a state that both came from".to_owned(),
    };
    let config = look.bold(&printable(&proposal.file.path));
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "{config}: {} put back on it, {base}", printable(&proposal.from));
    for change in &proposal.file.fixed {
        let label = look.good("migrated");
        let _ = writeln!(
            text,
            "  {label} {}: {}",
            change.key.segments().join("."),
            one_line(&change.title)
        );
    }
    for choice in &proposal.choices {
        text.push_str(&line(choice, look));
    }
    if proposal.choices.is_empty() {
        text.push_str("  both say the same\n");
    }
    text.push_str(&verdict(proposal, written, look));
    out.write_all(text.as_bytes())
}

fn line(choice: &ShownChoice, look: Look) -> String {
    let label = match choice.outcome {
        Outcome::Added | Outcome::Replaced | Outcome::Removed => look.good(choice.outcome.name()),
        Outcome::Conflict => look.severity(Severity::Error, "conflict"),
        Outcome::Kept => look.severity(Severity::Info, "kept"),
        Outcome::LeftOut => look.severity(Severity::Warning, "left out"),
    };
    let (own, its) = (choice.active.as_deref().map(short), choice.rejected.as_deref().map(short));
    let what = match (choice.outcome, own, its) {
        (Outcome::Added, _, Some(its)) => format!(" {its}"),
        (Outcome::Replaced, Some(own), Some(its)) => format!(" {its} instead of {own}"),
        (Outcome::Removed, Some(own), _) => format!(" it was {own}"),
        (_, Some(own), Some(its)) => format!(" it stays {own}, and is not {its}"),
        (_, Some(own), None) => format!(" it stays {own}, and is not removed"),
        (_, None, Some(its)) => format!(" it is not {its}"),
        _ => String::new(),
    };
    let mut text = format!(
        "  {label} {}:{what} ({})\n",
        look.bold(&printable(&choice.name)),
        printable(&one_line(&choice.why))
    );
    for comment in &choice.comments {
        let _ = writeln!(text, "    its comment has no place here: {}", printable(&short(comment)));
    }
    text
}

/// A value on one line, cut where it is long.
fn short(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    let line = words.join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    printable(&if cut.len() < line.len() { format!("{cut}…") } else { line }).into_owned()
}

/// Whether it can be written, and was.
fn verdict(proposal: &Proposal, written: bool, look: Look) -> String {
    let target = proposal.file.target;
    let mut text = String::new();
    for fault in &proposal.faults {
        let label = look.severity(Severity::Error, "not to be written");
        let _ = writeln!(text, "{label}: {}", printable(fault));
    }
    let stops = proposal
        .file
        .findings
        .iter()
        .filter(|finding| matches!(finding.effect, Effect::Rejected | Effect::BlocksStart));
    for finding in stops {
        let at = finding.region.start.position;
        let label = look.severity(finding.severity, &format!("left[{}]", finding.rule));
        let message = one_line(&finding.message);
        let message = printable(&message);
        let _ = writeln!(text, "  {}:{} {label} {message}", at.line, at.column);
    }
    let taken = proposal.choices.iter().filter(|choice| {
        matches!(choice.outcome, Outcome::Added | Outcome::Replaced | Outcome::Removed)
    });
    let taken = counted(taken.count(), "setting");
    if proposal.faults.is_empty() {
        let said = match (proposal.changes, written) {
            (false, _) => format!("Nothing to write; OpenClaw {target} accepts the file as it is"),
            (true, true) => format!(
                "Written with {taken} of the edit; OpenClaw {target} accepts it. What stood there is \
                 kept as .bak"
            ),
            (true, false) => {
                format!(
                    "{taken} of the edit would be taken; OpenClaw {target} accepts the result. --write writes it"
                )
            }
        };
        let _ = writeln!(text, "{}", look.good(&said));
    }
    text
}
