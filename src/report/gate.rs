//! The gate: from what the rules said to what may be shown.

use std::borrow::Cow;

use super::{Excerpt, Fingerprint, Report, Selection, Severities};
use crate::Fixed;
use crate::finding::{Effect, Finding, Fix, Safety, Severity, Step, Suppressed};
use crate::redact::Redactor;
use crate::schema::Release;
use crate::source::Source;
use crate::syntax::Key;
use crate::text::{Position, Span};

/// What a run lets through.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    /// Which findings the run is about.
    pub selection: Selection,
    /// How much findings matter, where it is not as the rules say.
    pub severities: Severities,
    /// Whether values under sensitive keys, and what looks like a credential, are shown.
    pub show_secrets: bool,
    /// Further keys whose values are secret, from the root down; `*` is any name or index.
    pub secret_keys: Vec<Vec<String>>,
    /// Whether each place comes with the lines around it.
    pub excerpts: bool,
    /// Whether each finding comes with what it is known by.
    pub fingerprints: bool,
}

/// What was found in one file, fit to be shown.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file in YAML that it was converted from, if it was.
    pub from: Option<String>,
    /// Whether OpenClaw reads such a file at all.
    pub is_read: bool,
    /// What output calls the file.
    pub path: String,
    /// The release it was judged against.
    pub target: Release,
    /// Whether the validation of the target passes, whatever is selected.
    pub accepted: bool,
    /// Whether the gateway of the target starts with it, whatever is selected.
    pub starts: bool,
    /// What was found, in order of place; after mending, what is left.
    pub findings: Vec<Reported>,
    /// What was found besides and is set apart.
    pub suppressed: Vec<ReportedSuppressed>,
    /// What mending changed, in the order in which it did.
    pub fixed: Vec<ReportedChange>,
}

/// A fix that was applied, fit to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedChange {
    /// The rule that offered it.
    pub rule: &'static str,
    /// What it does, in the imperative.
    pub title: String,
    /// What its finding said.
    pub message: String,
    /// The key of its finding, as it was then.
    pub key: Vec<String>,
    /// Whether someone had to agree.
    pub safety: Safety,
    /// What it did to the settings, values masked.
    pub steps: Vec<Step>,
}

/// A finding, fit to be shown.
#[derive(Debug, Clone)]
pub struct Reported {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What OpenClaw does because of it.
    pub effect: Effect,
    /// The id under which `openclaw security audit` reports it.
    pub audit: Option<String>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The key it is about, from the root down.
    pub key: Vec<String>,
    /// Where it lies.
    pub region: Region,
    /// The lines around it, if the gate was asked for them.
    pub excerpt: Option<Excerpt>,
    /// Further places it speaks of.
    pub related: Vec<ReportedPlace>,
    /// How to mend it.
    pub fix: Option<ReportedFix>,
    /// What it is known by when it comes again, if the gate was asked for it.
    pub fingerprint: Option<Fingerprint>,
}

/// A finding that is set apart, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedSuppressed {
    /// What was found.
    pub finding: Reported,
    /// What sets it apart.
    pub by: SuppressedBy,
    /// The reason that its author gives.
    pub reason: Option<String>,
}

/// What sets a finding apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuppressedBy {
    /// A place in the config.
    Config(Region),
    /// The baseline.
    Baseline,
}

/// A further place, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedPlace {
    /// What is to be seen there.
    pub message: String,
    /// Where.
    pub region: Region,
    /// The lines around it, if the gate was asked for them.
    pub excerpt: Option<Excerpt>,
}

/// A fix, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedFix {
    /// What it does, in the imperative.
    pub title: String,
    /// Whether someone must agree.
    pub safety: Safety,
    /// Whether it takes secrets out of the config, so that there must be a place to keep them.
    pub moves_secrets: bool,
    /// In order of place, none touching another.
    pub edits: Vec<ReportedEdit>,
}

/// An edit, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedEdit {
    /// The bytes it replaces.
    pub span: Span,
    /// What stands there afterwards, masked.
    pub text: String,
    /// Whether something in `text` is masked, so that it cannot be applied as it is shown.
    pub masked: bool,
}

/// A range of a text in both units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Its first character.
    pub start: Point,
    /// The character after its last.
    pub end: Point,
}

/// A place in a text in both units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Line and column, 1-based, the column in characters.
    pub position: Position,
    /// Bytes from the start of the text.
    pub offset: u32,
}

impl Gate {
    /// Lets through what is selected of `report`, which is of `source`.
    pub fn pass(&self, source: &Source, report: &Report) -> FileReport {
        self.pass_masked(source, report, self.redactor(source))
    }

    /// Lets through what mending made of `before`.
    pub fn pass_fixed(&self, before: &Source, fixed: &Fixed) -> FileReport {
        let after = self.redactor_after(before, fixed);
        let mut file = self.pass_masked(&fixed.source, &fixed.report, after);
        let redactor = self.redactor(before);
        let words = |words: &str| redactor.mask(words).into_owned();
        let key = |key: &Key| -> Key { key.segments().iter().map(|name| words(name)).collect() };
        // The repair of a broken text may have written a secret otherwise before it was removed.
        let is_repaired = !before.tree().errors().is_empty() && !self.show_secrets;
        let removed = |text: &str| if is_repaired { "***".to_owned() } else { words(text) };
        let step = |step: &Step| match step {
            Step::Moved { from, to } => Step::Moved { from: key(from), to: key(to) },
            Step::Set { key: at } => Step::Set { key: key(at) },
            Step::CommentedOut { key: at } => Step::CommentedOut { key: key(at) },
            Step::Removed { key: at, text } => Step::Removed { key: key(at), text: removed(text) },
        };
        let changes = fixed.applied.iter().map(|change| ReportedChange {
            rule: change.rule,
            title: words(&change.title),
            message: words(&change.message),
            key: key(&change.key).segments().to_vec(),
            safety: change.safety,
            steps: change.steps.iter().map(step).collect(),
        });
        file.fixed = changes.collect();
        file
    }

    fn pass_masked<'s>(
        &'s self,
        source: &'s Source,
        report: &Report,
        redactor: Redactor<'s>,
    ) -> FileReport {
        let chosen = report.findings().iter().filter(|finding| self.selection.contains(finding));
        // What is written down hides secrets even where the screen does not.
        let hiding = Redactor::new(source.tree()).hiding(&self.secret_keys);
        let view = self.view(source, redactor);
        let mut locator = Locator::new(source);
        let mut file = FileReport::new(source, report);
        for finding in chosen {
            let severity = self.severities.of(finding);
            let fingerprint = || Fingerprint::of(finding, source.tree(), &hiding);
            let reported = Reported {
                severity,
                fingerprint: self.fingerprints.then(fingerprint),
                ..view.finding(finding, &mut locator)
            };
            match &finding.suppressed {
                None => file.findings.push(reported),
                Some(Suppressed { span, reason }) => file.suppressed.push(ReportedSuppressed {
                    finding: reported,
                    by: SuppressedBy::Config(locator.region(*span)),
                    reason: reason.as_ref().map(|reason| view.words(reason)),
                }),
            }
        }
        file
    }

    /// Lets findings of `source` through in the order in which they come, whatever is selected.
    pub(crate) fn pass_all<'f>(
        &self,
        source: &Source,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Vec<Reported> {
        let view = self.view(source, self.redactor(source));
        let mut locator = Locator::new(source);
        findings.into_iter().map(|it| view.finding(it, &mut locator)).collect()
    }

    fn view<'s>(&'s self, source: &'s Source, redactor: Redactor<'s>) -> View<'s> {
        View { source, redactor, severities: &self.severities, excerpts: self.excerpts }
    }

    /// What masks `source`, and words about it.
    pub(crate) fn redactor<'s>(&'s self, source: &'s Source) -> Redactor<'s> {
        Redactor::new(source.tree()).hiding(&self.secret_keys).showing_secrets(self.show_secrets)
    }

    /// What masks a text that is no config.
    pub(crate) fn redactor_of_text<'t>(&self, text: &'t str) -> Redactor<'t> {
        Redactor::plain(text).showing_secrets(self.show_secrets)
    }

    /// What masks what mending made of `before`, and words about it.
    pub(crate) fn redactor_after<'s>(
        &'s self,
        before: &'s Source,
        fixed: &'s Fixed,
    ) -> Redactor<'s> {
        Redactor::mended(fixed.source.tree(), before.tree(), &fixed.passes)
            .hiding(&self.secret_keys)
            .showing_secrets(self.show_secrets)
    }
}

impl FileReport {
    fn new(source: &Source, report: &Report) -> Self {
        Self {
            from: None,
            is_read: report.is_read(),
            path: source.name().to_owned(),
            target: report.target(),
            accepted: report.accepted(),
            starts: report.starts(),
            findings: Vec::new(),
            suppressed: Vec::new(),
            fixed: Vec::new(),
        }
    }
}

/// One source on its way through the gate.
struct View<'s> {
    source: &'s Source,
    redactor: Redactor<'s>,
    severities: &'s Severities,
    excerpts: bool,
}

impl View<'_> {
    fn finding(&self, finding: &Finding, locator: &mut Locator<'_>) -> Reported {
        Reported {
            rule: finding.rule,
            severity: self.severities.of(finding),
            effect: finding.effect,
            audit: finding.audit.as_ref().map(|audit| match audit {
                Cow::Borrowed(id) => (*id).to_owned(),
                // It holds a name of the config's.
                Cow::Owned(id) => self.words(id),
            }),
            message: self.words(&finding.message),
            help: finding.help.as_ref().map(|help| self.words(help)),
            key: finding.place.key.segments().iter().map(|it| self.words(it)).collect(),
            region: locator.region(finding.place.span),
            excerpt: self.excerpt(finding.place.span),
            related: finding
                .related
                .iter()
                .map(|related| ReportedPlace {
                    message: self.words(&related.message),
                    region: locator.region(related.span),
                    excerpt: self.excerpt(related.span),
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
            fingerprint: None,
        }
    }

    fn fix(&self, fix: &Fix) -> ReportedFix {
        let edits = fix.edits.iter().map(|edit| {
            let text = self.redactor.mask_edit(edit).into_owned();
            ReportedEdit { span: edit.span, masked: text != edit.text, text }
        });
        ReportedFix {
            title: self.words(&fix.title),
            safety: fix.safety,
            moves_secrets: !fix.assigns.is_empty(),
            edits: edits.collect(),
        }
    }

    fn words(&self, words: &str) -> String {
        self.redactor.mask(words).into_owned()
    }

    fn excerpt(&self, place: Span) -> Option<Excerpt> {
        self.excerpts
            .then(|| Excerpt::new((self.source.lines(), self.source.text()), &self.redactor, place))
    }
}

/// Finds lines and columns; places in order cost one walk along a line, however long it is.
pub(super) struct Locator<'s> {
    source: &'s Source,
    last: Point,
}

impl<'s> Locator<'s> {
    pub(super) const fn new(source: &'s Source) -> Self {
        let start = Point { position: Position { line: 1, column: 1 }, offset: 0 };
        Self { source, last: start }
    }

    pub(super) fn region(&mut self, span: Span) -> Region {
        Region { start: self.point(span.start), end: self.point(span.end) }
    }

    fn point(&mut self, offset: u32) -> Point {
        let line = self.source.lines().line(offset);
        let last = self.last;
        let position = if line == last.position.line && offset >= last.offset {
            let between = &self.source.text().as_bytes()[Span::new(last.offset, offset).range()];
            // Every byte that does not continue a character begins one.
            let characters = between.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
            Position { line, column: last.position.column + crate::text::offset(characters) }
        } else {
            self.source.lines().position(offset, self.source.text())
        };
        self.last = Point { position, offset };
        self.last
    }
}
