//! The closing lines of the formats for people.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Look, Options, printable};
use crate::finding::{Safety, Severity};
use crate::report::{
    Count, FileReport, Reported, ReportedChange, ReportedSuppressed, Summary, SuppressedBy, Tally,
    Verdict,
};

/// What the run came to, in a line or two, each with its line end: the figures, then whether
/// OpenClaw accepts the files. Empty when no file was judged.
pub fn closing(tally: &Tally, options: Options) -> String {
    let Some((figures, verdict)) = conclusion(tally, options.allowed).filter(|_| !options.quiet)
    else {
        return String::new();
    };
    let summary = tally.summary();
    let verdict = verdict.map(|verdict| match summary.rejected + summary.blocked {
        0 => verdict + "\n",
        _ => options.look.severity(Severity::Error, &verdict) + "\n",
    });
    format!("{figures}\n{}", verdict.unwrap_or_default())
}

/// The figures of a run, and whether OpenClaw accepts the files, if any is a config. `None` when no file
/// was judged.
pub(super) fn conclusion(tally: &Tally, allowed: Safety) -> Option<(String, Option<String>)> {
    let summary = tally.summary();
    if summary.files == 0 {
        return None;
    }
    let mut figures = figures(&summary, allowed);
    for (count, what) in [(summary.suppressed, "suppressed"), (summary.known, "in the baseline")] {
        if count > 0 {
            // Writing to a `String` cannot fail.
            let _ = write!(figures, "; {count} {what}");
        }
    }
    // Of files that are only included, OpenClaw says nothing by themselves.
    let verdict = (tally.configs() > 0).then(|| verdict(tally, &summary));
    Some((figures, verdict))
}

/// "2 errors, 1 warning in 1 file; 2 fixable with --fix".
fn figures(summary: &Summary, allowed: Safety) -> String {
    let counts =
        [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "note")];
    let some = counts.iter().filter(|(count, _)| *count > 0);
    let found: Vec<_> = some.map(|(count, what)| counted(*count, what)).collect();
    if found.is_empty() {
        return match summary.fixed {
            0 => format!("Nothing found in {}", counted(summary.files, "file")),
            fixed => format!("{fixed} fixed, none left"),
        };
    }
    let left = match summary.fixed {
        0 => String::new(),
        fixed => {
            let left = summary.errors + summary.warnings + summary.infos;
            format!("{fixed} fixed, {left} left: ")
        }
    };
    let mut line =
        format!("{left}{} in {}", found.join(", "), counted(summary.files_with_findings, "file"));
    let safe = summary.fixable;
    let more = summary.unsafe_fixable;
    // Writing to a `String` cannot fail.
    let _ = match (allowed, safe, more) {
        (_, 0, 0) => Ok(()),
        (Safety::Safe, _, 0) => write!(line, "; {safe} fixable with --fix"),
        (Safety::Safe, 0, _) => write!(line, "; {more} fixable with --fix --unsafe-fixes"),
        (Safety::Safe, ..) => {
            write!(line, "; {safe} fixable with --fix, {more} more with --unsafe-fixes")
        }
        (Safety::Unsafe, ..) => write!(line, "; {} fixable with --fix", safe + more),
    };
    line
}

/// "OpenClaw 2026.9.6 rejects openclaw.json".
fn verdict(tally: &Tally, summary: &Summary) -> String {
    let unread = tally.unread();
    let accepted = tally.configs() - summary.rejected - unread;
    let says = if let Some(Verdict { path, is_read, accepted, starts }) = tally.only() {
        let path = printable(path);
        match (accepted, starts) {
            _ if !is_read => format!("never reads {path}"),
            (false, _) => format!("rejects {path}"),
            (true, true) => format!("accepts {path}"),
            (true, false) => format!("accepts {path}, yet its gateway refuses to start"),
        }
    } else {
        let kinds = [(accepted, "accepts"), (summary.rejected, "rejects"), (unread, "never reads")];
        let some = kinds.iter().filter(|(count, _)| *count > 0).enumerate();
        let parts = some.map(|(index, (count, does))| match index {
            0 => format!("{does} {}", counted(*count, "file")),
            _ => format!("{does} {count}"),
        });
        let said = parts.collect::<Vec<_>>().join(" and ");
        match summary.blocked {
            0 => said,
            blocked => format!("{said}; its gateway refuses to start with {blocked} of them"),
        }
    };
    let selected = if tally.is_unexplained() { " (why is not listed)" } else { "" };
    match tally.release() {
        Some(release) => format!("OpenClaw {release} {says}{selected}"),
        None => format!("OpenClaw, of its own release for each, {says}{selected}"),
    }
}

/// What mending changed in a file: one line a fix.
pub(super) fn changes(file: &FileReport, look: Look) -> String {
    let line = |change: &ReportedChange| {
        let path = look.bold(&printable(change.file.as_deref().unwrap_or(&file.path)));
        let code = look.good(&format!("fixed[{}]", change.rule));
        format!("{path}: {code} {}\n", change.title)
    };
    file.fixed.iter().map(line).collect()
}

/// What is set apart: one line a finding.
pub(super) fn suppressed(file: &FileReport, options: Options) -> String {
    if !options.show_suppressed {
        return String::new();
    }
    let look = options.look;
    let line = |it: &ReportedSuppressed| {
        let path = look.bold(&printable(it.finding.region.file(&file.path)));
        let at = it.finding.region.start.position;
        let code = look.help(&format!("suppressed[{}]", it.finding.rule));
        let message = one_line(&it.finding.message);
        let by = match &it.by {
            SuppressedBy::Config(by) => {
                let line = by.start.position.line;
                let of = by.file(&file.path);
                let is_same = it.finding.region.file(&file.path) == of;
                if is_same { format!("by line {line}") } else { format!("by line {line} of {of}") }
            }
            SuppressedBy::Baseline => "in the baseline".to_owned(),
        };
        let why = it.reason.as_ref().map_or(String::new(), |why| format!(": {}", one_line(why)));
        format!("{path}:{}:{}: {code} {message} ({by}{why})\n", at.line, at.column)
    };
    file.suppressed.iter().map(line).collect()
}

/// What is wrong, then what to do.
pub(super) fn said(finding: &Reported, between: &str) -> String {
    match &finding.help {
        Some(help) => format!("{}{between}{help}", finding.message),
        None => finding.message.clone(),
    }
}

/// `text` with its line ends as spaces.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", " ").replace(['\n', '\r'], " "))
}

/// "2 fixes in 1 file would be applied".
pub fn would_fix(tally: &Tally) -> String {
    match tally.summary().fixed {
        0 => "No fix would be applied".to_owned(),
        fixes => {
            let mended = counted(tally.mended(), "file");
            format!("{} in {mended} would be applied", counted(fixes, "fix"))
        }
    }
}

/// How often each rule found something, most first: one line a rule.
pub fn statistics(tally: &Tally, options: Options) -> String {
    let mut rules: Vec<_> = tally.rules().iter().collect();
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    let wide = rules.first().map_or(0, |(_, count)| count.findings.to_string().len());
    let line = |(rule, count): (&&str, &Count)| {
        let rule = options.look.bold(rule);
        let findings = count.findings;
        let fixable = match options.allowed {
            Safety::Safe => count.fixable,
            Safety::Unsafe => count.fixable + count.unsafe_fixable,
        };
        match fixable {
            0 => format!("{findings:wide$}  {rule}\n"),
            _ => format!("{findings:wide$}  {rule} ({fixable} fixable)\n"),
        }
    };
    rules.into_iter().map(line).collect()
}

/// "1 file", "2 files".
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = match (count, what) {
        (1, _) => "",
        (_, "fix") => "es",
        _ => "s",
    };
    format!("{count} {what}{plural}")
}
