//! The gate: from what the rules said to what may be shown.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::sheets::Sheets;
use super::{Excerpt, Fingerprint, Report, Role, Selection, Severities};
use crate::Fixed;
use crate::finding::{Effect, Finding, Safety, Severity, Step, Suppressed};
use crate::redact::{Besides, ReadOnce, Redactor};
use crate::rules::Asker;
use crate::schema::Release;
use crate::source::Source;
use crate::syntax::Key;
use crate::text::{Position, Span};
use crate::world::World;

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
    /// What comes with each finding.
    pub details: Details,
}

/// What comes with a finding where someone has a use for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Details {
    /// Each place with the lines around it.
    pub excerpts: bool,
    /// Its fix with the edits.
    pub edits: bool,
    /// What it is known by.
    pub fingerprints: bool,
}

/// What was found in one file, fit to be shown.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file in YAML that it was converted from, if it was.
    pub from: Option<String>,
    /// What the file is to OpenClaw.
    pub role: Role,
    /// What output calls the file.
    pub path: String,
    /// The release it was judged against.
    pub target: Release,
    /// Whether the validation of the target passes, whatever is selected.
    pub accepted: bool,
    /// Whether the gateway of the target starts with it, whatever is selected.
    pub starts: bool,
    /// What was found, in order of place; after mending, what is left. Copies of a config share it.
    pub findings: Vec<Arc<Reported>>,
    /// What was found besides and is set apart.
    pub suppressed: Vec<ReportedSuppressed>,
    /// What mending changed, in the order in which it did.
    pub fixed: Vec<ReportedChange>,
    /// What output calls the files that mending changed: the config, and those that it includes.
    pub rewritten: Vec<String>,
    /// How many findings are told with another config that includes the same file.
    pub told_elsewhere: usize,
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
    pub key: Key,
    /// Whether someone had to agree.
    pub safety: Safety,
    /// What it did to the settings, values masked.
    pub steps: Vec<Step>,
    /// What output calls the file that its finding lay in, if that is not the one of the report.
    pub file: Option<Arc<str>>,
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
    pub audit: Option<Cow<'static, str>>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The key it is about.
    pub key: Key,
    /// Where it lies.
    pub region: Region,
    /// The lines around it, if the gate was asked for them.
    pub excerpt: Option<Excerpt>,
    /// Further places it speaks of.
    pub related: Vec<ReportedPlace>,
    /// How to mend it; apart, since most findings have none.
    pub fix: Option<Box<ReportedFix>>,
    /// What it is known by when it comes again, if the gate was asked for it; apart, since few runs do.
    pub fingerprint: Option<Box<Fingerprint>>,
}

/// A finding that is set apart, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedSuppressed {
    /// What was found.
    pub finding: Arc<Reported>,
    /// What sets it apart.
    pub by: SuppressedBy,
    /// The reason that its author gives.
    pub reason: Option<String>,
}

/// What sets a finding apart.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// File by file; those of one in order of place, none touching another. Empty unless the gate was
    /// asked for them.
    pub edits: Vec<ReportedEdit>,
}

/// An edit, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReportedEdit {
    /// What it replaces.
    pub region: Region,
    /// What stands there afterwards, masked.
    pub text: String,
    /// Whether something in `text` is masked, so that it cannot be applied as it is shown.
    pub masked: bool,
}

/// A range of a text in both units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The file that it lies in, as output calls it, if that is not the one of the report but one that
    /// it includes.
    pub file: Option<Arc<str>>,
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

impl Region {
    /// What output calls the file that it lies in, `report` being what it calls the one of the report.
    pub fn file<'r>(&'r self, report: &'r str) -> &'r str {
        self.file.as_deref().unwrap_or(report)
    }
}

impl Gate {
    /// Says what OpenClaw would do with a config, as [`check`](crate::check()) does, and lets through what
    /// is selected of that.
    pub fn check(&self, source: &Source, world: &World) -> FileReport {
        let named = ReadOnce::default();
        let redactor = self.redactor(source).sharing(named.clone());
        // Where nothing is shown, nothing has to be hidden; where two threads share the rules, one of them
        // looks for what has, and the other one goes on.
        let is_prepared = AtomicBool::new(false);
        // Nobody applies these fixes. Where a config has several files, edits decide which of them stay.
        let needs_edits = self.details.edits || source.is_assembled();
        let seen = |finding: &mut Finding| {
            if let Some(fix) = &mut finding.fix {
                fix.leave_what_is_shown(needs_edits);
            }
            if self.selection.contains(finding) && !is_prepared.swap(true, Ordering::Relaxed) {
                redactor.prepare();
            }
        };
        let report = crate::check_for(source, world, &Asker { named, seen: &seen });
        let file = FileReport::new(source, &report);
        // Each finding goes as soon as what is shown of it is there: they may be many.
        self.pass_masked(source, file, report.into_findings(), redactor)
    }

    /// Lets through what is selected of `report`, which is of `source`.
    pub fn pass(&self, source: &Source, report: &Report) -> FileReport {
        let file = FileReport::new(source, report);
        self.pass_masked(source, file, report.findings().to_vec(), self.redactor(source))
    }

    /// Lets through what mending made of `before`.
    pub fn pass_fixed(&self, before: &Source, fixed: &Fixed) -> FileReport {
        let after = self.redactor_after(before, fixed);
        let file = FileReport::new(&fixed.source, &fixed.report);
        let findings = fixed.report.findings().to_vec();
        let mut file = self.pass_masked(&fixed.source, file, findings, after);
        let redactor = self.redactor(before);
        let words = |words: &str| redactor.mask(words).into_owned();
        let key = |key: &Key| redactor.mask_key(key);
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
            key: key(&change.key),
            safety: change.safety,
            steps: change.steps.iter().map(step).collect(),
            file: change.file.clone(),
        });
        file.fixed = changes.collect();
        file.rewritten = if fixed.source.is_assembled() {
            let rewritten = fixed.source.rewritten().into_iter();
            rewritten.map(|file| file.after.name().to_owned()).collect()
        } else {
            (!file.fixed.is_empty()).then(|| file.path.clone()).into_iter().collect()
        };
        file
    }

    /// Lets what is selected of `findings` into `file`.
    fn pass_masked<'s>(
        &'s self,
        source: &'s Source,
        mut file: FileReport,
        findings: Vec<Finding>,
        redactor: Redactor<'s>,
    ) -> FileReport {
        let is_chosen = |finding: &Finding| self.selection.contains(finding);
        // What is written down hides secrets even where the screen does not.
        let hiding = Redactor::new(source.tree()).hiding(&self.secret_keys);
        let secrets = if self.details.fingerprints { hiding.secrets() } else { Vec::new() };
        let mut sheets = Sheets::new(self, source, redactor);
        for mut finding in sheets.in_order(findings.into_iter().filter(is_chosen)) {
            let fingerprint = self
                .details
                .fingerprints
                .then(|| Box::new(Fingerprint::of(&finding, source.tree(), &hiding, &secrets)));
            let suppressed = finding.suppressed.take();
            let reported = Arc::new(Reported { fingerprint, ..sheets.finding(finding) });
            match suppressed {
                None => file.findings.push(reported),
                Some(Suppressed { span, reason }) => file.suppressed.push(ReportedSuppressed {
                    finding: reported,
                    by: SuppressedBy::Config(sheets.region(span)),
                    reason: reason.map(|reason| sheets.redactor().mask_owned(reason)),
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
        let mut sheets = Sheets::new(self, source, self.redactor(source));
        findings.into_iter().map(|it| sheets.finding(it.clone())).collect()
    }

    /// What masks `source`, and words about it.
    pub(crate) fn redactor<'s>(&'s self, source: &'s Source) -> Redactor<'s> {
        self.masking(Redactor::new(source.tree()), self.secrets_of(source))
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
        let redactor = Redactor::mended(fixed.source.tree(), before.tree(), &fixed.passes);
        let mut texts = self.secrets_of(before);
        texts.extend(self.secrets_of(&fixed.source));
        self.masking(redactor, texts)
    }

    /// What masks each of the files that `source` is put together of; `whole` masks it.
    pub(crate) fn redactors_of_files<'s>(
        &'s self,
        source: &'s Source,
        whole: &Redactor<'_>,
    ) -> Vec<Redactor<'s>> {
        let mut spans = vec![Vec::new(); source.files().len()];
        // A value may be secret for where it stands in the config.
        for site in whole.secrets().into_iter().flat_map(|secret| source.locate_all(secret)) {
            spans[site.file].push(site.span);
        }
        let texts = whole.known();
        let masking = |(file, spans): (&'s Source, Vec<Span>)| {
            let besides = Besides { spans, texts: texts.clone() };
            self.masking(Redactor::new(file.tree()), Vec::new()).besides(besides)
        };
        source.files().iter().zip(spans).map(masking).collect()
    }

    fn masking<'s>(&'s self, redactor: Redactor<'s>, texts: Vec<String>) -> Redactor<'s> {
        let redactor = redactor.hiding(&self.secret_keys).showing_secrets(self.show_secrets);
        if texts.is_empty() {
            redactor
        } else {
            redactor.besides(Besides { spans: Vec::new(), texts })
        }
    }

    /// The secrets of the files that `source` is put together of, if it is; some of them may stand
    /// where nothing counts.
    fn secrets_of(&self, source: &Source) -> Vec<String> {
        if !source.is_assembled() {
            return Vec::new();
        }
        let files = source.files().iter();
        let known = |file: &Source| self.masking(Redactor::new(file.tree()), Vec::new()).known();
        files.flat_map(known).collect()
    }
}

impl FileReport {
    fn new(source: &Source, report: &Report) -> Self {
        Self {
            from: None,
            role: report.role(),
            path: source.name().to_owned(),
            target: report.target(),
            accepted: report.accepted(),
            starts: report.starts(),
            findings: Vec::new(),
            suppressed: Vec::new(),
            fixed: Vec::new(),
            rewritten: Vec::new(),
            told_elsewhere: 0,
        }
    }
}
