//! For people: a paragraph a file, oldest first, the config last.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::artefacts::{Basis, Cause, Chapter, Code, Content, Kind, Made, Reason, Story, Told};
use crate::effective::Alarm;
use crate::finding::{Effect, Severity};
use crate::output::words::one_line;
use crate::output::{Look, counted, printable};
use crate::report::Reported;
use crate::schema::Target;

/// The most findings that are shown of one file.
const SHOWN: usize = 5;

/// Writes the stories one after the other.
pub(super) fn write(told: &Told, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for (index, story) in told.stories.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        out.write_all(tell(story, told.target, look).as_bytes())?;
    }
    Ok(())
}

fn tell(story: &Story, target: Target, look: Look) -> String {
    let config = printable(&story.config);
    let against = match target {
        Target::Release(release) => format!("OpenClaw {release}"),
        Target::Auto => "the OpenClaw that wrote each last".to_owned(),
    };
    let count = counted(story.artefacts.len(), "artefact");
    let mut lines = format!("{}: {count}, judged against {against}\n", look.bold(&config));
    for chapter in story.artefacts.iter().chain(&story.active) {
        lines.push('\n');
        lines.push_str(&paragraph(chapter, look));
    }
    lines.push('\n');
    lines.push_str(&advice(story));
    lines
}

/// Which edit was lost, and what it can be put back on.
fn advice(story: &Story) -> String {
    let base = match &story.base {
        Some(base) => {
            format!("The state to go back to, or to put an edit back on, is {}.", printable(base))
        }
        None => "No state here is one to go back to.".to_owned(),
    };
    match &story.lost_edit {
        Some(edit) => {
            // Without a config there is nothing to put it back on.
            let next = match &story.active {
                Some(_) => "; --diff shows what it sets, --merge puts it back",
                None => "",
            };
            format!("The newest edit that was lost is {}{next}. {base}\n", printable(edit))
        }
        None if story.has_lost_edit() => {
            format!("No edit that was lost can be read, or it is back in the config. {base}\n")
        }
        None => format!("No edit was lost. {base}\n"),
    }
}

fn paragraph(chapter: &Chapter, look: Look) -> String {
    let when = match chapter.made {
        None => "at no known time".to_owned(),
        Some(Made::Named(time)) => time.to_string(),
        Some(Made::Modified(time)) => format!("{time} (by the file's time)"),
    };
    let mut lines = format!("{}  {when}\n", look.bold(&printable(&chapter.path)));
    let mut line = |text: &str| {
        lines.push_str("  ");
        lines.push_str(text);
        lines.push('\n');
    };
    line(what_it_is(chapter.kind));
    match &chapter.text {
        Err(cause) if chapter.kind != Some(Kind::Lock) => line(&format!("cannot be read: {cause}")),
        Err(_) => {}
        Ok(content) => line(&summary(content, look)),
    }
    for reason in &chapter.account.reasons {
        let code = look.severity(Severity::Warning, &reason.cause.to_string());
        line(&format!("{code}: {}", words(reason)));
    }
    match chapter.account.basis {
        Basis::Sure => {}
        Basis::Times => line("(what it was compared with is told by the times of the files)"),
        Basis::Nearest => line("(what it was compared with may be gone; this is the nearest left)"),
    }
    let account = &chapter.account;
    if !account.possible.is_empty() {
        line(&format!(
            "why cannot be told from these files; it may be {}",
            listed(&account.possible)
        ));
        if !account.ruled_out.is_empty() {
            line(&format!("it is not {}", listed(&account.ruled_out)));
        }
    }
    if let Ok(content) = &chapter.text {
        for finding in content.findings.iter().take(SHOWN) {
            line(&described(finding, look));
        }
        if let Some(more) = content.findings.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            line(&format!("and {more} more"));
        }
    }
    lines
}

/// What a file is, by its name.
const fn what_it_is(kind: Option<Kind>) -> &'static str {
    match kind {
        None => "the config as it is now",
        Some(Kind::Backup(0)) => "a backup: what the last write replaced",
        Some(Kind::Backup(1)) => "a backup: what the last write but one replaced",
        Some(Kind::Backup(2)) => "a backup: what the last write but two replaced",
        Some(Kind::Backup(3)) => "a backup: what the last write but three replaced",
        Some(Kind::Backup(_)) => "a backup: the oldest that OpenClaw keeps",
        Some(Kind::PreUpdate) => "the config before an update of OpenClaw",
        Some(Kind::LastGood) => "the config that the gateway last started well with",
        Some(Kind::Rejected) => "an edit that OpenClaw refused to write",
        Some(Kind::Clobbered) => "what stood in the config when OpenClaw replaced it",
        Some(Kind::Lock) => {
            "there while OpenClaw saves what it replaces; it takes one over 30 seconds old away"
        }
        Some(Kind::Copy) => "a copy that someone made; OpenClaw gives no such name",
    }
}

fn summary(content: &Content, look: Look) -> String {
    let mut line = format!("{} bytes", content.bytes);
    if let Some(version) = &content.written_by {
        // Writing to a `String` cannot fail.
        let _ = write!(line, ", last written by {version}");
    }
    let verdict = if content.accepted {
        look.good("accepted")
    } else {
        look.severity(Severity::Error, "rejected")
    };
    let _ = write!(line, "; {verdict} by {}", content.target);
    if let Some(path) = &content.same_as {
        let _ = write!(line, "; the same as {}", printable(path));
    }
    line
}

/// What a cause means.
fn words(reason: &Reason) -> String {
    let against = reason.against.as_deref().map(|path| printable(name_of(path)));
    let against = against.as_deref().unwrap_or("the config");
    match reason.cause {
        Cause::Alarm(Alarm::SizeDrop { .. }) => {
            format!("it is less than half of {against}, both as OpenClaw writes them")
        }
        Cause::Alarm(Alarm::SizeDropVsLastGood { .. }) => {
            format!("it has less than half the bytes of {against}")
        }
        Cause::Alarm(Alarm::MissingMetaVsLastGood) => {
            format!("it has no `meta`, and {against} has one")
        }
        Cause::Alarm(Alarm::GatewayModeRemoved | Alarm::GatewayModeMissingVsLastGood) => {
            format!("it has no `gateway.mode`, and {against} has one")
        }
        Cause::Alarm(Alarm::UpdateChannelOnlyRoot) => {
            "it holds `update.channel` and nothing else".to_owned()
        }
        Cause::Unreadable => "the config could not be read when this was to be written".to_owned(),
        Cause::TextBeforeRoot => {
            "something stands before the config, which `openclaw doctor --fix` cut off".to_owned()
        }
        Cause::Invalid => {
            "it was not valid, and `openclaw doctor --fix` put the last good state back".to_owned()
        }
    }
}

/// Causes that are not known to be the one, such as "a drop in size, or text before the config".
fn listed(codes: &[Code]) -> String {
    let words = codes.iter().map(|code| match code {
        Code::SizeDrop | Code::SizeDropVsLastGood => "a drop in size",
        Code::GatewayModeRemoved | Code::GatewayModeMissing => "a lost `gateway.mode`",
        Code::Unreadable => "a config that could not be read before it was written",
        Code::MissingMeta => "a lost `meta`",
        Code::UpdateChannelOnly => "a lone `update.channel`",
        Code::TextBeforeRoot => "text before the config",
        Code::Invalid => "a config that another release did not take",
    });
    words.collect::<Vec<_>>().join(", or ")
}

/// The last part of a path.
fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// `rejected at 3:5: what is wrong`, the place being one of the file that the paragraph is about, or of
/// one that it includes.
fn described(finding: &Reported, look: Look) -> String {
    let label = match finding.effect {
        Effect::Rejected => look.severity(Severity::Error, "rejected"),
        Effect::BlocksStart => look.severity(Severity::Warning, "no start"),
        _ => look.severity(finding.severity, finding.severity.name()),
    };
    let at = finding.region.start.position;
    let file = finding.region.file.as_ref().map_or_else(String::new, |file| format!("{file}:"));
    let message = one_line(&finding.message);
    format!("{label} at {file}{}:{}: {message}", at.line, at.column)
}
