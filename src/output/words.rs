//! The closing lines of the formats for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Look, Options, printable};
use crate::finding::{Effect, Safety, Severity};
use crate::report::{FileReport, ReportedChange, ReportedSuppressed, Run, Summary};

/// What the run came to, in a line or two, each with its line end: the figures, then whether
/// OpenClaw accepts the files. Empty when no file was judged.
pub fn closing(run: &Run, options: Options) -> String {
    let summary = run.summary();
    if options.quiet || summary.files == 0 {
        return String::new();
    }
    let mut lines = figures(&summary, options.allowed);
    if summary.suppressed > 0 {
        // Writing to a `String` cannot fail.
        let _ = write!(lines, "; {} suppressed", summary.suppressed);
    }
    lines.push('\n');
    let look = options.look;
    let verdict = verdict(run, &summary);
    lines.push_str(&match summary.rejected + summary.blocked {
        0 => verdict,
        _ => look.severity(Severity::Error, &verdict),
    });
    lines.push('\n');
    lines
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
fn verdict(run: &Run, summary: &Summary) -> String {
    let unread = run.files.iter().filter(|file| !file.is_read).count();
    let accepted = summary.files - summary.rejected - unread;
    let says = if let [file] = run.files.as_slice() {
        let path = printable(&file.path);
        match (file.accepted, file.starts) {
            _ if !file.is_read => format!("never reads {path}"),
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
    let unexplained = |file: &FileReport| {
        !file.accepted
            && file.told_elsewhere == 0
            && file.findings.iter().all(|it| it.effect != Effect::Rejected)
    };
    let selected = if run.files.iter().any(unexplained) {
        " (--select or --ignore leave out why)"
    } else {
        ""
    };
    match run.release() {
        Some(release) => format!("OpenClaw {release} {says}{selected}"),
        None => format!("OpenClaw, of the release that last wrote each, {says}{selected}"),
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

/// What the config tells OpenClaw's audit to keep to itself: one line a finding.
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
        let by = it.by.start.position.line;
        let of = it.by.file(&file.path);
        let of = if it.finding.region.file(&file.path) == of { "" } else { &format!(" of {of}") };
        let why = it.reason.as_ref().map_or(String::new(), |why| format!(": {}", one_line(why)));
        format!("{path}:{}:{}: {code} {message} (by line {by}{of}{why})\n", at.line, at.column)
    };
    file.suppressed.iter().map(line).collect()
}

/// `text` with its line ends as spaces.
pub(super) fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// "2 fixes in 1 file would be applied".
pub fn would_fix(run: &Run) -> String {
    let fixes = run.files.iter().map(|file| file.fixed.len()).sum();
    let mended = run.files.iter().map(|file| file.rewritten).sum();
    match fixes {
        0 => "No fix would be applied".to_owned(),
        _ => format!("{} in {} would be applied", counted(fixes, "fix"), counted(mended, "file")),
    }
}

/// How often each rule found something, most first: one line a rule.
pub fn statistics(run: &Run, options: Options) -> String {
    let mut rules = BTreeMap::<_, (usize, usize)>::new();
    for finding in run.files.iter().flat_map(|file| &file.findings) {
        let (count, fixable) = rules.entry(finding.rule).or_default();
        *count += 1;
        let fix = finding.fix.as_ref();
        *fixable += usize::from(fix.is_some_and(|fix| fix.safety >= options.allowed));
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let wide = rules.first().map_or(0, |(_, (count, _))| count.to_string().len());
    let line = |(rule, (count, fixable)): (&str, (usize, usize))| {
        let rule = options.look.bold(rule);
        match fixable {
            0 => format!("{count:wide$}  {rule}\n"),
            _ => format!("{count:wide$}  {rule} ({fixable} fixable)\n"),
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
