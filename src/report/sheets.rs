//! The files of a config on their way through the gate: where a place of it stands, and what is
//! shown of it.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use super::gate::{
    Details, Gate, Point, Region, Reported, ReportedEdit, ReportedFix, ReportedPlace,
};
use super::{Excerpt, MarkedLine, Severities};
use crate::finding::{Edit, Finding, Fix};
use crate::redact::Redactor;
use crate::source::Source;
use crate::text::{self, Position, Span};

/// A config and the files that it is put together of.
pub(super) struct Sheets<'s> {
    source: &'s Source,
    /// What masks words about it.
    redactor: Redactor<'s>,
    /// The files; of a config that includes nothing, itself.
    files: Vec<Sheet<'s>>,
    severities: &'s Severities,
    details: Details,
    /// The lines around the place that was shown last: the next one is often near it.
    shown: Box<[MarkedLine]>,
}

/// A file.
struct Sheet<'s> {
    source: &'s Source,
    /// What masks it, if not what masks the config.
    redactor: Option<Redactor<'s>>,
    /// What output calls it, if it is not the config itself.
    name: Option<Arc<str>>,
    /// The place that was found last.
    last: Point,
}

impl<'s> Sheets<'s> {
    /// `redactor` masks `source`.
    pub(super) fn new(gate: &'s Gate, source: &'s Source, redactor: Redactor<'s>) -> Self {
        let mut redactors = if source.is_assembled() {
            gate.redactors_of_files(source, &redactor)
        } else {
            Vec::new()
        }
        .into_iter();
        let sheet = |(index, file): (usize, &'s Source)| Sheet {
            source: file,
            redactor: redactors.next(),
            name: (index > 0).then(|| Arc::from(file.name())),
            last: Point {
                position: Position { line: 1, column: 1 },
                offset: text::start(file.text()),
            },
        };
        let files = source.files().iter().enumerate().map(sheet).collect();
        let Gate { severities, details, .. } = gate;
        Self { source, redactor, files, severities, details: *details, shown: Box::default() }
    }

    /// Findings in the order in which their files are included, and of their places there.
    pub(super) fn in_order(&self, findings: impl Iterator<Item = Finding>) -> Vec<Finding> {
        let mut findings: Vec<Finding> = findings.collect();
        if self.source.is_assembled() {
            findings.sort_by_cached_key(|finding| {
                let site = self.source.locate(finding.place.span);
                (site.file, site.span.start, Reverse(site.span.end), finding.rule)
            });
        }
        findings
    }

    /// What is shown of a finding: of what needs no mask, itself.
    pub(super) fn finding(&mut self, finding: Finding) -> Reported {
        Reported {
            rule: finding.rule,
            severity: self.severities.of(&finding),
            effect: finding.effect,
            audit: finding.audit.map(|audit| match audit {
                Cow::Borrowed(id) => Cow::Borrowed(id),
                // It holds a name of the config's.
                Cow::Owned(id) => Cow::Owned(self.redactor.mask_owned(id)),
            }),
            message: self.redactor.mask_owned(finding.message),
            help: finding.help.map(|help| self.redactor.mask_owned(help)),
            key: self.redactor.mask_key(&finding.place.key),
            region: self.region(finding.place.span),
            excerpt: self.excerpt(finding.place.span),
            related: finding
                .related
                .into_iter()
                .map(|related| ReportedPlace {
                    message: self.redactor.mask_owned(related.message),
                    region: self.region(related.span),
                    excerpt: self.excerpt(related.span),
                })
                .collect(),
            fix: finding.fix.map(|fix| Box::new(self.fix(*fix))),
            fingerprint: None,
        }
    }

    fn fix(&mut self, fix: Fix) -> ReportedFix {
        let edits = if !self.details.edits {
            Vec::new()
        } else if fix.by_file.is_empty() {
            fix.edits.iter().map(|edit| self.edit(0, edit)).collect()
        } else {
            let edits =
                fix.by_file.iter().flat_map(|(file, edits)| edits.iter().map(|it| (*file, it)));
            edits.map(|(file, edit)| self.edit(file, edit)).collect()
        };
        ReportedFix {
            title: self.redactor.mask_owned(fix.title),
            safety: fix.safety,
            moves_secrets: !fix.assigns.is_empty(),
            edits,
        }
    }

    fn edit(&mut self, file: usize, edit: &Edit) -> ReportedEdit {
        let text = self.redactor_of(file).mask_edit(edit).into_owned();
        let masked = text != edit.text;
        ReportedEdit { region: self.files[file].region(edit.span), masked, text }
    }

    pub(super) fn words(&self, words: &str) -> String {
        self.redactor.mask(words).into_owned()
    }

    /// The lines around a place of the config, if the gate was asked for them.
    fn excerpt(&mut self, place: Span) -> Option<Excerpt> {
        let excerpt = self.details.excerpts.then(|| self.lines_around(place))?;
        self.shown.clone_from(&excerpt.lines);
        Some(excerpt)
    }

    /// The lines around a place of the config.
    pub(super) fn lines_around(&self, place: Span) -> Excerpt {
        let site = self.source.locate(place);
        let file = self.files[site.file].source;
        let redactor = self.redactor_of(site.file);
        Excerpt::new((file.lines(), file.text()), redactor, site.span, &self.shown)
    }

    fn redactor_of(&self, file: usize) -> &Redactor<'s> {
        self.files[file].redactor.as_ref().unwrap_or(&self.redactor)
    }

    /// What masks the config as a whole.
    pub(super) const fn redactor(&self) -> &Redactor<'s> {
        &self.redactor
    }

    /// Where a place of the config lies.
    pub(super) fn region(&mut self, span: Span) -> Region {
        let site = self.source.locate(span);
        self.files[site.file].region(site.span)
    }
}

impl Sheet<'_> {
    /// Where a place of the file lies. Of places on one line it costs the way from the one before,
    /// however long the line is.
    fn region(&mut self, span: Span) -> Region {
        Region { file: self.name.clone(), start: self.point(span.start), end: self.point(span.end) }
    }

    fn point(&mut self, offset: u32) -> Point {
        let (lines, text) = (self.source.lines(), self.source.text());
        let line = lines.line(offset);
        let at = offset.max(text::start(text));
        let last = self.last;
        let position = if line == last.position.line {
            let between = Span::new(last.offset.min(at), last.offset.max(at));
            let characters = text::characters(&text.as_bytes()[between.range()]);
            let column = last.position.column;
            let column = if at < last.offset { column - characters } else { column + characters };
            Position { line, column }
        } else {
            lines.position(offset, text)
        };
        self.last = Point { position, offset: at };
        Point { position, offset }
    }
}
