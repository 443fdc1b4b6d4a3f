//! Markdown, for a job's summary or a comment in a pull request, which are both limited.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::markup::{code, prose};
use super::words::{conclusion, counted};
use super::{Options, rule_page};
use crate::report::{Failure, FileReport, Reported, ReportedSuppressed, SuppressedBy, Tally};

/// How many bytes the list may have: a comment of GitHub takes 65,536 characters, and the heading
/// and the end need some.
const LONGEST: usize = 60_000;

/// The list so far: its heading counts what is in it.
#[derive(Debug, Default)]
pub(super) struct Page {
    list: String,
    /// How many findings it has no room for.
    left_out: usize,
}

impl Page {
    /// Takes the findings of one file.
    pub(super) fn add(&mut self, file: &FileReport, options: Options) {
        let heading = format!("\n### {}\n\n", code(&file.path));
        let mut begins = Some(heading.as_str());
        for change in &file.fixed {
            let item = format!("- fixed: {} ({})\n", prose(&change.title), link(change.rule));
            self.item(&mut begins, &item);
        }
        for finding in &file.findings {
            let help = finding.help.as_ref().map(|help| format!("<br>{}", prose(help)));
            let item = format!(
                "- **{}** at {}: {} ({}){}\n",
                finding.severity,
                place(finding),
                prose(&finding.message),
                link(finding.rule),
                help.unwrap_or_default(),
            );
            self.item(&mut begins, &item);
        }
        let suppressed = file.suppressed.iter().filter(|_| options.show_suppressed);
        for ReportedSuppressed { finding, by, reason } in suppressed {
            let by = match by {
                SuppressedBy::Config(_) => "suppressed",
                SuppressedBy::Baseline => "in the baseline",
            };
            let why = reason.as_ref().map(|why| format!(": {}", prose(why)));
            let item = format!(
                "- {by} at {}: {} ({}){}\n",
                place(finding),
                prose(&finding.message),
                link(finding.rule),
                why.unwrap_or_default(),
            );
            self.item(&mut begins, &item);
        }
    }

    /// Writes the page.
    pub(super) fn finish(
        mut self,
        tally: &Tally,
        options: Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut begins = Some("\n### Not checked\n\n");
        for Failure { path, message } in tally.failures() {
            let item = format!("- {}: {}\n", code(path), prose(message));
            self.item(&mut begins, &item);
        }
        let conclusion = conclusion(tally, options.allowed);
        let (figures, verdict) =
            conclusion.unwrap_or_else(|| ("nothing was checked".to_owned(), None));
        writeln!(out, "## clawtidy: {}\n", prose(&figures))?;
        if let Some(verdict) = verdict {
            writeln!(out, "{}", prose(&verdict))?;
        }
        out.write_all(self.list.as_bytes())?;
        if self.left_out > 0 {
            let more = counted(self.left_out, "line");
            writeln!(out, "\nThere is no room for {more} more; `clawtidy check` prints all.")?;
        }
        Ok(())
    }

    /// Adds an item, and before it the heading that it is the first under. Where one has no room,
    /// none after it does.
    fn item(&mut self, begins: &mut Option<&str>, item: &str) {
        let heading = begins.unwrap_or_default();
        if self.left_out > 0 || self.list.len() + heading.len() + item.len() > LONGEST {
            self.left_out += 1;
            return;
        }
        *begins = None;
        // Writing to a `String` cannot fail.
        let _ = write!(self.list, "{heading}{item}");
    }
}

/// "5:3", and which included file it is in.
fn place(finding: &Reported) -> String {
    let at = finding.region.start.position;
    match &finding.region.file {
        Some(file) => code(&format!("{file}:{}:{}", at.line, at.column)),
        None => format!("{}:{}", at.line, at.column),
    }
}

fn link(rule: &str) -> String {
    format!("[{rule}]({})", rule_page(rule))
}
