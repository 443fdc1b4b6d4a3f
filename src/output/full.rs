//! Code frames, for people; drawn by miette over excerpts that the gate masked.

mod across;
mod frame;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt::{self, Display};
use std::io::{self, Write};
use std::sync::Arc;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters,
    ThemeStyles,
};

use super::words::{changes, suppressed};
use super::{Look, Options};
use crate::finding::{self, Safety, Severity};
use crate::report::{FileReport, Reported, ReportedFix, ReportedPlace};
use crate::schema::Release;
use crate::side_by_side;
use frame::Frame;

/// Frames from which on a thread costs less than those that it takes over.
const MANY: usize = 64;
/// Lines are wrapped between words: what is written in one, such as a path or a key, can be copied.
const SEPARATOR: textwrap::WordSeparator = textwrap::WordSeparator::AsciiSpace;
/// What miette draws at most in front of a text, and keeps free after it, in columns.
const AROUND: usize = "  help: ".len() + 2;
/// Frames that are held at a time.
const HELD: usize = 1024;

/// Writes a frame a finding. What the audit says besides of a place that was just shown follows
/// under its frame.
pub(super) fn write(file: &FileReport, options: Options, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(changes(file, options.look).as_bytes())?;
    let groups = file.findings.chunk_by(|before, it| belongs_under(before, it));
    let groups: Vec<&[Arc<Reported>]> = groups.collect();
    let draw = |group: &&[Arc<Reported>]| drawn(file, group, options);
    for lot in groups.chunks(HELD) {
        for drawn in side_by_side::map(lot, lot.len() >= MANY, draw) {
            write_lines(&drawn?, out)?;
        }
    }
    out.write_all(suppressed(file, options).as_bytes())
}

/// The frame of the first finding of a group, and the others under it.
fn drawn(file: &FileReport, group: &[Arc<Reported>], options: Options) -> io::Result<String> {
    let Some((finding, others)) = group.split_first() else { return Ok(String::new()) };
    let entry = Entry::new(&file.path, Some(file.target), finding, options.look);
    let fix = finding.fix.as_ref().map(|fix| fix_line(fix, options));
    let mut after = fix.unwrap_or_default();
    after.extend(others.iter().map(|other| lines_under(finding, other, options.look)));
    match across::picture(&file.path, finding, options.look)? {
        Some(picture) => entry.under_heading(&picture, &after),
        None => entry.draw(&after),
    }
}

/// Writes what is wrong with a text that is no config.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_problem(
    path: &str,
    problem: &Reported,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_lines(&Entry::new(path, None, problem, look).draw("")?, out)
}

/// Whether the audit reports one more thing of the very place that the finding before is about, so
/// that showing it again would tell nothing.
fn belongs_under(before: &Reported, finding: &Reported) -> bool {
    let of_audit = |finding: &Reported| finding.effect == finding::Effect::Audited;
    of_audit(before)
        && of_audit(finding)
        && finding.fix.is_none()
        && before.region == finding.region
}

/// "  also: error[a-rule] what is wrong", and under it the places that the frame of `shown` lacks and
/// what to do.
fn lines_under(shown: &Reported, finding: &Reported, look: Look) -> String {
    let code = format!("{}[{}]", finding.severity, finding.rule);
    let code = look.severity(finding.severity, &code);
    let mut lines = under("also: ", &format!("{code} {}", finding.message), look);
    let is_new = |place: &&ReportedPlace| shown.related.iter().all(|it| it.region != place.region);
    for place in finding.related.iter().filter(is_new) {
        let line = place.region.start.position.line;
        lines.push_str(&under("      ", &format!("line {line}: {}", place.message), look));
    }
    let help = finding.help.as_deref().map(|help| under("help: ", help, look));
    format!("\n{lines}{}", help.unwrap_or_default())
}

/// A label in front of a text, wrapped to the right of it.
fn under(label: &str, text: &str, look: Look) -> String {
    let first = format!("  {}", look.help(label));
    if fits(text, label.len() + AROUND, look) {
        return format!("{first}{text}\n");
    }
    let rest = " ".repeat(2 + label.len());
    let wrap = textwrap::Options::new(look.width.saturating_sub(2))
        .initial_indent(&first)
        .subsequent_indent(&rest)
        .word_separator(SEPARATOR)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(text, wrap) + "\n"
}

/// Whether a text needs no more than one line, if so many columns of that are taken. Most do, and to wrap
/// them would take longer than all else that is drawn.
fn fits(text: &str, taken: usize, look: Look) -> bool {
    let is_plain = |byte| matches!(byte, b' '..=b'~');
    !text.is_empty() && text.len() + taken <= look.width && text.bytes().all(is_plain)
}

/// "  fix: rename `token` to `botToken`, with --fix".
fn fix_line(fix: &ReportedFix, options: Options) -> String {
    let how = match (fix.safety, options.allowed) {
        _ if fix.moves_secrets => "--fix --unsafe-fixes --write-env FILE",
        (Safety::Safe, _) | (_, Safety::Unsafe) => "--fix",
        (Safety::Unsafe, Safety::Safe) => "--fix --unsafe-fixes",
    };
    let label = match fix.safety {
        Safety::Safe => "fix: ",
        Safety::Unsafe => "unsafe fix: ",
    };
    under(label, &format!("{} ({how})", fix.title), options.look)
}

/// Writes lines without what they end with, which is not worth its bytes in a log.
fn write_lines(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = text.split('\n').map(str::trim_end);
    lines.try_for_each(|line| out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n")))
}

/// A finding as miette takes it.
#[derive(Debug)]
struct Entry<'r> {
    finding: &'r Reported,
    effect: Option<Effect>,
    frame: Frame<'r>,
    look: Look,
    /// Whether what stands over the frame is all of it.
    is_heading: bool,
}

impl<'r> Entry<'r> {
    fn new(path: &'r str, target: Option<Release>, finding: &'r Reported, look: Look) -> Self {
        let effect = target.zip(finding.effect.words());
        Self {
            finding,
            effect: effect.map(|(target, words)| Effect(format!("OpenClaw {target} {words}"))),
            frame: Frame::new(path, finding, look.width),
            look,
            is_heading: false,
        }
    }

    /// The frame with these lines after it.
    fn draw(&self, after: &str) -> io::Result<String> {
        let mut text = String::new();
        self.handler().render_report(&mut text, self).map_err(io::Error::other)?;
        text.push_str(after);
        Ok(text)
    }

    /// A picture in place of the frame, with these lines after it.
    fn under_heading(self, picture: &str, after: &str) -> io::Result<String> {
        let help = self.finding.help.as_deref();
        let help = help.map(|help| under("help: ", help, self.look)).unwrap_or_default();
        let heading = Self { is_heading: true, ..self };
        let mut text = String::new();
        heading.handler().render_report(&mut text, &heading).map_err(io::Error::other)?;
        text.truncate(text.trim_end().len());
        text.extend(["\n", picture, &help, after]);
        Ok(text)
    }

    /// What miette draws in lines of their own.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let effect = self.effect.as_ref().map(|effect| effect.0.as_str());
        let texts = [Some(self.finding.message.as_str()), effect, self.finding.help.as_deref()];
        texts.into_iter().flatten()
    }

    /// What draws it: the place itself in the colour of its severity, the others in another.
    fn handler(&self) -> GraphicalReportHandler {
        let look = self.look;
        let mut characters =
            if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
        // miette's pointing hand is two columns wide in many fonts.
        "i".clone_into(&mut characters.advice);
        let mut styles = if look.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let own = match self.finding.severity {
            Severity::Error => styles.error,
            Severity::Warning => styles.warning,
            Severity::Info => styles.advice,
        };
        let labels = self.frame.labels().iter();
        styles.highlights =
            labels.map(|label| if label.primary() { own } else { styles.help }).collect();
        GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_width(look.width)
            .with_links(false)
            .with_wrap_lines(!self.texts().all(|text| fits(text, AROUND, look)))
            .with_word_separator(SEPARATOR)
            .with_word_splitter(textwrap::WordSplitter::NoHyphenation)
            .without_syntax_highlighting()
    }
}

impl Display for Entry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl Error for Entry<'_> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.effect.as_ref().map(|effect| effect as &(dyn Error + 'static))
    }
}

impl Diagnostic for Entry<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        let rule = self.look.rule(self.finding.rule);
        Some(Box::new(format!("{}[{rule}]", self.finding.severity)))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(self.finding.help.as_deref().filter(|_| !self.is_heading)?))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.is_heading).then_some(&self.frame as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.frame.labels().iter().cloned()))
    }
}

/// What OpenClaw does because of a finding; miette draws it as what follows from the message.
#[derive(Debug)]
struct Effect(String);

impl Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Effect {}
